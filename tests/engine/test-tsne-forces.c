/* What t-SNE's steps are made of: affinities against scikit-learn's, forces against sums in double and differences of the cost. */
#include <math.h>
#include <string.h>

#include "engine/base/checked.h"
#include "engine/base/error.h"
#include "engine/base/random.h"
#include "engine/projection/plane-order.h"
#include "engine/projection/tsne-affinities.h"
#include "engine/projection/tsne-repulsion.h"
#include "tests/support/naive-tsne.h"

static IsoAffinities *
affinities_of (const float *Z, size_t N, size_t D, double perplexity, IsoPool *pool)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (IsoNearest) nearest
      = iso_nearest_new (Z, N, D, (size_t) ceil (3.0 * perplexity), ISO_NEAREST_EXACT, 1, pool, NULL, &error);
  g_assert_no_error (error);
  IsoAffinities *affinities = iso_affinities_new (nearest, perplexity, pool, NULL, &error);
  g_assert_no_error (error);
  return affinities;
}

static double *
dense (const IsoAffinities *affinities)
{
  size_t N = affinities->N;
  double *P = g_new0 (double, N * N);
  for (size_t i = 0; i < N; i++)
    for (size_t e = affinities->starts[i]; e < affinities->starts[i + 1]; e++)
      P[i * N + affinities->columns[e]] += (double) affinities->weights[e];
  return P;
}

static float *
random_values (size_t count, double scale, guint64 seed)
{
  float *values = iso_floats_new (count);
  IsoRandom random;
  iso_random_init (&random, seed, "test");
  for (size_t i = 0; i < count; i++)
    values[i] = (float) (scale * iso_random_normal (&random));
  return values;
}

/* Rows 0, 7 and 29 of sklearn.manifold._t_sne._joint_probabilities_nn (scikit-learn 1.2.1) of sin (1.3 i + 0.9 d i + d) in float32, at
 * perplexity 4 with 12 neighbors. Its bisection stops at an entropy within 1e-5, so far tails differ a little more. */
static void
test_sklearn (void)
{
  enum { N = 30, D = 3 };
  static const double expected[3][N] = {
    { 0, 0, 2.85137331e-05, 0, 2.19161594e-05, 0, 0.0023567099, 0, 5.86740099e-05, 0, 1.39867701e-05, 0, 0.0179466696, 0,
      0.00305570131, 0, 0, 0, 0.000279196293, 0, 0.00412635801, 0, 6.80656884e-06, 0, 0.000148452248, 0, 0.00486930471, 0,
      3.23173803e-05, 1.351202e-05 },
    { 0, 0.00108444517, 0, 6.80585007e-06, 0, 0.0195256649, 0, 0, 0, 1.16209309e-05, 0, 0.000632376046, 0, 0.00122504385, 0,
      6.04379697e-05, 0, 3.27505153e-05, 0, 0.00329493446, 0, 0.00174293589, 0, 0, 0, 0.00492233705, 0, 0.00248942203, 0,
      7.63840844e-06 },
    { 1.351202e-05, 5.29690793e-05, 0, 0.00510182594, 0, 2.22667905e-05, 3.7387734e-05, 7.63840844e-06, 0, 0.00392681856, 0,
      8.96613826e-05, 0, 0, 0, 0.00328500628, 0, 0.0171130281, 0, 0, 1.27676223e-05, 9.29302212e-05, 0, 0.00240563933, 0,
      1.5559549e-11, 2.95968188e-05, 4.53077502e-06, 0, 0 }
  };
  static const size_t rows[] = { 0, 7, 29 };
  float Z[N * D];
  for (size_t i = 0; i < N; i++)
    for (size_t d = 0; d < D; d++)
      Z[i * D + d] = (float) sin (1.3 * (double) i + 0.9 * (double) d * (double) i + (double) d);
  g_autoptr (IsoAffinities) affinities = affinities_of (Z, N, D, 4.0, NULL);
  g_autofree double *P = dense (affinities);
  for (size_t r = 0; r < G_N_ELEMENTS (rows); r++)
    for (size_t j = 0; j < N; j++)
      {
        double found = P[rows[r] * N + j];
        g_assert_true (fabs (found - expected[r][j]) <= 1e-4 * expected[r][j] + 1e-10);
        g_assert_cmpint (found > 0.0, ==, expected[r][j] > 0.0);
      }
}

