/* Small runs that are recorded, and what is read of them again compared with what they were. */
#pragma once

#include "engine/base/error.h"
#include "engine/store/recorder.h"
#include "engine/train/trainer.h"
#include "tests/support/small-run.h"
#include "tests/support/store-fixture.h"

#define PATIENCE 60.0

static const char *const plain[] __attribute__ ((unused)) = { "train.epochs=4", NULL };

static inline IsoRecorder *
begin (const char *folder, SmallRun *run, const IsoRecorderOptions *options)
{
  g_autoptr (GError) error = NULL;
  IsoRecorder *recorder = iso_recorder_new (folder, run->experiment, run->history, options, &error);
  g_assert_no_error (error);
  return recorder;
}

static inline void
assert_written (IsoRecorder *recorder)
{
  bool written = iso_recorder_wait (recorder, PATIENCE);
  g_autofree char *problem = iso_recorder_problem (recorder);
  g_assert_cmpstr (problem, ==, NULL);
  g_assert_true (written);
}

/* As the command line does it: each epoch with its checkpoint, its evaluation and the probe batch. */
static inline void
train_epochs (SmallRun *run, IsoRecorder *recorder, int count)
{
  while (count-- > 0)
    {
      g_autoptr (GError) error = NULL;
      IsoStepResult result;
      while (!iso_runner_is_at_epoch_end (run->runner))
        g_assert_true (iso_runner_step (run->runner, &result, &error));
      g_autoptr (IsoEpochSnapshot) snapshot = iso_runner_evaluate (run->runner, true, NULL, &error);
      g_autoptr (GBytes) image = iso_runner_image (run->runner, &error);
      g_autoptr (IsoBatchSnapshot) probe = iso_runner_snapshot (run->runner, true);
      g_assert_no_error (error);
      iso_recorder_epoch (recorder, image, snapshot, probe);
      assert_written (recorder);
    }
}

static inline void
assert_same_scores (const IsoScores *a, const IsoScores *b)
{
  IsoScoreKey keys[ISO_SCORES_MAX], others[ISO_SCORES_MAX];
  size_t count = iso_scores_keys (keys, a);
  g_assert_cmpuint (count, ==, iso_scores_keys (others, b));
  for (size_t i = 0; i < count; i++)
    {
      double one = iso_scores_value (a, keys[i]), other = iso_scores_value (b, others[i]);
      g_assert_true (iso_score_key_equal (keys[i], others[i]));
      g_assert_true (one == other || (isnan (one) && isnan (other)));
    }
}

static inline void
assert_same_epochs (IsoHistory *history, IsoHistory *other)
{
  size_t count = iso_history_epoch_count (history);
  g_assert_cmpuint (iso_history_epoch_count (other), ==, count);
  for (size_t i = 0; i < count; i++)
    {
      IsoEpochRecord a, b;
      iso_history_read_epochs (history, &a, i, 1);
      iso_history_read_epochs (other, &b, i, 1);
      g_assert_cmpint (a.epoch, ==, b.epoch);
      g_assert_cmpuint (a.step, ==, b.step);
      g_assert_cmpfloat (a.train_seconds, ==, b.train_seconds);
      g_assert_cmpfloat (a.evaluate_seconds, ==, b.evaluate_seconds);
      assert_same_scores (&a.test, &b.test);
      assert_same_scores (&a.validation, &b.validation);
      assert_same_scores (&a.train, &b.train);
    }
}

/* Field by field: what lies between them is not the run's. */
static inline void
assert_same_steps (IsoHistory *history, IsoHistory *other)
{
  size_t count = iso_history_step_count (history);
  g_assert_cmpuint (iso_history_step_count (other), ==, count);
  for (size_t i = 0; i < count; i++)
    {
      IsoStepRecord a, b;
      iso_history_read_steps (history, &a, i, 1);
      iso_history_read_steps (other, &b, i, 1);
      g_assert_true (a.step == b.step && a.epoch == b.epoch);
      g_assert_cmpmem (&a.loss, sizeof a - G_STRUCT_OFFSET (IsoStepRecord, loss), &b.loss,
                       sizeof b - G_STRUCT_OFFSET (IsoStepRecord, loss));
    }
}

static inline void
assert_same_history (IsoHistory *history, IsoStore *store, gint64 run)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (IsoHistory) read = iso_store_read_history (store, run, &error);
  g_assert_no_error (error);
  assert_same_steps (history, read);
  assert_same_epochs (history, read);
  size_t count = iso_history_event_count (history);
  g_assert_cmpuint (iso_history_event_count (read), ==, count);
  for (size_t i = 0; i < count; i++)
    {
      IsoEvent a, b;
      iso_history_read_events (history, &a, i, 1);
      iso_history_read_events (read, &b, i, 1);
      g_assert_true (a.step == b.step && a.kind == b.kind && a.key == b.key && a.text == b.text && a.value == b.value);
    }
}

static inline IsoRun *
find_run (IsoStore *store, gint64 id)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *word = g_strdup_printf ("%" G_GINT64_FORMAT, id);
  IsoRun *run = iso_store_find (store, word, &error);
  g_assert_no_error (error);
  return run;
}
