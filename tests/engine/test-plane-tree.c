/* Nearest neighbors in the plane beside a plain search. */
#include <math.h>

#include "engine/base/random.h"
#include "engine/projection/plane-tree.h"

static double
square_of (const float *map, size_t i, size_t j)
{
  double dx = (double) map[2 * i] - (double) map[2 * j], dy = (double) map[2 * i + 1] - (double) map[2 * j + 1];
  return dx * dx + dy * dy;
}

/* The k nearest one after the other. */
static void
compare (const float *map, size_t N, size_t k)
{
  g_autoptr (IsoPlaneTree) tree = iso_plane_tree_new (map, N, NULL);
  guint32 neighbors[k];
  double squares[k];
  g_assert_nonnull (tree);
  for (size_t i = 0; i < N; i++)
    {
      size_t found = iso_plane_tree_nearest (tree, neighbors, squares, i, k);
      g_autofree bool *taken = g_new0 (bool, N);
      g_assert_cmpuint (found, ==, MIN (k, N - 1));
      taken[i] = true;
      for (size_t n = 0; n < found; n++)
        {
          size_t best = N;
          for (size_t j = 0; j < N; j++)
            if (!taken[j] && (best == N || square_of (map, i, j) < square_of (map, i, best)))
              best = j;
          taken[best] = true;
          g_assert_cmpuint (neighbors[n], ==, best);
          g_assert_true (squares[n] == square_of (map, i, best));
        }
    }
}

static float *
points (size_t N, guint64 seed, double grid)
{
  IsoRandom random;
  float *map = g_new (float, 2 * N);
  iso_random_init (&random, seed, "test");
  for (size_t at = 0; at < 2 * N; at++)
    {
      double value = iso_random_normal (&random) * (at % 2 == 0 ? 5.0 : 1.0);
      map[at] = (float) (grid > 0.0 ? grid * round (value / grid) : value);
    }
  return map;
}

static void
test_random (void)
{
  static const size_t sizes[] = { 1, 2, 3, 8, 9, 17, 64, 333, 700 };
  for (size_t s = 0; s < G_N_ELEMENTS (sizes); s++)
    {
      g_autofree float *map = points (sizes[s], s, 0.0);
      compare (map, sizes[s], 10);
      compare (map, sizes[s], 1);
    }
}

/* Many in one place, many at the same distance: the lower index first. */
static void
test_ties (void)
{
  g_autofree float *coarse = points (400, 3, 1.0), *same = g_new0 (float, 2 * 300), *line = g_new0 (float, 2 * 200);
  for (size_t i = 0; i < 200; i++)
    line[2 * i + 1] = (float) (i / 2);
  compare (coarse, 400, 12);
  compare (same, 300, 5);
  compare (line, 200, 7);
}

/* Points all in one place must not be compared each with each. */
static void
test_many_alike (void)
{
  const size_t N = 200000;
  g_autofree float *map = g_new0 (float, 2 * N);
  g_autoptr (IsoPlaneTree) tree = iso_plane_tree_new (map, N, NULL);
  guint32 neighbors[10];
  gint64 start = g_get_monotonic_time ();
  for (size_t i = 0; i < N; i++)
    {
      g_assert_cmpuint (iso_plane_tree_nearest (tree, neighbors, NULL, i, 10), ==, 10);
      g_assert_cmpuint (neighbors[9], ==, i < 10 ? 10 : 9);
    }
  double seconds = (double) (g_get_monotonic_time () - start) * 1e-6;
  g_test_message ("%zu points alike: %.3f s", N, seconds);
  g_assert_true (seconds <= 20.0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plane-tree/random", test_random);
  g_test_add_func ("/plane-tree/ties", test_ties);
  g_test_add_func ("/plane-tree/many-alike", test_many_alike);
  return g_test_run ();
}
