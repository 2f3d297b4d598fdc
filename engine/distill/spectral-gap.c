#include <math.h>
#include <string.h>

#include "engine/base/checked.h"
#include "engine/base/random.h"
#include "engine/distill/health.h"
#include "engine/linalg/blas.h"
#include "engine/linalg/rows.h"

/* Vectors of the subspace: the more beyond two, the faster the second eigenvalue comes out. */
#define WIDTH 16
/* Multiplications between two looks at the eigenvalues, how many looks at most, and what difference ends them. */
#define MULTIPLICATIONS 8
#define MOST_LOOKS 40
#define LEAST_CHANGE 1e-4

/* The second of the moduli of A (size, size), which is overwritten; NAN if they are not found. */
static double
second_modulus (double *A, size_t size)
{
  g_autofree double *moduli = g_new (double, size);
  return iso_eigenvalue_moduli (moduli, A, size, NULL) ? moduli[1] : (double) NAN;
}

/* Rows of X (WIDTH, B) made orthonormal, in double; a row that depends on those before it is drawn anew. */
static void
orthonormalize (float *X, size_t B, IsoRandom *random)
{
  for (size_t r = 0; r < WIDTH; r++)
    {
      float *row = X + r * B;
      double before = sqrt (iso_sum_of_squares (row, B));
      for (int pass = 0; pass < 2; pass++)
        for (size_t q = 0; q < r; q++)
          {
            double dot = 0.0;
            for (size_t j = 0; j < B; j++)
              dot += (double) row[j] * (double) X[q * B + j];
            for (size_t j = 0; j < B; j++)
              row[j] -= (float) (dot * (double) X[q * B + j]);
          }
      double norm = sqrt (iso_sum_of_squares (row, B));
      bool lost = !(norm > 1e-5 * before);
      for (size_t j = 0; j < B; j++)
        row[j] = lost ? (float) iso_random_normal (random) : (float) ((double) row[j] / norm);
      r -= lost;
    }
}

/* The largest eigenvalues live in the subspace that repeated multiplication by T leaves over; there they are those of X T Xᵀ. */
static double
second_by_iteration (const float *transition, size_t B)
{
  float *X = iso_floats_new (WIDTH * B), *product = iso_floats_new (WIDTH * B);
  float inner[WIDTH * WIDTH];
  double projected[WIDTH * WIDTH], second = INFINITY, before;
  IsoRandom random;
  iso_random_init (&random, 0, "spectral-gap");
  for (size_t at = 0; at < WIDTH * B; at++)
    X[at] = (float) iso_random_normal (&random);
  orthonormalize (X, B, &random);
  int look = 0;
  do
    {
      for (int step = 0; step < MULTIPLICATIONS; step++)
        {
          iso_gemm (product, X, transition, ISO_PLAIN, ISO_TRANSPOSED, 1.0f, 0.0f, WIDTH, B, B, B, B, B);
          memcpy (X, product, WIDTH * B * sizeof *X);
          orthonormalize (X, B, &random);
        }
      iso_gemm (product, X, transition, ISO_PLAIN, ISO_TRANSPOSED, 1.0f, 0.0f, WIDTH, B, B, B, B, B);
      iso_gemm (inner, X, product, ISO_PLAIN, ISO_TRANSPOSED, 1.0f, 0.0f, WIDTH, WIDTH, B, B, B, WIDTH);
      for (size_t at = 0; at < WIDTH * WIDTH; at++)
        projected[at] = (double) inner[at];
      before = second;
      second = second_modulus (projected, WIDTH);
    }
  while (++look < MOST_LOOKS && !(fabs (second - before) <= LEAST_CHANGE));
  iso_block_free (X);
  iso_block_free (product);
  return second;
}

double
iso_spectral_gap (const float *transition, size_t B)
{
  double second;
  if (B < 2 || !iso_all_finite (transition, B * B))
    return (double) NAN;
  if (B > ISO_SPECTRAL_GAP_EXACT_SIZE)
    second = second_by_iteration (transition, B);
  else
    {
      g_autofree double *A = g_new (double, B * B);
      for (size_t at = 0; at < B * B; at++)
        A[at] = (double) transition[at];
      second = second_modulus (A, B);
    }
  /* Eigenvalues of float32 rows leave [0, 1] by their rounding. */
  return isnan (second) ? second : CLAMP (1.0 - second, 0.0, 1.0);
}
