/* A target opened up: both splits against double sums over every walk, by hand, and against numbers from NumPy; the distillation's
 * gradient against central differences of the loss. */
#include <math.h>
#include <string.h>

#include "engine/distill/pair-origin.h"
#include "engine/linalg/naive.h"
#include "tests/support/random-targets.h"

#define SAMPLES 24
#define COUNT 11

static IsoOriginStages
stages_of (const IsoTargets *targets, const IsoDistillSettings *settings)
{
  return (IsoOriginStages){ settings, targets->batch_size, targets->transition, targets->kernel, targets->psd, targets->targets };
}

/* ---- by hand: two samples that walk to each other, F_0 = (3/4 1/4; 1/4 3/4), ω = 1/2, K = (2/3 1/3; 1/3 2/3) ---- */

static void
test_by_hand (void)
{
  static const float S[] = { 1.0f, 0.0f, 0.0f, 1.0f };
  IsoDistillSettings settings = { .mode = ISO_DISTILL_OBDP, .tau = 1.0 / log (3.0), .omega = 0.5, .tau_d = 1.0, .gamma = 1.0 };
  g_autoptr (IsoTargets) targets = iso_targets_new (2);
  IsoOriginPart parts[2];
  double lengths[3], longer;

  compute (targets, S, 2, &settings, ISO_STAGES_ALL);
  IsoOriginStages stages = stages_of (targets, &settings);
  g_assert_true (iso_origin_by_sample (parts, &stages, 0, 1));
  g_assert_cmpuint (parts[0].sample, ==, 1);
  g_assert_cmpuint (parts[1].sample, ==, 0);
  NEAR (parts[0].contribution, 1.0 / 4.0, 1e-6);
  NEAR (parts[1].contribution, 1.0 / 6.0, 1e-6);
  g_assert_true (iso_origin_by_length (lengths, &longer, 3, &stages, 0, 1));
  NEAR (lengths[0], 1.0 / 8.0, 1e-6);
  NEAR (lengths[1], 3.0 / 16.0, 1e-6);
  NEAR (lengths[2], 1.0 / 32.0, 1e-6);
  NEAR (longer, 5.0 / 12.0 - 11.0 / 32.0, 1e-6);

  settings.steps = 1; /* K = (1/2 1/2; 1/2 1/2) */
  compute (targets, S, 2, &settings, ISO_STAGES_ALL);
  g_assert_true (iso_origin_by_sample (parts, &stages, 0, 1));
  NEAR (parts[0].contribution, 3.0 / 8.0, 1e-6);
  NEAR (parts[1].contribution, 1.0 / 8.0, 1e-6);
  g_assert_true (iso_origin_by_length (lengths, &longer, 3, &stages, 0, 1));
  NEAR (lengths[0], 1.0 / 8.0, 1e-6);
  NEAR (lengths[1], 3.0 / 8.0, 1e-6);
  g_assert_true (lengths[2] == 0.0 && longer == 0.0);
}

/* ---- by NumPy: softmax, (1 − ω) inv (I − ωT) and powers of T, in float64 ---- */

static void
check_parts (const IsoOriginStages *stages, const double *expected)
{
  IsoOriginPart parts[4];
  g_assert_true (iso_origin_by_sample (parts, stages, 0, 3));
  for (size_t l = 0; l < 4; l++)
    NEAR (parts[l].contribution, expected[parts[l].sample], 1e-6);
}

static void
test_numpy (void)
{
  static const float S[] = { 1.0f, 0.8f, 0.3f, 0.1f, 0.8f, 1.0f, 0.5f, 0.2f, 0.3f, 0.5f, 1.0f, 0.6f, 0.1f, 0.2f, 0.6f, 1.0f };
  static const double closed[] = { 0.00887736, 0.00858234, 0.01456003, 0.04522545 };
  static const double stopped[] = { 0.01157648, 0.00507243, 0.014968, 0.03361916 };
  static const double by_length[] = { 0.00533158716, 0.01146207948, 0.01453272243 };
  IsoDistillSettings settings = { .mode = ISO_DISTILL_OBDP, .tau = 0.25, .omega = 0.7, .tau_d = 0.2, .gamma = 1.0 };
  g_autoptr (IsoTargets) targets = iso_targets_new (4);
  double lengths[3], longer;
  compute (targets, S, 4, &settings, ISO_STAGES_ALL);
  IsoOriginStages stages = stages_of (targets, &settings);
  check_parts (&stages, closed);
  g_assert_true (iso_origin_by_length (lengths, &longer, 3, &stages, 0, 3));
  for (size_t t = 0; t < 3; t++)
    NEAR (lengths[t], by_length[t], 1e-6);
  NEAR (longer, 0.04591879351, 1e-6);
  settings.steps = 2;
  compute (targets, S, 4, &settings, ISO_STAGES_ALL);
  check_parts (&stages, stopped);
}

