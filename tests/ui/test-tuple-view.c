/* The list of mined tuples: what it counts against the engine's own summary, order, filters, what a row chooses, why it is empty, and
 * that a quarter of a million rows are there at once. */
#include <adwaita.h>
#include <math.h>

#include "engine/loss/miner.h"
#include "engine/train/mined.h"
#include "tests/support/press.h"
#include "tests/support/synthetic-batch.h"
#include "tests/support/wait-for.h"
#include "tests/support/widgets.h"
#include "ui/plot/tuple-line.h"
#include "ui/plot/tuple-view.h"

#define SIDE 40
#define FEATURES 8

static IsoBatchSnapshot *
mined_batch (size_t B, IsoMinerName name, guint64 step)
{
  IsoBatchSnapshot *batch = iso_test_batch (B, FEATURES, 8, step);
  const IsoMinerKind *miner = iso_miner_kind (name);
  IsoTriplets triplets = { 0 };
  IsoRandom random;
  double values[ISO_MINER_MAX_PARAMETERS] = { 0 };
  for (size_t i = 0; i < miner->parameter_count; i++)
    values[i] = miner->parameters[i].initial;
  iso_random_init (&random, step, "mining");
  miner->mine (&triplets, batch->student_similarity, batch->labels, B, FEATURES, values, &random);
  batch->triplets = triplets.triplets;
  batch->triplet_count = triplets.count;
  batch->health.mined.kind = ISO_MINED_TRIPLETS;
  for (size_t i = 0; i < B; i++)
    batch->indices[i] = (guint32) (1000 + i);
  return batch;
}

/* ---- the list itself ---- */

/* Kinds and violations as iso_triplets_summarize() counts them, for margins on both sides of nothing. */
static void
test_summary (void)
{
  static const double margins[] = { 0.0, 0.05, 0.2, 1.0 };
  g_autoptr (IsoBatchSnapshot) batch = mined_batch (SIDE, ISO_MINER_ALL, 2);
  for (size_t m = 0; m < G_N_ELEMENTS (margins); m++)
    {
      const IsoTupleChoice choice = { margins[m], ISO_TUPLES_ALL, ISO_TUPLES_BY_VIOLATION, ISO_NO_SAMPLE };
      g_autoptr (IsoTuples) tuples = iso_tuples_new (batch, &choice);
      IsoTripletSummary summary = iso_triplets_summarize (batch->triplets, batch->triplet_count, batch->student_similarity,
                                                          batch->labels, SIDE, margins[m]);
      g_assert_cmpuint (tuples->all, ==, summary.count);
      g_assert_cmpuint (tuples->count, ==, summary.count);
      g_assert_cmpuint (tuples->kinds[ISO_TUPLE_HARD], ==, summary.hard);
      g_assert_cmpuint (tuples->kinds[ISO_TUPLE_SEMI_HARD], ==, summary.semi_hard);
      g_assert_cmpuint (tuples->kinds[ISO_TUPLE_EASY], ==, summary.easy);
      g_assert_cmpuint (summary.hard, >, 0);
      g_assert_cmpuint (summary.easy, >, 0);
    }
}

/* By hand: S of three samples, a = 0, p = 1, n = 2 with S_ap = 0.5, S_an = 0.68: d² = 1 and 0.64, violation 0.36 + m. */
static void
test_by_hand (void)
{
  g_autoptr (IsoBatchSnapshot) batch = iso_batch_snapshot_new (3, 1);
  const float S[] = { 1.0f, 0.5f, 0.68f, 0.5f, 1.0f, 0.0f, 0.68f, 0.0f, 1.0f };
  const gint32 triplets[] = { 0, 1, 2 };
  memcpy (batch->student_similarity, S, sizeof S);
  batch->labels[2] = 1;
  batch->triplets = g_memdup2 (triplets, sizeof triplets);
  batch->triplet_count = 1;
  const IsoTupleChoice choice = { 0.2, ISO_TUPLES_HARD, ISO_TUPLES_BY_VIOLATION, ISO_NO_SAMPLE };
  g_autoptr (IsoTuples) tuples = iso_tuples_new (batch, &choice);
  g_assert_cmpuint (tuples->count, ==, 1);
  g_assert_true (fabs ((double) tuples->rows[0].positive_distance - 1.0) <= 1e-6);
  g_assert_true (fabs ((double) tuples->rows[0].negative_distance - 0.8) <= 1e-6);
  g_assert_true (fabs ((double) tuples->rows[0].violation - 0.56) <= 1e-6);
  g_assert_cmpuint (tuples->violating, ==, 1);
}

