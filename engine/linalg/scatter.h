/* Products of all dimensions, or of all rows, of a matrix about a center: covariances and Gram matrices in double. */
#pragma once

#include <gio/gio.h>
#include <stdbool.h>

#include "engine/base/pool.h"

/* G (min(N, D), min(N, D)), of which the diagonal and what is below it is written, = YᵀY where N ≥ D, else YYᵀ, for
 * Y = X − center (N, D); center (D), or NULL: none. Both have the same eigenvalues but for zeros. X must be finite. The same bytes
 * for any number of threads. ISO_ERROR_MEMORY, ISO_ERROR_CANCELLED. */
bool iso_scatter (double *G, const float *X, const double *center, size_t N, size_t D, IsoPool *pool, GCancellable *cancellable,
                  GError **error);
