/* Samples in the students side by side: pointed at and selected there or elsewhere, they show in every column. */
#include "tests/support/comparison-fixture.h"

/* What is not selected pales in every column, wherever it was selected, also in the batches that come after. */
static void
test_selection (Fixture *fixture, gconstpointer data)
{
  IsoSampleChoice *choice = fixture->main->choice;
  g_assert_true (act (fixture, "comparison.step"));
  WAIT_FOR (iso_student_columns_stages (fixture->window->columns) != NULL && shows_step (fixture, 1));
  WAIT_FOR (column_says (fixture, 2, "step 1"));
  const IsoBatchMatrices *matrices = iso_student_columns_stages (fixture->window->columns)->stages[0].matrices;
  const guint32 samples[] = { matrices->indices[2], matrices->indices[5] };
  iso_sample_choice_select (choice, samples, 2, ISO_SELECT_INSTEAD);
  iso_sample_choice_pick (choice, samples[0], samples[1]);
  for (size_t i = 0; i < 3; i++)
    {
      IsoMatrixView *view = matrix_of (fixture, i);
      for (size_t row = 0; row < matrices->B; row++)
        g_assert_cmpint (view->faded[row], ==, row != 2 && row != 5);
      g_assert_true (view->marks.picked_row == 2 && view->marks.picked_column == 5);
    }
  g_assert_true (act (fixture, "comparison.step"));
  WAIT_FOR (shows_step (fixture, 2) && column_says (fixture, 2, "step 2"));
  matrices = iso_student_columns_stages (fixture->window->columns)->stages[0].matrices;
  for (size_t i = 0; i < 3; i++)
    for (size_t row = 0; row < matrices->B; row++)
      g_assert_cmpint (matrix_of (fixture, i)->faded[row], ==, !iso_sample_choice_is_selected (choice, matrices->indices[row]));
  iso_sample_choice_clear (choice);
  for (size_t i = 0; i < 3; i++)
    g_assert_null (matrix_of (fixture, i)->faded);
}

/* A pair pointed at lights up in every column, whoever points. */
static void
test_pointing (Fixture *fixture, gconstpointer data)
{
  IsoSampleChoice *choice = fixture->main->choice;
  g_assert_true (fixture->window->choice == choice);
  g_assert_true (act (fixture, "comparison.step"));
  WAIT_FOR (iso_student_columns_stages (fixture->window->columns) != NULL && shows_step (fixture, 1));
  WAIT_FOR (column_says (fixture, 2, "step 1"));
  const IsoStudentStages *stages = iso_student_columns_stages (fixture->window->columns);
  const IsoBatchMatrices *matrices = stages->stages[0].matrices;
  g_signal_emit_by_name (matrix_of (fixture, 0), "cursor-moved", 3, 7);
  g_assert_cmpuint (iso_sample_choice_pointed (choice).sample, ==, matrices->indices[3]);
  g_assert_cmpuint (iso_sample_choice_pointed (choice).other, ==, matrices->indices[7]);
  for (size_t i = 0; i < 3; i++)
    {
      g_autofree char *cell = iso_student_stage_cell (&stages->stages[i], iso_students_experiment (fixture->students)->dataset, 3, 7);
      g_autofree char *statistic = iso_student_stage_description (&stages->stages[i]);
      g_autofree char *description = g_strdup_printf ("%s; %s", cell, statistic);
      g_assert_true (has_description (matrix_of (fixture, i), description));
    }
  g_signal_emit_by_name (matrix_of (fixture, 0), "cursor-moved", -1, -1);
  g_assert_cmpuint (iso_sample_choice_pointed (choice).sample, ==, ISO_NO_SAMPLE);
  /* One of the test part is in no batch: it has its name. */
  IsoExperiment *experiment = iso_students_experiment (fixture->students);
  guint32 test = experiment->split.test.indices[10];
  gint32 label = iso_dataset_labels (experiment->dataset)[test];
  iso_sample_choice_point (choice, test, ISO_NO_SAMPLE);
  for (size_t i = 0; i < 3; i++)
    {
      GtkWidget *column = GTK_WIDGET (iso_student_columns_get (fixture->window->columns, i));
      GtkWidget *said = test_find_styled (column, GTK_TYPE_INSCRIPTION, "student-cell");
      g_assert_true (g_str_has_prefix (gtk_inscription_get_text (GTK_INSCRIPTION (said)),
                                       iso_dataset_class_name (experiment->dataset, (guint32) label)));
    }
  iso_sample_choice_point (choice, ISO_NO_SAMPLE, ISO_NO_SAMPLE);
  /* A choice of its own where there is none. */
  iso_comparison_window_set_choice (fixture->window, NULL);
  g_signal_emit_by_name (matrix_of (fixture, 1), "cursor-moved", 0, 0);
  g_assert_cmpuint (iso_sample_choice_pointed (choice).sample, ==, ISO_NO_SAMPLE);
  g_assert_cmpuint (iso_sample_choice_pointed (fixture->window->choice).sample, ==, matrices->indices[0]);
}

/* A cell that is picked in one column is picked in all views; a part that is zoomed into in one is in sight in all. */
static void
test_picking (Fixture *fixture, gconstpointer data)
{
  IsoSampleChoice *choice = fixture->main->choice;
  g_assert_true (act (fixture, "comparison.step"));
  WAIT_FOR (iso_student_columns_stages (fixture->window->columns) != NULL && shows_step (fixture, 1));
  WAIT_FOR (column_says (fixture, 2, "step 1"));
  const IsoBatchMatrices *matrices = iso_student_columns_stages (fixture->window->columns)->stages[0].matrices;
  g_signal_emit_by_name (matrix_of (fixture, 1), "cell-picked", 4, 9);
  g_assert_cmpuint (iso_sample_choice_picked (choice).sample, ==, matrices->indices[4]);
  g_assert_cmpuint (iso_sample_choice_picked (choice).other, ==, matrices->indices[9]);
  for (size_t i = 0; i < 3; i++)
    g_assert_true (matrix_of (fixture, i)->marks.picked_row == 4 && matrix_of (fixture, i)->marks.picked_column == 9);
  IsoMatrixZoom zoom = *iso_matrix_view_zoom (matrix_of (fixture, 1));
  iso_matrix_zoom_by (&zoom, 4.0, 10.0, 10.0);
  g_assert_false (iso_matrix_zoom_is_fit (&zoom));
  iso_matrix_view_set_zoom (matrix_of (fixture, 1), &zoom);
  for (size_t i = 0; i < 3; i++)
    { /* columns may differ by a pixel */
      const IsoMatrixZoom *shown = iso_matrix_view_zoom (matrix_of (fixture, i));
      g_assert_cmpfloat_with_epsilon (iso_matrix_zoom_factor (shown), iso_matrix_zoom_factor (&zoom), 0.1);
      g_assert_true (shown->x <= 60 && shown->y <= 60);
    }
  g_assert_true (iso_matrix_view_fit (matrix_of (fixture, 2)));
  for (size_t i = 0; i < 3; i++)
    g_assert_true (iso_matrix_zoom_is_fit (iso_matrix_view_zoom (matrix_of (fixture, i))));
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
#define TEST(name, function) g_test_add ("/comparison-samples/" name, Fixture, NULL, set_up, function, tear_down)
  TEST ("pointing", test_pointing);
  TEST ("picking", test_picking);
  TEST ("selection", test_selection);
#undef TEST
  return g_test_run ();
}
