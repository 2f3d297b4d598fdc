#include "engine/data/dataset-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "engine/base/checked.h"
#include "engine/base/error.h"

static void
dataset_free (IsoDataset *dataset)
{
  g_free (dataset->name);
  if (dataset->owner != NULL)
    g_bytes_unref (dataset->owner);
  else
    {
      iso_block_free ((void *) dataset->bytes);
      iso_block_free ((void *) dataset->floats);
    }
  iso_block_free (dataset->labels);
  iso_block_free (dataset->parts);
  g_strfreev (dataset->class_names);
  iso_block_free (dataset->class_numbers);
  g_free (dataset);
}

IsoDataset *
iso_dataset_ref (IsoDataset *dataset)
{
  g_atomic_ref_count_inc (&dataset->references);
  return dataset;
}

void
iso_dataset_unref (IsoDataset *dataset)
{
  if (dataset != NULL && g_atomic_ref_count_dec (&dataset->references))
    dataset_free (dataset);
}

static bool
check_sizes (IsoDataset *dataset, GError **error)
{
  const IsoSampleShape *shape = &dataset->shape;
  size_t values;
  if (!iso_checked_multiply (&dataset->feature_count, shape->channels, shape->height)
      || !iso_checked_multiply (&dataset->feature_count, dataset->feature_count, shape->width)
      || !iso_checked_multiply (&values, dataset->feature_count, dataset->sample_count)
      || dataset->sample_count > G_MAXUINT32)
    {
      g_set_error (error, ISO_ERROR, ISO_ERROR_MEMORY, _("%s: %zu samples of %u × %u × %u values are too many"), dataset->name,
                   dataset->sample_count, shape->channels, shape->height, shape->width);
      return false;
    }
  if (dataset->sample_count == 0)
    g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, _("%s: found no samples, expected at least one"), dataset->name);
  else if (dataset->feature_count == 0)
    g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, _("%s: found samples of %u × %u × %u values, expected at least one value"),
                 dataset->name, shape->channels, shape->height, shape->width);
  else if (dataset->class_count == 0 || dataset->class_count > G_MAXINT32)
    g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT,
                 g_dngettext (GETTEXT_PACKAGE, "%s: found %u class, expected 1 to %d", "%s: found %u classes, expected 1 to %d",
                              dataset->class_count),
                 dataset->name, dataset->class_count, G_MAXINT32);
  else
    return true;
  return false;
}

static bool
check_labels (const IsoDataset *dataset, GError **error)
{
  for (size_t i = 0; i < dataset->sample_count; i++)
    if (dataset->labels[i] < 0 || (guint32) dataset->labels[i] >= dataset->class_count)
      {
        g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, _("%s: sample %zu: found label %d, expected 0 … %u"), dataset->name, i,
                     dataset->labels[i], dataset->class_count - 1);
        return false;
      }
  return true;
}

static bool
scan_values (IsoDataset *dataset, GError **error)
{
  const IsoValues values = { dataset->bytes, dataset->floats, dataset->sample_count, dataset->feature_count, false };
  return iso_values_scan (&dataset->facts, &values, dataset->name, NULL, NULL, error);
}

static bool
number_classes (IsoDataset *dataset, GError **error)
{
  if (dataset->class_names != NULL)
    return true;
  dataset->class_numbers = iso_block_new (dataset->class_count, NUMBER_LENGTH, 1, dataset->name, error);
  if (dataset->class_numbers == NULL)
    return false;
  for (guint32 c = 0; c < dataset->class_count; c++)
    g_snprintf (dataset->class_numbers[c], NUMBER_LENGTH, "%u", c);
  return true;
}

