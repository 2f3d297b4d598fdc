#include <math.h>

#include "ui/plot/map-canvas-private.h"

#define REACH 8.0
#define ZOOM_STEP 1.2
#define DRAG_THRESHOLD 4.0
#define SURFACE_STEP 30.0 /* pixels of a touchpad that zoom as one click of a wheel */

/* ---- the pointer ---- */

/* The point within reach; those in colour before those that have faded. */
static size_t
point_at (IsoMapCanvas *canvas, double x, double y)
{
  size_t point = G_MAXSIZE;
  if (canvas->map == NULL || !canvas->is_placed)
    return G_MAXSIZE;
  x *= canvas->scale;
  y *= canvas->scale;
  if (canvas->selected != NULL)
    point = iso_map_nearest (canvas->placed, canvas->selected, canvas->map->N, x, y, REACH * canvas->scale);
  if (point == G_MAXSIZE)
    point = iso_map_nearest (canvas->placed, NULL, canvas->map->N, x, y, REACH * canvas->scale);
  return point;
}

static void
pointer_moved (GtkEventControllerMotion *controller, double x, double y, IsoMapCanvas *canvas)
{
  /* A motion is also told when something moves below a pointer at rest: that must not take the point from the keys. */
  if (x == canvas->pointer_x && y == canvas->pointer_y)
    return;
  canvas->pointer_x = x;
  canvas->pointer_y = y;
  if (!canvas->is_dragging)
    iso_map_canvas_hover (canvas, point_at (canvas, x, y), false);
}

static void
pointer_left (GtkEventControllerMotion *controller, IsoMapCanvas *canvas)
{
  canvas->pointer_x = canvas->pointer_y = -1.0;
  if (!canvas->by_keys)
    iso_map_canvas_hover (canvas, G_MAXSIZE, false);
}

static gboolean
scrolled (GtkEventControllerScroll *controller, double dx, double dy, IsoMapCanvas *canvas)
{
  bool is_touch = gtk_event_controller_scroll_get_unit (controller) == GDK_SCROLL_UNIT_SURFACE;
  double x = canvas->pointer_x, y = canvas->pointer_y;
  if (canvas->map == NULL)
    return GDK_EVENT_PROPAGATE;
  if (x < 0.0)
    {
      x = 0.5 * gtk_widget_get_width (GTK_WIDGET (canvas));
      y = 0.5 * gtk_widget_get_height (GTK_WIDGET (canvas));
    }
  iso_map_canvas_zoom (canvas, pow (ZOOM_STEP, is_touch ? -dy / SURFACE_STEP : -dy), x, y);
  return GDK_EVENT_STOP;
}

static void
pinch_begun (GtkGesture *gesture, GdkEventSequence *sequence, IsoMapCanvas *canvas)
{
  canvas->pinch_scale = 1.0;
}

static void
pinched (GtkGestureZoom *gesture, double scale, IsoMapCanvas *canvas)
{
  double x, y;
  if (scale > 0.0 && gtk_gesture_get_bounding_box_center (GTK_GESTURE (gesture), &x, &y))
    iso_map_canvas_zoom (canvas, scale / canvas->pinch_scale, x, y);
  canvas->pinch_scale = scale;
}

static void
pressed (GtkGestureClick *gesture, int count, double x, double y, IsoMapCanvas *canvas)
{
  gtk_widget_grab_focus (GTK_WIDGET (canvas));
  if (count == 2)
    iso_map_canvas_fit (canvas);
}

/* A click, not the end of a drag, which takes the gesture over. */
static void
released (GtkGestureClick *gesture, int count, double x, double y, IsoMapCanvas *canvas)
{
  GdkModifierType state = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (gesture));
  size_t point = point_at (canvas, x, y);
  if (canvas->map == NULL || count != 1)
    return;
  if ((state & GDK_CONTROL_MASK) == 0)
    iso_map_canvas_pick (canvas, point);
  else if (point != G_MAXSIZE)
    iso_map_canvas_toggle_selected (canvas, point);
}

static void
drag_begun (GtkGestureDrag *gesture, double x, double y, IsoMapCanvas *canvas)
{
  canvas->is_dragging = false;
  iso_map_canvas_drop_outline (canvas);
}

