/* What a training step must not do: be harmed by bad numbers, depend on the threads, be moved by who looks at it. */
#include <math.h>
#include <string.h>

#include "engine/base/error.h"
#include "tests/support/step-fixture.h"

/* A batch with a NaN changes nothing: training goes on as if it had never been. */
static void
test_bad_numbers (void)
{
  const char *losses[] = { "multi-similarity", "triplet" };
  const float bad[] = { NAN, INFINITY };
  for (size_t c = 0; c < G_N_ELEMENTS (losses) * G_N_ELEMENTS (bad); c++)
    {
      Fixture fixture, clean;
      fixture_init (&fixture, 28, "obdp");
      fixture_init (&clean, 28, "obdp");
      configure (&fixture.settings, "loss.name", losses[c % 2]);
      configure (&clean.settings, "loss.name", losses[c % 2]);
      size_t bytes = iso_network_weight_count (fixture.network) * sizeof (float);
      g_free (train (&fixture, 4, NULL));
      g_free (train (&clean, 4, NULL));
      float kept = fixture.input[33];
      fixture.input[33] = bad[c / 2];
      IsoRandom mining = fixture.mining;
      IsoStepResult result = take_step (&fixture, 4.0, NULL);
      g_assert_false (result.finite);
      g_assert_cmpmem (iso_step_weights (fixture.step), bytes, iso_step_weights (clean.step), bytes);
      fixture.input[33] = kept;
      fixture.mining = mining;
      g_assert_true (take_step (&fixture, 4.0, NULL).finite);
      g_assert_true (take_step (&clean, 4.0, NULL).finite);
      g_assert_cmpmem (iso_step_weights (fixture.step), bytes, iso_step_weights (clean.step), bytes);
      fixture_clear (&fixture);
      fixture_clear (&clean);
    }
}

/* A gradient that the optimizer's float32 moments cannot hold counts as infinite. */
static void
test_huge_gradient (void)
{
  const double lambdas[] = { 1e25, 1e60, INFINITY };
  for (size_t c = 0; c < G_N_ELEMENTS (lambdas); c++)
    {
      Fixture fixture;
      fixture_init (&fixture, 28, "obdp");
      g_autofree float *weights = train (&fixture, 4, NULL);
      fixture.settings.distill.lambda = lambdas[c];
      g_assert_false (take_step (&fixture, 4.0, NULL).finite);
      size_t bytes = iso_network_weight_count (fixture.network) * sizeof (float);
      g_assert_cmpmem (iso_step_weights (fixture.step), bytes, weights, bytes);
      fixture_clear (&fixture);
    }
}

static void
test_bad_settings (void)
{
  Fixture fixture;
  fixture_init (&fixture, 28, "obdp");
  iso_step_teach (fixture.step);
  fixture.settings.distill.omega = 1.0;
  size_t bytes = iso_network_weight_count (fixture.network) * sizeof (float);
  g_autofree float *weights = g_memdup2 (iso_step_weights (fixture.step), bytes);
  g_autoptr (GError) error = NULL;
  IsoStepResult result;
  g_assert_false (iso_step_run (fixture.step, &result, fixture.input, fixture.labels, &fixture.settings, 1.0, 10.0,
                                &fixture.mining, NULL, &error));
  g_assert_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT);
  g_assert_cmpmem (iso_step_weights (fixture.step), bytes, weights, bytes);
  fixture_clear (&fixture);
}

static void
test_same_for_any_threads (void)
{
  const char *modes[] = { "obdp", "none", "uniform" };
  const size_t batches[] = { 56, 264 };
  for (size_t c = 0; c < G_N_ELEMENTS (modes) * G_N_ELEMENTS (batches); c++)
    {
      g_autofree float *expected = NULL;
      for (int threads = 1; threads <= 4; threads++)
        {
          Fixture fixture;
          fixture_init (&fixture, batches[c / 3], modes[c % 3]);
          size_t bytes = iso_network_weight_count (fixture.network) * sizeof (float);
          g_autoptr (IsoPool) pool = iso_pool_new (threads);
          g_autofree float *weights = train (&fixture, 6, pool);
          if (expected == NULL)
            expected = g_memdup2 (weights, bytes);
          g_assert_cmpmem (weights, bytes, expected, bytes);
          fixture_clear (&fixture);
        }
    }
}

