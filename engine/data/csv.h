/* Tables as text (RFC 4180): records of fields between commas, semicolons or tabs, read as they come, plain or gzip.
 *
 * A field that begins with a quote goes to the next single quote, over delimiters and line ends; two quotes are one. Lines end with
 * LF or CR LF. A byte order mark in front and lines without anything are passed over.
 */
#pragma once

#include <gio/gio.h>
#include <stdbool.h>

typedef struct _IsoCsv IsoCsv;

/* A field of the record that was read last, in the reader's own memory; not ended by a zero. */
typedef struct {
  char *text;
  size_t length;
  bool quoted;
} IsoCsvField;

/* name: for messages. size: bytes in the stream, for iso_csv_share(). packed: they are gzip. delimiter: 0 = the one of tab,
 * semicolon and comma that the first lines agree on. Takes a reference of stream. */
IsoCsv *iso_csv_new (const char *name, GInputStream *stream, goffset size, bool packed, char delimiter);
void iso_csv_free (IsoCsv *csv);

/* Reads the next record; false at the end, and on an error. ISO_ERROR_FORMAT names the line; ISO_ERROR_FILE, ISO_ERROR_MEMORY,
 * ISO_ERROR_CANCELLED. */
bool iso_csv_next (IsoCsv *csv, GCancellable *cancellable, GError **error);

const IsoCsvField *iso_csv_fields (const IsoCsv *csv, size_t *count);
/* The line, from 1, where the record starts. */
size_t iso_csv_line (const IsoCsv *csv);
/* The share of the stream that is read, 0 … 1. */
double iso_csv_share (const IsoCsv *csv);

/* Whether the text is a decimal number as C writes it (sign, digits with a point, exponent; blanks around it), and its value, which
 * is infinite if it is beyond float64. "nan", "inf" and hexadecimal numbers are none. text[length] must be readable. */
bool iso_csv_number (double *value, const char *text, size_t length);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoCsv, iso_csv_free)
