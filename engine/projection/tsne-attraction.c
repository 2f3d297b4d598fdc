/* The sums over the rows of P that every step takes. */
#include <math.h>
#include <string.h>

#include "engine/base/kernel.h"
#include "engine/linalg/elementary.h"
#include "engine/linalg/lanes.h"
#include "engine/projection/tsne-affinities.h"

/* Four points a piece: their coordinates are loaded in pairs, which half of the loads of a gather by coordinate, and four floats are a
 * vector everywhere. */
#define PIECE 4
#define PIECES (ISO_AFFINITIES_PAD / PIECE)

typedef double Pair2 __attribute__ ((vector_size (16)));

/* Both coordinates of point j as one value of 64 bits. */
static inline __attribute__ ((always_inline)) double
load_point (const float *points, size_t j)
{
  double pair;
  memcpy (&pair, points + 2 * j, sizeof pair);
  return pair;
}

/* Differences from (x, y) to the points of four entries. */
static inline __attribute__ ((always_inline)) void
gather (IsoFloat4 *dx, IsoFloat4 *dy, float x, float y, const float *points, const guint32 *columns)
{
  IsoFloat4 a = (IsoFloat4) (Pair2) { load_point (points, columns[0]), load_point (points, columns[1]) };
  IsoFloat4 b = (IsoFloat4) (Pair2) { load_point (points, columns[2]), load_point (points, columns[3]) };
  *dx = x - __builtin_shuffle (a, b, (IsoInt4) { 0, 2, 4, 6 });
  *dy = y - __builtin_shuffle (a, b, (IsoInt4) { 1, 3, 5, 7 });
}

static inline __attribute__ ((always_inline)) float
add_pieces (const IsoFloat4 *sums)
{
  IsoFloat4 sum = sums[0];
  for (size_t piece = 1; piece < PIECES; piece++)
    sum += sums[piece];
  return (sum[0] + sum[1]) + (sum[2] + sum[3]);
}

ISO_KERNEL void
iso_affinities_attract (const IsoAffinities *affinities, float *force, const float *y, size_t first, size_t end)
{
  const size_t *starts = affinities->starts;
  const guint32 *columns = affinities->columns;
  const float *weights = affinities->weights;
  for (size_t i = first; i < end; i++)
    {
      IsoFloat4 fx[PIECES] = { 0 }, fy[PIECES] = { 0 };
      float x0 = y[2 * i], y0 = y[2 * i + 1];
      for (size_t e = starts[i], last = starts[i + 1]; e < last; e += ISO_AFFINITIES_PAD)
#pragma GCC unroll 4
        for (size_t piece = 0; piece < PIECES; piece++)
          {
            IsoFloat4 dx, dy;
            gather (&dx, &dy, x0, y0, y, columns + e + piece * PIECE);
            IsoFloat4 weight = iso_load4 (weights + e + piece * PIECE) / (1.0f + dx * dx + dy * dy);
            fx[piece] += weight * dx;
            fy[piece] += weight * dy;
          }
      force[2 * i] = add_pieces (fx);
      force[2 * i + 1] = add_pieces (fy);
    }
}

ISO_KERNEL double
iso_affinities_log_weights (const IsoAffinities *affinities, const float *y, size_t first, size_t end)
{
  double sums[PIECE] = { 0 };
  for (size_t i = first; i < end; i++)
    for (size_t e = affinities->starts[i]; e < affinities->starts[i + 1]; e += PIECE)
      {
        IsoFloat4 dx, dy;
        gather (&dx, &dy, y[2 * i], y[2 * i + 1], y, affinities->columns + e);
        IsoFloat4 inverse = 1.0f + dx * dx + dy * dy;
        for (size_t l = 0; l < PIECE; l++)
          sums[l] -= (double) affinities->weights[e + l] * iso_log (inverse[l]);
      }
  return (sums[0] + sums[1]) + (sums[2] + sums[3]);
}
