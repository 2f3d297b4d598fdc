/* The inspector in a window: what it follows, what it says of samples and pairs, how one walks from pair to pair by keyboard. */
#include "engine/train/parameters.h"
#include "tests/support/inspector-fixture.h"
#include "ui/panel/inspector-origin.h"
#include "ui/panel/inspector-sample.h"
#include "ui/panel/sample-words.h"
#include "ui/plot/sample-picture.h"

/* ---- what it follows ---- */

static void
test_empty (Fixture *fixture, gconstpointer data)
{
  gtk_test_accessible_assert_role (GTK_ACCESSIBLE (fixture->inspector), GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (fixture->inspector), GTK_ACCESSIBLE_PROPERTY_LABEL, "Inspector");
  g_assert_true (says (fixture, "Press Start (F5)"));
  g_assert_false (gtk_widget_get_mapped (part (fixture, ISO_TYPE_PAIR_CHOOSER)));
  show_batch (fixture);
  WAIT_FOR (says (fixture, "Click a cell of a matrix, or a point of the map"));
  WAIT_FOR (gtk_widget_get_mapped (part (fixture, ISO_TYPE_PAIR_CHOOSER)));
  g_assert_false (says (fixture, "Picked sample"));
}

static void
test_sample (Fixture *fixture, gconstpointer data)
{
  show_batch (fixture);
  pick (fixture, 7, ISO_NO_SAMPLE);
  WAIT_FOR (says (fixture, "Picked sample"));
  g_assert_true (says (fixture, "bag"));
  g_assert_true (says (fixture, "training sample 7 of the data"));
  g_assert_true (says (fixture, "row 8 of 24 of the batch"));
  g_assert_true (says (fixture, "Its row of P"));
  g_assert_true (says (fixture, "after diffusion"));
  g_assert_true (says (fixture, "or set row and column here"));
  g_assert_false (gtk_widget_get_mapped (part (fixture, ISO_TYPE_INSPECTOR_PAIR)));
  gtk_test_accessible_assert_property (part (fixture, ISO_TYPE_SAMPLE_PICTURE), GTK_ACCESSIBLE_PROPERTY_LABEL, "bag");
  gtk_test_accessible_assert_role (part (fixture, ISO_TYPE_SAMPLE_PICTURE), GTK_ACCESSIBLE_ROLE_IMG);
  /* The same to who cannot see the bars. */
  const IsoBatchMatrices *matrices = iso_xray_stages (fixture->xray)->matrices;
  const float *row = matrices->values[ISO_MATRIX_PSD] + 7 * SIDE;
  g_autofree char *masses = iso_row_text (row, matrices->labels, fixture->dataset, SIDE);
  g_autofree char *neighbors = iso_neighbors_text (iso_row_effective_neighbors (row, SIDE));
  g_autofree char *sentence = g_strdup_printf ("%s. Spreads over %s samples", masses, neighbors);
  GtkWidget *card = gtk_widget_get_last_child (part (fixture, ISO_TYPE_INSPECTOR_SAMPLE));
  GtkWidget *bars = gtk_widget_get_next_sibling (gtk_widget_get_first_child (card));
  gtk_test_accessible_assert_role (GTK_ACCESSIBLE (bars), GTK_ACCESSIBLE_ROLE_IMG);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (bars), GTK_ACCESSIBLE_PROPERTY_LABEL, "before diffusion");
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (bars), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, sentence);
}

/* Of a picked sample a bar is pointed at, and a click picks the pair. */
static void
test_bars (Fixture *fixture, gconstpointer data)
{
  show_batch (fixture);
  pick (fixture, 7, ISO_NO_SAMPLE);
  WAIT_FOR (says (fixture, "Its row of P"));
  GtkWidget *card = gtk_widget_get_last_child (part (fixture, ISO_TYPE_INSPECTOR_SAMPLE));
  GtkWidget *bars = gtk_widget_get_next_sibling (gtk_widget_get_first_child (card));
  WAIT_FOR (gtk_widget_get_width (bars) > SIDE);
  double x = (double) gtk_widget_get_width (bars) * 20.5 / SIDE;
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (bars);
  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);
      if (GTK_IS_EVENT_CONTROLLER_MOTION (controller))
        {
          g_signal_emit_by_name (controller, "motion", x, 5.0);
          g_assert_cmpuint (iso_sample_choice_pointed (fixture->choice).sample, ==, 7);
          g_assert_cmpuint (iso_sample_choice_pointed (fixture->choice).other, ==, 20);
          g_signal_emit_by_name (controller, "leave");
          g_assert_cmpuint (iso_sample_choice_pointed (fixture->choice).sample, ==, ISO_NO_SAMPLE);
        }
      else if (GTK_IS_GESTURE_CLICK (controller))
        g_signal_emit_by_name (controller, "released", 1, x, 5.0);
    }
  wait_for_pair (fixture, 7, 20);
  g_assert_cmpuint (iso_sample_choice_picked (fixture->choice).other, ==, 20);
}

