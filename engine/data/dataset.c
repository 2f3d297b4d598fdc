#include "engine/data/dataset.h"

#include <float.h>
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "engine/base/checked.h"
#include "engine/base/error.h"
#include "engine/base/kernel.h"
#include "engine/linalg/rows.h"

/* Digits of the largest class number and the final zero. */
#define NUMBER_LENGTH 11

struct _IsoDataset {
  gatomicrefcount references;
  char *name;
  IsoSampleShape shape;
  size_t sample_count, feature_count;
  guint8 *bytes; /* (N, F), or NULL */
  float *floats; /* (N, F), or NULL */
  gint32 *labels;
  IsoPart *parts;
  guint32 class_count;
  char **class_names;                     /* NULL: their numbers */
  char (*class_numbers)[NUMBER_LENGTH]; /* in one block: there may be a million */
  char fingerprint[17];
};

static void
dataset_free (IsoDataset *dataset)
{
  g_free (dataset->name);
  iso_block_free (dataset->bytes);
  iso_block_free (dataset->floats);
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
    g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, _("%s: found %u classes, expected 1 to %d"), dataset->name,
                 dataset->class_count, G_MAXINT32);
  else
    return true;
  return false;
}

static bool
check_contents (const IsoDataset *dataset, GError **error)
{
  for (size_t i = 0; i < dataset->sample_count; i++)
    if (dataset->labels[i] < 0 || (guint32) dataset->labels[i] >= dataset->class_count)
      {
        g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, _("%s: sample %zu: found label %d, expected 0 … %u"), dataset->name, i,
                     dataset->labels[i], dataset->class_count - 1);
        return false;
      }
  if (dataset->floats == NULL || iso_all_finite (dataset->floats, dataset->sample_count * dataset->feature_count))
    return true;
  size_t i = 0;
  while (isfinite (dataset->floats[i]))
    i++;
  g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, _("%s: sample %zu, value %zu: found %s, expected a finite number"),
               dataset->name, i / dataset->feature_count, i % dataset->feature_count,
               isnan (dataset->floats[i]) ? "NaN" : dataset->floats[i] > 0.0f ? "infinity" : "-infinity");
  return false;
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

/* Eight bytes a step (a multiplicative hash with its high bits folded down), as the full Fashion-MNIST must not wait for this. */
static guint64
mix (guint64 hash, const void *data, size_t size)
{
  const guint8 *bytes = data;
  for (size_t i = 0; i < size; i += 8)
    {
      guint64 word = 0;
      memcpy (&word, bytes + i, MIN (size - i, 8));
      hash = (hash ^ GUINT64_FROM_LE (word)) * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
      hash ^= hash >> 32;
    }
  return hash;
}

static void
compute_fingerprint (IsoDataset *dataset)
{
  size_t values = dataset->sample_count * dataset->feature_count;
  guint64 sizes[7] = { dataset->shape.channels, dataset->shape.height, dataset->shape.width, dataset->shape.is_image,
                       dataset->sample_count, dataset->class_count, dataset->bytes != NULL };
  guint64 hash = G_GUINT64_CONSTANT (0xcbf29ce484222325);
  for (size_t i = 0; i < G_N_ELEMENTS (sizes); i++)
    sizes[i] = GUINT64_TO_LE (sizes[i]);
  hash = mix (hash, sizes, sizeof sizes);
  hash = dataset->bytes != NULL ? mix (hash, dataset->bytes, values) : mix (hash, dataset->floats, values * sizeof (float));
  hash = mix (hash, dataset->labels, dataset->sample_count * sizeof (gint32));
  g_snprintf (dataset->fingerprint, sizeof dataset->fingerprint, "%016" G_GINT64_MODIFIER "x", hash);
}

