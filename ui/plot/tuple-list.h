/* The rows of a list of tuples as a GListModel that is nothing but a count: items are made when a row comes into sight and say nothing,
 * for the row reads what it shows by its position. So a quarter of a million rows are there at once. */
#pragma once

#include <gio/gio.h>

#define ISO_TYPE_TUPLE_LIST (iso_tuple_list_get_type ())
G_DECLARE_FINAL_TYPE (IsoTupleList, iso_tuple_list, ISO, TUPLE_LIST, GObject)

IsoTupleList *iso_tuple_list_new (void);

/* All rows are others then. */
void iso_tuple_list_set_count (IsoTupleList *list, guint count);
