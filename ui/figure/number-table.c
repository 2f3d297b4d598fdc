#include "ui/figure/number-table.h"

#include <math.h>
#include <string.h>

#include "ui/figure/axis.h"

#define SHOWN_DIGITS 5
#define MOST_DECIMALS 8
#define LOOK_EVERY 4096 /* rows, for a wish to stop */

typedef struct {
  char *name;
  int digits;
} Column;

struct _IsoNumberTable {
  int holders; /* atomic */
  size_t rows, columns, row_names;
  Column *heads;
  double *values; /* (columns, rows) */
};

IsoNumberTable *
iso_number_table_new (const char *const *names, size_t columns, size_t rows)
{
  IsoNumberTable *table = g_new0 (IsoNumberTable, 1);
  g_assert (columns > 0 && rows <= G_MAXSIZE / sizeof (double) / columns);
  table->holders = 1;
  table->rows = rows;
  table->columns = columns;
  table->heads = g_new0 (Column, columns);
  table->values = g_new (double, columns * rows);
  for (size_t i = 0; i < columns; i++)
    table->heads[i] = (Column){ g_strdup (names[i]), 17 };
  for (size_t i = 0; i < columns * rows; i++)
    table->values[i] = NAN;
  return table;
}

IsoNumberTable *
iso_number_table_ref (IsoNumberTable *table)
{
  g_atomic_int_inc (&table->holders);
  return table;
}

void
iso_number_table_unref (IsoNumberTable *table)
{
  if (table == NULL || !g_atomic_int_dec_and_test (&table->holders))
    return;
  for (size_t i = 0; i < table->columns; i++)
    g_free (table->heads[i].name);
  g_free (table->heads);
  g_free (table->values);
  g_free (table);
}

double *
iso_number_table_column (IsoNumberTable *table, size_t column)
{
  g_return_val_if_fail (column < table->columns, NULL);
  return table->values + column * table->rows;
}

void
iso_number_table_set_digits (IsoNumberTable *table, size_t column, int digits)
{
  g_return_if_fail (column < table->columns && digits >= 1 && digits <= 17);
  table->heads[column].digits = digits;
}

int
iso_number_table_digits (const IsoNumberTable *table, size_t column)
{
  g_return_val_if_fail (column < table->columns, 17);
  return table->heads[column].digits;
}

void
iso_number_table_set_row_names (IsoNumberTable *table, size_t columns)
{
  g_return_if_fail (columns < table->columns);
  table->row_names = columns;
}

size_t
iso_number_table_row_names (const IsoNumberTable *table)
{
  return table->row_names;
}

size_t
iso_number_table_rows (const IsoNumberTable *table)
{
  return table->rows;
}

size_t
iso_number_table_columns (const IsoNumberTable *table)
{
  return table->columns;
}

const char *
iso_number_table_name (const IsoNumberTable *table, size_t column)
{
  return table->heads[column].name;
}

double
iso_number_table_value (const IsoNumberTable *table, size_t row, size_t column)
{
  g_return_val_if_fail (row < table->rows && column < table->columns, NAN);
  return table->values[column * table->rows + row];
}

int
iso_number_table_decimals (const IsoNumberTable *table, size_t column)
{
  g_return_val_if_fail (column < table->columns, 0);
  const double *values = table->values + column * table->rows;
  double largest = 0.0;
  bool is_whole = true;
  for (size_t row = 0; row < table->rows; row++)
    {
      if (!isfinite (values[row]))
        continue;
      largest = fmax (largest, fabs (values[row]));
      is_whole = is_whole && values[row] == floor (values[row]);
    }
  return is_whole || largest == 0.0 ? 0 : CLAMP (SHOWN_DIGITS - 1 - (int) floor (log10 (largest)), 0, MOST_DECIMALS);
}

void
iso_number_table_cell (const IsoNumberTable *table, char *text, size_t capacity, size_t row, size_t column, int decimals)
{
  double value = iso_number_table_value (table, row, column), magnitude = fabs (value);
  if (isnan (value))
    g_strlcpy (text, "–", capacity);
  /* Neither zeros for what is not zero, nor a row of figures that says nothing. */
  else if (decimals == 0 || magnitude >= 1e6 || (magnitude > 0.0 && magnitude < 0.5 * pow (10.0, -decimals)))
    iso_number_format (text, capacity, value, value == floor (value) ? 9 : SHOWN_DIGITS);
  else
    g_snprintf (text, capacity, value < 0.0 ? "\u2212%.*f" : "%.*f", decimals, magnitude);
}

static void
append_field (GString *csv, const char *text)
{
  if (strpbrk (text, ",\"\n\r") == NULL)
    {
      g_string_append (csv, text);
      return;
    }
  g_string_append_c (csv, '"');
  for (; *text != '\0'; text++)
    {
      if (*text == '"')
        g_string_append_c (csv, '"');
      g_string_append_c (csv, *text);
    }
  g_string_append_c (csv, '"');
}

/* As short as it can be for the same number to be read back: at 9 digits the same float32, at 17 the same double. */
static void
append_number (GString *csv, double value, int digits)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE], format[8];
  if (isnan (value))
    return;
  for (int tried = MAX (digits - 2, 1); tried <= digits; tried++)
    {
      g_snprintf (format, sizeof format, "%%.%dg", tried);
      g_ascii_formatd (text, sizeof text, format, value);
      double back = g_ascii_strtod (text, NULL);
      if (digits > 9 ? back == value : (float) back == (float) value)
        break;
    }
  g_string_append (csv, text);
}

char *
iso_number_table_csv (const IsoNumberTable *table, size_t *length, GCancellable *cancellable, GError **error)
{
  g_autoptr (GString) csv = g_string_new (NULL);
  for (size_t column = 0; column < table->columns; column++)
    {
      if (column > 0)
        g_string_append_c (csv, ',');
      append_field (csv, table->heads[column].name);
    }
  g_string_append_c (csv, '\n');
  for (size_t row = 0; row < table->rows; row++)
    {
      if (row % LOOK_EVERY == 0 && g_cancellable_set_error_if_cancelled (cancellable, error))
        return NULL;
      for (size_t column = 0; column < table->columns; column++)
        {
          if (column > 0)
            g_string_append_c (csv, ',');
          append_number (csv, iso_number_table_value (table, row, column), table->heads[column].digits);
        }
      g_string_append_c (csv, '\n');
    }
  if (length != NULL)
    *length = csv->len;
  return g_string_free (g_steal_pointer (&csv), FALSE);
}
