/* Singular values of a set of embeddings, and what they say of its dimension. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "engine/base/pool.h"

/* values (min(N, D)), descending: singular values of X (N, D), as it is (not centred), from the eigenvalues of the smaller of XᵀX
 * and XXᵀ in double. Those below 1e-7 or so of the largest are lost in rounding and come out as 0. X must be finite.
 * ISO_ERROR_MEMORY; ISO_ERROR_NUMERIC if they are not found. */
bool iso_singular_values (double *values, const float *X, size_t N, size_t D, IsoPool *pool, GError **error);

/* exp of the entropy of values (count) / their sum: how many of them there are in effect, from 1 to count; NAN where all are 0.
 * Of singular values: the effective rank (Roy, Vetterli: The effective rank, EUSIPCO 2007). */
double iso_effective_count (const double *values, size_t count);
