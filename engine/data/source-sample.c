/* The embedded sample: 10 × 300 images of Fashion-MNIST, 200 a class to train and 100 to test. Its files come from
 * tools/make-sample. */
#include "engine/data/source-kinds.h"

#include <glib/gi18n-lib.h>

#include "engine/base/checked.h"
#include "engine/base/error.h"
#include "engine/data/labels.h"
#include "resources/isotherm-data.h"

#define SAMPLE_FOLDER "/org/isotherm/Isotherm/data/sample/"

char **
iso_source_fashion_class_names (void)
{
  static const char *const names[ISO_FASHION_CLASSES + 1] = {
    "T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot", NULL,
  };
  return g_strdupv ((char **) names);
}

/* The resource is asked for by its function: a linker drops from a static library what nobody names, its constructor included. */
static bool
parse_resource (IsoIdx *idx, const char *name, guint32 dimension_count, GError **error)
{
  g_autoptr (GError) cause = NULL;
  g_autofree char *path = g_strconcat (SAMPLE_FOLDER, name, NULL);
  g_autoptr (GBytes) contents = g_resource_lookup_data (isotherm_data_get_resource (), path, G_RESOURCE_LOOKUP_FLAGS_NONE,
                                                        &cause);
  *idx = (IsoIdx) { 0 };
  if (contents == NULL)
    {
      g_set_error (error, ISO_ERROR, ISO_ERROR_FILE, _("cannot read %s: %s"), path, cause->message);
      return false;
    }
  if (!iso_idx_parse (idx, path, contents, error))
    return false;
  if (idx->dimension_count == dimension_count)
    return true;
  g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, _("%s: found %u dimensions, expected %u"), path, idx->dimension_count,
               dimension_count);
  return false;
}

static IsoPart *
parts_from_bytes (const IsoIdx *parts, GError **error)
{
  IsoPart *out = iso_block_new (parts->sizes[0], 1, sizeof *out, SAMPLE_FOLDER "parts", error);
  for (size_t i = 0; out != NULL && i < parts->sizes[0]; i++)
    out[i] = parts->bytes[i] == 0 ? ISO_PART_TRAIN : ISO_PART_TEST;
  return out;
}

static IsoDataset *
make_dataset (IsoIdx *images, const IsoIdx *label_bytes, const IsoIdx *part_bytes, GError **error)
{
  size_t count = images->sizes[0];
  if (label_bytes->sizes[0] != count || part_bytes->sizes[0] != count)
    {
      g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, _("%s: found %zu images, %zu labels and %zu parts"), SAMPLE_FOLDER, count,
                   label_bytes->sizes[0], part_bytes->sizes[0]);
      return NULL;
    }
  gint32 *labels = iso_labels_from_bytes (label_bytes->bytes, count, ISO_FASHION_CLASSES, SAMPLE_FOLDER "labels", error);
  if (labels == NULL)
    return NULL;
  IsoPart *parts = parts_from_bytes (part_bytes, error);
  if (parts == NULL)
    {
      iso_block_free (labels);
      return NULL;
    }
  IsoSampleShape shape = { 1, (guint32) images->sizes[1], (guint32) images->sizes[2], true };
  return iso_dataset_new ("Fashion-MNIST sample", shape, count, g_steal_pointer (&images->bytes), NULL, labels, parts,
                          ISO_FASHION_CLASSES, iso_source_fashion_class_names (), error);
}

IsoDataset *
iso_source_load_sample (GError **error)
{
  IsoIdx images = { 0 }, labels = { 0 }, parts = { 0 };
  IsoDataset *dataset = NULL;
  if (parse_resource (&images, "images-idx3-ubyte.gz", 3, error)
      && parse_resource (&labels, "labels-idx1-ubyte.gz", 1, error)
      && parse_resource (&parts, "parts-idx1-ubyte.gz", 1, error))
    dataset = make_dataset (&images, &labels, &parts, error);
  iso_idx_clear (&images);
  iso_idx_clear (&labels);
  iso_idx_clear (&parts);
  return dataset;
}
