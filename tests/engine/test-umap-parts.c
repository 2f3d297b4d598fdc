/* What UMAP is put together from, each against SciPy, libm or a plain version in double. */
#include <math.h>

#include "engine/base/error.h"
#include "engine/base/random.h"
#include "engine/projection/umap-curve.h"
#include "engine/projection/umap-force.h"
#include "engine/projection/umap-graph.h"

/* scipy.optimize.curve_fit with its tolerances at 1e-15. */
static void
test_curve_scipy (void)
{
  static const double cases[][4] = {
    { 0.1, 1.0, 1.576943613, 0.8950607193 },  { 0.0, 1.0, 1.932809088, 0.7904946612 },
    { 0.5, 1.0, 0.5830298055, 1.334167383 },  { 1.0, 1.0, 0.114975991, 1.929235335 },
    { 0.25, 0.5, 3.706291388, 1.334167383 },  { 0.1, 0.3, 14.50671459, 1.14888922 },
    { 2.0, 3.0, 0.01250499402, 1.5241629 },   { 0.001, 1.0, 1.929074061, 0.7915042336 },
    { 0.99, 1.0, 0.1193055879, 1.916388773 }, { 0.1, 10.0, 0.04747586786, 0.8006376233 },
  };
  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      double a, b;
      iso_umap_curve (&a, &b, cases[i][0], cases[i][1]);
      g_assert_true (fabs (a / cases[i][2] - 1.0) <= 1e-6);
      g_assert_true (fabs (b / cases[i][3] - 1.0) <= 1e-6);
    }
}

/* The fit does not depend on the unit: the same shape at any spread, where SciPy itself loses its way. */
static void
test_curve_units (void)
{
  double a, b;
  for (double spread = 1e-4; spread < 20.0; spread *= 7.0)
    {
      iso_umap_curve (&a, &b, 0.1 * spread, spread);
      g_assert_true (fabs (b - 0.8950607193) <= 1e-6);
      g_assert_true (fabs (a * pow (spread, 2.0 * b) - 1.576943613) <= 1e-6);
    }
}

static void
test_power (void)
{
  static const float exponents[] = { 0.3f, 0.79049f, 0.895f, 1.0f, 1.92f };
  for (size_t e = 0; e < G_N_ELEMENTS (exponents); e++)
    for (double s = 1e-15; s < 1e15; s *= 1.0137)
      {
        double expected = pow ((double) (float) s, (double) exponents[e]);
        double found = (double) iso_umap_power ((float) s, exponents[e]);
        g_assert_true (fabs (found / expected - 1.0) <= 3e-6);
      }
  g_assert_true (iso_umap_power (0.0f, 0.895f) <= 1e-30f);
  g_assert_true (iso_umap_power (1.0f, 0.895f) == 1.0f);
}

/* −ln v and −ln (1 − v) at the distance of (x, y) from the origin. */
static double
entropy_near (double x, double y, double a, double b)
{
  return log1p (a * pow (x * x + y * y, b));
}

static double
entropy_far (double x, double y, double a, double b)
{
  double odds = a * pow (x * x + y * y, b);
  return log1p (odds) - log (odds);
}

/* Forces are the negative gradients of the cross entropy's two terms, by central differences. */
static void
test_forces (void)
{
  const double a = 1.576943613, b = 0.8950607193, step = 1e-5;
  for (double x = -3.0; x < 4.0; x += 0.37)
    for (double y = -2.9; y < 4.0; y += 0.53)
      {
        float s = (float) (x * x + y * y);
        double pull = (double) iso_umap_attraction (s, (float) a, (float) b);
        double softened = ((double) ISO_UMAP_SOFTENING + (double) s) / (double) s;
        double push = (double) iso_umap_repulsion (s, (float) a, (float) b) * softened;
        double near_x = -(entropy_near (x + step, y, a, b) - entropy_near (x - step, y, a, b)) / (2.0 * step);
        double far_y = -(entropy_far (x, y + step, a, b) - entropy_far (x, y - step, a, b)) / (2.0 * step);
        g_assert_true (fabs (pull * x - near_x) <= 2e-5 * fabs (near_x) + 1e-8);
        g_assert_true (fabs (push * y - far_y) <= 2e-5 * fabs (far_y) + 1e-8);
      }
  g_assert_true (iso_umap_limit (-1e9f) == -ISO_UMAP_LIMIT);
  g_assert_true (iso_umap_limit (1e9f) == ISO_UMAP_LIMIT);
  g_assert_true (iso_umap_limit (-0.5f) == -0.5f);
}

