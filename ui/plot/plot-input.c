#include "ui/plot/plot-input.h"

#include <math.h>

#include "ui/plot/view-card.h"

#define WHEEL_STEP 1.2
#define KEY_STEP 1.3
#define KEY_PAN 0.1
#define SURFACE_STEP 30.0 /* pixels of a touchpad that zoom as one click of a wheel */
#define DRAG_THRESHOLD 4.0
#define LEAST_BOX 10.0    /* pixels below which a side of the box says nothing */
/* Clicks of a wheel that follow one another within this are undone at once. */
#define WHEEL_PAUSE (6 * G_USEC_PER_SEC / 10)

typedef enum { DRAG_NONE, DRAG_PAN, DRAG_BOX } Drag;

struct _IsoPlotInput {
  GtkWidget *widget;
  IsoPlotRange *range;
  const IsoPlotInputHooks *hooks;
  double pointer_x, pointer_y; /* -1: not here */
  gint64 wheel_at, key_at;
  double pinch_scale;
  Drag drag;
  bool wants_box;
  double start_x, start_y, drag_x, drag_y; /* where the drag began, and how far it has come */
};

static void
tell (IsoPlotInput *input, bool is_changed)
{
  if (is_changed)
    input->hooks->changed (input->widget);
}

/* A place as fractions of the plot, from the left and from the bottom. */
static void
to_fractions (const IsoPlotBox *box, double x, double y, double *along, double *up)
{
  *along = CLAMP ((x - box->left) / (box->right - box->left), 0.0, 1.0);
  *up = CLAMP ((box->bottom - y) / (box->bottom - box->top), 0.0, 1.0);
}

/* A new step of undo, unless this follows closely on the one before. */
static void
begin_after_pause (IsoPlotInput *input, gint64 *last)
{
  gint64 now = g_get_monotonic_time ();
  if (now - *last > WHEEL_PAUSE)
    iso_plot_range_begin (input->range);
  *last = now;
}

static void
zoom (IsoPlotInput *input, double factor, bool x_alone, bool y_alone, double x, double y)
{
  IsoPlotBox box;
  double along, up;
  if (!input->hooks->get_box (input->widget, &box))
    return;
  to_fractions (&box, x, y, &along, &up);
  tell (input, iso_plot_range_zoom (input->range, y_alone ? 1.0 : factor, x_alone ? 1.0 : factor, along, up));
}

/* ---- wheel and fingers ---- */

static void
pointer_moved (GtkEventControllerMotion *controller, double x, double y, IsoPlotInput *input)
{
  input->pointer_x = x;
  input->pointer_y = y;
}

static void
pointer_left (GtkEventControllerMotion *controller, IsoPlotInput *input)
{
  input->pointer_x = input->pointer_y = -1.0;
}

static gboolean
scrolled (GtkEventControllerScroll *controller, double dx, double dy, IsoPlotInput *input)
{
  GdkModifierType state = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (controller));
  bool is_touch = gtk_event_controller_scroll_get_unit (controller) == GDK_SCROLL_UNIT_SURFACE;
  bool x_alone = (state & GDK_CONTROL_MASK) != 0, y_alone = (state & GDK_SHIFT_MASK) != 0;
  IsoPlotBox box;
  if (!input->hooks->get_box (input->widget, &box))
    return GDK_EVENT_PROPAGATE;
  begin_after_pause (input, &input->wheel_at);
  /* Sideways moves; but with Shift some systems turn the wheel's direction. */
  if (dx != 0.0 && !y_alone)
    tell (input, iso_plot_range_pan (input->range, is_touch ? dx / (box.right - box.left) : KEY_PAN * dx, 0.0));
  double turned = y_alone && dy == 0.0 ? dx : dy;
  if (turned == 0.0)
    return GDK_EVENT_STOP;
  double x = input->pointer_x >= 0.0 ? input->pointer_x : 0.5 * (box.left + box.right);
  double y = input->pointer_y >= 0.0 ? input->pointer_y : 0.5 * (box.top + box.bottom);
  zoom (input, pow (WHEEL_STEP, is_touch ? -turned / SURFACE_STEP : -turned), x_alone, y_alone, x, y);
  return GDK_EVENT_STOP;
}