static void
test_pointed (Fixture *fixture, gconstpointer data)
{
  show_batch (fixture);
  iso_sample_choice_point (fixture->choice, 2, 3);
  wait_for_pair (fixture, 2, 3);
  g_assert_true (says (fixture, "Sample pointed at"));
  pick (fixture, 4, 20);
  wait_for_pair (fixture, 4, 20);
  g_assert_true (says (fixture, "Picked sample"));
  iso_sample_choice_point (fixture->choice, 8, 9);
  test_wait_ms (50);
  wait_for_pair (fixture, 4, 20);
  GtkWidget *button = test_find_button (GTK_WIDGET (fixture->inspector), "Let go of what was picked");
  g_signal_emit_by_name (button, "clicked");
  wait_for_pair (fixture, 8, 9);
  iso_sample_choice_point (fixture->choice, ISO_NO_SAMPLE, ISO_NO_SAMPLE);
  WAIT_FOR (says (fixture, "Click a cell of a matrix, or a point of the map"));
}

static void
test_outside (Fixture *fixture, gconstpointer data)
{
  show_batch (fixture);
  pick (fixture, SIDE + 1, 3);
  WAIT_FOR (says (fixture, "Not both samples are in the batch looked at. Freeze"));
  g_assert_true (says (fixture, "shirt"));
  g_assert_true (says (fixture, "sample 25 of the data, of its test part"));
  g_assert_true (says (fixture, "not in the batch looked at"));
  g_assert_false (says (fixture, "Its row of P"));
  g_assert_false (gtk_widget_get_mapped (part (fixture, ISO_TYPE_INSPECTOR_PAIR)));
  pick (fixture, 3, SIDE + 1);
  WAIT_FOR (says (fixture, "Its row of P"));
  g_assert_true (says (fixture, "Not both samples"));
  iso_xray_set_frozen (fixture->xray, TRUE);
  WAIT_FOR (!says (fixture, "Freeze"));
  /* Of no dataset that is known. */
  pick (fixture, 5000, ISO_NO_SAMPLE);
  WAIT_FOR (says (fixture, "sample 5"));
}

/* ---- a pair ---- */

static void
test_pair (Fixture *fixture, gconstpointer data)
{
  static const gint32 triplets[] = { 4, 20, 0, 20, 21, 4 };
  IsoPairFacts facts;
  fixture->batch->triplets = g_memdup2 (triplets, sizeof triplets);
  fixture->batch->triplet_count = 2;
  g_clear_pointer (&fixture->batch->loss_gradient, iso_block_free);
  fixture->batch->loss_gradient = iso_floats_new (SIDE * SIDE);
  fixture->batch->loss_gradient[4 * SIDE + 20] = 0.25f;
  fixture->batch->loss_gradient[0] = 0.75f;
  show_batch (fixture);
  pick (fixture, 4, 20);
  wait_for_pair (fixture, 4, 20);
  iso_pair_facts_compute (&facts, fixture->batch, iso_xray_stages (fixture->xray)->matrices, 4, 20);
  for (IsoPairValue kind = 0; kind < ISO_PAIR_VALUE_COUNT; kind++)
    {
      g_autofree char *expected = iso_pair_value_text (&facts, NULL, kind);
      g_assert_cmpstr (value (fixture, kind), ==, expected);
    }
  g_autofree char *origin = iso_pair_origin_text (&facts);
  g_assert_cmpstr (iso_inspector_origin_text (part (fixture, ISO_TYPE_INSPECTOR_ORIGIN)), ==, origin);
  g_assert_true (says (fixture, "5 coat"));
  g_assert_true (says (fixture, "21 shirt"));
  g_assert_true (says (fixture, "different classes"));
  g_assert_true (says (fixture, "Mined as positive in 1 and as negative in 1 of 2 triplets"));
  g_assert_true (says (fixture, "25 % of the loss's gradient: pushed apart"));
  g_assert_true (says (fixture, "Together they push the pair apart."));
  g_assert_true (says (fixture, "20 others"));
  pick (fixture, 4, 4);
  WAIT_FOR (says (fixture, "the same sample"));
  pick (fixture, 4, 5);
  WAIT_FOR (says (fixture, "same class"));
}

