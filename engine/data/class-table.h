/* Classes named by text: the distinct texts of a column become the classes, in natural order. */
#pragma once

#include <glib.h>
#include <stddef.h>

typedef struct _IsoClassTable IsoClassTable;

IsoClassTable *iso_class_table_new (void);
void iso_class_table_free (IsoClassTable *table);

/* The number of a text of `length` bytes (valid UTF-8), for now in order of first appearance. */
gint32 iso_class_table_add (IsoClassTable *table, const char *text, size_t length);

/* Renumbers labels (count), which iso_class_table_add() gave out, by the natural order of the texts, and hands these out in that
 * order: *class_count names, NULL-terminated (g_strfreev()). ISO_ERROR_FORMAT, naming `name`, where there are too many. */
char **iso_class_table_finish (IsoClassTable *table, gint32 *labels, size_t count, guint32 *class_count, const char *name,
                               GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoClassTable, iso_class_table_free)
