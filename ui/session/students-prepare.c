/* How a comparison comes and goes: made by a worker, freed by a thread of its own. */
#include <string.h>

#include "engine/base/unjoined.h"
#include "engine/train/parameters.h"
#include "ui/session/students-private.h"

static gpointer
free_comparison (gpointer comparison)
{
  iso_comparison_free (comparison);
  return NULL;
}

void
iso_comparison_retire (IsoComparison *comparison)
{
  iso_thread_run_unjoined ("retire", free_comparison, comparison);
}

typedef struct {
  IsoSettings settings;
  IsoDataset *dataset;
  IsoDistillMode modes[ISO_COMPARISON_MOST];
  size_t count;
} Preparation;

static void
preparation_free (gpointer data)
{
  Preparation *preparation = data;
  iso_dataset_unref (preparation->dataset);
  g_free (preparation);
}

static void
prepare_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Preparation *preparation = data;
  GError *error = NULL;
  IsoComparison *comparison = NULL;
  g_autoptr (IsoExperiment) experiment = iso_experiment_new (&preparation->settings, preparation->dataset, cancellable, &error);
  if (experiment != NULL)
    comparison = iso_comparison_new (experiment, preparation->modes, preparation->count, cancellable, &error);
  if (comparison != NULL)
    g_task_return_pointer (task, comparison, (GDestroyNotify) iso_comparison_retire);
  else
    g_task_return_error (task, error);
}

void
iso_students_drop (IsoStudents *students)
{
  for (size_t i = 0; i < ISO_COMPARISON_MOST; i++)
    g_clear_pointer (&students->epochs[i], iso_epoch_snapshot_unref);
  memset (students->status, 0, sizeof students->status);
  memset (students->batches_seen, 0, sizeof students->batches_seen);
  memset (students->epochs_seen, 0, sizeof students->epochs_seen);
  g_clear_pointer (&students->matcher, iso_batch_matcher_free);
  g_clear_pointer (&students->comparison, iso_comparison_retire);
  g_clear_pointer (&students->problem, g_free);
}

/* The task holds its students weakly: a worker that dropped the last reference would take them apart on its own thread. */
static void
prepared (GObject *source, GAsyncResult *result, gpointer data)
{
  GWeakRef *weak = data;
  g_autoptr (IsoStudents) students = g_weak_ref_get (weak);
  g_autoptr (GError) error = NULL;
  IsoComparison *comparison = g_task_propagate_pointer (G_TASK (result), &error);
  g_weak_ref_clear (weak);
  g_free (weak);
  if (students == NULL || students->preparing != g_task_get_cancellable (G_TASK (result)))
    {
      g_clear_pointer (&comparison, iso_comparison_retire);
      return;
    }
  g_clear_object (&students->preparing);
  students->comparison = comparison;
  students->problem = comparison == NULL ? g_strdup (error->message) : NULL;
  if (comparison != NULL)
    {
      students->matcher = iso_batch_matcher_new (iso_comparison_count (comparison));
      iso_students_read_statuses (students);
      if (students->widget != NULL && gtk_widget_get_mapped (students->widget))
        iso_comparison_watch (comparison, students->watch);
    }
  g_signal_emit (students, iso_students_signals[ISO_STUDENTS_PREPARED], 0);
  iso_students_pay_attention (students);
}

void
iso_students_stop_preparing (IsoStudents *students)
{
  if (students->preparing != NULL)
    g_cancellable_cancel (students->preparing);
  g_clear_object (&students->preparing);
}

void
iso_students_prepare (IsoStudents *students, const IsoSettings *settings, IsoDataset *dataset, const IsoDistillMode *modes,
                      size_t count)
{
  g_assert (count >= 2 && count <= ISO_COMPARISON_MOST);
  Preparation *preparation = g_new0 (Preparation, 1);
  GWeakRef *weak = g_new (GWeakRef, 1);
  iso_students_stop_preparing (students);
  iso_students_drop (students);
  students->preparing = g_cancellable_new ();
  preparation->settings = *settings;
  preparation->dataset = iso_dataset_ref (dataset);
  preparation->count = count;
  memcpy (preparation->modes, modes, count * sizeof *modes);
  /* The window keeps one core for itself. */
  if (preparation->settings.train.threads == 0)
    preparation->settings.train.threads = MAX (1, iso_core_count () - 1);
  g_weak_ref_init (weak, students);
  g_autoptr (GTask) task = g_task_new (NULL, students->preparing, prepared, weak);
  g_task_set_task_data (task, preparation, preparation_free);
  iso_task_run_unjoined (task, prepare_in_thread);
  g_signal_emit (students, iso_students_signals[ISO_STUDENTS_PREPARED], 0);
}

gboolean
iso_students_is_preparing (IsoStudents *students)
{
  return students->preparing != NULL;
}

const char *
iso_students_problem (IsoStudents *students)
{
  return students->problem;
}

bool
iso_students_follow (IsoStudents *students, const IsoSettings *before, const IsoSettings *now)
{
  size_t count;
  const IsoParameter *table = iso_parameters (&count);
  bool others = false;
  for (size_t i = 0; i < count; i++)
    {
      g_autofree char *was = iso_settings_format (before, &table[i]);
      g_autofree char *is = iso_settings_format (now, &table[i]);
      bool is_own = g_str_equal (table[i].key, "distill.mode") || g_str_equal (table[i].key, "train.threads");
      if (is_own || g_str_equal (was, is) || iso_parameter_find (table[i].key, now, NULL) != &table[i])
        continue;
      if ((table[i].flags & ISO_PARAMETER_LIVE) == 0 || students->comparison == NULL
          || !iso_comparison_set (students->comparison, table[i].key, is, NULL))
        others = true;
    }
  return others;
}
