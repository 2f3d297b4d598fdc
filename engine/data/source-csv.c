/* Tables as text: a row a sample, one column of labels, numbers in all others. */
#include "engine/data/source-kinds.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "engine/base/checked.h"
#include "engine/base/error.h"
#include "engine/data/class-table.h"
#include "engine/data/csv-header.h"
#include "engine/data/csv.h"
#include "engine/data/file.h"
#include "engine/data/values.h"

/* Characters of a field that a message shows. */
#define MOST_SHOWN 40
/* Rows between two looks at the progress. */
#define PROGRESS_ROWS 256
/* The share of the work that is reading; the rest is the last look at the values. */
#define READING_SHARE 0.95

typedef struct {
  IsoCsv *csv;
  const char *name; /* for messages */
  char **header;    /* the columns' names, or NULL */
  size_t columns, label_column, first_column; /* first_column: 1 where an unnamed one is left out */
  size_t feature_count;
  float *values; /* (capacity, feature_count) */
  size_t rows, capacity;
  GArray *labels; /* (rows) of gint32 */
  IsoClassTable *classes;
} Table;

static void
table_clear (Table *table)
{
  g_clear_pointer (&table->csv, iso_csv_free);
  g_strfreev (table->header);
  g_free (table->values);
  g_clear_pointer (&table->labels, g_array_unref);
  iso_class_table_free (table->classes);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Table, table_clear)

/* A field as a message shows it, newly allocated. */
static char *
show (const IsoCsvField *field)
{
  g_autofree char *raw = g_strndup (field->text, MIN (field->length, (size_t) 4 * MOST_SHOWN));
  g_autofree char *valid = g_utf8_make_valid (raw, -1);
  if (g_utf8_strlen (valid, -1) <= MOST_SHOWN)
    return g_steal_pointer (&valid);
  g_autofree char *start = g_utf8_substring (valid, 0, MOST_SHOWN);
  return g_strconcat (start, "…", NULL);
}

/* "line 3, column 2 (width)", newly allocated. */
static char *
place (const Table *table, size_t line, size_t column)
{
  return table->header != NULL && table->header[column][0] != '\0'
             ? g_strdup_printf (_("line %zu, column %zu (%s)"), line, column + 1, table->header[column])
             : g_strdup_printf (_("line %zu, column %zu"), line, column + 1);
}

static bool
refuse_number (const Table *table, const IsoCsvField *field, size_t line, size_t column, double value, GError **error)
{
  g_autofree char *found = show (field), *where = place (table, line, column);
  if (isinf (value))
    g_set_error (error, ISO_ERROR, ISO_ERROR_NUMERIC, _("%s: %s: found %s, which is too large for float32"), table->name, where,
                 found);
  else if (found[0] == '\0')
    g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, _("%s: %s: found nothing, expected a number"), table->name, where);
  else if (memchr (field->text, ',', field->length) != NULL)
    g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, _("%s: %s: found “%s”, expected a number with a decimal point"), table->name,
                 where, found);
  else if (table->rows == 0) /* perhaps this is the column of labels */
    g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT,
                 _("%s: %s: found “%s”, expected a finite number, for the labels are in column %zu; data.label_column names "
                   "another"),
                 table->name, where, found, table->label_column + 1);
  else
    g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, _("%s: %s: found “%s”, expected a finite number"), table->name, where, found);
  return false;
}

static bool
take_label (Table *table, const IsoCsvField *raw, size_t line, GError **error)
{
  IsoCsvField field = iso_csv_strip (*raw);
  if (field.length == 0 || memchr (field.text, '\0', field.length) != NULL
      || !g_utf8_validate_len (field.text, field.length, NULL))
    {
      g_autofree char *where = place (table, line, table->label_column);
      g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, _("%s: %s: found %s, expected a label"), table->name, where,
                   field.length == 0 ? _("nothing") : _("what is not UTF-8"));
      return false;
    }
  gint32 label = iso_class_table_add (table->classes, field.text, field.length);
  g_array_append_val (table->labels, label);
  return true;
}

/* Room for one more row. */
static bool
grow (Table *table, GError **error)
{
  if (table->rows < table->capacity)
    return true;
  size_t capacity = MAX (table->capacity + table->capacity / 2, 1024), count, bytes;
  float *values = NULL;
  if (capacity <= G_MAXUINT32 && iso_checked_multiply (&count, capacity, table->feature_count)
      && iso_checked_multiply (&bytes, count, sizeof (float)))
    values = g_try_realloc (table->values, bytes);
  if (values == NULL)
    {
      g_set_error (error, ISO_ERROR, ISO_ERROR_MEMORY, _("no memory for %s: %zu rows of %zu values"), table->name, capacity,
                   table->feature_count);
      return false;
    }
  table->values = values;
  table->capacity = capacity;
  return true;
}

