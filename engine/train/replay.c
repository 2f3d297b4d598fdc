#include "engine/train/replay.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <math.h>
#include <stddef.h>
#include <string.h>

#include "engine/base/error.h"

static const struct {
  const char *name;
  size_t offset;
} numbers[] = {
  { "loss", offsetof (IsoStepRecord, loss) },
  { "metric_loss", offsetof (IsoStepRecord, metric_loss) },
  { "divergence", offsetof (IsoStepRecord, divergence) },
  { "gradient_norm", offsetof (IsoStepRecord, gradient_norm) },
  { "active", offsetof (IsoStepRecord, active) },
};

static double
number_of (const IsoStepRecord *record, size_t n)
{
  return *(const double *) (const void *) ((const char *) record + numbers[n].offset);
}

/* Whether the step is as expected; if not, result says in what. */
static bool
compare (IsoReplayResult *result, const IsoStepRecord *expected, const IsoStepRecord *found)
{
  for (size_t n = 0; n < G_N_ELEMENTS (numbers); n++)
    {
      double a = number_of (expected, n), b = number_of (found, n);
      if (memcmp (&a, &b, sizeof a) == 0 || (isnan (a) && isnan (b)))
        continue;
      result->step = expected->step;
      result->number = numbers[n].name;
      result->expected = a;
      result->found = b;
      return false;
    }
  result->compared++;
  return true;
}

/* As the run ended it: with an evaluation only where that decides on batches. */
static bool
end_epoch (IsoRunner *runner, GCancellable *cancellable, GError **error)
{
  if (iso_runner_settings (runner)->batch.sampler == ISO_SAMPLER_HARD_CLASSES && iso_runner_wants_evaluation (runner))
    {
      g_autoptr (IsoEpochSnapshot) snapshot = iso_runner_evaluate (runner, true, cancellable, error);
      return snapshot != NULL;
    }
  iso_runner_end_epoch (runner);
  return true;
}

static bool
begin (IsoRunner *runner, const IsoCheckpoint *checkpoint, GCancellable *cancellable, GError **error)
{
  if (checkpoint != NULL)
    return iso_runner_restore (runner, checkpoint, error);
  if (iso_runner_settings (runner)->batch.sampler != ISO_SAMPLER_HARD_CLASSES)
    return true;
  g_autoptr (IsoEpochSnapshot) untrained = iso_runner_evaluate (runner, false, cancellable, error);
  return untrained != NULL;
}

/* The step that comes next, with what is due before it. */
static bool
take_step (IsoRunner *runner, const IsoJournal *journal, size_t *next, GCancellable *cancellable, GError **error)
{
  IsoStepResult step;
  if (g_cancellable_is_cancelled (cancellable))
    {
      g_set_error_literal (error, ISO_ERROR, ISO_ERROR_CANCELLED, _("interrupted"));
      return false;
    }
  return (!iso_runner_is_at_epoch_end (runner) || end_epoch (runner, cancellable, error))
         && iso_journal_apply (journal, next, runner, error) && iso_runner_step (runner, &step, error);
}

bool
iso_replay_run (IsoReplayResult *result, IsoExperiment *experiment, const IsoCheckpoint *checkpoint, const IsoJournal *journal,
                const IsoStepRecord *records, size_t count, IsoReplayProgress progress, gpointer data, GCancellable *cancellable,
                GError **error)
{
  g_autoptr (IsoHistory) history = iso_history_new ();
  g_autoptr (IsoRunner) runner = iso_runner_new (experiment, history, error);
  size_t next = 0;
  *result = (IsoReplayResult) { 0 };
  if (runner == NULL || !begin (runner, checkpoint, cancellable, error))
    return false;
  for (size_t i = 0; i < count; i++)
    {
      guint64 step = iso_runner_step_count (runner) + 1;
      IsoStepRecord found;
      if (records[i].step != step)
        {
          g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT, _("found step %" PRIu64 " to compare with, expected step %" PRIu64),
                       records[i].step, step);
          return false;
        }
      if (!take_step (runner, journal, &next, cancellable, error))
        return false;
      if (iso_history_read_steps (history, &found, (size_t) step - 1, 1) != 1 || !compare (result, &records[i], &found))
        return true;
      if (progress != NULL)
        progress (step, records[count - 1].step, data);
    }
  return true;
}
