/* Where in the full order of its neighbors each point finds the others of its class, without sorting that order. */
#pragma once

#include <gio/gio.h>
#include <stdbool.h>

#include "engine/base/pool.h"
#include "engine/metrics/classes.h"

/* Called once for each point, on the pool's threads: ranks (count), ascending, from 1, of the others of its class among all other
 * points. Must be safe for different points at once. */
typedef void (*IsoRanksFunction) (gpointer data, size_t point, const guint32 *ranks, size_t count);

/* Euclidean distance, the point itself excluded, ties to the lower index; as double arithmetic would have it. embeddings (N, D)
 * of the N points of `classes`. Memory does not grow with N² (about 25 MB a thread at most, and the size of the embeddings).
 * ISO_ERROR_NUMERIC on NaN or infinity (says at which row), ISO_ERROR_MEMORY, ISO_ERROR_CANCELLED. */
bool iso_ranks_visit (const float *embeddings, const IsoClasses *classes, size_t D, IsoRanksFunction function, gpointer data,
                      IsoPool *pool, GCancellable *cancellable, GError **error);
