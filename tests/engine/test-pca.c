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

static void
test_time (gconstpointer data)
{
  size_t D = (size_t) GPOINTER_TO_INT (data), N = 1000;
  g_autofree float *Z = g_new (float, N * D), *map = g_new (float, 2 * N);
  double explained[2];
  IsoRandom random;
  iso_random_init (&random, 2, "test");
  for (size_t i = 0; i < N * D; i++)
    Z[i] = (float) iso_random_normal (&random);
  gint64 start = g_get_monotonic_time ();
  project (map, explained, Z, N, D);
  g_test_message ("%zu x %zu: %.1f ms", N, D, (double) (g_get_monotonic_time () - start) / 1000.0);
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
  g_test_add_data_func ("/pca/time/64", GINT_TO_POINTER (64), test_time);
  g_test_add_data_func ("/pca/time/784", GINT_TO_POINTER (784), test_time);
  return g_test_run ();
}