/* Every number says what it is to who hears it alone; so does the drawing of the walks. */
static void
test_accessible (Fixture *fixture, gconstpointer data)
{
  IsoPairFacts facts;
  show_batch (fixture);
  pick (fixture, 4, 20);
  wait_for_pair (fixture, 4, 20);
  iso_pair_facts_compute (&facts, fixture->batch, iso_xray_stages (fixture->xray)->matrices, 4, 20);
  g_autofree char *number = iso_pair_value_text (&facts, NULL, ISO_PAIR_KERNEL), *lengths = iso_pair_lengths_text (&facts);
  g_autofree char *sentence = g_strdup_printf ("K, where the walk ends: %s", number);
  GtkWidget *grid = gtk_widget_get_parent (test_find_styled (GTK_WIDGET (fixture->inspector), GTK_TYPE_LABEL, "pair-value"));
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (gtk_grid_get_child_at (GTK_GRID (grid), 2, ISO_PAIR_KERNEL)),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL, sentence);
  GtkWidget *card = gtk_widget_get_last_child (part (fixture, ISO_TYPE_INSPECTOR_ORIGIN));
  GtkWidget *columns = gtk_widget_get_last_child (card);
  gtk_test_accessible_assert_role (GTK_ACCESSIBLE (columns), GTK_ACCESSIBLE_ROLE_IMG);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (columns), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, lengths);
  gtk_test_accessible_assert_role (GTK_ACCESSIBLE (spin (fixture, "Row")), GTK_ACCESSIBLE_ROLE_SPIN_BUTTON);
  gtk_test_accessible_assert_role (GTK_ACCESSIBLE (test_find_styled (GTK_WIDGET (fixture->inspector), GTK_TYPE_LABEL,
                                                                     "inspector-heading")),
                                   GTK_ACCESSIBLE_ROLE_HEADING);
}

static void
test_trial (Fixture *fixture, gconstpointer data)
{
  IsoDistillSettings settings = fixture->batch->distill;
  IsoPairFacts facts, before;
  show_batch (fixture);
  pick (fixture, 4, 20);
  wait_for_pair (fixture, 4, 20);
  settings.omega = 0.3;
  iso_xray_set_trial (fixture->xray, &settings);
  WAIT_FOR (says (fixture, "what the settings on trial make of it"));
  WAIT_FOR (strstr (value (fixture, ISO_PAIR_OBDP), " → ") != NULL);
  const IsoXrayStages *stages = iso_xray_stages (fixture->xray);
  iso_pair_facts_compute (&facts, fixture->batch, stages->matrices, 4, 20);
  iso_pair_facts_compute (&before, fixture->batch, stages->before, 4, 20);
  g_autofree char *expected = iso_pair_value_text (&facts, &before, ISO_PAIR_OBDP);
  g_assert_cmpstr (value (fixture, ISO_PAIR_OBDP), ==, expected);
  g_assert_null (strstr (value (fixture, ISO_PAIR_TEACHER), "→"));
  g_assert_true (says (fixture, " → "));
  /* Settings without an exact split say so. */
  settings.normalization = ISO_TRANSITION_SYMMETRIC;
  settings.graph = ISO_GRAPH_UNION;
  iso_xray_set_trial (fixture->xray, &settings);
  WAIT_FOR (says (fixture, "there is no exact split"));
  g_assert_false (says (fixture, "by steps of the walk"));
  iso_xray_set_trial (fixture->xray, NULL);
  WAIT_FOR (strstr (value (fixture, ISO_PAIR_OBDP), "→") == NULL && says (fixture, "by steps of the walk"));
}

/* ---- by keyboard ---- */