/* Worst first, those that violate alone, those of one sample; as mined is the order of the snapshot. */
static void
test_order (void)
{
  g_autoptr (IsoBatchSnapshot) batch = mined_batch (SIDE, ISO_MINER_ALL, 2);
  IsoTupleChoice choice = { 0.2, ISO_TUPLES_VIOLATING, ISO_TUPLES_BY_VIOLATION, ISO_NO_SAMPLE };
  g_autoptr (IsoTuples) violating = iso_tuples_new (batch, &choice);
  g_assert_cmpuint (violating->count, ==, violating->violating);
  g_assert_cmpuint (violating->count, <, violating->all);
  for (size_t i = 0; i < violating->count; i++)
    {
      g_assert_true (violating->rows[i].violation > 0.0f);
      g_assert_true (i == 0 || violating->rows[i].violation <= violating->rows[i - 1].violation);
    }
  choice = (IsoTupleChoice) { 0.2, ISO_TUPLES_OF_SAMPLE, ISO_TUPLES_AS_MINED, 1007 };
  g_autoptr (IsoTuples) of_sample = iso_tuples_new (batch, &choice);
  size_t expected = 0;
  for (size_t i = 0; i < batch->triplet_count; i++)
    {
      const gint32 *triplet = batch->triplets + 3 * i;
      if (triplet[0] != 7 && triplet[1] != 7 && triplet[2] != 7)
        continue;
      g_assert_cmpint (of_sample->rows[expected].anchor, ==, triplet[0]);
      g_assert_cmpint (of_sample->rows[expected++].negative, ==, triplet[2]);
    }
  g_assert_cmpuint (of_sample->count, ==, expected);
  g_assert_cmpuint (expected, >, 0);
}

/* ---- the view ---- */

typedef struct {
  GtkWidget *window;
  IsoTupleView *view;
  IsoXray *xray;
  IsoSampleChoice *choice;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->window = gtk_window_new ();
  fixture->view = ISO_TUPLE_VIEW (iso_tuple_view_new ());
  fixture->xray = iso_xray_new ();
  fixture->choice = iso_sample_choice_new ();
  iso_tuple_view_set_xray (fixture->view, fixture->xray);
  iso_tuple_view_set_choice (fixture->view, fixture->choice);
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 560, 380);
  gtk_window_set_child (GTK_WINDOW (fixture->window), GTK_WIDGET (fixture->view));
  gtk_window_present (GTK_WINDOW (fixture->window));
  gtk_test_widget_wait_for_draw (fixture->window);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_object_add_weak_pointer (G_OBJECT (fixture->view), (gpointer *) &fixture->view);
  g_object_add_weak_pointer (G_OBJECT (fixture->xray), (gpointer *) &fixture->xray);
  g_object_add_weak_pointer (G_OBJECT (fixture->choice), (gpointer *) &fixture->choice);
  g_object_unref (fixture->xray);
  g_object_unref (fixture->choice);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  for (int i = 0; i < 50 && fixture->view != NULL; i++)
    test_wait_ms (10);
  g_assert_null (fixture->view);
  g_assert_null (fixture->xray);
  g_assert_null (fixture->choice);
}

static size_t
listed (Fixture *fixture)
{
  const IsoTuples *tuples = iso_tuple_view_tuples (fixture->view);
  return tuples != NULL ? tuples->count : 0;
}

