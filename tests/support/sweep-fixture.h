/* Sweeps for tests of views: a plan of three parameters, and a run that only says what it came to, by its settings. */
#pragma once

#include <math.h>

#include "engine/base/error.h"
#include "engine/sweep/queue.h"
#include "engine/sweep/results.h"

/* λ 10 0.1 1 (in this order), mode psd obdp, ω 0.2 0.4: 12 settings, the last key fastest; two seeds. */
#define TEST_SWEEP_TEXT \
  "{\"name\": \"views\", \"base\": {\"data.validation\": \"sample\"}, \"grid\": {\"distill.lambda\": [10, 0.1, 1], " \
  "\"distill.mode\": [\"psd\", \"obdp\"], \"distill.omega\": [0.2, 0.4]}, \"seeds\": [1, 2]}"
#define TEST_SWEEP_SETTINGS 12

static inline IsoSweepPlan *
test_sweep_plan (void)
{
  g_autoptr (GError) error = NULL;
  IsoSweepPlan *plan = iso_sweep_plan_parse ("test.json", TEST_SWEEP_TEXT, &error);
  g_assert_no_error (error);
  return plan;
}

/* 0.5 + 0.01 · setting, 0.001 more or less by the seed: the last setting is the best. */
static inline double
test_sweep_score (const IsoSettings *settings)
{
  size_t lambda = settings->distill.lambda == 10.0 ? 0 : settings->distill.lambda == 0.1 ? 1 : 2;
  size_t mode = settings->distill.mode == ISO_DISTILL_PSD ? 0 : 1, omega = settings->distill.omega == 0.2 ? 0 : 1;
  return 0.5 + 0.01 * (double) (lambda * 4 + mode * 2 + omega) + (settings->train.seed == 1 ? 0.001 : -0.001);
}

/* One that has scores in its only epoch; the test part's is 0.1 less. */
static inline IsoSweepOutcome *
test_sweep_outcome (double score)
{
  IsoSweepOutcome *outcome = iso_sweep_outcome_new (NULL, NULL, 1.0);
  g_free (outcome->epochs);
  outcome->epochs = g_new0 (IsoEpochRecord, 1);
  outcome->epoch_count = 1;
  IsoScores *scores = &outcome->epochs[0].validation;
  iso_scores_init (scores);
  scores->metrics = ISO_METRIC_BIT (ISO_METRIC_RECALL);
  scores->k_count = 1;
  scores->ks[0] = 1;
  scores->recall[0] = scores->recall_1 = score;
  outcome->epochs[0].test = *scores;
  outcome->epochs[0].test.recall[0] = outcome->epochs[0].test.recall_1 = score - 0.1;
  return outcome;
}

/* Read by the runs at once with being written by the test. */
typedef struct {
  _Atomic int microseconds;  /* that a run takes */
  _Atomic int fails;         /* the point that fails, −1: none */
  _Atomic int ran;           /* runs begun */
} TestSweepRun;

/* An IsoSweepRun: data is a TestSweepRun. */
static inline IsoSweepOutcome *
test_sweep_run (IsoSweepTask *task, gpointer data)
{
  TestSweepRun *run = data;
  g_autoptr (GError) error = NULL;
  run->ran++;
  for (int i = 0; i < 10 && !g_cancellable_is_cancelled (task->cancellable); i++)
    {
      task->done = i * ISO_SWEEP_WHOLE / 10;
      g_usleep ((gulong) run->microseconds / 10);
    }
  if (g_cancellable_is_cancelled (task->cancellable))
    g_set_error_literal (&error, ISO_ERROR, ISO_ERROR_CANCELLED, "cancelled");
  else if ((int) task->point == run->fails)
    g_set_error_literal (&error, ISO_ERROR, ISO_ERROR_NUMERIC, "the loss became NaN");
  return error != NULL ? iso_sweep_outcome_new (NULL, error, 1.0) : test_sweep_outcome (test_sweep_score (&task->settings));
}

/* All runs done. */
static inline IsoSweepResults *
test_sweep_results (const IsoSweepPlan *plan)
{
  IsoSweepResults *results = iso_sweep_results_new (plan);
  for (size_t point = 0; point < iso_sweep_plan_point_count (plan); point++)
    {
      IsoSettings settings;
      iso_sweep_plan_settings (&settings, plan, point);
      g_autoptr (IsoSweepOutcome) outcome = test_sweep_outcome (test_sweep_score (&settings));
      iso_sweep_results_take (results, point, outcome);
    }
  return results;
}
