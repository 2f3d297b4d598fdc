/* A run of a small network on the embedded sample: 24 hidden units, 8 dimensions, batches of 112. */
#pragma once

#include "engine/train/parameters.h"
#include "engine/train/runner.h"

typedef struct {
  IsoExperiment *experiment;
  IsoHistory *history;
  IsoRunner *runner;
} SmallRun;

static inline void
small_settings (IsoSettings *settings, const char *const *assignments)
{
  static const char *const base[] = { "network.hidden=24", "network.embedding=8", "train.epochs=3", "train.threads=1",
                                      "train.evaluate_sample=300", "optimizer.rate=1e-3", NULL };
  g_autoptr (GError) error = NULL;
  iso_settings_init (settings);
  iso_settings_set_all (settings, base, &error);
  g_assert_no_error (error);
  iso_settings_set_all (settings, assignments, &error);
  g_assert_no_error (error);
}

static inline IsoExperiment *
small_experiment (const char *const *assignments, GError **error)
{
  IsoSettings settings;
  small_settings (&settings, assignments);
  return iso_experiment_new (&settings, NULL, NULL, error);
}

/* From the checkpoint at path, under its own settings, where there is one; else from the start, under these assignments. */
static inline void
small_run_init (SmallRun *run, const char *const *assignments, const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (IsoCheckpoint) checkpoint = NULL;
  IsoSettings settings;
  if (path != NULL)
    {
      checkpoint = iso_checkpoint_open (path, &error);
      g_assert_no_error (error);
      iso_checkpoint_settings (&settings, checkpoint, &error);
      g_assert_no_error (error);
    }
  run->experiment = path != NULL ? iso_experiment_resume (checkpoint, &settings, NULL, NULL, &error)
                                 : small_experiment (assignments, &error);
  g_assert_no_error (error);
  run->history = iso_history_new ();
  run->runner = iso_runner_new (run->experiment, run->history, &error);
  g_assert_no_error (error);
  if (path != NULL)
    iso_runner_restore (run->runner, checkpoint, &error);
  g_assert_no_error (error);
}

static inline void
small_run_clear (SmallRun *run)
{
  iso_runner_free (run->runner);
  iso_history_unref (run->history);
  iso_experiment_unref (run->experiment);
}

static inline void
small_run_evaluate (SmallRun *run, bool finish)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (IsoEpochSnapshot) epoch = iso_runner_evaluate (run->runner, finish, NULL, &error);
  g_assert_no_error (error);
}

/* So many steps, with the ends of the epochs among them; 0: to the end of this epoch. */
static inline void
small_run_steps (SmallRun *run, size_t count)
{
  for (size_t i = 0; count == 0 || i < count; i++)
    {
      g_autoptr (GError) error = NULL;
      IsoStepResult result;
      iso_runner_step (run->runner, &result, &error);
      g_assert_no_error (error);
      g_assert_true (result.finite);
      if (!iso_runner_is_at_epoch_end (run->runner))
        continue;
      small_run_evaluate (run, true);
      if (count == 0)
        return;
    }
}

static inline void
small_run_epoch (SmallRun *run)
{
  small_run_steps (run, 0);
}
