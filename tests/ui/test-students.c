/* Students side by side without their window: what fails, what cannot be, and which of their batches are shown together. */
#include <adwaita.h>

#include "engine/base/checked.h"
#include "engine/train/parameters.h"
#include "tests/support/synthetic-batch.h"
#include "tests/support/wait-for.h"
#include "tests/support/widgets.h"
#include "ui/panel/student-columns.h"
#include "ui/session/batch-matcher.h"

/* Training samples so large that the first product overflows; test samples that are tame. */
static IsoDataset *
overflowing_dataset (void)
{
  enum { N = 80, VALUES = 64 };
  float *values = iso_block_new (N, VALUES, sizeof (float), "values", NULL);
  gint32 *labels = iso_block_new (N, 1, sizeof (gint32), "labels", NULL);
  IsoPart *parts = iso_block_new (N, 1, sizeof (IsoPart), "parts", NULL);
  g_autoptr (GError) error = NULL;
  IsoSampleShape shape = { 1, 1, VALUES, false };
  for (size_t i = 0; i < N; i++)
    {
      parts[i] = i < 60 ? ISO_PART_TRAIN : ISO_PART_TEST;
      labels[i] = (gint32) (i % 4);
      for (size_t j = 0; j < VALUES; j++)
        values[i * VALUES + j] = parts[i] == ISO_PART_TRAIN ? 3e38f : (float) ((i + j) % 7);
    }
  IsoDataset *dataset = iso_dataset_new ("overflow", shape, N, NULL, values, labels, parts, 4, NULL, &error);
  g_assert_no_error (error);
  return dataset;
}

