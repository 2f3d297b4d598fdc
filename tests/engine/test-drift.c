/* Drift between two maps: what must be 0, what must not matter, and cases worked out by hand. */
#include <math.h>
#include <string.h>

#include "engine/base/error.h"
#include "engine/base/random.h"
#include "engine/projection/align.h"
#include "engine/projection/drift.h"

static float *
random_map (size_t N, guint64 seed)
{
  IsoRandom random;
  float *map = g_new (float, 2 * N);
  iso_random_init (&random, seed, "test");
  for (size_t at = 0; at < 2 * N; at++)
    map[at] = (float) (3.0 * iso_random_normal (&random));
  return map;
}

static IsoDrift *
compare (const float *earlier, const float *later, size_t N, size_t k)
{
  g_autoptr (GError) error = NULL;
  IsoDrift *drift = iso_drift_new (earlier, later, N, k, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (drift);
  return drift;
}

static void
test_identical (void)
{
  static const size_t sizes[] = { 0, 1, 2, 3, 11, 400 };
  for (size_t s = 0; s < G_N_ELEMENTS (sizes); s++)
    {
      size_t N = sizes[s];
      g_autofree float *map = random_map (MAX (N, 1), 1);
      g_autoptr (IsoDrift) drift = compare (map, map, N, ISO_DRIFT_NEIGHBORS);
      g_assert_true (drift->mean_displacement == 0.0 && drift->median_displacement == 0.0);
      g_assert_true (drift->mean_changed == 0.0 && drift->moved == 0.0);
      for (size_t i = 0; i < N; i++)
        g_assert_true (drift->displacement[i] == 0.0f && drift->changed[i] == 0.0f);
    }
}

/* A shift alone, and a turn with a reflection after alignment. */
static void
test_rigid (void)
{
  const size_t N = 500;
  g_autofree float *earlier = random_map (N, 2), *shifted = g_new (float, 2 * N), *turned = g_new (float, 2 * N);
  for (size_t i = 0; i < N; i++)
    {
      double x = (double) earlier[2 * i], y = (double) earlier[2 * i + 1];
      shifted[2 * i] = (float) (x + 100.0);
      shifted[2 * i + 1] = (float) (y - 30.0);
      turned[2 * i] = (float) (0.6 * x + 0.8 * y);
      turned[2 * i + 1] = (float) (0.8 * x - 0.6 * y);
    }
  g_autoptr (IsoDrift) unaligned = compare (earlier, turned, N, 10);
  g_assert_true (unaligned->mean_displacement >= 0.5);
  iso_align_procrustes (turned, earlier, N);
  const float *others[] = { shifted, turned };
  for (size_t o = 0; o < G_N_ELEMENTS (others); o++)
    {
      g_autoptr (IsoDrift) drift = compare (earlier, others[o], N, 10);
      g_assert_true (drift->mean_displacement <= 1e-4);
      g_assert_true (drift->moved <= 0.01);
    }
}

/* Ten points on a line, one apart, each with its nearest neighbor; the last goes 3 farther off. s = 1, and only its own offset
 * changes. The same map at another scale: the same numbers. */
static void
test_one_point (void)
{
  for (int scale = 0; scale < 2; scale++)
    {
      float earlier[20] = { 0 }, later[20];
      float unit = scale == 0 ? 1.0f : 250.0f;
      for (size_t i = 0; i < 10; i++)
        earlier[2 * i] = (float) i * unit;
      memcpy (later, earlier, sizeof later);
      later[18] += 3.0f * unit;
      g_autoptr (IsoDrift) drift = compare (earlier, later, 10, 1);
      for (size_t i = 0; i < 9; i++)
        g_assert_true (drift->displacement[i] == 0.0f && drift->changed[i] == 0.0f);
      g_assert_true (fabs ((double) drift->displacement[9] - 3.0) <= 1e-6);
      g_assert_true (fabs (drift->mean_displacement - 0.3) <= 1e-6 && drift->median_displacement == 0.0);
    }
}

/* Two groups that change places as wholes: inside them nothing happened. */
static void
test_groups (void)
{
  enum { N = 60 };
  g_autofree float *earlier = random_map (N, 4), *later = g_new (float, 2 * N);
  for (size_t i = 0; i < N; i++)
    {
      earlier[2 * i] += i % 2 == 0 ? 100.0f : 0.0f;
      later[2 * i] = earlier[2 * i] + (i % 2 == 0 ? -200.0f : 0.0f);
      later[2 * i + 1] = earlier[2 * i + 1];
    }
  g_autoptr (IsoDrift) drift = compare (earlier, later, N, 10);
  g_assert_true (drift->mean_displacement <= 1e-4 && drift->moved <= 0.05);
}

/* Beside the definition, written plainly; the same for any number of threads. */
static void
test_naive (void)
{
  enum { N = 1300, K = 4 };
  g_autofree float *earlier = random_map (N, 5), *later = random_map (N, 6);
  g_autoptr (IsoDrift) drift = compare (earlier, later, N, K);
  double scale = 0.0;
  for (size_t i = 0; i < N; i += 13)
    {
      size_t nearest[2][K];
      double offsets[2][2] = { { 0 } };
      const float *maps[2] = { earlier, later };
      for (int m = 0; m < 2; m++)
        for (size_t n = 0; n < K; n++)
          {
            double least = INFINITY;
            for (size_t j = 0; j < N; j++)
              {
                bool is_taken = j == i;
                for (size_t o = 0; o < n; o++)
                  is_taken |= nearest[m][o] == j;
                double distance = hypot ((double) maps[m][2 * j] - (double) maps[m][2 * i],
                                         (double) maps[m][2 * j + 1] - (double) maps[m][2 * i + 1]);
                if (!is_taken && distance < least)
                  {
                    least = distance;
                    nearest[m][n] = j;
                  }
              }
          }
      size_t kept = 0;
      for (size_t n = 0; n < K; n++)
        {
          for (int m = 0; m < 2; m++)
            for (size_t axis = 0; axis < 2; axis++)
              offsets[m][axis] += ((double) maps[m][2 * i + axis] - (double) maps[m][2 * nearest[0][n] + axis]) / K;
          for (size_t o = 0; o < K; o++)
            kept += nearest[0][n] == nearest[1][o];
        }
      g_assert_true (fabs ((double) drift->changed[i] - (double) (K - kept) / K) <= 1e-7);
      /* One scale for all: it is seen in the first, and is a distance of neighbors. */
      double length = hypot (offsets[1][0] - offsets[0][0], offsets[1][1] - offsets[0][1]);
      if (i == 0)
        scale = length / (double) drift->displacement[0];
      g_assert_true (scale >= 0.05 && scale <= 0.5);
      g_assert_true (fabs (length - scale * (double) drift->displacement[i]) <= 1e-5 * length);
    }
  for (int threads = 2; threads <= 3; threads++)
    {
      g_autoptr (IsoPool) pool = iso_pool_new (threads);
      g_autoptr (IsoDrift) again = iso_drift_new (earlier, later, N, K, pool, NULL, NULL);
      g_assert_cmpmem (again->displacement, N * sizeof (float), drift->displacement, N * sizeof (float));
      g_assert_true (again->mean_displacement == drift->mean_displacement);
    }
}

/* A map that was one point, and one that becomes one. */
static void
test_collapsed (void)
{
  const size_t N = 50;
  g_autofree float *one = g_new0 (float, 2 * N), *map = random_map (N, 7);
  g_autoptr (IsoDrift) opened = compare (one, map, N, 5);
  g_autoptr (IsoDrift) closed = compare (map, one, N, 5);
  g_autoptr (IsoDrift) none = compare (one, one, N, 5);
  g_assert_true (opened->mean_displacement > 0.5 && isfinite (opened->mean_displacement));
  g_assert_true (closed->mean_displacement > 0.1 && isfinite (closed->mean_displacement));
  g_assert_true (none->mean_displacement == 0.0);
}

static void
test_refusals (void)
{
  float map[] = { 0.0f, 1.0f, 2.0f, 3.0f, NAN, 5.0f }, good[] = { 0.0f, 1.0f, 2.0f, 3.0f, 4.0f, 5.0f };
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) cancelled = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_assert_null (iso_drift_new (good, map, 3, 1, NULL, NULL, &error));
  g_assert_error (error, ISO_ERROR, ISO_ERROR_NUMERIC);
  g_cancellable_cancel (cancellable);
  g_assert_null (iso_drift_new (good, good, 3, 1, NULL, cancellable, &cancelled));
  g_assert_error (cancelled, ISO_ERROR, ISO_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/drift/identical", test_identical);
  g_test_add_func ("/drift/rigid", test_rigid);
  g_test_add_func ("/drift/one-point", test_one_point);
  g_test_add_func ("/drift/groups", test_groups);
  g_test_add_func ("/drift/naive", test_naive);
  g_test_add_func ("/drift/collapsed", test_collapsed);
  g_test_add_func ("/drift/refusals", test_refusals);
  return g_test_run ();
}
