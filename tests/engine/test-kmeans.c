/* k-means: what it must find, what must hold of any result, and that k-means++ draws as it should. */
#include "engine/metrics/kmeans.h"

#include <math.h>
#include <string.h>

#include "engine/base/error.h"
#include "engine/base/random.h"

static const IsoKmeansSettings usual = { 1, 3, ISO_KMEANS_ITERATIONS };

static double
cluster (gint32 *clusters, const float *Z, size_t N, size_t D, size_t C, const IsoKmeansSettings *settings, IsoPool *pool)
{
  g_autoptr (GError) error = NULL;
  double inertia;
  bool done = iso_kmeans_cluster (clusters, &inertia, Z, N, D, C, settings, pool, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (done);
  for (size_t i = 0; i < N; i++)
    g_assert_true (clusters[i] >= 0 && (size_t) clusters[i] < C);
  return inertia;
}

/* Means (C, D) and the sum of squared distances to them; sizes (C). */
static double
naive_inertia (double *means, size_t *sizes, const gint32 *clusters, const float *Z, size_t N, size_t D, size_t C)
{
  double sum = 0.0;
  memset (means, 0, C * D * sizeof *means);
  memset (sizes, 0, C * sizeof *sizes);
  for (size_t i = 0; i < N; i++)
    {
      sizes[clusters[i]]++;
      for (size_t d = 0; d < D; d++)
        means[(size_t) clusters[i] * D + d] += (double) Z[i * D + d];
    }
  for (size_t c = 0; c < C; c++)
    for (size_t d = 0; d < D; d++)
      means[c * D + d] /= MAX ((double) sizes[c], 1.0);
  for (size_t i = 0; i < N; i++)
    for (size_t d = 0; d < D; d++)
      {
        double difference = (double) Z[i * D + d] - means[(size_t) clusters[i] * D + d];
        sum += difference * difference;
      }
  return sum;
}

static float *
blobs (size_t N, size_t D, guint32 count, double distance, double offset, guint64 seed)
{
  float *Z = g_new (float, N * D + 1);
  IsoRandom random;
  iso_random_init (&random, seed, "test");
  for (size_t i = 0; i < N; i++)
    for (size_t d = 0; d < D; d++)
      {
        double center = d == i % count % D ? distance * (double) (1 + i % count) : 0.0;
        Z[i * D + d] = (float) (offset + center + iso_random_normal (&random));
      }
  return Z;
}

/* Far apart blobs are found, wherever they lie. */
static void
test_blobs (void)
{
  for (int far_away = 0; far_away < 2; far_away++)
    {
      g_autofree float *Z = blobs (600, 7, 6, 40.0, far_away ? 1e4 : 0.0, 2);
      gint32 clusters[600];
      cluster (clusters, Z, 600, 7, 6, &usual, NULL);
      for (size_t i = 0; i < 600; i++)
        for (size_t j = 0; j < i; j++)
          g_assert_true ((clusters[i] == clusters[j]) == (i % 6 == j % 6));
    }
}

/* Of any result: the sum told is that of the clusters, every point is in the cluster of the nearest mean, and none is empty. */
static void
test_optimal_locally (void)
{
  static const struct { size_t N, D, C; } cases[] = { { 500, 3, 20 }, { 1500, 40, 64 }, { 300, 5, 150 }, { 3000, 2, 1300 } };
  g_autoptr (IsoPool) pool = iso_pool_new (3);
  for (size_t c = 0; c < G_N_ELEMENTS (cases); c++)
    {
      size_t N = cases[c].N, D = cases[c].D, C = cases[c].C;
      g_autofree float *Z = blobs (N, D, 9, 3.0, 0.0, c);
      g_autofree gint32 *clusters = g_new (gint32, N);
      g_autofree double *means = g_new (double, C * D);
      g_autofree size_t *sizes = g_new (size_t, C);
      IsoKmeansSettings settings = { 5, 2, 1000 };
      double told = cluster (clusters, Z, N, D, C, &settings, pool);
      double found = naive_inertia (means, sizes, clusters, Z, N, D, C);
      size_t elsewhere = 0;
      g_assert_true (fabs (told - found) <= 1e-9 * found);
      for (size_t i = 0; i < N; i++)
        {
          double own = 0.0, least = INFINITY;
          for (size_t k = 0; k < C; k++)
            {
              double sum = 0.0;
              for (size_t d = 0; d < D; d++)
                sum += ((double) Z[i * D + d] - means[k * D + d]) * ((double) Z[i * D + d] - means[k * D + d]);
              least = MIN (least, sum);
              own = k == (size_t) clusters[i] ? sum : own;
            }
          elsewhere += own > least * (1.0 + 1e-4) + 1e-9;
        }
      g_assert_cmpuint (elsewhere, <=, N / 100);
      for (size_t k = 0; k < C; k++)
        g_assert_cmpuint (sizes[k], >, 0);
    }
}

static void
test_repeatable (void)
{
  g_autofree float *Z = blobs (900, 16, 9, 3.0, 0.0, 4);
  gint32 first[900], second[900], other[900];
  g_autoptr (IsoPool) pool = iso_pool_new (4);
  IsoKmeansSettings one = { 7, 1, 50 }, different = { 8, 1, 50 }, many = { 7, 6, 50 };
  double inertia = cluster (first, Z, 900, 16, 40, &one, NULL);
  g_assert_cmpfloat (inertia, ==, cluster (second, Z, 900, 16, 40, &one, pool));
  g_assert_cmpmem (first, sizeof first, second, sizeof second);
  cluster (other, Z, 900, 16, 40, &different, NULL);
  g_assert_cmpint (memcmp (first, other, sizeof first), !=, 0);
  /* The first of six restarts is the one restart: the best of them is no worse. */
  g_assert_cmpfloat (cluster (other, Z, 900, 16, 40, &many, NULL), <=, inertia * (1.0 + 1e-5));
}

/* Fewer different points than clusters, equal points, as many clusters as points, one cluster, one point, none. */
static void
test_degenerate (void)
{
  gint32 clusters[100];
  g_autofree float *Z = blobs (100, 4, 5, 10.0, 0.0, 6);
  for (size_t i = 0; i < 100; i++)
    memcpy (Z + 4 * i, Z + 4 * (i % 3), 4 * sizeof (float));
  g_assert_cmpfloat (cluster (clusters, Z, 100, 4, 10, &usual, NULL), <=, 1e-6);
  for (size_t i = 0; i < 100; i++)
    for (size_t j = 0; j < i; j++)
      g_assert_true (i % 3 == j % 3 || clusters[i] != clusters[j]);
  memset (Z, 0, 400 * sizeof (float));
  g_assert_cmpfloat (cluster (clusters, Z, 100, 4, 10, &usual, NULL), ==, 0.0);
  for (size_t i = 0; i < 100; i++)
    Z[4 * i] = (float) i;
  g_assert_cmpfloat (cluster (clusters, Z, 100, 4, 100, &usual, NULL), <=, 1e-6);
  for (size_t i = 0; i < 100; i++)
    for (size_t j = 0; j < i; j++)
      g_assert_cmpint (clusters[i], !=, clusters[j]);
  /* Σ (i − 49.5)² = 100 (100² − 1)/12 */
  g_assert_true (fabs (cluster (clusters, Z, 100, 4, 1, &usual, NULL) - 83325.0) <= 0.5);
  g_assert_cmpfloat (cluster (clusters, Z, 1, 4, 1, &usual, NULL), ==, 0.0);
  g_assert_cmpfloat (cluster (clusters, Z, 0, 4, 0, &usual, NULL), ==, 0.0);
  g_assert_cmpfloat (cluster (clusters, Z, 5, 0, 2, &usual, NULL), ==, 0.0);
}

/* With one iteration clusters show the seeds. Points at 0, 1 and 3 on a line: after the first seed, drawn evenly, the second
 * falls on a point with a probability proportional to the squared distance. Which two of the three are seeds:
 * {0,1}: ⅓·1/10 + ⅓·1/5; {0,3}: ⅓·9/10 + ⅓·9/13; {1,3}: ⅓·4/5 + ⅓·4/13. */
static void
test_seeds (void)
{
  const float Z[3] = { 0.0f, 1.0f, 3.0f };
  const double first_two = (1.0 / 10 + 1.0 / 5) / 3;
  const int rounds = 20000;
  int together = 0;
  for (int round = 0; round < rounds; round++)
    {
      gint32 clusters[3];
      IsoKmeansSettings settings = { (guint64) round, 1, 1 };
      cluster (clusters, Z, 3, 1, 2, &settings, NULL);
      /* Only the seeds at 0 and 1 part these two and leave the third with the second; {0,3} and {1,3} join 0 and 1. */
      together += clusters[0] == clusters[1];
    }
  double expected = rounds * (1.0 - first_two), deviation = sqrt (rounds * first_two * (1.0 - first_two));
  g_assert_true (fabs (together - expected) <= 4.0 * deviation);
}

/* Between two updates draws are accepted or refused: pairs of points at ±1 around places far apart must be seeded about once a
 * pair, as by a literal k-means++, which hardly ever takes both of one. */
static void
test_pending_seeds (void)
{
  const size_t pairs = 200, N = 2 * pairs;
  g_autofree float *Z = g_new0 (float, N * 2);
  g_autofree gint32 *clusters = g_new (gint32, N);
  IsoRandom random;
  iso_random_init (&random, 9, "test");
  for (size_t p = 0; p < pairs; p++)
    for (size_t side = 0; side < 2; side++)
      {
        Z[2 * (2 * p + side)] = (float) (1000.0 * (double) (p % 20) + (double) side);
        Z[2 * (2 * p + side) + 1] = (float) (1000.0 * (double) (p / 20));
      }
  IsoKmeansSettings settings = { 3, 1, 1 };
  cluster (clusters, Z, N, 2, pairs, &settings, NULL);
  for (size_t p = 0; p < pairs; p++)
    g_assert_cmpint (clusters[2 * p], ==, clusters[2 * p + 1]);
}

static void
test_refused (void)
{
  g_autofree float *Z = blobs (50, 3, 5, 10.0, 0.0, 6);
  gint32 clusters[50];
  g_autoptr (GError) error = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_cancellable_cancel (cancellable);
  g_assert_false (iso_kmeans_cluster (clusters, NULL, Z, 50, 3, 5, &usual, NULL, cancellable, &error));
  g_assert_error (error, ISO_ERROR, ISO_ERROR_CANCELLED);
  g_clear_error (&error);
  Z[3 * 11] = NAN;
  g_assert_false (iso_kmeans_cluster (clusters, NULL, Z, 50, 3, 5, &usual, NULL, NULL, &error));
  g_assert_error (error, ISO_ERROR, ISO_ERROR_NUMERIC);
  g_assert_nonnull (strstr (error->message, "11"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/kmeans/blobs", test_blobs);
  g_test_add_func ("/kmeans/optimal-locally", test_optimal_locally);
  g_test_add_func ("/kmeans/repeatable", test_repeatable);
  g_test_add_func ("/kmeans/degenerate", test_degenerate);
  g_test_add_func ("/kmeans/seeds", test_seeds);
  g_test_add_func ("/kmeans/pending-seeds", test_pending_seeds);
  g_test_add_func ("/kmeans/refused", test_refused);
  return g_test_run ();
}
