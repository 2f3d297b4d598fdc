/* The batch strip in a window: what it shows, how fast, and that nothing stale arrives. */
#include <adwaita.h>
#include <math.h>
#include <string.h>

#include "tests/support/synthetic-batch.h"
#include "tests/support/wait-for.h"
#include "ui/plot/batch-board.h"
#include "ui/plot/batch-tile.h"
#include "ui/plot/batch-view.h"
#include "ui/plot/matrix-view.h"

#define SIDE 112

typedef struct {
  GtkWindow *window;
  IsoBatchView *view;
  IsoBatchBoard *board;
} Fixture;

static void
run_for (guint milliseconds)
{
  gboolean over = FALSE;
  g_timeout_add (milliseconds, time_is_up, &over);
  while (!over)
    g_main_context_iteration (NULL, TRUE);
}

/* The `index`-th widget of a type below `widget`, in order; NULL if there are not that many. */
static GtkWidget *
find (GtkWidget *widget, GType type, int *index)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type) && (*index)-- == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find (child, type, index);
      if (found != NULL)
        return found;
    }
  return NULL;
}

static gpointer
part (Fixture *fixture, GType type, int index)
{
  GtkWidget *found = find (GTK_WIDGET (fixture->view), type, &index);
  g_assert_nonnull (found);
  return found;
}

static const char *
title_of (Fixture *fixture)
{
  return gtk_label_get_text (part (fixture, GTK_TYPE_LABEL, 0));
}

static const char *
subtitle_of (Fixture *fixture)
{
  return gtk_label_get_text (part (fixture, GTK_TYPE_LABEL, 1));
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->window = GTK_WINDOW (gtk_window_new ());
  fixture->view = ISO_BATCH_VIEW (iso_batch_view_new ());
  gtk_window_set_default_size (fixture->window, 1000, 480);
  gtk_window_set_child (fixture->window, GTK_WIDGET (fixture->view));
  fixture->board = part (fixture, ISO_TYPE_BATCH_BOARD, 0);
  gtk_window_present (fixture->window);
  WAIT_FOR (gtk_widget_get_mapped (GTK_WIDGET (fixture->view)));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gpointer view = fixture->view, board = fixture->board;
  g_object_add_weak_pointer (G_OBJECT (view), &view);
  g_object_add_weak_pointer (G_OBJECT (board), &board);
  gtk_window_destroy (fixture->window);
  WAIT_FOR (view == NULL && board == NULL);
}

static void
show (Fixture *fixture, guint64 step)
{
  guint64 drawn = iso_batch_view_drawn_count (fixture->view);
  g_autoptr (IsoBatchSnapshot) snapshot = iso_test_batch (SIDE, 32, 10, step);
  iso_batch_view_set_snapshot (fixture->view, snapshot);
  WAIT_FOR (iso_batch_view_drawn_count (fixture->view) > drawn);
}

/* ---- what it shows ---- */

static void
test_empty (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpstr (title_of (fixture), ==, "Batch");
  g_assert_false (gtk_widget_get_mapped (GTK_WIDGET (fixture->board)));
  iso_batch_view_set_settings (fixture->view, NULL);
  g_assert_cmpint (iso_batch_view_drawn_count (fixture->view), ==, 0);
}

static void
test_show (Fixture *fixture, gconstpointer data)
{
  show (fixture, 238);
  g_assert_cmpstr (title_of (fixture), ==, "Batch at step 238");
  g_assert_true (gtk_widget_get_mapped (GTK_WIDGET (fixture->board)));
  for (IsoMatrixKind kind = 0; kind < ISO_MATRIX_COUNT; kind++)
    {
      IsoBatchTile *tile = part (fixture, ISO_TYPE_BATCH_TILE, (int) kind);
      g_assert_cmpint (iso_batch_tile_kind (tile), ==, kind);
      /* Its role is "button" or, in later GTK, "toggle button". */
      g_assert_true (gtk_test_accessible_has_state (GTK_ACCESSIBLE (tile), GTK_ACCESSIBLE_STATE_PRESSED));
      gtk_test_accessible_assert_role (iso_batch_tile_view (tile), GTK_ACCESSIBLE_ROLE_IMG);
      g_assert_true (gtk_test_accessible_has_property (GTK_ACCESSIBLE (tile), GTK_ACCESSIBLE_PROPERTY_LABEL));
      g_assert_true (gtk_test_accessible_has_property (GTK_ACCESSIBLE (tile), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION));
      g_assert_true (gtk_widget_get_focusable (GTK_WIDGET (tile)));
    }
  gtk_test_accessible_assert_role (part (fixture, ISO_TYPE_MATRIX_VIEW, 0), GTK_ACCESSIBLE_ROLE_IMG);
}

