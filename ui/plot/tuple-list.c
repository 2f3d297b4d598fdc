#include "ui/plot/tuple-list.h"

struct _IsoTupleList {
  GObject parent_instance;
  guint count;
};

static GType
get_item_type (GListModel *model)
{
  return G_TYPE_OBJECT;
}

static guint
get_n_items (GListModel *model)
{
  return ISO_TUPLE_LIST (model)->count;
}

static gpointer
get_item (GListModel *model, guint position)
{
  return position < ISO_TUPLE_LIST (model)->count ? g_object_new (G_TYPE_OBJECT, NULL) : NULL;
}

static void
implement_model (GListModelInterface *interface)
{
  interface->get_item_type = get_item_type;
  interface->get_n_items = get_n_items;
  interface->get_item = get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (IsoTupleList, iso_tuple_list, G_TYPE_OBJECT, G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, implement_model))

static void
iso_tuple_list_class_init (IsoTupleListClass *class)
{
}

static void
iso_tuple_list_init (IsoTupleList *list)
{
}

IsoTupleList *
iso_tuple_list_new (void)
{
  return g_object_new (ISO_TYPE_TUPLE_LIST, NULL);
}

void
iso_tuple_list_set_count (IsoTupleList *list, guint count)
{
  guint before = list->count;
  list->count = count;
  g_list_model_items_changed (G_LIST_MODEL (list), 0, before, count);
}
