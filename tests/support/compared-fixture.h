/* Runs to compare that nobody has trained: settings, a few epochs, scores. */
#pragma once

#include <math.h>
#include <string.h>

#include "engine/train/parameters.h"
#include "ui/plot/compared-runs.h"

typedef struct {
  gint64 id;
  const char *name, *mode, *lambda, *seed;
  double recall;
  int epochs;
} TestRun;

static inline IsoHistory *
test_history_new (int epochs, double recall)
{
  IsoHistory *history = iso_history_new ();
  for (int step = 0; step <= 8 * epochs; step++)
    {
      IsoStepRecord record = { .step = (guint64) step, .epoch = (step - 1) / 8, .loss = 1.0 + 1.0 / (1.0 + step), .divergence = NAN };
      if (step > 0)
        iso_history_add_step (history, &record);
      if (step % 8 != 0)
        continue;
      IsoEpochRecord epoch = { .step = (guint64) step, .epoch = step / 8 };
      iso_scores_init (&epoch.test);
      iso_scores_init (&epoch.validation);
      iso_scores_init (&epoch.train);
      epoch.test.metrics = 1u << ISO_METRIC_RECALL;
      epoch.test.k_count = 1;
      epoch.test.ks[0] = 1;
      epoch.test.recall[0] = epoch.test.recall_1 = recall - 0.1 / (1.0 + step);
      iso_history_add_epoch (history, &epoch);
    }
  return history;
}

static inline IsoRun *
test_run_new (const TestRun *run)
{
  IsoRun *made = g_new0 (IsoRun, 1);
  g_autofree char *mode = g_strdup_printf ("distill.mode=%s", run->mode), *lambda = g_strdup_printf ("distill.lambda=%s", run->lambda);
  g_autofree char *seed = g_strdup_printf ("train.seed=%s", run->seed);
  const char *const assignments[] = { mode, lambda, seed, NULL };
  IsoSettings settings;
  iso_settings_init (&settings);
  g_assert_true (iso_settings_set_all (&settings, assignments, NULL));
  made->id = run->id;
  made->uuid = g_strdup_printf ("%08d-aaaa-4aaa-8aaa-aaaaaaaaaaaa", (int) run->id);
  made->name = g_strdup (run->name != NULL ? run->name : "toy · multi-similarity");
  made->note = g_strdup ("");
  made->status = ISO_RUN_FINISHED;
  made->settings = iso_settings_to_json (&settings);
  made->data = g_strdup ("toy");
  made->fingerprint = g_strdup ("0123456789abcdef");
  made->version = g_strdup ("0");
  made->epochs = made->planned_epochs = run->epochs;
  made->steps = 8 * (guint64) run->epochs;
  iso_scores_init (&made->test);
  iso_scores_init (&made->validation);
  iso_scores_init (&made->train);
  made->test.metrics = 1u << ISO_METRIC_RECALL;
  made->test.k_count = 1;
  made->test.ks[0] = 1;
  made->test.recall[0] = made->test.recall_1 = run->recall;
  return made;
}

static inline IsoComparedRuns *
test_compared_new (const TestRun *runs, size_t count)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) iso_run_free);
  GPtrArray *histories = g_ptr_array_new_with_free_func ((GDestroyNotify) iso_history_unref);
  for (size_t i = 0; i < count; i++)
    {
      g_ptr_array_add (list, test_run_new (&runs[i]));
      g_ptr_array_add (histories, test_history_new (runs[i].epochs, runs[i].recall));
    }
  IsoComparedRuns *compared = iso_compared_runs_new (list, histories, NULL, &error);
  g_assert_no_error (error);
  return compared;
}

/* Five seeds of OBDP against four plain ones, and PSD once: R's t.test of the first two is known (test-mean-difference.c). */
static const TestRun test_seeds[] = {
  { 1, NULL, "none", "50", "1", 0.801, 3 }, { 2, NULL, "none", "50", "2", 0.799, 3 },  { 3, NULL, "none", "50", "3", 0.806, 3 },
  { 4, NULL, "none", "50", "4", 0.790, 3 }, { 5, NULL, "obdp", "50", "1", 0.812, 3 },  { 6, NULL, "obdp", "50", "2", 0.807, 3 },
  { 7, NULL, "obdp", "50", "3", 0.819, 3 }, { 8, NULL, "obdp", "50", "4", 0.811, 3 },  { 9, NULL, "obdp", "50", "5", 0.815, 3 },
  { 10, NULL, "psd", "50", "1", 0.795, 3 },
};
