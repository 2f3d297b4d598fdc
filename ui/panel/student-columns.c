#include "ui/panel/student-columns.h"

#include "ui/plot/latest-job.h"

#define SPACING 12

struct _IsoStudentColumns {
  GtkBox parent_instance;
  IsoStudents *students;
  IsoSampleChoice *choice;
  IsoStudentColumn *columns[ISO_STUDENTS_MOST];
  size_t count;
  gboolean is_zooming; /* one has zoomed, and the others follow */
  IsoLatestJob *stage_job, *map_job;
  IsoStudentStages *stages; /* as shown, or NULL */
  IsoStudentMaps *maps;     /* likewise */
};

G_DEFINE_FINAL_TYPE (IsoStudentColumns, iso_student_columns, GTK_TYPE_BOX)

/* ---- the workers ---- */

/* Request and result of the batches' work. */
typedef struct {
  size_t count;
  IsoDistillMode modes[ISO_STUDENTS_MOST];
  IsoBatchSnapshot *batches[ISO_STUDENTS_MOST];
  IsoStudentStages *stages;
} StageWork;

typedef struct {
  size_t count;
  IsoEpochSnapshot *epochs[ISO_STUDENTS_MOST];
  IsoStudentMaps *before; /* or NULL */
} MapRequest;

static void
stage_work_free (gpointer data)
{
  StageWork *work = data;
  for (size_t i = 0; i < work->count; i++)
    iso_batch_snapshot_unref (work->batches[i]);
  iso_student_stages_free (work->stages);
  g_free (work);
}

static gpointer
make_stages (gpointer data, GCancellable *cancellable, GError **error)
{
  const StageWork *request = data;
  StageWork *work = g_memdup2 (request, sizeof *request);
  for (size_t i = 0; i < work->count; i++)
    if (work->batches[i] != NULL)
      iso_batch_snapshot_ref (work->batches[i]);
  work->stages = iso_student_stages_new (work->batches, work->modes, work->count);
  return work;
}

static void
stages_ready (gpointer result, const GError *error, gpointer data)
{
  IsoStudentColumns *columns = data;
  StageWork *work = result;
  if (work == NULL)
    return;
  for (size_t i = 0; i < MIN (columns->count, work->count); i++)
    iso_student_column_set_stage (columns->columns[i], &work->stages->stages[i], work->batches[i]);
  g_clear_pointer (&columns->stages, iso_student_stages_free);
  columns->stages = g_steal_pointer (&work->stages);
  stage_work_free (work);
}

static void
map_request_free (gpointer data)
{
  MapRequest *request = data;
  for (size_t i = 0; i < request->count; i++)
    iso_epoch_snapshot_unref (request->epochs[i]);
  iso_student_maps_free (request->before);
  g_free (request);
}

static gpointer
make_maps (gpointer data, GCancellable *cancellable, GError **error)
{
  MapRequest *request = data;
  return iso_student_maps_new (request->epochs, request->count, request->before, cancellable, error);
}

static void
free_maps (gpointer maps)
{
  iso_student_maps_free (maps);
}

static void
maps_ready (gpointer result, const GError *error, gpointer data)
{
  IsoStudentColumns *columns = data;
  if (result == NULL)
    return;
  g_clear_pointer (&columns->maps, iso_student_maps_free);
  columns->maps = result;
  for (size_t i = 0; i < MIN (columns->count, columns->maps->count); i++)
    iso_student_column_set_map (columns->columns[i], columns->maps->maps[i]);
}

/* ---- what the students tell ---- */

static void
batches_arrived (IsoStudentColumns *columns)
{
  StageWork *request = g_new0 (StageWork, 1);
  request->count = columns->count;
  for (size_t i = 0; i < columns->count; i++)
    {
      IsoBatchSnapshot *batch = iso_students_batch (columns->students, i);
      request->modes[i] = iso_students_mode (columns->students, i);
      request->batches[i] = batch != NULL ? iso_batch_snapshot_ref (batch) : NULL;
    }
  iso_latest_job_request (columns->stage_job, request, iso_students_state (columns->students) != ISO_STUDENTS_RUNNING);
}

static void
show_scores (IsoStudentColumns *columns)
{
  for (size_t i = 0; i < columns->count; i++)
    {
      IsoStudentScores scores;
      iso_students_scores (columns->students, &scores, i);
      iso_student_column_set_scores (columns->columns[i], &scores);
    }
}

static void
epochs_arrived (IsoStudentColumns *columns)
{
  MapRequest *request = g_new0 (MapRequest, 1);
  request->count = columns->count;
  request->before = columns->maps != NULL ? iso_student_maps_copy (columns->maps) : NULL;
  for (size_t i = 0; i < columns->count; i++)
    {
      IsoEpochSnapshot *epoch = iso_students_epoch (columns->students, i);
      request->epochs[i] = epoch != NULL ? iso_epoch_snapshot_ref (epoch) : NULL;
    }
  iso_latest_job_request (columns->map_job, request, FALSE);
  show_scores (columns);
}