static void
pinch_begun (GtkGesture *gesture, GdkEventSequence *sequence, IsoPlotInput *input)
{
  input->pinch_scale = 1.0;
  iso_plot_range_begin (input->range);
}

static void
pinched (GtkGestureZoom *gesture, double scale, IsoPlotInput *input)
{
  double x, y;
  if (scale > 0.0 && gtk_gesture_get_bounding_box_center (GTK_GESTURE (gesture), &x, &y))
    zoom (input, scale / input->pinch_scale, false, false, x, y);
  input->pinch_scale = scale;
}

/* ---- click and drag ---- */

static void
pressed (GtkGestureClick *gesture, int count, double x, double y, IsoPlotInput *input)
{
  gtk_widget_grab_focus (input->widget);
  if (count == 2)
    iso_plot_input_fit (input);
}

static void
drag_begun (GtkGestureDrag *gesture, double x, double y, IsoPlotInput *input)
{
  guint button = gtk_gesture_single_get_current_button (GTK_GESTURE_SINGLE (gesture));
  GdkModifierType state = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (gesture));
  input->drag = DRAG_NONE;
  input->wants_box = button == GDK_BUTTON_SECONDARY || (state & GDK_SHIFT_MASK) != 0;
  if (button == GDK_BUTTON_MIDDLE)
    gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_DENIED);
  input->start_x = x;
  input->start_y = y;
  input->drag_x = input->drag_y = 0.0;
}

static void
dragged (GtkGestureDrag *gesture, double dx, double dy, IsoPlotInput *input)
{
  IsoPlotBox box;
  if (!input->hooks->get_box (input->widget, &box) || (input->drag == DRAG_NONE && hypot (dx, dy) < DRAG_THRESHOLD))
    return;
  if (input->drag == DRAG_NONE)
    {
      input->drag = input->wants_box ? DRAG_BOX : DRAG_PAN;
      gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
      gtk_widget_set_cursor_from_name (input->widget, input->wants_box ? "crosshair" : "grabbing");
      iso_plot_range_begin (input->range);
    }
  double by_x = (dx - input->drag_x) / (box.right - box.left), by_y = (dy - input->drag_y) / (box.bottom - box.top);
  input->drag_x = dx;
  input->drag_y = dy;
  if (input->drag == DRAG_PAN)
    tell (input, iso_plot_range_pan (input->range, -by_x, by_y));
  else
    gtk_widget_queue_draw (input->widget);
}

static void
drag_ended (GtkGestureDrag *gesture, double dx, double dy, IsoPlotInput *input)
{
  IsoPlotBox box;
  Drag drag = input->drag;
  input->drag = DRAG_NONE;
  gtk_widget_set_cursor (input->widget, NULL);
  if (drag != DRAG_BOX || !input->hooks->get_box (input->widget, &box))
    return;
  IsoRange x, y;
  to_fractions (&box, input->start_x, input->start_y, &x.low, &y.low);
  to_fractions (&box, input->start_x + input->drag_x, input->start_y + input->drag_y, &x.high, &y.high);
  bool has_x = fabs (input->drag_x) >= LEAST_BOX && x.low != x.high, has_y = fabs (input->drag_y) >= LEAST_BOX && y.low != y.high;
  x = (IsoRange){ fmin (x.low, x.high), fmax (x.low, x.high) };
  y = (IsoRange){ fmin (y.low, y.high), fmax (y.low, y.high) };
  gtk_widget_queue_draw (input->widget);
  tell (input, iso_plot_range_show (input->range, has_x ? &x : NULL, has_y ? &y : NULL));
}