/* ---- against double ---- */

static const struct {
  int k, steps;
  double omega;
  IsoGraphKind graph;
} walks[] = {
  { 0, 0, 0.99, ISO_GRAPH_DIRECTED }, { 0, 0, 0.0, ISO_GRAPH_DIRECTED },  { 5, 0, 0.8, ISO_GRAPH_DIRECTED },
  { 2, 0, 0.9, ISO_GRAPH_MUTUAL },    { 3, 0, 0.5, ISO_GRAPH_UNION },     { 5, 1, 0.8, ISO_GRAPH_DIRECTED },
  { 5, 7, 0.8, ISO_GRAPH_MUTUAL },    { 5, 25, 0.95, ISO_GRAPH_UNION },   { 0, 100000, 0.9, ISO_GRAPH_DIRECTED },
  { 4, 3, 0.0, ISO_GRAPH_DIRECTED },
};

/* Every length up to `count` from powers of T, all else as what is left of the naive P. */
static void
naive_lengths (double *lengths, double *longer, const IsoNaiveTargets *naive, const IsoDistillSettings *settings, size_t i, size_t j)
{
  g_autofree double *walked = g_new (double, SAMPLES * SAMPLES), *next = g_new (double, SAMPLES * SAMPLES);
  memcpy (walked, naive->psd, SAMPLES * SAMPLES * sizeof *walked);
  *longer = naive->targets[i * SAMPLES + j];
  for (int t = 0; t < COUNT; t++)
    {
      double weight = (1.0 - settings->omega) * pow (settings->omega, t);
      if (settings->steps > 0 && t >= settings->steps)
        weight = t == settings->steps ? pow (settings->omega, t) : 0.0;
      lengths[t] = weight * walked[i * SAMPLES + j];
      *longer -= lengths[t];
      iso_naive_multiply (next, naive->transition, walked, SAMPLES, SAMPLES, SAMPLES);
      memcpy (walked, next, SAMPLES * SAMPLES * sizeof *walked);
    }
}

static void
check_pair (const IsoOriginStages *stages, const IsoNaiveTargets *naive, size_t i, size_t j)
{
  IsoOriginPart parts[SAMPLES];
  double lengths[COUNT], expected[COUNT], longer, expected_longer, sum = 0.0, target = naive->targets[i * SAMPLES + j];
  bool seen[SAMPLES] = { false };

  g_assert_true (iso_origin_by_sample (parts, stages, i, j));
  for (size_t l = 0; l < SAMPLES; l++)
    {
      g_assert_false (seen[parts[l].sample]);
      seen[parts[l].sample] = true;
      g_assert_true (l == 0 || parts[l - 1].contribution >= parts[l].contribution);
      if (stages->settings->steps == 0)
        NEAR (parts[l].contribution,
              naive->kernel[i * SAMPLES + parts[l].sample] * naive->psd[parts[l].sample * SAMPLES + j], 1e-6);
      sum += parts[l].contribution;
    }
  NEAR (sum, target, 1e-6);
  NEAR (sum, stages->targets[i * SAMPLES + j], 1e-6);

  naive_lengths (expected, &expected_longer, naive, stages->settings, i, j);
  g_assert_true (iso_origin_by_length (lengths, &longer, COUNT, stages, i, j));
  sum = longer;
  for (size_t t = 0; t < COUNT; t++)
    {
      NEAR (lengths[t], expected[t], 1e-6);
      sum += lengths[t];
    }
  NEAR (longer, expected_longer, 1e-6);
  NEAR (sum, target, 1e-6);
}

static void
test_naive (void)
{
  float *S = random_similarity (SAMPLES, 8, 5, 0.6, 3);
  g_autoptr (IsoTargets) targets = iso_targets_new (SAMPLES);
  for (size_t w = 0; w < G_N_ELEMENTS (walks); w++)
    {
      IsoDistillSettings settings = { .mode = ISO_DISTILL_OBDP, .tau = 0.2, .tau_d = 0.1, .gamma = 1.0, .lambda = 1.0,
                                      .k = walks[w].k, .steps = walks[w].steps, .omega = walks[w].omega, .graph = walks[w].graph };
      /* A walk of so many steps has arrived, and naively it takes an hour. */
      IsoDistillSettings same = settings;
      same.steps = settings.steps == 100000 ? 0 : settings.steps;
      g_autoptr (IsoNaiveTargets) naive = iso_naive_targets_new (S, SAMPLES, &same);
      compute (targets, S, SAMPLES, &settings, ISO_STAGES_ALL);
      IsoOriginStages stages = stages_of (targets, &settings);
      for (size_t i = 0; i < SAMPLES; i += 3)
        for (size_t j = 0; j < SAMPLES; j += 2)
          check_pair (&stages, naive, i, j);
    }
  iso_block_free (S);
}