static void
compute_fingerprint (IsoDataset *dataset)
{
  guint64 sizes[8] = { dataset->shape.channels, dataset->shape.height, dataset->shape.width, dataset->shape.is_image,
                       dataset->sample_count, dataset->class_count, dataset->bytes != NULL, dataset->facts.hash };
  for (size_t i = 0; i < G_N_ELEMENTS (sizes); i++)
    sizes[i] = GUINT64_TO_LE (sizes[i]);
  guint64 hash = iso_values_mix (G_GUINT64_CONSTANT (0xcbf29ce484222325), sizes, sizeof sizes);
  hash = iso_values_mix (hash, dataset->labels, dataset->sample_count * sizeof (gint32));
  g_snprintf (dataset->fingerprint, sizeof dataset->fingerprint, "%016" G_GINT64_MODIFIER "x", hash);
}

/* Takes over all that is passed, also on failure. */
static IsoDataset *
dataset_new (const char *name, IsoSampleShape shape, size_t sample_count, const IsoDatasetValues *values, gint32 *labels,
             IsoPart *parts, guint32 class_count, char **class_names, GError **error)
{
  g_autoptr (IsoDataset) dataset = g_new0 (IsoDataset, 1);
  g_atomic_ref_count_init (&dataset->references);
  dataset->name = g_strdup (name);
  dataset->shape = shape;
  dataset->sample_count = sample_count;
  dataset->bytes = values->bytes;
  dataset->floats = values->floats;
  dataset->owner = values->owner;
  dataset->facts = values->facts;
  dataset->labels = labels;
  dataset->parts = parts;
  dataset->class_count = class_count;
  dataset->class_names = class_names;
  g_assert ((values->bytes == NULL) != (values->floats == NULL) && labels != NULL);
  g_assert (class_names == NULL || g_strv_length (class_names) == class_count);

  if (!check_sizes (dataset, error) || !check_labels (dataset, error)
      || (dataset->owner == NULL && !scan_values (dataset, error)) || !number_classes (dataset, error))
    return NULL;
  compute_fingerprint (dataset);
  return g_steal_pointer (&dataset);
}

IsoDataset *
iso_dataset_new (const char *name, IsoSampleShape shape, size_t sample_count, guint8 *bytes, float *floats, gint32 *labels,
                 IsoPart *parts, guint32 class_count, char **class_names, GError **error)
{
  const IsoDatasetValues values = { .bytes = bytes, .floats = floats };
  return dataset_new (name, shape, sample_count, &values, labels, parts, class_count, class_names, error);
}

IsoDataset *
iso_dataset_new_in_place (const char *name, IsoSampleShape shape, size_t sample_count, IsoDatasetValues values, gint32 *labels,
                          IsoPart *parts, guint32 class_count, char **class_names, GError **error)
{
  g_assert (values.owner != NULL);
  return dataset_new (name, shape, sample_count, &values, labels, parts, class_count, class_names, error);
}

const char *
iso_dataset_name (const IsoDataset *dataset)
{
  return dataset->name;
}

IsoSampleShape
iso_dataset_shape (const IsoDataset *dataset)
{
  return dataset->shape;
}

size_t
iso_dataset_sample_count (const IsoDataset *dataset)
{
  return dataset->sample_count;
}

size_t
iso_dataset_feature_count (const IsoDataset *dataset)
{
  return dataset->feature_count;
}

guint32
iso_dataset_class_count (const IsoDataset *dataset)
{
  return dataset->class_count;
}

const char *
iso_dataset_class_name (const IsoDataset *dataset, guint32 index)
{
  g_assert (index < dataset->class_count);
  return dataset->class_names != NULL ? dataset->class_names[index] : dataset->class_numbers[index];
}

const gint32 *
iso_dataset_labels (const IsoDataset *dataset)
{
  return dataset->labels;
}

const guint8 *
iso_dataset_bytes (const IsoDataset *dataset)
{
  return dataset->bytes;
}

const IsoPart *
iso_dataset_parts (const IsoDataset *dataset)
{
  return dataset->parts;
}

bool
iso_dataset_has_bytes (const IsoDataset *dataset)
{
  return dataset->bytes != NULL;
}

void
iso_dataset_range (const IsoDataset *dataset, double *low, double *high)
{
  *low = dataset->facts.low;
  *high = dataset->facts.high;
}

const char *
iso_dataset_fingerprint (const IsoDataset *dataset)
{
  return dataset->fingerprint;
}
