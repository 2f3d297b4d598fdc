#include "engine/train/trainer.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "engine/train/trainer-private.h"

static gpointer
ref_batch (gpointer letter)
{
  return iso_batch_snapshot_ref (letter);
}

static void
unref_batch (gpointer letter)
{
  iso_batch_snapshot_unref (letter);
}

static gpointer
ref_epoch (gpointer letter)
{
  return iso_epoch_snapshot_ref (letter);
}

static void
unref_epoch (gpointer letter)
{
  iso_epoch_snapshot_unref (letter);
}

/* runner: one that stands somewhere, taken, or NULL: the thread makes one that stands at the start. lockstep: or NULL. */
static IsoTrainer *
begin (IsoExperiment *experiment, IsoHistory *history, IsoRunner *runner, IsoLockstep *lockstep)
{
  IsoTrainer *trainer = g_new0 (IsoTrainer, 1);
  IsoTrainerStatus *status = &trainer->shared.status;
  pthread_condattr_t attributes;
  trainer->experiment = iso_experiment_ref (experiment);
  trainer->history = iso_history_ref (history);
  trainer->batches = iso_mailbox_new (ref_batch, unref_batch);
  trainer->epochs = iso_mailbox_new (ref_epoch, unref_epoch);
  trainer->commands = iso_command_queue_new ();
  g_queue_init (&trainer->planned);
  trainer->cancellable = g_cancellable_new ();
  trainer->runner = runner;
  if (lockstep != NULL)
    {
      trainer->lockstep = iso_lockstep_ref (lockstep);
      trainer->member = iso_lockstep_join (lockstep);
    }
  pthread_mutex_init (&trainer->shared.mutex, NULL);
  pthread_condattr_init (&attributes);
  pthread_condattr_setclock (&attributes, CLOCK_MONOTONIC);
  pthread_cond_init (&trainer->shared.changed, &attributes);
  pthread_condattr_destroy (&attributes);
  trainer->shared.settings = experiment->settings;
  const IsoSettings *start = runner != NULL ? iso_runner_start_settings (runner) : &experiment->settings;
  trainer->knows_start = start != NULL;
  if (start != NULL)
    trainer->start = *start;
  status->epochs = experiment->settings.train.epochs;
  if (runner != NULL)
    {
      status->step = iso_runner_step_count (runner);
      status->epoch = iso_runner_epoch (runner);
      status->steps_per_epoch = iso_runner_steps_per_epoch (runner);
      status->state = status->epoch < status->epochs ? ISO_TRAINER_PAUSED : ISO_TRAINER_FINISHED;
    }
  if (pthread_create (&trainer->thread, NULL, iso_trainer_main, trainer) != 0)
    {
      trainer->thread = 0; /* whatever it holds now, there is nothing to join */
      status->state = ISO_TRAINER_FAILED;
      trainer->shared.failure = g_strdup (_("the system refused a thread for training"));
      trainer->stopping = true;
    }
  return trainer;
}

IsoTrainer *
iso_trainer_new (IsoExperiment *experiment)
{
  g_autoptr (IsoHistory) history = iso_history_new ();
  return begin (experiment, history, NULL, NULL);
}

IsoTrainer *
iso_trainer_new_beside (IsoExperiment *experiment, IsoLockstep *lockstep)
{
  g_autoptr (IsoHistory) history = iso_history_new ();
  return begin (experiment, history, NULL, lockstep);
}

IsoTrainer *
iso_trainer_resume (IsoExperiment *experiment, const IsoCheckpoint *checkpoint, GError **error)
{
  g_autoptr (IsoHistory) history = iso_history_new ();
  g_autoptr (IsoRunner) runner = iso_runner_new (experiment, history, error);
  if (runner == NULL || !iso_runner_restore (runner, checkpoint, error))
    return NULL;
  IsoEvent event = { iso_runner_step_count (runner), ISO_EVENT_RESUMED, NULL, g_intern_string (_("resumed")) };
  iso_history_add_event (history, &event);
  return begin (experiment, history, g_steal_pointer (&runner), NULL);
}

void
iso_trainer_free (IsoTrainer *trainer)
{
  if (trainer == NULL)
    return;
  iso_trainer_stop (trainer);
  if (trainer->thread != 0)
    pthread_join (trainer->thread, NULL);
  iso_command_free (trainer->keeper);
  iso_runner_free (trainer->runner);
  iso_command_queue_free (trainer->commands);
  g_queue_clear_full (&trainer->planned, (GDestroyNotify) iso_command_free);
  iso_mailbox_unref (trainer->batches);
  iso_mailbox_unref (trainer->epochs);
  iso_history_unref (trainer->history);
  if (trainer->lockstep != NULL)
    iso_lockstep_leave (trainer->lockstep, trainer->member);
  iso_lockstep_unref (trainer->lockstep);
  g_object_unref (trainer->cancellable);
  pthread_cond_destroy (&trainer->shared.changed);
  pthread_mutex_destroy (&trainer->shared.mutex);
  g_free (trainer->shared.failure);
  iso_experiment_unref (trainer->experiment);
  g_free (trainer);
}

static void
give (IsoTrainer *trainer, IsoCommand *command)
{
  pthread_mutex_lock (&trainer->shared.mutex);
  trainer->shared.status.pending++;
  pthread_mutex_unlock (&trainer->shared.mutex);
  iso_command_queue_put (trainer->commands, command);
}

static void
put (IsoTrainer *trainer, IsoCommandKind kind, int number)
{
  IsoCommand *command = g_new0 (IsoCommand, 1);
  command->kind = kind;
  command->number = number;
  give (trainer, command);
}

