/* Procrustes alignment of maps: what was turned comes back, what is in place stays to the last bit. */
#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "engine/base/random.h"
#include "engine/projection/align.h"

#define N 50

/* A centred cloud. */
static void
make_cloud (float *map, guint64 seed, double stretch)
{
  IsoRandom random;
  iso_random_init (&random, seed, "test");
  double mean[2] = { 0 };
  for (size_t i = 0; i < N; i++)
    {
      map[2 * i] = (float) (stretch * iso_random_normal (&random));
      map[2 * i + 1] = (float) iso_random_normal (&random);
      mean[0] += (double) map[2 * i] / N;
      mean[1] += (double) map[2 * i + 1] / N;
    }
  for (size_t i = 0; i < 2 * N; i++)
    map[i] -= (float) mean[i % 2];
}

static double
distance (const float *a, const float *b)
{
  double sum = 0.0;
  for (size_t i = 0; i < 2 * N; i++)
    sum += pow ((double) a[i] - (double) b[i], 2.0);
  return sqrt (sum / N);
}

static void
turn (float *out, const float *in, double angle, bool mirrored)
{
  for (size_t i = 0; i < N; i++)
    {
      double x = (double) in[2 * i], y = mirrored ? -(double) in[2 * i + 1] : (double) in[2 * i + 1];
      out[2 * i] = (float) (x * cos (angle) - y * sin (angle));
      out[2 * i + 1] = (float) (x * sin (angle) + y * cos (angle));
    }
}

static void
test_turned (void)
{
  float reference[2 * N], map[2 * N];
  for (int step = 0; step < 24; step++)
    for (int mirrored = 0; mirrored < 2; mirrored++)
      {
        make_cloud (reference, (guint64) step, 1.0 + 0.2 * step);
        turn (map, reference, step * 0.2618, mirrored);
        iso_align_procrustes (map, reference, N);
        g_assert_true (distance (map, reference) <= 1e-6 * (1.0 + step));
      }
}

static void
test_identity (void)
{
  float reference[2 * N], map[2 * N];
  make_cloud (reference, 3, 2.0);
  reference[0] = -0.0f;
  memcpy (map, reference, sizeof map);
  iso_align_procrustes (map, reference, N);
  g_assert_cmpmem (map, sizeof map, reference, sizeof reference);
  /* on a line a reflection would do as well: still nothing moves */
  for (size_t i = 0; i < N; i++)
    reference[2 * i + 1] = 0.3f * reference[2 * i];
  memcpy (map, reference, sizeof map);
  iso_align_procrustes (map, reference, N);
  g_assert_cmpmem (map, sizeof map, reference, sizeof reference);
}

/* No angle, with or without a mirror, brings a noisy map closer; lengths are kept. */
static void
test_optimal (void)
{
  float reference[2 * N], noise[2 * N], map[2 * N], tried[2 * N];
  for (guint64 seed = 0; seed < 8; seed++)
    {
      make_cloud (reference, seed, 1.5);
      make_cloud (noise, seed + 100, 1.0);
      turn (map, reference, 2.0 + (double) seed, seed % 2);
      for (size_t i = 0; i < 2 * N; i++)
        map[i] = 2.0f * map[i] + 0.8f * noise[i];
      float before[2 * N];
      memcpy (before, map, sizeof map);
      iso_align_procrustes (map, reference, N);
      double reached = distance (map, reference);
      for (int step = 0; step < 720; step++)
        for (int mirrored = 0; mirrored < 2; mirrored++)
          {
            turn (tried, before, step * G_PI / 360.0, mirrored);
            g_assert_true (reached <= distance (tried, reference) + 1e-6);
          }
      for (size_t i = 0; i < N; i++)
        g_assert_true (fabs (hypot ((double) map[2 * i], (double) map[2 * i + 1])
                             - hypot ((double) before[2 * i], (double) before[2 * i + 1])) <= 1e-5);
    }
}

static void
test_degenerate (void)
{
  float nothing[2 * N] = { 0 }, map[2 * N], before[2 * N];
  make_cloud (map, 1, 1.0);
  memcpy (before, map, sizeof map);
  iso_align_procrustes (map, nothing, N);
  g_assert_cmpmem (map, sizeof map, before, sizeof before);
  iso_align_procrustes (map, before, 0);
  g_assert_cmpmem (map, sizeof map, before, sizeof before);
  /* NaN in the reference leaves the map alone */
  nothing[3] = NAN;
  iso_align_procrustes (map, nothing, N);
  g_assert_cmpmem (map, sizeof map, before, sizeof before);
  float one[2] = { 0.0f, 2.0f }, there[2] = { 1.0f, 0.0f };
  iso_align_procrustes (one, there, 1);
  g_assert_true (fabs ((double) one[0] - 2.0) <= 1e-6 && fabs ((double) one[1]) <= 1e-6);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/align/turned", test_turned);
  g_test_add_func ("/align/identity", test_identity);
  g_test_add_func ("/align/optimal", test_optimal);
  g_test_add_func ("/align/degenerate", test_degenerate);
  return g_test_run ();
}