static bool
add_row (Table *table, const IsoCsvField *fields, size_t count, size_t line, GError **error)
{
  if (count != table->columns)
    {
      g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, _("%s: line %zu: found %zu fields, expected %zu"), table->name, line, count,
                   table->columns);
      return false;
    }
  if (!grow (table, error))
    return false;
  float *out = table->values + table->rows * table->feature_count;
  for (size_t c = table->first_column; c < count; c++)
    {
      double value = 0.0;
      if (c == table->label_column)
        continue;
      if (!iso_csv_number (&value, fields[c].text, fields[c].length) || !isfinite ((float) value))
        return refuse_number (table, &fields[c], line, c, (double) (float) value, error);
      *out++ = (float) value;
    }
  if (!take_label (table, &fields[table->label_column], line, error))
    return false;
  table->rows++;
  return true;
}

/* The header's place of a name, exactly or in any case; `columns` where there is none. */
static size_t
find_name (const Table *table, const char *name)
{
  for (int exact = 1; exact >= 0 && table->header != NULL; exact--)
    for (size_t c = 0; c < table->columns; c++)
      if ((exact ? strcmp : g_ascii_strcasecmp) (table->header[c], name) == 0)
        return c;
  return table->columns;
}

static bool
find_label_column (Table *table, const char *wanted, GError **error)
{
  guint64 number;
  table->label_column = table->columns;
  if (wanted[0] == '\0')
    {
      for (size_t i = 0; iso_csv_label_names[i] != NULL && table->label_column == table->columns; i++)
        table->label_column = find_name (table, iso_csv_label_names[i]);
      if (table->label_column == table->columns)
        table->label_column = table->columns - 1;
      return true;
    }
  table->label_column = find_name (table, wanted);
  if (table->label_column < table->columns)
    return true;
  if (g_ascii_string_to_unsigned (wanted, 10, 1, table->columns, &number, NULL))
    {
      table->label_column = (size_t) number - 1;
      return true;
    }
  g_autofree char *names = table->header == NULL ? NULL : g_strjoinv (", ", table->header);
  g_autofree char *shown = names == NULL ? NULL : show (&(IsoCsvField) { names, strlen (names), false });
  if (names != NULL)
    g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT,
                 _("data.label_column: found “%s”; %s has the columns %s: expected one of these or a number from 1 to %zu"), wanted,
                 table->name, shown, table->columns);
  else
    g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT,
                 _("data.label_column: found “%s”; %s has no names of columns: expected a number from 1 to %zu"), wanted,
                 table->name, table->columns);
  return false;
}

/* The columns by the first record, and where the labels and features are. */
static bool
lay_out (Table *table, const IsoCsvField *first, size_t count, bool header, const char *label_column, IsoSourceReport *report,
         GError **error)
{
  table->columns = count;
  if (count < 2)
    {
      g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT,
                   _("%s: line 1: found one column, expected features and a label between commas, semicolons or tabs"),
                   table->name);
      return false;
    }
  table->header = header ? g_new0 (char *, count + 1) : NULL;
  for (size_t c = 0; header && c < count; c++)
    {
      IsoCsvField inner = iso_csv_strip (first[c]);
      g_autofree char *raw = g_strndup (inner.text, inner.length);
      table->header[c] = g_utf8_make_valid (raw, -1);
    }
  if (!find_label_column (table, label_column, error))
    return false;
  /* The numbers of the rows, as pandas writes them: they would give the labels away. */
  if (header && count > 2 && table->label_column > 0
      && (table->header[0][0] == '\0' || strcmp (table->header[0], "Unnamed: 0") == 0))
    {
      table->first_column = 1;
      if (report != NULL && report->skipped != NULL)
        g_ptr_array_add (report->skipped, g_strdup_printf (_("%s: column 1: has no name: taken for numbers of rows"), table->name));
    }
  table->feature_count = count - 1 - table->first_column;
  return true;
}

static GArray *
copy_fields (const IsoCsvField *fields, size_t count, GStringChunk *texts)
{
  GArray *copies = g_array_new (FALSE, FALSE, sizeof *fields);
  for (size_t c = 0; c < count; c++)
    {
      IsoCsvField copy = { g_string_chunk_insert_len (texts, fields[c].text, (gssize) fields[c].length), fields[c].length,
                           fields[c].quoted };
      g_array_append_val (copies, copy);
    }
  return copies;
}

