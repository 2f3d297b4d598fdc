/* Soft targets where the batch or the settings are out of the ordinary. */
#include "engine/base/error.h"
#include "engine/distill/graph.h"
#include "tests/support/random-targets.h"

/* Samples without an edge: T_ii = 1, the targets of PSD to the last bit. Two pairs and a loner at k = 1, mutual. */
static void
test_isolated (void)
{
  const float S[25] = { 1.0f, 0.9f, 0.1f, 0.1f, 0.2f, 0.9f, 1.0f, 0.1f, 0.1f, 0.3f, 0.1f, 0.1f, 1.0f,
                        0.8f, 0.1f, 0.1f, 0.1f, 0.8f, 1.0f, 0.1f, 0.2f, 0.3f, 0.1f, 0.1f, 1.0f };
  g_autoptr (IsoTargets) targets = iso_targets_new (5);
  for (int normalization = 0; normalization < 2; normalization++)
    {
      IsoDistillSettings settings = paper;
      settings.normalization = (IsoTransitionKind) normalization;
      settings.graph = ISO_GRAPH_MUTUAL;
      settings.k = 1;
      compute (targets, S, 5, &settings, ISO_STAGES_ALL);
      g_assert_cmpfloat (targets->transition[24], ==, 1.0f);
      g_assert_cmpfloat (targets->kernel[24], ==, 1.0f);
      NEAR (targets->transition[1], 1.0, 1e-6);
      for (size_t j = 0; j < 4; j++)
        {
          g_assert_cmpfloat (targets->transition[20 + j], ==, 0.0f);
          g_assert_cmpfloat (targets->transition[5 * j + 4], ==, 0.0f);
        }
      g_assert_cmpmem (targets->targets + 20, 5 * sizeof (float), targets->psd + 20, 5 * sizeof (float));
    }
}

/* Ties go to the lower index: with all samples equal, N(i) are the first k others. */
static void
test_ties (void)
{
  float S[36];
  guint8 edges[36];
  guint32 keys[36];
  for (size_t at = 0; at < 36; at++)
    S[at] = at % 2 == 0 ? 0.0f : -0.0f;
  iso_graph_build (edges, keys, S, ISO_GRAPH_DIRECTED, 2, 6, NULL);
  for (size_t i = 0; i < 6; i++)
    for (size_t j = 0; j < 6; j++)
      g_assert_cmpuint (edges[i * 6 + j], ==, j != i && j < (i < 2 ? 3 : 2));
}

/* All embeddings equal, exact duplicates, a batch of one: finite and rows that sum to 1. */
static void
test_degenerate (void)
{
  g_autoptr (IsoTargets) targets = iso_targets_new (12);
  float S[144];
  for (int normalization = 0; normalization < 2; normalization++)
    for (int value = -1; value <= 1; value++)
      for (int k = 0; k < 4; k++)
        for (size_t B = 1; B <= 12; B += 11)
          {
            IsoDistillSettings settings = paper;
            settings.normalization = (IsoTransitionKind) normalization;
            settings.graph = ISO_GRAPH_UNION;
            settings.k = k;
            for (size_t at = 0; at < B * B; at++)
              S[at] = at % (B + 1) == 0 ? 1.0f : (float) value;
            compute (targets, S, B, &settings, ISO_STAGES_ALL);
            for (size_t i = 0; i < B; i++)
              {
                double sum = 0.0;
                for (size_t j = 0; j < B; j++)
                  sum += (double) targets->targets[i * B + j];
                NEAR (sum, 1.0, 1e-6);
              }
          }
}

static void
test_modes (void)
{
  float *S = random_similarity (20, 8, 4, 0.5, 12);
  g_autoptr (IsoTargets) targets = iso_targets_new (32);
  IsoDistillSettings settings = paper;
  settings.mode = ISO_DISTILL_UNIFORM;
  compute (targets, S, 20, &settings, ISO_STAGES_TARGETS);
  for (size_t at = 0; at < 400; at++)
    g_assert_cmpfloat (targets->targets[at], ==, 0.05f);
  settings.mode = ISO_DISTILL_NONE;
  compute (targets, S, 20, &settings, ISO_STAGES_ALL);
  g_assert_cmpmem (targets->targets, 400 * sizeof (float), targets->psd, 400 * sizeof (float));
  iso_block_free (S);
}

