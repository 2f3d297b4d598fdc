/* What assistive technologies hear where GTK 4.8 does not pass it on: of values it tells them the number of a GtkRange alone, neither its
 * words nor anything of a widget of our own; the button within a drop-down has no name; a scrolled window takes the keyboard without one. */
#pragma once

#include <gtk/gtk.h>

/* The value in words, before what the widget is for: "0.5. How far the walk goes …". Both also stand in VALUE_TEXT and DESCRIPTION, for
 * a GTK that passes them on. help: NULL: there is none. */
void iso_speak_value (GtkWidget *widget, const char *value, const char *help);

/* The drop-down and the button within: "Graph: directed", whatever is chosen. Its items are GtkStringObjects. */
void iso_speak_drop_down (GtkDropDown *list, const char *name);

/* A scrolled window by what it holds. */
void iso_speak_scroller (GtkWidget *scroller, const char *name);
