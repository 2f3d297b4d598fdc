#include "ui/plot/matrix-view.h"

#include <math.h>
#include <string.h>

#include "ui/figure/matrix-scaling.h"
#include "ui/plot/matrix-view-private.h"
#include "ui/plot/view-card.h"

#define HISTORY_MOST 64
/* Changes that follow each other faster are one. */
#define GOING_ON (G_USEC_PER_SEC / 2)

G_DEFINE_FINAL_TYPE (IsoMatrixView, iso_matrix_view, GTK_TYPE_WIDGET)

enum { CURSOR_MOVED, CELL_PICKED, ZOOMED, SIGNAL_COUNT };
static guint signals[SIGNAL_COUNT];

void
iso_matrix_view_forget_pixels (IsoMatrixView *view)
{
  g_clear_pointer (&view->node, gsk_render_node_unref);
  g_clear_pointer (&view->pixels, cairo_surface_destroy);
}

gboolean
iso_matrix_view_has_values (IsoMatrixView *view)
{
  const IsoMatrixPicture *picture = &view->picture;
  return picture->matrices != NULL && picture->matrices->B > 0 && picture->matrices->values[picture->kind] != NULL;
}

void
iso_matrix_view_tell_cursor (IsoMatrixView *view, int row, int column)
{
  if (row != view->row || column != view->column)
    g_signal_emit (view, signals[CURSOR_MOVED], 0, row, column);
}

void
iso_matrix_view_tell_picked (IsoMatrixView *view, int row, int column)
{
  g_signal_emit (view, signals[CELL_PICKED], 0, row, column);
}

/* ---- which part is in sight ---- */

static void
take_zoom (IsoMatrixView *view, const IsoMatrixZoom *zoom)
{
  view->zoom = *zoom;
  iso_matrix_view_forget_pixels (view);
  gtk_widget_queue_draw (GTK_WIDGET (view));
  g_signal_emit (view, signals[ZOOMED], 0);
}

void
iso_matrix_view_sync_zoom (IsoMatrixView *view)
{
  size_t B = view->picture.matrices != NULL ? view->picture.matrices->B : 0, side = iso_matrix_view_side (view);
  IsoMatrixZoom zoom = view->zoom;
  if (zoom.B == B && zoom.side == side)
    return;
  if (zoom.B != B)
    g_array_set_size (view->history, 0);
  iso_matrix_zoom_resize (&zoom, B, side);
  take_zoom (view, &zoom);
}

void
iso_matrix_view_change_zoom (IsoMatrixView *view, const IsoMatrixZoom *zoom, gboolean is_going_on)
{
  gint64 now = g_get_monotonic_time ();
  /* A wheel turned by too little for the next whole pixel is remembered for its next turn. */
  if (iso_matrix_zoom_equal (zoom, &view->zoom))
    {
      view->zoom.wanted = zoom->wanted;
      return;
    }
  if (!(is_going_on && now - view->remembered < GOING_ON))
    {
      if (view->history->len >= HISTORY_MOST)
        g_array_remove_index (view->history, 0);
      g_array_append_val (view->history, view->zoom);
    }
  view->remembered = now;
  take_zoom (view, zoom);
}

const IsoMatrixZoom *
iso_matrix_view_zoom (IsoMatrixView *view)
{
  return &view->zoom;
}

void
iso_matrix_view_set_zoom (IsoMatrixView *view, const IsoMatrixZoom *zoom)
{
  IsoMatrixZoom fitting = *zoom;
  iso_matrix_view_sync_zoom (view);
  iso_matrix_zoom_resize (&fitting, view->zoom.B, view->zoom.side);
  iso_matrix_view_change_zoom (view, &fitting, FALSE);
}

gboolean
iso_matrix_view_fit (IsoMatrixView *view)
{
  IsoMatrixZoom zoom;
  if (iso_matrix_zoom_is_fit (&view->zoom))
    return FALSE;
  iso_matrix_zoom_fit (&zoom, view->zoom.B, view->zoom.side);
  iso_matrix_view_change_zoom (view, &zoom, FALSE);
  return TRUE;
}

gboolean
iso_matrix_view_zoom_back (IsoMatrixView *view)
{
  if (view->history->len == 0)
    return FALSE;
  IsoMatrixZoom zoom = g_array_index (view->history, IsoMatrixZoom, view->history->len - 1);
  g_array_set_size (view->history, view->history->len - 1);
  /* It may be of another size of the window. */
  iso_matrix_zoom_resize (&zoom, view->zoom.B, view->zoom.side);
  view->remembered = 0;
  take_zoom (view, &zoom);
  return TRUE;
}

