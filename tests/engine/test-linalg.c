#include "engine/base/checked.h"
#include "engine/linalg/blas.h"
#include "engine/linalg/elementary.h"
#include "engine/linalg/naive.h"
#include "engine/linalg/pairwise.h"
#include "engine/linalg/rows.h"
#include "engine/linalg/scatter.h"
#include "engine/linalg/solve.h"
#include "engine/linalg/topk.h"
#include "tests/support/naive.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define SMALL(value, tolerance) g_assert_true ((value) <= (tolerance))

static float *
random_floats (size_t count, guint64 seed)
{
  IsoRandom random;
  float *values = iso_floats_new (count);
  iso_random_init (&random, seed, "test");
  for (size_t at = 0; at < count; at++)
    values[at] = (float) iso_random_normal (&random);
  return values;
}

static void
test_exp (void)
{
  double worst = 0.0;
  for (double x = -87.0; x <= 88.7; x += 1.37e-4)
    {
      double exact = exp ((double) (float) x);
      double error = fabs ((double) iso_exp ((float) x) - exact) / exact;
      worst = error <= worst ? worst : error;
    }
  g_test_message ("worst relative error of exp %.2e", worst);
  SMALL (worst, 2e-7);
  for (float x = -87.0f; x > -120.0f; x -= 0.01f)
    SMALL (fabs ((double) iso_exp (x) - exp ((double) x)), 3e-45 + 2e-7 * exp ((double) x));
  g_assert_cmpfloat (iso_exp (0.0f), ==, 1.0f);
  g_assert_cmpfloat (iso_exp (-1000.0f), ==, 0.0f);
  g_assert_cmpfloat (iso_exp (-INFINITY), ==, 0.0f);
  g_assert_true (isinf (iso_exp (89.0f)) && isinf (iso_exp (INFINITY)));
  g_assert_true (isnan (iso_exp (NAN)));
}

static void
test_log (void)
{
  double worst = 0.0;
  for (float x = FLT_MIN; x < FLT_MAX / 1.01f; x *= 1.00037f)
    {
      double error = fabs (iso_log (x) - log ((double) x));
      worst = error <= worst ? worst : error;
    }
  g_test_message ("worst absolute error of log %.2e", worst);
  SMALL (worst, 2e-11);
  g_assert_true (iso_log (1.0f) == 0.0);
  g_assert_true (isnan (iso_log (NAN)));
  g_assert_true (isfinite (iso_log (0.0f)));
}

static int
compare_down (const void *a, const void *b)
{
  float x = **(const float *const *) a, y = **(const float *const *) b;
  if (x != y)
    return x > y ? -1 : 1;
  return *(const float *const *) a < *(const float *const *) b ? -1 : 1;
}

static void
check_top_k (const float *values, size_t count, size_t k, size_t without)
{
  g_autofree guint8 *selected = g_new (guint8, count);
  g_autofree guint32 *keys = g_new (guint32, count);
  g_autofree const float **sorted = g_new (const float *, count);
  size_t left = 0, chosen = 0;
  iso_top_k_select (selected, keys, values, count, k, without);
  for (size_t j = 0; j < count; j++)
    if (j != without)
      sorted[left++] = values + j;
  qsort (sorted, left, sizeof *sorted, compare_down);
  for (size_t rank = 0; rank < left; rank++)
    g_assert_cmpuint (selected[sorted[rank] - values], ==, rank < k);
  for (size_t j = 0; j < count; j++)
    chosen += selected[j];
  g_assert_cmpuint (chosen, ==, MIN (k, left));
}

static void
test_top_k (void)
{
  IsoRandom random;
  iso_random_init (&random, 3, "test");
  for (size_t count = 1; count < 140; count += 1 + count / 9)
    for (int levels = 1; levels <= 1000; levels *= 10)
      {
        float *values = random_floats (count, 17 * count + (size_t) levels);
        /* Few levels: many ties, zeros of both signs. */
        for (size_t j = 0; j < count; j++)
          values[j] = truncf (values[j] * (float) levels) / (float) levels;
        for (size_t k = 0; k <= count + 1; k++)
          check_top_k (values, count, k, iso_random_below (&random, (guint32) count + 1));
        iso_block_free (values);
      }
}

