/* Samples that two lists have in common, and how their neighbors change between two embeddings: beside the definitions written plainly, and
 * cases worked out by hand. */
#include <math.h>
#include <string.h>

#include "engine/base/error.h"
#include "engine/base/random.h"
#include "engine/data/match.h"
#include "engine/projection/neighbor-change.h"

/* ---- samples in common ---- */

static void
test_match (void)
{
  static const guint32 first[] = { 7, 3, 9, 3, 5, 100 }, second[] = { 3, 100, 8, 3, 3, 7 };
  static const guint32 expected[][2] = { { 0, 5 }, { 1, 0 }, { 3, 3 }, { 5, 1 } };
  guint32 rows[6], others[6];
  g_assert_cmpuint (iso_match_samples (rows, others, first, 6, second, 6), ==, G_N_ELEMENTS (expected));
  for (size_t i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      g_assert_cmpuint (rows[i], ==, expected[i][0]);
      g_assert_cmpuint (others[i], ==, expected[i][1]);
    }
  g_assert_cmpuint (iso_match_samples (rows, others, first, 0, second, 6), ==, 0);
  g_assert_cmpuint (iso_match_samples (rows, others, first, 6, second, 0), ==, 0);
}

/* Of a list with holes and of the same shuffled: each sample finds itself. */
static void
test_match_shuffled (void)
{
  enum { N = 700, M = 500 };
  guint32 first[N], second[M], rows[M], others[M];
  IsoRandom random;
  iso_random_init (&random, 3, "test");
  for (guint32 i = 0; i < N; i++)
    first[i] = 3 * i;
  for (guint32 i = 0; i < M; i++)
    second[i] = 3 * i + (i % 5 == 0);
  iso_random_shuffle (&random, first, N);
  iso_random_shuffle (&random, second, M);
  size_t count = iso_match_samples (rows, others, first, N, second, M);
  g_assert_cmpuint (count, ==, M - M / 5);
  for (size_t i = 0; i < count; i++)
    {
      g_assert_cmpuint (first[rows[i]], ==, second[others[i]]);
      g_assert_true (i == 0 || rows[i] > rows[i - 1]);
    }
}

/* ---- neighbors ---- */

static float *
random_rows (size_t N, size_t D, guint64 seed)
{
  IsoRandom random;
  float *rows = g_new (float, N * D);
  iso_random_init (&random, seed, "test");
  for (size_t at = 0; at < N * D; at++)
    rows[at] = (float) iso_random_normal (&random);
  return rows;
}

static IsoNeighborChange *
compare (const float *first, size_t first_D, const float *second, size_t second_D, size_t N, size_t k)
{
  g_autoptr (GError) error = NULL;
  IsoNeighborChange *change = iso_neighbor_change_new (first, first_D, second, second_D, N, k, NULL, NULL, &error);
  g_assert_no_error (error);
  return change;
}

/* Whether `other` is among the k nearest of `sample`: fewer than k are nearer, or as near and before it. */
static bool
is_neighbor (const float *rows, size_t N, size_t D, size_t k, size_t sample, size_t other)
{
  size_t nearer = 0;
  double own = 0.0;
  for (size_t d = 0; d < D; d++)
    own += pow ((double) rows[sample * D + d] - (double) rows[other * D + d], 2.0);
  for (size_t i = 0; i < N; i++)
    {
      double distance = 0.0;
      for (size_t d = 0; d < D; d++)
        distance += pow ((double) rows[sample * D + d] - (double) rows[i * D + d], 2.0);
      nearer += i != sample && i != other && (distance < own || (!(distance > own) && i < other));
    }
  return other != sample && nearer < k;
}

static void
test_naive (void)
{
  enum { N = 120, K = 7, D = 5, OTHER_D = 9 };
  g_autofree float *first = random_rows (N, D, 1), *second = random_rows (N, OTHER_D, 2);
  /* Alike in part, so that some neighbors stay. */
  for (size_t i = 0; i < N; i++)
    for (size_t d = 0; d < D; d++)
      second[i * OTHER_D + d] = 3.0f * first[i * D + d];
  g_autoptr (IsoNeighborChange) change = compare (first, D, second, OTHER_D, N, K);
  size_t total = 0, same = 0;
  for (size_t i = 0; i < N; i++)
    {
      size_t kept = 0;
      for (size_t j = 0; j < N; j++)
        kept += is_neighbor (first, N, D, K, i, j) && is_neighbor (second, N, OTHER_D, K, i, j);
      g_assert_cmpuint (iso_neighbor_change_kept (change, i), ==, kept);
      g_assert_true (fabs ((double) change->changed[i] - (double) (K - kept) / K) <= 1e-6);
      total += kept;
      same += kept == K;
    }
  g_assert_cmpuint (total, >, N);
  g_assert_cmpuint (total, <, N * (K - 1));
  g_assert_true (fabs (change->kept - (double) total / (N * K)) <= 1e-12);
  g_assert_cmpuint (change->same, ==, same);
}

