/* What a training step computes: the sum of its parts, in each of its modes. */
#include <math.h>
#include <string.h>

#include "engine/distill/divergence.h"
#include "engine/distill/target.h"
#include "engine/linalg/pairwise.h"
#include "engine/linalg/rows.h"
#include "tests/support/step-fixture.h"

/* The same step put together from the engine's other parts, each of which has tests of its own. */
typedef struct {
  double metric_loss, divergence, gradient_norm;
} Parts;

static Parts
compose (Fixture *fixture, float *weights, const float *teacher_weights, IsoOptimizer *optimizer, double weight)
{
  g_autoptr (GError) error = NULL;
  size_t B = fixture->B, count = iso_network_weight_count (fixture->network);
  const IsoSettings *settings = &fixture->settings;
  g_autoptr (IsoActivations) student = iso_activations_new (fixture->network, B, true);
  g_autoptr (IsoActivations) teacher = iso_activations_new (fixture->network, B, false);
  g_autoptr (IsoTargets) targets = iso_targets_new (B);
  g_autofree float *S = g_new (float, B * B), *T = g_new (float, B * B), *G = g_new0 (float, B * B);
  g_autofree float *E = g_new0 (float, B * SIZE), *dZ = g_new (float, B * SIZE), *gradient = g_new (float, count);
  iso_network_forward (fixture->network, weights, student, fixture->input, B, NULL);
  iso_network_forward (fixture->network, teacher_weights, teacher, fixture->input, B, NULL);
  const float *Z = iso_activations_embeddings (student);
  iso_gram (S, Z, B, SIZE);
  iso_gram (T, iso_activations_embeddings (teacher), B, SIZE);
  const IsoLossInput input = { .embeddings = Z, .similarity = S, .labels = fixture->labels, .B = B, .D = SIZE };
  IsoLossOutput output = { .similarity_gradient = G, .embedding_gradient = E };
  IsoLossScratch scratch = { 0 };
  iso_loss_compute (iso_loss_kind ((IsoLossName) settings->loss.name), &output, &input,
                    settings->loss.parameters[settings->loss.name], &scratch);
  iso_loss_scratch_clear (&scratch);
  iso_targets_compute (targets, T, B, &settings->distill, ISO_STAGES_TARGETS, NULL, &error);
  g_assert_no_error (error);
  Parts parts = { .metric_loss = output.loss };
  parts.divergence = iso_divergence (NULL, G, S, targets->targets, settings->distill.tau, weight, B);
  iso_gram_backward (dZ, G, Z, B, SIZE);
  for (size_t i = 0; i < B * SIZE; i++)
    dZ[i] += E[i];
  iso_network_backward (fixture->network, weights, gradient, student, fixture->input, dZ, B, NULL);
  parts.gradient_norm = sqrt (iso_sum_of_squares (gradient, count));
  iso_optimizer_update (optimizer, weights, gradient, 1.0, &settings->optimizer, NULL);
  return parts;
}

static void
test_sum_of_parts (void)
{
  Fixture fixture;
  fixture_init (&fixture, 56, "obdp");
  size_t count = iso_network_weight_count (fixture.network);
  g_autofree float *teacher = g_memdup2 (iso_step_weights (fixture.step), count * sizeof (float));
  g_autofree float *weights = g_memdup2 (teacher, count * sizeof (float));
  IsoOptimizer optimizer;
  iso_optimizer_init (&optimizer, count);
  iso_step_teach (fixture.step);
  for (int i = 0; i < 6; i++)
    {
      double ramp = (double) i / 10.0, weight = ramp * 20.0 * 0.5 * 0.5;
      Parts parts = compose (&fixture, weights, teacher, &optimizer, weight);
      IsoStepResult result = take_step (&fixture, (double) i, NULL);
      g_assert_true (result.finite && result.has_teacher);
      g_assert_true (fabs (result.ramp - ramp) <= 1e-12);
      g_assert_true (fabs (result.metric_loss - parts.metric_loss) <= 1e-5 * parts.metric_loss);
      g_assert_true (fabs (result.divergence - parts.divergence) <= 1e-5 * parts.divergence);
      g_assert_true (fabs (result.loss - (result.metric_loss + weight * result.divergence)) <= 1e-12 * result.loss);
      g_assert_true (fabs (result.gradient_norm - parts.gradient_norm) <= 1e-5 * parts.gradient_norm);
      g_assert_cmpuint (result.candidate_count, ==, 56);
    }
  const float *reached = iso_step_weights (fixture.step);
  for (size_t i = 0; i < count; i++)
    g_assert_true (fabsf (reached[i] - weights[i]) <= 1e-5f);
  iso_optimizer_clear (&optimizer);
  fixture_clear (&fixture);
}

/* The loss as a function of the weights, by a step whose rate is so small that it moves nothing. */
static double
loss_at (Fixture *fixture, const float *weights, const float *direction, double distance)
{
  size_t count = iso_network_weight_count (fixture->network);
  float *current = iso_step_weights (fixture->step);
  for (size_t i = 0; i < count; i++)
    current[i] = weights[i] + (float) (distance * (double) direction[i]);
  return take_step (fixture, 5.0, NULL).loss;
}

/* From rest and without decay Adam's first step goes along −sign(∂L/∂w). The central difference of the loss in that direction is
 * then −Σ |∂L/∂w|, whatever the gradient: it must lie between −‖∂L/∂w‖ and −√count ‖∂L/∂w‖. */
