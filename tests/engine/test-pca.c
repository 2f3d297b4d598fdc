/* PCA against NumPy's singular value decomposition and against what must hold. */
#include <math.h>
#include <string.h>

#include "engine/base/error.h"
#include "engine/base/random.h"
#include "engine/projection/pca.h"

static void
project (float *map, double *explained, const float *Z, size_t N, size_t D)
{
  g_autoptr (GError) error = NULL;
  bool done = iso_pca_project (map, explained, Z, N, D, &error);
  g_assert_no_error (error);
  g_assert_true (done);
}

static void
compare (const float *Z, size_t N, size_t D, const double *expected_map, const double *expected_explained)
{
  g_autofree float *map = g_new (float, 2 * N);
  double explained[2];
  project (map, explained, Z, N, D);
  for (size_t i = 0; i < 2 * N; i++)
    g_assert_true (fabs ((double) map[i] - expected_map[i]) <= 2e-6);
  for (size_t axis = 0; axis < 2; axis++)
    g_assert_true (fabs (explained[axis] - expected_explained[axis]) <= 1e-7);
}

/* More points than dimensions. */
static void
test_numpy_tall (void)
{
  static const float Z[] = { -6.25f, 2.09f,  0.79f, 1.60f, 0.53f,  -0.54f, 5.83f,  0.54f,  -1.64f, -9.76f, -0.96f,
                             1.82f,  0.66f,  0.57f, -0.82f, 1.18f, -0.41f, -0.23f, -2.83f, -0.01f, 0.52f };
  static const double map[] = { -4.903975061, 1.874059147,  3.015115958, 0.110326249, 7.380578905,  0.058037338,  -8.617010863,
                                -1.101576794, 2.154981347,  0.244146214, 2.519463939, -0.841765303, -1.549154226, -0.343226850 };
  static const double explained[] = { 0.9677336994826233, 0.03107161139929144 };
  compare (Z, 7, 3, map, explained);
}

/* Fewer points than dimensions: the smaller problem. */
static void
test_numpy_wide (void)
{
  static const float Z[] = { 0.71f, -0.93f, 0.41f, -2.40f, -0.10f, 0.31f, -0.51f, -2.59f, 1.59f,  -7.74f, 0.16f, 2.07f,
                             0.79f, -0.26f, 0.84f, -1.08f, -0.65f, 0.17f, -1.07f, 0.22f,  -0.62f, 0.30f,  0.25f, -0.10f };
  static const double map[] = { 0.400696121, 0.614031364, -5.595437475, -0.409909105, 1.752990348, 1.087852655, 3.441751006,
                                -1.291974914 };
  static const double explained[] = { 0.9253621854363852, 0.06777787319000679 };
  compare (Z, 4, 6, map, explained);
}

/* A plane turned into many dimensions: two axes explain all, the map keeps the distances, its columns are uncorrelated. */
static void
test_plane (void)
{
  const size_t N = 300, D = 40;
  g_autofree float *Z = g_new (float, N * D);
  g_autofree float *map = g_new (float, 2 * N);
  g_autofree double *a = g_new (double, D), *b = g_new (double, D);
  double explained[2], aa = 0.0, ab = 0.0, bb = 0.0;
  IsoRandom random;
  iso_random_init (&random, 11, "test");
  for (size_t d = 0; d < D; d++)
    {
      a[d] = iso_random_normal (&random);
      aa += a[d] * a[d];
    }
  for (size_t d = 0; d < D; d++)
    {
      a[d] /= sqrt (aa);
      b[d] = iso_random_normal (&random);
      ab += a[d] * b[d];
    }
  for (size_t d = 0; d < D; d++)
    {
      b[d] -= ab * a[d];
      bb += b[d] * b[d];
    }
  for (size_t i = 0; i < N; i++)
    {
      double u = 5.0 * iso_random_normal (&random), v = 2.0 * iso_random_normal (&random);
      for (size_t d = 0; d < D; d++)
        Z[i * D + d] = (float) (100.0 + u * a[d] + v * b[d] / sqrt (bb));
    }
  project (map, explained, Z, N, D);
  g_assert_true (fabs (explained[0] + explained[1] - 1.0) <= 1e-9);
  g_assert_cmpfloat (explained[0], >, explained[1]);
  double product = 0.0, sums[2] = { 0 };
  for (size_t i = 0; i < N; i++)
    {
      product += (double) map[2 * i] * (double) map[2 * i + 1];
      sums[0] += (double) map[2 * i];
      sums[1] += (double) map[2 * i + 1];
      size_t j = (i * 7 + 1) % N;
      double x = (double) map[2 * i] - (double) map[2 * j], y = (double) map[2 * i + 1] - (double) map[2 * j + 1], there = 0.0;
      for (size_t d = 0; d < D; d++)
        there += pow ((double) Z[i * D + d] - (double) Z[j * D + d], 2.0);
      g_assert_true (fabs (hypot (x, y) - sqrt (there)) <= 1e-4);
    }
  g_assert_true (fabs (product) <= 1e-3);
  g_assert_true (fabs (sums[0]) <= 1e-3 && fabs (sums[1]) <= 1e-3);
}

