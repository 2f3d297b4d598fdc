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
  if (canvas->map == NULL || canvas->node == NULL)
    return G_MAXSIZE;
  x *= canvas->scale;
  y *= canvas->scale;
  if (canvas->highlighted != NULL)
    point = iso_map_nearest (canvas->placed, canvas->map->labels, canvas->highlighted, canvas->map->N, x, y,
                             REACH * canvas->scale);
  if (point == G_MAXSIZE)
    point = iso_map_nearest (canvas->placed, NULL, NULL, canvas->map->N, x, y, REACH * canvas->scale);
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

static void
drag_begun (GtkGestureDrag *gesture, double x, double y, IsoMapCanvas *canvas)
{
  canvas->is_dragging = false;
}

static void
dragged (GtkGestureDrag *gesture, double dx, double dy, IsoMapCanvas *canvas)
{
  if (canvas->map == NULL || (!canvas->is_dragging && hypot (dx, dy) < DRAG_THRESHOLD))
    return;
  if (!canvas->is_dragging)
    {
      canvas->is_dragging = true;
      canvas->drag_frame = iso_map_canvas_present_frame (canvas);
      gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
      gtk_widget_set_cursor_from_name (GTK_WIDGET (canvas), "grabbing");
      iso_map_canvas_hover (canvas, G_MAXSIZE, false);
    }
  IsoMapFrame frame = canvas->drag_frame;
  frame.x += dx;
  frame.y += dy;
  iso_map_canvas_set_frame (canvas, &frame);
}

static void
drag_ended (GtkGestureDrag *gesture, double dx, double dy, IsoMapCanvas *canvas)
{
  canvas->is_dragging = false;
  gtk_widget_set_cursor (GTK_WIDGET (canvas), NULL);
}

/* ---- keys ---- */

/* The point in the middle of what is shown, where the keys begin; like all their points one of those in colour. */
static size_t
first_point (IsoMapCanvas *canvas)
{
  return iso_map_nearest (canvas->placed, canvas->map->labels, canvas->highlighted, canvas->map->N,
                          0.5 * canvas->width * canvas->scale, 0.5 * canvas->height * canvas->scale, INFINITY);
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
  if (canvas->map == NULL || canvas->node == NULL || canvas->map->N == 0)
    return GDK_EVENT_PROPAGATE;
  bool begins = canvas->hovered == G_MAXSIZE;
  size_t point = begins ? first_point (canvas)
                        : iso_map_neighbor (canvas->placed, canvas->map->labels, canvas->highlighted, canvas->map->N,
                                            canvas->hovered, step_x, step_y);
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

static gboolean
key_pressed (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state, IsoMapCanvas *canvas)
{
  if ((state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK)) != 0)
    return GDK_EVENT_PROPAGATE;
  switch (key)
    {
    case GDK_KEY_Left:
    case GDK_KEY_KP_Left:
      return step (canvas, -1, 0);
    case GDK_KEY_Right:
    case GDK_KEY_KP_Right:
      return step (canvas, 1, 0);
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
      return step (canvas, 0, -1);
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      return step (canvas, 0, 1);
    case GDK_KEY_plus:
    case GDK_KEY_equal:
    case GDK_KEY_KP_Add:
      return zoom_by_key (canvas, ZOOM_STEP);
    case GDK_KEY_minus:
    case GDK_KEY_KP_Subtract:
      return zoom_by_key (canvas, 1.0 / ZOOM_STEP);
    case GDK_KEY_0:
    case GDK_KEY_KP_0:
      iso_map_canvas_fit (canvas);
      return GDK_EVENT_STOP;
    case GDK_KEY_Escape:
      if (canvas->hovered == G_MAXSIZE)
        return GDK_EVENT_PROPAGATE;
      iso_map_canvas_hover (canvas, G_MAXSIZE, false);
      return GDK_EVENT_STOP;
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
