/* The large matrix and its board under pointer and keys: what is in sight, in which order, and how the choice of samples goes in and out.
 * Its colours: test-matrix-colors.c. */
#include "tests/support/matrix-view-fixture.h"

/* ---- the part in sight ---- */

static void
test_wheel (Fixture *fixture, gconstpointer data)
{
  int row, column;
  double extent = (double) iso_matrix_view_side (fixture->large);
  GtkWidget *fit = test_find_button (GTK_WIDGET (fixture->board), "Show the whole matrix");
  g_assert_true (is_fit (fixture));
  g_assert_false (gtk_widget_get_visible (fit));
  point (fixture, 0.7 * extent, 0.2 * extent);
  g_assert_true (iso_batch_board_cursor (fixture->board, &row, &column));
  for (int i = 0; i < 8; i++)
    scroll (fixture, -1.0);
  g_assert_false (is_fit (fixture));
  g_assert_cmpint (zoom_of (fixture)->whole % SIDE, ==, 0);
  size_t r, c;
  iso_matrix_zoom_cell_at (zoom_of (fixture), 0.7 * extent, 0.2 * extent, &r, &c);
  g_assert_cmpint (ABS ((int) r - row), <=, 1);
  g_assert_cmpint (ABS ((int) c - column), <=, 1);
  g_assert_true (gtk_widget_get_visible (fit));
  /* All of the turning is one step. */
  g_assert_true (press (fixture->large, GDK_KEY_BackSpace));
  g_assert_true (is_fit (fixture));
  g_assert_false (iso_matrix_view_zoom_back (fixture->large));
  /* Too little for the next whole pixel is no step, and is not lost. */
  scroll (fixture, -0.1);
  g_assert_true (is_fit (fixture));
  for (int i = 0; i < 9; i++)
    scroll (fixture, -0.1);
  g_assert_false (is_fit (fixture));
  g_assert_true (press (fixture->large, GDK_KEY_BackSpace));
  g_assert_true (is_fit (fixture));
  scroll (fixture, -5.0);
  gtk_widget_activate (fit);
  WAIT_FOR (is_fit (fixture));
}

static void
test_zoom_keys (Fixture *fixture, gconstpointer data)
{
  int row, column;
  g_assert_true (press (fixture->large, GDK_KEY_plus));
  IsoMatrixZoom first = *zoom_of (fixture);
  g_assert_false (is_fit (fixture));
  g_assert_true (press (fixture->large, GDK_KEY_KP_Add));
  g_assert_cmpint (zoom_of (fixture)->whole, >, first.whole);
  g_assert_true (press (fixture->large, GDK_KEY_BackSpace));
  g_assert_true (iso_matrix_zoom_equal (zoom_of (fixture), &first));
  g_assert_true (press (fixture->large, GDK_KEY_0));
  g_assert_true (is_fit (fixture));
  g_assert_true (press (fixture->large, GDK_KEY_BackSpace));
  g_assert_true (iso_matrix_zoom_equal (zoom_of (fixture), &first));
  /* The view follows the cursor. */
  for (int i = 0; i < 4; i++)
    press (fixture->large, GDK_KEY_plus);
  g_assert_true (press (fixture->large, GDK_KEY_Page_Up));
  g_assert_true (press (fixture->large, GDK_KEY_Page_Up));
  g_assert_true (press (fixture->large, GDK_KEY_End));
  g_assert_true (iso_batch_board_cursor (fixture->board, &row, &column));
  g_assert_cmpint (row, ==, 0);
  g_assert_cmpint (column, ==, SIDE - 1);
  g_assert_cmpint (zoom_of (fixture)->y, ==, 0);
  g_assert_cmpint (zoom_of (fixture)->x + zoom_of (fixture)->side, ==, zoom_of (fixture)->whole);
  g_assert_true (press_with (fixture->large, GDK_KEY_Left, GDK_SHIFT_MASK));
  iso_batch_board_cursor (fixture->board, &row, &column);
  g_assert_cmpint (column, ==, SIDE - 11);
  g_assert_true (press (fixture->large, GDK_KEY_minus));
  g_assert_false (press_with (fixture->large, GDK_KEY_plus, GDK_CONTROL_MASK));
}