static void
test_descends (void)
{
  const char *modes[] = { "none", "psd", "obdp", "uniform" };
  for (size_t m = 0; m < G_N_ELEMENTS (modes); m++)
    {
      Fixture fixture;
      fixture_init (&fixture, 28, modes[m]);
      configure (&fixture.settings, "optimizer.decay", "0");
      configure (&fixture.settings, "optimizer.rate", "1e-4");
      configure (&fixture.settings, "distill.lambda", "200");
      size_t count = iso_network_weight_count (fixture.network);
      iso_step_teach (fixture.step);
      for (int i = 0; i < 5; i++)
        take_step (&fixture, 5.0, NULL);
      g_autofree float *weights = g_memdup2 (iso_step_weights (fixture.step), count * sizeof (float));
      g_autofree float *direction = g_new (float, count);
      g_autoptr (IsoStep) used = g_steal_pointer (&fixture.step);
      fixture.step = iso_step_new (fixture.network, 28, 11);
      iso_step_teach (fixture.step);
      memcpy (iso_step_weights (fixture.step), weights, count * sizeof (float));
      IsoStepResult result = take_step (&fixture, 5.0, NULL);
      for (size_t i = 0; i < count; i++)
        direction[i] = (iso_step_weights (fixture.step)[i] - weights[i]) / 1e-4f;
      configure (&fixture.settings, "optimizer.rate", "1e-12");
      double slope = (loss_at (&fixture, weights, direction, 2e-4) - loss_at (&fixture, weights, direction, -2e-4)) / 4e-4;
      g_assert_true (-slope >= 0.99 * result.gradient_norm);
      g_assert_true (-slope <= 1.01 * sqrt ((double) count) * result.gradient_norm);
      fixture_clear (&fixture);
    }
}

static void
test_learns (void)
{
  const char *losses[] = { "multi-similarity", "triplet" };
  for (size_t l = 0; l < G_N_ELEMENTS (losses); l++)
    {
      Fixture fixture;
      fixture_init (&fixture, 56, "obdp");
      configure (&fixture.settings, "loss.name", losses[l]);
      double first = take_step (&fixture, 0.0, NULL).metric_loss, last = first;
      for (int i = 0; i < 200; i++)
        {
          if (i % 50 == 0)
            iso_step_teach (fixture.step);
          last = take_step (&fixture, 1.0, NULL).metric_loss;
        }
      g_assert_true (last < 0.5 * first);
      fixture_clear (&fixture);
    }
}

static void
test_epoch_without_teacher (void)
{
  Fixture fixture;
  fixture_init (&fixture, 28, "obdp");
  g_assert_false (iso_step_has_teacher (fixture.step));
  IsoStepResult result = take_step (&fixture, 0.0, NULL);
  g_assert_true (result.finite && !result.has_teacher && isnan (result.divergence));
  g_assert_true (result.loss == result.metric_loss);
  g_assert_null (iso_step_teacher_similarity (fixture.step));
  iso_step_teach (fixture.step);
  g_assert_true (iso_step_has_teacher (fixture.step));
  result = take_step (&fixture, 1.0, NULL);
  g_assert_true (result.has_teacher && result.divergence >= 0.0);
  g_assert_nonnull (iso_step_teacher_similarity (fixture.step));
  configure (&fixture.settings, "distill.mode", "none");
  result = take_step (&fixture, 1.0, NULL);
  g_assert_true (!result.has_teacher && isnan (result.divergence));
  g_assert_null (iso_step_teacher_similarity (fixture.step));
  fixture_clear (&fixture);
}

static void
assert_same_training (const char *key, const char *value, const char *other_key, const char *other_value, bool same)
{
  Fixture fixture, other;
  fixture_init (&fixture, 56, "obdp");
  fixture_init (&other, 56, "obdp");
  configure (&fixture.settings, key, value);
  configure (&other.settings, other_key, other_value);
  size_t bytes = iso_network_weight_count (fixture.network) * sizeof (float);
  g_autofree float *weights = train (&fixture, 8, NULL);
  g_autofree float *other_weights = train (&other, 8, NULL);
  g_assert_true ((memcmp (weights, other_weights, bytes) == 0) == same);
  fixture_clear (&fixture);
  fixture_clear (&other);
}

static void
test_modes (void)
{
  assert_same_training ("distill.omega", "0", "distill.mode", "psd", true);
  assert_same_training ("distill.k", "55", "distill.k", "0", true);
  assert_same_training ("distill.lambda", "0", "distill.mode", "none", true);
  assert_same_training ("distill.mode", "psd", "distill.mode", "obdp", false);
  assert_same_training ("distill.mode", "psd", "distill.mode", "uniform", false);
  assert_same_training ("distill.mode", "none", "distill.mode", "uniform", false);
  assert_same_training ("distill.ramp", "linear", "distill.ramp", "constant", false);
}

static void
test_uniform (void)
{
  Fixture fixture;
  fixture_init (&fixture, 28, "uniform");
  iso_step_teach (fixture.step);
  IsoStepResult result = take_step (&fixture, 1.0, NULL);
  g_autofree float *log_q = g_new (float, 28 * 28);
  iso_rows_log_softmax (log_q, iso_step_student_similarity (fixture.step), 0.5f, 28, 28);
  double expected = -log (28.0);
  for (size_t i = 0; i < 28 * 28; i++)
    expected -= (double) log_q[i] / (28.0 * 28.0);
  g_assert_true (result.has_teacher);
  g_assert_true (fabs (result.divergence - expected) <= 1e-5 * expected);
  g_assert_null (iso_step_teacher_similarity (fixture.step));
  fixture_clear (&fixture);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/step/sum-of-parts", test_sum_of_parts);
  g_test_add_func ("/step/descends", test_descends);
  g_test_add_func ("/step/learns", test_learns);
  g_test_add_func ("/step/epoch-without-teacher", test_epoch_without_teacher);
  g_test_add_func ("/step/modes", test_modes);
  g_test_add_func ("/step/uniform", test_uniform);
  return g_test_run ();
}
