/* The nearest neighbors of every point with their distances: what t-SNE, UMAP, the quality of a map and its drift start from. */
#pragma once

#include <gio/gio.h>
#include <stdbool.h>

#include "engine/base/pool.h"
#include "engine/projection/settings.h"

/* From so many points on the automatic search is approximate. Here the exact one of 90 neighbors takes 4 s of one core's time, a
 * quarter of all that t-SNE needs, and four times that of the approximate one; the time grows with the square. */
#define ISO_NEAREST_APPROXIMATE_FROM 50000

typedef struct {
  size_t N, k;        /* k ≤ N − 1 */
  guint32 *indices;   /* (N, k), nearest first, the point itself left out, ties to the lower index */
  float *distances;   /* (N, k), Euclidean, from double arithmetic on the embeddings as given */
  double recall;      /* 1 where the search was exact, else the share of the true neighbors found, measured on a sample */
} IsoNearest;

/* Of embeddings (N, D); k is cut to N − 1. Exact by tiles of matrix products, or approximate (from a size on, if `search` is
 * automatic).
 * ISO_ERROR_NUMERIC on NaN or infinity (says at which row), ISO_ERROR_MEMORY, ISO_ERROR_CANCELLED. Same bytes for any number of
 * threads. */
IsoNearest *iso_nearest_new (const float *embeddings, size_t N, size_t D, size_t k, IsoNearestSearch search, guint64 seed,
                             IsoPool *pool, GCancellable *cancellable, GError **error);
void iso_nearest_free (IsoNearest *nearest);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoNearest, iso_nearest_free)
