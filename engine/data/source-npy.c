/* Features or images in a .npy file with labels beside it. */
#include "engine/data/source-kinds.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "engine/base/error.h"
#include "engine/data/arrays.h"
#include "engine/data/file.h"

GFile *
iso_source_find_npy (GFile *folder)
{
  static const char *const names[] = { "embeddings.npy", "features.npy" };
  for (size_t i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GFile) file = g_file_get_child (folder, names[i]);
      if (g_file_query_exists (file, NULL))
        return g_steal_pointer (&file);
    }
  return NULL;
}

/* The most particular name first. */
static GFile *
find_labels (GFile *features, GError **error)
{
  static const char *const endings[] = { "_labels.npy", "-labels.npy" };
  g_autoptr (GFile) folder = g_file_get_parent (features);
  g_autofree char *base = g_file_get_basename (features);
  g_autofree char *stem = g_str_has_suffix (base, ".npy") ? g_strndup (base, strlen (base) - strlen (".npy")) : g_strdup (base);
  for (size_t i = 0; folder != NULL && i <= G_N_ELEMENTS (endings); i++)
    {
      g_autofree char *name = i < G_N_ELEMENTS (endings) ? g_strconcat (stem, endings[i], NULL) : g_strdup ("labels.npy");
      g_autoptr (GFile) file = g_file_get_child (folder, name);
      if (g_file_query_exists (file, NULL))
        return g_steal_pointer (&file);
    }
  g_autofree char *name = g_file_get_parse_name (features);
  g_set_error (error, ISO_ERROR, ISO_ERROR_FILE,
               _("%s has no labels beside it: expected %s_labels.npy, %s-labels.npy or labels.npy"),
               name, stem, stem);
  return NULL;
}

/* The array of a file, in the file's own memory where it can be. */
static bool
load_array (IsoArray *array, GFile *file, GCancellable *cancellable, GError **error)
{
  gboolean mapped = FALSE;
  g_autoptr (GBytes) contents = iso_file_map (file, &mapped, cancellable, error);
  if (contents == NULL)
    return false;
  array->name = g_file_get_parse_name (file);
  array->mapped = mapped;
  return iso_npy_view (&array->npy, array->name, contents, error);
}

IsoDataset *
iso_source_load_npy (GFile *file, const char *name, IsoSourceReport *report, GCancellable *cancellable, GError **error)
{
  g_autoptr (GFile) label_file = find_labels (file, error);
  IsoArray features = { 0 }, labels = { 0 };
  IsoSampleShape shape;
  IsoDataset *dataset = NULL;
  guint32 class_count = 0;
  char **class_names = NULL;
  gint32 *classes = NULL;
  if (label_file != NULL && load_array (&features, file, cancellable, error) && iso_array_shape (&shape, &features, error)
      && load_array (&labels, label_file, cancellable, error))
    classes = iso_arrays_labels (&class_count, &class_names, &labels, &features, 1, NULL, error);
  if (classes != NULL)
    dataset = iso_arrays_dataset (name, &features, NULL, 1, classes, class_count, class_names, report, cancellable, error);
  iso_array_clear (&features);
  iso_array_clear (&labels);
  return dataset;
}
