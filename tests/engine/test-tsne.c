/* t-SNE as a whole: what the map must show, that it is repeatable, and what is hard on it. */
#include <math.h>
#include <string.h>

#include "engine/base/checked.h"
#include "engine/base/error.h"
#include "engine/base/random.h"
#include "engine/projection/projection.h"

static const IsoProjectionSettings usual = {
  .method = ISO_PROJECTION_TSNE,
  .seed = 1,
  .tsne = { .perplexity = 30.0, .exaggeration = 12.0, .exaggeration_steps = 250, .steps = 1000, .early_momentum = 0.5, .momentum = 0.8 },
};

static IsoProjection *
prepared (const float *Z, size_t N, size_t D, const IsoProjectionSettings *settings, const float *start, IsoPool *pool)
{
  g_autoptr (GError) error = NULL;
  IsoProjection *projection = iso_projection_new (Z, N, D, NULL, settings, start, pool, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  return projection;
}

static void
take_steps (IsoProjection *projection, size_t count)
{
  g_autoptr (GError) error = NULL;
  g_assert_true (iso_projection_step (projection, count, NULL, &error));
  g_assert_no_error (error);
}

/* Z (N, D): point i around center i % classes. */
static float *
gaussians (size_t N, size_t D, size_t classes, double distance, guint64 seed)
{
  float *Z = iso_floats_new (N * D + 1), *centers = iso_floats_new (classes * D + 1);
  IsoRandom random;
  iso_random_init (&random, seed, "test");
  for (size_t i = 0; i < classes * D; i++)
    centers[i] = (float) (distance * iso_random_normal (&random));
  for (size_t i = 0; i < N * D; i++)
    Z[i] = centers[i / D % classes * D + i % D] + (float) iso_random_normal (&random);
  iso_block_free (centers);
  return Z;
}

static void
check_finite_and_centred (IsoProjection *projection, size_t N)
{
  const float *points = iso_projection_points (projection);
  double sums[2] = { 0 }, reach = 0.0;
  for (size_t i = 0; i < 2 * N; i++)
    {
      g_assert_true (isfinite (points[i]));
      sums[i % 2] += (double) points[i];
      reach = fmax (reach, fabs ((double) points[i]));
    }
  for (size_t axis = 0; axis < 2; axis++)
    g_assert_true (fabs (sums[axis]) <= 1e-5 * (double) N * reach + 1e-6);
}

/* Of the ten nearest points in the map all are of the point's own class. */
static void
test_clusters (void)
{
  const size_t N = 1300, classes = 10, k = 10;
  float *Z = gaussians (N, 20, classes, 5.0, 1);
  g_autoptr (IsoPool) pool = iso_pool_new (2);
  g_autoptr (IsoProjection) projection = prepared (Z, N, 20, &usual, NULL, pool);
  g_assert_cmpuint (iso_projection_total (projection), ==, 1000);
  g_assert_null (iso_projection_note (projection));
  double last = INFINITY;
  for (size_t done = 0; done < 1000; done += 250)
    {
      take_steps (projection, 250);
      double cost = iso_projection_cost (projection);
      g_assert_true (cost < last);
      last = cost;
    }
  g_assert_cmpuint (iso_projection_done (projection), ==, 1000);
  take_steps (projection, 10);
  g_assert_cmpuint (iso_projection_done (projection), ==, 1000);
  check_finite_and_centred (projection, N);
  g_autoptr (GError) error = NULL;
  g_autoptr (IsoNearest) nearest
      = iso_nearest_new (iso_projection_points (projection), N, 2, k, ISO_NEAREST_EXACT, 1, pool, NULL, &error);
  for (size_t i = 0; i < N * k; i++)
    g_assert_cmpuint (nearest->indices[i] % classes, ==, i / k % classes);
  iso_block_free (Z);
}

/* By pairs, on the grid, and on the grid in the order of the map: the same bytes on 1, 2 and 3 threads, others with another seed. */
static void
test_repeatable (gconstpointer data)
{
  size_t N = (size_t) GPOINTER_TO_INT (data), steps = 60;
  float *Z = gaussians (N, 8, 7, 3.0, 2);
  g_autofree float *first = NULL;
  IsoProjectionSettings settings = usual;
  settings.tsne.exaggeration_steps = 30;
  for (int run = 0; run < 4; run++)
    {
      g_autoptr (IsoPool) pool = iso_pool_new (run % 3 + 1);
      settings.seed = run == 3 ? 2 : 1;
      g_autoptr (IsoProjection) projection = prepared (Z, N, 8, &settings, NULL, pool);
      for (size_t done = 0; done < steps; done += 20)
        take_steps (projection, 20);
      const float *points = iso_projection_points (projection);
      if (run == 0)
        first = g_memdup2 (points, 2 * N * sizeof (float));
      else if (run < 3)
        g_assert_cmpmem (first, 2 * N * sizeof (float), points, 2 * N * sizeof (float));
      else
        g_assert_cmpint (memcmp (first, points, 2 * N * sizeof (float)), !=, 0);
    }
  iso_block_free (Z);
}

/* From an earlier map: no early phase, the cost does not rise above what it was, and the points stay about where they were. */
static void
test_start (void)
{
  const size_t N = 1200;
  float *Z = gaussians (N, 10, 5, 3.0, 4);
  g_autoptr (IsoPool) pool = iso_pool_new (2);
  g_autoptr (IsoProjection) projection = prepared (Z, N, 10, &usual, NULL, pool);
  take_steps (projection, 600);
  double cost = iso_projection_cost (projection), moved = 0.0, square = 0.0;
  const float *before = iso_projection_points (projection);
  g_autoptr (IsoProjection) next = prepared (Z, N, 10, &usual, before, pool);
  for (size_t i = 0; i < 2 * N; i++)
    g_assert_true (fabs ((double) iso_projection_points (next)[i] - (double) before[i]) <= 1e-4);
  g_assert_true (fabs (iso_projection_cost (next) - cost) <= 1e-6);
  take_steps (next, 30);
  g_assert_true (iso_projection_cost (next) <= cost + 2e-3);
  for (size_t i = 0; i < 2 * N; i++)
    {
      moved += pow ((double) iso_projection_points (next)[i] - (double) before[i], 2.0);
      square += pow ((double) before[i], 2.0);
    }
  g_assert_cmpfloat (moved, <, 0.01 * square);
  iso_block_free (Z);
}

/* 0 … 5 points, and a perplexity that they do not allow. */
static void
test_few (void)
{
  static const float Z[] = { 1.0f, 2.0f, -3.0f, 4.0f, 0.5f, 0.0f, 7.0f, 7.0f, -1.0f, 6.0f };
  for (size_t N = 0; N <= 5; N++)
    {
      g_autoptr (IsoProjection) projection = prepared (Z, N, 2, &usual, NULL, NULL);
      take_steps (projection, 1000);
      check_finite_and_centred (projection, N);
      g_assert_true (isfinite (iso_projection_cost (projection)));
      g_assert_cmpuint (iso_projection_total (projection), ==, N > 1 ? 1000 : 0);
      if (N == 1)
        g_assert_cmpfloat (iso_projection_points (projection)[0], ==, 0.0f);
      if (N > 1)
        g_assert_nonnull (iso_projection_note (projection));
      for (size_t i = 0; i < N; i++)
        for (size_t j = 0; j < i; j++)
          g_assert_cmpint (memcmp (iso_projection_points (projection) + 2 * i, iso_projection_points (projection) + 2 * j, 8), !=, 0);
    }
  float *many = gaussians (12, 3, 2, 1.0, 3);
  g_autoptr (IsoProjection) projection = prepared (many, 12, 3, &usual, NULL, NULL);
  g_assert_cmpstr (iso_projection_note (projection), ==, "perplexity 30 needs 91 points, there are 12: 3.67 was taken");
  iso_block_free (many);
}

typedef enum { DUPLICATES, CONSTANT, CONSTANT_COLUMNS, NO_DIMENSIONS, LARGE, TINY, FAR_POINT, HASTY, HARD_COUNT } Hard;

/* Nothing hangs and nothing becomes infinite; duplicates come to lie together. */
static void
test_hard (gconstpointer data)
{
  Hard hard = (Hard) GPOINTER_TO_INT (data);
  const size_t N = 1100, D = hard == NO_DIMENSIONS ? 0 : 6;
  float *Z = gaussians (N, D, 4, 3.0, 6);
  for (size_t i = 0; i < N * D; i++)
    {
      size_t pair = i / D / 2 * 2 * D + i % D;
      float column = i % D < 3 ? 0.1f : Z[i];
      float changed[] = { Z[pair], 0.1f, column, 0.0f, Z[i] * 1e37f, Z[i] * 1e-40f, i / D == 5 ? 1e30f : Z[i], Z[i] };
      Z[i] = changed[hard];
    }
  g_autoptr (IsoPool) pool = iso_pool_new (2);
  IsoProjectionSettings settings = usual;
  settings.tsne.exaggeration_steps = 60;
  settings.tsne.learning_rate = hard == HASTY ? 1e6 : 0.0;
  g_autoptr (IsoProjection) projection = prepared (Z, N, D, &settings, NULL, pool);
  take_steps (projection, 130);
  check_finite_and_centred (projection, N);
  g_assert_true (isfinite (iso_projection_cost (projection)));
  const float *points = iso_projection_points (projection);
  double reach = 0.0, apart = 0.0;
  for (size_t i = 0; i < 2 * N; i++)
    reach = fmax (reach, fabs ((double) points[i]));
  for (size_t i = 0; hard == DUPLICATES && i < N; i += 2)
    {
      double x = (double) points[2 * i] - (double) points[2 * i + 2], y = (double) points[2 * i + 1] - (double) points[2 * i + 3];
      apart += hypot (x, y) / ((double) N / 2.0);
    }
  g_assert_true (apart <= 0.1 * reach);
  g_assert_cmpfloat (reach, <, 1e4);
  iso_block_free (Z);
}

static void
test_refused (void)
{
  const float bad[] = { NAN, INFINITY };
  for (size_t b = 0; b < G_N_ELEMENTS (bad); b++)
    {
      g_autoptr (GError) error = NULL;
      float *Z = gaussians (50, 4, 2, 1.0, 7);
      Z[4 * 13 + 2] = bad[b];
      g_assert_null (iso_projection_new (Z, 50, 4, NULL, &usual, NULL, NULL, NULL, NULL, NULL, &error));
      g_assert_error (error, ISO_ERROR, ISO_ERROR_NUMERIC);
      g_assert_nonnull (strstr (error->message, "13"));
      iso_block_free (Z);
    }
}

static gpointer
cancel_later (gpointer cancellable)
{
  g_usleep (30000);
  g_cancellable_cancel (cancellable);
  return NULL;
}

/* Cancelled while it is prepared, or while it steps: it ends soon, and the map is that of the last step. */
static void
test_cancel (gconstpointer data)
{
  bool while_stepping = GPOINTER_TO_INT (data);
  const size_t N = 20000;
  float *Z = gaussians (N, 60, 10, 2.0, 9);
  g_autoptr (GError) error = NULL;
  g_autoptr (IsoPool) pool = iso_pool_new (2);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  IsoProjectionSettings settings = usual;
  settings.search = ISO_NEAREST_APPROXIMATE;
  settings.tsne.perplexity = 10.0;
  settings.tsne.steps = 100000;
  g_autoptr (IsoProjection) projection = while_stepping ? prepared (Z, N, 60, &settings, NULL, pool) : NULL;
  GThread *thread = g_thread_new ("cancel", cancel_later, cancellable);
  gint64 start = g_get_monotonic_time ();
  if (while_stepping)
    g_assert_false (iso_projection_step (projection, 100000, cancellable, &error));
  else
    projection = iso_projection_new (Z, N, 60, NULL, &settings, NULL, pool, cancellable, NULL, NULL, &error);
  g_test_message ("ended after %.1f ms", (double) (g_get_monotonic_time () - start) / 1e3);
  g_thread_join (thread);
  g_assert_error (error, ISO_ERROR, ISO_ERROR_CANCELLED);
  g_assert_cmpint (g_get_monotonic_time () - start, <, 3 * G_USEC_PER_SEC);
  if (while_stepping)
    {
      check_finite_and_centred (projection, N);
      size_t done = iso_projection_done (projection);
      take_steps (projection, 2);
      g_assert_cmpuint (iso_projection_done (projection), ==, done + 2);
    }
  else
    g_assert_null (projection);
  iso_block_free (Z);
}

int
main (int argc, char **argv)
{
  static const char *const hard_names[]
      = { "duplicates", "constant", "constant-columns", "no-dimensions", "large", "tiny", "far-point", "hasty" };
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tsne/clusters", test_clusters);
  g_test_add_data_func ("/tsne/repeatable/pairs", GINT_TO_POINTER (300), test_repeatable);
  g_test_add_data_func ("/tsne/repeatable/grid", GINT_TO_POINTER (2000), test_repeatable);
  g_test_add_data_func ("/tsne/repeatable/ordered", GINT_TO_POINTER (5000), test_repeatable);
  g_test_add_func ("/tsne/start", test_start);
  g_test_add_func ("/tsne/few", test_few);
  for (int hard = 0; hard < HARD_COUNT; hard++)
    {
      g_autofree char *name = g_strdup_printf ("/tsne/hard/%s", hard_names[hard]);
      g_test_add_data_func (name, GINT_TO_POINTER (hard), test_hard);
    }
  g_test_add_func ("/tsne/refused", test_refused);
  g_test_add_data_func ("/tsne/cancel/preparing", GINT_TO_POINTER (FALSE), test_cancel);
  g_test_add_data_func ("/tsne/cancel/stepping", GINT_TO_POINTER (TRUE), test_cancel);
  return g_test_run ();
}
