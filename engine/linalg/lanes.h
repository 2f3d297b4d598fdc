/* Sums and extremes of short rows in vector registers.
 *
 * Without -ffast-math, which would break NaN checks, a compiler may not reorder a sum or a maximum, so a plain loop runs one
 * element after the other. These run in 16 independent lanes: four vectors of four floats, a width that every target has (gcc
 * handles vectors wider than the target's registers badly).
 */
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define ISO_LANES 16

/* Rows are taken in chunks of so many elements where something has to be kept between two loops. */
#define ISO_CHUNK 64

typedef float IsoFloat4 __attribute__ ((vector_size (16)));
typedef int32_t IsoInt4 __attribute__ ((vector_size (16)));

static inline __attribute__ ((always_inline)) IsoFloat4
iso_load4 (const float *from)
{
  IsoFloat4 value;
  memcpy (&value, from, sizeof value);
  return value;
}

/* The larger of each lane; b where a is NaN. */
static inline __attribute__ ((always_inline)) IsoFloat4
iso_maximum4 (IsoFloat4 a, IsoFloat4 b)
{
  IsoInt4 greater = a > b;
  return (IsoFloat4) (((IsoInt4) a & greater) | ((IsoInt4) b & ~greater));
}

/* Largest of count ≥ 1 values without NaN. */
static inline __attribute__ ((always_inline)) float
iso_lanes_maximum (const float *in, size_t count)
{
  float maximum = in[0];
  size_t j = 0;
  if (count >= ISO_LANES)
    {
      IsoFloat4 a = iso_load4 (in), b = iso_load4 (in + 4), c = iso_load4 (in + 8), d = iso_load4 (in + 12);
      for (j = ISO_LANES; j + ISO_LANES <= count; j += ISO_LANES)
        {
          a = iso_maximum4 (iso_load4 (in + j), a);
          b = iso_maximum4 (iso_load4 (in + j + 4), b);
          c = iso_maximum4 (iso_load4 (in + j + 8), c);
          d = iso_maximum4 (iso_load4 (in + j + 12), d);
        }
      a = iso_maximum4 (iso_maximum4 (a, b), iso_maximum4 (c, d));
      for (size_t l = 0; l < 4; l++)
        maximum = a[l] > maximum ? a[l] : maximum;
    }
  for (; j < count; j++)
    maximum = in[j] > maximum ? in[j] : maximum;
  return maximum;
}

/* Σ in float32: for short rows, or chunks whose sums are then added in double. */
static inline __attribute__ ((always_inline)) float
iso_lanes_sum (const float *in, size_t count)
{
  IsoFloat4 a = { 0 }, b = { 0 }, c = { 0 }, d = { 0 };
  size_t j = 0;
  for (; j + ISO_LANES <= count; j += ISO_LANES)
    {
      a += iso_load4 (in + j);
      b += iso_load4 (in + j + 4);
      c += iso_load4 (in + j + 8);
      d += iso_load4 (in + j + 12);
    }
  a = (a + b) + (c + d);
  float sum = (a[0] + a[1]) + (a[2] + a[3]);
  for (; j < count; j++)
    sum += in[j];
  return sum;
}

/* Σ in double of ISO_CHUNK values, which are overwritten: halves are folded upon each other. */
static inline __attribute__ ((always_inline)) double
iso_chunk_fold (double *values)
{
  for (size_t l = 0; l < 32; l++)
    values[l] += values[l + 32];
  for (size_t l = 0; l < 16; l++)
    values[l] += values[l + 16];
  for (size_t l = 0; l < 8; l++)
    values[l] += values[l + 8];
  return ((values[0] + values[1]) + (values[2] + values[3])) + ((values[4] + values[5]) + (values[6] + values[7]));
}