IsoDataset *
iso_dataset_new (const char *name, IsoSampleShape shape, size_t sample_count, guint8 *bytes, float *floats, gint32 *labels,
                 IsoPart *parts, guint32 class_count, char **class_names, GError **error)
{
  g_autoptr (IsoDataset) dataset = g_new0 (IsoDataset, 1);
  g_atomic_ref_count_init (&dataset->references);
  dataset->name = g_strdup (name);
  dataset->shape = shape;
  dataset->sample_count = sample_count;
  dataset->bytes = bytes;
  dataset->floats = floats;
  dataset->labels = labels;
  dataset->parts = parts;
  dataset->class_count = class_count;
  dataset->class_names = class_names;
  g_assert ((bytes == NULL) != (floats == NULL) && labels != NULL);
  g_assert (class_names == NULL || g_strv_length (class_names) == class_count);

  if (!check_sizes (dataset, error) || !check_contents (dataset, error) || !number_classes (dataset, error))
    return NULL;
  compute_fingerprint (dataset);
  return g_steal_pointer (&dataset);
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

bool
iso_dataset_has_bytes (const IsoDataset *dataset)
{
  return dataset->bytes != NULL;
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

const IsoPart *
iso_dataset_parts (const IsoDataset *dataset)
{
  return dataset->parts;
}

const char *
iso_dataset_fingerprint (const IsoDataset *dataset)
{
  return dataset->fingerprint;
}

/* Sums of integers: exact, whatever the order. */
ISO_KERNEL static void
add_byte_moments (guint64 *sum, guint64 *squares, const guint8 *row, size_t F)
{
  guint64 s = 0, q = 0;
  for (size_t j = 0; j < F; j++)
    {
      s += row[j];
      q += (guint32) row[j] * row[j];
    }
  *sum += s;
  *squares += q;
}

static IsoNormalizer
standardize (double mean, double variance)
{
  double deviation = sqrt (MAX (variance, 0.0));
  /* Values that are all the same stay as they are, centred; so do those that differ by less than float32 can divide by. */
  return (IsoNormalizer) { (float) mean, deviation >= (double) FLT_MIN ? (float) (1.0 / deviation) : 1.0f };
}

static IsoNormalizer
standard_of_bytes (const IsoDataset *dataset, const guint32 *indices, size_t count)
{
  guint64 sum = 0, squares = 0;
  size_t F = dataset->feature_count;
  for (size_t i = 0; i < count; i++)
    add_byte_moments (&sum, &squares, dataset->bytes + indices[i] * F, F);
  double values = (double) count * (double) F, mean = (double) sum / values;
  return standardize (mean / 255.0, ((double) squares / values - mean * mean) / (255.0 * 255.0));
}

/* Two passes: features may lie far from zero, where squares would cancel. */
static IsoNormalizer
standard_of_floats (const IsoDataset *dataset, const guint32 *indices, size_t count)
{
  size_t F = dataset->feature_count;
  double values = (double) count * (double) F, mean = 0.0, variance = 0.0;
  for (size_t i = 0; i < count; i++)
    {
      const float *row = dataset->floats + indices[i] * F;
      double sum = 0.0;
      for (size_t j = 0; j < F; j++)
        sum += (double) row[j];
      mean += sum / values;
    }
  for (size_t i = 0; i < count; i++)
    {
      const float *row = dataset->floats + indices[i] * F;
      double sum = 0.0;
      for (size_t j = 0; j < F; j++)
        sum += ((double) row[j] - mean) * ((double) row[j] - mean);
      variance += sum / values;
    }
  return standardize (mean, variance);
}

IsoNormalizer
iso_dataset_normalizer (const IsoDataset *dataset, IsoNormalization kind, const guint32 *indices, size_t count)
{
  IsoNormalizer unchanged = { 0.0f, 1.0f };
  switch (kind)
    {
    case ISO_NORMALIZATION_NONE:
      return unchanged;
    case ISO_NORMALIZATION_CENTERED:
      return dataset->bytes != NULL ? (IsoNormalizer) { 0.5f, 2.0f } : unchanged;
    case ISO_NORMALIZATION_STANDARD:
      if (count == 0)
        return unchanged;
      for (size_t i = 0; i < count; i++)
        g_assert (indices[i] < dataset->sample_count);
      return dataset->bytes != NULL ? standard_of_bytes (dataset, indices, count) : standard_of_floats (dataset, indices, count);
    }
  g_assert_not_reached ();
}

/* In units of bytes, where raw − shift is exact for the shifts 0 and ½, so that the ends of the range come out exactly. */
ISO_KERNEL static void
gather_bytes (float *out, const guint8 *row, float shift, float scale, size_t F)
{
  const float byte_shift = shift * 255.0f, byte_scale = scale / 255.0f;
  for (size_t j = 0; j < F; j++)
    out[j] = ((float) row[j] - byte_shift) * byte_scale;
}

ISO_KERNEL static void
gather_floats (float *out, const float *row, float shift, float scale, size_t F)
{
  for (size_t j = 0; j < F; j++)
    out[j] = (row[j] - shift) * scale;
}

void
iso_dataset_gather (float *out, const IsoDataset *dataset, IsoNormalizer normalizer, const guint32 *indices, size_t count)
{
  size_t F = dataset->feature_count;
  for (size_t i = 0; i < count; i++)
    {
      g_assert (indices[i] < dataset->sample_count);
      if (dataset->bytes != NULL)
        gather_bytes (out + i * F, dataset->bytes + indices[i] * F, normalizer.shift, normalizer.scale, F);
      else
        gather_floats (out + i * F, dataset->floats + indices[i] * F, normalizer.shift, normalizer.scale, F);
    }
}

/* Grey of one pixel: the planes' mean, or luma (ITU-R BT.601) where they are red, green and blue. */
static float
grey_at (const IsoDataset *dataset, size_t first, size_t plane, size_t pixel)
{
  static const float luma[3] = { 0.299f, 0.587f, 0.114f };
  guint32 channels = dataset->shape.channels;
  float grey = 0.0f;
  for (guint32 c = 0; c < channels; c++)
    {
      size_t at = first + c * plane + pixel;
      float value = dataset->bytes != NULL ? (float) dataset->bytes[at] : dataset->floats[at];
      grey += value * (channels == 3 ? luma[c] : 1.0f / (float) channels);
    }
  return grey;
}

bool
iso_dataset_thumbnail (guint8 *out, const IsoDataset *dataset, guint32 index)
{
  g_assert (index < dataset->sample_count);
  if (!dataset->shape.is_image)
    return false;
  size_t plane = (size_t) dataset->shape.height * dataset->shape.width, first = index * dataset->feature_count;
  float low = 0.0f, high = dataset->bytes != NULL ? 255.0f : 1.0f;
  if (dataset->floats != NULL) /* floats beyond 0 … 1 are shown between the image's extremes */
    for (size_t i = 0; i < plane; i++)
      {
        float grey = grey_at (dataset, first, plane, i);
        low = MIN (low, grey);
        high = MAX (high, grey);
      }
  for (size_t i = 0; i < plane; i++)
    {
      float share = (grey_at (dataset, first, plane, i) - low) / (high - low);
      out[i] = (guint8) (CLAMP (share, 0.0f, 1.0f) * 255.0f + 0.5f);
    }
  return true;
}
