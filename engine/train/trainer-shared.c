/* What the trainer's thread tells the others: its state, its numbers, its batches. */
#include "engine/base/timing.h"
#include "engine/train/trainer-private.h"

/* A view cannot show more than the screen's frames; a probe costs two forward passes, so it is made less often. */
#define LIVE_INTERVAL (1.0 / 60.0)
#define PROBE_INTERVAL (1.0 / 15.0)

void
iso_trainer_set_state (IsoTrainer *trainer, IsoTrainerState state, const char *failure)
{
  pthread_mutex_lock (&trainer->shared.mutex);
  trainer->shared.status.state = state;
  if (failure != NULL)
    {
      g_free (trainer->shared.failure);
      trainer->shared.failure = g_strdup (failure);
    }
  pthread_cond_broadcast (&trainer->shared.changed);
  pthread_mutex_unlock (&trainer->shared.mutex);
  trainer->running = state == ISO_TRAINER_RUNNING;
  if (trainer->lockstep != NULL && (state == ISO_TRAINER_FINISHED || state == ISO_TRAINER_FAILED || state == ISO_TRAINER_STOPPED))
    iso_lockstep_leave (trainer->lockstep, trainer->member);
}

void
iso_trainer_set_evaluating (IsoTrainer *trainer, bool evaluating)
{
  pthread_mutex_lock (&trainer->shared.mutex);
  trainer->shared.status.evaluating = evaluating;
  pthread_mutex_unlock (&trainer->shared.mutex);
}

void
iso_trainer_share_progress (IsoTrainer *trainer)
{
  IsoRunner *runner = trainer->runner;
  double now = iso_seconds (), span = now - trainer->rate_since;
  guint64 steps = iso_runner_step_count (runner);
  pthread_mutex_lock (&trainer->shared.mutex);
  IsoTrainerStatus *status = &trainer->shared.status;
  status->step = steps;
  status->epoch = iso_runner_epoch (runner);
  status->epochs = iso_runner_settings (runner)->train.epochs;
  status->steps_per_epoch = iso_runner_steps_per_epoch (runner);
  status->train_seconds = iso_runner_train_seconds (runner);
  status->evaluate_seconds = iso_runner_evaluate_seconds (runner);
  status->snapshots_published = iso_mailbox_posted (trainer->batches);
  if (span >= 0.5)
    {
      status->steps_per_second = (double) (steps - trainer->rate_steps) / span;
      trainer->rate_since = now;
      trainer->rate_steps = steps;
    }
  pthread_mutex_unlock (&trainer->shared.mutex);
}

void
iso_trainer_share_command_done (IsoTrainer *trainer)
{
  pthread_mutex_lock (&trainer->shared.mutex);
  trainer->shared.status.pending--;
  pthread_mutex_unlock (&trainer->shared.mutex);
}

void
iso_trainer_share_settings (IsoTrainer *trainer)
{
  pthread_mutex_lock (&trainer->shared.mutex);
  trainer->shared.settings = *iso_runner_settings (trainer->runner);
  pthread_mutex_unlock (&trainer->shared.mutex);
}

void
iso_trainer_publish_batch (IsoTrainer *trainer, bool at_once)
{
  bool probe = trainer->watch == ISO_WATCH_PROBE;
  double now = iso_seconds ();
  if (trainer->watch == ISO_WATCH_NOTHING)
    return;
  bool too_soon = now - trainer->published_at < (probe ? PROBE_INTERVAL : LIVE_INTERVAL);
  if (!at_once && (too_soon || !iso_mailbox_is_read (trainer->batches)))
    return;
  IsoBatchSnapshot *snapshot = iso_runner_snapshot (trainer->runner, probe);
  trainer->published_at = now;
  iso_mailbox_post (trainer->batches, snapshot);
}

void
iso_trainer_fail (IsoTrainer *trainer, const GError *error)
{
  iso_trainer_publish_batch (trainer, true);
  iso_trainer_set_state (trainer, ISO_TRAINER_FAILED, error->message);
}
