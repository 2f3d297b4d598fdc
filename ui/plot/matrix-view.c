#include "ui/plot/matrix-view.h"

#include <math.h>

#include "ui/plot/pixels.h"
#include "ui/plot/view-card.h"

struct _IsoMatrixView {
  GtkWidget parent_instance;
  IsoMatrixKind kind;
  IsoBatchMatrices *matrices;
  gboolean logarithmic;
  cairo_surface_t *pixels;
  GskRenderNode *node; /* shows pixels */
  gboolean is_dark;    /* that pixels are for */
  int row, column;     /* of the cursor, or −1 */
};

G_DEFINE_FINAL_TYPE (IsoMatrixView, iso_matrix_view, GTK_TYPE_WIDGET)

enum { CURSOR_MOVED, SIGNAL_COUNT };
static guint signals[SIGNAL_COUNT];

static void
forget_pixels (IsoMatrixView *view)
{
  g_clear_pointer (&view->node, gsk_render_node_unref);
  g_clear_pointer (&view->pixels, cairo_surface_destroy);
}

/* ---- drawing ---- */

static void
append_box (GtkSnapshot *snapshot, const GdkRGBA *color, double x, double y, double width, double height)
{
  if (width > 0.0 && height > 0.0)
    gtk_snapshot_append_color (snapshot, color, &GRAPHENE_RECT_INIT ((float) x, (float) y, (float) width, (float) height));
}

void
iso_matrix_view_append_frame (GtkSnapshot *snapshot, IsoColor color, double side, double distance, double thickness)
{
  GskRoundedRect outline;
  GdkRGBA rgba = { (float) color.red, (float) color.green, (float) color.blue, (float) color.alpha };
  float width = (float) thickness, reach = (float) (distance + thickness), extent = (float) side + 2.0f * reach;
  gsk_rounded_rect_init_from_rect (&outline, &GRAPHENE_RECT_INIT (-reach, -reach, extent, extent),
                                   (float) ISO_MATRIX_RADIUS + reach);
  gtk_snapshot_append_border (snapshot, &outline, (const float[4]){ width, width, width, width },
                              (const GdkRGBA[4]){ rgba, rgba, rgba, rgba });
}

static double
device_edge (IsoMatrixView *view, double side, size_t cell)
{
  double scale = gtk_widget_get_scale_factor (GTK_WIDGET (view));
  return floor ((double) cell / (double) view->matrices->B * side * scale + 0.5) / scale;
}

/* Row and column as light strips that leave the cell itself in its colour, framed. */
static void
append_cursor (IsoMatrixView *view, GtkSnapshot *snapshot, double side)
{
  /* The middle of the diverging map is as light as the strips would be. */
  gboolean is_light = view->kind == ISO_MATRIX_DIFFERENCE && !iso_present_theme ()->is_dark;
  float shade = is_light ? 0.0f : 1.0f;
  GdkRGBA strip = { shade, shade, shade, 0.5f }, ring = { shade, shade, shade, 1.0f };
  GdkRGBA outline = { 1.0f - shade, 1.0f - shade, 1.0f - shade, 0.5f };
  double pixel = 1.0 / gtk_widget_get_scale_factor (GTK_WIDGET (view));
  double x0 = device_edge (view, side, (size_t) view->column), x1 = device_edge (view, side, (size_t) view->column + 1);
  double y0 = device_edge (view, side, (size_t) view->row), y1 = device_edge (view, side, (size_t) view->row + 1);

  x1 = fmax (x1, x0 + pixel);
  y1 = fmax (y1, y0 + pixel);
  append_box (snapshot, &strip, 0.0, y0, x0, y1 - y0);
  append_box (snapshot, &strip, x1, y0, side - x1, y1 - y0);
  append_box (snapshot, &strip, x0, 0.0, x1 - x0, y0);
  append_box (snapshot, &strip, x0, y1, x1 - x0, side - y1);
  for (int i = 1; i >= 0; i--)
    {
      double out = i + 1.0;
      const GdkRGBA *color = i == 1 ? &outline : &ring;
      append_box (snapshot, color, x0 - out, y0 - out, x1 - x0 + 2.0 * out, 1.0);
      append_box (snapshot, color, x0 - out, y1 + out - 1.0, x1 - x0 + 2.0 * out, 1.0);
      append_box (snapshot, color, x0 - out, y0 - out + 1.0, 1.0, y1 - y0 + 2.0 * out - 2.0);
      append_box (snapshot, color, x1 + out - 1.0, y0 - out + 1.0, 1.0, y1 - y0 + 2.0 * out - 2.0);
    }
}