static void
test_probe (void)
{
  Fixture fixture;
  fixture_init (&fixture, 28, "obdp");
  g_autofree float *Z = g_new (float, 28 * SIZE), *S = g_new (float, 28 * 28), *T = g_new (float, 28 * 28);
  take_step (&fixture, 0.0, NULL);
  iso_step_probe (fixture.step, Z, S, T, fixture.input, NULL);
  g_assert_cmpmem (S, 28 * 28 * sizeof (float), T, 28 * 28 * sizeof (float));
  iso_step_teach (fixture.step);
  iso_step_probe (fixture.step, Z, S, T, fixture.input, NULL);
  g_assert_cmpmem (S, 28 * 28 * sizeof (float), T, 28 * 28 * sizeof (float));
  /* What the step computes first is what the probe saw before it. */
  take_step (&fixture, 1.0, NULL);
  g_assert_cmpmem (Z, 28 * SIZE * sizeof (float), iso_step_embeddings (fixture.step), 28 * SIZE * sizeof (float));
  g_assert_cmpmem (S, 28 * 28 * sizeof (float), iso_step_student_similarity (fixture.step), 28 * 28 * sizeof (float));
  g_assert_cmpmem (T, 28 * 28 * sizeof (float), iso_step_teacher_similarity (fixture.step), 28 * 28 * sizeof (float));
  /* And probing leaves the step's own results alone. */
  g_autofree float *before = g_memdup2 (iso_step_embeddings (fixture.step), 28 * SIZE * sizeof (float));
  iso_step_probe (fixture.step, Z, S, T, fixture.input, NULL);
  g_assert_cmpmem (before, 28 * SIZE * sizeof (float), iso_step_embeddings (fixture.step), 28 * SIZE * sizeof (float));
  g_assert_true (memcmp (S, T, 28 * 28 * sizeof (float)) != 0);
  fixture_clear (&fixture);
}

static void
test_embed (void)
{
  Fixture fixture;
  fixture_init (&fixture, 28, "none");
  g_autoptr (GError) error = NULL;
  const size_t count = 2500;
  float *values = iso_block_new (count, FEATURES, sizeof (float), "values", &error);
  gint32 *labels = iso_block_new (count, 1, sizeof (gint32), "labels", &error);
  g_assert_no_error (error);
  IsoRandom random;
  iso_random_init (&random, 2, "input");
  for (size_t i = 0; i < count * FEATURES; i++)
    values[i] = (float) iso_random_normal (&random);
  g_autofree float *copy = g_memdup2 (values, count * FEATURES * sizeof (float));
  const IsoSampleShape shape = { 1, 1, FEATURES, false };
  g_autoptr (IsoDataset) dataset = iso_dataset_new ("values", shape, count, NULL, values, labels, NULL, 1, NULL, &error);
  g_assert_no_error (error);
  const IsoNormalizer normalizer = { .shift = 0.25f, .scale = 2.0f };
  const size_t N = 2203;
  g_autofree guint32 *indices = g_new (guint32, N);
  g_autofree float *input = g_new (float, N * FEATURES), *Z = g_new (float, N * SIZE), *serial = g_new (float, N * SIZE);
  for (size_t i = 0; i < N; i++)
    {
      indices[i] = (guint32) (i * 7 % count);
      for (size_t j = 0; j < FEATURES; j++)
        input[i * FEATURES + j] = (copy[indices[i] * FEATURES + j] - 0.25f) * 2.0f;
    }
  g_autoptr (IsoPool) pool = iso_pool_new (3);
  iso_step_embed (fixture.step, serial, dataset, normalizer, indices, N, NULL);
  iso_step_embed (fixture.step, Z, dataset, normalizer, indices, N, pool);
  g_assert_cmpmem (Z, N * SIZE * sizeof (float), serial, N * SIZE * sizeof (float));
  g_autoptr (IsoActivations) activations = iso_activations_new (fixture.network, N, false);
  iso_network_forward (fixture.network, iso_step_weights (fixture.step), activations, input, N, NULL);
  const float *expected = iso_activations_embeddings (activations);
  for (size_t i = 0; i < N * SIZE; i++)
    g_assert_true (fabsf (Z[i] - expected[i]) <= 1e-5f);
  iso_step_embed (fixture.step, Z, dataset, normalizer, indices, 0, pool);
  fixture_clear (&fixture);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/step-guards/bad-numbers", test_bad_numbers);
  g_test_add_func ("/step-guards/huge-gradient", test_huge_gradient);
  g_test_add_func ("/step-guards/bad-settings", test_bad_settings);
  g_test_add_func ("/step-guards/same-for-any-threads", test_same_for_any_threads);
  g_test_add_func ("/step-guards/probe", test_probe);
  g_test_add_func ("/step-guards/embed", test_embed);
  return g_test_run ();
}