static void
test_chooser (Fixture *fixture, gconstpointer data)
{
  show_batch (fixture);
  WAIT_FOR (gtk_widget_get_mapped (part (fixture, ISO_TYPE_PAIR_CHOOSER)));
  /* From nothing: row 1 and column 2 stand there. */
  gtk_spin_button_spin (spin (fixture, "Column"), GTK_SPIN_STEP_FORWARD, 1.0);
  IsoSamplePair pair = iso_sample_choice_picked (fixture->choice);
  g_assert_cmpuint (pair.sample, ==, 0);
  g_assert_cmpuint (pair.other, ==, 2);
  wait_for_pair (fixture, 0, 2);
  gtk_spin_button_set_value (spin (fixture, "Row"), SIDE);
  wait_for_pair (fixture, SIDE - 1, 2);
  gtk_spin_button_spin (spin (fixture, "Row"), GTK_SPIN_STEP_FORWARD, 1.0);
  g_assert_cmpuint (iso_sample_choice_picked (fixture->choice).sample, ==, SIDE - 1);
  g_signal_emit_by_name (test_find_button (GTK_WIDGET (fixture->inspector), "Swap row and column"), "clicked");
  wait_for_pair (fixture, 2, SIDE - 1);
  g_assert_cmpint (gtk_spin_button_get_value_as_int (spin (fixture, "Row")), ==, 3);
  /* Picked elsewhere. */
  pick (fixture, 10, 11);
  wait_for_pair (fixture, 10, 11);
  g_assert_cmpint (gtk_spin_button_get_value_as_int (spin (fixture, "Column")), ==, 12);
}

static gboolean
press (GtkWidget *widget, guint key)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);
  gboolean handled = FALSE;
  for (guint i = 0; i < g_list_model_get_n_items (controllers) && !handled; i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);
      if (GTK_IS_EVENT_CONTROLLER_KEY (controller))
        g_signal_emit_by_name (controller, "key-pressed", key, 0, 0, &handled);
    }
  return handled;
}

/* Escape lets go of the pick; where there is none it is left to others. */
static void
test_escape (Fixture *fixture, gconstpointer data)
{
  show_batch (fixture);
  pick (fixture, 4, 20);
  wait_for_pair (fixture, 4, 20);
  g_assert_true (press (GTK_WIDGET (fixture->inspector), GDK_KEY_Escape));
  g_assert_cmpuint (iso_sample_choice_picked (fixture->choice).sample, ==, ISO_NO_SAMPLE);
  WAIT_FOR (says (fixture, "Click a cell of a matrix, or a point of the map"));
  g_assert_false (press (GTK_WIDGET (fixture->inspector), GDK_KEY_Escape));
}

/* Drawn with replacement, a batch may hold a sample twice: one must get past it. */
static void
test_twice (Fixture *fixture, gconstpointer data)
{
  fixture->batch->indices[5] = fixture->batch->indices[4];
  show_batch (fixture);
  pick (fixture, 4, 20);
  wait_for_pair (fixture, 4, 20);
  gtk_spin_button_spin (spin (fixture, "Row"), GTK_SPIN_STEP_FORWARD, 1.0);
  wait_for_pair (fixture, 5, 20);
  g_assert_cmpint (gtk_spin_button_get_value_as_int (spin (fixture, "Row")), ==, 6);
  gtk_spin_button_spin (spin (fixture, "Row"), GTK_SPIN_STEP_FORWARD, 1.0);
  wait_for_pair (fixture, 6, 20);
}

/* ---- the rest ---- */

static void
test_section (Fixture *fixture, gconstpointer data)
{
  iso_inspector_add_section (fixture->inspector, "Neighbors", gtk_label_new ("a strip"));
  show_batch (fixture);
  g_assert_false (says (fixture, "a strip"));
  pick (fixture, 3, ISO_NO_SAMPLE);
  WAIT_FOR (says (fixture, "a strip") && says (fixture, "Neighbors"));
}

/* Out of sight it computes nothing, and comes back up to date. */
static void
test_unmapped (Fixture *fixture, gconstpointer data)
{
  show_batch (fixture);
  pick (fixture, 4, 20);
  wait_for_pair (fixture, 4, 20);
  g_autofree char *before = g_strdup (value (fixture, ISO_PAIR_STUDENT));
  gtk_widget_set_visible (GTK_WIDGET (fixture->inspector), FALSE);
  pick (fixture, 6, 7);
  test_wait_ms (80);
  g_assert_cmpstr (value (fixture, ISO_PAIR_STUDENT), ==, before);
  gtk_widget_set_visible (GTK_WIDGET (fixture->inspector), TRUE);
  wait_for_pair (fixture, 6, 7);
}

