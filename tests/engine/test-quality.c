/* Trustworthiness and recall of a map beside ranks found by sorting all distances in double. (Beside scikit-learn: test-cli-project.) */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/error.h"
#include "engine/base/random.h"
#include "engine/projection/quality.h"

typedef struct {
  double square;
  size_t index;
} Ranked;

static int
compare_ranked (const void *a, const void *b)
{
  const Ranked *p = a, *q = b;
  return p->square < q->square ? -1 : p->square > q->square ? 1 : p->index < q->index ? -1 : p->index > q->index;
}

/* order (N − 1): all others, nearest first. */
static void
rank_others (Ranked *order, const float *rows, size_t N, size_t D, size_t point)
{
  size_t count = 0;
  for (size_t j = 0; j < N; j++)
    {
      double sum = 0.0;
      for (size_t d = 0; d < D; d++)
        sum += pow ((double) rows[point * D + d] - (double) rows[j * D + d], 2.0);
      if (j != point)
        order[count++] = (Ranked) { sum, j };
    }
  qsort (order, count, sizeof *order, compare_ranked);
}

static void
compare (const float *map, const float *Z, size_t N, size_t D, size_t k, IsoPool *pool, size_t sample)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (IsoQuality) quality = iso_quality_new (map, Z, N, D, k, sample, 3, pool, NULL, NULL, NULL, &error);
  g_autofree Ranked *there = g_new (Ranked, N), *here = g_new (Ranked, N);
  g_autofree size_t *ranks = g_new (size_t, N);
  double trustworthiness = 0.0, recall = 0.0;
  g_assert_no_error (error);
  g_assert_cmpuint (quality->measured, ==, sample > 0 ? MIN (sample, N) : N);
  g_assert_cmpuint (quality->k, ==, MIN (k, (N - 1) / 2));
  k = quality->k;
  for (size_t p = 0; p < quality->measured; p++)
    {
      size_t point = quality->points[p], kept = 0;
      double excess = 0.0;
      g_assert_true (p == 0 || point > quality->points[p - 1]);
      rank_others (there, Z, N, D, point);
      rank_others (here, map, N, 2, point);
      for (size_t r = 0; r + 1 < N; r++)
        ranks[there[r].index] = r + 1;
      for (size_t n = 0; n < k; n++)
        {
          size_t rank = ranks[here[n].index];
          kept += rank <= k;
          excess += rank > k ? (double) (rank - k) : 0.0;
        }
      double expected = 1.0 - 2.0 * excess / ((double) k * (double) (2 * N - 3 * k - 1));
      g_assert_true (fabs ((double) quality->trustworthiness[p] - expected) <= 1e-7);
      g_assert_true (fabs ((double) quality->recall[p] - (double) kept / (double) k) <= 1e-7);
      trustworthiness += expected / (double) quality->measured;
      recall += (double) kept / (double) k / (double) quality->measured;
    }
  g_assert_true (fabs (quality->mean_trustworthiness - trustworthiness) <= 1e-7);
  g_assert_true (fabs (quality->mean_recall - recall) <= 1e-7);
}

static float *
random_rows (size_t count, guint64 seed, double offset, double grid)
{
  IsoRandom random;
  float *rows = g_new (float, count);
  iso_random_init (&random, seed, "test");
  for (size_t at = 0; at < count; at++)
    {
      double value = iso_random_normal (&random);
      rows[at] = (float) (offset + (grid > 0.0 ? grid * round (value / grid) : value));
    }
  return rows;
}

/* Sizes that do not come out even, a mean far from 0, few dimensions and many. */
static void
test_naive (void)
{
  static const struct { size_t N, D, k; double offset; } cases[] = {
    { 300, 7, 10, 0.0 }, { 1100, 3, 5, 1000.0 }, { 129, 200, 64, -5.0 }, { 400, 1, 12, 0.0 },
  };
  g_autoptr (IsoPool) pool = iso_pool_new (2);
  for (size_t c = 0; c < G_N_ELEMENTS (cases); c++)
    {
      size_t N = cases[c].N, D = cases[c].D;
      g_autofree float *Z = random_rows (N * D, c, cases[c].offset, 0.0), *map = g_new (float, 2 * N);
      for (size_t i = 0; i < N; i++)
        {
          map[2 * i] = Z[i * D];
          map[2 * i + 1] = D > 1 ? Z[i * D + 1] : 0.0f;
        }
      compare (map, Z, N, D, cases[c].k, pool, 0);
      compare (map, Z, N, D, cases[c].k, NULL, 50);
    }
}

/* On a grid most distances are tied, and many points stand in one place: float must not decide. */
static void
test_ties (void)
{
  const size_t N = 500, D = 3;
  g_autofree float *Z = random_rows (N * D, 8, 0.3, 1.0), *map = random_rows (N * 2, 9, 0.1, 1.0);
  compare (map, Z, N, D, 10, NULL, 0);
  g_autofree float *same = g_new0 (float, N * D), *one = g_new0 (float, N * 2);
  compare (map, same, N, D, 10, NULL, 0);
  compare (one, Z, N, D, 10, NULL, 0);
  compare (one, same, N, D, 10, NULL, 0);
}

