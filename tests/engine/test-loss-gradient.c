/* ∂L_DML/∂Sˢ of a step: against central differences of the loss, free of what distillation adds, kept only where asked for, and in the
 * snapshot's order. */
#include <math.h>
#include <string.h>

#include "engine/loss/loss.h"
#include "tests/support/small-run.h"
#include "tests/support/step-fixture.h"

enum { COUNT = 28 };

static double
loss_of (const float *similarity, const float *embeddings, const gint32 *labels, const IsoSettings *settings, float *gradient,
         size_t B, size_t D)
{
  IsoLossName name = (IsoLossName) settings->loss.name;
  g_autofree float *own = g_new0 (float, B * B), *of_embeddings = g_new0 (float, B * D);
  IsoLossOutput output = { .similarity_gradient = gradient != NULL ? gradient : own, .embedding_gradient = of_embeddings };
  const IsoLossInput input = { .embeddings = embeddings, .similarity = similarity, .labels = labels, .B = B, .D = D };
  IsoLossScratch scratch = { 0 };
  iso_loss_compute (iso_loss_kind (name), &output, &input, settings->loss.parameters[name], &scratch);
  iso_loss_scratch_clear (&scratch);
  return output.loss;
}

/* The loss is smooth but for the choice of pairs; steps are small enough not to change it. */
static void
test_differences (void)
{
  Fixture fixture;
  fixture_init (&fixture, COUNT, "obdp");
  configure (&fixture.settings, "loss.name", "supcon");
  iso_step_keep_loss_gradient (fixture.step, true);
  iso_step_teach (fixture.step);
  take_step (&fixture, 5.0, NULL);
  const float *gradient = iso_step_loss_gradient (fixture.step);
  g_assert_nonnull (gradient);
  size_t square = (size_t) COUNT * COUNT;
  g_autofree float *S = g_memdup2 (iso_step_student_similarity (fixture.step), square * sizeof (float));
  const float *Z = iso_step_embeddings (fixture.step);
  double worst = 0.0, largest = 0.0;
  for (size_t at = 1; at < square; at += 7)
    {
      float kept = S[at], step = 1e-2f;
      S[at] = kept + step;
      double above = loss_of (S, Z, fixture.labels, &fixture.settings, NULL, COUNT, SIZE);
      S[at] = kept - step;
      double below = loss_of (S, Z, fixture.labels, &fixture.settings, NULL, COUNT, SIZE);
      S[at] = kept;
      worst = fmax (worst, fabs ((above - below) / (2.0 * (double) step) - (double) gradient[at]));
      largest = fmax (largest, fabs ((double) gradient[at]));
    }
  g_assert_true (largest > 1e-4);
  g_assert_true (worst <= 2e-2 * largest);
  fixture_clear (&fixture);
}

/* The same step with and without distillation. */
static void
test_undistilled (void)
{
  static const char *const modes[] = { "obdp", "none" };
  Fixture fixtures[2];
  for (int i = 0; i < 2; i++)
    {
      fixture_init (&fixtures[i], COUNT, modes[i]);
      iso_step_keep_loss_gradient (fixtures[i].step, true);
      iso_step_teach (fixtures[i].step);
      take_step (&fixtures[i], 5.0, NULL);
    }
  g_assert_cmpmem (iso_step_loss_gradient (fixtures[0].step), COUNT * COUNT * sizeof (float),
                   iso_step_loss_gradient (fixtures[1].step), COUNT * COUNT * sizeof (float));
  for (int i = 0; i < 2; i++)
    fixture_clear (&fixtures[i]);
}

static void
test_unasked (void)
{
  Fixture fixture;
  fixture_init (&fixture, COUNT, "none");
  take_step (&fixture, 0.0, NULL);
  g_assert_null (iso_step_loss_gradient (fixture.step));
  iso_step_keep_loss_gradient (fixture.step, true);
  g_assert_null (iso_step_loss_gradient (fixture.step));
  take_step (&fixture, 0.0, NULL);
  g_assert_nonnull (iso_step_loss_gradient (fixture.step));
  iso_step_keep_loss_gradient (fixture.step, false);
  take_step (&fixture, 0.0, NULL);
  g_assert_null (iso_step_loss_gradient (fixture.step));
  /* A sample is compared with proxies, not with samples. */
  configure (&fixture.settings, "loss.name", "proxy-anchor");
  g_assert_true (iso_step_prepare_loss (fixture.step, &fixture.settings, 7, 3, NULL));
  iso_step_keep_loss_gradient (fixture.step, true);
  take_step (&fixture, 0.0, NULL);
  g_assert_null (iso_step_loss_gradient (fixture.step));
  fixture_clear (&fixture);
}

/* Rows and columns of a snapshot go together: its own Sˢ and labels give its gradient again. */
static void
test_snapshot (void)
{
  static const char *const assignments[] = { "teacher.kind=moving-average", "distill.mode=obdp", "loss.name=multi-similarity", NULL };
  SmallRun run;
  IsoStepResult result;
  small_run_init (&run, assignments, NULL);
  iso_runner_keep_loss_gradient (run.runner, true);
  for (int i = 0; i < 3; i++)
    g_assert_true (iso_runner_step (run.runner, &result, NULL));
  g_autoptr (IsoBatchSnapshot) snapshot = iso_runner_snapshot (run.runner, false);
  g_autoptr (IsoBatchSnapshot) probe = iso_runner_snapshot (run.runner, true);
  size_t B = snapshot->B;
  g_autofree float *expected = g_new0 (float, B * B);
  double loss = loss_of (snapshot->student_similarity, snapshot->embeddings, snapshot->labels, iso_runner_settings (run.runner), expected,
                         B, snapshot->D);
  g_assert_cmpfloat_with_epsilon (loss, result.metric_loss, 1e-5);
  g_assert_nonnull (snapshot->loss_gradient);
  g_assert_null (probe->loss_gradient);
  double largest = 0.0;
  for (size_t at = 0; at < B * B; at++)
    {
      largest = fmax (largest, fabs ((double) expected[at]));
      g_assert_true (fabs ((double) expected[at] - (double) snapshot->loss_gradient[at]) <= 1e-6);
    }
  g_assert_true (largest > 1e-5);
  iso_runner_keep_loss_gradient (run.runner, false);
  g_assert_true (iso_runner_step (run.runner, &result, NULL));
  g_autoptr (IsoBatchSnapshot) unwatched = iso_runner_snapshot (run.runner, false);
  g_assert_null (unwatched->loss_gradient);
  small_run_clear (&run);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/loss-gradient/differences", test_differences);
  g_test_add_func ("/loss-gradient/undistilled", test_undistilled);
  g_test_add_func ("/loss-gradient/unasked", test_unasked);
  g_test_add_func ("/loss-gradient/snapshot", test_snapshot);
  return g_test_run ();
}
