/* The matrices of two runs beside each other, in a window. */
#include "tests/support/press.h"
#include "tests/support/run-pair-fixture.h"
#include "ui/plot/compared-board-private.h"
#include "ui/plot/compared-matrices-view.h"

static PairStore store;

typedef struct {
  GtkWidget *window;
  IsoComparedMatricesView *view;
  IsoComparedBoard *board;
  IsoRunPair *pair;
  IsoSampleChoice *choice;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  store.is_empty = false;
  fixture->window = gtk_window_new ();
  fixture->view = ISO_COMPARED_MATRICES_VIEW (iso_compared_matrices_view_new ());
  fixture->board = ISO_COMPARED_BOARD (test_find (GTK_WIDGET (fixture->view), ISO_TYPE_COMPARED_BOARD));
  fixture->pair = pair_open (&store, ISO_PAIR_BATCHES);
  fixture->choice = iso_sample_choice_new ();
  iso_compared_matrices_view_set_choice (fixture->view, fixture->choice);
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

static bool
shows (Fixture *fixture, int first, int second)
{
  const IsoComparedMatrices *matrices = iso_compared_matrices_view_matrices (fixture->view);
  return matrices != NULL && matrices->epochs[0] == first && matrices->epochs[1] == second && !iso_run_pair_is_reading (fixture->pair);
}

static void
open_pair (Fixture *fixture)
{
  iso_compared_matrices_view_set_pair (fixture->view, fixture->pair);
  WAIT_FOR (shows (fixture, 3, 3));
  gtk_test_widget_wait_for_draw (fixture->window);
}

static void
test_shown (Fixture *fixture, gconstpointer data)
{
  g_assert_true (g_str_has_prefix (iso_compared_matrices_view_message (fixture->view), "Choose two runs"));
  g_assert_false (iso_view_card_can_export (ISO_VIEW_CARD (fixture->view)));
  open_pair (fixture);
  g_assert_null (iso_compared_matrices_view_message (fixture->view));
  g_assert_cmpstr (iso_view_card_subtitle (ISO_VIEW_CARD (fixture->view)), ==, "40 samples of the probe batch, by class");
  for (int part = 0; part < ISO_COMPARED_COUNT; part++)
    g_assert_cmpuint (iso_matrix_view_side (fixture->board->views[part]), ==, iso_matrix_view_side (fixture->board->views[0]));
  g_assert_cmpuint (iso_matrix_view_side (fixture->board->views[0]), >, 150);
  gtk_test_accessible_assert_property (fixture->board->views[2], GTK_ACCESSIBLE_PROPERTY_LABEL, "A − B: P, diffused soft targets");
  g_assert_true (test_says (GTK_WIDGET (fixture->view), "largest change"));
  g_assert_true (test_says (GTK_WIDGET (fixture->view), "mean within classes"));
}

static void
test_cursor (Fixture *fixture, gconstpointer data)
{
  open_pair (fixture);
  const guint32 *indices = iso_compared_matrices_view_matrices (fixture->view)->stages[0]->indices;
  size_t row, column;
  /* From one matrix to the choice and to all three. */
  g_signal_emit_by_name (fixture->board->views[2], "cursor-moved", 3, 21);
  g_assert_true (iso_compared_board_cursor (fixture->board, &row, &column));
  g_assert_cmpuint (row, ==, 3);
  g_assert_cmpuint (iso_sample_choice_pointed (fixture->choice).sample, ==, indices[3]);
  g_assert_cmpuint (iso_sample_choice_pointed (fixture->choice).other, ==, indices[21]);
  g_assert_true (g_str_has_prefix (iso_compared_matrices_view_readout (fixture->view), "row 4 T-shirt/top → column 22 Sandal: A 0."));
  g_signal_emit_by_name (fixture->board->views[2], "cursor-moved", -1, -1);
  g_assert_cmpstr (iso_compared_matrices_view_readout (fixture->view), ==, "P, diffused soft targets");
  /* And from elsewhere. */
  iso_sample_choice_point (fixture->choice, indices[9], indices[1]);
  g_assert_true (iso_compared_board_cursor (fixture->board, &row, &column));
  g_assert_cmpuint (column, ==, 1);
  iso_sample_choice_point (fixture->choice, G_MAXUINT32 - 1, indices[1]);
  g_assert_false (iso_compared_board_cursor (fixture->board, &row, &column));
  g_signal_emit_by_name (fixture->board->views[0], "cell-picked", 5, 6);
  g_assert_cmpuint (iso_sample_choice_picked (fixture->choice).other, ==, indices[6]);
}

/* A key of a matrix. */
static bool
press_in (IsoMatrixView *view, guint key)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (GTK_WIDGET (view));
  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GObject) controller = g_list_model_get_item (controllers, i);
      gboolean handled = FALSE;
      if (GTK_IS_EVENT_CONTROLLER_KEY (controller))
        g_signal_emit_by_name (controller, "key-pressed", key, 0, 0, &handled);
      if (handled)
        return true;
    }
  return false;
}