/* The same bytes every time, and the sign by the largest loading. */
static void
test_deterministic (void)
{
  static const float line[] = { 0.0f, 0.0f, -1.0f, -3.0f, -2.0f, -6.0f };
  float map[6], again[6];
  double explained[2];
  project (map, explained, line, 3, 2);
  project (again, explained, line, 3, 2);
  g_assert_cmpmem (map, sizeof map, again, sizeof again);
  /* the axis points along (1, 3)/√10: the first point, with the largest coordinates, lies on its positive side */
  g_assert_true (fabs ((double) map[0] - sqrt (10.0)) <= 1e-6);
  g_assert_true (fabs ((double) map[4] + sqrt (10.0)) <= 1e-6);
  for (size_t i = 0; i < 3; i++)
    g_assert_cmpfloat (map[2 * i + 1], ==, 0.0f);
  g_assert_true (fabs (explained[0] - 1.0) <= 1e-12);
  g_assert_cmpfloat (explained[1], ==, 0.0);
}

static void
test_degenerate (void)
{
  float map[12];
  double explained[2] = { NAN, NAN };
  project (map, explained, NULL, 0, 5);
  g_assert_cmpfloat (explained[0], ==, 0.0);
  static const float one[] = { 3.0f, -4.0f, 5.0f };
  project (map, explained, one, 1, 3);
  g_assert_cmpfloat (map[0], ==, 0.0f);
  g_assert_cmpfloat (map[1], ==, 0.0f);
  static const float two[] = { 1.0f, 2.0f, 3.0f, 1.0f, 2.0f, 7.0f };
  project (map, explained, two, 2, 3);
  g_assert_true (fabs ((double) map[0] + 2.0) <= 1e-6 && fabs ((double) map[2] - 2.0) <= 1e-6);
  g_assert_cmpfloat (map[1], ==, 0.0f);
  g_assert_true (fabs (explained[0] - 1.0) <= 1e-12);
  /* constant columns beside one that varies, and constants whose mean rounds */
  static const float column[] = { 0.1f, 1.0f, 0.1f, 2.0f, 0.1f, 6.0f };
  project (map, explained, column, 3, 2);
  g_assert_true (fabs ((double) map[4] - 3.0) <= 1e-6);
  g_assert_cmpfloat (map[5], ==, 0.0f);
  static const float constant[] = { 0.1f, 0.7f, 0.1f, 0.7f, 0.1f, 0.7f };
  project (map, explained, constant, 3, 2);
  for (size_t i = 0; i < 6; i++)
    g_assert_cmpfloat (map[i], ==, 0.0f);
  g_assert_cmpfloat (explained[0], ==, 0.0);
  /* one dimension */
  project (map, explained, one, 3, 1);
  g_assert_true (fabs ((double) map[0] - (3.0 - 4.0 / 3.0)) <= 1e-6);
  g_assert_cmpfloat (map[1], ==, 0.0f);
  /* large values */
  static const float large[] = { 3e38f, -3e38f, -3e38f, 3e38f, 0.0f, 0.0f };
  project (map, explained, large, 3, 2);
  g_assert_true (fabs (explained[0] - 1.0) <= 1e-12);
}

static void
test_refusals (void)
{
  float Z[] = { 1.0f, 2.0f, 3.0f, 4.0f, 5.0f, 6.0f }, map[6];
  double explained[2];
  const float bad[] = { NAN, INFINITY };
  for (size_t b = 0; b < G_N_ELEMENTS (bad); b++)
    {
      g_autoptr (GError) error = NULL;
      Z[3] = bad[b];
      g_assert_false (iso_pca_project (map, explained, Z, 3, 2, &error));
      g_assert_error (error, ISO_ERROR, ISO_ERROR_NUMERIC);
      g_assert_nonnull (strstr (error->message, "embedding 1, dimension 1"));
    }
}