/* A map that is the embedding itself is fully trustworthy. */
static void
test_perfect (void)
{
  const size_t N = 600;
  g_autofree float *Z = random_rows (2 * N, 4, 0.0, 0.0);
  g_autoptr (IsoQuality) quality = iso_quality_new (Z, Z, N, 2, 10, 0, 1, NULL, NULL, NULL, NULL, NULL);
  g_assert_true (quality->mean_trustworthiness == 1.0 && quality->mean_recall == 1.0);
}

/* k is lowered to what is defined; with fewer than three points nothing is. */
static void
test_few (void)
{
  g_autofree float *Z = random_rows (60, 5, 0.0, 0.0), *map = random_rows (60, 6, 0.0, 0.0);
  for (size_t N = 3; N < 30; N++)
    compare (map, Z, N, 2, 10, NULL, 0);
  for (size_t N = 0; N < 3; N++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (IsoQuality) quality = iso_quality_new (map, Z, N, 2, 10, 0, 1, NULL, NULL, NULL, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (quality->k, ==, 0);
      g_assert_cmpuint (quality->measured, ==, 0);
      g_assert_true (isnan (quality->mean_trustworthiness) && isnan (quality->mean_recall));
    }
}

/* Same bytes for any number of threads; the same seed draws the same sample, another one another. */
static void
test_threads (void)
{
  const size_t N = 900, D = 20;
  g_autofree float *Z = random_rows (N * D, 10, 0.0, 0.0);
  g_autoptr (IsoQuality) one = iso_quality_new (Z, Z, N, 2, 10, 300, 7, NULL, NULL, NULL, NULL, NULL);
  g_autoptr (IsoQuality) other = iso_quality_new (Z, Z, N, 2, 10, 300, 8, NULL, NULL, NULL, NULL, NULL);
  g_autoptr (IsoPool) pool = iso_pool_new (3);
  g_autoptr (IsoQuality) again = iso_quality_new (Z, Z, N, 2, 10, 300, 7, pool, NULL, NULL, NULL, NULL);
  g_assert_cmpmem (one->points, 300 * sizeof (guint32), again->points, 300 * sizeof (guint32));
  g_assert_cmpmem (one->trustworthiness, 300 * sizeof (float), again->trustworthiness, 300 * sizeof (float));
  g_assert_true (memcmp (one->points, other->points, 300 * sizeof (guint32)) != 0);
}

static void
test_refusals (void)
{
  g_autofree float *Z = random_rows (100, 11, 0.0, 0.0), *map = random_rows (100, 12, 0.0, 0.0);
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) of_map = NULL;
  g_autoptr (GError) cancelled = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_cancellable_cancel (cancellable);
  g_assert_null (iso_quality_new (map, Z, 50, 2, 10, 0, 1, NULL, cancellable, NULL, NULL, &cancelled));
  g_assert_error (cancelled, ISO_ERROR, ISO_ERROR_CANCELLED);
  Z[31] = NAN;
  g_assert_null (iso_quality_new (map, Z, 50, 2, 10, 0, 1, NULL, NULL, NULL, NULL, &error));
  g_assert_error (error, ISO_ERROR, ISO_ERROR_NUMERIC);
  g_assert_nonnull (strstr (error->message, "embedding 15, dimension 1"));
  Z[31] = 0.0f;
  map[4] = INFINITY;
  g_assert_null (iso_quality_new (map, Z, 50, 2, 10, 0, 1, NULL, NULL, NULL, NULL, &of_map));
  g_assert_error (of_map, ISO_ERROR, ISO_ERROR_NUMERIC);
}

static gpointer
cancel_soon (gpointer cancellable)
{
  g_usleep (30000);
  g_cancellable_cancel (cancellable);
  return NULL;
}

/* Asked to stop in the midst of it. */
static void
test_cancel_in_time (void)
{
  const size_t N = 20000, D = 64;
  g_autofree float *Z = random_rows (N * D, 13, 0.0, 0.0), *map = random_rows (2 * N, 14, 0.0, 0.0);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  GThread *thread = g_thread_new ("cancel", cancel_soon, cancellable);
  gint64 start = g_get_monotonic_time ();
  g_assert_null (iso_quality_new (map, Z, N, D, 10, 0, 1, NULL, cancellable, NULL, NULL, &error));
  g_assert_error (error, ISO_ERROR, ISO_ERROR_CANCELLED);
  g_test_message ("cancelled after 30 ms, ended after %.0f ms", (double) (g_get_monotonic_time () - start) / 1000.0);
  g_thread_join (thread);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/quality/naive", test_naive);
  g_test_add_func ("/quality/ties", test_ties);
  g_test_add_func ("/quality/perfect", test_perfect);
  g_test_add_func ("/quality/few", test_few);
  g_test_add_func ("/quality/threads", test_threads);
  g_test_add_func ("/quality/refusals", test_refusals);
  g_test_add_func ("/quality/cancel-in-time", test_cancel_in_time);
  return g_test_run ();
}