/* The pixels in the window are those of the figure. */
static void
test_pixels (Fixture *fixture, gconstpointer data)
{
  show (fixture, 7);
  IsoMatrixView *large = part (fixture, ISO_TYPE_MATRIX_VIEW, 0);
  int side = (int) iso_matrix_view_side (large);
  g_autoptr (IsoBatchSnapshot) snapshot = iso_test_batch (SIDE, 32, 10, 7);
  g_autoptr (IsoTargets) room = iso_targets_new (SIDE);
  g_autoptr (IsoBatchMatrices) matrices = iso_batch_matrices_new (snapshot, &snapshot->distill, room);
  cairo_surface_t *expected = iso_batch_matrices_draw (matrices, ISO_MATRIX_OBDP, TRUE, FALSE, (size_t) side, ISO_MATRIX_RADIUS);

  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (GTK_WIDGET (large));
  GtkSnapshot *drawing = gtk_snapshot_new ();
  gdk_paintable_snapshot (paintable, drawing, side, side);
  g_autoptr (GskRenderNode) node = gtk_snapshot_free_to_node (drawing);
  g_autoptr (GdkTexture) texture = gsk_renderer_render_texture (gtk_native_get_renderer (GTK_NATIVE (fixture->window)), node,
                                                                &GRAPHENE_RECT_INIT (0.0f, 0.0f, (float) side, (float) side));
  g_autofree guint32 *pixels = g_new (guint32, (size_t) side * (size_t) side);
  gdk_texture_download (texture, (guchar *) pixels, (gsize) side * 4);
  const guint32 *wanted = (const guint32 *) (const void *) cairo_image_surface_get_data (expected);
  size_t stride = (size_t) cairo_image_surface_get_stride (expected) / 4;
  g_assert_cmpint (side, >, 200);
  g_assert_cmpint (side % (SIDE / 2), ==, 0);
  for (size_t y = 0; y < (size_t) side; y++)
    for (size_t x = 0; x < (size_t) side; x++)
      g_assert_cmphex (pixels[y * (size_t) side + x], ==, wanted[y * stride + x]);
  cairo_surface_destroy (expected);
}

static void
test_choose (Fixture *fixture, gconstpointer data)
{
  show (fixture, 1);
  g_assert_cmpint (iso_batch_board_large (fixture->board), ==, ISO_MATRIX_OBDP);
  GtkWidget *kernel = part (fixture, ISO_TYPE_BATCH_TILE, ISO_MATRIX_KERNEL);
  g_assert_true (gtk_widget_activate (kernel));
  WAIT_FOR (iso_batch_board_large (fixture->board) == ISO_MATRIX_KERNEL);
  g_assert_true (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (kernel)));
  g_assert_false (gtk_toggle_button_get_active (part (fixture, ISO_TYPE_BATCH_TILE, ISO_MATRIX_OBDP)));
  iso_batch_board_set_large (fixture->board, ISO_MATRIX_SIMILARITY);
  g_assert_cmpint (iso_batch_board_large (fixture->board), ==, ISO_MATRIX_SIMILARITY);
  show (fixture, 2);
  g_assert_cmpint (iso_batch_board_large (fixture->board), ==, ISO_MATRIX_SIMILARITY);
}

static void
test_cursor (Fixture *fixture, gconstpointer data)
{
  int row, column;
  show (fixture, 1);
  g_assert_false (iso_batch_board_cursor (fixture->board, &row, &column));
  g_signal_emit_by_name (iso_batch_tile_view (part (fixture, ISO_TYPE_BATCH_TILE, 2)), "cursor-moved", 59, 58);
  g_assert_true (iso_batch_board_cursor (fixture->board, &row, &column));
  g_assert_cmpint (row, ==, 59);
  g_assert_cmpint (column, ==, 58);
  /* The next batch keeps it, a smaller one does not. */
  show (fixture, 2);
  g_assert_true (iso_batch_board_cursor (fixture->board, &row, &column));
  g_autoptr (IsoBatchSnapshot) small = iso_test_batch (6, 4, 3, 3);
  small->distill.k = 2;
  iso_batch_view_set_snapshot (fixture->view, small);
  WAIT_FOR (strcmp (title_of (fixture), "Batch at step 3") == 0);
  g_assert_false (iso_batch_board_cursor (fixture->board, &row, &column));
}

static void
watch_changed (IsoBatchView *view, int watch, gpointer told)
{
  *(int *) told = watch;
}

static void
test_watch (Fixture *fixture, gconstpointer data)
{
  int told = -1;
  g_signal_connect (fixture->view, "watch-changed", G_CALLBACK (watch_changed), &told);
  /* The header comes first: three looks, batch and test set, live, frozen and probe, linear and log. */
  gtk_toggle_button_set_active (part (fixture, GTK_TYPE_TOGGLE_BUTTON, 7), TRUE);
  g_assert_cmpint (told, ==, 1);
  gtk_toggle_button_set_active (part (fixture, GTK_TYPE_TOGGLE_BUTTON, 5), TRUE);
  g_assert_cmpint (told, ==, 0);
}

/* ---- in time ---- */

static int
compare_doubles (const void *a, const void *b)
{
  double x = *(const double *) a, y = *(const double *) b;
  return x < y ? -1 : x > y;
}