void
iso_matrix_view_set_outline (IsoMatrixView *view, const IsoMatrixZoom *zoom)
{
  IsoMatrixZoom outline = zoom != NULL && !iso_matrix_zoom_is_fit (zoom) ? *zoom : (IsoMatrixZoom){ 0 };
  if (iso_matrix_zoom_equal (&outline, &view->outline))
    return;
  view->outline = outline;
  gtk_widget_queue_draw (GTK_WIDGET (view));
}

/* ---- the object ---- */

static void
iso_matrix_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  iso_matrix_view_draw (ISO_MATRIX_VIEW (widget), snapshot);
}

/* The theme knows nothing of this widget, so that GTK sees no reason to redraw it. */
static void
iso_matrix_view_state_flags_changed (GtkWidget *widget, GtkStateFlags before)
{
  gtk_widget_queue_draw (widget);
}

static void
iso_matrix_view_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                         int *minimum_baseline, int *natural_baseline)
{
  *minimum = 24;
  *natural = for_size > 0 ? for_size : 224;
  *minimum_baseline = *natural_baseline = -1;
}

static void
iso_matrix_view_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  iso_matrix_view_sync_zoom (ISO_MATRIX_VIEW (widget));
}

static void
picture_clear (IsoMatrixPicture *picture)
{
  g_clear_pointer (&picture->matrices, iso_batch_matrices_unref);
  g_clear_pointer (&picture->order, iso_matrix_order_unref);
  g_clear_pointer (&picture->levels, iso_heat_levels_unref);
}

static void
iso_matrix_view_dispose (GObject *object)
{
  IsoMatrixView *view = ISO_MATRIX_VIEW (object);
  iso_matrix_view_forget_pixels (view);
  picture_clear (&view->picture);
  g_clear_pointer (&view->faded, g_free);
  g_clear_pointer (&view->numbers, iso_cell_numbers_free);
  G_OBJECT_CLASS (iso_matrix_view_parent_class)->dispose (object);
}

static void
iso_matrix_view_finalize (GObject *object)
{
  g_array_unref (ISO_MATRIX_VIEW (object)->history);
  G_OBJECT_CLASS (iso_matrix_view_parent_class)->finalize (object);
}

/* Another window may draw by another renderer. */
static void
iso_matrix_view_unrealize (GtkWidget *widget)
{
  g_clear_pointer (&ISO_MATRIX_VIEW (widget)->node, gsk_render_node_unref);
  GTK_WIDGET_CLASS (iso_matrix_view_parent_class)->unrealize (widget);
}

