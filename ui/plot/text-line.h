/* A row of a table of texts (text-table.h): a text for each column, what it sorts by, whether it stands out; and rows below it. */
#pragma once

#include <gio/gio.h>

#define ISO_TYPE_TEXT_LINE (iso_text_line_get_type ())
G_DECLARE_FINAL_TYPE (IsoTextLine, iso_text_line, ISO, TEXT_LINE, GObject)

/* key: by it a line of the next filling is told to be the same, so that it stays open and chosen. */
IsoTextLine *iso_text_line_new (const char *key, size_t columns);

/* text (copied; NULL: ""), tip (likewise; NULL: none). value: what is sorted by, NAN: by the text. */
void iso_text_line_set (IsoTextLine *line, size_t column, const char *text, double value, gboolean is_strong, const char *tip);
/* Takes another reference. */
void iso_text_line_add_child (IsoTextLine *line, IsoTextLine *child);

const char *iso_text_line_key (IsoTextLine *line);
size_t iso_text_line_columns (IsoTextLine *line);
const char *iso_text_line_text (IsoTextLine *line, size_t column);
const char *iso_text_line_tip (IsoTextLine *line, size_t column);
gboolean iso_text_line_is_strong (IsoTextLine *line, size_t column);
/* Of IsoTextLine; empty where there are none. Not owned. */
GListModel *iso_text_line_children (IsoTextLine *line);

/* Less than 0, 0 or more: by value, missing ones least, then by text. */
int iso_text_line_compare (IsoTextLine *a, IsoTextLine *b, size_t column);

/* Says what the other says, children too, and tells it by "changed" (). FALSE, and nothing is done, where the other has other columns or
 * children. */
gboolean iso_text_line_become (IsoTextLine *line, IsoTextLine *other);
