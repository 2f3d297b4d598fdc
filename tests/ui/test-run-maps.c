/* The maps of two runs beside each other, in a window: what is read and shown, chosen and listed, and what stands there where there is
 * nothing to compare. */
#include "tests/support/press.h"
#include "tests/support/run-pair-fixture.h"
#include "tests/support/store-fixture.h"
#include "ui/plot/change-list.h"
#include "ui/panel/run-pages.h"
#include "ui/plot/compared-maps-view-private.h"
#include "ui/plot/compared-matrices-view.h"
#include "ui/plot/map-canvas-private.h"

static PairStore store;

typedef struct {
  GtkWidget *window;
  IsoComparedMapsView *view;
  IsoRunPair *pair;
  IsoSampleChoice *choice;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  store.is_empty = store.has_nan = false;
  store.experiments_read = store.epochs_read = 0;
  fixture->window = gtk_window_new ();
  fixture->view = ISO_COMPARED_MAPS_VIEW (iso_compared_maps_view_new ());
  fixture->pair = pair_open (&store, ISO_PAIR_EMBEDDINGS);
  fixture->choice = iso_sample_choice_new ();
  iso_compared_maps_view_set_choice (fixture->view, fixture->choice);
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 1000, 600);
  gtk_window_set_child (GTK_WINDOW (fixture->window), GTK_WIDGET (fixture->view));
  gtk_window_present (GTK_WINDOW (fixture->window));
  gtk_test_widget_wait_for_draw (fixture->window);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gpointer view = fixture->view, pair = fixture->pair;
  g_object_add_weak_pointer (view, &view);
  g_object_add_weak_pointer (pair, &pair);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  g_object_unref (fixture->pair);
  g_object_unref (fixture->choice);
  WAIT_FOR (view == NULL && pair == NULL);
}

/* Runs and epochs as chosen, at rest. */
static bool
shows (Fixture *fixture, int first, int second)
{
  const IsoComparedMaps *maps = iso_compared_maps_view_maps (fixture->view);
  return maps != NULL && maps->maps[0]->epoch->epoch == first && maps->maps[1]->epoch->epoch == second
         && !iso_compared_maps_work_is_busy (fixture->view->work) && !iso_run_pair_is_reading (fixture->pair);
}

static void
open_pair (Fixture *fixture)
{
  iso_compared_maps_view_set_pair (fixture->view, fixture->pair);
  WAIT_FOR (shows (fixture, 3, 3));
}

static void
test_empty (Fixture *fixture, gconstpointer data)
{
  g_assert_true (g_str_has_prefix (iso_compared_maps_view_message (fixture->view), "Choose two runs"));
  g_assert_false (iso_view_card_can_export (ISO_VIEW_CARD (fixture->view)));
  g_assert_cmpint (store.epochs_read, ==, 0);
  store.is_empty = true;
  iso_compared_maps_view_set_pair (fixture->view, fixture->pair);
  WAIT_FOR (iso_run_pair_problem (fixture->pair) != NULL);
  g_assert_true (g_str_has_prefix (iso_compared_maps_view_message (fixture->view), "A: No embeddings are kept"));
}

static void
test_shown (Fixture *fixture, gconstpointer data)
{
  open_pair (fixture);
  const IsoComparedMaps *maps = iso_compared_maps_view_maps (fixture->view);
  g_assert_null (iso_compared_maps_view_message (fixture->view));
  g_assert_nonnull (strstr (iso_view_card_subtitle (ISO_VIEW_CARD (fixture->view)), "nearest neighbors kept · 1"));
  /* Two runs of the same data: these are at hand for the second. */
  g_assert_cmpint (store.experiments_read, ==, 2);
  g_assert_true (maps->maps[0]->epoch->experiment->dataset == maps->maps[1]->epoch->experiment->dataset);
  g_assert_cmpuint (iso_map_canvas_trail_count (fixture->view->canvases[ISO_SIDE_A]), ==, 0);
  g_assert_cmpuint (iso_map_canvas_trail_count (fixture->view->canvases[ISO_SIDE_B]), ==, 50);
  g_assert_cmpuint (iso_change_list_count (fixture->view->list), ==, iso_compared_maps_changed_count (maps));
  gtk_test_accessible_assert_role (fixture->view->list, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_test_accessible_assert_property (fixture->view->canvases[ISO_SIDE_A], GTK_ACCESSIBLE_PROPERTY_LABEL, "Map of A");
  gtk_test_accessible_assert_property (fixture->view->canvases[ISO_SIDE_B], GTK_ACCESSIBLE_PROPERTY_LABEL, "Map of B");
  iso_compared_maps_view_set_lines (fixture->view, 7);
  g_assert_cmpuint (iso_map_canvas_trail_count (fixture->view->canvases[ISO_SIDE_B]), ==, 7);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->view), "comparison-maps.lines", "i", -10));
  g_assert_cmpuint (iso_map_canvas_trail_count (fixture->view->canvases[ISO_SIDE_B]), ==, 0);
}

