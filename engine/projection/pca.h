/* Principal component analysis of embeddings to a plane.
 *
 * Two ways to the axes. Exact: all products of the dimensions (or of the points, where there are fewer) in double, and the two
 * leading eigenvectors. Randomized: a few random directions are multiplied by the covariance again and again, without ever forming
 * it, and the best combination of all that came out is taken (Halko, Martinsson, Shkolnisky, Tygert: An algorithm for the principal
 * component analysis of large data sets, 2011). Whichever was taken, points and variance along the axes are computed in double. */
#pragma once

#include <gio/gio.h>
#include <stdbool.h>

#include "engine/base/pool.h"
#include "engine/projection/settings.h"

typedef struct {
  double explained[2]; /* shares of the variance along the two axes */
  IsoPcaSolver solver; /* the one that was used */
  double residual;     /* largest ‖C v − λ v‖ / λ of both axes that the randomized solver came to; 0 when exact */
} IsoPcaResult;

/* Above this residual the axes are not yet what they would be with more passes. */
#define ISO_PCA_SETTLED 1e-4

/* map (N, 2) = the two directions of largest variance, centred. Deterministic, the same bytes for any number of threads: each axis
 * points where its largest loading is positive. ISO_PCA_AUTOMATIC takes whichever is faster at these sizes, and the exact one where
 * the axes do not settle and that is to be had in a few seconds. The exact one needs min(N, D)² doubles, the randomized one about
 * 300 D.
 * N = 0 is fine; constant data give zeros. ISO_ERROR_NUMERIC on NaN or infinity (with the row), ISO_ERROR_MEMORY,
 * ISO_ERROR_CANCELLED: within 50 ms, but for the eigenvectors of the exact one from about 700 dimensions and points on. */
bool iso_pca_solve (float *map, IsoPcaResult *result, const float *embeddings, size_t N, size_t D, IsoPcaSolver solver,
                    guint64 seed, IsoPool *pool, GCancellable *cancellable, GError **error);

/* The same with the automatic choice, on the caller's thread; explained (2). */
bool iso_pca_project (float *map, double *explained, const float *embeddings, size_t N, size_t D, GError **error);
