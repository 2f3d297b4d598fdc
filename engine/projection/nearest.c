#include "engine/projection/nearest.h"

#include <float.h>
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "engine/base/checked.h"
#include "engine/metrics/neighbors.h"
#include "engine/metrics/points.h"
#include "engine/projection/nearest-private.h"

typedef struct {
  IsoNearest *nearest;
  const float *embeddings;
  size_t D;
} Filling;

void
iso_nearest_measure (float *distances, const float *embeddings, size_t D, size_t row, const guint32 *neighbors, size_t k)
{
  for (size_t i = 0; i < k; i++)
    {
      double square = iso_squared_difference (embeddings + row * D, embeddings + neighbors[i] * D, D);
      /* what is beyond float stays a number */
      distances[i] = (float) fmin (sqrt (square), (double) FLT_MAX);
    }
}

static void
fill_point (gpointer data, size_t point, const guint32 *neighbors, size_t count)
{
  Filling *filling = data;
  IsoNearest *nearest = filling->nearest;
  memcpy (nearest->indices + point * nearest->k, neighbors, count * sizeof *neighbors);
  iso_nearest_measure (nearest->distances + point * nearest->k, filling->embeddings, filling->D, point, neighbors, count);
}

static bool
search_exactly (IsoNearest *nearest, const float *embeddings, size_t D, IsoPool *pool, GCancellable *cancellable, GError **error)
{
  g_autofree guint32 *wanted = g_new (guint32, MAX (nearest->N, 1));
  for (size_t i = 0; i < nearest->N; i++)
    wanted[i] = (guint32) nearest->k;
  Filling filling = { nearest, embeddings, D };
  return iso_neighbors_visit (embeddings, nearest->N, D, wanted, NULL, fill_point, &filling, pool, cancellable, error);
}

IsoNearest *
iso_nearest_new (const float *embeddings, size_t N, size_t D, size_t k, IsoNearestSearch search, guint64 seed, IsoPool *pool,
                 GCancellable *cancellable, GError **error)
{
  g_autoptr (IsoNearest) nearest = g_new0 (IsoNearest, 1);
  nearest->N = N;
  nearest->k = N > 0 ? MIN (k, N - 1) : 0;
  nearest->recall = 1.0;
  nearest->indices = iso_block_new (MAX (N, 1), MAX (nearest->k, 1), sizeof (guint32), _("nearest neighbors"), error);
  if (nearest->indices == NULL)
    return NULL;
  nearest->distances = iso_block_new (MAX (N, 1), MAX (nearest->k, 1), sizeof (float), _("distances of neighbors"), error);
  if (nearest->distances == NULL)
    return NULL;
  if (search == ISO_NEAREST_AUTOMATIC)
    search = N >= ISO_NEAREST_APPROXIMATE_FROM ? ISO_NEAREST_APPROXIMATE : ISO_NEAREST_EXACT;
  bool approximate = search == ISO_NEAREST_APPROXIMATE && nearest->k > 0;
  bool found = approximate ? iso_nearest_approximate (nearest, embeddings, D, seed, pool, cancellable, error)
                           : search_exactly (nearest, embeddings, D, pool, cancellable, error);
  return found ? g_steal_pointer (&nearest) : NULL;
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
