#include "engine/sweep/run.h"

#include <glib/gi18n-lib.h>

#include "engine/base/error.h"
#include "engine/base/timing.h"

static bool
evaluate (IsoSweepTask *task, IsoRunner *runner, bool finish, GError **error)
{
  g_autoptr (IsoEpochSnapshot) snapshot = iso_runner_evaluate (runner, finish, task->cancellable, error);
  if (snapshot == NULL)
    return false;
  if (task->keeper->evaluated != NULL)
    task->keeper->evaluated (task->keeper->data, task->kept, runner, snapshot);
  return true;
}

static bool
check_cancelled (IsoSweepTask *task, GError **error)
{
  if (!g_cancellable_is_cancelled (task->cancellable))
    return true;
  g_set_error_literal (error, ISO_ERROR, ISO_ERROR_CANCELLED, _("interrupted"));
  return false;
}

/* Steps and evaluations until the planned end. */
static bool
train (IsoSweepTask *task, IsoRunner *runner, GError **error)
{
  int epochs = task->settings.train.epochs;
  double all = (double) epochs * (double) iso_runner_steps_per_epoch (runner);
  if (!evaluate (task, runner, false, error))
    return false;
  while (iso_runner_epoch (runner) < epochs)
    {
      IsoStepResult result;
      if (!check_cancelled (task, error) || !iso_runner_step (runner, &result, error))
        return false;
      task->done = (int) ((double) ISO_SWEEP_WHOLE * (double) iso_runner_step_count (runner) / all);
      if (!iso_runner_is_at_epoch_end (runner))
        continue;
      if (!iso_runner_wants_evaluation (runner))
        iso_runner_end_epoch (runner);
      else if (!evaluate (task, runner, true, error))
        return false;
    }
  return true;
}

/* Data, experiment and runner; then all of it. */
static bool
run (IsoSweepTask *task, IsoSweepDatasets *datasets, IsoHistory *history, GError **error)
{
  g_autoptr (IsoDataset) dataset = iso_sweep_datasets_get (datasets, &task->settings, task->cancellable, error);
  g_autoptr (IsoExperiment) experiment =
      dataset != NULL ? iso_experiment_new (&task->settings, dataset, task->cancellable, error) : NULL;
  g_autoptr (IsoRunner) runner = experiment != NULL ? iso_runner_new (experiment, history, error) : NULL;
  if (runner == NULL)
    return false;
  if (task->keeper->begun != NULL)
    task->kept = task->keeper->begun (task->keeper->data, task->point, experiment, history);
  return train (task, runner, error);
}

IsoSweepOutcome *
iso_sweep_run (IsoSweepTask *task, gpointer datasets)
{
  g_autoptr (IsoHistory) history = iso_history_new ();
  g_autoptr (GError) error = NULL;
  double start = iso_seconds ();
  if (!run (task, datasets, history, &error) && g_cancellable_is_cancelled (task->cancellable))
    {
      /* Whatever the step or the loading said of it. */
      g_clear_error (&error);
      check_cancelled (task, &error);
    }
  return iso_sweep_outcome_new (history, error, iso_seconds () - start);
}