static void
drag_cancelled (GtkGesture *gesture, GdkEventSequence *sequence, IsoPlotInput *input)
{
  input->drag = DRAG_NONE;
  gtk_widget_set_cursor (input->widget, NULL);
  gtk_widget_queue_draw (input->widget);
}

gboolean
iso_plot_input_is_dragging (IsoPlotInput *input)
{
  return input->drag != DRAG_NONE;
}

/* What a flat or narrow box will enlarge is shown as a band across the plot. */
void
iso_plot_input_snapshot (IsoPlotInput *input, GtkSnapshot *snapshot)
{
  IsoPlotBox box;
  if (input->drag != DRAG_BOX || !input->hooks->get_box (input->widget, &box))
    return;
  double left = CLAMP (fmin (input->start_x, input->start_x + input->drag_x), box.left, box.right);
  double right = CLAMP (fmax (input->start_x, input->start_x + input->drag_x), box.left, box.right);
  double top = CLAMP (fmin (input->start_y, input->start_y + input->drag_y), box.top, box.bottom);
  double bottom = CLAMP (fmax (input->start_y, input->start_y + input->drag_y), box.top, box.bottom);
  if (fabs (input->drag_x) < LEAST_BOX)
    {
      left = box.left;
      right = box.right;
    }
  if (fabs (input->drag_y) < LEAST_BOX)
    {
      top = box.top;
      bottom = box.bottom;
    }
  IsoColor color = iso_present_theme ()->accent;
  GdkRGBA fill = { (float) color.red, (float) color.green, (float) color.blue, 0.15f }, line = fill;
  graphene_rect_t area = GRAPHENE_RECT_INIT ((float) floor (left), (float) floor (top), (float) (ceil (right) - floor (left)),
                                             (float) (ceil (bottom) - floor (top)));
  GskRoundedRect outline;
  line.alpha = 0.9f;
  gsk_rounded_rect_init_from_rect (&outline, &area, 2.0f);
  gtk_snapshot_append_color (snapshot, &fill, &area);
  gtk_snapshot_append_border (snapshot, &outline, (float[4]){ 1.0f, 1.0f, 1.0f, 1.0f }, (GdkRGBA[4]){ line, line, line, line });
}

/* ---- keys and buttons ---- */

void
iso_plot_input_fit (IsoPlotInput *input)
{
  iso_plot_range_begin (input->range);
  tell (input, iso_plot_range_fit (input->range));
}

void
iso_plot_input_undo (IsoPlotInput *input)
{
  tell (input, iso_plot_range_undo (input->range));
}

static gboolean
zoom_by_key (IsoPlotInput *input, double factor, GdkModifierType state)
{
  IsoPlotBox box;
  double x = input->hooks->get_cursor (input->widget);
  if (!input->hooks->get_box (input->widget, &box))
    return GDK_EVENT_PROPAGATE;
  begin_after_pause (input, &input->key_at);
  zoom (input, factor, (state & GDK_CONTROL_MASK) != 0, (state & GDK_ALT_MASK) != 0,
        isnan (x) ? 0.5 * (box.left + box.right) : x, 0.5 * (box.top + box.bottom));
  return GDK_EVENT_STOP;
}

static gboolean
pan_by_key (IsoPlotInput *input, double x, double y)
{
  begin_after_pause (input, &input->key_at);
  tell (input, iso_plot_range_pan (input->range, x, y));
  return GDK_EVENT_STOP;
}

static gboolean
arrow_pressed (IsoPlotInput *input, guint key)
{
  switch (key)
    {
    case GDK_KEY_Left:
    case GDK_KEY_KP_Left:
      return pan_by_key (input, -KEY_PAN, 0.0);
    case GDK_KEY_Right:
    case GDK_KEY_KP_Right:
      return pan_by_key (input, KEY_PAN, 0.0);
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
      return pan_by_key (input, 0.0, KEY_PAN);
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      return pan_by_key (input, 0.0, -KEY_PAN);
    default:
      return GDK_EVENT_PROPAGATE;
    }
}

