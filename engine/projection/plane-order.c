#include "engine/projection/plane-order.h"

#include <math.h>
#include <string.h>

/* Cells along either axis: 2¹⁶. */
#define CELLS 65536.0
#define DIGIT_BITS 8
#define DIGITS (1 << DIGIT_BITS)

/* The bits of value (16) with a 0 between them. */
static guint32
spread_bits (guint32 value)
{
  value = (value | value << 8) & 0x00ff00ffu;
  value = (value | value << 4) & 0x0f0f0f0fu;
  value = (value | value << 2) & 0x33333333u;
  return (value | value << 1) & 0x55555555u;
}

static guint32
cell_of (float value, double low, double scale)
{
  double cell = ((double) value - low) * scale;
  return cell >= CELLS ? (guint32) CELLS - 1 : cell > 0.0 ? (guint32) cell : 0;
}

/* Keys with the code in the high half and the point in the low one, by their code; equal ones stay in order. */
static void
sort_by_code (guint64 *keys, guint64 *scratch, size_t N)
{
  guint64 *from = keys, *to = scratch;
  for (int shift = 32; shift < 64; shift += DIGIT_BITS)
    {
      size_t places[DIGITS + 1] = { 0 };
      for (size_t i = 0; i < N; i++)
        places[(from[i] >> shift) % DIGITS + 1]++;
      for (size_t d = 0; d < DIGITS; d++)
        places[d + 1] += places[d];
      for (size_t i = 0; i < N; i++)
        to[places[(from[i] >> shift) % DIGITS]++] = from[i];
      guint64 *other = from;
      from = to;
      to = other;
    }
}

void
iso_plane_order (guint32 *order, const float *y, size_t N)
{
  double low[2] = { (double) INFINITY, (double) INFINITY }, span = 0.0;
  for (size_t axis = 0; axis < 2; axis++)
    {
      double high = (double) -INFINITY;
      for (size_t i = 0; i < N; i++)
        {
          low[axis] = fmin (low[axis], (double) y[2 * i + axis]);
          high = fmax (high, (double) y[2 * i + axis]);
        }
      span = fmax (span, high - low[axis]);
    }
  double scale = span > 0.0 ? CELLS / span : 0.0;
  g_autofree guint64 *keys = g_new (guint64, MAX (N, 1)), *scratch = g_new (guint64, MAX (N, 1));
  for (size_t i = 0; i < N; i++)
    {
      guint32 code = spread_bits (cell_of (y[2 * i], low[0], scale)) | spread_bits (cell_of (y[2 * i + 1], low[1], scale)) << 1;
      keys[i] = (guint64) code << 32 | i;
    }
  /* an even number of passes: the result is in keys again */
  sort_by_code (keys, scratch, N);
  for (size_t i = 0; i < N; i++)
    order[i] = (guint32) keys[i];
}
