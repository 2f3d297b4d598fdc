/* The emoji designs that tools/get-data makes: features.npy, labels.npy and classes.txt in isotherm/emoji of the user's data. */
#include "engine/data/source-kinds.h"

#include <glib/gi18n-lib.h>

#include "engine/base/checked.h"
#include "engine/base/error.h"
#include "engine/data/box-scale.h"
#include "engine/data/class-names.h"
#include "engine/data/labels.h"
#include "engine/data/npy.h"

#define FOLDER "emoji"
#define CHANNELS 3

static bool
check_images (const IsoNpy *npy, guint32 size, const char *name, GError **error)
{
  const size_t *sizes = npy->sizes;
  if (npy->type != ISO_NPY_UINT8 || npy->dimension_count != 4 || sizes[1] != CHANNELS || sizes[2] != sizes[3])
    g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, _("%s: found no color images, expected unsigned bytes (N, 3, size, size)"),
                 name);
  else if (size < 1 || size > sizes[2])
    g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT, _("data.size is %u; %s has images of %zu × %zu, expected at most %zu"),
                 size, name, sizes[2], sizes[3], sizes[2]);
  else
    return true;
  return false;
}

/* Images (N, 3, size, size) of those in file. */
static guint8 *
load_images (size_t *count, GFile *file, guint32 size, GCancellable *cancellable, GError **error)
{
  g_autofree char *name = g_file_get_parse_name (file);
  IsoNpy npy;
  guint8 *bytes = NULL;
  if (!iso_npy_load (&npy, file, cancellable, error))
    return NULL;
  if (check_images (&npy, size, name, error))
    {
      /* The file holds them larger, so that no product can overflow. */
      size_t planes = npy.sizes[0] * CHANNELS;
      *count = npy.sizes[0];
      bytes = iso_block_new (planes, (size_t) size * size, 1, name, error);
      if (bytes != NULL)
        iso_box_scale (bytes, npy.data, planes, npy.sizes[2], npy.sizes[3], size);
    }
  iso_npy_clear (&npy);
  return bytes;
}

static gint32 *
load_labels (guint32 *class_count, char ***class_names, size_t count, GFile *folder, GCancellable *cancellable, GError **error)
{
  g_autoptr (GFile) file = g_file_get_child (folder, "labels.npy");
  g_autofree char *name = g_file_get_parse_name (file);
  IsoNpy npy;
  gint32 *labels = NULL;
  if (!iso_npy_load (&npy, file, cancellable, error))
    return NULL;
  if (npy.dimension_count != 1 || npy.element_count != count)
    g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, _("%s: found %zu values in %u dimensions, expected %zu in one"), name,
                 npy.element_count, npy.dimension_count, count);
  else
    {
      gint64 *values = iso_npy_to_integers (&npy, name, error);
      if (values != NULL)
        labels = iso_labels_from_integers (class_count, class_names, values, count, name, error);
      iso_block_free (values);
      if (labels != NULL && !iso_class_names_read (class_names, class_count, folder, cancellable, error))
        g_clear_pointer (&labels, iso_block_free);
    }
  iso_npy_clear (&npy);
  return labels;
}

IsoDataset *
iso_source_load_emoji (int size, GCancellable *cancellable, GError **error)
{
  g_autofree char *path = g_build_filename (g_get_user_data_dir (), "isotherm", FOLDER, NULL);
  g_autoptr (GFile) folder = g_file_new_for_path (path), file = g_file_get_child (folder, "features.npy");
  size_t count = 0;
  guint32 class_count = 0;
  char **class_names = NULL;
  if (!g_file_query_exists (file, cancellable))
    {
      g_set_error (error, ISO_ERROR, ISO_ERROR_FILE,
                   _("emoji: not found in %s: run “tools/get-data emoji”, which makes the set there"), path);
      return NULL;
    }
  guint8 *bytes = load_images (&count, file, (guint32) MAX (size, 0), cancellable, error);
  if (bytes == NULL)
    return NULL;
  gint32 *labels = load_labels (&class_count, &class_names, count, folder, cancellable, error);
  if (labels == NULL)
    {
      iso_block_free (bytes);
      g_strfreev (class_names);
      return NULL;
    }
  const IsoSampleShape shape = { CHANNELS, (guint32) size, (guint32) size, true };
  return iso_dataset_new ("Emoji designs", shape, count, bytes, NULL, labels, NULL, class_count, class_names, error);
}