/* What one shows, all show. */
static void
test_zoom (Fixture *fixture, gconstpointer data)
{
  open_pair (fixture);
  g_assert_true (press_in (fixture->board->views[1], GDK_KEY_plus));
  const IsoMatrixZoom *zoom = iso_matrix_view_zoom (fixture->board->views[1]);
  g_assert_false (iso_matrix_zoom_is_fit (zoom));
  for (int part = 0; part < ISO_COMPARED_COUNT; part++)
    g_assert_true (iso_matrix_zoom_equal (iso_matrix_view_zoom (fixture->board->views[part]), zoom));
  g_assert_true (press_in (fixture->board->views[2], GDK_KEY_0));
  for (int part = 0; part < ISO_COMPARED_COUNT; part++)
    g_assert_true (iso_matrix_zoom_is_fit (iso_matrix_view_zoom (fixture->board->views[part])));
}

static void
test_stages (Fixture *fixture, gconstpointer data)
{
  IsoHeatScale range;
  open_pair (fixture);
  for (IsoComparedStage stage = 0; stage < ISO_STAGE_COUNT; stage++)
    {
      iso_compared_matrices_view_set_stage (fixture->view, stage);
      g_autofree char *label = g_strdup_printf ("A: %s", iso_compared_stage_title (stage));
      gtk_test_accessible_assert_property (fixture->board->views[0], GTK_ACCESSIBLE_PROPERTY_LABEL, label);
      gtk_test_widget_wait_for_draw (fixture->window);
    }
  iso_compared_matrices_view_set_stage (fixture->view, ISO_STAGE_TEACHER);
  g_assert_true (test_press (GTK_WIDGET (fixture->view), GDK_KEY_Page_Down));
  g_assert_cmpstr (iso_compared_matrices_view_readout (fixture->view), ==, "Sˢ, similarities of the student");
  g_assert_true (test_press (GTK_WIDGET (fixture->view), GDK_KEY_g));
  /* A range by hand holds for A and B until the stage is another. */
  g_signal_emit_by_name (fixture->board->bars[0], "range-changed", 0.25, 0.5);
  g_assert_true (iso_compared_board_range (fixture->board, &range));
  g_assert_true (range.minimum >= 0.25 && range.minimum <= 0.25 && range.maximum >= 0.5 && range.maximum <= 0.5);
  g_signal_emit_by_name (fixture->board->bars[0], "range-reset");
  g_assert_false (iso_compared_board_range (fixture->board, &range));
}

/* Batches of other samples: why, and what to do; another run in its place is compared again. */
static void
test_problems (Fixture *fixture, gconstpointer data)
{
  open_pair (fixture);
  iso_run_pair_choose (fixture->pair, ISO_SIDE_B, 2, ISO_LAST_EPOCH);
  WAIT_FOR (iso_compared_matrices_view_message (fixture->view) != NULL && !iso_run_pair_is_reading (fixture->pair));
  g_assert_nonnull (strstr (iso_compared_matrices_view_message (fixture->view), "train.seed (7 and 99)"));
  g_assert_null (iso_compared_matrices_view_matrices (fixture->view));
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (fixture->board->views[0])));
  iso_run_pair_choose (fixture->pair, ISO_SIDE_B, 0, 1);
  WAIT_FOR (shows (fixture, 3, 1));
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (fixture->board->views[0])));
  g_assert_null (iso_compared_matrices_view_message (fixture->view));
  /* Of epoch 0 no batch is kept: it is not offered. */
  g_assert_cmpuint (iso_run_pair_kept (fixture->pair, ISO_SIDE_B)->len, ==, 2);
  g_assert_true (test_press (GTK_WIDGET (fixture->view), GDK_KEY_x));
  WAIT_FOR (shows (fixture, 1, 3));
}

static void
test_export (Fixture *fixture, gconstpointer data)
{
  open_pair (fixture);
  g_autoptr (IsoFigure) figure = iso_view_card_figure (ISO_VIEW_CARD (fixture->view));
  g_autoptr (IsoNumberTable) table = iso_figure_tabulate (figure);
  g_assert_cmpstr (iso_figure_name (figure), ==, "matrices-obdp-epochs-3-3");
  g_assert_cmpuint (iso_number_table_columns (table), ==, 2 + 3 * PAIR_BATCH);
}

#define TEST(name, function) g_test_add ("/run-matrices/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  pair_store_init (&store);
  TEST ("shown", test_shown);
  TEST ("cursor", test_cursor);
  TEST ("zoom", test_zoom);
  TEST ("stages", test_stages);
  TEST ("problems", test_problems);
  TEST ("export", test_export);
  int status = g_test_run ();
  iso_dataset_unref (store.dataset);
  return status;
}
