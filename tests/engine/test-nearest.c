/* Nearest neighbors against all distances in double; what the approximate search says of itself. */
#include "engine/projection/nearest.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/checked.h"
#include "engine/base/error.h"
#include "engine/base/random.h"
#include "engine/projection/nearest-of.h"

typedef struct {
  double distance;
  guint32 point;
} Naive;

static int
compare (const void *a, const void *b)
{
  const Naive *x = a, *y = b;
  return x->distance < y->distance ? -1 : x->distance > y->distance ? 1 : (x->point > y->point) - (x->point < y->point);
}

/* Z (N, D): around `classes` centers; grid > 0: rounded to its multiples, so that there are ties and duplicates. */
static float *
points (size_t N, size_t D, size_t classes, double grid, guint64 seed)
{
  float *Z = iso_floats_new (N * D + 1), *centers = iso_floats_new (classes * D + 1);
  IsoRandom random;
  iso_random_init (&random, seed, "test");
  for (size_t i = 0; i < classes * D; i++)
    centers[i] = (float) (2.0 * iso_random_normal (&random));
  for (size_t i = 0; i < N * D; i++)
    {
      double value = (double) centers[i / D % classes * D + i % D] + iso_random_normal (&random);
      Z[i] = (float) (grid > 0.0 ? round (value / grid) * grid : value);
    }
  iso_block_free (centers);
  return Z;
}

static IsoNearest *
search (const float *Z, size_t N, size_t D, size_t k, IsoNearestSearch how, IsoPool *pool)
{
  g_autoptr (GError) error = NULL;
  IsoNearest *nearest = iso_nearest_new (Z, N, D, k, how, 1, pool, NULL, &error);
  g_assert_no_error (error);
  return nearest;
}

static void
check_exact (size_t N, size_t D, size_t k, double grid)
{
  float *Z = points (N, D, 5, grid, N + D);
  g_autoptr (IsoNearest) nearest = search (Z, N, D, k, ISO_NEAREST_EXACT, NULL);
  g_autofree Naive *all = g_new (Naive, N);
  g_assert_cmpuint (nearest->k, ==, MIN (k, N - 1));
  g_assert_cmpfloat (nearest->recall, ==, 1.0);
  for (size_t i = 0; i < N; i++)
    {
      for (size_t j = 0; j < N; j++)
        {
          double sum = 0.0;
          for (size_t d = 0; d < D; d++)
            sum += pow ((double) Z[i * D + d] - (double) Z[j * D + d], 2.0);
          all[j] = (Naive) { j == i ? (double) INFINITY : sum, (guint32) j };
        }
      qsort (all, N, sizeof *all, compare);
      for (size_t j = 0; j < nearest->k; j++)
        {
          double distance = sqrt (all[j].distance);
          g_assert_cmpuint (nearest->indices[i * nearest->k + j], ==, all[j].point);
          g_assert_true (fabs ((double) nearest->distances[i * nearest->k + j] - distance) <= 1e-7 * distance);
        }
    }
  iso_block_free (Z);
}

static void
test_exact (void)
{
  check_exact (300, 7, 20, 0.0);
  check_exact (257, 16, 300, 0.0);
  check_exact (200, 3, 15, 1.0);
  check_exact (2, 1, 5, 0.0);
}

/* The recall that is said is the recall that is; what is found is sorted, with its true distances, each neighbor once. */
static void
test_approximate (void)
{
  const size_t N = 6000, D = 12, k = 30;
  float *Z = points (N, D, 20, 0.0, 3);
  g_autoptr (IsoPool) pool = iso_pool_new (2);
  g_autoptr (IsoNearest) exact = search (Z, N, D, k, ISO_NEAREST_EXACT, pool);
  g_autoptr (IsoNearest) found = search (Z, N, D, k, ISO_NEAREST_APPROXIMATE, pool);
  g_autofree gint32 *seen = g_new (gint32, N);
  size_t hits = 0;
  memset (seen, -1, N * sizeof *seen);
  for (size_t i = 0; i < N; i++)
    {
      for (size_t j = 0; j < k; j++)
        seen[exact->indices[i * k + j]] = (gint32) i;
      for (size_t j = 0; j < k; j++)
        {
          guint32 neighbor = found->indices[i * k + j];
          double sum = 0.0;
          g_assert_cmpuint (neighbor, !=, i);
          hits += seen[neighbor] == (gint32) i;
          for (size_t l = 0; l < j; l++)
            g_assert_cmpuint (found->indices[i * k + l], !=, neighbor);
          for (size_t d = 0; d < D; d++)
            sum += pow ((double) Z[i * D + d] - (double) Z[neighbor * D + d], 2.0);
          g_assert_true (fabs ((double) found->distances[i * k + j] - sqrt (sum)) <= 1e-6 * sqrt (sum));
          g_assert_true (j == 0 || found->distances[i * k + j] >= found->distances[i * k + j - 1]);
        }
    }
  double recall = (double) hits / (double) (N * k);
  g_test_message ("recall %.4f, said %.4f", recall, found->recall);
  g_assert_cmpfloat (recall, >=, 0.95);
  g_assert_cmpfloat (recall, <, 1.0);
  g_assert_true (fabs (found->recall - recall) <= 0.02);
  iso_block_free (Z);
}

