/* One JSON object on one line. Numbers have a decimal point in every locale and as few digits as read back the same; a number
 * that is not finite is null. */
#pragma once

#include <glib.h>
#include <json-glib/json-glib.h>
#include <stdbool.h>

#include "engine/export/text.h"

typedef struct {
  GString *text;
} IsoJsonLine;

void iso_json_line_init (IsoJsonLine *line);
void iso_json_line_clear (IsoJsonLine *line);

void iso_json_line_number (IsoJsonLine *line, const char *name, double value);
void iso_json_line_integer (IsoJsonLine *line, const char *name, gint64 value);
void iso_json_line_text (IsoJsonLine *line, const char *name, const char *value); /* NULL is null */
void iso_json_line_switch (IsoJsonLine *line, const char *name, bool value);
void iso_json_line_null (IsoJsonLine *line, const char *name);
/* An array of texts (count). */
void iso_json_line_texts (IsoJsonLine *line, const char *name, const char *const *values, size_t count);

/* An array of numbers (count); values NULL is null. */
void iso_json_line_numbers (IsoJsonLine *line, const char *name, const double *values, size_t count);

/* An object within. */
void iso_json_line_open (IsoJsonLine *line, const char *name);
void iso_json_line_close (IsoJsonLine *line);

/* An array of objects within: for each of them iso_json_line_open_item(), its values, iso_json_line_close(). */
void iso_json_line_open_array (IsoJsonLine *line, const char *name);
void iso_json_line_open_item (IsoJsonLine *line);
/* Or a text as one of its items; NULL is null. */
void iso_json_line_text_item (IsoJsonLine *line, const char *value);
void iso_json_line_close_array (IsoJsonLine *line);

/* Prints the object and a line's end on stdout. */
void iso_json_line_print (const IsoJsonLine *line);

/* Prints an array of objects (count) and a line's end on stdout, each object on a line of its own. */
void iso_json_lines_print (const IsoJsonLine *lines, size_t count);

/* Prints what has been built, indented, and a line's end on stdout: for lists that people read, too. */
void iso_json_print (JsonBuilder *builder);
