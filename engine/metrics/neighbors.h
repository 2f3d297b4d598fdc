/* Exact nearest neighbors of every point of a set, without a matrix of all pairs. */
#pragma once

#include <gio/gio.h>
#include <stdbool.h>

#include "engine/base/pool.h"

/* Called once for each point, on the pool's threads: neighbors (count), nearest first. Must be safe for different points
 * at once. */
typedef void (*IsoNeighborsFunction) (gpointer data, size_t point, const guint32 *neighbors, size_t count);

/* Euclidean distance, the point itself excluded, ties to the lower index; as double arithmetic would have it. wanted (N) says how
 * many neighbors of each point; there are never more than N − 1. With labels (N), not NULL, the order among near-equal neighbors
 * is settled only where it changes the sequence of their labels (cheaper). N must be below 2³¹.
 * ISO_ERROR_NUMERIC on NaN or infinity (says at which row), ISO_ERROR_MEMORY, ISO_ERROR_CANCELLED. */
bool iso_neighbors_visit (const float *embeddings, size_t N, size_t D, const guint32 *wanted, const gint32 *labels,
                          IsoNeighborsFunction function, gpointer data, IsoPool *pool, GCancellable *cancellable, GError **error);
