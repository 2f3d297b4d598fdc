/* A field that reads as a value and becomes an entry when it is clicked: Enter or leaving it asks for what was typed, Escape
 * gives the value back. A GtkEntry underneath. */
#pragma once

#include <gtk/gtk.h>

/* Called with what was typed; FALSE if that is refused. */
typedef gboolean (*IsoValueTyped) (GtkWidget *entry, const char *text, gpointer data);

GtkWidget *iso_value_entry_new (IsoValueTyped typed, gpointer data);
/* The value that holds. What is being typed at the moment is left alone, unless it has just been asked for. */
void iso_value_entry_show (GtkWidget *entry, const char *text);
