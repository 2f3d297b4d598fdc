/* What the parts of the inspector are made of: headings, cards, quiet labels, drawings. */
#pragma once

#include <gtk/gtk.h>

/* The quiet line above a card. */
GtkWidget *iso_inspector_heading_new (const char *text);
/* A card whose children stand below each other. */
GtkWidget *iso_inspector_card_new (void);
/* A small label that wraps, or, xalign 1, a number at the right; quiet: dimmed. */
GtkWidget *iso_inspector_label_new (const char *text, float xalign, gboolean is_quiet);
/* A drawing of that height as wide as there is room. Redrawn when the look of the desktop changes. */
GtkWidget *iso_inspector_drawing_new (int height, GtkDrawingAreaDrawFunc draw, gpointer data);
/* Sets a label's text, and shows it only where there is any; NULL: none. */
void iso_inspector_label_set (GtkWidget *label, const char *text);
