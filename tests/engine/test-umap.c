/* UMAP as a whole: quality, sameness, and everything that is not a good cloud of points. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/error.h"
#include "engine/base/random.h"
#include "engine/projection/pca.h"
#include "engine/projection/projection.h"

#define CLUSTERS 25

static IsoProjectionSettings
settings_with (size_t epochs, int seed)
{
  return (IsoProjectionSettings){
    .method = ISO_PROJECTION_UMAP,
    .seed = seed,
    .umap = { .neighbors = 15,
              .min_dist = 0.1,
              .spread = 1.0,
              .epochs = (int) epochs,
              .learning_rate = 1.0,
              .negative_samples = 5 },
  };
}

static IsoProjection *
prepare (const float *Z, size_t N, size_t D, const IsoProjectionSettings *settings, const float *start, IsoPool *pool)
{
  g_autoptr (GError) error = NULL;
  IsoProjection *projection = iso_projection_new (Z, N, D, NULL, settings, start, pool, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (projection);
  return projection;
}

static IsoProjection *
project (const float *Z, size_t N, size_t D, const IsoProjectionSettings *settings, IsoPool *pool)
{
  g_autoptr (GError) error = NULL;
  IsoProjection *projection = prepare (Z, N, D, settings, NULL, pool);
  g_assert_true (iso_projection_step (projection, G_MAXSIZE, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (iso_projection_done (projection), ==, iso_projection_total (projection));
  return projection;
}

/* Points around CLUSTERS centers at a distance of about `apart` standard deviations; point i belongs to i % CLUSTERS. */
static float *
draw_clusters (size_t N, size_t D, double apart, guint64 seed)
{
  IsoRandom random;
  iso_random_init (&random, seed, "test");
  g_autofree double *centers = g_new (double, CLUSTERS * D);
  float *Z = g_new (float, N * D);
  for (size_t i = 0; i < CLUSTERS * D; i++)
    centers[i] = apart / sqrt (2.0 * (double) D) * iso_random_normal (&random);
  for (size_t i = 0; i < N * D; i++)
    Z[i] = (float) (centers[i / D % CLUSTERS * D + i % D] + iso_random_normal (&random) / sqrt ((double) D));
  return Z;
}

typedef struct {
  double distance;
  size_t index;
} Pair;

static int
compare_pairs (const void *a, const void *b)
{
  const Pair *x = a, *y = b;
  if (x->distance != y->distance)
    return x->distance < y->distance ? -1 : 1;
  return x->index < y->index ? -1 : x->index > y->index;
}

/* The others of point i, nearest first. */
static void
rank_others (Pair *pairs, const float *X, size_t N, size_t D, size_t i)
{
  size_t count = 0;
  for (size_t j = 0; j < N; j++)
    if (j != i)
      {
        double sum = 0.0;
        for (size_t d = 0; d < D; d++)
          sum += ((double) X[i * D + d] - (double) X[j * D + d]) * ((double) X[i * D + d] - (double) X[j * D + d]);
        pairs[count++] = (Pair){ sum, j };
      }
  qsort (pairs, count, sizeof *pairs, compare_pairs);
}

/* Venna and Kaski 2001: 1 − 2 / (N k (2N − 3k − 1)) Σ_i Σ_{j near i in the map} max (0, rank_i(j) − k). */
static double
trustworthiness (const float *Z, const float *map, size_t N, size_t D, size_t k)
{
  g_autofree Pair *near = g_new (Pair, N), *mapped = g_new (Pair, N);
  g_autofree size_t *rank = g_new (size_t, N);
  double loss = 0.0;
  for (size_t i = 0; i < N; i++)
    {
      rank_others (near, Z, N, D, i);
      rank_others (mapped, map, N, 2, i);
      for (size_t r = 0; r + 1 < N; r++)
        rank[near[r].index] = r + 1;
      for (size_t j = 0; j < k; j++)
        loss += rank[mapped[j].index] > k ? (double) (rank[mapped[j].index] - k) : 0.0;
    }
  return 1.0 - 2.0 * loss / ((double) (N * k) * (2.0 * (double) N - 3.0 * (double) k - 1.0));
}