/* One choice for both maps and the list. */
static void
test_choice (Fixture *fixture, gconstpointer data)
{
  open_pair (fixture);
  const IsoComparedMaps *maps = iso_compared_maps_view_maps (fixture->view);
  guint32 row = maps->change->order[4], sample = maps->maps[0]->samples->indices[row];
  GtkWidget *list = test_find (GTK_WIDGET (fixture->view->list), GTK_TYPE_LIST_VIEW);
  GtkSingleSelection *selection = GTK_SINGLE_SELECTION (gtk_list_view_get_model (GTK_LIST_VIEW (list)));
  iso_sample_choice_pick (fixture->choice, sample, ISO_NO_SAMPLE);
  g_assert_cmpuint (gtk_single_selection_get_selected (selection), ==, 4);
  gtk_single_selection_set_selected (selection, 2);
  g_assert_cmpuint (iso_sample_choice_picked (fixture->choice).sample, ==, maps->maps[0]->samples->indices[maps->change->order[2]]);
  /* One that kept all its neighbors is in no row. */
  iso_sample_choice_point (fixture->choice, sample, ISO_NO_SAMPLE);
  g_assert_nonnull (strstr (gtk_inscription_get_text (fixture->view->reading), "neighbors kept; of its class"));
  iso_sample_choice_point (fixture->choice, ISO_NO_SAMPLE, ISO_NO_SAMPLE);
  g_assert_nonnull (strstr (gtk_inscription_get_text (fixture->view->reading), "solid lines: neighbors in both"));
  iso_sample_choice_select (fixture->choice, &sample, 1, ISO_SELECT_INSTEAD);
  for (int side = 0; side < ISO_SIDE_COUNT; side++)
    g_assert_cmpuint (iso_map_canvas_selected_count (fixture->view->canvases[side]), ==, 1);
  g_assert_true (test_press (GTK_WIDGET (fixture->view->list), GDK_KEY_Escape));
  g_assert_cmpuint (iso_sample_choice_picked (fixture->choice).sample, ==, ISO_NO_SAMPLE);
  g_assert_cmpuint (gtk_single_selection_get_selected (selection), ==, GTK_INVALID_LIST_POSITION);
  g_assert_true (g_str_has_prefix (gtk_inscription_get_text (fixture->view->reading), "lines of the 50 samples"));
}

/* Lines from the picked sample to its neighbors, in each map to its own; those in both are told apart. */
static void
test_neighbors (Fixture *fixture, gconstpointer data)
{
  open_pair (fixture);
  const IsoComparedMaps *maps = iso_compared_maps_view_maps (fixture->view);
  guint32 row = maps->change->order[maps->N / 2];
  iso_sample_choice_pick (fixture->choice, maps->maps[0]->samples->indices[row], ISO_NO_SAMPLE);
  for (int side = 0; side < ISO_SIDE_COUNT; side++)
    {
      const IsoNearest *nearest = side == 0 ? maps->change->first : maps->change->second;
      const IsoNeighbors *neighbors = fixture->view->canvases[side]->neighbors;
      g_assert_nonnull (neighbors);
      g_assert_cmpuint (neighbors->point, ==, row);
      g_assert_cmpmem (neighbors->space, neighbors->space_count * sizeof (guint32), nearest->indices + row * nearest->k,
                       nearest->k * sizeof (guint32));
      g_assert_cmpuint (neighbors->map_count, ==, iso_neighbor_change_kept (maps->change, row));
    }
  iso_sample_choice_pick (fixture->choice, ISO_NO_SAMPLE, ISO_NO_SAMPLE);
  g_assert_null (fixture->view->canvases[ISO_SIDE_A]->neighbors);
}

