/* Numbers and words as the files of a sweep have them: JSON and CSV in UTF-8, a decimal point in every locale. */
#pragma once

#include <glib.h>
#include <json-glib/json-glib.h>

/* As few digits as read back the same; nothing finite: `missing`. */
void iso_sweep_append_number (GString *text, double value, const char *missing);
/* A field of CSV (RFC 4180): quoted where it has to be. */
void iso_sweep_append_field (GString *text, const char *word);

/* What a JSON value is, as it stands in the file, cut short where it is long: for messages. Newly allocated. */
char *iso_sweep_describe (JsonNode *node);
/* A number, text, true or false as it would be typed for a parameter; NULL for anything else. Newly allocated. */
char *iso_sweep_value_text (JsonNode *node);

/* "; did you mean “grid”?" for the one of `known` (NULL-terminated) nearest to a word, or "" where none is near. Newly allocated. */
char *iso_sweep_suggest (const char *word, const char *const *known);