static void
test_softmax (void)
{
  const float temperatures[] = { 1.0f, 0.1f, 0.003f };
  for (size_t C = 1; C < 150; C += 7)
    for (size_t t = 0; t < G_N_ELEMENTS (temperatures); t++)
      {
        enum { R = 5 };
        float *in = random_floats (R * C, C), *out = iso_floats_new (R * C);
        g_autofree double *exact = g_new (double, R * C), *doubles = iso_test_to_doubles (in, R * C);
        iso_naive_log_softmax (exact, doubles, (double) temperatures[t], R, C);
        iso_rows_log_softmax (out, in, temperatures[t], R, C);
        SMALL (iso_test_relative_error (out, exact, R * C), 1e-6);
        for (size_t at = 0; at < R * C; at++)
          exact[at] = exp (exact[at]);
        iso_rows_softmax (out, in, temperatures[t], R, C);
        SMALL (iso_test_relative_error (out, exact, R * C), 1e-5);
        iso_rows_softmax (in, in, temperatures[t], R, C); /* in place */
        g_assert_cmpmem (in, R * C * sizeof (float), out, R * C * sizeof (float));
        iso_block_free (in);
        iso_block_free (out);
      }
}

static void
test_row_operations (void)
{
  enum { R = 7, C = 83 };
  float *in = random_floats (R * C, 5), *out = iso_floats_new (R * C), norms[R];
  in[3 * C] = 0.0f;
  for (size_t j = 0; j < C; j++)
    in[3 * C + j] = 0.0f;
  iso_rows_normalize (out, norms, in, R, C);
  for (size_t i = 0; i < R; i++)
    {
      double squares = iso_sum_of_squares (out + i * C, C);
      SMALL (fabs (squares - (i == 3 ? 0.0 : 1.0)), 1e-6);
      SMALL (fabs ((double) norms[i] - sqrt (iso_sum_of_squares (in + i * C, C))), 1e-5);
    }
  iso_rows_softmax (out, in, 1.0f, R, C);
  for (size_t j = 0; j < C; j++)
    out[j] *= 3.0f;
  iso_rows_divide_by_sum (out, R, C);
  for (size_t i = 0; i < R; i++)
    {
      double sum = 0.0;
      for (size_t j = 0; j < C; j++)
        sum += (double) out[i * C + j];
      SMALL (fabs (sum - 1.0), 1e-6);
    }
  g_assert_true (iso_all_finite (in, R * C));
  in[R * C - 1] = NAN;
  g_assert_false (iso_all_finite (in, R * C));
  in[R * C - 1] = -INFINITY;
  g_assert_false (iso_all_finite (in, R * C));
  g_assert_true (iso_all_finite (in, R * C - 1));
  iso_block_free (in);
  iso_block_free (out);
}

static void
test_gram (void)
{
  for (size_t B = 1; B < 130; B += 13)
    {
      enum { D = 19 };
      float *Z = random_floats (B * D, B), *S = iso_floats_new (B * B);
      g_autofree double *doubles = iso_test_to_doubles (Z, B * D), *exact = g_new (double, B * B);
      iso_naive_gram (exact, doubles, B, D);
      iso_gram (S, Z, B, D);
      SMALL (iso_test_relative_error (S, exact, B * B), 1e-6);
      for (size_t i = 0; i < B; i++)
        for (size_t j = 0; j < i; j++)
          g_assert_cmpfloat (S[i * B + j], ==, S[j * B + i]);
      iso_block_free (Z);
      iso_block_free (S);
    }
}

/* dZ = (G + Gᵀ) Z */
static void
test_gram_backward (void)
{
  enum { B = 37, D = 11 };
  float *Z = random_floats (B * D, 1), *G = random_floats (B * B, 2), *dZ = iso_floats_new (B * D);
  g_autofree double *doubles = iso_test_to_doubles (Z, B * D), *sums = g_new (double, B * B), *exact = g_new (double, B * D);
  for (size_t i = 0; i < B; i++)
    for (size_t j = 0; j < B; j++)
      sums[i * B + j] = (double) G[i * B + j] + (double) G[j * B + i];
  iso_naive_multiply (exact, sums, doubles, B, D, B);
  iso_gram_backward (dZ, G, Z, B, D);
  SMALL (iso_test_relative_error (dZ, exact, B * D), 1e-6);
  iso_block_free (Z);
  iso_block_free (G);
  iso_block_free (dZ);
}

