/* What an experiment makes of samplers and label noise, and that a run goes by it. */
#include "engine/train/runner.h"

#include <math.h>
#include <string.h>

#include "engine/base/error.h"
#include "engine/train/parameters.h"

static IsoExperiment *
make (const char *const *assignments, GError **error)
{
  const char *const base[] = { "network.hidden=16", "network.embedding=8", "batch.size=32", "train.epochs=2", "train.threads=1",
                               "train.evaluate_sample=200", NULL };
  IsoSettings settings;
  iso_settings_init (&settings);
  g_assert_true (iso_settings_set_all (&settings, base, NULL));
  g_assert_true (iso_settings_set_all (&settings, assignments, NULL));
  return iso_experiment_new (&settings, NULL, NULL, error);
}

#define MAKE(error, ...) make ((const char *const[]) { __VA_ARGS__, NULL }, error)

static void
test_label_noise (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (IsoExperiment) clean = MAKE (&error, "data.validation=sample");
  g_assert_no_error (error);
  g_autoptr (IsoExperiment) noisy = MAKE (&error, "data.validation=sample", "data.label_noise=0.25");
  g_assert_no_error (error);
  const gint32 *truth = iso_dataset_labels (noisy->dataset), *trained = iso_experiment_training_labels (noisy);
  size_t N = iso_dataset_sample_count (noisy->dataset), changed = 0, changed_in_training = 0;
  g_assert_true (iso_experiment_training_labels (clean) == iso_dataset_labels (clean->dataset));
  for (size_t i = 0; i < N; i++)
    changed += truth[i] != trained[i];
  for (size_t i = 0; i < noisy->split.train.count; i++)
    changed_in_training += truth[noisy->split.train.indices[i]] != trained[noisy->split.train.indices[i]];
  g_assert_cmpuint (changed, ==, (size_t) round (0.25 * (double) noisy->split.train.count));
  g_assert_cmpuint (changed, ==, changed_in_training);
}

/* Steps of one epoch, then its evaluation; the last step's loss. */
static double
run_epoch (IsoRunner *runner, IsoEpochSnapshot **epoch)
{
  g_autoptr (GError) error = NULL;
  IsoStepResult result = { 0 };
  while (!iso_runner_is_at_epoch_end (runner))
    {
      g_assert_true (iso_runner_step (runner, &result, &error));
      g_assert_no_error (error);
    }
  *epoch = iso_runner_evaluate (runner, true, NULL, &error);
  g_assert_no_error (error);
  return result.loss;
}

static double
run_two_epochs (const char *const *assignments)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (IsoExperiment) experiment = make (assignments, &error);
  g_assert_no_error (error);
  g_autoptr (IsoHistory) history = iso_history_new ();
  g_autoptr (IsoRunner) runner = iso_runner_new (experiment, history, &error);
  g_assert_no_error (error);
  const gint32 *truth = iso_dataset_labels (experiment->dataset);
  double loss = 0.0;
  for (int e = 0; e < 2; e++)
    {
      g_autoptr (IsoEpochSnapshot) epoch = NULL;
      loss = run_epoch (runner, &epoch);
      g_assert_true (epoch->test.recall_1 > 0.2 && epoch->train.recall_1 > 0.2);
      /* Views see the true classes, whatever training was told. */
      g_autoptr (IsoBatchSnapshot) batch = iso_runner_snapshot (runner, false);
      for (size_t i = 0; i < batch->B; i++)
        g_assert_cmpint (batch->labels[i], ==, truth[batch->indices[i]]);
    }
  g_assert_true (isfinite (loss));
  return loss;
}

/* Each trains, is another run than the usual one, and is the same run again. */
static void
test_runs (void)
{
  static const char *const kinds[][3] = { { "batch.sampler=classes" },
                                          { "batch.sampler=balanced" },
                                          { "batch.sampler=random" },
                                          { "batch.sampler=hard-classes", "batch.neighborhood=3" },
                                          { "data.label_noise=0.2" } };
  double usual = run_two_epochs (kinds[0]);
  for (size_t k = 0; k < G_N_ELEMENTS (kinds); k++)
    {
      double loss = run_two_epochs (kinds[k]);
      g_assert_true ((loss == usual) == (k == 0));
      g_assert_cmpfloat (loss, ==, run_two_epochs (kinds[k]));
    }
}

static void
test_refused (void)
{
  g_autoptr (GError) error = NULL;
  g_assert_null (MAKE (&error, "batch.sampler=hard-classes", "train.evaluate_sample=0"));
  g_assert_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT);
  g_assert_nonnull (strstr (error->message, "train.evaluate_sample"));
  g_clear_error (&error);
  g_assert_null (MAKE (&error, "batch.sampler=balanced", "batch.size=18"));
  g_assert_nonnull (strstr (error->message, "balanced"));
  g_clear_error (&error);
  g_assert_null (MAKE (&error, "batch.size=33"));
  g_assert_nonnull (strstr (error->message, "samples_per_class"));
  g_clear_error (&error);
  /* Samples a class have no part in a random batch, so they need not divide it. */
  g_autoptr (IsoExperiment) odd = MAKE (&error, "batch.size=33", "batch.sampler=random");
  g_assert_no_error (error);
  g_assert_nonnull (odd);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/experiment/label-noise", test_label_noise);
  g_test_add_func ("/experiment/runs", test_runs);
  g_test_add_func ("/experiment/refused", test_refused);
  return g_test_run ();
}
