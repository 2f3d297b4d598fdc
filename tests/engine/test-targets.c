/* Soft targets against the plain double version, and what must hold of them whatever the batch. */
#include "tests/support/cases.h"
#include "tests/support/random-targets.h"

/* Every combination, as far as it makes sense, on batches of all sizes against the plain double version. */
static void
compare_with_naive (const float *S, size_t B, const IsoDistillSettings *settings, double tolerance)
{
  g_autoptr (GError) error = NULL;
  if (!iso_distill_settings_validate (settings, B, NULL))
    return;
  g_autoptr (IsoTargets) targets = iso_targets_new (B);
  g_autoptr (IsoTargets) fast = iso_targets_new (B);
  g_autoptr (IsoNaiveTargets) naive = iso_naive_targets_new (S, B, settings);
  compute (targets, S, B, settings, ISO_STAGES_ALL);
  compute (fast, S, B, settings, ISO_STAGES_TARGETS);
  SMALL (iso_test_relative_error (targets->psd, naive->psd, B * B), tolerance);
  SMALL (iso_test_relative_error (targets->transition, naive->transition, B * B), tolerance);
  SMALL (iso_test_relative_error (targets->kernel, naive->kernel, B * B), tolerance);
  SMALL (iso_test_relative_error (targets->targets, naive->targets, B * B), tolerance);
  g_assert_cmpmem (targets->targets, B * B * sizeof (float), fast->targets, B * B * sizeof (float));
}

static void
test_naive (void)
{
  const size_t sizes[] = { 1, 2, 3, 5, 16, 17, 33, 112, 130 };
  const double temperatures[] = { 1.0, 0.1, 0.02 };
  const int ks[] = { 0, 1, 10 };
  guint64 seed = 1;
  for (size_t b = 0; b < G_N_ELEMENTS (sizes); b++)
    for (int graph = 0; graph < 3; graph++)
      for (int normalization = 0; normalization < 2; normalization++)
        for (size_t k = 0; k < G_N_ELEMENTS (ks); k++)
          {
            size_t B = sizes[b];
            float *S = random_similarity (B, 16, 1 + (guint32) (B / 3), 0.6, seed++);
            IsoDistillSettings settings = paper;
            settings.graph = (IsoGraphKind) graph;
            settings.normalization = (IsoTransitionKind) normalization;
            settings.k = ks[k];
            settings.tau_d = temperatures[seed % 3];
            settings.tau = temperatures[seed % 2];
            settings.gamma = seed % 2 == 0 ? 2.0 : 1.5;
            settings.omega = seed % 4 == 0 ? 0.5 : 0.9;
            settings.steps = seed % 5 == 0 ? 4 : 0;
            compare_with_naive (S, B, &settings, 1e-5);
            iso_block_free (S);
          }
}

/* Temperatures at which exp(S/τ_d) is far beyond float32, near ω = 1, and through both ways of solving. */
static void
test_extremes (void)
{
  const double temperatures[] = { 10.0, 0.1, 0.02, 0.005, 0.001 };
  for (size_t t = 0; t < G_N_ELEMENTS (temperatures); t++)
    for (int omega = 0; omega < 3; omega++)
      for (int spread = 0; spread < 3; spread++)
        {
          float *S = random_similarity (112, 64, 28, 0.2 + 0.6 * spread, 100 + t);
          IsoDistillSettings settings = paper;
          settings.tau_d = temperatures[t];
          settings.tau = t % 2 == 0 ? 1.0 : 0.1;
          settings.omega = omega == 0 ? 0.5 : omega == 1 ? 0.99 : 0.999;
          compare_with_naive (S, 112, &settings, 5e-5);
          iso_block_free (S);
        }
}

