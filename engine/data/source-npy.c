/* Features or images in a .npy file with labels beside it. */
#include "engine/data/source-kinds.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "engine/base/checked.h"
#include "engine/base/error.h"
#include "engine/data/labels.h"
#include "engine/data/npy.h"

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

static bool
shape_of (IsoSampleShape *shape, const IsoNpy *npy, const char *name, GError **error)
{
  const size_t *sizes = npy->sizes;
  for (guint32 d = 1; d < npy->dimension_count; d++)
    if (sizes[d] > G_MAXUINT32)
      {
        g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, _("%s: shape: found %zu in dimension %u, expected at most %u"), name,
                     sizes[d], d + 1, G_MAXUINT32);
        return false;
      }
  switch (npy->dimension_count)
    {
    case 2:
      *shape = (IsoSampleShape) { 1, 1, (guint32) sizes[1], false };
      return true;
    case 3:
      *shape = (IsoSampleShape) { 1, (guint32) sizes[1], (guint32) sizes[2], true };
      return true;
    case 4:
      if (sizes[1] > 4 && (sizes[3] == 1 || sizes[3] == 3 || sizes[3] == 4))
        {
          g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT,
                       _("%s: shape: found (%zu, %zu, %zu, %zu), which looks like channels last, expected (N, channels, height, "
                         "width)"),
                       name, sizes[0], sizes[1], sizes[2], sizes[3]);
          return false;
        }
      *shape = (IsoSampleShape) { (guint32) sizes[1], (guint32) sizes[2], (guint32) sizes[3], true };
      return true;
    default:
      g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT,
                   _("%s: shape: found %u dimensions, expected 2 (features), 3 or 4 (images): (N, F), (N, H, W) or (N, C, H, W)"),
                   name, npy->dimension_count);
      return false;
    }
}

/* Labels of `count` samples, which `features_name` holds. */
static gint32 *
load_labels (guint32 *class_count, char ***class_names, GFile *file, size_t count, const char *features_name,
             GCancellable *cancellable, GError **error)
{
  IsoNpy npy;
  gint32 *labels = NULL;
  if (!iso_npy_load (&npy, file, cancellable, error))
    return NULL;
  g_autofree char *name = g_file_get_parse_name (file);
  if (npy.dimension_count != 1)
    g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, _("%s: shape: found %u dimensions, expected 1"), name, npy.dimension_count);
  else if (npy.element_count != count)
    g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, _("%s has %zu samples, but %s has %zu labels"), features_name, count, name,
                 npy.element_count);
  else
    {
      gint64 *values = iso_npy_to_integers (&npy, name, error);
      if (values != NULL)
        labels = iso_labels_from_integers (class_count, class_names, values, count, name, error);
      iso_block_free (values);
    }
  iso_npy_clear (&npy);
  return labels;
}

IsoDataset *
iso_source_load_npy (GFile *features, const char *name, GCancellable *cancellable, GError **error)
{
  g_autoptr (GFile) label_file = find_labels (features, error);
  g_autofree char *features_name = g_file_get_parse_name (features);
  IsoSampleShape shape;
  IsoNpy npy;
  if (label_file == NULL || !iso_npy_load (&npy, features, cancellable, error))
    return NULL;

  guint8 *bytes = NULL;
  float *floats = NULL;
  gint32 *labels = NULL;
  guint32 class_count = 0;
  char **class_names = NULL;
  size_t count = npy.sizes[0];
  if (shape_of (&shape, &npy, features_name, error))
    labels = load_labels (&class_count, &class_names, label_file, count, features_name, cancellable, error);
  if (labels != NULL && shape.is_image && npy.type == ISO_NPY_UINT8)
    bytes = g_steal_pointer (&npy.data);
  else if (labels != NULL)
    floats = iso_npy_to_floats (&npy, features_name, error);
  iso_npy_clear (&npy);

  if (bytes != NULL || floats != NULL)
    return iso_dataset_new (name, shape, count, bytes, floats, labels, NULL, class_count, class_names, error);
  iso_block_free (labels);
  g_strfreev (class_names);
  return NULL;
}
