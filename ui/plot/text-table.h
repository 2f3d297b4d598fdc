/* A table of texts to read, to sort and to walk through with the keys: columns that are given anew as needed, rows that may have rows
 * below them (Right and Left open and close those). A row that is filled anew with the same key keeps its place, open and chosen. */
#pragma once

#include <gtk/gtk.h>

#include "ui/plot/text-line.h"

#define ISO_TYPE_TEXT_TABLE (iso_text_table_get_type ())
G_DECLARE_FINAL_TYPE (IsoTextTable, iso_text_table, ISO, TEXT_TABLE, GtkWidget)

typedef struct {
  const char *title;
  gboolean is_number; /* stands at the right */
  gboolean is_wide;   /* takes what room is left */
  int characters;     /* at least so wide; 0: as wide as its texts */
} IsoTextColumn;

/* label: what it is, for those who listen. is_tree: rows have rows below them, and are sorted by a click on a title; else they stand as
 * they are given. */
GtkWidget *iso_text_table_new (const char *label, gboolean is_tree);

/* Other columns take the rows away. The same ones change nothing. */
void iso_text_table_set_columns (IsoTextTable *table, const IsoTextColumn *columns, size_t count);
/* lines: of IsoTextLine, as many columns each. */
void iso_text_table_set_lines (IsoTextTable *table, GPtrArray *lines);

/* How many rows are in sight, opened ones included; and what stands in one, as sorted. For tests and copies. */
guint iso_text_table_count (IsoTextTable *table);
IsoTextLine *iso_text_table_line (IsoTextTable *table, guint row);
void iso_text_table_open_all (IsoTextTable *table, gboolean open);
GtkColumnView *iso_text_table_view (IsoTextTable *table);