static void
iso_matrix_view_class_init (IsoMatrixViewClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  G_OBJECT_CLASS (class)->dispose = iso_matrix_view_dispose;
  G_OBJECT_CLASS (class)->finalize = iso_matrix_view_finalize;
  widget_class->snapshot = iso_matrix_view_snapshot;
  widget_class->measure = iso_matrix_view_measure;
  widget_class->size_allocate = iso_matrix_view_size_allocate;
  widget_class->state_flags_changed = iso_matrix_view_state_flags_changed;
  widget_class->unrealize = iso_matrix_view_unrealize;
  gtk_widget_class_set_css_name (widget_class, "matrix");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
  signals[CURSOR_MOVED] = g_signal_new ("cursor-moved", ISO_TYPE_MATRIX_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                        G_TYPE_NONE, 2, G_TYPE_INT, G_TYPE_INT);
  signals[CELL_PICKED] = g_signal_new ("cell-picked", ISO_TYPE_MATRIX_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                                       G_TYPE_INT, G_TYPE_INT);
  signals[ZOOMED] = g_signal_new ("zoomed", ISO_TYPE_MATRIX_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
iso_matrix_view_init (IsoMatrixView *view)
{
  view->row = view->column = -1;
  view->marks = (IsoMatrixMarks){ -1, -1, -1 };
  view->pointer_x = view->pointer_y = -1.0;
  view->history = g_array_new (FALSE, FALSE, sizeof (IsoMatrixZoom));
  iso_matrix_view_add_pointer (view);
  g_signal_connect (view, "notify::scale-factor", G_CALLBACK (iso_matrix_view_sync_zoom), NULL);
}

GtkWidget *
iso_matrix_view_new (IsoMatrixKind kind)
{
  IsoMatrixView *view = g_object_new (ISO_TYPE_MATRIX_VIEW, NULL);
  view->picture.kind = kind;
  return GTK_WIDGET (view);
}

void
iso_matrix_view_set_interactive (IsoMatrixView *view)
{
  g_return_if_fail (!view->is_interactive);
  view->is_interactive = TRUE;
  gtk_widget_set_focusable (GTK_WIDGET (view), TRUE);
  iso_matrix_view_add_gestures (view);
}

/* ---- what is shown ---- */

static gboolean
is_same_picture (const IsoMatrixPicture *a, const IsoMatrixPicture *b)
{
  return a->kind == b->kind && a->matrices == b->matrices && a->map == b->map && a->order == b->order && a->levels == b->levels
         && iso_heat_scale_equal (&a->scale, &b->scale);
}

void
iso_matrix_view_show_picture (IsoMatrixView *view, const IsoMatrixPicture *picture, cairo_surface_t *pixels)
{
  IsoMatrixPicture before = view->picture;
  if (pixels == NULL && is_same_picture (picture, &before))
    return;
  size_t count = picture->matrices != NULL ? picture->matrices->B : 0;
  g_return_if_fail (picture->order == NULL || picture->order->B == count);
  iso_matrix_view_forget_pixels (view);
  view->picture = *picture;
  if (picture->matrices != NULL)
    iso_batch_matrices_ref (picture->matrices);
  if (picture->order != NULL)
    iso_matrix_order_ref (picture->order);
  if (picture->levels != NULL)
    iso_heat_levels_ref (picture->levels);
  /* Flags of other rows say nothing of these. */
  if (count != (before.matrices != NULL ? before.matrices->B : 0))
    g_clear_pointer (&view->faded, g_free);
  picture_clear (&before);
  iso_matrix_view_sync_zoom (view);
  if (pixels != NULL && view->faded == NULL && iso_matrix_zoom_is_fit (&view->zoom))
    view->pixels = cairo_surface_reference (pixels);
  view->is_dark = iso_present_theme ()->is_dark;
  if (view->row >= (int) count || view->column >= (int) count)
    view->row = view->column = -1;
  gtk_widget_queue_draw (GTK_WIDGET (view));
}

void
iso_matrix_view_show (IsoMatrixView *view, IsoMatrixKind kind, IsoBatchMatrices *matrices, gboolean logarithmic,
                      cairo_surface_t *pixels)
{
  IsoMatrixPicture picture = { .kind = kind, .matrices = matrices };
  if (matrices != NULL)
    {
      picture.scale = *iso_batch_matrices_scale (matrices, kind, logarithmic);
      picture.map = iso_matrix_colormap (kind, &picture.scale, -1);
    }
  iso_matrix_view_show_picture (view, &picture, pixels);
}

void
iso_matrix_view_set_cursor (IsoMatrixView *view, int row, int column)
{
  int count = view->picture.matrices != NULL ? (int) view->picture.matrices->B : 0;
  if (row < 0 || column < 0 || row >= count || column >= count)
    row = column = -1;
  if (row == view->row && column == view->column)
    return;
  view->row = row;
  view->column = column;
  gtk_widget_queue_draw (GTK_WIDGET (view));
}

void
iso_matrix_view_set_marks (IsoMatrixView *view, const IsoMatrixMarks *marks)
{
  if (memcmp (marks, &view->marks, sizeof *marks) == 0)
    return;
  view->marks = *marks;
  gtk_widget_queue_draw (GTK_WIDGET (view));
}

void
iso_matrix_view_set_faded (IsoMatrixView *view, const guint8 *faded)
{
  size_t count = view->picture.matrices != NULL ? view->picture.matrices->B : 0;
  gboolean is_same = faded == NULL || view->faded == NULL || count == 0 ? (faded == NULL) == (view->faded == NULL)
                                                                         : memcmp (faded, view->faded, count) == 0;
  if (is_same)
    return;
  g_clear_pointer (&view->faded, g_free);
  if (faded != NULL)
    view->faded = g_memdup2 (faded, count);
  iso_matrix_view_forget_pixels (view);
  gtk_widget_queue_draw (GTK_WIDGET (view));
}

size_t
iso_matrix_view_side (IsoMatrixView *view)
{
  GtkWidget *widget = GTK_WIDGET (view);
  int side = MIN (gtk_widget_get_width (widget), gtk_widget_get_height (widget));
  return (size_t) (MAX (side, 0) * gtk_widget_get_scale_factor (widget));
}
