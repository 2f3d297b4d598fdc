#include "engine/projection/align.h"

#include <math.h>

IsoTurn
iso_align_find (const float *map, const float *reference, size_t N)
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
    return ISO_TURN_NONE;
  /* On a line both do equally well, up to rounding: no reflection without need. */
  bool reflects = reflection > rotation * (1.0 + 1e-9);
  double length = reflects ? reflection : rotation;
  if (!(length > 0.0))
    return ISO_TURN_NONE;
  return (IsoTurn) { (reflects ? xx - yy : xx + yy) / length, (reflects ? xy + yx : xy - yx) / length, reflects };
}

void
iso_align_turn (float *map, const IsoTurn *turn, size_t N)
{
  double c = turn->cosine, s = turn->sine;
  /* Not even rounding may move what is not turned. */
  if (!turn->reflects && s == 0.0 && c > 0.0)
    return;
  for (size_t i = 0; i < N; i++)
    {
      double x = (double) map[2 * i], y = (double) map[2 * i + 1];
      map[2 * i] = (float) (turn->reflects ? x * c + y * s : x * c - y * s);
      map[2 * i + 1] = (float) (turn->reflects ? x * s - y * c : x * s + y * c);
    }
}

void
iso_align_procrustes (float *map, const float *reference, size_t N)
{
  const IsoTurn turn = iso_align_find (map, reference, N);
  iso_align_turn (map, &turn, N);
}