static void
test_drag (Fixture *fixture, gconstpointer data)
{
  gpointer drag = controller_of (fixture->large, GTK_TYPE_GESTURE_DRAG), click = controller_of (fixture->large, GTK_TYPE_GESTURE_CLICK);
  IsoMatrixZoom zoom = *zoom_of (fixture);
  iso_matrix_zoom_by (&zoom, 4.0, 0.5 * (double) zoom.side, 0.5 * (double) zoom.side);
  iso_matrix_view_set_zoom (fixture->large, &zoom);
  zoom = *zoom_of (fixture);
  g_signal_emit_by_name (drag, "drag-begin", 50.0, 50.0);
  g_signal_emit_by_name (drag, "drag-update", 2.0, 1.0);
  g_assert_true (iso_matrix_zoom_equal (zoom_of (fixture), &zoom));
  g_signal_emit_by_name (drag, "drag-update", 20.0, -30.0);
  g_signal_emit_by_name (drag, "drag-end", 20.0, -30.0);
  g_assert_cmpint (zoom_of (fixture)->x + 20, ==, zoom.x);
  g_assert_cmpint (zoom_of (fixture)->y, ==, zoom.y + 30);
  g_assert_true (iso_matrix_view_zoom_back (fixture->large));
  g_assert_true (iso_matrix_zoom_equal (zoom_of (fixture), &zoom));
  g_signal_emit_by_name (click, "pressed", 2, 50.0, 50.0);
  g_assert_true (is_fit (fixture));
  /* Another batch of as many samples keeps the part, another number does not. */
  iso_matrix_view_set_zoom (fixture->large, &zoom);
  g_autoptr (IsoBatchMatrices) next = matrices_new (SIDE, 4), other = matrices_new (SIDE / 2, 5);
  iso_batch_board_show (fixture->board, next, TRUE, ISO_MATRIX_OBDP, NULL, NULL);
  g_assert_true (iso_matrix_zoom_equal (zoom_of (fixture), &zoom));
  iso_batch_board_show (fixture->board, other, TRUE, ISO_MATRIX_OBDP, NULL, NULL);
  g_assert_true (is_fit (fixture));
}

/* Zoomed, the pixels are those of the window into the matrix: crisp, in the colours of its scale. */
static void
test_pixels (Fixture *fixture, gconstpointer data)
{
  IsoMatrixZoom zoom = *zoom_of (fixture);
  iso_matrix_zoom_by (&zoom, 3.0, 0.0, (double) zoom.side);
  iso_matrix_view_set_zoom (fixture->large, &zoom);
  zoom = *zoom_of (fixture);
  size_t side = zoom.side, cell = zoom.whole / SIDE;
  g_autofree guint32 *pixels = pixels_of (fixture, GTK_WIDGET (fixture->large), side);
  const IsoHeatScale *scale = iso_batch_matrices_scale (fixture->matrices, ISO_MATRIX_OBDP, TRUE);
  const guint32 *table = iso_matrix_colors (ISO_MATRIX_OBDP, FALSE);
  g_assert_cmpint (cell, >, 5);
  g_assert_cmpint (cell, <, ISO_CELL_NUMBERS_LEAST);
  for (size_t y = 8; y < side - 8; y++)
    for (size_t x = 8; x < side - 8; x++)
      {
        size_t r = (zoom.y + y) / cell, c = (zoom.x + x) / cell;
        double value = (double) fixture->matrices->values[ISO_MATRIX_OBDP][r * SIDE + c], at = 255.0 * iso_heat_fraction (scale, value);
        guint32 pixel = pixels[y * side + x];
        g_assert_true (pixel == table[(int) floor (at + 0.49)] || pixel == table[(int) floor (at + 0.51)]);
      }
}

