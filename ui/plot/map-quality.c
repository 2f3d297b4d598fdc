#include "ui/plot/map-quality.h"

#include <math.h>

#include "engine/projection/projection-private.h"

#define K ISO_MAP_NEIGHBORS
#define MOST_MEASURED 1000

/* STUB until engine/projection/quality.h and drift.h are there. Squared distances of row i to all. */
static void
distances_of (double *out, const float *rows, size_t N, size_t D, size_t i)
{
  for (size_t j = 0; j < N; j++)
    {
      double sum = 0.0;
      for (size_t d = 0; d < D; d++)
        {
          double difference = (double) rows[i * D + d] - (double) rows[j * D + d];
          sum += difference * difference;
        }
      out[j] = sum;
    }
}

static void
nearest_of (size_t nearest[K], const double *distances, size_t N, size_t i)
{
  size_t count = 0;
  for (size_t j = 0; j < N; j++)
    {
      if (j == i || (count == K && !(distances[j] < distances[nearest[K - 1]])))
        continue;
      size_t at = count < K ? count++ : K - 1;
      for (; at > 0 && distances[j] < distances[nearest[at - 1]]; at--)
        nearest[at] = nearest[at - 1];
      nearest[at] = j;
    }
}

bool
iso_map_quality_measure (IsoMapQuality *quality, const IsoProjectedMap *map, const IsoProjectedMap *before,
                         GCancellable *cancellable, GError **error)
{
  size_t N = map->N, D = map->samples->D, step = MAX (1, N / MOST_MEASURED);
  *quality = (IsoMapQuality) { NAN, NAN, NULL, 0, NAN, before != NULL ? before->epoch->epoch : 0 };
  if (N <= 2 * K + 1)
    return true;
  g_autofree double *space = g_new (double, N), *plane = g_new (double, N), *scale = g_new (double, N);
  g_autofree float *recall = g_new (float, N);
  double penalty = 0.0, kept = 0.0, moved = 0.0, near = 0.0;
  for (size_t i = 0; i < N; i++)
    recall[i] = NAN;
  for (size_t i = 0; i < N; i += step)
    {
      size_t a[K], b[K], both = 0;
      if (iso_projection_is_cancelled (cancellable, error))
        return false;
      distances_of (space, map->samples->embeddings, N, D, i);
      distances_of (plane, map->positions, N, 2, i);
      nearest_of (a, space, N, i);
      nearest_of (b, plane, N, i);
      for (size_t n = 0; n < K; n++)
        {
          size_t rank = 1;
          for (size_t j = 0; j < N; j++)
            rank += j != i && space[j] < space[b[n]];
          penalty += rank > K ? (double) (rank - K) : 0.0;
          both += rank <= K;
        }
      recall[i] = (float) both / K;
      kept += (double) both / K;
      quality->measured++;
      near += sqrt (plane[b[K / 2]]);
      if (before != NULL)
        moved += hypot ((double) (map->positions[2 * i] - before->positions[2 * i]),
                        (double) (map->positions[2 * i + 1] - before->positions[2 * i + 1]));
    }
  double measured = (double) quality->measured;
  quality->trustworthiness = 1.0 - 2.0 * penalty / (measured * K * (2.0 * (double) N - 3.0 * K - 1.0));
  quality->neighbor_recall = kept / measured;
  quality->point_recall = g_steal_pointer (&recall);
  if (before != NULL)
    quality->drift = moved > 0.0 ? moved / near : 0.0;
  return true;
}

void
iso_map_quality_clear (IsoMapQuality *quality)
{
  g_clear_pointer (&quality->point_recall, g_free);
}
