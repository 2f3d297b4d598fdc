#include "engine/data/csv.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "engine/base/error.h"
#include "engine/data/file.h"

/* What is read at a time, and the longest record. */
#define FIRST_CAPACITY ((size_t) 1 << 20)
#define MOST_CAPACITY ((size_t) 256 << 20)
#define PACKED_SIZE ((size_t) 256 << 10)

/* Lines that are asked for the delimiter. */
#define SAMPLE_LINES 5

struct _IsoCsv {
  char *name;
  GInputStream *stream;
  goffset size, taken; /* bytes of the stream */
  char delimiter;
  GConverter *converter; /* NULL where the stream is plain */
  guint8 *packed;        /* (PACKED_SIZE), of which those from packed_start to packed_end wait */
  size_t packed_start, packed_end;
  bool between;          /* at the end of one gzip stream, where another may follow */
  char *buffer;          /* (capacity + 1): the last byte stays free for a zero */
  size_t capacity, start, end;
  bool at_end, begun;
  GArray *fields; /* of IsoCsvField; offsets from the record's start until it is complete */
  size_t line, next_line;
};

IsoCsv *
iso_csv_new (const char *name, GInputStream *stream, goffset size, bool packed, char delimiter)
{
  IsoCsv *csv = g_new0 (IsoCsv, 1);
  csv->name = g_strdup (name);
  csv->stream = g_object_ref (stream);
  csv->size = size;
  csv->delimiter = delimiter;
  if (packed)
    {
      csv->converter = G_CONVERTER (g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP));
      csv->packed = g_malloc (PACKED_SIZE);
    }
  csv->capacity = FIRST_CAPACITY;
  csv->buffer = g_malloc (csv->capacity + 1);
  csv->fields = g_array_new (FALSE, FALSE, sizeof (IsoCsvField));
  csv->next_line = 1;
  return csv;
}

void
iso_csv_free (IsoCsv *csv)
{
  if (csv == NULL)
    return;
  g_free (csv->name);
  g_object_unref (csv->stream);
  g_clear_object (&csv->converter);
  g_free (csv->packed);
  g_free (csv->buffer);
  g_array_unref (csv->fields);
  g_free (csv);
}

const IsoCsvField *
iso_csv_fields (const IsoCsv *csv, size_t *count)
{
  *count = csv->fields->len;
  return (const IsoCsvField *) (const void *) csv->fields->data;
}

size_t
iso_csv_line (const IsoCsv *csv)
{
  return csv->line;
}

double
iso_csv_share (const IsoCsv *csv)
{
  return csv->size > 0 ? MIN ((double) csv->taken / (double) csv->size, 1.0) : 1.0;
}

/* Some bytes of the stream; 0 at its end, negative on an error. */
static gssize
read_stream (IsoCsv *csv, void *out, size_t most, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) cause = NULL;
  gssize got = g_input_stream_read (csv->stream, out, most, cancellable, &cause);
  if (got < 0)
    iso_file_translate_error (error, csv->name, cause);
  csv->taken += MAX (got, 0);
  return got;
}

/* The same, unpacked: gzip streams one after the other, as a parallel packer writes them, are one text. */
static gssize
read_packed (IsoCsv *csv, void *out, size_t most, GCancellable *cancellable, GError **error)
{
  for (;;)
    {
      g_autoptr (GError) cause = NULL;
      gsize consumed = 0, produced = 0;
      bool ended = false;
      if (csv->packed_start == csv->packed_end)
        {
          gssize got = read_stream (csv, csv->packed, PACKED_SIZE, cancellable, error);
          if (got < 0 || (got == 0 && csv->between))
            return got;
          csv->packed_start = 0;
          csv->packed_end = (size_t) got;
          ended = got == 0;
        }
      if (csv->between)
        g_converter_reset (csv->converter);
      csv->between = false;
      GConverterResult result =
          g_converter_convert (csv->converter, csv->packed + csv->packed_start, csv->packed_end - csv->packed_start, out, most,
                               ended ? G_CONVERTER_INPUT_AT_END : G_CONVERTER_NO_FLAGS, &consumed, &produced, &cause);
      if (result == G_CONVERTER_ERROR && (ended || !g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT)))
        {
          if (ended)
            g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, _("%s: truncated: the gzip data end too early"), csv->name);
          else
            g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, _("%s: damaged gzip data: %s"), csv->name, cause->message);
          return -1;
        }
      csv->packed_start += consumed;
      csv->between = result == G_CONVERTER_FINISHED;
      if (produced > 0)
        return (gssize) produced;
    }
}

