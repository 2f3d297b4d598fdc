/* The runs of a sweep, two at once from one set of data, beside runs of the same settings by themselves. */
#include <glib.h>

#include "engine/sweep/run.h"

typedef struct {
  IsoEpochRecord last[4];
  size_t counts[4];
  int begun, evaluated;
} Taken;

static gpointer
taken_begun (gpointer data, size_t point, IsoExperiment *experiment, IsoHistory *history)
{
  g_atomic_int_inc (&((Taken *) data)->begun);
  return experiment;
}

static void
taken_evaluated (gpointer data, gpointer kept, IsoRunner *runner, IsoEpochSnapshot *snapshot)
{
  g_assert_true (kept == snapshot->experiment);
  g_atomic_int_inc (&((Taken *) data)->evaluated);
}

static bool
taken_finished (gpointer data, gpointer kept, size_t point, const IsoSweepOutcome *outcome, GError **error)
{
  Taken *taken = data;
  g_assert_nonnull (kept);
  g_assert_cmpint (outcome->end, ==, ISO_SWEEP_FINISHED);
  taken->counts[point] = outcome->epoch_count;
  taken->last[point] = outcome->epochs[outcome->epoch_count - 1];
  return true;
}

/* What a run of these settings comes to by itself. */
static IsoEpochRecord
run_alone (const IsoSettings *settings)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (IsoExperiment) experiment = iso_experiment_new (settings, NULL, NULL, &error);
  g_assert_no_error (error);
  g_autoptr (IsoHistory) history = iso_history_new ();
  g_autoptr (IsoRunner) runner = iso_runner_new (experiment, history, &error);
  g_assert_no_error (error);
  iso_epoch_snapshot_unref (iso_runner_evaluate (runner, false, NULL, &error));
  while (iso_runner_epoch (runner) < settings->train.epochs)
    {
      IsoStepResult result;
      g_assert_true (iso_runner_step (runner, &result, &error));
      if (iso_runner_is_at_epoch_end (runner))
        iso_epoch_snapshot_unref (iso_runner_evaluate (runner, true, NULL, &error));
    }
  IsoEpochRecord last;
  iso_history_read_epochs (history, &last, iso_history_epoch_count (history) - 1, 1);
  return last;
}

static void
test_as_alone (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (IsoSweepPlan) plan = iso_sweep_plan_parse (
      "test.json",
      "{\"name\": \"test\", \"base\": {\"network.hidden\": \"24\", \"network.embedding\": 8, \"train.epochs\": 2, "
      "\"train.evaluate_sample\": 300, \"data.validation\": \"sample\"}, \"grid\": {\"distill.omega\": [0.3, 0.8]}, \"seeds\": [1, 2]}",
      &error);
  g_assert_no_error (error);
  g_autoptr (IsoSweepDatasets) datasets = iso_sweep_datasets_new ();
  Taken taken = { 0 };
  const IsoSweepKeeper keeper = { .data = &taken, .begun = taken_begun, .evaluated = taken_evaluated, .finished = taken_finished };
  const IsoSweepQueueOptions options = { .run = iso_sweep_run, .run_data = datasets, .shard = ISO_SHARD_ALL, .jobs = 2 };
  IsoSweepQueue *queue = iso_sweep_queue_new (plan, &options, &keeper);
  g_assert_true (iso_sweep_queue_wait (queue, -1.0));
  iso_sweep_queue_free (queue);
  g_assert_cmpint (taken.begun, ==, 4);
  g_assert_cmpint (taken.evaluated, ==, 12);
  for (size_t point = 0; point < 4; point++)
    {
      IsoSettings settings;
      iso_sweep_plan_settings (&settings, plan, point);
      IsoEpochRecord alone = run_alone (&settings);
      g_assert_cmpuint (taken.counts[point], ==, 3);
      g_assert_cmpfloat (taken.last[point].test.recall_1, ==, alone.test.recall_1);
      g_assert_cmpfloat (taken.last[point].validation.map_at_r, ==, alone.validation.map_at_r);
    }
  g_assert_cmpfloat (taken.last[0].validation.map_at_r, !=, taken.last[2].validation.map_at_r);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sweep-run/as-alone", test_as_alone);
  return g_test_run ();
}
