/* Pointer, gestures and keys of a matrix view. */
#include <math.h>

#include "ui/plot/matrix-view-private.h"

#define WHEEL_STEP 1.2
#define SURFACE_STEP 30.0 /* pixels of a touchpad that zoom as one click of a wheel */
#define DRAG_THRESHOLD 4.0
#define LONG_STRIDE 10    /* cells that Shift and an arrow move by */

static gboolean
has_cells (IsoMatrixView *view)
{
  iso_matrix_view_sync_zoom (view);
  return view->zoom.B > 0 && view->zoom.side > 0;
}

/* ---- the pointer ---- */

static void
cell_at (IsoMatrixView *view, double x, double y, int *row, int *column)
{
  double scale = gtk_widget_get_scale_factor (GTK_WIDGET (view));
  size_t r, c;
  iso_matrix_zoom_cell_at (&view->zoom, x * scale, y * scale, &r, &c);
  *row = (int) iso_matrix_order_row (view->picture.order, r);
  *column = (int) iso_matrix_order_row (view->picture.order, c);
}

static void
pointer_moved (GtkEventControllerMotion *controller, double x, double y, IsoMatrixView *view)
{
  int row, column;
  /* A motion is also told when something moves below a pointer at rest: that must not take the cursor from the keys. */
  if (!(fabs (x - view->pointer_x) + fabs (y - view->pointer_y) > 0.0))
    return;
  view->pointer_x = x;
  view->pointer_y = y;
  if (!has_cells (view) || view->is_dragging)
    return;
  cell_at (view, x, y, &row, &column);
  iso_matrix_view_tell_cursor (view, row, column);
}

static void
pointer_entered (GtkEventControllerMotion *controller, double x, double y, IsoMatrixView *view)
{
  pointer_moved (controller, x, y, view);
}

static void
pointer_left (GtkEventControllerMotion *controller, IsoMatrixView *view)
{
  view->pointer_x = view->pointer_y = -1.0;
  iso_matrix_view_tell_cursor (view, -1, -1);
}

/* About (x, y) in pixels of the widget. */
static void
zoom_about (IsoMatrixView *view, double factor, double x, double y)
{
  IsoMatrixZoom zoom = view->zoom;
  double scale = gtk_widget_get_scale_factor (GTK_WIDGET (view));
  iso_matrix_zoom_by (&zoom, factor, x * scale, y * scale);
  iso_matrix_view_change_zoom (view, &zoom, TRUE);
}

static gboolean
scrolled (GtkEventControllerScroll *controller, double dx, double dy, IsoMatrixView *view)
{
  gboolean is_touch = gtk_event_controller_scroll_get_unit (controller) == GDK_SCROLL_UNIT_SURFACE;
  double middle = 0.5 * gtk_widget_get_width (GTK_WIDGET (view));
  if (!has_cells (view))
    return GDK_EVENT_PROPAGATE;
  zoom_about (view, pow (WHEEL_STEP, is_touch ? -dy / SURFACE_STEP : -dy), view->pointer_x < 0.0 ? middle : view->pointer_x,
              view->pointer_y < 0.0 ? middle : view->pointer_y);
  return GDK_EVENT_STOP;
}

/* ---- gestures ---- */

static void
pinch_begun (GtkGesture *gesture, GdkEventSequence *sequence, IsoMatrixView *view)
{
  view->pinch_scale = 1.0;
}

static void
pinched (GtkGestureZoom *gesture, double scale, IsoMatrixView *view)
{
  double x, y;
  if (scale > 0.0 && has_cells (view) && gtk_gesture_get_bounding_box_center (GTK_GESTURE (gesture), &x, &y))
    zoom_about (view, scale / view->pinch_scale, x, y);
  view->pinch_scale = scale;
}

static void
pressed (GtkGestureClick *gesture, int count, double x, double y, IsoMatrixView *view)
{
  gtk_widget_grab_focus (GTK_WIDGET (view));
  if (count == 2)
    iso_matrix_view_fit (view);
}

static void
released (GtkGestureClick *gesture, int count, double x, double y, IsoMatrixView *view)
{
  GdkModifierType state = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (gesture));
  double extent = gtk_widget_get_width (GTK_WIDGET (view));
  int row, column;
  if (count != 1 || !has_cells (view) || view->is_dragging || (state & GDK_SHIFT_MASK) != 0 || x < 0.0 || y < 0.0 || x >= extent
      || y >= extent)
    return;
  cell_at (view, x, y, &row, &column);
  iso_matrix_view_tell_picked (view, row, column);
}