static void
check_sound (IsoProjection *projection, size_t N)
{
  const float *map = iso_projection_points (projection);
  double sum[2] = { 0.0, 0.0 }, largest = 0.0;
  for (size_t i = 0; i < 2 * N; i++)
    {
      g_assert_true (isfinite (map[i]));
      sum[i & 1] += (double) map[i];
      largest = MAX (largest, fabs ((double) map[i]));
    }
  g_assert_true (largest <= 1000.0);
  for (size_t axis = 0; axis < 2; axis++)
    g_assert_true (fabs (sum[axis]) <= 1e-5 * (double) MAX (N, 1));
}

/* The mean distance to the nearest other point of the map. */
static double
mean_gap (const float *map, size_t N)
{
  g_autofree Pair *pairs = g_new (Pair, N);
  double sum = 0.0;
  for (size_t i = 0; i < N; i++)
    {
      rank_others (pairs, map, N, 2, i);
      sum += sqrt (pairs[0].distance);
    }
  return sum / (double) N;
}

/* Better than PCA by far, on clusters in more dimensions than a plane has room for. */
static void
test_quality (void)
{
  const size_t N = 500, D = 20;
  IsoProjectionSettings settings = settings_with (200, 1);
  g_autofree float *Z = draw_clusters (N, D, 5.0, 2), *plane = g_new (float, 2 * N);
  g_autoptr (IsoProjection) projection = project (Z, N, D, &settings, NULL);
  double explained[2];
  g_assert_true (iso_pca_project (plane, explained, Z, N, D, NULL));
  double ours = trustworthiness (Z, iso_projection_points (projection), N, D, 10), pca = trustworthiness (Z, plane, N, D, 10);
  g_test_message ("trustworthiness %.4f, PCA %.4f", ours, pca);
  check_sound (projection, N);
  double gap = mean_gap (iso_projection_points (projection), N);
  g_test_message ("gap %.4f", gap);
  g_assert_true (gap >= 0.01 && gap <= 0.5);
  g_assert_true (ours >= 0.98);
  g_assert_true (pca <= 0.92);
  g_assert_true (isnan (iso_projection_cost (projection)));
  g_assert_cmpuint (iso_projection_nearest (projection)->k, ==, 14);
  g_assert_null (iso_projection_note (projection));
}

/* Clusters without a tie between them stay whole and apart. */
static void
test_disconnected (void)
{
  const size_t N = 750, D = 20;
  IsoProjectionSettings settings = settings_with (200, 1);
  g_autofree float *Z = draw_clusters (N, D, 1000.0, 2);
  g_autoptr (IsoProjection) projection = project (Z, N, D, &settings, NULL);
  g_autofree Pair *pairs = g_new (Pair, N);
  size_t strangers = 0;
  check_sound (projection, N);
  for (size_t i = 0; i < N; i++)
    {
      rank_others (pairs, iso_projection_points (projection), N, 2, i);
      for (size_t j = 0; j < 5; j++)
        strangers += pairs[j].index % CLUSTERS != i % CLUSTERS;
    }
  g_test_message ("%zu strangers", strangers);
  g_assert_true (strangers <= N / 20);
}

static void
test_sameness (void)
{
  const size_t N = 1003, D = 10, bytes = 2 * N * sizeof (float);
  IsoProjectionSettings settings = settings_with (20, 7), other = settings_with (20, 8);
  g_autofree float *Z = draw_clusters (N, D, 5.0, 3);
  g_autoptr (IsoPool) two = iso_pool_new (2);
  g_autoptr (IsoPool) three = iso_pool_new (3);
  g_autoptr (IsoProjection) first = project (Z, N, D, &settings, NULL);
  g_autoptr (IsoProjection) second = project (Z, N, D, &settings, two);
  g_autoptr (IsoProjection) third = project (Z, N, D, &settings, three);
  g_autoptr (IsoProjection) reseeded = project (Z, N, D, &other, NULL);
  const float *map = iso_projection_points (first);
  g_assert_cmpmem (map, bytes, iso_projection_points (second), bytes);
  g_assert_cmpmem (map, bytes, iso_projection_points (third), bytes);
  g_assert_true (memcmp (map, iso_projection_points (reseeded), bytes) != 0);
  /* Taken step by step it is the same map. */
  g_autoptr (IsoProjection) slow = prepare (Z, N, D, &settings, NULL, NULL);
  while (iso_projection_done (slow) < iso_projection_total (slow))
    g_assert_true (iso_projection_step (slow, 3, NULL, NULL));
  g_assert_cmpmem (map, bytes, iso_projection_points (slow), bytes);
}