/* No force is NaN, however near, far or steep. */
static void
test_forces_extreme (void)
{
  static const float distances[] = { 0.0f, 1e-38f, 1e-20f, 1e-3f, 1.0f, 1e4f, 1e20f, 1e38f };
  static const float factors[] = { 1e-12f, 0.1f, 1.6f, 1e8f, 1e30f, INFINITY };
  for (size_t i = 0; i < G_N_ELEMENTS (distances); i++)
    for (size_t j = 0; j < G_N_ELEMENTS (factors); j++)
      for (float b = 0.5f; b < 2.5f; b += 0.3f)
        {
          float pull = iso_umap_attraction (distances[i], factors[j], b), push = iso_umap_repulsion (distances[i], factors[j], b);
          g_assert_true (pull <= 0.0f);
          g_assert_true (push >= 0.0f && push < INFINITY);
        }
}

static IsoNearest *
find_nearest (const float *Z, size_t N, size_t D, size_t k)
{
  g_autoptr (GError) error = NULL;
  IsoNearest *nearest = iso_nearest_new (Z, N, D, k, ISO_NEAREST_EXACT, 1, NULL, NULL, &error);
  g_assert_no_error (error);
  return nearest;
}

static IsoUmapGraph *
build_graph (const IsoNearest *nearest, IsoPool *pool)
{
  g_autoptr (GError) error = NULL;
  IsoUmapGraph *graph = iso_umap_graph_new (nearest, pool, NULL, &error);
  g_assert_no_error (error);
  return graph;
}

/* shares (N, N), zeros where there are no neighbors: σ by bisection. */
static double *
naive_shares (const IsoNearest *nearest)
{
  size_t N = nearest->N, k = nearest->k;
  double *shares = g_new0 (double, N * N), all = 0.0;
  for (size_t e = 0; e < N * k; e++)
    all += (double) nearest->distances[e] / (double) (N * (k + 1));
  for (size_t i = 0; i < N; i++)
    {
      const float *d = nearest->distances + i * k;
      double rho = 0.0, mean = 0.0, low = 0.0, high = 1e6;
      for (size_t j = k; j-- > 0;)
        {
          rho = d[j] > 0.0f ? (double) d[j] : rho;
          mean += (double) d[j] / (double) (k + 1);
        }
      for (size_t step = 0; step < 200; step++)
        {
          double sum = 0.0, middle = 0.5 * (low + high);
          for (size_t j = 0; j < k; j++)
            sum += (double) d[j] <= rho ? 1.0 : exp (-((double) d[j] - rho) / middle);
          *(sum > log2 ((double) k + 1.0) ? &high : &low) = middle;
        }
      double sigma = fmax (low, 1e-3 * (rho > 0.0 ? mean : all));
      for (size_t j = 0; j < k; j++)
        shares[i * N + nearest->indices[i * k + j]] = (double) d[j] <= rho ? 1.0 : exp (-((double) d[j] - rho) / sigma);
    }
  return shares;
}

static void
compare_graph (const float *Z, size_t N, size_t D, size_t k)
{
  g_autoptr (IsoNearest) nearest = find_nearest (Z, N, D, k);
  g_autoptr (IsoUmapGraph) graph = build_graph (nearest, NULL);
  g_autofree double *shares = naive_shares (nearest);
  for (size_t i = 0; i < N; i++)
    {
      size_t tie = graph->starts[i];
      for (size_t j = 0; j < N; j++)
        {
          double p = shares[i * N + j], q = shares[j * N + i], expected = p + q - p * q;
          bool tied = tie < graph->starts[i + 1] && graph->others[tie] == j;
          double found = tied ? (double) graph->weights[tie++] : 0.0;
          g_assert_true (fabs (found - expected) <= 1e-6);
          g_assert_true (!tied || (found > 0.0 && found <= 1.0));
        }
      g_assert_cmpuint (tie, ==, graph->starts[i + 1]);
    }
}

