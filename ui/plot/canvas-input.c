#include "ui/plot/canvas-input.h"

static void
pressed (GtkGestureClick *gesture, int count, double x, double y, GtkWidget *widget)
{
  gtk_widget_grab_focus (widget);
}

void
iso_canvas_listen (GtkWidget *widget, const IsoCanvasInput *input)
{
  GtkEventController *motion = gtk_event_controller_motion_new (), *key = gtk_event_controller_key_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();
  GtkGesture *click = gtk_gesture_click_new ();
  g_signal_connect (motion, "enter", input->pointer_moved, widget);
  g_signal_connect (motion, "motion", input->pointer_moved, widget);
  g_signal_connect (motion, "leave", input->pointer_left, widget);
  g_signal_connect (key, "key-pressed", input->key_pressed, widget);
  g_signal_connect (focus, "leave", input->focus_left, widget);
  g_signal_connect (click, "pressed", G_CALLBACK (pressed), widget);
  gtk_widget_set_focusable (widget, TRUE);
  gtk_widget_add_controller (widget, motion);
  gtk_widget_add_controller (widget, key);
  gtk_widget_add_controller (widget, focus);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (click));
}
