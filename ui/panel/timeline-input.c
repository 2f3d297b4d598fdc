/* Pointer and keys of the timeline. */
#include <math.h>
#include <stdlib.h>

#include "ui/panel/timeline-private.h"

static void
seek (IsoTimeline *timeline, double x)
{
  int epoch = iso_timeline_snap (timeline, x);
  if (epoch == timeline->sought)
    return;
  timeline->sought = epoch;
  g_signal_emit (timeline, iso_timeline_signals[ISO_TIMELINE_SOUGHT], 0, epoch);
}

static void
drag_begun (GtkGestureDrag *drag, double x, double y, IsoTimeline *timeline)
{
  gtk_widget_grab_focus (GTK_WIDGET (timeline));
  if (timeline->kept->len == 0)
    {
      gtk_gesture_set_state (GTK_GESTURE (drag), GTK_EVENT_SEQUENCE_DENIED);
      return;
    }
  timeline->is_dragged = TRUE;
  timeline->dragged_from = x;
  timeline->sought = timeline->position;
  seek (timeline, x);
}

static void
drag_moved (GtkGestureDrag *drag, double offset_x, double offset_y, IsoTimeline *timeline)
{
  if (timeline->is_dragged)
    seek (timeline, timeline->dragged_from + offset_x);
}

static void
drag_ended (GtkGestureDrag *drag, double offset_x, double offset_y, IsoTimeline *timeline)
{
  /* Of quick movements the last may come with the end alone. */
  drag_moved (drag, offset_x, offset_y, timeline);
  timeline->is_dragged = FALSE;
  gtk_widget_queue_draw (GTK_WIDGET (timeline));
}

static void
pointer_moved (GtkEventControllerMotion *motion, double x, double y, IsoTimeline *timeline)
{
  if (x == timeline->pointer)
    return;
  timeline->pointer = x;
  gtk_widget_queue_draw (GTK_WIDGET (timeline));
}

static void
pointer_left (GtkEventControllerMotion *motion, IsoTimeline *timeline)
{
  timeline->pointer = NAN;
  gtk_widget_queue_draw (GTK_WIDGET (timeline));
}

static gboolean
ask_tooltip (GtkWidget *widget, int x, int y, gboolean keyboard, GtkTooltip *tooltip, gpointer data)
{
  IsoTimeline *timeline = ISO_TIMELINE (widget);
  double place = keyboard ? iso_timeline_handle_x (timeline, timeline->position) : x;
  g_autofree char *words = iso_timeline_words_at (timeline, place);
  const GdkRectangle area = { (int) place - 6, 0, 12, gtk_widget_get_height (widget) };
  gtk_tooltip_set_text (tooltip, words);
  gtk_tooltip_set_tip_area (tooltip, &area);
  return TRUE;
}

/* Of focus without a pointer nothing else is seen. */
static void
focus_changed (IsoTimeline *timeline)
{
  gtk_widget_queue_draw (GTK_WIDGET (timeline));
}

void
iso_timeline_add_input (IsoTimeline *timeline)
{
  GtkWidget *widget = GTK_WIDGET (timeline);
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkEventController *motion = gtk_event_controller_motion_new ();
  g_signal_connect (drag, "drag-begin", G_CALLBACK (drag_begun), timeline);
  g_signal_connect (drag, "drag-update", G_CALLBACK (drag_moved), timeline);
  g_signal_connect (drag, "drag-end", G_CALLBACK (drag_ended), timeline);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (drag));
  g_signal_connect (motion, "enter", G_CALLBACK (pointer_moved), timeline);
  g_signal_connect (motion, "motion", G_CALLBACK (pointer_moved), timeline);
  g_signal_connect (motion, "leave", G_CALLBACK (pointer_left), timeline);
  gtk_widget_add_controller (widget, motion);
  gtk_widget_set_has_tooltip (widget, TRUE);
  g_signal_connect (timeline, "query-tooltip", G_CALLBACK (ask_tooltip), NULL);
  g_signal_connect (timeline, "notify::has-focus", G_CALLBACK (focus_changed), NULL);
}

/* ---- keys ---- */

static gboolean
step_by_key (GtkWidget *widget, GVariant *steps, gpointer data)
{
  IsoTimeline *timeline = ISO_TIMELINE (widget);
  int count = g_variant_get_int32 (steps), tenth = MAX ((int) timeline->kept->len / 10, 1);
  if (timeline->kept->len > 0)
    g_signal_emit (timeline, iso_timeline_signals[ISO_TIMELINE_STEPPED], 0, abs (count) > 1 ? count / abs (count) * tenth : count);
  return TRUE; /* at the ends too: arrows that nobody wants take the keyboard elsewhere */
}

static gboolean
end_by_key (GtkWidget *widget, GVariant *is_last, gpointer data)
{
  IsoTimeline *timeline = ISO_TIMELINE (widget);
  guint place = g_variant_get_boolean (is_last) ? timeline->kept->len - 1 : 0;
  if (timeline->kept->len > 0)
    g_signal_emit (timeline, iso_timeline_signals[ISO_TIMELINE_SOUGHT], 0, g_array_index (timeline->kept, int, place));
  return TRUE;
}

/* While nothing is looked back at Escape is somebody else's. */
static gboolean
escape (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  IsoTimeline *timeline = ISO_TIMELINE (widget);
  if (timeline->position == ISO_TIMELINE_NOW)
    return FALSE;
  g_signal_emit (timeline, iso_timeline_signals[ISO_TIMELINE_SOUGHT], 0, ISO_TIMELINE_NOW);
  return TRUE;
}

static gboolean
play (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  g_signal_emit (widget, iso_timeline_signals[ISO_TIMELINE_PLAY], 0);
  return TRUE;
}

void
iso_timeline_add_keys (GtkWidgetClass *class)
{
  static const struct {
    guint key;
    int steps;
  } steps[] = {
    { GDK_KEY_Left, -1 },    { GDK_KEY_KP_Left, -1 },    { GDK_KEY_Down, -1 },      { GDK_KEY_Right, 1 },       { GDK_KEY_KP_Right, 1 },
    { GDK_KEY_Up, 1 },       { GDK_KEY_Page_Up, 2 },     { GDK_KEY_KP_Page_Up, 2 }, { GDK_KEY_Page_Down, -2 },  { GDK_KEY_KP_Page_Down, -2 },
  };
  static const struct {
    guint key;
    gboolean is_last;
  } ends[] = { { GDK_KEY_Home, FALSE }, { GDK_KEY_KP_Home, FALSE }, { GDK_KEY_End, TRUE }, { GDK_KEY_KP_End, TRUE } };
  for (size_t i = 0; i < G_N_ELEMENTS (steps); i++)
    gtk_widget_class_add_binding (class, steps[i].key, 0, step_by_key, "i", steps[i].steps);
  for (size_t i = 0; i < G_N_ELEMENTS (ends); i++)
    gtk_widget_class_add_binding (class, ends[i].key, 0, end_by_key, "b", ends[i].is_last);
  gtk_widget_class_add_binding (class, GDK_KEY_Escape, 0, escape, NULL);
  gtk_widget_class_add_binding (class, GDK_KEY_space, 0, play, NULL);
}