static void
ensure_node (IsoMatrixView *view, size_t side)
{
  gboolean is_dark = iso_present_theme ()->is_dark;
  if (view->pixels != NULL
      && (view->is_dark != is_dark || cairo_image_surface_get_width (view->pixels) != (int) side))
    forget_pixels (view);
  if (view->pixels == NULL && view->matrices != NULL)
    {
      double radius = ISO_MATRIX_RADIUS * gtk_widget_get_scale_factor (GTK_WIDGET (view));
      view->pixels = iso_batch_matrices_draw (view->matrices, view->kind, view->logarithmic, is_dark, side, radius);
      view->is_dark = is_dark;
    }
  if (view->node == NULL && view->pixels != NULL)
    view->node = iso_pixels_node_new (GTK_WIDGET (view), view->pixels, 0.0, 0.0);
}

static void
iso_matrix_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  IsoMatrixView *view = ISO_MATRIX_VIEW (widget);
  size_t side = iso_matrix_view_side (view);
  double extent = (double) side / gtk_widget_get_scale_factor (widget);

  if (side == 0)
    return;
  ensure_node (view, side);
  if (view->node != NULL)
    gtk_snapshot_append_node (snapshot, view->node);
  else
    {
      IsoColor grid = iso_present_theme ()->grid;
      GdkRGBA color = { (float) grid.red, (float) grid.green, (float) grid.blue, 0.6f };
      append_box (snapshot, &color, 0.0, 0.0, extent, extent);
    }
  if (view->node != NULL && view->row >= 0)
    {
      gtk_snapshot_push_clip (snapshot, &GRAPHENE_RECT_INIT (0.0f, 0.0f, (float) extent, (float) extent));
      append_cursor (view, snapshot, extent);
      gtk_snapshot_pop (snapshot);
    }
  if (gtk_widget_get_state_flags (widget) & GTK_STATE_FLAG_FOCUS_VISIBLE)
    iso_matrix_view_append_frame (snapshot, iso_present_theme ()->accent, extent, 1.0, 2.0);
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

/* ---- pointer and keys ---- */

static void
tell_cursor (IsoMatrixView *view, int row, int column)
{
  if (row != view->row || column != view->column)
    g_signal_emit (view, signals[CURSOR_MOVED], 0, row, column);
}

static void
pointer_moved (GtkEventControllerMotion *controller, double x, double y, IsoMatrixView *view)
{
  double extent = (double) iso_matrix_view_side (view) / gtk_widget_get_scale_factor (GTK_WIDGET (view));
  if (view->matrices == NULL || view->matrices->B == 0 || !(extent > 0.0))
    return;
  double cells = (double) view->matrices->B;
  tell_cursor (view, (int) CLAMP (floor (y / extent * cells), 0.0, cells - 1.0),
               (int) CLAMP (floor (x / extent * cells), 0.0, cells - 1.0));
}

static void
pointer_entered (GtkEventControllerMotion *controller, double x, double y, IsoMatrixView *view)
{
  pointer_moved (controller, x, y, view);
}

static void
pointer_left (GtkEventControllerMotion *controller, IsoMatrixView *view)
{
  tell_cursor (view, -1, -1);
}

static gboolean
key_pressed (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state, IsoMatrixView *view)
{
  int last = view->matrices != NULL ? (int) view->matrices->B - 1 : -1;
  int stride = state & GDK_SHIFT_MASK ? 10 : 1, row = view->row, column = view->column;

  if (last < 0 || (state & (GDK_CONTROL_MASK | GDK_ALT_MASK)) != 0)
    return GDK_EVENT_PROPAGATE;
  switch (key)
    {
    case GDK_KEY_Up: case GDK_KEY_KP_Up:
      row -= stride;
      break;
    case GDK_KEY_Down: case GDK_KEY_KP_Down:
      row += stride;
      break;
    case GDK_KEY_Left: case GDK_KEY_KP_Left:
      column -= stride;
      break;
    case GDK_KEY_Right: case GDK_KEY_KP_Right:
      column += stride;
      break;
    case GDK_KEY_Home: case GDK_KEY_KP_Home:
      column = 0;
      break;
    case GDK_KEY_End: case GDK_KEY_KP_End:
      column = last;
      break;
    case GDK_KEY_Page_Up: case GDK_KEY_KP_Page_Up:
      row = 0;
      break;
    case GDK_KEY_Page_Down: case GDK_KEY_KP_Page_Down:
      row = last;
      break;
    case GDK_KEY_Escape:
      if (view->row < 0)
        return GDK_EVENT_PROPAGATE;
      tell_cursor (view, -1, -1);
      return GDK_EVENT_STOP;
    default:
      return GDK_EVENT_PROPAGATE;
    }
  /* The first key brings the cursor into the middle. */
  if (view->row < 0)
    row = column = last / 2;
  tell_cursor (view, CLAMP (row, 0, last), CLAMP (column, 0, last));
  return GDK_EVENT_STOP;
}