static void
test_row_sums (void)
{
  float *S = random_similarity (112, 32, 20, 0.7, 7);
  g_autoptr (IsoTargets) targets = iso_targets_new (112);
  for (int graph = 0; graph < 3; graph++)
    for (int k = 0; k < 12; k += 3)
      {
        IsoDistillSettings settings = paper;
        settings.graph = (IsoGraphKind) graph;
        settings.k = k;
        settings.omega = 0.999;
        settings.tau_d = 0.05;
        compute (targets, S, 112, &settings, ISO_STAGES_ALL);
        for (size_t i = 0; i < 112; i++)
          {
            double transition = 0.0, row = 0.0, kernel = 0.0;
            for (size_t j = 0; j < 112; j++)
              {
                transition += (double) targets->transition[i * 112 + j];
                row += (double) targets->targets[i * 112 + j];
                kernel += (double) targets->kernel[i * 112 + j];
                g_assert_true (targets->targets[i * 112 + j] >= 0.0f);
              }
            NEAR (transition, 1.0, 1e-6);
            NEAR (kernel, 1.0, 1e-6);
            NEAR (row, 1.0, 1e-6);
          }
      }
  iso_block_free (S);
}

static void
test_omega_zero (void)
{
  float *S = random_similarity (50, 8, 6, 0.5, 8);
  g_autoptr (IsoTargets) diffused = iso_targets_new (50);
  g_autoptr (IsoTargets) plain = iso_targets_new (50);
  for (int normalization = 0; normalization < 2; normalization++)
    for (int steps = 0; steps < 4; steps += 3)
      {
        IsoDistillSettings settings = paper;
        settings.normalization = (IsoTransitionKind) normalization;
        settings.steps = steps;
        settings.tau = 0.2;
        settings.omega = 0.0;
        compute (diffused, S, 50, &settings, ISO_STAGES_ALL);
        settings.mode = ISO_DISTILL_PSD;
        compute (plain, S, 50, &settings, ISO_STAGES_TARGETS);
        g_assert_cmpmem (diffused->targets, 50 * 50 * sizeof (float), plain->targets, 50 * 50 * sizeof (float));
        for (size_t i = 0; i < 50; i++)
          for (size_t j = 0; j < 50; j++)
            g_assert_cmpfloat (diffused->kernel[i * 50 + j], ==, i == j ? 1.0f : 0.0f);
      }
  iso_block_free (S);
}

static void
test_full_k (void)
{
  float *S = random_similarity (30, 8, 6, 0.5, 9);
  g_autoptr (IsoTargets) all = iso_targets_new (30);
  g_autoptr (IsoTargets) counted = iso_targets_new (30);
  const int ks[] = { 29, 30, 1000 };
  for (int normalization = 0; normalization < 2; normalization++)
    for (int graph = 0; graph < 3; graph++)
      for (size_t k = 0; k < G_N_ELEMENTS (ks); k++)
        {
          IsoDistillSettings settings = paper;
          settings.normalization = (IsoTransitionKind) normalization;
          settings.graph = (IsoGraphKind) graph;
          compute (all, S, 30, &settings, ISO_STAGES_ALL);
          settings.k = ks[k];
          compute (counted, S, 30, &settings, ISO_STAGES_ALL);
          g_assert_cmpmem (all->targets, 900 * sizeof (float), counted->targets, 900 * sizeof (float));
          g_assert_cmpmem (all->kernel, 900 * sizeof (float), counted->kernel, 900 * sizeof (float));
        }
  iso_block_free (S);
}

/* The row-sum norm of F_t − K F_0 shrinks by ω a step at least. */
static void
test_contraction (void)
{
  float *S = random_similarity (60, 16, 10, 0.6, 10);
  g_autoptr (IsoTargets) limit = iso_targets_new (60);
  g_autoptr (IsoTargets) walk = iso_targets_new (60);
  IsoDistillSettings settings = paper;
  settings.omega = 0.8;
  settings.tau_d = 0.05;
  settings.tau = 0.1;
  settings.k = 5;
  compute (limit, S, 60, &settings, ISO_STAGES_TARGETS);
  double previous = INFINITY;
  for (settings.steps = 1; settings.steps <= 40; settings.steps++)
    {
      double norm = 0.0;
      compute (walk, S, 60, &settings, ISO_STAGES_TARGETS);
      for (size_t i = 0; i < 60; i++)
        {
          double row = 0.0;
          for (size_t j = 0; j < 60; j++)
            row += fabs ((double) walk->targets[i * 60 + j] - (double) limit->targets[i * 60 + j]);
          norm = MAX (norm, row);
        }
      g_assert_true (norm <= settings.omega * previous + 2e-6);
      previous = norm;
    }
  g_assert_true (previous <= 1e-3);
  iso_block_free (S);
}