/* ---- order ---- */

static void
wait_for_order (Fixture *fixture, IsoOrderKind kind)
{
  WAIT_FOR (iso_batch_board_order (fixture->board) == kind);
}

static void
test_order (Fixture *fixture, gconstpointer data)
{
  int row, column;
  g_autofree guint32 *before = pixels_of (fixture, GTK_WIDGET (fixture->large), 100);
  GtkWidget *button = test_find (GTK_WIDGET (fixture->board), GTK_TYPE_MENU_BUTTON);
  g_assert_cmpstr (gtk_menu_button_get_label (GTK_MENU_BUTTON (button)), ==, "Order: class");
  g_assert_true (press (fixture->board, GDK_KEY_o));
  wait_for_order (fixture, ISO_ORDER_BY_CLUSTER);
  g_assert_cmpstr (gtk_menu_button_get_label (GTK_MENU_BUTTON (button)), ==, "Order: clusters");
  g_autofree guint32 *clustered = pixels_of (fixture, GTK_WIDGET (fixture->large), 100);
  g_assert_cmpint (memcmp (before, clustered, 100 * 100 * sizeof *before), !=, 0);

  /* By the row of the cursor: its largest values come first, and Home leads to the largest of all. */
  press (fixture->large, GDK_KEY_Down);
  iso_batch_board_cursor (fixture->board, &row, &column);
  g_assert_true (press (fixture->board, GDK_KEY_r));
  wait_for_order (fixture, ISO_ORDER_BY_ROW);
  press (fixture->large, GDK_KEY_Home);
  int same_row, largest;
  iso_batch_board_cursor (fixture->board, &same_row, &largest);
  g_assert_cmpint (same_row, ==, row);
  const float *values = fixture->matrices->values[ISO_MATRIX_OBDP] + row * SIDE;
  for (size_t c = 0; c < SIDE; c++)
    g_assert_true (values[c] <= values[largest]);

  gtk_widget_activate_action (GTK_WIDGET (fixture->board), "matrix.order", "s", "index");
  wait_for_order (fixture, ISO_ORDER_BY_INDEX);
  press (fixture->large, GDK_KEY_Page_Up);
  iso_batch_board_cursor (fixture->board, &row, &column);
  g_assert_cmpint (fixture->matrices->indices[row], ==, 5000 - 3 * (SIDE - 1));
  /* The next batch comes in that order too. */
  g_autoptr (IsoBatchMatrices) next = matrices_new (SIDE, 4);
  iso_batch_board_show (fixture->board, next, TRUE, ISO_MATRIX_OBDP, NULL, NULL);
  wait_for_order (fixture, ISO_ORDER_BY_INDEX);
  iso_batch_board_show (fixture->board, fixture->matrices, TRUE, ISO_MATRIX_OBDP, NULL, NULL);
  iso_batch_board_set_order (fixture->board, ISO_ORDER_BY_CLASS);
  g_assert_cmpint (iso_batch_board_order (fixture->board), ==, ISO_ORDER_BY_CLASS);
  press (fixture->large, GDK_KEY_Escape);
  g_autofree guint32 *after = pixels_of (fixture, GTK_WIDGET (fixture->large), 100);
  g_assert_cmpint (memcmp (before, after, 100 * 100 * sizeof *before), ==, 0);
}

/* Where no clusters are to be had it stays by class and says why. */
static void
test_no_clusters (Fixture *fixture, gconstpointer data)
{
  g_autoptr (IsoBatchMatrices) broken = matrices_new (SIDE, 4);
  GtkWidget *button = test_find (GTK_WIDGET (fixture->board), GTK_TYPE_MENU_BUTTON);
  ((float *) broken->values[ISO_MATRIX_SIMILARITY])[5] = NAN; /* made for this test alone */
  iso_batch_board_show (fixture->board, broken, TRUE, ISO_MATRIX_OBDP, NULL, NULL);
  iso_batch_board_set_order (fixture->board, ISO_ORDER_BY_CLUSTER);
  WAIT_FOR (strstr (gtk_widget_get_tooltip_text (button), "no clusters") != NULL);
  g_assert_cmpint (iso_batch_board_order (fixture->board), ==, ISO_ORDER_BY_CLASS);
}

