/* A board with a made-up batch in a window, and the hand of a person on its large matrix. */
#pragma once

#include <adwaita.h>
#include <math.h>
#include <string.h>

#include "tests/support/synthetic-batch.h"
#include "tests/support/wait-for.h"
#include "tests/support/widgets.h"
#include "ui/figure/cell-numbers.h"
#include "ui/plot/band-view.h"
#include "ui/plot/batch-board.h"
#include "ui/plot/batch-tile.h"
#include "ui/plot/color-bar.h"
#include "ui/plot/matrix-view.h"
#include "ui/plot/scale-chooser.h"

#define SIDE 60

typedef struct {
  GtkWindow *window;
  IsoBatchBoard *board;
  IsoMatrixView *large;
  IsoBatchMatrices *matrices;
  IsoSampleChoice *choice;
} Fixture;

static inline IsoBatchMatrices *
matrices_new (size_t B, guint64 step)
{
  g_autoptr (IsoBatchSnapshot) snapshot = iso_test_batch (B, 16, 6, step);
  g_autoptr (IsoTargets) room = iso_targets_new (B);
  for (size_t i = 0; i < B; i++)
    snapshot->indices[i] = (guint32) (5000 - 3 * i);
  return iso_batch_matrices_new (snapshot, &snapshot->distill, room);
}

static inline void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->window = GTK_WINDOW (gtk_window_new ());
  fixture->board = ISO_BATCH_BOARD (iso_batch_board_new ());
  fixture->choice = iso_sample_choice_new ();
  fixture->large = ISO_MATRIX_VIEW (test_find (GTK_WIDGET (fixture->board), ISO_TYPE_MATRIX_VIEW));
  fixture->matrices = matrices_new (SIDE, 3);
  gtk_window_set_default_size (fixture->window, 900, 460);
  gtk_window_set_child (fixture->window, GTK_WIDGET (fixture->board));
  iso_batch_board_show (fixture->board, fixture->matrices, TRUE, ISO_MATRIX_OBDP, NULL, NULL);
  iso_batch_board_set_choice (fixture->board, fixture->choice);
  gtk_window_present (fixture->window);
  WAIT_FOR (iso_matrix_view_side (fixture->large) > 100);
}

static inline void
tear_down (Fixture *fixture, gconstpointer data)
{
  gpointer board = fixture->board, large = fixture->large;
  g_object_add_weak_pointer (G_OBJECT (board), &board);
  g_object_add_weak_pointer (G_OBJECT (large), &large);
  gtk_window_destroy (fixture->window);
  WAIT_FOR (board == NULL && large == NULL);
  g_assert_finalize_object (fixture->choice);
  iso_batch_matrices_unref (fixture->matrices);
}

/* What listens for a kind of event on a widget. */
static inline gpointer
controller_of (gpointer widget, GType type)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);
  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GObject) controller = g_list_model_get_item (controllers, i);
      if (G_TYPE_CHECK_INSTANCE_TYPE (controller, type))
        return controller;
    }
  g_assert_not_reached ();
}

static inline gboolean
press_with (gpointer widget, guint key, GdkModifierType state)
{
  gboolean handled = FALSE;
  g_signal_emit_by_name (controller_of (widget, GTK_TYPE_EVENT_CONTROLLER_KEY), "key-pressed", key, 0, state, &handled);
  return handled;
}

static inline gboolean
press (gpointer widget, guint key)
{
  return press_with (widget, key, 0);
}

static inline void
point (Fixture *fixture, double x, double y)
{
  g_signal_emit_by_name (controller_of (fixture->large, GTK_TYPE_EVENT_CONTROLLER_MOTION), "motion", x, y);
}

static inline void
scroll (Fixture *fixture, double dy)
{
  gboolean handled = FALSE;
  g_signal_emit_by_name (controller_of (fixture->large, GTK_TYPE_EVENT_CONTROLLER_SCROLL), "scroll", 0.0, dy, &handled);
  g_assert_true (handled);
}

static const IsoMatrixZoom *
zoom_of (Fixture *fixture)
{
  return iso_matrix_view_zoom (fixture->large);
}

static inline gboolean
is_fit (Fixture *fixture)
{
  return iso_matrix_zoom_is_fit (zoom_of (fixture));
}

/* What a widget draws, (side, side) device pixels. */
static inline guint32 *
pixels_of (Fixture *fixture, GtkWidget *widget, size_t side)
{
  guint32 *pixels = g_new0 (guint32, side * side);
  gtk_test_widget_wait_for_draw (widget);
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (widget);
  GtkSnapshot *drawing = gtk_snapshot_new ();
  gdk_paintable_snapshot (paintable, drawing, (double) side, (double) side);
  g_autoptr (GskRenderNode) node = gtk_snapshot_free_to_node (drawing);
  if (node == NULL)
    return pixels;
  g_autoptr (GdkTexture) texture = gsk_renderer_render_texture (gtk_native_get_renderer (GTK_NATIVE (fixture->window)), node,
                                                                &GRAPHENE_RECT_INIT (0.0f, 0.0f, (float) side, (float) side));
  gdk_texture_download (texture, (guchar *) pixels, (gsize) side * 4);
  return pixels;
}