static void
show (Fixture *fixture, IsoBatchSnapshot *batch)
{
  iso_xray_set_snapshot (fixture->xray, batch);
  WAIT_FOR (iso_tuple_view_tuples (fixture->view) != NULL && iso_tuple_view_tuples (fixture->view)->snapshot == batch);
}

static void
test_rows (Fixture *fixture, gconstpointer data)
{
  g_autoptr (IsoBatchSnapshot) batch = mined_batch (SIDE, ISO_MINER_SEMI_HARD, 2);
  g_assert_true (test_says (GTK_WIDGET (fixture->view), "Press Start"));
  show (fixture, batch);
  GtkWidget *list = test_find (GTK_WIDGET (fixture->view), GTK_TYPE_LIST_VIEW);
  gtk_test_accessible_assert_property (list, GTK_ACCESSIBLE_PROPERTY_LABEL, "Mined tuples");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (gtk_list_view_get_model (GTK_LIST_VIEW (list)))), ==, listed (fixture));
  GtkWidget *line = test_find (list, ISO_TYPE_TUPLE_LINE);
  static const char *const kinds[] = { "hard", "semi-hard", "easy" };
  const IsoTuple *first = &iso_tuple_view_tuples (fixture->view)->rows[0];
  g_autofree char *sentence = g_strdup_printf ("anchor sample %u, positive sample %u at distance %.3f, negative sample %u at distance "
                                               "%.3f, violation %.3f, %s",
                                               1000 + first->anchor, 1000 + first->positive, (double) first->positive_distance,
                                               1000 + first->negative, (double) first->negative_distance,
                                               (double) first->violation, kinds[first->kind]);
  gtk_test_accessible_assert_property (line, GTK_ACCESSIBLE_PROPERTY_LABEL, sentence);
  /* The list's own row around it takes the keyboard. */
  gtk_test_accessible_assert_property (gtk_widget_get_parent (line), GTK_ACCESSIBLE_PROPERTY_LABEL, sentence);
}

/* A row chosen lights up its samples; Escape lets them go. */
static void
test_choosing (Fixture *fixture, gconstpointer data)
{
  g_autoptr (IsoBatchSnapshot) batch = mined_batch (SIDE, ISO_MINER_SEMI_HARD, 2);
  show (fixture, batch);
  GtkWidget *list = test_find (GTK_WIDGET (fixture->view), GTK_TYPE_LIST_VIEW);
  gtk_selection_model_select_item (gtk_list_view_get_model (GTK_LIST_VIEW (list)), 3, TRUE);
  const IsoTuple tuple = iso_tuple_view_tuples (fixture->view)->rows[3];
  IsoSamplePair picked = iso_sample_choice_picked (fixture->choice);
  g_assert_cmpuint (picked.sample, ==, 1000 + tuple.anchor);
  g_assert_cmpuint (picked.other, ==, 1000 + tuple.negative);
  g_assert_cmpuint (iso_sample_choice_selected_count (fixture->choice), ==, 3);
  g_assert_true (iso_sample_choice_is_selected (fixture->choice, 1000 + tuple.positive));
  g_assert_true (test_press (GTK_WIDGET (fixture->view), GDK_KEY_Escape));
  g_assert_false (iso_sample_choice_has_selection (fixture->choice));
  g_assert_cmpuint (gtk_single_selection_get_selected (GTK_SINGLE_SELECTION (gtk_list_view_get_model (GTK_LIST_VIEW (list)))), ==,
                    GTK_INVALID_LIST_POSITION);
  g_assert_false (test_press (GTK_WIDGET (fixture->view), GDK_KEY_Escape));
  /* Of the picked sample: another row there leaves it picked, so that the list stays. */
  test_press (GTK_WIDGET (fixture->view), GDK_KEY_p);
  WAIT_FOR (iso_tuple_view_tuples (fixture->view)->choice.filter == ISO_TUPLES_OF_SAMPLE);
  g_assert_cmpuint (listed (fixture), >, 1);
  g_assert_cmpuint (listed (fixture), <, batch->triplet_count);
  gtk_selection_model_select_item (gtk_list_view_get_model (GTK_LIST_VIEW (list)), (guint) listed (fixture) - 1, TRUE);
  g_assert_cmpuint (iso_sample_choice_picked (fixture->choice).sample, ==, picked.sample);
  /* Another sample picked elsewhere brings other rows. */
  iso_sample_choice_pick (fixture->choice, 1000 + (tuple.anchor + 9) % SIDE, ISO_NO_SAMPLE);
  WAIT_FOR (iso_tuple_view_tuples (fixture->view) == NULL
            || iso_tuple_view_tuples (fixture->view)->choice.sample == iso_sample_choice_picked (fixture->choice).sample);
}