/* Symmetric, in all 1, nothing for a point with itself; the same for any number of threads. */
static void
test_matrix (void)
{
  const size_t N = 700, D = 6;
  float *Z = random_values (N * D, 5.0, 1);
  g_autoptr (IsoAffinities) first = affinities_of (Z, N, D, 20.0, NULL);
  g_autofree double *P = dense (first);
  double sum = 0.0, entropy = 0.0;
  for (size_t i = 0; i < N; i++)
    for (size_t j = 0; j < N; j++)
      {
        sum += P[i * N + j];
        entropy += P[i * N + j] > 0.0 ? P[i * N + j] * log (P[i * N + j]) : 0.0;
        g_assert_cmpfloat (P[i * N + j], ==, P[j * N + i]);
      }
  g_assert_true (fabs (sum - 1.0) <= 1e-6);
  g_assert_true (fabs (first->entropy - entropy) <= 1e-9);
  for (size_t i = 0; i < N; i++)
    g_assert_cmpfloat (P[i * N + i], ==, 0.0);
  for (int threads = 2; threads <= 3; threads++)
    {
      g_autoptr (IsoPool) pool = iso_pool_new (threads);
      g_autoptr (IsoAffinities) again = affinities_of (Z, N, D, 20.0, pool);
      g_assert_cmpmem (first->weights, first->starts[N] * sizeof (float), again->weights, again->starts[N] * sizeof (float));
      g_assert_cmpmem (first->columns, first->starts[N] * sizeof (guint32), again->columns, again->starts[N] * sizeof (guint32));
    }
  iso_block_free (Z);
}

/* exp of a row's entropy is the perplexity, whatever the scale of the embeddings; equal distances share alike. */
static void
test_perplexity (void)
{
  static const double scales[] = { 1e-15, 1.0, 1e15 };
  const size_t N = 60, D = 4;
  for (size_t s = 0; s < G_N_ELEMENTS (scales); s++)
    {
      float *Z = random_values (N * D, scales[s], 3);
      g_autoptr (GError) error = NULL;
      g_autoptr (IsoNearest) nearest = iso_nearest_new (Z, N, D, N - 1, ISO_NEAREST_EXACT, 1, NULL, NULL, &error);
      g_assert_no_error (error);
      /* with one row's distances for all, p_ij / p_ji of equal rows must still add up to 1 */
      g_autoptr (IsoAffinities) affinities = iso_affinities_new (nearest, 12.0, NULL, NULL, &error);
      g_assert_no_error (error);
      double sum = 0.0;
      for (size_t e = 0; e < affinities->starts[N]; e++)
        sum += (double) affinities->weights[e];
      g_assert_true (fabs (sum - 1.0) <= 1e-6);
      /* Σ p ln p lies between that of rows of perplexity 12 that share nothing and that share all */
      g_assert_true (affinities->entropy <= -log ((double) N * 12.0) + 1e-3);
      g_assert_true (affinities->entropy >= -log ((double) N * (double) N));
      iso_block_free (Z);
    }
  g_autoptr (GError) error = NULL;
  float distances[8] = { 1.0f, 1.0f, 1.0f, 1.0f, 1.0f, 1.0f, 1.0f, 1.0f };
  guint32 indices[8] = { 1, 2, 2, 3, 3, 0, 0, 1 };
  IsoNearest ring = { 4, 2, indices, distances, 1.0 };
  g_autoptr (IsoAffinities) affinities = iso_affinities_new (&ring, 1.5, NULL, NULL, &error);
  g_autofree double *P = dense (affinities);
  g_assert_true (fabs (P[0 * 4 + 1] - 0.0625) <= 1e-7 && fabs (P[0 * 4 + 2] - 0.125) <= 1e-7 && fabs (P[0 * 4 + 3] - 0.0625) <= 1e-7);
}

