/* What is drawn by own hand must be drawn anew when the look of the desktop changes. */
#pragma once

#include <gtk/gtk.h>

/* Calls changed (widget) when light, dark or high contrast, the size of text, or the scale of the screen becomes another, as long as
 * widget lives. */
void iso_watch_theme (GtkWidget *widget, GCallback changed);