static void
test_pointing (Fixture *fixture, gconstpointer data)
{
  g_autoptr (IsoBatchSnapshot) batch = mined_batch (SIDE, ISO_MINER_SEMI_HARD, 2);
  show (fixture, batch);
  GtkWidget *line = test_find (test_find (GTK_WIDGET (fixture->view), GTK_TYPE_LIST_VIEW), ISO_TYPE_TUPLE_LINE);
  const IsoTuple *first = &iso_tuple_view_tuples (fixture->view)->rows[0];
  g_signal_emit_by_name (line, "pointed", 1);
  g_assert_cmpuint (iso_sample_choice_pointed (fixture->choice).sample, ==, 1000 + first->anchor);
  g_assert_cmpuint (iso_sample_choice_pointed (fixture->choice).other, ==, 1000 + first->positive);
  g_signal_emit_by_name (line, "pointed", -1);
  g_assert_cmpuint (iso_sample_choice_pointed (fixture->choice).sample, ==, ISO_NO_SAMPLE);
}

/* Filters, order and margin ask anew; what they leave empty says why. */
static void
test_filters (Fixture *fixture, gconstpointer data)
{
  g_autoptr (IsoBatchSnapshot) batch = mined_batch (SIDE, ISO_MINER_SEMI_HARD, 2);
  show (fixture, batch);
  iso_tuple_view_set_filter (fixture->view, ISO_TUPLES_HARD);
  WAIT_FOR (iso_tuple_view_tuples (fixture->view)->choice.filter == ISO_TUPLES_HARD);
  g_assert_cmpuint (listed (fixture), ==, iso_tuple_view_tuples (fixture->view)->kinds[ISO_TUPLE_HARD]);
  gtk_widget_activate_action (GTK_WIDGET (fixture->view), "tuples.filter", "i", ISO_TUPLES_OF_SAMPLE);
  WAIT_FOR (test_says (GTK_WIDGET (fixture->view), "Pick a sample"));
  iso_tuple_view_set_filter (fixture->view, ISO_TUPLES_ALL);
  iso_tuple_view_set_order (fixture->view, ISO_TUPLES_AS_MINED);
  WAIT_FOR (listed (fixture) == batch->triplet_count
            && iso_tuple_view_tuples (fixture->view)->choice.order == ISO_TUPLES_AS_MINED);
  g_assert_cmpint (iso_tuple_view_tuples (fixture->view)->rows[0].anchor, ==, batch->triplets[0]);
  iso_tuple_view_set_margin (fixture->view, -5.0);
  iso_tuple_view_set_filter (fixture->view, ISO_TUPLES_VIOLATING);
  WAIT_FOR (test_says (GTK_WIDGET (fixture->view), "None violates"));
  g_assert_true (test_says (GTK_WIDGET (fixture->view), "0 violate m = −5"));
}