static void
test_gemm (void)
{
  enum { M = 9, N = 14, K = 23 };
  float *A = random_floats (M * K, 1), *At = iso_floats_new (M * K);
  float *B = random_floats (K * N, 2), *C = iso_floats_new (M * (N + 3));
  g_autofree double *a = iso_test_to_doubles (A, M * K), *b = iso_test_to_doubles (B, K * N), *exact = g_new (double, M * N);
  iso_naive_multiply (exact, a, b, M, N, K);
  for (size_t i = 0; i < M; i++)
    for (size_t k = 0; k < K; k++)
      At[k * M + i] = A[i * K + k];
  for (size_t at = 0; at < M * (N + 3); at++)
    C[at] = 1.0f;
  iso_gemm (C, At, B, ISO_TRANSPOSED, ISO_PLAIN, 2.0f, -1.0f, M, N, K, M, N, N + 3);
  for (size_t i = 0; i < M; i++)
    for (size_t j = 0; j < N + 3; j++)
      SMALL (fabs ((double) C[i * (N + 3) + j] - (j < N ? 2.0 * exact[i * N + j] - 1.0 : 1.0)), 1e-4);
  iso_block_free (A);
  iso_block_free (At);
  iso_block_free (B);
  iso_block_free (C);
}

static void
check_solve (size_t N, size_t M, bool positive_definite, IsoPool *pool)
{
  float *A = random_floats (N * N, N), *R = random_floats (N * M, N + 1);
  g_autoptr (GError) error = NULL;
  g_autofree double *exact = g_new (double, N * M);
  if (positive_definite)
    {
      float *factor = random_floats (N * N, N + 2);
      iso_gram (A, factor, N, N);
      iso_block_free (factor);
    }
  for (size_t i = 0; i < N; i++)
    A[i * N + i] += positive_definite ? (float) N : 0.0f;
  g_autofree double *a = iso_test_to_doubles (A, N * N), *r = iso_test_to_doubles (R, N * M);
  g_assert_true (iso_naive_solve (exact, a, r, N, M));
  for (size_t i = 0; positive_definite && i < N; i++)
    for (size_t j = i + 1; j < N; j++)
      A[i * N + j] = NAN; /* only the lower triangle is read */
  g_assert_true (positive_definite ? iso_solve_positive_definite (R, A, N, M, pool, &error)
                                   : iso_solve_general (R, A, N, M, pool, &error));
  g_assert_no_error (error);
  SMALL (iso_test_relative_error (R, exact, N * M), positive_definite ? 1e-5 : 2e-2);
  iso_block_free (A);
  iso_block_free (R);
}

static void
test_solve (void)
{
  g_autoptr (GError) error = NULL;
  for (size_t N = 1; N < 130; N += 11)
    {
      check_solve (N, 1 + N / 2, true, NULL);
      check_solve (N, 1 + N / 2, false, NULL);
    }
  /* Those that are solved in blocks. */
  g_autoptr (IsoPool) pool = iso_pool_new (3);
  for (size_t N = 256; N < 500; N += 81)
    {
      check_solve (N, N, true, pool);
      check_solve (N, 1 + N / 2, false, pool);
      check_solve (N, 7, true, NULL);
    }
  float singular[4] = { 1.0f, 2.0f, 2.0f, 4.0f }, R[2] = { 1.0f, 1.0f };
  g_assert_false (iso_solve_general (R, singular, 2, 1, NULL, &error));
  g_assert_nonnull (error);
  g_clear_error (&error);
  float indefinite[4] = { 1.0f, 2.0f, 2.0f, 1.0f };
  g_assert_false (iso_solve_positive_definite (R, indefinite, 2, 1, NULL, &error));
  g_assert_nonnull (error);
}

/* The bytes of a solution in blocks do not depend on the number of threads; the row at which a factor fails is named. */
static void
test_solve_in_blocks (void)
{
  enum { N = 330, M = 200 };
  float *first[2] = { NULL, NULL };
  for (int threads = 1; threads <= 4; threads++)
    for (int general = 0; general < 2; general++)
      {
        g_autoptr (IsoPool) pool = iso_pool_new (threads);
        float *A = random_floats (N * N, 1), *R = random_floats (N * M, 2);
        for (size_t i = 0; i < N; i++)
          A[i * N + i] += (float) N;
        g_assert_true ((general ? iso_solve_general : iso_solve_positive_definite) (R, A, N, M, pool, NULL));
        if (threads == 1)
          first[general] = g_memdup2 (R, N * M * sizeof (float));
        g_assert_cmpmem (R, N * M * sizeof (float), first[general], N * M * sizeof (float));
        iso_block_free (A);
        iso_block_free (R);
      }
  g_free (first[0]);
  g_free (first[1]);
  g_autoptr (GError) error = NULL;
  float *A = iso_floats_new (N * N), R[N];
  for (size_t i = 0; i < N; i++)
    {
      A[i * N + i] = i == 299 ? -1.0f : 1.0f;
      R[i] = 1.0f;
    }
  g_assert_false (iso_solve_positive_definite (R, A, N, 1, NULL, &error));
  g_assert_nonnull (strstr (error->message, "at row 300"));
  iso_block_free (A);
}

