#include "engine/projection/align.h"

#include <math.h>
#include <stdbool.h>

void
iso_align_procrustes (float *map, const float *reference, size_t N)
{
  /* M = mapᵀ reference (2, 2); the orthogonal R that maximises trace (Rᵀ M) is, in the plane, the better of the best rotation and
   * the best reflection, both in closed form. */
  double xx = 0.0, xy = 0.0, yx = 0.0, yy = 0.0;
  for (size_t i = 0; i < N; i++)
    {
      double x = (double) map[2 * i], y = (double) map[2 * i + 1];
      double u = (double) reference[2 * i], v = (double) reference[2 * i + 1];
      xx += x * u;
      xy += x * v;
      yx += y * u;
      yy += y * v;
    }
  double rotation = hypot (xx + yy, xy - yx), reflection = hypot (xx - yy, xy + yx);
  if (!isfinite (rotation) || !isfinite (reflection))
    return;
  /* On a line both do equally well, up to rounding: no reflection without need. */
  bool reflect = reflection > rotation * (1.0 + 1e-9);
  double length = reflect ? reflection : rotation;
  if (!(length > 0.0))
    return;
  double cosine = (reflect ? xx - yy : xx + yy) / length;
  double sine = (reflect ? xy + yx : xy - yx) / length;
  if (!reflect && sine == 0.0 && cosine > 0.0)
    return;
  for (size_t i = 0; i < N; i++)
    {
      double x = (double) map[2 * i], y = (double) map[2 * i + 1];
      map[2 * i] = (float) (reflect ? x * cosine + y * sine : x * cosine - y * sine);
      map[2 * i + 1] = (float) (reflect ? x * sine - y * cosine : x * sine + y * cosine);
    }
}
