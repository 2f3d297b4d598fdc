#include "ui/plot/map-quality.h"

#include <math.h>

#include "engine/projection/drift.h"
#include "engine/projection/quality.h"

/* Points measured of a larger map: half a second's work for 5 000 of 64 dimensions, and close enough for two digits. */
#define MOST_MEASURED 5000

static void
take (IsoMapQuality *quality, const IsoQuality *measured)
{
  quality->trustworthiness = measured->mean_trustworthiness;
  quality->neighbor_recall = measured->mean_recall;
  quality->measured = measured->measured;
  if (measured->k == 0)
    return;
  quality->point_recall = g_new (float, measured->N);
  for (size_t i = 0; i < measured->N; i++)
    quality->point_recall[i] = NAN;
  for (size_t m = 0; m < measured->measured; m++)
    quality->point_recall[measured->points[m]] = measured->recall[m];
}

bool
iso_map_quality_measure (IsoMapQuality *quality, const IsoProjectedMap *map, const IsoProjectedMap *before,
                         GCancellable *cancellable, GError **error)
{
  const IsoMapSamples *samples = map->samples;
  *quality = (IsoMapQuality) { NAN, NAN, NULL, 0, NAN, before != NULL ? before->epoch->epoch : 0 };
  g_autoptr (IsoQuality) measured = iso_quality_new (map->positions, samples->embeddings, map->N, samples->D, ISO_MAP_NEIGHBORS,
                                                     MIN (MOST_MEASURED, map->N), 0, NULL, cancellable, NULL, NULL, error);
  if (measured == NULL)
    return false;
  if (before != NULL)
    {
      g_autoptr (IsoDrift) drift = iso_drift_new (before->positions, map->positions, map->N, ISO_MAP_NEIGHBORS, NULL, cancellable,
                                                  error);
      if (drift == NULL)
        return false;
      quality->drift = drift->median_displacement;
    }
  take (quality, measured);
  return true;
}

void
iso_map_quality_clear (IsoMapQuality *quality)
{
  g_clear_pointer (&quality->point_recall, g_free);
}
