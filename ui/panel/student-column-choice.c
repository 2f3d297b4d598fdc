/* Samples in a student's column: pointed at, picked and selected, here and elsewhere. */
#include <glib/gi18n.h>

#include "ui/panel/quantities.h"
#include "ui/panel/student-column-private.h"

static int
place_of (const IsoBatchMatrices *matrices, guint32 sample)
{
  for (size_t i = 0; matrices != NULL && sample != ISO_NO_SAMPLE && i < matrices->B; i++)
    if (matrices->indices[i] == sample)
      return (int) i;
  return -1;
}

/* "Sandal, sample 412": of one that the batch does not have. NULL: none, or nothing is known of it. */
static char *
sample_text (IsoStudentColumn *column, guint32 sample)
{
  if (column->names == NULL || sample >= iso_dataset_sample_count (column->names))
    return NULL;
  gint32 label = iso_dataset_labels (column->names)[sample];
  g_autofree char *number = iso_quantity_text (sample);
  return g_strdup_printf (_("%s, sample %s"), iso_dataset_class_name (column->names, (guint32) label), number);
}

/* The cell of the pair; of a sample alone its own, on the diagonal. */
static void
show_pointed (IsoStudentColumn *column)
{
  IsoSamplePair pair = column->choice != NULL ? iso_sample_choice_pointed (column->choice) : ISO_NO_PAIR;
  int row = place_of (column->stage.matrices, pair.sample);
  int other = pair.other == ISO_NO_SAMPLE ? row : place_of (column->stage.matrices, pair.other);
  g_autofree char *cell = iso_student_stage_cell (&column->stage, column->names, row, other);
  g_autofree char *statistic = iso_student_stage_description (&column->stage);
  g_autofree char *description = cell == NULL ? g_steal_pointer (&statistic) : g_strdup_printf ("%s; %s", cell, statistic);
  iso_matrix_view_set_cursor (column->matrix, row, other);
  g_autofree char *sample = cell == NULL ? sample_text (column, pair.sample) : NULL;
  iso_student_column_set_inscription (column->cell, cell != NULL ? cell : sample != NULL ? sample : "");
  gtk_accessible_update_property (GTK_ACCESSIBLE (column->matrix), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, description, -1);
}

void
iso_student_column_cursor_moved (IsoMatrixView *matrix, int row, int other, IsoStudentColumn *column)
{
  const IsoBatchMatrices *matrices = column->stage.matrices;
  bool is_there = matrices != NULL && row >= 0 && other >= 0 && (size_t) row < matrices->B && (size_t) other < matrices->B;
  if (column->choice == NULL)
    iso_matrix_view_set_cursor (matrix, row, other);
  else if (is_there)
    iso_sample_choice_point (column->choice, matrices->indices[row], matrices->indices[other]);
  else
    iso_sample_choice_point (column->choice, ISO_NO_SAMPLE, ISO_NO_SAMPLE);
}

/* ---- picked and selected ---- */

void
iso_student_column_cell_picked (IsoMatrixView *matrix, int row, int other, IsoStudentColumn *column)
{
  const IsoBatchMatrices *matrices = column->stage.matrices;
  if (column->choice != NULL && matrices != NULL && row >= 0 && other >= 0 && (size_t) row < matrices->B && (size_t) other < matrices->B)
    iso_sample_choice_pick (column->choice, matrices->indices[row], matrices->indices[other]);
}

static void
show_marks (IsoStudentColumn *column)
{
  IsoSamplePair pair = column->choice != NULL ? iso_sample_choice_picked (column->choice) : ISO_NO_PAIR;
  int row = place_of (column->stage.matrices, pair.sample), other = place_of (column->stage.matrices, pair.other);
  /* Half a pair that is not in this batch would mark another cell than the one picked. */
  const IsoMatrixMarks marks = { -1, pair.other != ISO_NO_SAMPLE && other < 0 ? -1 : row, other };
  iso_matrix_view_set_marks (column->matrix, &marks);
}

/* What is not selected pales, as in every other view. */
static void
show_selected (IsoStudentColumn *column)
{
  const IsoBatchMatrices *matrices = column->stage.matrices;
  g_autofree guint8 *faded = NULL;
  if (column->choice != NULL && matrices != NULL && iso_sample_choice_has_selection (column->choice))
    {
      faded = g_new (guint8, MAX (matrices->B, 1));
      for (size_t i = 0; i < matrices->B; i++)
        faded[i] = !iso_sample_choice_is_selected (column->choice, matrices->indices[i]);
    }
  iso_matrix_view_set_faded (column->matrix, faded);
}

void
iso_student_column_follow_choice (IsoStudentColumn *column)
{
  show_selected (column);
  show_marks (column);
  show_pointed (column);
}

void
iso_student_column_forget_choice (IsoStudentColumn *column)
{
  if (column->choice != NULL)
    g_signal_handlers_disconnect_by_data (column->choice, column);
  g_clear_object (&column->choice);
}

void
iso_student_column_set_choice (IsoStudentColumn *column, IsoSampleChoice *choice)
{
  g_return_if_fail (ISO_IS_STUDENT_COLUMN (column));
  if (choice == column->choice)
    return;
  iso_student_column_forget_choice (column);
  g_set_object (&column->choice, choice);
  if (choice != NULL)
    {
      g_signal_connect_swapped (choice, "pointed", G_CALLBACK (show_pointed), column);
      g_signal_connect_swapped (choice, "picked", G_CALLBACK (show_marks), column);
      g_signal_connect_swapped (choice, "selected", G_CALLBACK (show_selected), column);
    }
  iso_map_canvas_set_choice (column->canvas, choice);
  iso_student_column_follow_choice (column);
}
