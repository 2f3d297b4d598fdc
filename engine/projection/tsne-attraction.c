/* The sums over the rows of P that every step takes, 16 entries at a time. */
#include <math.h>

#include "engine/base/kernel.h"
#include "engine/linalg/elementary.h"
#include "engine/projection/tsne-affinities.h"

#define LANES ISO_AFFINITIES_PAD

/* Differences (LANES) from (x, y) to the points of some entries. */
static inline __attribute__ ((always_inline)) void
gather (float *dx, float *dy, float x, float y, const float *points, const guint32 *columns)
{
#pragma GCC ivdep
  for (size_t l = 0; l < LANES; l++)
    {
      size_t j = columns[l];
      dx[l] = x - points[2 * j];
      dy[l] = y - points[2 * j + 1];
    }
}

ISO_KERNEL void
iso_affinities_attract (const IsoAffinities *affinities, float *force, const float *y, size_t first, size_t end)
{
  for (size_t i = first; i < end; i++)
    {
      float fx[LANES] = { 0 }, fy[LANES] = { 0 };
      for (size_t e = affinities->starts[i]; e < affinities->starts[i + 1]; e += LANES)
        {
          const float *p = affinities->weights + e;
          float dx[LANES], dy[LANES];
          gather (dx, dy, y[2 * i], y[2 * i + 1], y, affinities->columns + e);
          for (size_t l = 0; l < LANES; l++)
            {
              float weight = p[l] / (1.0f + dx[l] * dx[l] + dy[l] * dy[l]);
              fx[l] += weight * dx[l];
              fy[l] += weight * dy[l];
            }
        }
      double sum_x = 0.0, sum_y = 0.0;
      for (size_t l = 0; l < LANES; l++)
        {
          sum_x += (double) fx[l];
          sum_y += (double) fy[l];
        }
      force[2 * i] = (float) sum_x;
      force[2 * i + 1] = (float) sum_y;
    }
}

ISO_KERNEL double
iso_affinities_log_weights (const IsoAffinities *affinities, const float *y, size_t first, size_t end)
{
  double sums[LANES] = { 0 };
  for (size_t i = first; i < end; i++)
    for (size_t e = affinities->starts[i]; e < affinities->starts[i + 1]; e += LANES)
      {
        const float *p = affinities->weights + e;
        float dx[LANES], dy[LANES];
        gather (dx, dy, y[2 * i], y[2 * i + 1], y, affinities->columns + e);
        for (size_t l = 0; l < LANES; l++)
          sums[l] -= (double) p[l] * iso_log (1.0f + dx[l] * dx[l] + dy[l] * dy[l]);
      }
  double sum = 0.0;
  for (size_t l = 0; l < LANES; l++)
    sum += sums[l];
  return sum;
}
