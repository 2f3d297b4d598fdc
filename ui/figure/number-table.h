/* The numbers behind a drawing, as columns of a table: for those who cannot or will not look at it, and for files. Filled by one, then
 * immutable and counted, so that a worker may write it out. */
#pragma once

#include <gio/gio.h>
#include <stdbool.h>

typedef struct _IsoNumberTable IsoNumberTable;

/* names (columns), copied. All values are missing (NAN) at first. */
IsoNumberTable *iso_number_table_new (const char *const *names, size_t columns, size_t rows);
IsoNumberTable *iso_number_table_ref (IsoNumberTable *table);
void iso_number_table_unref (IsoNumberTable *table);

/* Of a column (rows), to fill; and how many digits its values are known to: 17 at first, 9 for what was kept as float32. */
double *iso_number_table_column (IsoNumberTable *table, size_t column);
void iso_number_table_set_digits (IsoNumberTable *table, size_t column, int digits);
int iso_number_table_digits (const IsoNumberTable *table, size_t column);

/* The first columns may be the names of the rows of a matrix rather than numbers of it: how many, 0 at first. */
void iso_number_table_set_row_names (IsoNumberTable *table, size_t columns);
size_t iso_number_table_row_names (const IsoNumberTable *table);

size_t iso_number_table_rows (const IsoNumberTable *table);
size_t iso_number_table_columns (const IsoNumberTable *table);
const char *iso_number_table_name (const IsoNumberTable *table, size_t column);
double iso_number_table_value (const IsoNumberTable *table, size_t row, size_t column);

/* How many decimals all of a column's values are written with, so that they stand under one another: five digits of the greatest, none
 * where all are whole. O(rows). */
int iso_number_table_decimals (const IsoNumberTable *table, size_t column);

/* A value as it is read on screen: "0.0312", "1 204"; "–" where it is missing. */
void iso_number_table_cell (const IsoNumberTable *table, char *text, size_t capacity, size_t row, size_t column, int decimals);

/* All of it as CSV (RFC 4180, comma, point, line feeds), each number with all its digits, missing ones empty. NULL and an error
 * where it was cancelled. Free with g_free(). */
char *iso_number_table_csv (const IsoNumberTable *table, size_t *length, GCancellable *cancellable, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoNumberTable, iso_number_table_unref)
