/* The numbers of a drawing as a table to read, to walk through with the keys, to copy and to save as CSV. Escape or Ctrl+W closes it,
 * Ctrl+C copies, Ctrl+S saves. What is written is written by a worker. */
#pragma once

#include <adwaita.h>

#include "ui/figure/number-table.h"

#define ISO_TYPE_TABLE_WINDOW (iso_table_window_get_type ())
G_DECLARE_FINAL_TYPE (IsoTableWindow, iso_table_window, ISO, TABLE_WINDOW, AdwWindow)

/* title: of what ("Curves"); subtitle: which part ("steps 200 to 300"); file_name: proposed ("curves.csv"). parent may be NULL.
 * Another reference to the table is taken. */
GtkWindow *iso_table_window_new (GtkWindow *parent, const char *title, const char *subtitle, IsoNumberTable *table,
                                 const char *file_name);

/* Writes it there, as the button does once a file is chosen; the window says how it went. */
void iso_table_window_save (IsoTableWindow *window, GFile *file);

/* What the window says last: "" while nothing was done. For tests. */
const char *iso_table_window_status (IsoTableWindow *window);