static void
test_other_epoch (Fixture *fixture, gconstpointer data)
{
  open_pair (fixture);
  iso_run_pair_choose (fixture->pair, ISO_SIDE_B, 1, 1);
  WAIT_FOR (shows (fixture, 3, 1));
  /* A was there, and so was B's experiment. */
  g_assert_cmpint (store.epochs_read, ==, 3);
  g_assert_cmpint (store.experiments_read, ==, 2);
  /* Two epochs of one run. */
  iso_run_pair_choose (fixture->pair, ISO_SIDE_A, 1, 0);
  WAIT_FOR (shows (fixture, 0, 1));
  const IsoComparedMaps *maps = iso_compared_maps_view_maps (fixture->view);
  g_assert_true (maps->maps[0]->epoch->experiment == maps->maps[1]->epoch->experiment);
  g_autofree char *text = iso_run_pair_side_text (fixture->pair, ISO_SIDE_A);
  g_assert_nonnull (strstr (text, "untrained network"));
  g_assert_true (test_press (GTK_WIDGET (fixture->view), GDK_KEY_x));
  WAIT_FOR (shows (fixture, 1, 0));
  g_assert_cmpint (iso_run_pair_epoch (fixture->pair, ISO_SIDE_B), ==, 0);
}

static GtkDropDown *
list_of (Fixture *fixture, IsoRunSideName side, int which)
{
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (fixture->view->choosers[side]));
  for (; child != NULL; child = gtk_widget_get_next_sibling (child))
    if (GTK_IS_DROP_DOWN (child) && which-- == 0)
      return GTK_DROP_DOWN (child);
  g_assert_not_reached ();
}

static void
test_choosers (Fixture *fixture, gconstpointer data)
{
  open_pair (fixture);
  GtkDropDown *runs = list_of (fixture, ISO_SIDE_B, 0), *epochs = list_of (fixture, ISO_SIDE_B, 1);
  g_assert_cmpuint (g_list_model_get_n_items (gtk_drop_down_get_model (runs)), ==, 3);
  g_assert_cmpuint (gtk_drop_down_get_selected (runs), ==, 1);
  g_assert_cmpuint (g_list_model_get_n_items (gtk_drop_down_get_model (epochs)), ==, 4);
  gtk_test_accessible_assert_property (runs, GTK_ACCESSIBLE_PROPERTY_LABEL, "Run B");
  /* "last epoch", 3, 1, untrained. */
  gtk_drop_down_set_selected (epochs, 2);
  WAIT_FOR (shows (fixture, 3, 1));
  gtk_drop_down_set_selected (runs, 0);
  WAIT_FOR (shows (fixture, 3, 3));
  g_assert_cmpuint (gtk_drop_down_get_selected (epochs), ==, 0);
  g_assert_true (iso_compared_maps_view_maps (fixture->view)->change->kept >= 1.0 - 1e-12);
  g_assert_cmpuint (iso_change_list_count (fixture->view->list), ==, 0);
}

/* What is being laid out by one method gives way to another at once. */
static void
test_methods (Fixture *fixture, gconstpointer data)
{
  open_pair (fixture);
  g_assert_true (test_press (GTK_WIDGET (fixture->view), GDK_KEY_2));
  g_assert_true (iso_compared_maps_work_is_busy (fixture->view->work));
  g_assert_true (g_str_has_prefix (iso_view_card_subtitle (ISO_VIEW_CARD (fixture->view)), "laying out by t-SNE"));
  test_wait_ms (100);
  g_assert_true (test_press (GTK_WIDGET (fixture->view), GDK_KEY_1));
  WAIT_FOR (shows (fixture, 3, 3));
  g_assert_cmpint (iso_compared_maps_view_maps (fixture->view)->maps[0]->settings.method, ==, ISO_PROJECTION_PCA);
  g_assert_cmpint (store.epochs_read, ==, 2);
}

