#include "ui/plot/table-rows.h"

struct _IsoTableRow {
  GObject parent_instance;
  guint index;
};

G_DEFINE_FINAL_TYPE (IsoTableRow, iso_table_row, G_TYPE_OBJECT)

static void
iso_table_row_class_init (IsoTableRowClass *class)
{
}

static void
iso_table_row_init (IsoTableRow *row)
{
}

guint
iso_table_row_index (IsoTableRow *row)
{
  g_return_val_if_fail (ISO_IS_TABLE_ROW (row), 0);
  return row->index;
}

struct _IsoTableRows {
  GObject parent_instance;
  guint count;
};

static GType
get_item_type (GListModel *model)
{
  return ISO_TYPE_TABLE_ROW;
}

static guint
get_n_items (GListModel *model)
{
  return ISO_TABLE_ROWS (model)->count;
}

static gpointer
get_item (GListModel *model, guint position)
{
  if (position >= ISO_TABLE_ROWS (model)->count)
    return NULL;
  IsoTableRow *row = g_object_new (ISO_TYPE_TABLE_ROW, NULL);
  row->index = position;
  return row;
}

static void
list_model_init (GListModelInterface *interface)
{
  interface->get_item_type = get_item_type;
  interface->get_n_items = get_n_items;
  interface->get_item = get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (IsoTableRows, iso_table_rows, G_TYPE_OBJECT, G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static void
iso_table_rows_class_init (IsoTableRowsClass *class)
{
}

static void
iso_table_rows_init (IsoTableRows *rows)
{
}

GListModel *
iso_table_rows_new (guint count)
{
  IsoTableRows *rows = g_object_new (ISO_TYPE_TABLE_ROWS, NULL);
  rows->count = count;
  return G_LIST_MODEL (rows);
}