/* ---- the choice of samples ---- */

static void
test_choice_out (Fixture *fixture, gconstpointer data)
{
  int row, column;
  gpointer click = controller_of (fixture->large, GTK_TYPE_GESTURE_CLICK);
  double extent = (double) iso_matrix_view_side (fixture->large);
  iso_batch_board_set_order (fixture->board, ISO_ORDER_BY_INDEX);
  wait_for_order (fixture, ISO_ORDER_BY_INDEX);
  point (fixture, 0.9 * extent, 0.1 * extent);
  g_assert_true (iso_batch_board_cursor (fixture->board, &row, &column));
  g_assert_cmpint (row, ==, SIDE - 1 - SIDE / 10);
  IsoSamplePair pair = iso_sample_choice_pointed (fixture->choice);
  g_assert_cmpint (pair.sample, ==, fixture->matrices->indices[row]);
  g_assert_cmpint (pair.other, ==, fixture->matrices->indices[column]);
  g_signal_emit_by_name (click, "released", 1, 0.9 * extent, 0.1 * extent);
  pair = iso_sample_choice_picked (fixture->choice);
  g_assert_cmpint (pair.sample, ==, fixture->matrices->indices[row]);
  g_assert_cmpint (pair.other, ==, fixture->matrices->indices[column]);
  g_assert_true (press (fixture->large, GDK_KEY_Down));
  g_assert_true (press (fixture->large, GDK_KEY_Return));
  pair = iso_sample_choice_picked (fixture->choice);
  g_assert_cmpint (pair.sample, ==, 5000 - 3 * (row - 1));
  g_signal_emit_by_name (controller_of (fixture->large, GTK_TYPE_EVENT_CONTROLLER_MOTION), "leave");
  g_assert_cmpint (iso_sample_choice_pointed (fixture->choice).sample, ==, ISO_NO_SAMPLE);
}

static void
test_choice_in (Fixture *fixture, gconstpointer data)
{
  int row, column;
  const guint32 *indices = fixture->matrices->indices;
  g_autofree guint32 *plain = pixels_of (fixture, GTK_WIDGET (fixture->large), 90);
  iso_sample_choice_point (fixture->choice, indices[12], indices[40]);
  g_assert_true (iso_batch_board_cursor (fixture->board, &row, &column));
  g_assert_cmpint (row, ==, 12);
  g_assert_cmpint (column, ==, 40);
  iso_sample_choice_point (fixture->choice, indices[12], ISO_NO_SAMPLE);
  g_assert_false (iso_batch_board_cursor (fixture->board, &row, &column));
  g_autofree guint32 *alone = pixels_of (fixture, GTK_WIDGET (fixture->large), 90);
  g_assert_cmpint (memcmp (plain, alone, 90 * 90 * sizeof *plain), !=, 0);
  /* A sample of which this batch knows nothing shows as none. */
  iso_sample_choice_point (fixture->choice, 7, indices[3]);
  g_autofree guint32 *nothing = pixels_of (fixture, GTK_WIDGET (fixture->large), 90);
  g_assert_cmpint (memcmp (plain, nothing, 90 * 90 * sizeof *plain), ==, 0);
  iso_sample_choice_pick (fixture->choice, indices[20], indices[30]);
  g_autofree guint32 *picked = pixels_of (fixture, GTK_WIDGET (fixture->large), 90);
  g_assert_cmpint (memcmp (plain, picked, 90 * 90 * sizeof *plain), !=, 0);
  iso_sample_choice_clear (fixture->choice);
  g_autofree guint32 *cleared = pixels_of (fixture, GTK_WIDGET (fixture->large), 90);
  g_assert_cmpint (memcmp (plain, cleared, 90 * 90 * sizeof *plain), ==, 0);
  iso_batch_board_set_choice (fixture->board, NULL);
  iso_sample_choice_point (fixture->choice, indices[12], indices[40]);
  g_assert_false (iso_batch_board_cursor (fixture->board, &row, &column));
}