/* Most changed first, equal ones by index, each once. */
static void
test_order (void)
{
  enum { N = 200 };
  g_autofree float *first = random_rows (N, 4, 5), *second = random_rows (N, 4, 6);
  bool seen[N] = { false };
  memcpy (second, first, N * 2 * sizeof *first);
  g_autoptr (IsoNeighborChange) change = compare (first, 4, second, 4, N, ISO_CHANGE_NEIGHBORS);
  for (size_t i = 0; i < N; i++)
    {
      guint32 sample = change->order[i], before = i > 0 ? change->order[i - 1] : 0;
      g_assert_false (seen[sample]);
      seen[sample] = true;
      g_assert_true (i == 0 || change->changed[before] > change->changed[sample]
                     || (change->changed[before] >= change->changed[sample] && before < sample));
    }
}

/* Six points on a line, each with its two nearest; the last goes to the other end. */
static void
test_by_hand (void)
{
  static const float first[] = { 0.0f, 1.0f, 2.1f, 3.3f, 4.6f, 6.0f }, second[] = { 0.0f, 1.0f, 2.1f, 3.3f, 4.6f, -1.5f };
  /*        neighbors: 0: 1 2, 1: 0 2, 2: 1 3, 3: 2 4, 4: 3 5, 5: 4 3; then 0: 1 5, 4: 3 2, 5: 0 1. */
  static const size_t kept[] = { 1, 2, 2, 2, 1, 0 };
  static const guint32 order[] = { 5, 0, 4, 1, 2, 3 };
  g_autoptr (IsoNeighborChange) change = compare (first, 1, second, 1, 6, 2);
  for (size_t i = 0; i < 6; i++)
    g_assert_cmpuint (iso_neighbor_change_kept (change, i), ==, kept[i]);
  g_assert_cmpmem (change->order, sizeof order, order, sizeof order);
  g_assert_true (fabs (change->kept - 8.0 / 12.0) <= 1e-12);
  g_assert_cmpuint (change->same, ==, 3);
}

/* Turned, moved and scaled: nothing has changed. */
static void
test_same (void)
{
  enum { N = 300 };
  g_autofree float *first = random_rows (N, 2, 8), *second = g_new (float, 2 * N);
  for (size_t i = 0; i < N; i++)
    {
      second[2 * i] = 4.0f * first[2 * i + 1];
      second[2 * i + 1] = -4.0f * first[2 * i];
    }
  g_autoptr (IsoNeighborChange) change = compare (first, 2, second, 2, N, 10);
  g_assert_true (fabs (change->kept - 1.0) <= 1e-12);
  g_assert_cmpuint (change->same, ==, N);
}

static void
test_few (void)
{
  static const float rows[] = { 1.0f, 2.0f, 4.0f };
  for (size_t N = 0; N <= 3; N++)
    {
      g_autoptr (IsoNeighborChange) change = compare (rows, 1, rows, 1, N, 10);
      g_assert_cmpuint (change->k, ==, N > 0 ? N - 1 : 0);
      g_assert_true (N < 2 ? isnan (change->kept) : fabs (change->kept - 1.0) <= 1e-12);
    }
}

static void
test_errors (void)
{
  enum { N = 50 };
  g_autofree float *first = random_rows (N, 3, 1), *second = random_rows (N, 3, 2);
  g_autoptr (GError) error = NULL;
  second[20] = NAN;
  g_assert_null (iso_neighbor_change_new (first, 3, second, 3, N, 5, NULL, NULL, &error));
  g_assert_error (error, ISO_ERROR, ISO_ERROR_NUMERIC);
  g_clear_error (&error);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_cancellable_cancel (cancellable);
  g_assert_null (iso_neighbor_change_new (first, 3, first, 3, N, 5, NULL, cancellable, &error));
  g_assert_error (error, ISO_ERROR, ISO_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/neighbor-change/match", test_match);
  g_test_add_func ("/neighbor-change/match/shuffled", test_match_shuffled);
  g_test_add_func ("/neighbor-change/naive", test_naive);
  g_test_add_func ("/neighbor-change/order", test_order);
  g_test_add_func ("/neighbor-change/by-hand", test_by_hand);
  g_test_add_func ("/neighbor-change/same", test_same);
  g_test_add_func ("/neighbor-change/few", test_few);
  g_test_add_func ("/neighbor-change/errors", test_errors);
  return g_test_run ();
}