/* The first record waits for the second, which shows whether it is a header. */
static bool
read_start (Table *table, const char *label_column, IsoSourceReport *report, GCancellable *cancellable, GError **error)
{
  g_autoptr (GStringChunk) texts = g_string_chunk_new (4096);
  g_autoptr (GError) problem = NULL;
  size_t count = 0, second_count = 0;
  if (!iso_csv_next (table->csv, cancellable, &problem))
    {
      if (problem != NULL)
        g_propagate_error (error, g_steal_pointer (&problem));
      else
        g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, _("%s: found an empty file, expected a table"), table->name);
      return false;
    }
  const IsoCsvField *fields = iso_csv_fields (table->csv, &count);
  size_t line = iso_csv_line (table->csv);
  g_autoptr (GArray) copies = copy_fields (fields, count, texts);
  const IsoCsvField *first = (const IsoCsvField *) (const void *) copies->data;
  bool more = iso_csv_next (table->csv, cancellable, &problem);
  if (problem != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&problem));
      return false;
    }
  const IsoCsvField *second = iso_csv_fields (table->csv, &second_count);
  bool header = iso_csv_is_header (first, count, second, second_count, label_column);
  return lay_out (table, first, count, header, label_column, report, error)
         && (header || add_row (table, first, count, line, error))
         && (!more || add_row (table, second, second_count, iso_csv_line (table->csv), error));
}

static bool
read_rows (Table *table, IsoSourceReport *report, GCancellable *cancellable, GError **error)
{
  GError *problem = NULL;
  while (iso_csv_next (table->csv, cancellable, &problem))
    {
      size_t count;
      const IsoCsvField *fields = iso_csv_fields (table->csv, &count);
      if (!add_row (table, fields, count, iso_csv_line (table->csv), error))
        return false;
      if (table->rows % PROGRESS_ROWS == 0 && report != NULL && report->progress != NULL)
        report->progress (report->data, READING_SHARE * iso_csv_share (table->csv));
    }
  if (problem != NULL)
    g_propagate_error (error, problem);
  return problem == NULL;
}

static IsoDataset *
make_dataset (Table *table, const char *name, GCancellable *cancellable, GError **error)
{
  IsoSampleShape shape = { 1, 1, (guint32) table->feature_count, false };
  IsoDatasetValues values = { 0 };
  guint32 class_count = 0;
  if (table->rows == 0)
    {
      g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, _("%s: found no samples, expected at least one"), table->name);
      return NULL;
    }
  const IsoValues scanned = { NULL, table->values, table->rows, table->feature_count, false };
  gint32 *labels = iso_block_new (table->rows, 1, sizeof *labels, table->name, error);
  if (labels == NULL)
    return NULL;
  memcpy (labels, table->labels->data, table->rows * sizeof *labels);
  char **class_names = iso_class_table_finish (table->classes, labels, table->rows, &class_count, table->name, error);
  if (class_names == NULL || !iso_values_scan (&values.facts, &scanned, table->name, NULL, cancellable, error))
    {
      g_strfreev (class_names);
      iso_block_free (labels);
      return NULL;
    }
  size_t size = table->rows * table->feature_count * sizeof (float);
  float *fitting = g_try_realloc (table->values, size); /* gives back what was taken in advance */
  values.floats = fitting != NULL ? fitting : table->values;
  table->values = NULL;
  values.owner = g_bytes_new_take ((void *) values.floats, size);
  return iso_dataset_new_in_place (name, shape, table->rows, values, labels, NULL, class_count, class_names, error);
}

IsoDataset *
iso_source_read_csv (GInputStream *stream, goffset size, const char *path, const char *name, IsoTableForm form,
                     const char *label_column, IsoSourceReport *report, GCancellable *cancellable, GError **error)
{
  g_auto (Table) table = { .csv = iso_csv_new (path, stream, size, form.packed, form.delimiter), .name = path };
  table.labels = g_array_new (FALSE, FALSE, sizeof (gint32));
  table.classes = iso_class_table_new ();
  if (!read_start (&table, label_column != NULL ? label_column : "", report, cancellable, error)
      || !read_rows (&table, report, cancellable, error))
    return NULL;
  return make_dataset (&table, name, cancellable, error);
}

IsoDataset *
iso_source_load_csv (GFile *file, const char *name, IsoTableForm form, const char *label_column, IsoSourceReport *report,
                     GCancellable *cancellable, GError **error)
{
  goffset size = 0;
  g_autoptr (GInputStream) stream = iso_file_open (file, &size, cancellable, error);
  if (stream == NULL)
    return NULL;
  g_autofree char *path = g_file_get_parse_name (file);
  return iso_source_read_csv (stream, size, path, name, form, label_column, report, cancellable, error);
}
