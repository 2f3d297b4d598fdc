/* Principal component analysis of embeddings to a plane. */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* map (N, 2) = the two directions of largest variance, centred; explained (2): their shares of the variance.
 * Deterministic: each axis points where its largest loading is positive. D up to a few thousand (a D × D problem in double).
 * N = 0 is fine; constant data give zeros. ISO_ERROR_NUMERIC on NaN. */
bool iso_pca_project (float *map, double *explained, const float *embeddings, size_t N, size_t D, GError **error);