/* More bytes behind those of the record that has begun, which move to the front. */
static bool
fill (IsoCsv *csv, GCancellable *cancellable, GError **error)
{
  size_t kept = csv->end - csv->start;
  memmove (csv->buffer, csv->buffer + csv->start, kept);
  csv->start = 0;
  csv->end = kept;
  if (kept == csv->capacity)
    {
      char *larger = kept < MOST_CAPACITY ? g_try_realloc (csv->buffer, 2 * csv->capacity + 1) : NULL;
      if (larger == NULL)
        {
          g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, _("%s: line %zu: found no end of the record in %zu bytes"), csv->name,
                       csv->line, kept);
          return false;
        }
      csv->buffer = larger;
      csv->capacity *= 2;
    }
  gssize got = csv->converter != NULL ? read_packed (csv, csv->buffer + kept, csv->capacity - kept, cancellable, error)
                                      : read_stream (csv, csv->buffer + kept, csv->capacity - kept, cancellable, error);
  csv->end += (size_t) MAX (got, 0);
  csv->at_end = got == 0;
  return got >= 0;
}

/* How often a candidate stands in the line, outside quotes; *line moves behind it. */
static size_t
count_delimiters (const char **line, const char *end, char candidate)
{
  bool quoted = false;
  size_t count = 0;
  const char *at = *line;
  for (; at < end && (quoted || *at != '\n'); at++)
    if (*at == '"')
      quoted = !quoted;
    else if (*at == candidate && !quoted)
      count++;
  *line = at < end ? at + 1 : end;
  return count;
}

/* The candidate that stands equally often in each of the first lines; a semicolon before a comma, which may be in its numbers. */
static char
find_delimiter (const IsoCsv *csv)
{
  static const char candidates[] = { '\t', ';', ',' };
  char best = ',';
  size_t most = 0;
  for (size_t c = 0; c < G_N_ELEMENTS (candidates); c++)
    {
      const char *at = csv->buffer + csv->start, *end = csv->buffer + csv->end;
      size_t first = count_delimiters (&at, end, candidates[c]);
      bool agree = first > 0;
      for (int i = 1; i < SAMPLE_LINES && at < end && agree; i++)
        {
          bool blank = *at == '\n' || *at == '\r';
          bool complete = memchr (at, '\n', (size_t) (end - at)) != NULL || csv->at_end;
          size_t count = count_delimiters (&at, end, candidates[c]);
          agree = blank || !complete || count == first;
        }
      if (agree)
        return candidates[c];
      if (first > most)
        {
          most = first;
          best = candidates[c];
        }
    }
  return best;
}

static bool
begin (IsoCsv *csv, GCancellable *cancellable, GError **error)
{
  csv->begun = true;
  while (!csv->at_end && csv->end < csv->capacity)
    if (!fill (csv, cancellable, error))
      return false;
  const char *text = csv->buffer;
  if (csv->end >= 2 && (memcmp (text, "\xff\xfe", 2) == 0 || memcmp (text, "\xfe\xff", 2) == 0))
    {
      g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, _("%s: line 1: found UTF-16, expected UTF-8"), csv->name);
      return false;
    }
  if (csv->end >= 3 && memcmp (text, "\xef\xbb\xbf", 3) == 0)
    csv->start = 3;
  if (memchr (text, '\r', csv->end) != NULL && memchr (text, '\n', csv->end) == NULL)
    {
      g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, _("%s: line 1: ends with CR alone, expected LF or CR LF"), csv->name);
      return false;
    }
  if (csv->delimiter == 0)
    csv->delimiter = find_delimiter (csv);
  return true;
}

typedef enum { COMPLETE, INCOMPLETE, REFUSED } Outcome;