static void
begin_drag (GtkGestureDrag *gesture, IsoMapCanvas *canvas)
{
  GdkModifierType state = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (gesture));
  IsoMapTool tool = iso_select_outline_tool_for (&canvas->outline, state);
  double x = 0.0, y = 0.0;
  canvas->is_dragging = true;
  canvas->drag_frame = iso_map_canvas_present_frame (canvas);
  gtk_gesture_drag_get_start_point (gesture, &x, &y);
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  gtk_widget_set_cursor_from_name (GTK_WIDGET (canvas), tool != ISO_MAP_TOOL_NONE ? "crosshair" : "grabbing");
  iso_map_canvas_hover (canvas, G_MAXSIZE, false);
  if (tool != ISO_MAP_TOOL_NONE)
    iso_select_outline_begin (&canvas->outline, tool, state, x, y);
}

/* To whole pixels of the device: what was drawn can then be moved. */
static double
whole (IsoMapCanvas *canvas, double distance)
{
  int scale = gtk_widget_get_scale_factor (GTK_WIDGET (canvas));
  return round (distance * scale) / scale;
}

static void
dragged (GtkGestureDrag *gesture, double dx, double dy, IsoMapCanvas *canvas)
{
  double x = 0.0, y = 0.0;
  if (canvas->map == NULL || (!canvas->is_dragging && hypot (dx, dy) < DRAG_THRESHOLD))
    return;
  if (!canvas->is_dragging)
    begin_drag (gesture, canvas);
  if (canvas->outline.drawing != ISO_MAP_TOOL_NONE)
    {
      gtk_gesture_drag_get_start_point (gesture, &x, &y);
      if (iso_select_outline_extend (&canvas->outline, x + dx, y + dy))
        gtk_widget_queue_draw (GTK_WIDGET (canvas));
      return;
    }
  IsoMapFrame frame = canvas->drag_frame;
  frame.x += whole (canvas, dx);
  frame.y += whole (canvas, dy);
  iso_map_canvas_set_frame (canvas, &frame);
}

static void
drag_ended (GtkGestureDrag *gesture, double dx, double dy, IsoMapCanvas *canvas)
{
  canvas->is_dragging = false;
  gtk_widget_queue_draw (GTK_WIDGET (canvas));
  gtk_widget_set_cursor_from_name (GTK_WIDGET (canvas), canvas->outline.tool != ISO_MAP_TOOL_NONE ? "crosshair" : NULL);
  iso_map_canvas_end_outline (canvas);
}

/* ---- keys ---- */

/* Where the keys begin: at the point that is picked, else in the middle of what is shown. */
static size_t
first_point (IsoMapCanvas *canvas)
{
  if (canvas->picked[0] != G_MAXSIZE)
    return canvas->picked[0];
  return iso_map_nearest (canvas->placed, NULL, canvas->map->N, 0.5 * canvas->width * canvas->scale,
                          0.5 * canvas->height * canvas->scale, INFINITY);
}

/* Moves the map so that the point with the ring is in sight. */
static void
bring_into_sight (IsoMapCanvas *canvas)
{
  double x, y;
  int width = gtk_widget_get_width (GTK_WIDGET (canvas)), height = gtk_widget_get_height (GTK_WIDGET (canvas));
  if (iso_map_canvas_hovered (canvas, &x, &y) == G_MAXSIZE || (x >= 0.0 && y >= 0.0 && x <= width && y <= height))
    return;
  IsoMapFrame frame = iso_map_canvas_present_frame (canvas);
  frame.x += 0.5 * width - x;
  frame.y += 0.5 * height - y;
  iso_map_canvas_set_frame (canvas, &frame);
}

static gboolean
step (IsoMapCanvas *canvas, int step_x, int step_y)
{
  if (canvas->map == NULL || !canvas->is_placed || canvas->map->N == 0)
    return GDK_EVENT_PROPAGATE;
  bool begins = canvas->hovered == G_MAXSIZE;
  size_t point = begins ? first_point (canvas)
                        : iso_map_neighbor (canvas->placed, NULL, canvas->map->N, canvas->hovered, step_x, step_y);
  iso_map_canvas_hover (canvas, point, true);
  bring_into_sight (canvas);
  return GDK_EVENT_STOP;
}

static gboolean
zoom_by_key (IsoMapCanvas *canvas, double factor)
{
  double x = 0.5 * gtk_widget_get_width (GTK_WIDGET (canvas)), y = 0.5 * gtk_widget_get_height (GTK_WIDGET (canvas));
  iso_map_canvas_hovered (canvas, &x, &y);
  iso_map_canvas_zoom (canvas, factor, x, y);
  return GDK_EVENT_STOP;
}