static void
test_equivariance (void)
{
  enum { B = 48 };
  guint32 order[B];
  IsoRandom random;
  float *S = random_similarity (B, 16, 8, 0.6, 11), *permuted = iso_floats_new (B * B);
  g_autoptr (IsoTargets) first = iso_targets_new (B);
  g_autoptr (IsoTargets) second = iso_targets_new (B);
  iso_random_init (&random, 1, "order");
  for (guint32 i = 0; i < B; i++)
    order[i] = i;
  iso_random_shuffle (&random, order, B);
  for (size_t i = 0; i < B; i++)
    for (size_t j = 0; j < B; j++)
      permuted[i * B + j] = S[order[i] * B + order[j]];
  for (int normalization = 0; normalization < 2; normalization++)
    for (int k = 0; k < 10; k += 3)
      {
        IsoDistillSettings settings = paper;
        settings.normalization = (IsoTransitionKind) normalization;
        settings.graph = normalization == 1 ? ISO_GRAPH_UNION : ISO_GRAPH_DIRECTED;
        settings.k = k;
        settings.omega = 0.9;
        compute (first, S, B, &settings, ISO_STAGES_TARGETS);
        compute (second, permuted, B, &settings, ISO_STAGES_TARGETS);
        for (size_t i = 0; i < B; i++)
          for (size_t j = 0; j < B; j++)
            NEAR (second->targets[i * B + j], first->targets[order[i] * B + order[j]], 1e-6);
      }
  iso_block_free (S);
  iso_block_free (permuted);
}

/* The same bytes whatever the number of threads. */
static void
test_threads (void)
{
  enum { B = 300 };
  float *S = random_similarity (B, 16, 40, 0.6, 13);
  g_autoptr (IsoTargets) alone = iso_targets_new (B);
  g_autoptr (IsoTargets) shared = iso_targets_new (B);
  g_autoptr (IsoPool) pool = iso_pool_new (3);
  for (int k = 0; k < 16; k += 5)
    {
      IsoDistillSettings settings = paper;
      settings.k = k;
      compute (alone, S, B, &settings, ISO_STAGES_ALL);
      g_assert_true (iso_targets_compute (shared, S, B, &settings, ISO_STAGES_ALL, pool, NULL));
      g_assert_cmpmem (alone->targets, B * B * sizeof (float), shared->targets, B * B * sizeof (float));
      g_assert_cmpmem (alone->kernel, B * B * sizeof (float), shared->kernel, B * B * sizeof (float));
    }
  iso_block_free (S);
}

/* A walk that has long arrived is not walked on: this one would take minutes. */
static void
test_long_walk (void)
{
  enum { B = 400 };
  float *S = random_similarity (B, 8, 10, 0.5, 16);
  for (int symmetric = 0; symmetric < 2; symmetric++)
    {
      g_autoptr (IsoTargets) limit = iso_targets_new (B);
      g_autoptr (IsoTargets) walk = iso_targets_new (B);
      IsoDistillSettings settings = paper;
      settings.normalization = symmetric ? ISO_TRANSITION_SYMMETRIC : ISO_TRANSITION_SOFTMAX;
      settings.omega = 0.8;
      compute (limit, S, B, &settings, ISO_STAGES_TARGETS);
      settings.steps = 100000;
      compute (walk, S, B, &settings, ISO_STAGES_TARGETS);
      double difference = 0.0, norm = 0.0;
      for (size_t i = 0; i < (size_t) B * B; i++)
        {
          difference += pow ((double) walk->targets[i] - (double) limit->targets[i], 2.0);
          norm += pow ((double) limit->targets[i], 2.0);
        }
      SMALL (sqrt (difference / norm), 2e-6);
    }
  iso_block_free (S);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/targets/naive", test_naive);
  g_test_add_func ("/targets/extremes", test_extremes);
  g_test_add_func ("/targets/row-sums", test_row_sums);
  g_test_add_func ("/targets/omega-zero", test_omega_zero);
  g_test_add_func ("/targets/full-k", test_full_k);
  g_test_add_func ("/targets/contraction", test_contraction);
  g_test_add_func ("/targets/equivariance", test_equivariance);
  g_test_add_func ("/targets/threads", test_threads);
  g_test_add_func ("/targets/long-walk", test_long_walk);
  iso_test_add_reference_cases ("/targets/reference", "distill", NULL);
  return g_test_run ();
}