static float *
draw_points (size_t N, size_t D, guint64 seed)
{
  IsoRandom random;
  iso_random_init (&random, seed, "test");
  float *Z = g_new (float, N * D);
  for (size_t i = 0; i < N * D; i++)
    Z[i] = (float) iso_random_normal (&random);
  return Z;
}

static void
test_graph (void)
{
  g_autofree float *Z = draw_points (150, 6, 3);
  compare_graph (Z, 150, 6, 14);
  compare_graph (Z, 150, 6, 1);
  compare_graph (Z, 150, 6, 149);
  compare_graph (Z, 2, 6, 1);
  compare_graph (Z, 1, 6, 0);
  /* A few points many times over, so that distances are 0, some rows through and through. */
  for (size_t i = 0; i < 60 * 6; i++)
    Z[i] = Z[i % 6];
  for (size_t i = 60 * 6; i < 66 * 6; i++)
    Z[i] = Z[60 * 6 + i % 6];
  compare_graph (Z, 150, 6, 14);
  for (size_t i = 0; i < 150 * 6; i++)
    Z[i] = 1.0f;
  compare_graph (Z, 150, 6, 14);
}

/* Σ_j exp (−max (0, d_j − ρ) / σ) = log2 (k + 1) at the σ found. */
static void
test_graph_scale (void)
{
  const size_t N = 300, k = 20;
  g_autofree float *Z = draw_points (N, 4, 5);
  g_autoptr (IsoNearest) nearest = find_nearest (Z, N, 4, k);
  g_autoptr (IsoUmapGraph) graph = build_graph (nearest, NULL);
  for (size_t i = 0; i < N; i++)
    {
      double sum = 0.0;
      g_assert_true (graph->distances[i] == nearest->distances[i * k]);
      for (size_t j = 0; j < k; j++)
        sum += exp (-((double) nearest->distances[i * k + j] - (double) graph->distances[i]) / (double) graph->scales[i]);
      g_assert_true (fabs (sum - log2 ((double) k + 1.0)) <= 1e-5);
    }
}

static void
test_graph_threads (void)
{
  const size_t N = 1000;
  g_autofree float *Z = draw_points (N, 5, 8);
  g_autoptr (IsoNearest) nearest = find_nearest (Z, N, 5, 14);
  g_autoptr (IsoPool) pool = iso_pool_new (3);
  g_autoptr (IsoUmapGraph) one = build_graph (nearest, NULL);
  g_autoptr (IsoUmapGraph) three = build_graph (nearest, pool);
  g_assert_cmpmem (one->starts, (N + 1) * sizeof (size_t), three->starts, (N + 1) * sizeof (size_t));
  size_t ties = one->starts[N];
  g_assert_cmpmem (one->others, ties * sizeof (guint32), three->others, ties * sizeof (guint32));
  g_assert_cmpmem (one->weights, ties * sizeof (float), three->weights, ties * sizeof (float));
}

static void
test_graph_cancel (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree float *Z = draw_points (50, 5, 8);
  g_autoptr (IsoNearest) nearest = find_nearest (Z, 50, 5, 14);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_cancellable_cancel (cancellable);
  g_assert_null (iso_umap_graph_new (nearest, NULL, cancellable, &error));
  g_assert_error (error, ISO_ERROR, ISO_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/umap/curve/scipy", test_curve_scipy);
  g_test_add_func ("/umap/curve/units", test_curve_units);
  g_test_add_func ("/umap/power", test_power);
  g_test_add_func ("/umap/forces", test_forces);
  g_test_add_func ("/umap/forces/extreme", test_forces_extreme);
  g_test_add_func ("/umap/graph", test_graph);
  g_test_add_func ("/umap/graph/scale", test_graph_scale);
  g_test_add_func ("/umap/graph/threads", test_graph_threads);
  g_test_add_func ("/umap/graph/cancel", test_graph_cancel);
  return g_test_run ();
}