void
iso_trainer_start (IsoTrainer *trainer)
{
  put (trainer, ISO_COMMAND_START, 0);
}

void
iso_trainer_pause (IsoTrainer *trainer)
{
  put (trainer, ISO_COMMAND_PAUSE, 0);
}

void
iso_trainer_single_step (IsoTrainer *trainer)
{
  put (trainer, ISO_COMMAND_SINGLE_STEP, 0);
}

void
iso_trainer_stop (IsoTrainer *trainer)
{
  g_cancellable_cancel (trainer->cancellable);
  put (trainer, ISO_COMMAND_STOP, 0);
}

void
iso_trainer_set_endless (IsoTrainer *trainer, bool endless)
{
  put (trainer, ISO_COMMAND_ENDLESS, endless);
}

void
iso_trainer_watch (IsoTrainer *trainer, IsoWatch watch)
{
  put (trainer, ISO_COMMAND_WATCH, watch);
}

static void
put_question (IsoTrainer *trainer, IsoCommandKind kind, guint64 step, const char *key, const char *value, IsoTrainerAnswer answered,
              gpointer data, GDestroyNotify free_data)
{
  IsoCommand *command = g_new0 (IsoCommand, 1);
  command->kind = kind;
  command->step = step;
  command->key = g_strdup (key);
  command->value = g_strdup (value);
  command->answer = answered;
  command->data = data;
  command->free_data = free_data;
  give (trainer, command);
}

void
iso_trainer_set (IsoTrainer *trainer, const char *key, const char *value, IsoTrainerAnswer answered, gpointer data,
                 GDestroyNotify free_data)
{
  put_question (trainer, ISO_COMMAND_SET, 0, key, value, answered, data, free_data);
}

void
iso_trainer_set_at (IsoTrainer *trainer, guint64 step, const char *key, const char *value, IsoTrainerAnswer answered, gpointer data,
                    GDestroyNotify free_data)
{
  put_question (trainer, ISO_COMMAND_SET_AT, step, key, value, answered, data, free_data);
}

void
iso_trainer_save (IsoTrainer *trainer, const char *path, IsoTrainerAnswer answered, gpointer data, GDestroyNotify free_data)
{
  put_question (trainer, ISO_COMMAND_SAVE, 0, path, NULL, answered, data, free_data);
}

void
iso_trainer_keep (IsoTrainer *trainer, IsoTrainerWants wants, IsoTrainerKeep keep, gpointer data, GDestroyNotify free_data)
{
  IsoCommand *command = g_new0 (IsoCommand, 1);
  command->kind = ISO_COMMAND_KEEP;
  command->wants = wants;
  command->keep = keep;
  command->data = data;
  command->free_data = free_data;
  give (trainer, command);
}

static bool
is_over (IsoTrainerState state)
{
  return state == ISO_TRAINER_FINISHED || state == ISO_TRAINER_FAILED || state == ISO_TRAINER_STOPPED;
}

bool
iso_trainer_wait (IsoTrainer *trainer, double seconds)
{
  struct timespec until;
  clock_gettime (CLOCK_MONOTONIC, &until);
  double whole = seconds > 0.0 ? floor (seconds) : 0.0;
  until.tv_sec += (time_t) whole;
  until.tv_nsec += seconds > 0.0 ? (long) ((seconds - whole) * 1e9) : 0;
  if (until.tv_nsec >= 1000000000L)
    {
      until.tv_nsec -= 1000000000L;
      until.tv_sec++;
    }
  pthread_mutex_lock (&trainer->shared.mutex);
  while (!is_over (trainer->shared.status.state))
    {
      if (seconds < 0.0)
        pthread_cond_wait (&trainer->shared.changed, &trainer->shared.mutex);
      else if (pthread_cond_timedwait (&trainer->shared.changed, &trainer->shared.mutex, &until) != 0)
        break;
    }
  bool over = is_over (trainer->shared.status.state);
  pthread_mutex_unlock (&trainer->shared.mutex);
  return over;
}

void
iso_trainer_status (IsoTrainer *trainer, IsoTrainerStatus *status)
{
  pthread_mutex_lock (&trainer->shared.mutex);
  *status = trainer->shared.status;
  pthread_mutex_unlock (&trainer->shared.mutex);
}

char *
iso_trainer_failure (IsoTrainer *trainer)
{
  pthread_mutex_lock (&trainer->shared.mutex);
  char *failure = g_strdup (trainer->shared.failure);
  pthread_mutex_unlock (&trainer->shared.mutex);
  return failure;
}

void
iso_trainer_settings (IsoTrainer *trainer, IsoSettings *settings)
{
  pthread_mutex_lock (&trainer->shared.mutex);
  *settings = trainer->shared.settings;
  pthread_mutex_unlock (&trainer->shared.mutex);
}

IsoJournal *
iso_trainer_journal (IsoTrainer *trainer)
{
  return iso_journal_from_history (trainer->knows_start ? &trainer->start : NULL, trainer->history);
}

IsoExperiment *
iso_trainer_experiment (IsoTrainer *trainer)
{
  return trainer->experiment;
}

IsoHistory *
iso_trainer_history (IsoTrainer *trainer)
{
  return trainer->history;
}

IsoMailbox *
iso_trainer_batches (IsoTrainer *trainer)
{
  return trainer->batches;
}

IsoMailbox *
iso_trainer_epochs (IsoTrainer *trainer)
{
  return trainer->epochs;
}