/* ¼ of the cost's central differences in double is attraction less repulsion over the normalizer. */
static void
test_gradient (void)
{
  const size_t N = 50, D = 5;
  float *Z = random_values (N * D, 1.0, 5), *y = random_values (2 * N, 2.0, 6), *attraction = iso_floats_new (2 * N);
  float *repulsion = iso_floats_new (2 * N);
  g_autoptr (IsoAffinities) affinities = affinities_of (Z, N, D, 8.0, NULL);
  g_autoptr (IsoRepulsion) pairs = iso_repulsion_new (N, ISO_REPULSION_EXACT, 0.0, 1);
  g_autofree double *P = dense (affinities), *map = g_new (double, 2 * N);
  double normalizer, logs = iso_affinities_log_weights (affinities, y, 0, N), largest = 0.0;
  g_assert_true (iso_repulsion_evaluate (pairs, repulsion, &normalizer, y, NULL, NULL, NULL));
  iso_affinities_attract (affinities, attraction, y, 0, N);
  for (size_t i = 0; i < 2 * N; i++)
    map[i] = (double) y[i];
  g_assert_true (fabs (affinities->entropy - logs + log (normalizer) - iso_naive_tsne_cost (P, map, N)) <= 1e-5);
  for (size_t i = 0; i < 2 * N; i++)
    {
      double there = map[i], step = 1e-5;
      map[i] = there + step;
      double difference = iso_naive_tsne_cost (P, map, N);
      map[i] = there - step;
      difference = (difference - iso_naive_tsne_cost (P, map, N)) / (2.0 * step);
      map[i] = there;
      double gradient = 4.0 * ((double) attraction[i] - (double) repulsion[i] / normalizer);
      largest = fmax (largest, fabs (difference));
      g_assert_true (fabs (gradient - difference) <= 2e-7);
    }
  g_assert_cmpfloat (largest, >, 1e-3);
  iso_block_free (Z);
  iso_block_free (y);
  iso_block_free (attraction);
  iso_block_free (repulsion);
}

/* Another order of the points is the same forces in that order. */
static void
test_reorder (void)
{
  const size_t N = 900, D = 4;
  float *Z = random_values (N * D, 1.0, 8), *y = random_values (2 * N, 10.0, 9), *moved = iso_floats_new (2 * N);
  float *before = iso_floats_new (2 * N), *after = iso_floats_new (2 * N);
  g_autofree guint32 *order = g_new (guint32, N);
  g_autofree bool *seen = g_new0 (bool, N);
  g_autoptr (IsoAffinities) affinities = affinities_of (Z, N, D, 10.0, NULL);
  g_autoptr (IsoPool) pool = iso_pool_new (2);
  g_autoptr (GError) error = NULL;
  iso_affinities_attract (affinities, before, y, 0, N);
  iso_plane_order (order, y, N);
  g_assert_true (iso_affinities_reorder (affinities, order, pool, NULL, &error));
  for (size_t row = 0; row < N; row++)
    {
      g_assert_false (seen[order[row]]);
      seen[order[row]] = true;
      memcpy (moved + 2 * row, y + 2 * order[row], 2 * sizeof (float));
    }
  iso_affinities_attract (affinities, after, moved, 0, N);
  for (size_t row = 0; row < N; row++)
    g_assert_cmpmem (after + 2 * row, 2 * sizeof (float), before + 2 * order[row], 2 * sizeof (float));
  /* along the curve neighbors are near: the way through all points is far shorter than in their old order */
  double way = 0.0, old = 0.0;
  for (size_t row = 1; row < N; row++)
    {
      way += hypot ((double) moved[2 * row] - (double) moved[2 * row - 2], (double) moved[2 * row + 1] - (double) moved[2 * row - 1]);
      old += hypot ((double) y[2 * row] - (double) y[2 * row - 2], (double) y[2 * row + 1] - (double) y[2 * row - 1]);
    }
  g_assert_cmpfloat (way, <, 0.15 * old);
  float *all[] = { Z, y, moved, before, after };
  for (size_t i = 0; i < G_N_ELEMENTS (all); i++)
    iso_block_free (all[i]);
}

/* Both ways against sums in double, of maps from a dot to one four times as wide as t-SNE makes it of so many points; the same bytes
 * on any threads. */
