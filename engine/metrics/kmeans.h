/* k-means: clusters whose points are near their means.
 *
 * Seeds by k-means++ (Arthur, Vassilvitskii: k-means++: The Advantages of Careful Seeding, SODA 2007), then Lloyd's iterations;
 * the best of several restarts by the sum of squared distances to the means.
 */
#pragma once

#include <gio/gio.h>
#include <stdbool.h>

#include "engine/base/pool.h"

#define ISO_KMEANS_RESTARTS 3
#define ISO_KMEANS_ITERATIONS 100

typedef struct {
  guint64 seed;   /* of the stream "clustering" */
  int restarts;   /* ≥ 1 */
  int iterations; /* of Lloyd at most, ≥ 1; usually they end before, when nothing moves any more */
} IsoKmeansSettings;

/* clusters (N): 0 … cluster_count − 1, some of which may stay empty where there are fewer different points. *inertia, or NULL: Σ
 * of squared distances to the cluster's mean. embeddings (N, D), 1 ≤ cluster_count ≤ N (any for N = 0). The same settings give
 * the same clusters for any number of threads. Memory: about that of the embeddings and of the means, twice each.
 * ISO_ERROR_NUMERIC on NaN or infinity (says at which row), ISO_ERROR_MEMORY, ISO_ERROR_CANCELLED. */
bool iso_kmeans_cluster (gint32 *clusters, double *inertia, const float *embeddings, size_t N, size_t D, size_t cluster_count,
                         const IsoKmeansSettings *settings, IsoPool *pool, GCancellable *cancellable, GError **error);
