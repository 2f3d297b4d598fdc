/* Eigenvectors of the covariance (D, D), or, where there are fewer points than dimensions, of the products of all points (N, N):
 * both have the same eigenvalues, and the smaller problem is solved. */
#include "engine/projection/pca.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "engine/base/checked.h"
#include "engine/base/kernel.h"
#include "engine/linalg/blas.h"
#include "engine/linalg/finite.h"

/* Rows of the accumulation that are added in one pass over the matrix. */
#define PASS 4
/* A share of the variance below this is rounding: that axis stays empty. */
#define LEAST_SHARE 1e-13

/* The two axes: loadings in the space of the embeddings, of unit norm, and the variance along them (sums of squares). */
typedef struct {
  double *loadings; /* (2, D) */
  double variance[2];
  double total;
} Axes;

/* X (N, D) = embeddings minus their mean, in double. The first row is taken off first: constant columns become exact zeros. */
static void
center (double *X, const float *embeddings, size_t N, size_t D)
{
  g_autofree double *mean = g_new0 (double, MAX (D, 1));
  for (size_t i = 0; i < N; i++)
    for (size_t d = 0; d < D; d++)
      {
        X[i * D + d] = (double) embeddings[i * D + d] - (double) embeddings[d];
        mean[d] += X[i * D + d];
      }
  for (size_t i = 0; i < N; i++)
    for (size_t d = 0; d < D; d++)
      X[i * D + d] -= mean[d] / (double) N;
}

/* C (D, D) = Xᵀ X, upper triangle. */
static ISO_KERNEL void
covariance (double *C, const double *X, size_t N, size_t D)
{
  for (size_t start = 0; start < N; start += PASS)
    for (size_t i = 0; i < D; i++)
      {
        const double *rows[PASS];
        double factor[PASS];
        for (size_t r = 0; r < PASS; r++)
          {
            bool inside = start + r < N;
            rows[r] = X + (inside ? start + r : start) * D;
            factor[r] = inside ? rows[r][i] : 0.0;
          }
        double *out = C + i * D;
        for (size_t j = i; j < D; j++)
          out[j] += factor[0] * rows[0][j] + factor[1] * rows[1][j] + factor[2] * rows[2][j] + factor[3] * rows[3][j];
      }
}

/* G (N, N) = X Xᵀ, upper triangle. */
static ISO_KERNEL void
products (double *G, const double *X, size_t N, size_t D)
{
  for (size_t i = 0; i < N; i++)
    for (size_t j = i; j < N; j++)
      {
        double part[8] = { 0 };
        const double *a = X + i * D, *b = X + j * D;
        size_t d = 0;
        for (; d + 8 <= D; d += 8)
          for (size_t l = 0; l < 8; l++)
            part[l] += a[d + l] * b[d + l];
        for (; d < D; d++)
          part[0] += a[d] * b[d];
        double sum = 0.0;
        for (size_t l = 0; l < 8; l++)
          sum += part[l];
        G[i * N + j] = sum;
      }
}

static void
mirror (double *A, size_t size)
{
  for (size_t i = 0; i < size; i++)
    for (size_t j = 0; j < i; j++)
      A[i * size + j] = A[j * size + i];
}

/* loading (D) to unit length, its largest entry (the first of equals) positive. */
static void
orient (double *loading, size_t D)
{
  double sum = 0.0, largest = 0.0;
  for (size_t d = 0; d < D; d++)
    {
      sum += loading[d] * loading[d];
      if (fabs (loading[d]) > fabs (largest))
        largest = loading[d];
    }
  double scale = sum > 0.0 ? copysign (1.0 / sqrt (sum), largest) : 0.0;
  for (size_t d = 0; d < D; d++)
    loading[d] *= scale;
}

static bool
find_axes (Axes *axes, const double *X, size_t N, size_t D, GError **error)
{
  size_t size = MIN (N, D);
  bool dual = N < D;
  double *A = iso_block_new (size, size, sizeof (double), _("covariance"), error);
  if (A == NULL)
    return false;
  if (dual)
    products (A, X, N, D);
  else
    covariance (A, X, N, D);
  mirror (A, size);
  for (size_t i = 0; i < size; i++)
    axes->total += A[i * size + i];
  g_autofree double *values = g_new0 (double, MAX (size, 1));
  bool solved = axes->total > 0.0 && iso_symmetric_eigen (values, A, size, error);
  for (size_t axis = 0; solved && axis < MIN (size, 2); axis++)
    {
      const double *vector = A + (size - 1 - axis) * size;
      double *loading = axes->loadings + axis * D;
      if (!(values[size - 1 - axis] > LEAST_SHARE * axes->total))
        continue;
      axes->variance[axis] = values[size - 1 - axis];
      if (!dual)
        memcpy (loading, vector, D * sizeof *loading);
      for (size_t i = 0; dual && i < N; i++)
        for (size_t d = 0; d < D; d++)
          loading[d] += vector[i] * X[i * D + d];
      orient (loading, D);
    }
  iso_block_free (A);
  return solved || !(axes->total > 0.0);
}

bool
iso_pca_project (float *map, double *explained, const float *embeddings, size_t N, size_t D, GError **error)
{
  if (!iso_check_finite (embeddings, N, D, error))
    return false;
  double *X = iso_block_new (N, D, sizeof (double), _("centred embeddings"), error);
  if (X == NULL)
    return false;
  center (X, embeddings, N, D);
  g_autofree double *loadings = g_new0 (double, MAX (2 * D, 1));
  Axes axes = { .loadings = loadings };
  bool found = find_axes (&axes, X, N, D, error);
  if (found)
    {
      for (size_t axis = 0; axis < 2; axis++)
        explained[axis] = axes.total > 0.0 ? axes.variance[axis] / axes.total : 0.0;
      for (size_t i = 0; i < N; i++)
        for (size_t axis = 0; axis < 2; axis++)
          {
            double sum = 0.0;
            for (size_t d = 0; d < D; d++)
              sum += X[i * D + d] * loadings[axis * D + d];
            map[2 * i + axis] = (float) sum;
          }
    }
  iso_block_free (X);
  return found;
}
