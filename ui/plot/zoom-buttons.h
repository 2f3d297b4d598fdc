/* One step back and everything again: two small buttons that a plot shows while it is zoomed. */
#pragma once

#include <gtk/gtk.h>

/* The actions, of a widget above. Hidden at first. */
GtkWidget *iso_zoom_buttons_new (const char *undo_action, const char *fit_action);