static void
test_repulsion (gconstpointer data)
{
  IsoRepulsionWay way = (IsoRepulsionWay) GPOINTER_TO_INT (data);
  static const double deviations[] = { 0.0, 1e-6, 1e-4, 0.01, 0.3, 1.0, 3.0, 10.0, 40.0 };
  const size_t N = 1203;
  g_autoptr (IsoRepulsion) repulsion = iso_repulsion_new (N, way, 0.0, 3);
  g_autofree double *map = g_new (double, 2 * N), *expected = g_new (double, 2 * N);
  float *force = iso_floats_new (2 * N), *again = iso_floats_new (2 * N);
  for (size_t s = 0; s < G_N_ELEMENTS (deviations); s++)
    {
      g_autoptr (GError) error = NULL;
      float *y = random_values (2 * N, deviations[s], 20 + s);
      double normalizer, fine, difference = 0.0, square = 0.0;
      for (size_t i = 0; i < 2 * N; i++)
        map[i] = (double) y[i];
      double exact = iso_naive_tsne_repulsion (expected, map, N);
      g_assert_true (iso_repulsion_evaluate (repulsion, force, &normalizer, y, NULL, NULL, &error));
      g_assert_true (iso_repulsion_normalizer (&fine, y, N, NULL, &error));
      for (size_t i = 0; i < 2 * N; i++)
        {
          difference += pow ((double) force[i] - expected[i], 2.0);
          square += expected[i] * expected[i];
        }
      double relative = square > 0.0 ? sqrt (difference / square) : sqrt (difference);
      g_test_message ("deviation %g: force %.1e, normalizer %.1e", deviations[s], relative, normalizer / exact - 1.0);
      bool pairs = way == ISO_REPULSION_EXACT;
      g_assert_true (relative <= (pairs ? 2e-6 : deviations[s] < 0.5 ? 3e-5 : deviations[s] < 20.0 ? 1e-2 : 5e-2));
      g_assert_true (fabs (normalizer / exact - 1.0) <= (pairs ? 1e-6 : 2e-3));
      g_assert_true (fabs (fine / exact - 1.0) <= 1e-6);
      for (int threads = 2; threads <= 3; threads++)
        {
          g_autoptr (IsoPool) pool = iso_pool_new (threads);
          double other;
          g_assert_true (iso_repulsion_evaluate (repulsion, again, &other, y, pool, NULL, &error));
          g_assert_cmpmem (force, 2 * N * sizeof (float), again, 2 * N * sizeof (float));
          g_assert_cmpfloat (other, ==, normalizer);
        }
      iso_block_free (y);
    }
  iso_block_free (force);
  iso_block_free (again);
}

/* The normalizer of a set so large that it is taken on a fine grid. */
static void
test_fine_normalizer (void)
{
  const size_t N = 13000;
  g_autoptr (IsoPool) pool = iso_pool_new (2);
  g_autoptr (IsoRepulsion) pairs = iso_repulsion_new (N, ISO_REPULSION_EXACT, 0.0, 2);
  float *y = random_values (2 * N, 25.0, 40);
  double exact, fine;
  g_assert_true (iso_repulsion_evaluate (pairs, NULL, &exact, y, pool, NULL, NULL));
  g_assert_true (iso_repulsion_normalizer (&fine, y, N, pool, NULL));
  g_assert_true (fabs (fine / exact - 1.0) <= 2e-5);
  iso_block_free (y);
}

/* A point far from all others, two points, one. */
static void
test_few (void)
{
  static const float y[] = { 0.0f, 0.0f, 200.0f, -100.0f, 0.5f, 0.0f };
  for (size_t N = 0; N <= 3; N++)
    {
      g_autoptr (IsoRepulsion) grid = iso_repulsion_new (N, ISO_REPULSION_GRID, 0.0, 1);
      g_autoptr (IsoRepulsion) pairs = iso_repulsion_new (N, ISO_REPULSION_EXACT, 0.0, 1);
      float a[6] = { 0 }, b[6] = { 0 };
      double sums[2];
      g_assert_true (iso_repulsion_evaluate (grid, a, &sums[0], y, NULL, NULL, NULL));
      g_assert_true (iso_repulsion_evaluate (pairs, b, &sums[1], y, NULL, NULL, NULL));
      g_assert_true (fabs (sums[0] - sums[1]) <= 0.03 * (double) N);
      for (size_t i = 0; i < 2 * N; i++)
        g_assert_true (fabs ((double) a[i] - (double) b[i]) <= 0.02);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tsne/affinities/sklearn", test_sklearn);
  g_test_add_func ("/tsne/affinities/matrix", test_matrix);
  g_test_add_func ("/tsne/affinities/perplexity", test_perplexity);
  g_test_add_func ("/tsne/affinities/reorder", test_reorder);
  g_test_add_func ("/tsne/gradient", test_gradient);
  g_test_add_data_func ("/tsne/repulsion/pairs", GINT_TO_POINTER (ISO_REPULSION_EXACT), test_repulsion);
  g_test_add_data_func ("/tsne/repulsion/grid", GINT_TO_POINTER (ISO_REPULSION_GRID), test_repulsion);
  g_test_add_func ("/tsne/repulsion/fine-normalizer", test_fine_normalizer);
  g_test_add_func ("/tsne/repulsion/few", test_few);
  return g_test_run ();
}
