/* The rows of a number table as a list model: a row is made when it is looked at, so that a million of them cost nothing. */
#pragma once

#include <gio/gio.h>

#include "ui/figure/number-table.h"

#define ISO_TYPE_TABLE_ROW (iso_table_row_get_type ())
G_DECLARE_FINAL_TYPE (IsoTableRow, iso_table_row, ISO, TABLE_ROW, GObject)

guint iso_table_row_index (IsoTableRow *row);

#define ISO_TYPE_TABLE_ROWS (iso_table_rows_get_type ())
G_DECLARE_FINAL_TYPE (IsoTableRows, iso_table_rows, ISO, TABLE_ROWS, GObject)

/* count of them; items are IsoTableRow. */
GListModel *iso_table_rows_new (guint count);
