/* Average linkage against SciPy's result and against the plain way; the order of the leaves against what any order of a tree is, and
 * against the shortest there is. */
#include "engine/metrics/hierarchical-clustering.h"

#include <math.h>
#include <string.h>

#include "engine/base/error.h"
#include "engine/base/random.h"
#include "engine/linalg/pairwise.h"
#include "engine/linalg/rows.h"

#define SAMPLES 10

static const float similarity[SAMPLES * SAMPLES] = {
  1.0f, -0.98f, 0.68f, -0.42f, -0.48f, 0.55f, 0.79f, -0.17f, -0.34f, 0.96f,
  -0.98f, 1.0f, -0.7f, 0.34f, 0.63f, -0.37f, -0.69f, 0.1f, 0.41f, -0.99f,
  0.68f, -0.7f, 1.0f, -0.81f, -0.25f, 0.06f, 0.15f, -0.71f, -0.92f, 0.62f,
  -0.42f, 0.34f, -0.81f, 1.0f, -0.36f, -0.33f, -0.13f, 0.96f, 0.75f, -0.22f,
  -0.48f, 0.63f, -0.25f, -0.36f, 1.0f, 0.33f, -0.16f, -0.49f, 0.17f, -0.7f,
  0.55f, -0.37f, 0.06f, -0.33f, 0.33f, 1.0f, 0.88f, -0.16f, 0.29f, 0.34f,
  0.79f, -0.69f, 0.15f, -0.13f, -0.16f, 0.88f, 1.0f, 0.12f, 0.25f, 0.69f,
  -0.17f, 0.1f, -0.71f, 0.96f, -0.49f, -0.16f, 0.12f, 1.0f, 0.75f, 0.03f,
  -0.34f, 0.41f, -0.92f, 0.75f, 0.17f, 0.29f, 0.25f, 0.75f, 1.0f, -0.33f,
  0.96f, -0.99f, 0.62f, -0.22f, -0.7f, 0.34f, 0.69f, 0.03f, -0.33f, 1.0f,
};

/* scipy.cluster.hierarchy.linkage (squareform (1 - S), "average") of SciPy 1.10. */
static const IsoMerge by_scipy[SAMPLES - 1] = {
  { 0, 9, 2, 0.04 },
  { 3, 7, 2, 0.04 },
  { 5, 6, 2, 0.12 },
  { 8, 11, 3, 0.25 },
  { 2, 10, 3, 0.35 },
  { 1, 4, 2, 0.37 },
  { 12, 14, 5, 0.57 },
  { 13, 15, 5, 0.971666667 },
  { 16, 17, 10, 1.3536 },
};
/* Along scipy.cluster.hierarchy.optimal_leaf_ordering() of that. */
#define SHORTEST 2.71

static double
distance (const float *S, size_t B, size_t i, size_t j)
{
  return 1.0 - 0.5 * ((double) S[i * B + j] + (double) S[j * B + i]);
}

static double
length_of (const guint32 *order, const float *S, size_t B)
{
  double sum = 0.0;
  for (size_t i = 0; i + 1 < B; i++)
    sum += distance (S, B, order[i], order[i + 1]);
  return sum;
}

static float *
random_similarity (size_t B, size_t D, guint64 seed)
{
  g_autofree float *Z = g_new (float, B * D);
  float *S = g_new (float, B * B);
  IsoRandom random;
  iso_random_init (&random, seed, "clusters");
  for (size_t i = 0; i < B * D; i++)
    Z[i] = (float) iso_random_normal (&random);
  iso_rows_normalize (Z, NULL, Z, B, D);
  iso_gram (S, Z, B, D);
  return S;
}

static void
test_scipy (void)
{
  IsoMerge merges[SAMPLES - 1];
  guint32 order[SAMPLES];
  g_autoptr (GError) error = NULL;
  g_assert_true (iso_hierarchical_clustering (merges, similarity, SAMPLES, &error));
  g_assert_no_error (error);
  for (size_t i = 0; i + 1 < SAMPLES; i++)
    {
      g_assert_cmpint (merges[i].left, ==, by_scipy[i].left);
      g_assert_cmpint (merges[i].right, ==, by_scipy[i].right);
      g_assert_cmpint (merges[i].count, ==, by_scipy[i].count);
      g_assert_true (fabs (merges[i].height - by_scipy[i].height) <= 1e-6);
    }
  iso_hierarchical_order (order, merges, similarity, SAMPLES);
  g_assert_true (length_of (order, similarity, SAMPLES) <= 1.1 * SHORTEST);
}