static void
test_forgets (Fixture *fixture, gconstpointer data)
{
  show_batch (fixture);
  pick (fixture, 4, 20);
  wait_for_pair (fixture, 4, 20);
  iso_xray_set_dataset (fixture->xray, NULL);
  WAIT_FOR (!gtk_widget_get_mapped (part (fixture, ISO_TYPE_PAIR_CHOOSER)));
  iso_sample_choice_clear (fixture->choice);
  WAIT_FOR (says (fixture, "Press Start (F5)"));
  iso_inspector_set_choice (fixture->inspector, NULL);
  iso_inspector_set_xray (fixture->inspector, NULL);
  g_assert_true (says (fixture, "Press Start (F5)"));
}

/* What is trained says which part a sample is of, and by which margin a triplet is judged. */
static void
test_experiment (Fixture *fixture, gconstpointer data)
{
  static const gint32 triplets[] = { 4, 5, 20 };
  float *S = fixture->batch->student_similarity;
  IsoSettings settings;
  g_autoptr (GError) error = NULL;
  iso_settings_init (&settings);
  g_assert_true (iso_settings_set (&settings, "loss.name", "triplet", NULL));
  g_assert_true (iso_settings_set (&settings, "loss.margin", "0.9", NULL));
  g_autoptr (IsoExperiment) experiment = iso_experiment_new (&settings, NULL, NULL, &error);
  g_assert_no_error (error);
  fixture->batch->triplets = g_memdup2 (triplets, sizeof triplets);
  fixture->batch->triplet_count = 1;
  S[4 * SIDE + 5] = 0.75f; /* d² = 0.5 */
  S[4 * SIDE + 20] = 0.5f; /* d² = 1 */
  fixture->batch->indices[4] = experiment->split.test.indices[12];
  iso_xray_set_dataset (fixture->xray, experiment->dataset);
  show_batch (fixture);
  pick (fixture, fixture->batch->indices[4], fixture->batch->indices[5]);
  WAIT_FOR (says (fixture, "in 1 of 1 triplets; none violates the margin"));
  iso_inspector_set_experiment (fixture->inspector, experiment);
  WAIT_FOR (says (fixture, "in 1 of 1 triplets; all violate the margin"));
  g_assert_true (says (fixture, "test sample 12"));
}

static void
check_words (IsoDataset *dataset, const IsoExperiment *experiment, guint32 index, const char *expected)
{
  g_autofree char *words = iso_sample_words (dataset, experiment, index);
  g_assert_cmpstr (words, ==, expected);
}

static void
test_words (Fixture *fixture, gconstpointer data)
{
  guint32 train[] = { 1, 4, 5 }, test[] = { 2, 9, 25 }, validation[] = { 7 };
  IsoExperiment experiment = { .dataset = fixture->dataset,
                               .split = { .train = { train, 3 }, .validation = { validation, 1 }, .test = { test, 3 } } };
  check_words (fixture->dataset, &experiment, 9, "test sample 1");
  check_words (fixture->dataset, &experiment, 25, "test sample 2");
  check_words (fixture->dataset, &experiment, 4, "training sample 4 of the data");
  check_words (fixture->dataset, &experiment, 7, "validation sample 7 of the data");
  check_words (fixture->dataset, &experiment, 3, "sample 3 of the data, in no part");
  check_words (fixture->dataset, NULL, 25, "sample 25 of the data, of its test part");
  check_words (fixture->dataset, NULL, 99, "sample 99 of the data");
  check_words (NULL, NULL, 3, "sample 3 of the data");
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv);
  adw_init ();
#define ADD(name, function) g_test_add ("/inspector/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("empty", test_empty);
  ADD ("sample", test_sample);
  ADD ("bars", test_bars);
  ADD ("pointed", test_pointed);
  ADD ("outside", test_outside);
  ADD ("pair", test_pair);
  ADD ("accessible", test_accessible);
  ADD ("trial", test_trial);
  ADD ("chooser", test_chooser);
  ADD ("escape", test_escape);
  ADD ("twice", test_twice);
  ADD ("section", test_section);
  ADD ("unmapped", test_unmapped);
  ADD ("forgets", test_forgets);
  ADD ("experiment", test_experiment);
  ADD ("words", test_words);
  return g_test_run ();
}
