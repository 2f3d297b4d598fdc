/* Points put into order by clusters, for a search that looks only at clusters near a point's own. */
#pragma once

#include <gio/gio.h>
#include <stdbool.h>

#include "engine/base/pool.h"
#include "engine/metrics/points.h"

typedef struct {
  size_t N, D, cluster_count;
  guint32 *order;  /* (N): the point that stands in a row; a cluster's rows are together */
  size_t *starts;  /* (cluster_count + 1): first row of each cluster */
  float *rows;     /* (N, D): embeddings in that order */
  IsoPoints points; /* of the rows */
  guint32 *near;   /* (cluster_count, cluster_count): clusters by the distance of their means from a cluster's, its own first */
} IsoClusters;

/* embeddings (N, D), N > 0. The same for any number of threads. ISO_ERROR_NUMERIC on NaN or infinity (with the row),
 * ISO_ERROR_MEMORY, ISO_ERROR_CANCELLED. */
IsoClusters *iso_clusters_new (const float *embeddings, size_t N, size_t D, guint64 seed, IsoPool *pool, GCancellable *cancellable,
                               GError **error);
void iso_clusters_free (IsoClusters *clusters);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoClusters, iso_clusters_free)
