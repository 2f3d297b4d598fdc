#include "engine/data/box-scale.h"

/* Lengths are counted in parts of which an input pixel has `size` and an output pixel has `extent` (the input's height or width):
 * so all borders are whole numbers and the sums exact. */

/* How much of input pixel i lies in the parts from `first` up to `end`. */
static inline guint64
overlap (size_t i, size_t size, size_t first, size_t end)
{
  return MIN ((i + 1) * size, end) - MAX (i * size, first);
}

static guint8
box_mean (const guint8 *plane, size_t height, size_t width, size_t size, size_t y, size_t x)
{
  size_t top = y * height, bottom = top + height, left = x * width, right = left + width;
  guint64 sum = 0, area = (guint64) height * width;
  for (size_t i = top / size; i * size < bottom; i++)
    {
      guint64 row = 0;
      for (size_t j = left / size; j * size < right; j++)
        row += overlap (j, size, left, right) * plane[i * width + j];
      sum += overlap (i, size, top, bottom) * row;
    }
  return (guint8) ((sum + area / 2) / area);
}

void
iso_box_scale (guint8 *out, const guint8 *in, size_t planes, size_t height, size_t width, size_t size)
{
  g_assert (size >= 1 && size <= height && size <= width);
  for (size_t p = 0; p < planes; p++)
    for (size_t y = 0; y < size; y++)
      for (size_t x = 0; x < size; x++)
        *out++ = box_mean (in + p * height * width, height, width, size, y, x);
}
