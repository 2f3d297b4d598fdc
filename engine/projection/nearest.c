#include "engine/projection/nearest.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "engine/base/checked.h"
#include "engine/metrics/neighbors.h"

typedef struct {
  IsoNearest *nearest;
  const float *embeddings;
  size_t D;
} Filling;

static double
distance_between (const float *a, const float *b, size_t D)
{
  double sum = 0.0;
  for (size_t d = 0; d < D; d++)
    {
      double difference = (double) a[d] - (double) b[d];
      sum += difference * difference;
    }
  return sqrt (sum);
}

static void
fill_point (gpointer data, size_t point, const guint32 *neighbors, size_t count)
{
  Filling *filling = data;
  IsoNearest *nearest = filling->nearest;
  memcpy (nearest->indices + point * nearest->k, neighbors, count * sizeof *neighbors);
  for (size_t i = 0; i < count; i++)
    nearest->distances[point * nearest->k + i] = (float) distance_between (
        filling->embeddings + point * filling->D, filling->embeddings + neighbors[i] * filling->D, filling->D);
}

IsoNearest *
iso_nearest_new (const float *embeddings, size_t N, size_t D, size_t k, IsoNearestSearch search, guint64 seed, IsoPool *pool,
                 GCancellable *cancellable, GError **error)
{
  g_autoptr (IsoNearest) nearest = g_new0 (IsoNearest, 1);
  g_autofree guint32 *wanted = g_new (guint32, MAX (N, 1));
  nearest->N = N;
  nearest->k = N > 0 ? MIN (k, N - 1) : 0;
  nearest->recall = 1.0;
  nearest->indices = iso_block_new (MAX (N, 1), MAX (nearest->k, 1), sizeof (guint32), _("nearest neighbors"), error);
  if (nearest->indices == NULL)
    return NULL;
  nearest->distances = iso_block_new (MAX (N, 1), MAX (nearest->k, 1), sizeof (float), _("distances of neighbors"), error);
  if (nearest->distances == NULL)
    return NULL;
  for (size_t i = 0; i < N; i++)
    wanted[i] = (guint32) nearest->k;
  Filling filling = { nearest, embeddings, D };
  if (!iso_neighbors_visit (embeddings, N, D, wanted, NULL, fill_point, &filling, pool, cancellable, error))
    return NULL;
  return g_steal_pointer (&nearest);
}

void
iso_nearest_free (IsoNearest *nearest)
{
  if (nearest == NULL)
    return;
  iso_block_free (nearest->indices);
  iso_block_free (nearest->distances);
  g_free (nearest);
}
