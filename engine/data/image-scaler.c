#include "engine/data/image-scaler.h"

#include <math.h>

#include "engine/base/checked.h"
#include "engine/base/kernel.h"

/* For each output pixel along one axis: which input pixels count, and how much. */
typedef struct {
  size_t *first, *count; /* (size) */
  float *weights;        /* (size, most) */
  size_t most;
} Axis;

struct _IsoImageScaler {
  size_t width, height, channels, size;
  Axis across, down;
  float *row;     /* (size, channels): the last row, scaled across */
  double *sums;   /* (size, size, channels) */
  size_t y;       /* the next row */
  size_t oldest;  /* the first output row that rows to come can still change */
};

static void
axis_clear (Axis *axis)
{
  iso_block_free (axis->first);
  iso_block_free (axis->count);
  iso_block_free (axis->weights);
}

/* Output pixel i has its center at start + (i + ½) · step of the input; weights are max (0, 1 − |distance| / max (step, 1)), those
 * outside the picture left out, divided by their sum. */
static bool
axis_init (Axis *axis, size_t length, size_t size, double start, double step)
{
  double reach = MAX (step, 1.0);
  axis->most = (size_t) ceil (reach) * 2 + 1;
  axis->first = iso_block_new (size, 1, sizeof (size_t), "", NULL);
  axis->count = iso_block_new (size, 1, sizeof (size_t), "", NULL);
  axis->weights = iso_block_new (size, axis->most, sizeof (float), "", NULL);
  if (axis->first == NULL || axis->count == NULL || axis->weights == NULL)
    return false;
  for (size_t i = 0; i < size; i++)
    {
      double center = start + ((double) i + 0.5) * step, sum = 0.0;
      double from = floor (center - reach + 0.5), to = floor (center + reach + 0.5);
      size_t first = (size_t) MAX (from, 0.0), end = MIN ((size_t) MAX (to, 1.0), length);
      first = MIN (first, end - 1);
      end = MIN (end, first + axis->most);
      for (size_t j = first; j < end; j++)
        sum += MAX (0.0, 1.0 - fabs ((double) j + 0.5 - center) / reach);
      for (size_t j = first; j < end; j++)
        axis->weights[i * axis->most + j - first] = (float) (MAX (0.0, 1.0 - fabs ((double) j + 0.5 - center) / reach) / sum);
      axis->first[i] = first;
      axis->count[i] = end - first;
    }
  return true;
}

IsoImageScaler *
iso_image_scaler_new (size_t width, size_t height, size_t channels, size_t size)
{
  g_assert (width > 0 && height > 0 && size > 0 && (channels == 1 || channels == 3));
  g_autoptr (IsoImageScaler) scaler = g_new0 (IsoImageScaler, 1);
  double shorter = (double) MIN (width, height), step = shorter / (double) size;
  scaler->width = width;
  scaler->height = height;
  scaler->channels = channels;
  scaler->size = size;
  scaler->row = iso_block_new (size, channels, sizeof (float), "", NULL);
  scaler->sums = iso_block_new (size * size, channels, sizeof (double), "", NULL);
  if (scaler->row == NULL || scaler->sums == NULL
      || !axis_init (&scaler->across, width, size, 0.5 * ((double) width - shorter), step)
      || !axis_init (&scaler->down, height, size, 0.5 * ((double) height - shorter), step))
    return NULL;
  return g_steal_pointer (&scaler);
}

void
iso_image_scaler_free (IsoImageScaler *scaler)
{
  if (scaler == NULL)
    return;
  axis_clear (&scaler->across);
  axis_clear (&scaler->down);
  iso_block_free (scaler->row);
  iso_block_free (scaler->sums);
  g_free (scaler);
}

ISO_KERNEL static void
scale_grey (float *out, const guint8 *row, const Axis *axis, size_t size)
{
  for (size_t i = 0; i < size; i++)
    {
      const float *weights = axis->weights + i * axis->most;
      const guint8 *in = row + axis->first[i];
      float sum = 0.0f;
      for (size_t j = 0; j < axis->count[i]; j++)
        sum += weights[j] * (float) in[j];
      out[i] = sum;
    }
}

ISO_KERNEL static void
scale_color (float *out, const guint8 *row, const Axis *axis, size_t size)
{
  for (size_t i = 0; i < size; i++)
    {
      const float *weights = axis->weights + i * axis->most;
      const guint8 *in = row + 3 * axis->first[i];
      float red = 0.0f, green = 0.0f, blue = 0.0f;
      for (size_t j = 0; j < axis->count[i]; j++)
        {
          red += weights[j] * (float) in[3 * j];
          green += weights[j] * (float) in[3 * j + 1];
          blue += weights[j] * (float) in[3 * j + 2];
        }
      out[3 * i] = red;
      out[3 * i + 1] = green;
      out[3 * i + 2] = blue;
    }
}

ISO_KERNEL static void
add_scaled (double *sums, const float *row, double weight, size_t count)
{
  for (size_t i = 0; i < count; i++)
    sums[i] += weight * (double) row[i];
}

bool
iso_image_scaler_wants_rows (const IsoImageScaler *scaler)
{
  return scaler->oldest < scaler->size;
}

void
iso_image_scaler_add_row (IsoImageScaler *scaler, const guint8 *row)
{
  const Axis *down = &scaler->down;
  size_t y = scaler->y++, values = scaler->size * scaler->channels;
  while (scaler->oldest < scaler->size && down->first[scaler->oldest] + down->count[scaler->oldest] <= y)
    scaler->oldest++;
  if (scaler->oldest == scaler->size || down->first[scaler->oldest] > y)
    return;
  if (scaler->channels == 3)
    scale_color (scaler->row, row, &scaler->across, scaler->size);
  else
    scale_grey (scaler->row, row, &scaler->across, scaler->size);
  for (size_t i = scaler->oldest; i < scaler->size && down->first[i] <= y; i++)
    if (y - down->first[i] < down->count[i])
      add_scaled (scaler->sums + i * values, scaler->row, (double) down->weights[i * down->most + y - down->first[i]], values);
}

ISO_KERNEL static void
round_plane (guint8 *out, const double *sums, size_t stride, size_t count)
{
  for (size_t i = 0; i < count; i++)
    {
      double value = sums[i * stride];
      value = value < 0.0 ? 0.0 : value > 255.0 ? 255.0 : value;
      out[i] = (guint8) (int) (value + 0.5);
    }
}

void
iso_image_scaler_finish (const IsoImageScaler *scaler, guint8 *out)
{
  size_t plane = scaler->size * scaler->size;
  for (size_t c = 0; c < scaler->channels; c++)
    round_plane (out + c * plane, scaler->sums + c, scaler->channels, plane);
}