/* A slider moved on a paused batch. */
static void
test_latency (Fixture *fixture, gconstpointer data)
{
  enum { COUNT = 15 };
  double latencies[COUNT];
  g_autoptr (IsoBatchSnapshot) snapshot = iso_test_batch (SIDE, 32, 10, 1);
  IsoDistillSettings settings = snapshot->distill;
  show (fixture, 1);
  g_assert_true (isnan (iso_batch_view_last_latency_ms (fixture->view)));
  for (int i = 0; i < COUNT; i++)
    {
      double before = iso_batch_view_last_latency_ms (fixture->view);
      settings.omega = 0.3 + 0.04 * i;
      iso_batch_view_set_settings (fixture->view, &settings);
      WAIT_FOR (iso_batch_view_last_latency_ms (fixture->view) > before || iso_batch_view_last_latency_ms (fixture->view) < before
                || (isnan (before) && !isnan (iso_batch_view_last_latency_ms (fixture->view))));
      latencies[i] = iso_batch_view_last_latency_ms (fixture->view);
      run_for (40);
    }
  qsort (latencies, COUNT, sizeof *latencies, compare_doubles);
  g_test_minimized_result (latencies[COUNT / 2], "median latency %.1f ms, worst %.1f ms", latencies[COUNT / 2],
                           latencies[COUNT - 1]);
#ifndef __SANITIZE_ADDRESS__
  g_assert_true (latencies[COUNT / 2] <= 50.0);
#endif
  g_assert_nonnull (strstr (subtitle_of (fixture), "recomputed"));
  iso_batch_view_set_settings (fixture->view, NULL);
  WAIT_FOR (strstr (subtitle_of (fixture), "recomputed") == NULL);
  /* The same batch is not another drawing of a snapshot. */
  g_assert_cmpint (iso_batch_view_drawn_count (fixture->view), ==, 1);
}

/* Snapshots by the hundred: few are drawn, the last one is. */
static void
test_flood (Fixture *fixture, gconstpointer data)
{
  IsoBatchSnapshot *snapshots[4];
  for (guint64 i = 0; i < G_N_ELEMENTS (snapshots); i++)
    snapshots[i] = iso_test_batch (SIDE, 32, 10, 100 + i);
  gint64 start = g_get_monotonic_time ();
  for (int i = 0; i < 200; i++)
    {
      iso_batch_view_set_snapshot (fixture->view, snapshots[i % 4]);
      run_for (3);
    }
  double seconds = 1e-6 * (double) (g_get_monotonic_time () - start);
  WAIT_FOR (strcmp (title_of (fixture), "Batch at step 103") == 0);
  run_for (200);
  g_assert_cmpstr (title_of (fixture), ==, "Batch at step 103");
  g_assert_cmpint (iso_batch_view_drawn_count (fixture->view), >=, 2);
  g_assert_cmpfloat ((double) iso_batch_view_drawn_count (fixture->view), <=, 20.0 * (seconds + 0.2) + 2.0);
  for (size_t i = 0; i < G_N_ELEMENTS (snapshots); i++)
    iso_batch_snapshot_unref (snapshots[i]);
}

static void
test_forget (Fixture *fixture, gconstpointer data)
{
  g_autoptr (IsoBatchSnapshot) snapshot = iso_test_batch (SIDE, 32, 10, 1);
  iso_batch_view_set_snapshot (fixture->view, snapshot);
  iso_batch_view_set_dataset (fixture->view, NULL);
  run_for (200);
  g_assert_cmpstr (title_of (fixture), ==, "Batch");
  g_assert_cmpint (iso_batch_view_drawn_count (fixture->view), ==, 0);
  show (fixture, 2);
  iso_batch_view_set_dataset (fixture->view, NULL);
  run_for (100);
  g_assert_false (gtk_widget_get_mapped (GTK_WIDGET (fixture->board)));
}

/* Nothing is drawn out of sight; back in sight the newest is there. */
static void
test_unmapped (Fixture *fixture, gconstpointer data)
{
  show (fixture, 1);
  gtk_widget_set_visible (GTK_WIDGET (fixture->view), FALSE);
  g_autoptr (IsoBatchSnapshot) snapshot = iso_test_batch (SIDE, 32, 10, 2);
  iso_batch_view_set_snapshot (fixture->view, snapshot);
  run_for (200);
  g_assert_cmpint (iso_batch_view_drawn_count (fixture->view), ==, 1);
  gtk_widget_set_visible (GTK_WIDGET (fixture->view), TRUE);
  WAIT_FOR (iso_batch_view_drawn_count (fixture->view) == 2);
  g_assert_cmpstr (title_of (fixture), ==, "Batch at step 2");
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
#define ADD(name, function) g_test_add ("/batch-view/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("empty", test_empty);
  ADD ("show", test_show);
  ADD ("pixels", test_pixels);
  ADD ("choose", test_choose);
  ADD ("cursor", test_cursor);
  ADD ("watch", test_watch);
  ADD ("latency", test_latency);
  ADD ("flood", test_flood);
  ADD ("forget", test_forget);
  ADD ("unmapped", test_unmapped);
  return g_test_run ();
}