static void
test_repeatable (void)
{
  const size_t N = 3000, D = 5, k = 17;
  float *Z = points (N, D, 9, 0.0, 4);
  for (int how = ISO_NEAREST_EXACT; how <= ISO_NEAREST_APPROXIMATE; how++)
    {
      g_autoptr (IsoNearest) first = search (Z, N, D, k, how, NULL);
      for (int threads = 2; threads <= 3; threads++)
        {
          g_autoptr (IsoPool) pool = iso_pool_new (threads);
          g_autoptr (IsoNearest) again = search (Z, N, D, k, how, pool);
          g_assert_cmpmem (first->indices, N * k * sizeof (guint32), again->indices, N * k * sizeof (guint32));
          g_assert_cmpmem (first->distances, N * k * sizeof (float), again->distances, N * k * sizeof (float));
          g_assert_cmpfloat (first->recall, ==, again->recall);
        }
    }
  iso_block_free (Z);
}

/* Few points, all equal points, no dimension: both ways give every point all the neighbors that there are. */
static void
test_degenerate (void)
{
  static const size_t counts[] = { 0, 1, 2, 3, 5, 300, 900 };
  for (int how = ISO_NEAREST_AUTOMATIC; how <= ISO_NEAREST_APPROXIMATE; how++)
    for (size_t c = 0; c < G_N_ELEMENTS (counts); c++)
      for (size_t D = 0; D <= 2; D++)
        {
          size_t N = counts[c], k = 12;
          float *Z = iso_floats_new (N * D + 1);
          for (size_t i = 0; i < N * D; i++)
            Z[i] = 0.7f;
          g_autoptr (IsoNearest) nearest = search (Z, N, D, k, how, NULL);
          g_assert_cmpuint (nearest->N, ==, N);
          g_assert_cmpuint (nearest->k, ==, N == 0 ? 0 : MIN (k, N - 1));
          for (size_t i = 0; i < N * nearest->k; i++)
            {
              g_assert_cmpuint (nearest->indices[i], <, N);
              g_assert_cmpuint (nearest->indices[i], !=, i / nearest->k);
              g_assert_cmpfloat (nearest->distances[i], ==, 0.0f);
              for (size_t j = i / nearest->k * nearest->k; j < i; j++)
                g_assert_cmpuint (nearest->indices[i], !=, nearest->indices[j]);
            }
          iso_block_free (Z);
        }
  static const float far[] = { 3e38f, -3e38f, 0.0f };
  g_autoptr (IsoNearest) nearest = search (far, 3, 1, 2, ISO_NEAREST_EXACT, NULL);
  for (size_t i = 0; i < 6; i++)
    g_assert_true (isfinite (nearest->distances[i]));
}

static void
test_refused (void)
{
  float *Z = points (400, 3, 2, 0.0, 6);
  for (int how = ISO_NEAREST_EXACT; how <= ISO_NEAREST_APPROXIMATE; how++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      g_cancellable_cancel (cancellable);
      g_assert_null (iso_nearest_new (Z, 400, 3, 5, how, 1, NULL, cancellable, &error));
      g_assert_error (error, ISO_ERROR, ISO_ERROR_CANCELLED);
      g_clear_error (&error);
      float good = Z[3 * 17 + 1];
      Z[3 * 17 + 1] = NAN;
      g_assert_null (iso_nearest_new (Z, 400, 3, 5, how, 1, NULL, NULL, &error));
      g_assert_error (error, ISO_ERROR, ISO_ERROR_NUMERIC);
      g_assert_nonnull (strstr (error->message, "17"));
      Z[3 * 17 + 1] = good;
    }
  iso_block_free (Z);
}

/* One point alone finds what all of them find together, ties, duplicates and all. */
static void
test_of_one (void)
{
  for (int tied = 0; tied < 2; tied++)
    {
      const size_t N = 300, D = 19, k = 10;
      float *Z = points (N, D, 3, tied ? 1.5 : 0.0, 8);
      g_autoptr (IsoNearest) nearest = search (Z, N, D, k, ISO_NEAREST_EXACT, NULL);
      for (size_t i = 0; i < N; i++)
        {
          guint32 neighbors[10];
          double squares[10];
          g_assert_cmpuint (iso_nearest_of (neighbors, squares, Z, N, D, i, k), ==, k);
          g_assert_cmpmem (neighbors, sizeof neighbors, nearest->indices + i * k, k * sizeof (guint32));
          for (size_t j = 0; j < k; j++)
            g_assert_true (fabs (sqrt (squares[j]) - (double) nearest->distances[i * k + j]) <= 1e-6 * (1.0 + sqrt (squares[j])));
        }
      iso_block_free (Z);
    }
}

static void
test_of_one_at_the_edge (void)
{
  const float Z[] = { 0.0f, 3.0f, NAN, 1.0f, 1.0f };
  guint32 neighbors[5];
  double squares[5];
  g_assert_cmpuint (iso_nearest_of (neighbors, squares, Z, 5, 1, 0, 5), ==, 3);
  g_assert_cmpuint (neighbors[0], ==, 3);
  g_assert_cmpuint (neighbors[1], ==, 4);
  g_assert_cmpuint (neighbors[2], ==, 1);
  g_assert_cmpfloat (squares[2], ==, 9.0);
  g_assert_cmpuint (iso_nearest_of (neighbors, squares, Z, 5, 1, 0, 0), ==, 0);
  g_assert_cmpuint (iso_nearest_of (neighbors, squares, Z, 1, 1, 0, 5), ==, 0);
  g_assert_cmpuint (iso_nearest_of (neighbors, squares, Z, 5, 1, 2, 5), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/nearest/exact", test_exact);
  g_test_add_func ("/nearest/approximate", test_approximate);
  g_test_add_func ("/nearest/repeatable", test_repeatable);
  g_test_add_func ("/nearest/degenerate", test_degenerate);
  g_test_add_func ("/nearest/refused", test_refused);
  g_test_add_func ("/nearest/of-one", test_of_one);
  g_test_add_func ("/nearest/of-one-at-the-edge", test_of_one_at_the_edge);
  return g_test_run ();
}
