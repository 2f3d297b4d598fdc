/* The buttons and the note of a map on which samples are selected, the same for every such map. */
#pragma once

#include "ui/plot/select-outline.h"

/* A toggle for the box or the lasso; its tooltip says keys and gestures. */
GtkWidget *iso_select_tool_button_new (IsoMapTool tool);
/* The same look with another icon. */
GtkWidget *iso_map_tool_button_new (const char *icon, const char *name, const char *tooltip);

/* A note above a map, hidden: a group to put words in. */
GtkWidget *iso_map_note_new (void);
/* The note that says how many are selected, with a button that clears the selection; *label gets its words. */
GtkWidget *iso_selection_note_new (GtkLabel **label, GCallback clear_clicked, gpointer data);
/* Says that `here` of `all` points are selected and, beyond these, `elsewhere` samples that the map does not show. */
void iso_selection_note_say (GtkLabel *label, size_t here, size_t all, size_t elsewhere);
