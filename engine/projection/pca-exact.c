/* Eigenvectors of the covariance (D, D), or, where there are fewer points than dimensions, of the products of all points (N, N):
 * both have the same eigenvalues, and the smaller problem is solved. */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "engine/base/checked.h"
#include "engine/linalg/blas.h"
#include "engine/linalg/scatter.h"
#include "engine/projection/pca-private.h"

/* loading (D) = Yᵀ vector for Y = X − center, vector (N): from the space of the points into that of the embeddings. */
static void
carry_over (double *loading, const IsoPcaProblem *problem, const double *vector)
{
  for (size_t i = 0; i < problem->N; i++)
    {
      const float *row = problem->X + i * problem->D;
      for (size_t d = 0; d < problem->D; d++)
        loading[d] += vector[i] * ((double) row[d] - problem->center[d]);
    }
}

bool
iso_pca_find_exact (IsoPcaProblem *problem, GError **error)
{
  size_t N = problem->N, D = problem->D, size = MIN (N, D), count = MIN (size, 2);
  double *G = iso_block_new (size, size, sizeof (double), _("covariance"), error);
  double *vectors = G == NULL ? NULL : iso_block_new (2, size, sizeof (double), _("principal axes"), error);
  double values[2] = { 0 };
  bool found = vectors != NULL && iso_scatter (G, problem->X, problem->center, N, D, problem->pool, problem->cancellable, error)
               && iso_symmetric_largest (values, vectors, G, size, count, error);
  for (size_t axis = 0; found && axis < count; axis++)
    if (N < D)
      carry_over (problem->loadings + axis * D, problem, vectors + axis * size);
    else
      memcpy (problem->loadings + axis * D, vectors + axis * size, D * sizeof *vectors);
  problem->residual = 0.0;
  iso_block_free (G);
  iso_block_free (vectors);
  return found;
}
