/* Matrix products in register tiles: all transposes, alpha and beta against the sums in double, at sizes that leave ragged tiles and
 * panels; what lies beside C stays; NaN; the same bytes however the rows are cut. */
#include "engine/linalg/product.h"

#include <math.h>
#include <string.h>

#include "engine/base/checked.h"
#include "engine/base/random.h"

static float *
normal (size_t count, guint64 seed)
{
  IsoRandom random;
  iso_random_init (&random, seed, "product");
  float *values = iso_floats_new (count);
  for (size_t i = 0; i < count; i++)
    values[i] = (float) iso_random_normal (&random);
  return values;
}

static void
check (size_t M, size_t N, size_t K, IsoTranspose ta, IsoTranspose tb, float alpha, float beta)
{
  size_t ld_a = (ta == ISO_PLAIN ? K : M) + 3, ld_b = (tb == ISO_PLAIN ? N : K) + 1, ld_c = N + 2;
  float *A = normal ((ta == ISO_PLAIN ? M : K) * ld_a, 1), *B = normal ((tb == ISO_PLAIN ? K : N) * ld_b, 2);
  float *C = normal (M * ld_c, 3);
  g_autofree float *before = g_memdup2 (C, M * ld_c * sizeof (float));
  if (beta == 0.0f)
    for (size_t i = 0; i < M; i++)
      for (size_t j = 0; j < N; j++)
        C[i * ld_c + j] = NAN; /* must not be read */
  iso_product (C, A, B, ta, tb, alpha, beta, M, N, K, ld_a, ld_b, ld_c);
  for (size_t i = 0; i < M; i++)
    for (size_t j = 0; j < ld_c; j++)
      {
        double sum = 0.0;
        if (j >= N)
          {
            g_assert_cmpfloat (C[i * ld_c + j], ==, before[i * ld_c + j]);
            continue;
          }
        for (size_t k = 0; k < K; k++)
          sum += (double) (ta == ISO_PLAIN ? A[i * ld_a + k] : A[k * ld_a + i])
                 * (double) (tb == ISO_PLAIN ? B[k * ld_b + j] : B[j * ld_b + k]);
        double expected = (double) alpha * sum + (beta == 0.0f ? 0.0 : (double) beta * (double) before[i * ld_c + j]);
        g_assert_true (fabs ((double) C[i * ld_c + j] - expected) <= 3e-6 * sqrt ((double) K + 1.0) * 4.0);
      }
  iso_block_free (A);
  iso_block_free (B);
  iso_block_free (C);
}

static void
test_sizes (void)
{
  static const size_t sizes[][3] = { { 1, 1, 1 },   { 14, 32, 16 }, { 15, 33, 17 }, { 28, 16, 40 }, { 7, 5, 3 },   { 3, 100, 31 },
                                     { 56, 64, 70 }, { 300, 40, 9 }, { 20, 17, 1100 }, { 2, 31, 2050 }, { 13, 48, 0 },
                                     { 300, 70, 50 }, { 20, 80, 1100 }, { 17, 64, 19 }, { 5, 96, 2050 } };
  static const float scales[][2] = { { 1.0f, 0.0f }, { 1.0f, 1.0f }, { -0.5f, 0.25f } };
  for (size_t s = 0; s < G_N_ELEMENTS (sizes); s++)
    for (size_t t = 0; t < 4; t++)
      for (size_t f = 0; f < G_N_ELEMENTS (scales); f++)
        check (sizes[s][0], sizes[s][1], sizes[s][2], t & 1 ? ISO_TRANSPOSED : ISO_PLAIN, t & 2 ? ISO_TRANSPOSED : ISO_PLAIN,
               scales[f][0], scales[f][1]);
}

static void
test_nan (void)
{
  float *A = normal (20 * 10, 1), *B = normal (10 * 40, 2), *C = iso_floats_new (20 * 40);
  A[7 * 10 + 2] = NAN;
  iso_product (C, A, B, ISO_PLAIN, ISO_PLAIN, 1.0f, 0.0f, 20, 40, 10, 10, 40, 40);
  for (size_t i = 0; i < 20; i++)
    for (size_t j = 0; j < 40; j++)
      g_assert_cmpint (isnan (C[i * 40 + j]) != 0, ==, i == 7);
  iso_block_free (A);
  iso_block_free (B);
  iso_block_free (C);
}

static void
test_cut (void)
{
  enum { M = 61, N = 45, K = 1500 };
  float *A = normal (M * K, 1), *B = normal (N * K, 2), *whole = iso_floats_new (M * N), *cut = iso_floats_new (M * N);
  iso_product (whole, A, B, ISO_PLAIN, ISO_TRANSPOSED, 1.0f, 0.0f, M, N, K, K, K, N);
  for (size_t first = 0; first < M; first += 9)
    iso_product (cut + first * N, A + first * K, B, ISO_PLAIN, ISO_TRANSPOSED, 1.0f, 0.0f, MIN (9, M - first), N, K, K, K, N);
  g_assert_cmpmem (whole, M * N * sizeof (float), cut, M * N * sizeof (float));
  /* A product with its own transpose is symmetric to the bit. */
  float *square = iso_floats_new (M * M);
  iso_product (square, A, A, ISO_PLAIN, ISO_TRANSPOSED, 1.0f, 0.0f, M, M, K, K, K, M);
  for (size_t i = 0; i < M; i++)
    for (size_t j = 0; j < i; j++)
      g_assert_cmpfloat (square[i * M + j], ==, square[j * M + i]);
  float *blocks[] = { A, B, whole, cut, square };
  for (size_t i = 0; i < G_N_ELEMENTS (blocks); i++)
    iso_block_free (blocks[i]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/product/sizes", test_sizes);
  g_test_add_func ("/product/nan", test_nan);
  g_test_add_func ("/product/cut", test_cut);
  return g_test_run ();
}