static void
drag_begun (GtkGestureDrag *gesture, double x, double y, IsoMatrixView *view)
{
  GdkModifierType state = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (gesture));
  view->is_dragging = view->is_boxing = FALSE;
  view->dragged_from = view->zoom;
  view->box_x = x;
  view->box_y = y;
  view->box_width = view->box_height = 0.0;
  if ((state & GDK_SHIFT_MASK) != 0 && has_cells (view))
    view->is_boxing = TRUE;
}

static void
dragged (GtkGestureDrag *gesture, double dx, double dy, IsoMatrixView *view)
{
  double scale = gtk_widget_get_scale_factor (GTK_WIDGET (view));
  IsoMatrixZoom zoom = view->dragged_from;
  if (!has_cells (view) || (!view->is_dragging && hypot (dx, dy) < DRAG_THRESHOLD))
    return;
  if (!view->is_dragging)
    {
      /* Nothing is to be moved where all is in sight; a click may still become of it. */
      if (!view->is_boxing && iso_matrix_zoom_is_fit (&view->zoom))
        return;
      view->is_dragging = TRUE;
      gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
      gtk_widget_set_cursor_from_name (GTK_WIDGET (view), view->is_boxing ? "crosshair" : "grabbing");
      iso_matrix_view_tell_cursor (view, -1, -1);
      if (!view->is_boxing)
        view->remembered = 0; /* a drag is a step of its own */
    }
  view->box_width = dx;
  view->box_height = dy;
  if (view->is_boxing)
    {
      gtk_widget_queue_draw (GTK_WIDGET (view));
      return;
    }
  if (zoom.side != view->zoom.side || zoom.B != view->zoom.B)
    return;
  iso_matrix_zoom_pan (&zoom, dx * scale, dy * scale);
  iso_matrix_view_change_zoom (view, &zoom, TRUE);
}

static void
drag_ended (GtkGestureDrag *gesture, double dx, double dy, IsoMatrixView *view)
{
  double scale = gtk_widget_get_scale_factor (GTK_WIDGET (view));
  gboolean was_boxing = view->is_boxing && view->is_dragging;
  view->is_dragging = view->is_boxing = FALSE;
  gtk_widget_set_cursor (GTK_WIDGET (view), NULL);
  gtk_widget_queue_draw (GTK_WIDGET (view));
  if (!was_boxing || !has_cells (view))
    return;
  IsoMatrixZoom zoom = view->zoom;
  iso_matrix_zoom_to_box (&zoom, view->box_x * scale, view->box_y * scale, (view->box_x + dx) * scale, (view->box_y + dy) * scale);
  iso_matrix_view_change_zoom (view, &zoom, FALSE);
}

/* ---- keys ---- */

/* About the cursor if it is in sight, else about the middle. */
static gboolean
zoom_by_key (IsoMatrixView *view, gboolean nearer)
{
  IsoMatrixZoom zoom = view->zoom;
  double x = 0.5 * (double) zoom.side, y = x;
  if (view->row >= 0)
    {
      double half = 0.5 * iso_matrix_zoom_cell (&zoom);
      double at_x = iso_matrix_zoom_column (&zoom, iso_matrix_order_place (view->picture.order, (size_t) view->column)) + half;
      double at_y = iso_matrix_zoom_row (&zoom, iso_matrix_order_place (view->picture.order, (size_t) view->row)) + half;
      if (at_x >= 0.0 && at_y >= 0.0 && at_x <= (double) zoom.side && at_y <= (double) zoom.side)
        {
          x = at_x;
          y = at_y;
        }
    }
  iso_matrix_zoom_step (&zoom, nearer, x, y);
  iso_matrix_view_change_zoom (view, &zoom, FALSE);
  return GDK_EVENT_STOP;
}

/* To a place, and into sight. The first key brings the cursor into the middle of what is shown. */
static gboolean
move_cursor (IsoMatrixView *view, int row, int column)
{
  int last = (int) view->zoom.B - 1;
  size_t r, c;
  if (view->row < 0)
    {
      iso_matrix_zoom_cell_at (&view->zoom, 0.5 * (double) view->zoom.side - 1.0, 0.5 * (double) view->zoom.side - 1.0, &r, &c);
      row = (int) r;
      column = (int) c;
    }
  row = CLAMP (row, 0, last);
  column = CLAMP (column, 0, last);
  iso_matrix_view_tell_cursor (view, (int) iso_matrix_order_row (view->picture.order, (size_t) row),
                               (int) iso_matrix_order_row (view->picture.order, (size_t) column));
  IsoMatrixZoom zoom = view->zoom;
  iso_matrix_zoom_bring (&zoom, (size_t) row, (size_t) column);
  if (!iso_matrix_zoom_equal (&zoom, &view->zoom))
    iso_matrix_view_change_zoom (view, &zoom, TRUE);
  return GDK_EVENT_STOP;
}