static void
test_problems (Fixture *fixture, gconstpointer data)
{
  static const gint64 foreign[] = { 1, 9 };
  store.has_nan = true;
  iso_compared_maps_view_set_pair (fixture->view, fixture->pair);
  WAIT_FOR (iso_compared_maps_view_message (fixture->view) != NULL
            && strstr (iso_compared_maps_view_message (fixture->view), "found NaN") != NULL);
  g_assert_null (iso_compared_maps_view_maps (fixture->view));
  g_assert_true (g_str_has_prefix (iso_compared_maps_view_message (fixture->view), "B: embedding 0"));
  /* Read once more, it is said once more. */
  iso_run_pair_swap (fixture->pair);
  WAIT_FOR (g_str_has_prefix (iso_compared_maps_view_message (fixture->view), "A: embedding 0"));
  iso_run_pair_swap (fixture->pair);
  WAIT_FOR (g_str_has_prefix (iso_compared_maps_view_message (fixture->view), "B: embedding 0"));
  int read = store.experiments_read;
  g_autoptr (IsoComparedRuns) runs = pair_runs (&store, foreign, G_N_ELEMENTS (foreign));
  iso_run_pair_set_runs (fixture->pair, runs);
  WAIT_FOR (iso_run_pair_problem (fixture->pair) != NULL);
  g_assert_nonnull (strstr (iso_compared_maps_view_message (fixture->view), "trained on different data (sample and emoji)"));
  /* Nothing was read for that. */
  g_assert_cmpint (store.experiments_read, ==, read);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (fixture->view->pages), ==, "empty");
}

/* A run that goes on is read anew again and again: what is there stays as long as it is still what was chosen. */
static void
test_growing (Fixture *fixture, gconstpointer data)
{
  static const gint64 ids[] = { 1, 2, 3 };
  open_pair (fixture);
  const IsoComparedMaps *maps = iso_compared_maps_view_maps (fixture->view);
  for (int i = 1; i < 4; i++)
    {
      g_autoptr (IsoComparedRuns) runs = pair_runs (&store, ids, G_N_ELEMENTS (ids));
      runs->runs[1].run->bytes = (guint64) i;
      iso_run_pair_set_runs (fixture->pair, runs);
      g_assert_true (iso_run_pair_is_reading (fixture->pair));
      WAIT_FOR (shows (fixture, 3, 3));
      g_assert_true (iso_compared_maps_view_maps (fixture->view) == maps);
    }
  g_assert_cmpint (store.epochs_read, ==, 2);
  g_assert_cmpint (store.experiments_read, ==, 2);
}

/* One run alone: its first epoch and its last. */
static void
test_one_run (Fixture *fixture, gconstpointer data)
{
  static const gint64 one[] = { 2 };
  IsoRunPair *pair = iso_run_pair_new (ISO_PAIR_EMBEDDINGS);
  g_autoptr (IsoRunSource) source = iso_run_source_new (&pair_source_kind, &store);
  g_autoptr (IsoComparedRuns) runs = pair_runs (&store, one, 1);
  iso_run_pair_set_source (pair, source);
  iso_run_pair_set_runs (pair, runs);
  g_set_object (&fixture->pair, pair);
  g_object_unref (pair);
  iso_compared_maps_view_set_pair (fixture->view, fixture->pair);
  WAIT_FOR (shows (fixture, 0, 3));
  g_assert_cmpint (iso_run_pair_epoch (fixture->pair, ISO_SIDE_A), ==, 0);
  g_assert_cmpint (store.experiments_read, ==, 1);
}

/* Nothing is read while nobody looks. */
static void
test_out_of_sight (Fixture *fixture, gconstpointer data)
{
  gtk_widget_set_visible (GTK_WIDGET (fixture->view), FALSE);
  iso_compared_maps_view_set_pair (fixture->view, fixture->pair);
  test_wait_ms (100);
  g_assert_cmpint (store.epochs_read, ==, 0);
  gtk_widget_set_visible (GTK_WIDGET (fixture->view), TRUE);
  WAIT_FOR (shows (fixture, 3, 3));
}