/* Rows about a mean far from 0, with `strong` directions of falling variance in a bath of noise. */
static float *
strong_directions (size_t N, size_t D, size_t strong, double noise)
{
  IsoRandom random;
  iso_random_init (&random, N + D, "test");
  float *Z = g_new (float, N * D);
  g_autofree double *directions = g_new (double, strong * D + 1);
  for (size_t at = 0; at < strong * D; at++)
    directions[at] = iso_random_normal (&random) / sqrt ((double) D);
  for (size_t i = 0; i < N; i++)
    {
      double row[D];
      for (size_t d = 0; d < D; d++)
        row[d] = 50.0 + noise * iso_random_normal (&random);
      for (size_t s = 0; s < strong; s++)
        {
          double factor = iso_random_normal (&random) * 10.0 / (double) (s + 1);
          for (size_t d = 0; d < D; d++)
            row[d] += factor * directions[s * D + d];
        }
      for (size_t d = 0; d < D; d++)
        Z[i * D + d] = (float) row[d];
    }
  return Z;
}

static IsoPcaResult
solve (float *map, const float *Z, size_t N, size_t D, IsoPcaSolver solver, IsoPool *pool)
{
  g_autoptr (GError) error = NULL;
  IsoPcaResult result;
  bool done = iso_pca_solve (map, &result, Z, N, D, solver, 5, pool, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (done);
  return result;
}

/* Both solvers agree: variance to nine digits, points to a ten-thousandth of the extent, also where nothing stands out. */
static void
test_randomized (void)
{
  static const struct { size_t N, D, strong; double noise, map_tolerance; } cases[] = {
    { 900, 200, 6, 0.2, 2e-5 }, { 150, 700, 4, 0.2, 2e-5 }, { 2000, 40, 3, 0.5, 2e-5 }, { 1200, 180, 0, 1.0, 2e-3 },
    { 300, 100, 1, 0.0, 2e-5 },
  };
  for (size_t c = 0; c < G_N_ELEMENTS (cases); c++)
    {
      size_t N = cases[c].N, D = cases[c].D;
      g_autofree float *Z = strong_directions (N, D, cases[c].strong, cases[c].noise);
      g_autofree float *exact = g_new (float, 2 * N), *randomized = g_new (float, 2 * N);
      IsoPcaResult a = solve (exact, Z, N, D, ISO_PCA_EXACT, NULL), b = solve (randomized, Z, N, D, ISO_PCA_RANDOMIZED, NULL);
      double extent = 0.0;
      g_assert_true (a.solver == ISO_PCA_EXACT && b.solver == ISO_PCA_RANDOMIZED);
      for (size_t i = 0; i < 2 * N; i++)
        extent = fmax (extent, fabs ((double) exact[i]));
      g_test_message ("%zu x %zu: explained %.12f %.12f and %.12f %.12f, residual %.1e", N, D, a.explained[0], a.explained[1],
                      b.explained[0], b.explained[1], b.residual);
      for (size_t axis = 0; axis < 2; axis++)
        g_assert_true (fabs (a.explained[axis] - b.explained[axis]) <= 1e-9);
      /* one direction only: the second axis is rounding of the rows given, and turns freely */
      for (size_t i = 0; i < N; i++)
        for (size_t axis = 0; axis < (cases[c].noise > 0.0 ? 2 : 1); axis++)
          g_assert_true (fabs ((double) exact[2 * i + axis] - (double) randomized[2 * i + axis]) <= cases[c].map_tolerance * extent);
      g_assert_true (cases[c].noise == 0.0 || b.residual <= ISO_PCA_SETTLED);
    }
}

/* Values near the ends of float neither overflow nor vanish. */
static void
test_scales (void)
{
  const size_t N = 300, D = 64;
  const float factors[] = { 1e30f, 1e-34f };
  g_autofree float *Z = strong_directions (N, D, 4, 0.1), *map = g_new (float, 2 * N);
  IsoPcaResult plain = solve (map, Z, N, D, ISO_PCA_EXACT, NULL);
  for (size_t f = 0; f < G_N_ELEMENTS (factors); f++)
    {
      g_autofree float *scaled = g_new (float, N * D);
      for (size_t at = 0; at < N * D; at++)
        scaled[at] = factors[f] * Z[at];
      for (int solver = ISO_PCA_EXACT; solver <= ISO_PCA_RANDOMIZED; solver++)
        {
          IsoPcaResult result = solve (map, scaled, N, D, (IsoPcaSolver) solver, NULL);
          g_assert_true (fabs (result.explained[0] - plain.explained[0]) <= 1e-5);
        }
    }
}

/* Same bytes for any number of threads; another seed gives the same map but for the last digits. */
static void
test_threads (void)
{
  const size_t N = 1500, D = 220;
  g_autofree float *Z = strong_directions (N, D, 5, 0.3);
  for (int solver = ISO_PCA_AUTOMATIC; solver <= ISO_PCA_RANDOMIZED; solver++)
    {
      g_autofree float *first = g_new (float, 2 * N), *map = g_new (float, 2 * N);
      IsoPcaResult one = solve (first, Z, N, D, (IsoPcaSolver) solver, NULL);
      for (int threads = 2; threads <= 4; threads++)
        {
          g_autoptr (IsoPool) pool = iso_pool_new (threads);
          IsoPcaResult result = solve (map, Z, N, D, (IsoPcaSolver) solver, pool);
          g_assert_cmpmem (map, 2 * N * sizeof *map, first, 2 * N * sizeof *map);
          g_assert_cmpmem (result.explained, sizeof result.explained, one.explained, sizeof one.explained);
        }
    }
}

/* What did not settle is solved exactly where that is possible: a second direction 10⁸ times weaker than the first. */
static void
test_falls_back (void)
{
  const size_t N = 400, D = 200;
  g_autofree float *Z = g_new (float, N * D), *map = g_new (float, 2 * N);
  IsoRandom random;
  iso_random_init (&random, 9, "test");
  for (size_t i = 0; i < N; i++)
    for (size_t d = 0; d < D; d++)
      Z[i * D + d] = (float) (d == 0 ? 1e4 * iso_random_normal (&random) : 1e-3 * iso_random_normal (&random) * (d == 1 ? 8.0 : 1.0));
  IsoPcaResult result = solve (map, Z, N, D, ISO_PCA_AUTOMATIC, NULL);
  g_assert_true (result.solver == ISO_PCA_EXACT && result.explained[1] > 0.0);
  for (size_t i = 0; i < N; i++)
    g_assert_true (fabs (fabs ((double) map[2 * i + 1] - (double) map[1]) - fabs ((double) Z[i * D + 1] - (double) Z[1])) <= 3e-3);
}

static void
test_cancelled (void)
{
  const size_t N = 400, D = 200;
  g_autofree float *Z = strong_directions (N, D, 2, 0.1), *map = g_new (float, 2 * N);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_cancellable_cancel (cancellable);
  for (int solver = ISO_PCA_AUTOMATIC; solver <= ISO_PCA_RANDOMIZED; solver++)
    {
      g_autoptr (GError) error = NULL;
      IsoPcaResult result;
      g_assert_false (iso_pca_solve (map, &result, Z, N, D, (IsoPcaSolver) solver, 1, NULL, cancellable, &error));
      g_assert_error (error, ISO_ERROR, ISO_ERROR_CANCELLED);
    }
}

static void
test_time (gconstpointer data)
{
  size_t D = (size_t) GPOINTER_TO_INT (data), N = 5000;
  g_autofree float *Z = strong_directions (N, D, 10, 0.3), *map = g_new (float, 2 * N);
  g_autoptr (IsoPool) pool = iso_pool_new (2);
  for (int repeat = 0; repeat < 3; repeat++)
    {
      gint64 start = g_get_monotonic_time ();
      IsoPcaResult result = solve (map, Z, N, D, ISO_PCA_AUTOMATIC, pool);
      g_test_message ("%zu x %zu: %.1f ms, %s, residual %.1e", N, D, (double) (g_get_monotonic_time () - start) / 1000.0,
                      result.solver == ISO_PCA_EXACT ? "exact" : "randomized", result.residual);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pca/numpy/tall", test_numpy_tall);
  g_test_add_func ("/pca/numpy/wide", test_numpy_wide);
  g_test_add_func ("/pca/plane", test_plane);
  g_test_add_func ("/pca/deterministic", test_deterministic);
  g_test_add_func ("/pca/degenerate", test_degenerate);
  g_test_add_func ("/pca/refusals", test_refusals);
  g_test_add_func ("/pca/randomized", test_randomized);
  g_test_add_func ("/pca/scales", test_scales);
  g_test_add_func ("/pca/threads", test_threads);
  g_test_add_func ("/pca/falls-back", test_falls_back);
  g_test_add_func ("/pca/cancelled", test_cancelled);
  g_test_add_data_func ("/pca/time/64", GINT_TO_POINTER (64), test_time);
  g_test_add_data_func ("/pca/time/512", GINT_TO_POINTER (512), test_time);
  return g_test_run ();
}