/* A sample without an edge keeps its PSD target: all of it comes from itself, whatever the length. */
static void
test_isolated (void)
{
  static const float S[] = { 1.0f, 0.9f, 0.1f, 0.9f, 1.0f, 0.2f, 0.1f, 0.2f, 1.0f };
  IsoDistillSettings settings = { .mode = ISO_DISTILL_OBDP, .tau = 0.5, .omega = 0.8, .tau_d = 0.1, .gamma = 1.0, .k = 1,
                                  .graph = ISO_GRAPH_MUTUAL };
  g_autoptr (IsoTargets) targets = iso_targets_new (3);
  IsoOriginPart parts[3];
  double lengths[2], longer;
  compute (targets, S, 3, &settings, ISO_STAGES_ALL);
  IsoOriginStages stages = stages_of (targets, &settings);
  double target = (double) targets->psd[6];
  g_assert_true (iso_origin_by_sample (parts, &stages, 2, 0));
  g_assert_cmpuint (parts[0].sample, ==, 2);
  NEAR (parts[0].contribution, target, 1e-6);
  g_assert_true (parts[1].contribution == 0.0 && parts[1].sample == 0);
  g_assert_true (iso_origin_by_length (lengths, &longer, 2, &stages, 2, 0));
  NEAR (lengths[0], 0.2 * target, 1e-6);
  NEAR (longer, 0.64 * target, 1e-6);
}

static void
test_symmetric (void)
{
  float *S = random_similarity (SAMPLES, 8, 5, 0.6, 3);
  g_autoptr (IsoTargets) targets = iso_targets_new (SAMPLES);
  IsoDistillSettings settings = { .mode = ISO_DISTILL_OBDP, .normalization = ISO_TRANSITION_SYMMETRIC, .tau = 0.2, .omega = 0.8,
                                  .tau_d = 0.1, .gamma = 3.0 };
  IsoOriginPart parts[SAMPLES];
  double lengths[2], longer;
  compute (targets, S, SAMPLES, &settings, ISO_STAGES_ALL);
  IsoOriginStages stages = stages_of (targets, &settings);
  g_assert_false (iso_origin_is_exact (&settings));
  g_assert_false (iso_origin_by_sample (parts, &stages, 0, 1));
  g_assert_false (iso_origin_by_length (lengths, &longer, 2, &stages, 0, 1));
  iso_block_free (S);
}

/* ---- the gradient ---- */

static void
test_gradient (void)
{
  enum { B = 7 };
  const double ramp = 0.4, step = 1e-5;
  float *teacher = random_similarity (B, 4, 3, 0.6, 5), *student = random_similarity (B, 4, 3, 0.8, 6);
  IsoDistillSettings settings = { .mode = ISO_DISTILL_OBDP, .tau = 0.3, .omega = 0.7, .tau_d = 0.2, .gamma = 1.0, .lambda = 12.0 };
  g_autoptr (IsoNaiveTargets) naive = iso_naive_targets_new (teacher, B, &settings);
  g_autofree double *similarity = iso_test_to_doubles (student, B * B), *softened = g_new (double, B * B);
  double scale = ramp * settings.lambda * settings.tau * settings.tau;
  iso_naive_log_softmax (softened, similarity, settings.tau, B, B);
  for (size_t at = 0; at < B * B; at++)
    {
      double middle = similarity[at];
      similarity[at] = middle + step;
      double above = iso_naive_divergence (naive->targets, similarity, settings.tau, B);
      similarity[at] = middle - step;
      double below = iso_naive_divergence (naive->targets, similarity, settings.tau, B);
      similarity[at] = middle;
      NEAR (iso_distillation_gradient (exp (softened[at]), naive->targets[at], &settings, ramp, B),
            scale * (above - below) / (2.0 * step), 1e-7);
    }
  iso_block_free (teacher);
  iso_block_free (student);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pair-origin/by-hand", test_by_hand);
  g_test_add_func ("/pair-origin/numpy", test_numpy);
  g_test_add_func ("/pair-origin/naive", test_naive);
  g_test_add_func ("/pair-origin/isolated", test_isolated);
  g_test_add_func ("/pair-origin/symmetric", test_symmetric);
  g_test_add_func ("/pair-origin/gradient", test_gradient);
  return g_test_run ();
}