/* A quoted field from *at (at its quote) on; *at moves to what stands behind it. */
static Outcome
take_quoted (IsoCsv *csv, IsoCsvField *field, char **at, GError **error)
{
  char *end = csv->buffer + csv->end, *from = *at + 1;
  for (;;)
    {
      char *quote = memchr (from, '"', (size_t) (end - from));
      if (quote == NULL && csv->at_end)
        {
          g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, _("%s: line %zu: found a quote that is not closed"), csv->name,
                       csv->line);
          return REFUSED;
        }
      if (quote == NULL || (quote + 1 == end && !csv->at_end))
        return INCOMPLETE;
      if (quote + 1 < end && quote[1] == '"')
        {
          from = quote + 2;
          continue;
        }
      *field = (IsoCsvField) { *at + 1, (size_t) (quote - *at - 1), true };
      *at = quote + 1;
      break;
    }
  if (*at < end && **at == '\r')
    {
      if (*at + 1 == end && !csv->at_end)
        return INCOMPLETE;
      *at += 1;
    }
  if (*at == end || **at == csv->delimiter || **at == '\n')
    return COMPLETE;
  g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, _("%s: line %zu, column %u: found text behind the closing quote"), csv->name,
               csv->line, csv->fields->len + 1);
  return REFUSED;
}

static void
take_plain (const IsoCsv *csv, IsoCsvField *field, char **at)
{
  char *start = *at, *p = start, *end = csv->buffer + csv->end, delimiter = csv->delimiter;
  while (p < end && *p != delimiter && *p != '\n')
    p++;
  size_t length = (size_t) (p - start);
  if (length > 0 && p[-1] == '\r' && (p == end || *p == '\n'))
    length--;
  *field = (IsoCsvField) { start, length, false };
  *at = p;
}

/* The fields of the record at `start`, as they stand in the buffer; *behind is where the next one starts. */
static Outcome
split_record (IsoCsv *csv, char **behind, GError **error)
{
  char *at = csv->buffer + csv->start, *end = csv->buffer + csv->end;
  g_array_set_size (csv->fields, 0);
  for (;;)
    {
      IsoCsvField field;
      if (at < end && *at == '"')
        {
          Outcome outcome = take_quoted (csv, &field, &at, error);
          if (outcome != COMPLETE)
            return outcome;
        }
      else
        take_plain (csv, &field, &at);
      if (at == end && !csv->at_end)
        return INCOMPLETE;
      g_array_append_val (csv->fields, field);
      if (at == end || *at == '\n')
        break;
      at++;
    }
  *behind = at < end ? at + 1 : end;
  return COMPLETE;
}

/* Counts the lines of quoted fields and makes two quotes one. */
static void
finish_fields (IsoCsv *csv)
{
  for (guint i = 0; i < csv->fields->len; i++)
    {
      IsoCsvField *field = &g_array_index (csv->fields, IsoCsvField, i);
      if (!field->quoted)
        continue;
      size_t length = 0;
      for (size_t j = 0; j < field->length; j++)
        {
          csv->next_line += field->text[j] == '\n';
          field->text[length++] = field->text[j];
          if (field->text[j] == '"')
            j++;
        }
      field->length = length;
    }
}

bool
iso_csv_next (IsoCsv *csv, GCancellable *cancellable, GError **error)
{
  if (!csv->begun && !begin (csv, cancellable, error))
    return false;
  for (;;)
    {
      char *behind = NULL;
      csv->line = csv->next_line;
      csv->buffer[csv->end] = '\0';
      if (csv->start == csv->end && csv->at_end)
        {
          g_array_set_size (csv->fields, 0);
          return false;
        }
      Outcome outcome = split_record (csv, &behind, error);
      if (outcome == REFUSED || (outcome == INCOMPLETE && !fill (csv, cancellable, error)))
        return false;
      if (outcome == INCOMPLETE)
        continue;
      csv->start = (size_t) (behind - csv->buffer);
      csv->next_line++;
      finish_fields (csv);
      const IsoCsvField *first = &g_array_index (csv->fields, IsoCsvField, 0);
      if (csv->fields->len > 1 || first->length > 0 || first->quoted)
        return true;
    }
}