static gboolean
zoom_key (IsoMatrixView *view, guint key)
{
  switch (key)
    {
    case GDK_KEY_plus: case GDK_KEY_equal: case GDK_KEY_KP_Add:
      return zoom_by_key (view, TRUE);
    case GDK_KEY_minus: case GDK_KEY_KP_Subtract:
      return zoom_by_key (view, FALSE);
    case GDK_KEY_0: case GDK_KEY_KP_0:
      iso_matrix_view_fit (view);
      return GDK_EVENT_STOP;
    case GDK_KEY_BackSpace:
      iso_matrix_view_zoom_back (view);
      return GDK_EVENT_STOP;
    case GDK_KEY_Return: case GDK_KEY_KP_Enter: case GDK_KEY_ISO_Enter: case GDK_KEY_space: case GDK_KEY_KP_Space:
      if (view->row < 0)
        return GDK_EVENT_PROPAGATE;
      iso_matrix_view_tell_picked (view, view->row, view->column);
      return GDK_EVENT_STOP;
    default:
      return GDK_EVENT_PROPAGATE;
    }
}

static gboolean
key_pressed (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state, IsoMatrixView *view)
{
  int stride = state & GDK_SHIFT_MASK ? LONG_STRIDE : 1;
  if (!has_cells (view) || (state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK)) != 0)
    return GDK_EVENT_PROPAGATE;
  int last = (int) view->zoom.B - 1;
  int row = view->row >= 0 ? (int) iso_matrix_order_place (view->picture.order, (size_t) view->row) : -1;
  int column = view->row >= 0 ? (int) iso_matrix_order_place (view->picture.order, (size_t) view->column) : -1;
  switch (key)
    {
    case GDK_KEY_Up: case GDK_KEY_KP_Up:
      return move_cursor (view, row - stride, column);
    case GDK_KEY_Down: case GDK_KEY_KP_Down:
      return move_cursor (view, row + stride, column);
    case GDK_KEY_Left: case GDK_KEY_KP_Left:
      return move_cursor (view, row, column - stride);
    case GDK_KEY_Right: case GDK_KEY_KP_Right:
      return move_cursor (view, row, column + stride);
    case GDK_KEY_Home: case GDK_KEY_KP_Home:
      return move_cursor (view, row, 0);
    case GDK_KEY_End: case GDK_KEY_KP_End:
      return move_cursor (view, row, last);
    case GDK_KEY_Page_Up: case GDK_KEY_KP_Page_Up:
      return move_cursor (view, 0, column);
    case GDK_KEY_Page_Down: case GDK_KEY_KP_Page_Down:
      return move_cursor (view, last, column);
    case GDK_KEY_Escape:
      if (view->row < 0)
        return GDK_EVENT_PROPAGATE;
      iso_matrix_view_tell_cursor (view, -1, -1);
      return GDK_EVENT_STOP;
    default:
      return view->is_interactive ? zoom_key (view, key) : GDK_EVENT_PROPAGATE;
    }
}

/* ---- listening ---- */

void
iso_matrix_view_add_pointer (IsoMatrixView *view)
{
  GtkEventController *motion = gtk_event_controller_motion_new (), *keys = gtk_event_controller_key_new ();
  g_signal_connect (motion, "enter", G_CALLBACK (pointer_entered), view);
  g_signal_connect (motion, "motion", G_CALLBACK (pointer_moved), view);
  g_signal_connect (motion, "leave", G_CALLBACK (pointer_left), view);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed), view);
  gtk_widget_add_controller (GTK_WIDGET (view), motion);
  gtk_widget_add_controller (GTK_WIDGET (view), keys);
}

void
iso_matrix_view_add_gestures (IsoMatrixView *view)
{
  GtkWidget *widget = GTK_WIDGET (view);
  GtkEventController *scroll = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_VERTICAL);
  GtkGesture *click = gtk_gesture_click_new (), *drag = gtk_gesture_drag_new (), *pinch = gtk_gesture_zoom_new ();
  g_signal_connect (scroll, "scroll", G_CALLBACK (scrolled), view);
  g_signal_connect (click, "pressed", G_CALLBACK (pressed), view);
  g_signal_connect (click, "released", G_CALLBACK (released), view);
  g_signal_connect (drag, "drag-begin", G_CALLBACK (drag_begun), view);
  g_signal_connect (drag, "drag-update", G_CALLBACK (dragged), view);
  g_signal_connect (drag, "drag-end", G_CALLBACK (drag_ended), view);
  g_signal_connect (pinch, "begin", G_CALLBACK (pinch_begun), view);
  g_signal_connect (pinch, "scale-changed", G_CALLBACK (pinched), view);
  gtk_widget_add_controller (widget, scroll);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (click));
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (drag));
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (pinch));
}
