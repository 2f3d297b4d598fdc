#include <math.h>

#include "engine/base/checked.h"
#include "engine/base/kernel.h"
#include "engine/base/random.h"
#include "engine/distill/health.h"
#include "engine/linalg/blas.h"
#include "engine/linalg/lanes.h"
#include "engine/linalg/rows.h"

/* Vectors of the Krylov space between two looks at its eigenvalues, how many at most, and what difference ends it. */
#define VECTORS 12
#define MOST_VECTORS 72
#define LEAST_CHANGE 1e-3
/* What is left of a vector, beside what it was or beside the unit vector it was made of, when the space is closed under T: float32
 * rounding. */
#define CLOSED 1e-5
#define NOTHING 1e-6

/* Σ x y in 16 lanes: rows are short, and the eigenvalues are wanted to three digits. */
static inline __attribute__ ((always_inline)) float
dot (const float *x, const float *y, size_t B)
{
  float lanes[ISO_LANES] = { 0 }, sum = 0.0f;
  size_t j = 0;
  for (; j + ISO_LANES <= B; j += ISO_LANES)
    for (size_t l = 0; l < ISO_LANES; l++)
      lanes[l] += x[j + l] * y[j + l];
  for (; j < B; j++)
    sum += x[j] * y[j];
  for (size_t l = 0; l < ISO_LANES; l++)
    sum += lanes[l];
  return sum;
}

/* y = (T − 1 1ᵀ/B) x: as rows of T sum to 1 this moves the eigenvalue 1 of the vector 1 to 0 and no other. */
ISO_KERNEL static void
multiply (float *y, const float *transition, const float *x, size_t B)
{
  double sum = 0.0;
  for (size_t j = 0; j < B; j++)
    sum += (double) x[j];
  float mean = (float) (sum / (double) B);
  for (size_t i = 0; i < B; i++)
    y[i] = dot (transition + i * B, x, B) - mean;
}

/* w less its parts along the rows of V (count, B), twice, so that rounding leaves none; h (count) = these parts. Returns ‖w‖. */
ISO_KERNEL static double
orthogonalize (float *w, double *h, const float *V, size_t count, size_t B)
{
  for (int pass = 0; pass < 2; pass++)
    for (size_t i = 0; i < count; i++)
      {
        const float *v = V + i * B;
        float part = dot (v, w, B);
        h[i] = pass == 0 ? (double) part : h[i] + (double) part;
        for (size_t j = 0; j < B; j++)
          w[j] -= part * v[j];
      }
  return sqrt (iso_sum_of_squares (w, B));
}

static void
divide (float *v, double norm, size_t B)
{
  for (size_t j = 0; j < B; j++)
    v[j] = (float) ((double) v[j] / norm);
}

/* Largest modulus among the eigenvalues of the leading (size, size) of H (MOST_VECTORS, MOST_VECTORS); NAN if not found. */
static double
largest_modulus (const double *H, size_t size)
{
  double A[MOST_VECTORS * MOST_VECTORS], moduli[MOST_VECTORS];
  for (size_t i = 0; i < size; i++)
    for (size_t j = 0; j < size; j++)
      A[i * size + j] = H[i * MOST_VECTORS + j];
  return iso_eigenvalue_moduli (moduli, A, size, NULL) ? moduli[0] : (double) NAN;
}

/* |λ₂| by Arnoldi's iteration (Saad: Numerical Methods for Large Eigenvalue Problems, 2011, chapter 6). V (MOST_VECTORS + 1, B)
 * is room to work in. */
static double
second_by_arnoldi (float *V, const float *transition, size_t B)
{
  double H[MOST_VECTORS * MOST_VECTORS] = { 0 }, column[MOST_VECTORS], second = INFINITY;
  size_t most = MIN (MOST_VECTORS, B);
  IsoRandom random;
  iso_random_init (&random, 0, "spectral-gap");
  for (size_t j = 0; j < B; j++)
    V[j] = (float) iso_random_normal (&random);
  divide (V, sqrt (iso_sum_of_squares (V, B)), B);
  for (size_t k = 0; k < most; k++)
    {
      float *next = V + (k + 1) * B;
      multiply (next, transition, V + k * B, B);
      double before = sqrt (iso_sum_of_squares (next, B)), norm = orthogonalize (next, column, V, k + 1, B);
      for (size_t i = 0; i <= k; i++)
        H[i * MOST_VECTORS + k] = column[i];
      bool closed = !(norm > fmax (CLOSED * before, NOTHING)) || k + 1 == most;
      if (closed || (k + 1) % VECTORS == 0)
        {
          double last = second;
          second = largest_modulus (H, k + 1);
          if (closed || fabs (second - last) <= LEAST_CHANGE || isnan (second))
            break;
        }
      H[(k + 1) * MOST_VECTORS + k] = norm;
      divide (next, norm, B);
    }
  return second;
}

double
iso_spectral_gap_quick (const float *transition, size_t B)
{
  if (B < 2 || !iso_all_finite (transition, B * B))
    return (double) NAN;
  float *V = iso_floats_new ((MOST_VECTORS + 1) * B);
  double second = second_by_arnoldi (V, transition, B);
  iso_block_free (V);
  return isnan (second) ? second : CLAMP (1.0 - second, 0.0, 1.0);
}