gboolean
iso_plot_input_key (IsoPlotInput *input, guint key, GdkModifierType state)
{
  bool has_control = (state & GDK_CONTROL_MASK) != 0, has_alt = (state & GDK_ALT_MASK) != 0;
  if ((state & GDK_SUPER_MASK) != 0)
    return GDK_EVENT_PROPAGATE;
  switch (key)
    {
    case GDK_KEY_plus:
    case GDK_KEY_equal:
    case GDK_KEY_KP_Add:
      return zoom_by_key (input, KEY_STEP, state);
    case GDK_KEY_minus:
    case GDK_KEY_underscore:
    case GDK_KEY_KP_Subtract:
      return zoom_by_key (input, 1.0 / KEY_STEP, state);
    default:
      break;
    }
  if ((state & GDK_SHIFT_MASK) != 0 && !has_control && !has_alt && arrow_pressed (input, key))
    return GDK_EVENT_STOP;
  bool is_fit = !has_control && !has_alt && (key == GDK_KEY_0 || key == GDK_KEY_KP_0);
  bool is_undo = !has_alt && ((key == GDK_KEY_BackSpace && !has_control) || (has_control && (key == GDK_KEY_z || key == GDK_KEY_Z)));
  if (is_fit)
    iso_plot_input_fit (input);
  else if (is_undo)
    iso_plot_input_undo (input);
  return is_fit || is_undo ? GDK_EVENT_STOP : GDK_EVENT_PROPAGATE;
}

/* ---- the whole ---- */

static void
add_gestures (IsoPlotInput *input)
{
  GtkGesture *click = gtk_gesture_click_new (), *drag = gtk_gesture_drag_new (), *pinch = gtk_gesture_zoom_new ();
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (drag), 0);
  g_signal_connect (click, "pressed", G_CALLBACK (pressed), input);
  g_signal_connect (drag, "drag-begin", G_CALLBACK (drag_begun), input);
  g_signal_connect (drag, "drag-update", G_CALLBACK (dragged), input);
  g_signal_connect (drag, "drag-end", G_CALLBACK (drag_ended), input);
  g_signal_connect (drag, "cancel", G_CALLBACK (drag_cancelled), input);
  g_signal_connect (pinch, "begin", G_CALLBACK (pinch_begun), input);
  g_signal_connect (pinch, "scale-changed", G_CALLBACK (pinched), input);
  gtk_widget_add_controller (input->widget, GTK_EVENT_CONTROLLER (click));
  gtk_widget_add_controller (input->widget, GTK_EVENT_CONTROLLER (drag));
  gtk_widget_add_controller (input->widget, GTK_EVENT_CONTROLLER (pinch));
}

IsoPlotInput *
iso_plot_input_new (GtkWidget *widget, IsoPlotRange *range, const IsoPlotInputHooks *hooks)
{
  IsoPlotInput *input = g_new0 (IsoPlotInput, 1);
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *scroll = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_BOTH_AXES);
  input->widget = widget;
  input->range = range;
  input->hooks = hooks;
  input->pointer_x = input->pointer_y = -1.0;
  g_signal_connect (motion, "enter", G_CALLBACK (pointer_moved), input);
  g_signal_connect (motion, "motion", G_CALLBACK (pointer_moved), input);
  g_signal_connect (motion, "leave", G_CALLBACK (pointer_left), input);
  g_signal_connect (scroll, "scroll", G_CALLBACK (scrolled), input);
  gtk_widget_add_controller (widget, motion);
  gtk_widget_add_controller (widget, scroll);
  add_gestures (input);
  return input;
}

/* The controllers die with the widget, a little later than this. */
void
iso_plot_input_free (IsoPlotInput *input)
{
  if (input == NULL)
    return;
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (input->widget);
  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GObject) controller = g_list_model_get_item (controllers, i);
      g_signal_handlers_disconnect_by_data (controller, input);
    }
  g_free (input);
}