/* ---- the object ---- */

static void
iso_matrix_view_dispose (GObject *object)
{
  IsoMatrixView *view = ISO_MATRIX_VIEW (object);
  forget_pixels (view);
  g_clear_pointer (&view->matrices, iso_batch_matrices_unref);
  G_OBJECT_CLASS (iso_matrix_view_parent_class)->dispose (object);
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
  widget_class->snapshot = iso_matrix_view_snapshot;
  widget_class->measure = iso_matrix_view_measure;
  widget_class->state_flags_changed = iso_matrix_view_state_flags_changed;
  widget_class->unrealize = iso_matrix_view_unrealize;
  gtk_widget_class_set_css_name (widget_class, "matrix");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
  signals[CURSOR_MOVED] = g_signal_new ("cursor-moved", ISO_TYPE_MATRIX_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                        G_TYPE_NONE, 2, G_TYPE_INT, G_TYPE_INT);
}

static void
iso_matrix_view_init (IsoMatrixView *view)
{
  GtkEventController *motion = gtk_event_controller_motion_new (), *keys = gtk_event_controller_key_new ();
  view->row = view->column = -1;
  g_signal_connect (motion, "enter", G_CALLBACK (pointer_entered), view);
  g_signal_connect (motion, "motion", G_CALLBACK (pointer_moved), view);
  g_signal_connect (motion, "leave", G_CALLBACK (pointer_left), view);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed), view);
  gtk_widget_add_controller (GTK_WIDGET (view), motion);
  gtk_widget_add_controller (GTK_WIDGET (view), keys);
}

GtkWidget *
iso_matrix_view_new (IsoMatrixKind kind)
{
  IsoMatrixView *view = g_object_new (ISO_TYPE_MATRIX_VIEW, NULL);
  view->kind = kind;
  return GTK_WIDGET (view);
}

void
iso_matrix_view_show (IsoMatrixView *view, IsoMatrixKind kind, IsoBatchMatrices *matrices, gboolean logarithmic,
                      cairo_surface_t *pixels)
{
  if (matrices == view->matrices && kind == view->kind && logarithmic == view->logarithmic && pixels == NULL)
    return;
  forget_pixels (view);
  if (matrices != NULL)
    iso_batch_matrices_ref (matrices);
  iso_batch_matrices_unref (view->matrices);
  view->matrices = matrices;
  view->kind = kind;
  view->logarithmic = logarithmic;
  view->pixels = pixels != NULL ? cairo_surface_reference (pixels) : NULL;
  view->is_dark = iso_present_theme ()->is_dark;
  if (matrices == NULL || view->row >= (int) matrices->B || view->column >= (int) matrices->B)
    view->row = view->column = -1;
  gtk_widget_queue_draw (GTK_WIDGET (view));
}

void
iso_matrix_view_set_cursor (IsoMatrixView *view, int row, int column)
{
  int count = view->matrices != NULL ? (int) view->matrices->B : 0;
  if (row < 0 || column < 0 || row >= count || column >= count)
    row = column = -1;
  if (row == view->row && column == view->column)
    return;
  view->row = row;
  view->column = column;
  gtk_widget_queue_draw (GTK_WIDGET (view));
}

size_t
iso_matrix_view_side (IsoMatrixView *view)
{
  GtkWidget *widget = GTK_WIDGET (view);
  int side = MIN (gtk_widget_get_width (widget), gtk_widget_get_height (widget));
  return (size_t) (MAX (side, 0) * gtk_widget_get_scale_factor (widget));
}
