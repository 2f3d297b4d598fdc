/* What both solvers of pca.c work on and give back. */
#pragma once

#include "engine/projection/pca.h"

typedef struct {
  const float *X; /* (N, D) */
  size_t N, D;
  double *center; /* (D): the mean */
  double total;   /* Σ ‖x − center‖², > 0 */
  IsoPool *pool;
  GCancellable *cancellable;
  double *loadings; /* (2, D): the axes, of unit length or all zero */
  double residual;
} IsoPcaProblem;

/* Both fill loadings; what comes out is not yet oriented. */
bool iso_pca_find_exact (IsoPcaProblem *problem, GError **error);
/* min(N, D) ≥ ISO_PCA_BLOCK. */
bool iso_pca_find_randomized (IsoPcaProblem *problem, guint64 seed, GError **error);

/* Directions that are multiplied at a time: what fits one vector register. */
#define ISO_PCA_BLOCK 16

bool iso_pca_is_cancelled (GCancellable *cancellable, GError **error);