static void
status_changed (IsoStudentColumns *columns)
{
  bool all_failed = iso_students_state (columns->students) == ISO_STUDENTS_FAILED;
  for (size_t i = 0; i < columns->count; i++)
    {
      g_autofree char *failure = iso_students_failure (columns->students, i);
      iso_student_column_set_failure (columns->columns[i], failure, !all_failed);
    }
}

/* All matrices are of the same batch: they show the same part of it. */
static void
zoomed (IsoStudentColumn *zoomed_column, IsoStudentColumns *columns)
{
  if (columns->is_zooming)
    return;
  columns->is_zooming = TRUE;
  for (size_t i = 0; i < columns->count; i++)
    if (columns->columns[i] != zoomed_column)
      iso_student_column_set_zoom (columns->columns[i], iso_student_column_zoom (zoomed_column));
  columns->is_zooming = FALSE;
}

static void
prepared (IsoStudentColumns *columns)
{
  IsoExperiment *experiment = iso_students_experiment (columns->students);
  GtkWidget *child;
  iso_latest_job_forget (columns->stage_job);
  iso_latest_job_forget (columns->map_job);
  g_clear_pointer (&columns->stages, iso_student_stages_free);
  g_clear_pointer (&columns->maps, iso_student_maps_free);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (columns))) != NULL)
    gtk_box_remove (GTK_BOX (columns), child);
  columns->count = iso_students_count (columns->students);
  for (size_t i = 0; i < columns->count; i++)
    {
      child = iso_student_column_new (iso_students_mode (columns->students, i), i, experiment->dataset);
      columns->columns[i] = ISO_STUDENT_COLUMN (child);
      iso_student_column_set_choice (columns->columns[i], columns->choice);
      g_signal_connect (child, "zoomed", G_CALLBACK (zoomed), columns);
      gtk_box_append (GTK_BOX (columns), child);
    }
  show_scores (columns);
}

/* ---- the widget ---- */

void
iso_student_columns_set_choice (IsoStudentColumns *columns, IsoSampleChoice *choice)
{
  g_return_if_fail (ISO_IS_STUDENT_COLUMNS (columns));
  g_set_object (&columns->choice, choice);
  for (size_t i = 0; i < columns->count; i++)
    iso_student_column_set_choice (columns->columns[i], choice);
}

size_t
iso_student_columns_count (IsoStudentColumns *columns)
{
  g_return_val_if_fail (ISO_IS_STUDENT_COLUMNS (columns), 0);
  return columns->count;
}

IsoStudentColumn *
iso_student_columns_get (IsoStudentColumns *columns, size_t place)
{
  g_return_val_if_fail (ISO_IS_STUDENT_COLUMNS (columns) && place < columns->count, NULL);
  return columns->columns[place];
}

const IsoStudentMaps *
iso_student_columns_maps (IsoStudentColumns *columns)
{
  g_return_val_if_fail (ISO_IS_STUDENT_COLUMNS (columns), NULL);
  return columns->maps;
}

const IsoStudentStages *
iso_student_columns_stages (IsoStudentColumns *columns)
{
  g_return_val_if_fail (ISO_IS_STUDENT_COLUMNS (columns), NULL);
  return columns->stages;
}

static void
iso_student_columns_dispose (GObject *object)
{
  IsoStudentColumns *columns = ISO_STUDENT_COLUMNS (object);
  columns->count = 0;
  g_clear_pointer (&columns->stage_job, iso_latest_job_free);
  g_clear_pointer (&columns->map_job, iso_latest_job_free);
  g_clear_pointer (&columns->stages, iso_student_stages_free);
  g_clear_pointer (&columns->maps, iso_student_maps_free);
  g_clear_object (&columns->choice);
  g_clear_object (&columns->students);
  G_OBJECT_CLASS (iso_student_columns_parent_class)->dispose (object);
}

static void
iso_student_columns_class_init (IsoStudentColumnsClass *class)
{
  G_OBJECT_CLASS (class)->dispose = iso_student_columns_dispose;
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (class), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
iso_student_columns_init (IsoStudentColumns *columns)
{
  gtk_box_set_homogeneous (GTK_BOX (columns), TRUE);
  gtk_box_set_spacing (GTK_BOX (columns), SPACING);
  columns->stage_job = iso_latest_job_new (make_stages, stage_work_free, stages_ready, stage_work_free, columns);
  columns->map_job = iso_latest_job_new (make_maps, map_request_free, maps_ready, free_maps, columns);
}

GtkWidget *
iso_student_columns_new (IsoStudents *students)
{
  IsoStudentColumns *columns = g_object_new (ISO_TYPE_STUDENT_COLUMNS, NULL);
  columns->students = g_object_ref (students);
  g_signal_connect_object (students, "prepared", G_CALLBACK (prepared), columns, G_CONNECT_SWAPPED);
  g_signal_connect_object (students, "batches", G_CALLBACK (batches_arrived), columns, G_CONNECT_SWAPPED);
  g_signal_connect_object (students, "epochs", G_CALLBACK (epochs_arrived), columns, G_CONNECT_SWAPPED);
  g_signal_connect_object (students, "status", G_CALLBACK (status_changed), columns, G_CONNECT_SWAPPED);
  prepared (columns);
  return GTK_WIDGET (columns);
}
