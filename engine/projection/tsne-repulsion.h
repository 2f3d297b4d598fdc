/* How the points of a map push each other apart in t-SNE: by all N² pairs, or by interpolation on a grid. */
#pragma once

#include <gio/gio.h>
#include <stdbool.h>

#include "engine/base/pool.h"

typedef struct _IsoRepulsion IsoRepulsion;

typedef enum {
  ISO_REPULSION_AUTOMATIC, /* whichever is faster: the grid where points are many and the map is not wide */
  ISO_REPULSION_EXACT,
  ISO_REPULSION_GRID,
} IsoRepulsionWay;

/* For N points. spacing: of the grid, in units of the map; 0 for the usual one. Memory is taken as the grid grows. */
IsoRepulsion *iso_repulsion_new (size_t N, IsoRepulsionWay way, double spacing, int threads);
void iso_repulsion_free (IsoRepulsion *repulsion);

/* With w_ij = 1 / (1 + ‖y_i − y_j‖²): force (N, 2) = Σ_j w_ij² (y_i − y_j), or NULL, and *normalizer = Σ_{i ≠ j} w_ij, of the map
 * y (N, 2), which must be finite. On the grid forces are off by 0.4 to 1 % of their root mean square in the maps that t-SNE makes, the
 * normalizer by 1e-4 of itself; by far less in the early phase, where the map is small. The same bytes for any number of threads.
 * ISO_ERROR_MEMORY, ISO_ERROR_CANCELLED. */
bool iso_repulsion_evaluate (IsoRepulsion *repulsion, float *force, double *normalizer, const float *y, IsoPool *pool,
                             GCancellable *cancellable, GError **error);

/* *normalizer alone, of all pairs or on a grid so fine that it is right to 1e-5. ISO_ERROR_MEMORY. */
bool iso_repulsion_normalizer (double *normalizer, const float *y, size_t N, IsoPool *pool, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoRepulsion, iso_repulsion_free)
