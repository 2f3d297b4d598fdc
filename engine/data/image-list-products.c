/* Stanford Online Products: its lists say which picture is of which class and part. */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "engine/base/error.h"
#include "engine/data/file.h"
#include "engine/data/image-list-private.h"
#include "engine/data/product-list.h"

/* The folders of its pictures are named so: bicycle_final/…. */
#define FOLDER_ENDING "_final"

char *
iso_image_list_find_products (const char *folder, IsoPart part)
{
  static const char *const places[] = { "", "Info_Files" };
  const char *name = part == ISO_PART_TRAIN ? "Ebay_train.txt" : "Ebay_test.txt";
  for (size_t i = 0; i < G_N_ELEMENTS (places); i++)
    {
      g_autofree char *path = g_build_filename (folder, places[i], name, NULL);
      if (g_file_test (path, G_FILE_TEST_IS_REGULAR))
        return g_steal_pointer (&path);
    }
  return NULL;
}

static bool
read_list (GArray *products, const IsoImageList *list, IsoPart part, GCancellable *cancellable, GError **error)
{
  g_autofree char *path = iso_image_list_find_products (list->folder, part);
  if (path == NULL)
    return true;
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GBytes) contents = iso_file_load (file, cancellable, error);
  g_autofree char *shown = g_filename_display_name (path);
  return contents != NULL && iso_product_list_parse (products, shown, contents, error);
}

static int
compare_ids (gconstpointer a, gconstpointer b)
{
  gint32 x = *(const gint32 *) a, y = *(const gint32 *) b;
  return (x > y) - (x < y);
}

/* "bicycle 12" of class 12, whose pictures are in bicycle_final/. */
static char *
class_name (const IsoProduct *product)
{
  const char *slash = strchr (product->path, '/');
  g_autofree char *kind = slash != NULL ? g_strndup (product->path, (size_t) (slash - product->path)) : g_strdup ("");
  if (g_str_has_suffix (kind, FOLDER_ENDING))
    kind[strlen (kind) - strlen (FOLDER_ENDING)] = '\0';
  g_autofree char *shown = g_filename_display_name (kind);
  return shown[0] != '\0' ? g_strdup_printf ("%s %d", shown, product->class_id) : g_strdup_printf ("%d", product->class_id);
}

/* Class numbers become the labels 0, 1, … in ascending order. labels: number → label, both as pointers. */
static GHashTable *
number_classes (IsoImageList *list, const GArray *products)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint32));
  g_autoptr (GHashTable) first = g_hash_table_new (NULL, NULL);
  GHashTable *labels = g_hash_table_new (NULL, NULL);
  for (guint i = 0; i < products->len; i++)
    {
      IsoProduct *product = &g_array_index (products, IsoProduct, i);
      if (g_hash_table_contains (first, GINT_TO_POINTER (product->class_id)))
        continue;
      g_hash_table_insert (first, GINT_TO_POINTER (product->class_id), product);
      g_array_append_val (ids, product->class_id);
    }
  g_array_sort (ids, compare_ids);
  for (guint c = 0; c < ids->len; c++)
    {
      gpointer id = GINT_TO_POINTER (g_array_index (ids, gint32, c));
      g_hash_table_insert (labels, id, GUINT_TO_POINTER (c));
      g_ptr_array_add (list->class_names, class_name (g_hash_table_lookup (first, id)));
    }
  return labels;
}

bool
iso_image_list_read_products (IsoImageList *list, GPtrArray *skipped, GCancellable *cancellable, GError **error)
{
  g_autoptr (GArray) products = g_array_new (FALSE, FALSE, sizeof (IsoProduct));
  g_array_set_clear_func (products, iso_product_clear);
  if (!read_list (products, list, ISO_PART_TRAIN, cancellable, error))
    return false;
  guint train_count = products->len;
  if (!read_list (products, list, ISO_PART_TEST, cancellable, error))
    return false;
  g_autoptr (GHashTable) labels = number_classes (list, products);
  for (guint i = 0; i < products->len; i++)
    {
      const IsoProduct *product = &g_array_index (products, IsoProduct, i);
      guint32 label = GPOINTER_TO_UINT (g_hash_table_lookup (labels, GINT_TO_POINTER (product->class_id)));
      if (i % 1024 == 0 && g_cancellable_is_cancelled (cancellable))
        {
          g_set_error_literal (error, ISO_ERROR, ISO_ERROR_CANCELLED, _("reading pictures was cancelled"));
          return false;
        }
      if (!iso_image_list_add (list, g_strdup (product->path), label, i < train_count ? ISO_PART_TRAIN : ISO_PART_TEST))
        iso_image_list_skip (skipped, product->path, _("found no such file"));
    }
  return true;
}