/* From an earlier map: that map first, then gentle moves, fewer epochs. */
static void
test_start (void)
{
  const size_t N = 500, D = 20;
  IsoProjectionSettings settings = settings_with (200, 1);
  g_autofree float *Z = draw_clusters (N, D, 5.0, 2);
  g_autoptr (IsoProjection) first = project (Z, N, D, &settings, NULL);
  const float *map = iso_projection_points (first);
  g_autoptr (IsoProjection) later = prepare (Z, N, D, &settings, map, NULL);
  g_assert_cmpmem (map, 2 * N * sizeof *map, iso_projection_points (later), 2 * N * sizeof *map);
  g_assert_cmpuint (iso_projection_total (later), ==, 40);
  g_assert_true (iso_projection_step (later, G_MAXSIZE, NULL, NULL));
  double moved = 0.0, extent = 0.0;
  for (size_t i = 0; i < 2 * N; i++)
    {
      double way = (double) iso_projection_points (later)[i] - (double) map[i];
      moved += way * way;
      extent += (double) map[i] * (double) map[i];
    }
  g_test_message ("moved by %.4f of the extent", sqrt (moved / extent));
  g_assert_true (sqrt (moved / extent) <= 0.2);
  g_assert_true (trustworthiness (Z, iso_projection_points (later), N, D, 10) >= 0.95);
}

static void
test_few_points (void)
{
  g_autofree float *Z = draw_clusters (20, 4, 5.0, 2);
  IsoProjectionSettings settings = settings_with (50, 1);
  for (size_t N = 0; N <= 16; N++)
    {
      g_autoptr (IsoProjection) projection = project (Z, N, 4, &settings, NULL);
      check_sound (projection, N);
      g_assert_true ((iso_projection_note (projection) != NULL) == (N >= 2 && N < 15));
      for (size_t i = 0; N == 1 && i < 2; i++)
        g_assert_true (iso_projection_points (projection)[i] == 0.0f);
    }
}

/* Points that are all equal, or many times the same few, or that lie on a line. */
static void
test_degenerate (void)
{
  const size_t N = 120, D = 3;
  IsoProjectionSettings settings = settings_with (50, 1);
  for (size_t distinct = 1; distinct <= 5; distinct++)
    for (size_t columns = 0; columns <= D; columns++)
      {
        g_autofree float *Z = g_new0 (float, N * D);
        for (size_t i = 0; i < N; i++)
          for (size_t d = 0; d < D; d++)
            Z[i * D + d] = d < columns ? (float) (i % distinct) : 4.0f;
        g_autoptr (IsoProjection) projection = project (Z, N, D, &settings, NULL);
        check_sound (projection, N);
        if (distinct != 3 || columns == 0)
          continue;
        g_autofree Pair *pairs = g_new (Pair, N);
        size_t strangers = 0;
        for (size_t i = 0; i < N; i++)
          {
            rank_others (pairs, iso_projection_points (projection), N, 2, i);
            strangers += pairs[0].index % distinct != i % distinct;
          }
        g_assert_true (strangers <= N / 10);
      }
}