/* What is not selected loses its colour, in the large one and in the tiles; it does not vanish. */
static void
test_selection (Fixture *fixture, gconstpointer data)
{
  size_t side = zoom_of (fixture)->side;
  GtkWidget *tile = GTK_WIDGET (iso_batch_tile_view (ISO_BATCH_TILE (test_find (GTK_WIDGET (fixture->board), ISO_TYPE_BATCH_TILE))));
  g_autofree guint32 *plain = pixels_of (fixture, GTK_WIDGET (fixture->large), side), *small = pixels_of (fixture, tile, 60);
  iso_sample_choice_select (fixture->choice, fixture->matrices->indices, SIDE / 2, ISO_SELECT_INSTEAD);
  g_autofree guint32 *selected = pixels_of (fixture, GTK_WIDGET (fixture->large), side), *small_after = pixels_of (fixture, tile, 60);
  g_assert_cmpint (memcmp (small, small_after, 60 * 60 * sizeof *small), !=, 0);
  for (size_t y = 8; y < side - 8; y++)
    for (size_t x = 8; x < side - 8; x++)
      {
        guint32 pixel = selected[y * side + x];
        size_t r = iso_heat_place (side, SIDE, y), c = iso_heat_place (side, SIDE, x);
        if (r < SIDE / 2 && c < SIDE / 2)
          g_assert_cmphex (pixel, ==, plain[y * side + x]);
        else
          g_assert_cmpint (ABS ((int) (pixel & 255) - (int) (pixel >> 16 & 255)), <=, 2);
      }
  iso_sample_choice_select (fixture->choice, NULL, 0, ISO_SELECT_INSTEAD);
  g_autofree guint32 *after = pixels_of (fixture, GTK_WIDGET (fixture->large), side);
  g_assert_cmpint (memcmp (plain, after, side * side * sizeof *plain), ==, 0);
}

static void
test_empty (Fixture *fixture, gconstpointer data)
{
  int row, column;
  iso_batch_board_set_order (fixture->board, ISO_ORDER_BY_CLUSTER);
  iso_batch_board_show (fixture->board, NULL, TRUE, ISO_MATRIX_OBDP, NULL, NULL);
  test_wait_ms (100);
  g_assert_false (press (fixture->large, GDK_KEY_plus));
  g_assert_false (press (fixture->large, GDK_KEY_Down));
  g_assert_false (press (fixture->board, GDK_KEY_o));
  iso_sample_choice_select (fixture->choice, fixture->matrices->indices, 4, ISO_SELECT_INSTEAD);
  iso_sample_choice_point (fixture->choice, fixture->matrices->indices[3], fixture->matrices->indices[4]);
  g_assert_false (iso_batch_board_cursor (fixture->board, &row, &column));
  iso_batch_board_show (fixture->board, fixture->matrices, TRUE, ISO_MATRIX_OBDP, NULL, NULL);
  wait_for_order (fixture, ISO_ORDER_BY_CLUSTER);
  g_assert_true (iso_batch_board_cursor (fixture->board, &row, &column));
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
#define ADD(name, function) g_test_add ("/matrix-view/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("wheel", test_wheel);
  ADD ("zoom-keys", test_zoom_keys);
  ADD ("drag", test_drag);
  ADD ("pixels", test_pixels);
  ADD ("order", test_order);
  ADD ("no-clusters", test_no_clusters);
  ADD ("choice-out", test_choice_out);
  ADD ("choice-in", test_choice_in);
  ADD ("selection", test_selection);
  ADD ("empty", test_empty);
  return g_test_run ();
}