/* A v = λ v for every row of vectors. */
static void
test_eigen (void)
{
  enum { N = 24 };
  float *factor = random_floats (N * N, 4);
  g_autofree double *A = g_new (double, N * N), *vectors = g_new (double, N * N), *doubles = iso_test_to_doubles (factor, N * N);
  double values[N];
  iso_naive_gram (A, doubles, N, N);
  for (size_t at = 0; at < N * N; at++)
    vectors[at] = A[at];
  g_assert_true (iso_symmetric_eigen (values, vectors, N, NULL));
  for (size_t v = 0; v < N; v++)
    {
      g_assert_true (v == 0 || values[v] >= values[v - 1]);
      double norm = 0.0;
      for (size_t i = 0; i < N; i++)
        {
          double product = 0.0;
          for (size_t j = 0; j < N; j++)
            product += A[i * N + j] * vectors[v * N + j];
          SMALL (fabs (product - values[v] * vectors[v * N + i]), 1e-10);
          norm += vectors[v * N + i] * vectors[v * N + i];
        }
      SMALL (fabs (norm - 1.0), 1e-12);
    }
  /* The largest alone are the same, in the other order. */
  double largest[3];
  g_autofree double *leading = g_new (double, 3 * N);
  g_assert_true (iso_symmetric_largest (largest, leading, A, N, 3, NULL));
  for (size_t v = 0; v < 3; v++)
    {
      const double *other = vectors + (N - 1 - v) * N;
      double product = 0.0;
      for (size_t i = 0; i < N; i++)
        product += leading[v * N + i] * other[i];
      SMALL (fabs (largest[v] - values[N - 1 - v]), 1e-10);
      SMALL (fabs (fabs (product) - 1.0), 1e-10);
    }
  iso_block_free (factor);
}

/* Beside sums in their plain order, tall and wide, with tiles and slices that do not come out even. */
static void
test_scatter (void)
{
  static const size_t shapes[][2] = { { 700, 45 }, { 70, 300 }, { 300, 290 }, { 1, 5 }, { 5, 1 } };
  for (size_t c = 0; c < G_N_ELEMENTS (shapes); c++)
    {
      size_t N = shapes[c][0], D = shapes[c][1], size = MIN (N, D);
      g_autoptr (IsoPool) pool = iso_pool_new (2);
      float *X = random_floats (N * D, c);
      g_autofree double *center = g_new (double, D), *G = g_new (double, size * size), *again = g_new0 (double, size * size);
      for (size_t d = 0; d < D; d++)
        center[d] = 0.1 * (double) d;
      g_assert_true (iso_scatter (G, X, center, N, D, pool, NULL, NULL));
      g_assert_true (iso_scatter (again, X, center, N, D, NULL, NULL, NULL));
      for (size_t i = 0; i < size; i++)
        for (size_t j = 0; j <= i; j++)
          {
            double sum = 0.0;
            for (size_t t = 0; t < MAX (N, D); t++)
              {
                size_t a = N < D ? t : i, b = N < D ? t : j;
                sum += ((double) X[(N < D ? i : t) * D + a] - center[a]) * ((double) X[(N < D ? j : t) * D + b] - center[b]);
              }
            SMALL (fabs (G[i * size + j] - sum) / (1.0 + fabs (sum)), 1e-12);
            g_assert_true (G[i * size + j] == again[i * size + j]);
          }
      iso_block_free (X);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/linalg/exp", test_exp);
  g_test_add_func ("/linalg/log", test_log);
  g_test_add_func ("/linalg/top-k", test_top_k);
  g_test_add_func ("/linalg/softmax", test_softmax);
  g_test_add_func ("/linalg/rows", test_row_operations);
  g_test_add_func ("/linalg/gram", test_gram);
  g_test_add_func ("/linalg/gram-backward", test_gram_backward);
  g_test_add_func ("/linalg/gemm", test_gemm);
  g_test_add_func ("/linalg/solve", test_solve);
  g_test_add_func ("/linalg/solve-in-blocks", test_solve_in_blocks);
  g_test_add_func ("/linalg/eigen", test_eigen);
  g_test_add_func ("/linalg/scatter", test_scatter);
  return g_test_run ();
}
