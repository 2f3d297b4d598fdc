#include "engine/data/class-table.h"

#include <glib/gi18n-lib.h>
#include <stdbool.h>
#include <string.h>

#include "engine/base/error.h"
#include "engine/data/natural-order.h"

#define MOST_CLASSES 1000000

struct _IsoClassTable {
  GHashTable *numbers; /* text → its number; the texts belong to `texts` */
  GPtrArray *texts;    /* of char *, by number */
  GString *text;       /* of the last call, for looking up needs an end */
  gint32 last;         /* its number, or −1: labels often come in runs */
};

IsoClassTable *
iso_class_table_new (void)
{
  IsoClassTable *table = g_new0 (IsoClassTable, 1);
  table->numbers = g_hash_table_new (g_str_hash, g_str_equal);
  table->texts = g_ptr_array_new_with_free_func (g_free);
  table->text = g_string_new (NULL);
  table->last = -1;
  return table;
}

void
iso_class_table_free (IsoClassTable *table)
{
  if (table == NULL)
    return;
  g_hash_table_unref (table->numbers);
  g_ptr_array_unref (table->texts);
  g_string_free (table->text, TRUE);
  g_free (table);
}

gint32
iso_class_table_add (IsoClassTable *table, const char *text, size_t length)
{
  gpointer number;
  if (table->last >= 0 && table->text->len == length && memcmp (table->text->str, text, length) == 0)
    return table->last;
  g_string_truncate (table->text, 0);
  g_string_append_len (table->text, text, (gssize) length);
  if (!g_hash_table_lookup_extended (table->numbers, table->text->str, NULL, &number))
    {
      char *copy = g_strdup (table->text->str);
      number = GINT_TO_POINTER ((int) table->texts->len);
      g_ptr_array_add (table->texts, copy);
      g_hash_table_insert (table->numbers, copy, number);
    }
  table->last = GPOINTER_TO_INT (number);
  return table->last;
}

typedef struct {
  char *text;
  gint32 number;
} Entry;

static int
compare_entries (const void *a, const void *b)
{
  return iso_natural_compare (((const Entry *) a)->text, ((const Entry *) b)->text);
}

char **
iso_class_table_finish (IsoClassTable *table, gint32 *labels, size_t count, guint32 *class_count, const char *name, GError **error)
{
  guint classes = table->texts->len;
  if (classes > MOST_CLASSES)
    {
      g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, _("%s: found %u different labels, expected at most %d"), name, classes,
                   MOST_CLASSES);
      return NULL;
    }
  g_autofree Entry *entries = g_new (Entry, MAX (classes, 1));
  g_autofree gint32 *places = g_new (gint32, MAX (classes, 1));
  char **names = g_new0 (char *, classes + 1);
  for (guint c = 0; c < classes; c++)
    entries[c] = (Entry) { table->texts->pdata[c], (gint32) c };
  qsort (entries, classes, sizeof *entries, compare_entries);
  for (guint c = 0; c < classes; c++)
    {
      places[entries[c].number] = (gint32) c;
      names[c] = g_strdup (entries[c].text);
    }
  for (size_t i = 0; i < count; i++)
    labels[i] = places[labels[i]];
  *class_count = classes;
  return names;
}