static void
expect_refusal (const float *S, size_t B, const IsoDistillSettings *settings, IsoError code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (IsoTargets) targets = iso_targets_new (B);
  g_assert_false (iso_targets_compute (targets, S, B, settings, ISO_STAGES_ALL, NULL, &error));
  g_assert_error (error, ISO_ERROR, (int) code);
}

static void
test_refusals (void)
{
  float *S = random_similarity (10, 8, 4, 0.5, 14);
  const double omegas[] = { 1.0, 1.5, -0.1, NAN };
  for (size_t i = 0; i < G_N_ELEMENTS (omegas); i++)
    {
      IsoDistillSettings settings = paper;
      settings.omega = omegas[i];
      expect_refusal (S, 10, &settings, ISO_ERROR_ARGUMENT);
      settings = paper;
      settings.tau = omegas[i] - 1.5;
      expect_refusal (S, 10, &settings, ISO_ERROR_ARGUMENT);
      settings = paper;
      settings.tau_d = omegas[i] - 1.5;
      expect_refusal (S, 10, &settings, ISO_ERROR_ARGUMENT);
      settings = paper;
      settings.gamma = omegas[i] - 1.5;
      expect_refusal (S, 10, &settings, ISO_ERROR_ARGUMENT);
    }
  /* 1/τ beyond float32 */
  IsoDistillSettings settings = paper;
  settings.tau = 1e-39;
  expect_refusal (S, 10, &settings, ISO_ERROR_ARGUMENT);
  settings = paper;
  settings.tau_d = 1e-39;
  expect_refusal (S, 10, &settings, ISO_ERROR_ARGUMENT);
  settings = paper;
  settings.normalization = ISO_TRANSITION_SYMMETRIC;
  settings.k = 3;
  expect_refusal (S, 10, &settings, ISO_ERROR_ARGUMENT);
  g_assert_false (iso_distill_settings_validate (&settings, 0, NULL));
  g_assert_true (iso_distill_settings_validate (&settings, 4, NULL)); /* k ≥ B − 1: dense, hence undirected */
  settings.graph = ISO_GRAPH_MUTUAL;
  g_assert_true (iso_distill_settings_validate (&settings, 0, NULL));
  S[13] = NAN;
  expect_refusal (S, 10, &paper, ISO_ERROR_NUMERIC);
  S[13] = INFINITY;
  expect_refusal (S, 10, &paper, ISO_ERROR_NUMERIC);
  iso_block_free (S);
}

/* T of two samples has the eigenvalue 1: where float32 rounds 1 − ω away, I − ωT is singular, and the message must say why. */
static void
test_omega_near_one (void)
{
  const float S[] = { 1.0f, 1.0f, 1.0f, 1.0f };
  g_autoptr (GError) error = NULL;
  g_autoptr (IsoTargets) targets = iso_targets_new (2);
  IsoDistillSettings settings = paper;
  settings.normalization = ISO_TRANSITION_SYMMETRIC;
  settings.omega = 1.0 - 1e-12;
  g_assert_false (iso_targets_compute (targets, S, 2, &settings, ISO_STAGES_TARGETS, NULL, &error));
  g_assert_error (error, ISO_ERROR, ISO_ERROR_NUMERIC);
  g_assert_nonnull (strstr (error->message, "distill.omega=0.999999999999"));
}

static void
test_ramp (void)
{
  NEAR (iso_ramp (ISO_RAMP_LINEAR, 5, 20), 0.25, 1e-15);
  NEAR (iso_ramp (ISO_RAMP_LINEAR, 25, 20), 1.0, 1e-15);
  NEAR (iso_ramp (ISO_RAMP_CONSTANT, 0, 20), 1.0, 1e-15);
  NEAR (iso_ramp (ISO_RAMP_COSINE, 0, 20), 0.0, 1e-15);
  NEAR (iso_ramp (ISO_RAMP_COSINE, 5, 20), (1.0 - sqrt (0.5)) / 2.0, 1e-15);
  NEAR (iso_ramp (ISO_RAMP_COSINE, 30, 20), 1.0, 1e-15);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/target-edges/isolated", test_isolated);
  g_test_add_func ("/target-edges/ties", test_ties);
  g_test_add_func ("/target-edges/degenerate", test_degenerate);
  g_test_add_func ("/target-edges/modes", test_modes);
  g_test_add_func ("/target-edges/refusals", test_refusals);
  g_test_add_func ("/target-edges/omega-near-one", test_omega_near_one);
  g_test_add_func ("/target-edges/ramp", test_ramp);
  return g_test_run ();
}