static void
test_extremes_of_settings (void)
{
  static const double distances[][2] = { { 0.0, 1.0 }, { 10.0, 0.01 }, { 10.0, 10.0 }, { 0.0, 0.001 }, { 1.0, 1.0 } };
  const size_t N = 200, D = 5;
  g_autofree float *Z = draw_clusters (N, D, 5.0, 2);
  for (size_t i = 0; i < G_N_ELEMENTS (distances); i++)
    {
      IsoProjectionSettings settings = settings_with (30, 1);
      settings.umap.min_dist = distances[i][0];
      settings.umap.spread = distances[i][1];
      settings.umap.negative_samples = i % 2 == 0 ? 1 : 100;
      settings.umap.neighbors = i % 2 == 0 ? 2 : 199;
      g_autoptr (IsoProjection) projection = project (Z, N, D, &settings, NULL);
      check_sound (projection, N);
      g_assert_true ((iso_projection_note (projection) != NULL) == (distances[i][0] > distances[i][1]));
    }
  IsoProjectionSettings usual = settings_with (0, 1);
  g_autoptr (IsoProjection) few = prepare (Z, N, D, &usual, NULL, NULL);
  g_assert_cmpuint (iso_projection_total (few), ==, 500);
}

static void
test_not_finite (void)
{
  g_autofree float *Z = draw_clusters (50, 4, 5.0, 2), *start = g_new0 (float, 100);
  IsoProjectionSettings settings = settings_with (50, 1);
  static const float values[] = { NAN, INFINITY };
  start[7] = NAN;
  for (size_t i = 0; i < G_N_ELEMENTS (values); i++)
    {
      g_autoptr (GError) error = NULL, start_error = NULL;
      g_assert_null (iso_projection_new (Z, 50, 4, NULL, &settings, start, NULL, NULL, NULL, NULL, &start_error));
      g_assert_error (start_error, ISO_ERROR, ISO_ERROR_NUMERIC);
      float before = Z[37 * 4];
      Z[37 * 4] = values[i];
      g_assert_null (iso_projection_new (Z, 50, 4, NULL, &settings, NULL, NULL, NULL, NULL, NULL, &error));
      g_assert_error (error, ISO_ERROR, ISO_ERROR_NUMERIC);
      g_assert_nonnull (strstr (error->message, "37"));
      Z[37 * 4] = before;
    }
}

static gpointer
cancel_soon (gpointer cancellable)
{
  g_usleep (30 * 1000);
  g_cancellable_cancel (cancellable);
  return NULL;
}

/* Stops at once, and the map is the one of the last epoch that ended. */
static void
test_cancel (void)
{
  const size_t N = 2000, D = 10;
  IsoProjectionSettings settings = settings_with (100000, 1);
  g_autofree float *Z = draw_clusters (N, D, 5.0, 2);
  g_autoptr (IsoPool) pool = iso_pool_new (2);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL, again = NULL;
  g_autoptr (IsoProjection) projection = prepare (Z, N, D, &settings, NULL, pool);
  GThread *thread = g_thread_new ("cancel", cancel_soon, cancellable);
  g_assert_false (iso_projection_step (projection, G_MAXSIZE, cancellable, &error));
  g_thread_join (thread);
  g_assert_error (error, ISO_ERROR, ISO_ERROR_CANCELLED);
  size_t done = iso_projection_done (projection);
  g_assert_cmpuint (done, <, 100000);
  g_autoptr (IsoProjection) same = prepare (Z, N, D, &settings, NULL, NULL);
  g_assert_true (iso_projection_step (same, done, NULL, NULL));
  size_t bytes = 2 * N * sizeof (float);
  g_assert_cmpmem (iso_projection_points (same), bytes, iso_projection_points (projection), bytes);
  g_assert_null (iso_projection_new (Z, N, D, NULL, &settings, NULL, pool, cancellable, NULL, NULL, &again));
  g_assert_error (again, ISO_ERROR, ISO_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/umap/quality", test_quality);
  g_test_add_func ("/umap/disconnected", test_disconnected);
  g_test_add_func ("/umap/sameness", test_sameness);
  g_test_add_func ("/umap/start", test_start);
  g_test_add_func ("/umap/few-points", test_few_points);
  g_test_add_func ("/umap/degenerate", test_degenerate);
  g_test_add_func ("/umap/extremes-of-settings", test_extremes_of_settings);
  g_test_add_func ("/umap/not-finite", test_not_finite);
  g_test_add_func ("/umap/cancel", test_cancel);
  return g_test_run ();
}
