/* Text for HTML pages: whatever is put into it is escaped. */
#pragma once

#include <glib.h>

/* Appends `format`, which is HTML, with its arguments, which are not: "<td>%s</td>". */
void iso_html_add (GString *html, const char *format, ...) G_GNUC_PRINTF (2, 3);

#define ISO_HTML_NUMBER_SIZE 32

/* "0.85", "1 204"; "–" where there is no value. Three digits, whole numbers in full. */
const char *iso_html_number (char text[ISO_HTML_NUMBER_SIZE], double value);
/* "0.850": scores stand under one another, so that all have as many decimals. */
const char *iso_html_score (char text[ISO_HTML_NUMBER_SIZE], double value);

/* "12 s", "3 min 20 s", "2 h 5 min"; newly allocated. */
char *iso_html_duration (double seconds);