static void
test_failure (void)
{
  static const IsoDistillMode modes[] = { ISO_DISTILL_NONE, ISO_DISTILL_PSD };
  const char *const assignments[] = { "network.hidden=512", "network.embedding=4", "batch.size=8", "batch.samples_per_class=2",
                                      "data.normalization=none", "train.evaluate_sample=0", NULL };
  GtkWidget *window = gtk_window_new ();
  g_autoptr (IsoStudents) students = iso_students_new ();
  g_autoptr (IsoDataset) dataset = overflowing_dataset ();
  GtkWidget *columns = iso_student_columns_new (students);
  IsoSettings settings;
  iso_settings_init (&settings);
  g_assert_true (iso_settings_set_all (&settings, assignments, NULL));
  gtk_window_set_child (GTK_WINDOW (window), columns);
  gtk_window_present (GTK_WINDOW (window));
  iso_students_attach (students, window);
  iso_students_prepare (students, &settings, dataset, modes, 2);
  WAIT_FOR (iso_students_count (students) == 2);
  iso_students_start (students);
  WAIT_FOR (iso_students_state (students) == ISO_STUDENTS_FAILED);
  for (size_t i = 0; i < 2; i++)
    {
      g_autofree char *failure = iso_students_failure (students, i);
      g_assert_nonnull (failure);
      GtkWidget *column = GTK_WIDGET (iso_student_columns_get (ISO_STUDENT_COLUMNS (columns), i));
      GtkWidget *said = test_find_styled (column, GTK_TYPE_INSCRIPTION, "student-failure");
      WAIT_FOR (gtk_widget_get_mapped (said) && strstr (gtk_inscription_get_text (GTK_INSCRIPTION (said)), "at step 1") != NULL);
      g_assert_null (strstr (gtk_inscription_get_text (GTK_INSCRIPTION (said)), "others"));
      iso_student_column_set_failure (ISO_STUDENT_COLUMN (column), "It fails.", true);
      g_assert_cmpstr (gtk_inscription_get_text (GTK_INSCRIPTION (said)), ==, "It fails. The others go on.");
    }
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_problem (void)
{
  static const IsoDistillMode modes[] = { ISO_DISTILL_NONE, ISO_DISTILL_PSD };
  g_autoptr (IsoStudents) students = iso_students_new ();
  g_autoptr (IsoDataset) dataset = overflowing_dataset ();
  IsoSettings settings;
  iso_settings_init (&settings);
  g_assert_true (iso_settings_set (&settings, "batch.size", "512", NULL));
  iso_students_prepare (students, &settings, dataset, modes, 2);
  WAIT_FOR (!iso_students_is_preparing (students));
  g_assert_nonnull (iso_students_problem (students));
  g_assert_cmpuint (iso_students_count (students), ==, 0);
}

/* ---- batches of the same step ---- */

static void
add (IsoBatchMatcher *matcher, size_t student, guint64 step, bool is_probe)
{
  IsoBatchSnapshot *batch = iso_test_batch (4, 2, 2, step);
  batch->is_probe = is_probe;
  iso_batch_matcher_add (matcher, student, batch);
}

static guint64
shown (const IsoBatchMatcher *matcher, size_t student)
{
  const IsoBatchSnapshot *batch = iso_batch_matcher_shown (matcher, student);
  return batch != NULL ? batch->step : 0;
}

static void
test_matcher (void)
{
  g_autoptr (IsoBatchMatcher) matcher = iso_batch_matcher_new (2);
  g_assert_false (iso_batch_matcher_match (matcher, 0.0));
  add (matcher, 0, 5, false);
  add (matcher, 0, 7, false);
  g_assert_false (iso_batch_matcher_match (matcher, 0.1));
  g_assert_cmpuint (shown (matcher, 0), ==, 0);
  /* The newest step of which both have told. */
  add (matcher, 1, 5, false);
  add (matcher, 1, 6, false);
  g_assert_true (iso_batch_matcher_match (matcher, 0.2));
  g_assert_cmpuint (shown (matcher, 0), ==, 5);
  g_assert_cmpuint (shown (matcher, 1), ==, 5);
  g_assert_false (iso_batch_matcher_match (matcher, 0.3));
  /* Each has gone on and nothing fits: for a while the old ones stay. */
  g_assert_false (iso_batch_matcher_match (matcher, 0.2 + 0.5 * ISO_MATCHER_PATIENCE));
  g_assert_true (iso_batch_matcher_match (matcher, 0.3 + ISO_MATCHER_PATIENCE));
  g_assert_cmpuint (shown (matcher, 0), ==, 7);
  g_assert_cmpuint (shown (matcher, 1), ==, 6);
  add (matcher, 1, 7, false);
  g_assert_true (iso_batch_matcher_match (matcher, 1.2));
  g_assert_cmpuint (shown (matcher, 1), ==, 7);
  /* One who is slow is waited for, however long; one who has stopped is not. */
  add (matcher, 0, 9, false);
  g_assert_false (iso_batch_matcher_match (matcher, 100.0));
  iso_batch_matcher_leave (matcher, 1);
  g_assert_true (iso_batch_matcher_match (matcher, 100.1));
  g_assert_cmpuint (shown (matcher, 0), ==, 9);
  g_assert_cmpuint (shown (matcher, 1), ==, 7);
}

/* Of the probe batch the newest of each will do; never a probe beside another batch. */
static void
test_matcher_probe (void)
{
  g_autoptr (IsoBatchMatcher) matcher = iso_batch_matcher_new (2);
  add (matcher, 0, 3, true);
  add (matcher, 1, 3, false);
  g_assert_false (iso_batch_matcher_match (matcher, 0.0));
  add (matcher, 1, 4, true);
  g_assert_true (iso_batch_matcher_match (matcher, 0.1));
  g_assert_cmpuint (shown (matcher, 0), ==, 3);
  g_assert_cmpuint (shown (matcher, 1), ==, 4);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/students/failure", test_failure);
  g_test_add_func ("/students/problem", test_problem);
  g_test_add_func ("/students/matcher", test_matcher);
  g_test_add_func ("/students/matcher-probe", test_matcher_probe);
  return g_test_run ();
}