static void
test_empty (Fixture *fixture, gconstpointer data)
{
  static const char *const reasons[] = { "proxies", "found no triplet", "compares all pairs" };
  for (guint kind = 0; kind < G_N_ELEMENTS (reasons); kind++)
    {
      g_autoptr (IsoBatchSnapshot) batch = iso_test_batch (SIDE, FEATURES, 8, kind);
      batch->health.mined.kind = kind;
      iso_xray_set_snapshot (fixture->xray, batch);
      g_assert_true (test_says (GTK_WIDGET (fixture->view), reasons[kind]));
    }
  g_autoptr (IsoBatchSnapshot) probe = iso_test_batch (SIDE, FEATURES, 8, 9);
  probe->is_probe = true;
  iso_xray_set_snapshot (fixture->xray, probe);
  g_assert_true (test_says (GTK_WIDGET (fixture->view), "probe batch"));
  iso_xray_set_dataset (fixture->xray, NULL);
  g_assert_true (test_says (GTK_WIDGET (fixture->view), "Press Start"));
  iso_tuple_view_set_xray (fixture->view, NULL);
  g_assert_true (test_says (GTK_WIDGET (fixture->view), "Press Start"));
}

/* Pairs that the loss drew have no negative. */
static void
test_pairs (Fixture *fixture, gconstpointer data)
{
  g_autoptr (IsoBatchSnapshot) batch = iso_test_batch (SIDE, FEATURES, 8, 3);
  const gint32 pairs[] = { 0, 1, 7, 6 };
  batch->pairs = g_memdup2 (pairs, sizeof pairs);
  batch->pair_count = 2;
  show (fixture, batch);
  g_assert_true (iso_tuple_view_tuples (fixture->view)->are_pairs);
  g_assert_true (test_says (GTK_WIDGET (fixture->view), "2 pairs"));
  GtkWidget *list = test_find (GTK_WIDGET (fixture->view), GTK_TYPE_LIST_VIEW);
  gtk_selection_model_select_item (gtk_list_view_get_model (GTK_LIST_VIEW (list)), 0, TRUE);
  g_assert_cmpuint (iso_sample_choice_selected_count (fixture->choice), ==, 2);
  gtk_test_widget_wait_for_draw (fixture->window);
}

/* As many as a miner keeps at most: rows are made as they come into sight. */
static void
test_many (Fixture *fixture, gconstpointer data)
{
  g_autoptr (IsoBatchSnapshot) batch = mined_batch (SIDE, ISO_MINER_SEMI_HARD, 2);
  size_t few = batch->triplet_count, many = ISO_MINER_MOST_TRIPLETS;
  batch->triplets = g_renew (gint32, batch->triplets, 3 * many);
  for (size_t i = 3 * few; i < 3 * many; i++)
    batch->triplets[i] = batch->triplets[i - 3 * few];
  batch->triplet_count = many;
  show (fixture, batch);
  g_assert_cmpuint (listed (fixture), ==, many);
  gtk_test_widget_wait_for_draw (fixture->window);
  GtkWidget *list = test_find (GTK_WIDGET (fixture->view), GTK_TYPE_LIST_VIEW);
  guint rows = 0;
  for (GtkWidget *row = gtk_widget_get_first_child (list); row != NULL; row = gtk_widget_get_next_sibling (row))
    rows++;
  g_assert_cmpuint (rows, >, 3);
  g_assert_cmpuint (rows, <, 1000);
}

#define VIEW_TEST(name, function) g_test_add (name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/tuples/summary", test_summary);
  g_test_add_func ("/tuples/by-hand", test_by_hand);
  g_test_add_func ("/tuples/order", test_order);
  VIEW_TEST ("/tuple-view/rows", test_rows);
  VIEW_TEST ("/tuple-view/choosing", test_choosing);
  VIEW_TEST ("/tuple-view/pointing", test_pointing);
  VIEW_TEST ("/tuple-view/filters", test_filters);
  VIEW_TEST ("/tuple-view/empty", test_empty);
  VIEW_TEST ("/tuple-view/pairs", test_pairs);
  VIEW_TEST ("/tuple-view/many", test_many);
  return g_test_run ();
}