static void
test_export (Fixture *fixture, gconstpointer data)
{
  open_pair (fixture);
  g_assert_true (iso_view_card_can_export (ISO_VIEW_CARD (fixture->view)));
  g_autoptr (IsoFigure) figure = iso_view_card_figure (ISO_VIEW_CARD (fixture->view));
  g_autoptr (IsoNumberTable) table = iso_figure_tabulate (figure);
  g_assert_cmpstr (iso_figure_name (figure), ==, "maps-epochs-3-3");
  g_assert_cmpuint (iso_number_table_rows (table), ==, iso_compared_maps_view_maps (fixture->view)->N);
}

/* Both pages of a window hold the same two runs against each other, whichever of them they were chosen on. */
static void
test_pages (void)
{
  static const gint64 ids[] = { 1, 2, 3 };
  char *folder = make_store_folder ();
  g_autoptr (IsoRunLibrary) library = iso_run_library_new (folder);
  g_autoptr (IsoComparedRuns) runs = pair_runs (&store, ids, G_N_ELEMENTS (ids));
  GtkWidget *maps = iso_maps_page_new (library), *matrices = iso_matrices_page_new (library), *window = gtk_window_new ();
  GtkWidget *stack = gtk_stack_new ();
  gtk_stack_add_named (GTK_STACK (stack), maps, "maps");
  gtk_stack_add_named (GTK_STACK (stack), matrices, "matrices");
  gtk_window_set_child (GTK_WINDOW (window), stack);
  WAIT_FOR (iso_run_library_store (library) != NULL);
  IsoRunPair *pair = iso_compared_maps_view_pair (ISO_COMPARED_MAPS_VIEW (maps));
  IsoRunPair *other = iso_compared_matrices_view_pair (ISO_COMPARED_MATRICES_VIEW (matrices));
  g_assert_true (iso_run_pair_has_source (pair) && iso_run_pair_has_source (other));
  iso_maps_page_set_runs (maps, runs);
  iso_matrices_page_set_runs (matrices, runs);
  iso_run_pair_choose (pair, ISO_SIDE_A, 2, 5);
  g_assert_cmpint (iso_run_pair_run (other, ISO_SIDE_A), ==, 3);
  g_assert_cmpint (iso_run_pair_epoch (other, ISO_SIDE_A), ==, 5);
  iso_run_pair_swap (other);
  g_assert_cmpint (iso_run_pair_run (pair, ISO_SIDE_A), ==, 2);
  g_assert_cmpint (iso_run_pair_run (pair, ISO_SIDE_B), ==, 3);
  g_assert_cmpint (iso_run_pair_epoch (pair, ISO_SIDE_B), ==, 5);
  /* The store has no such runs: that is said, and nothing else happens. */
  gtk_window_present (GTK_WINDOW (window));
  WAIT_FOR (iso_run_pair_problem (pair) != NULL);
  gpointer page = maps;
  g_object_add_weak_pointer (G_OBJECT (maps), &page);
  gtk_window_destroy (GTK_WINDOW (window));
  WAIT_FOR (page == NULL);
  g_clear_object (&library);
  remove_store (folder);
}

#define TEST(name, function) g_test_add ("/run-maps/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  pair_store_init (&store);
  TEST ("empty", test_empty);
  TEST ("shown", test_shown);
  TEST ("choice", test_choice);
  TEST ("neighbors", test_neighbors);
  TEST ("other-epoch", test_other_epoch);
  TEST ("choosers", test_choosers);
  TEST ("methods", test_methods);
  TEST ("problems", test_problems);
  TEST ("growing", test_growing);
  TEST ("one-run", test_one_run);
  TEST ("out-of-sight", test_out_of_sight);
  TEST ("export", test_export);
  g_test_add_func ("/run-maps/pages", test_pages);
  int status = g_test_run ();
  iso_dataset_unref (store.dataset);
  return status;
}