/* One thing after the other; what is left when nothing is, is for whoever is around. */
static gboolean
escape (IsoMapCanvas *canvas)
{
  if (iso_map_canvas_drop_outline (canvas))
    return GDK_EVENT_STOP;
  if (canvas->outline.tool != ISO_MAP_TOOL_NONE)
    iso_map_canvas_set_tool (canvas, ISO_MAP_TOOL_NONE);
  else if (canvas->hovered != G_MAXSIZE && canvas->by_keys)
    iso_map_canvas_hover (canvas, G_MAXSIZE, false);
  else
    return iso_map_canvas_clear_choice (canvas) ? GDK_EVENT_STOP : GDK_EVENT_PROPAGATE;
  return GDK_EVENT_STOP;
}

/* With the point that has the ring. */
static gboolean
act (IsoMapCanvas *canvas, void (*action) (IsoMapCanvas *canvas, size_t point))
{
  if (canvas->map == NULL || canvas->hovered == G_MAXSIZE)
    return GDK_EVENT_PROPAGATE;
  action (canvas, canvas->hovered);
  return GDK_EVENT_STOP;
}

static gboolean
key_pressed (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state, IsoMapCanvas *canvas)
{
  if ((state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK)) != 0)
    return GDK_EVENT_PROPAGATE;
  switch (key)
    {
    case GDK_KEY_Left: case GDK_KEY_KP_Left:
      return step (canvas, -1, 0);
    case GDK_KEY_Right: case GDK_KEY_KP_Right:
      return step (canvas, 1, 0);
    case GDK_KEY_Up: case GDK_KEY_KP_Up:
      return step (canvas, 0, -1);
    case GDK_KEY_Down: case GDK_KEY_KP_Down:
      return step (canvas, 0, 1);
    case GDK_KEY_plus: case GDK_KEY_equal: case GDK_KEY_KP_Add:
      return zoom_by_key (canvas, ZOOM_STEP);
    case GDK_KEY_minus: case GDK_KEY_KP_Subtract:
      return zoom_by_key (canvas, 1.0 / ZOOM_STEP);
    case GDK_KEY_0: case GDK_KEY_KP_0:
      iso_map_canvas_fit (canvas);
      return GDK_EVENT_STOP;
    case GDK_KEY_Return: case GDK_KEY_KP_Enter: case GDK_KEY_ISO_Enter:
      return act (canvas, iso_map_canvas_pick);
    case GDK_KEY_space: case GDK_KEY_KP_Space:
      return act (canvas, iso_map_canvas_toggle_selected);
    case GDK_KEY_Escape:
      return escape (canvas);
    default:
      return GDK_EVENT_PROPAGATE;
    }
}

static void
focus_left (GtkEventControllerFocus *controller, IsoMapCanvas *canvas)
{
  if (canvas->by_keys)
    iso_map_canvas_hover (canvas, G_MAXSIZE, false);
}

void
iso_map_canvas_add_controllers (IsoMapCanvas *canvas)
{
  GtkWidget *widget = GTK_WIDGET (canvas);
  GtkEventController *motion = gtk_event_controller_motion_new (), *key = gtk_event_controller_key_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();
  GtkEventController *scroll = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_VERTICAL);
  GtkGesture *click = gtk_gesture_click_new (), *drag = gtk_gesture_drag_new (), *pinch = gtk_gesture_zoom_new ();
  g_signal_connect (motion, "enter", G_CALLBACK (pointer_moved), canvas);
  g_signal_connect (motion, "motion", G_CALLBACK (pointer_moved), canvas);
  g_signal_connect (motion, "leave", G_CALLBACK (pointer_left), canvas);
  g_signal_connect (scroll, "scroll", G_CALLBACK (scrolled), canvas);
  g_signal_connect (key, "key-pressed", G_CALLBACK (key_pressed), canvas);
  g_signal_connect (focus, "leave", G_CALLBACK (focus_left), canvas);
  g_signal_connect (click, "pressed", G_CALLBACK (pressed), canvas);
  g_signal_connect (click, "released", G_CALLBACK (released), canvas);
  g_signal_connect (drag, "drag-begin", G_CALLBACK (drag_begun), canvas);
  g_signal_connect (drag, "drag-update", G_CALLBACK (dragged), canvas);
  g_signal_connect (drag, "drag-end", G_CALLBACK (drag_ended), canvas);
  g_signal_connect (pinch, "begin", G_CALLBACK (pinch_begun), canvas);
  g_signal_connect (pinch, "scale-changed", G_CALLBACK (pinched), canvas);
  gtk_widget_add_controller (widget, motion);
  gtk_widget_add_controller (widget, scroll);
  gtk_widget_add_controller (widget, key);
  gtk_widget_add_controller (widget, focus);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (click));
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (drag));
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (pinch));
}