/* The plain way: of all pairs of clusters the two whose members are nearest on average, anew for each merge. */
static void
naive_heights (double *heights, const float *S, size_t B)
{
  g_autofree guint32 *cluster = g_new (guint32, B);
  for (size_t i = 0; i < B; i++)
    cluster[i] = (guint32) i;
  for (size_t merged = 0; merged + 1 < B; merged++)
    {
      double least = INFINITY;
      guint32 best_a = 0, best_b = 0;
      for (guint32 a = 0; a < B; a++)
        for (guint32 b = a + 1; b < B; b++)
          {
            double sum = 0.0;
            size_t count = 0;
            for (size_t i = 0; i < B; i++)
              for (size_t j = 0; j < B; j++)
                if (cluster[i] == a && cluster[j] == b)
                  {
                    sum += distance (S, B, i, j);
                    count++;
                  }
            if (count > 0 && sum / (double) count < least)
              {
                least = sum / (double) count;
                best_a = a;
                best_b = b;
              }
          }
      heights[merged] = least;
      for (size_t i = 0; i < B; i++)
        if (cluster[i] == best_b)
          cluster[i] = best_a;
    }
}

static void
test_naive (void)
{
  static const size_t sizes[] = { 2, 3, 7, 24 };
  for (size_t s = 0; s < G_N_ELEMENTS (sizes); s++)
    {
      size_t B = sizes[s];
      g_autofree float *S = random_similarity (B, 4, 11 + s);
      g_autofree IsoMerge *merges = g_new (IsoMerge, B);
      g_autofree double *heights = g_new (double, B);
      g_assert_true (iso_hierarchical_clustering (merges, S, B, NULL));
      naive_heights (heights, S, B);
      for (size_t i = 0; i + 1 < B; i++)
        {
          g_assert_true (fabs (merges[i].height - heights[i]) <= 1e-9);
          g_assert_cmpint (merges[i].left, <, merges[i].right);
          g_assert_cmpint (merges[i].right, <, B + i);
        }
      g_assert_cmpint (merges[B - 2].count, ==, B);
    }
}

/* Members of each cluster stand side by side, every sample once, and turning any branch round makes it no shorter than it needs. */
static void
test_order (void)
{
  size_t B = 150;
  g_autofree float *S = random_similarity (B, 6, 3);
  g_autofree IsoMerge *merges = g_new (IsoMerge, B);
  g_autofree guint32 *order = g_new (guint32, B), *first = g_new (guint32, 2 * B), *last = g_new (guint32, 2 * B);
  g_autofree guint32 *plain = g_new (guint32, B);
  g_autofree guint8 *seen = g_new0 (guint8, B);
  g_assert_true (iso_hierarchical_clustering (merges, S, B, NULL));
  iso_hierarchical_order (order, merges, S, B);
  for (size_t place = 0; place < B; place++)
    {
      g_assert_cmpint (order[place], <, B);
      g_assert_false (seen[order[place]]);
      seen[order[place]] = 1;
      first[order[place]] = last[order[place]] = (guint32) place;
      plain[place] = (guint32) place;
    }
  for (size_t i = 0; i + 1 < B; i++)
    {
      guint32 a = merges[i].left, b = merges[i].right;
      first[B + i] = MIN (first[a], first[b]);
      last[B + i] = MAX (last[a], last[b]);
      g_assert_cmpint (last[B + i] - first[B + i] + 1, ==, merges[i].count);
    }
  g_assert_cmpint (order[0], <, order[B - 1]);
  g_assert_true (length_of (order, S, B) < 0.7 * length_of (plain, S, B));
}

static void
test_edges (void)
{
  const float one = 1.0f, equal[9] = { 1.0f, 0.5f, 0.5f, 0.5f, 1.0f, 0.5f, 0.5f, 0.5f, 1.0f };
  float broken[4] = { 1.0f, NAN, 0.2f, 1.0f };
  IsoMerge merges[2];
  guint32 order[3] = { 9, 9, 9 };
  g_autoptr (GError) error = NULL;
  g_assert_true (iso_hierarchical_clustering (merges, NULL, 0, NULL));
  iso_hierarchical_order (order, merges, NULL, 0);
  g_assert_cmpint (order[0], ==, 9);
  g_assert_true (iso_hierarchical_clustering (merges, &one, 1, NULL));
  iso_hierarchical_order (order, merges, &one, 1);
  g_assert_cmpint (order[0], ==, 0);
  g_assert_true (iso_hierarchical_clustering (merges, equal, 3, NULL));
  iso_hierarchical_order (order, merges, equal, 3);
  g_assert_cmpint (order[0] + order[1] + order[2], ==, 3);
  g_assert_true (fabs (merges[1].height - 0.5) <= 1e-12);
  g_assert_false (iso_hierarchical_clustering (merges, broken, 2, &error));
  g_assert_error (error, ISO_ERROR, ISO_ERROR_NUMERIC);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/hierarchical-clustering/scipy", test_scipy);
  g_test_add_func ("/hierarchical-clustering/naive", test_naive);
  g_test_add_func ("/hierarchical-clustering/order", test_order);
  g_test_add_func ("/hierarchical-clustering/edges", test_edges);
  return g_test_run ();
}
