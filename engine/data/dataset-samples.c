/* Samples of a dataset as the network and as people get them: normalized rows, and small pictures. */
#include <float.h>
#include <math.h>

#include "engine/base/kernel.h"
#include "engine/data/dataset-private.h"

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

bool
iso_dataset_color_thumbnail (guint8 *out, const IsoDataset *dataset, guint32 index)
{
  g_assert (index < dataset->sample_count);
  if (!dataset->shape.is_image || dataset->shape.channels != 3)
    return false;
  size_t plane = (size_t) dataset->shape.height * dataset->shape.width, first = index * dataset->feature_count;
  float low = 0.0f, high = 1.0f;
  if (dataset->floats != NULL) /* floats beyond 0 … 1 are shown between the image's extremes */
    for (size_t i = 0; i < 3 * plane; i++)
      {
        low = MIN (low, dataset->floats[first + i]);
        high = MAX (high, dataset->floats[first + i]);
      }
  for (size_t i = 0; i < plane; i++)
    for (size_t c = 0; c < 3; c++)
      {
        size_t at = first + c * plane + i;
        out[3 * i + c] = dataset->bytes != NULL ? dataset->bytes[at]
                                                : (guint8) ((dataset->floats[at] - low) / (high - low) * 255.0f + 0.5f);
      }
  return true;
}
