/* The trainer's thread: obeys commands between two steps, keeps the pace, publishes. */
#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <math.h>

#include "engine/base/timing.h"
#include "engine/train/live-change.h"
#include "engine/train/trainer-private.h"

/* How long a run that is ahead of those beside it listens to commands before it looks again. */
#define LOCKSTEP_PATIENCE 0.001

/* Evaluates and publishes; false when cancelled or failed. made: a reference for the caller, or NULL. */
static bool
evaluate (IsoTrainer *trainer, bool finish, IsoEpochSnapshot **made)
{
  g_autoptr (GError) error = NULL;
  iso_trainer_set_evaluating (trainer, true);
  IsoEpochSnapshot *snapshot = iso_runner_evaluate (trainer->runner, finish, trainer->cancellable, &error);
  iso_trainer_set_evaluating (trainer, false);
  if (snapshot == NULL)
    {
      if (!g_cancellable_is_cancelled (trainer->cancellable))
        iso_trainer_fail (trainer, error);
      return false;
    }
  if (made != NULL)
    *made = iso_epoch_snapshot_ref (snapshot);
  iso_mailbox_post (trainer->epochs, snapshot);
  return true;
}

/* A run that is too large to be copied is not kept; it goes on all the same. */
static void
keep_epoch (IsoTrainer *trainer, IsoEpochSnapshot *snapshot)
{
  const IsoCommand *keeper = trainer->keeper;
  bool is_last = iso_runner_epoch (trainer->runner) == iso_runner_settings (trainer->runner)->train.epochs;
  if (keeper == NULL || keeper->keep == NULL)
    return;
  bool is_wanted = keeper->wants == NULL || keeper->wants (is_last, keeper->data);
  g_autoptr (GBytes) image = is_wanted ? iso_runner_image (trainer->runner, NULL) : NULL;
  g_autoptr (IsoBatchSnapshot) probe = image != NULL ? iso_runner_snapshot (trainer->runner, true) : NULL;
  if (image != NULL || snapshot != NULL)
    keeper->keep (image, snapshot, probe, keeper->data);
}

/* With an evaluation where one is due; false when that was cancelled or failed. */
static bool
end_epoch (IsoTrainer *trainer)
{
  g_autoptr (IsoEpochSnapshot) snapshot = NULL;
  if (!iso_runner_wants_evaluation (trainer->runner))
    iso_runner_end_epoch (trainer->runner);
  else if (!evaluate (trainer, true, &snapshot))
    return false;
  keep_epoch (trainer, snapshot);
  return true;
}

static void
end_planned_run (IsoTrainer *trainer)
{
  IsoEvent event = { iso_runner_step_count (trainer->runner), ISO_EVENT_PLANNED_END, NULL, g_intern_string (_("planned end")) };
  iso_history_add_event (trainer->history, &event);
  iso_trainer_publish_batch (trainer, true);
  iso_trainer_set_state (trainer, ISO_TRAINER_FINISHED, NULL);
}

static void
answer (IsoTrainer *trainer, IsoCommand *command, const char *message)
{
  if (command->answer != NULL)
    command->answer (iso_runner_step_count (trainer->runner) + 1, message, command->data);
}

/* Makes the changes that were planned for the next step. */
static void
make_planned_changes (IsoTrainer *trainer)
{
  guint64 step = iso_runner_step_count (trainer->runner) + 1;
  for (IsoCommand *first = g_queue_peek_head (&trainer->planned); first != NULL && first->step <= step;
       first = g_queue_peek_head (&trainer->planned))
    {
      g_autoptr (IsoCommand) command = g_queue_pop_head (&trainer->planned);
      g_autoptr (GError) error = NULL;
      if (iso_runner_repeat (trainer->runner, command->key, command->value, &error))
        iso_trainer_share_settings (trainer);
      answer (trainer, command, error != NULL ? error->message : NULL);
    }
}

static void
take_step (IsoTrainer *trainer)
{
  g_autoptr (GError) error = NULL;
  IsoStepResult result;
  /* Where the evaluation at an epoch's end has failed it is made up for first. */
  if (!iso_runner_is_at_epoch_end (trainer->runner))
    {
      make_planned_changes (trainer);
      iso_runner_keep_loss_gradient (trainer->runner, trainer->watch == ISO_WATCH_LIVE);
      if (!iso_runner_step (trainer->runner, &result, &error))
        {
          trainer->single = false;
          iso_trainer_share_progress (trainer);
          iso_trainer_fail (trainer, error);
          return;
        }
      iso_trainer_publish_batch (trainer, trainer->single);
    }
  if (iso_runner_is_at_epoch_end (trainer->runner))
    {
      bool done = end_epoch (trainer);
      /* One of them may be of the planned epochs. */
      if (done)
        make_planned_changes (trainer);
      iso_trainer_share_progress (trainer);
      if (done && iso_runner_epoch (trainer->runner) >= iso_runner_settings (trainer->runner)->train.epochs && !trainer->endless
          && !trainer->beyond)
        end_planned_run (trainer);
    }
  trainer->single = false;
  iso_trainer_share_progress (trainer);
}

static void
start_running (IsoTrainer *trainer)
{
  if (iso_runner_epoch (trainer->runner) >= iso_runner_settings (trainer->runner)->train.epochs)
    trainer->beyond = true;
  trainer->next_step_at = iso_seconds ();
  trainer->rate_since = trainer->next_step_at;
  trainer->rate_steps = iso_runner_step_count (trainer->runner);
  if (trainer->lockstep != NULL)
    iso_lockstep_tell (trainer->lockstep, trainer->member, trainer->rate_steps);
  iso_trainer_set_state (trainer, ISO_TRAINER_RUNNING, NULL);
}

static void
change_parameter (IsoTrainer *trainer, IsoCommand *command)
{
  g_autoptr (GError) error = NULL;
  if (iso_runner_set (trainer->runner, command->key, command->value, &error))
    iso_trainer_share_settings (trainer);
  answer (trainer, command, error != NULL ? error->message : NULL);
}

/* Why the change cannot be planned, newly allocated, or NULL. The rules between parameters are left to the step: changes planned
 * before it may do them justice. */
static char *
refuse_plan (IsoTrainer *trainer, const IsoCommand *command)
{
  g_autoptr (GError) error = NULL;
  IsoSettings settings = *iso_runner_settings (trainer->runner);
  guint64 taken = iso_runner_step_count (trainer->runner);
  if (command->step <= taken)
    return g_strdup_printf (_("step %" PRIu64 " has been taken; the next is step %" PRIu64), command->step, taken + 1);
  if (iso_live_change_check (&settings, command->key, command->value, true, &error))
    return NULL;
  return g_strdup (error->message);
}

/* Takes the command. */
static void
plan_change (IsoTrainer *trainer, IsoCommand *command)
{
  g_autofree char *refusal = refuse_plan (trainer, command);
  if (refusal == NULL)
    {
      /* Behind those of the same step: the place is looked for from the end. */
      GList *before = trainer->planned.tail;
      while (before != NULL && ((const IsoCommand *) before->data)->step > command->step)
        before = before->prev;
      g_queue_insert_after (&trainer->planned, before, command);
      return;
    }
  answer (trainer, command, refusal);
  iso_command_free (command);
}

static void
save_checkpoint (IsoTrainer *trainer, IsoCommand *command)
{
  g_autoptr (GError) error = NULL;
  iso_runner_save (trainer->runner, command->key, &error);
  answer (trainer, command, error != NULL ? error->message : NULL);
  /* Steps are not to be made up for in a hurry. */
  trainer->next_step_at = iso_seconds ();
}

static void
obey (IsoTrainer *trainer, IsoCommand *command)
{
  switch (command->kind)
    {
    case ISO_COMMAND_START:
      if (!trainer->running)
        start_running (trainer);
      break;
    case ISO_COMMAND_PAUSE:
      if (trainer->running)
        {
          iso_trainer_publish_batch (trainer, true);
          iso_trainer_set_state (trainer, ISO_TRAINER_PAUSED, NULL);
        }
      break;
    case ISO_COMMAND_SINGLE_STEP:
      trainer->single = true;
      if (iso_runner_epoch (trainer->runner) >= iso_runner_settings (trainer->runner)->train.epochs)
        trainer->beyond = true;
      iso_trainer_set_state (trainer, ISO_TRAINER_PAUSED, NULL);
      break;
    case ISO_COMMAND_STOP:
      trainer->stopping = true;
      break;
    case ISO_COMMAND_SET:
      change_parameter (trainer, command);
      return;
    case ISO_COMMAND_SAVE:
      save_checkpoint (trainer, command);
      return;
    case ISO_COMMAND_WATCH:
      trainer->watch = (IsoWatch) command->number;
      iso_trainer_publish_batch (trainer, true);
      break;
    case ISO_COMMAND_KEEP: /* the loop's */
    case ISO_COMMAND_SET_AT: /* plan_change()'s */
      return;
    case ISO_COMMAND_ENDLESS:
    default:
      trainer->endless = command->number != 0;
      break;
    }
  answer (trainer, command, NULL);
}

/* Whether the runs beside it have come as far. */
static bool
is_its_turn (IsoTrainer *trainer)
{
  return trainer->lockstep == NULL || iso_lockstep_may_step (trainer->lockstep, trainer->member);
}

/* Seconds until the next step is due at the pace chosen; 0 when it is. */
static double
time_to_wait (IsoTrainer *trainer)
{
  static const double steps_per_second[] = { [ISO_PACE_1] = 1, [ISO_PACE_5] = 5, [ISO_PACE_20] = 20, [ISO_PACE_60] = 60 };
  int pace = iso_runner_settings (trainer->runner)->train.pace;
  double now = iso_seconds ();
  if (!is_its_turn (trainer))
    return LOCKSTEP_PATIENCE;
  if (pace == ISO_PACE_UNLIMITED)
    return 0.0;
  /* A pace that became faster must not wait out the old interval. */
  double interval = 1.0 / steps_per_second[pace];
  trainer->next_step_at = fmin (trainer->next_step_at, now + interval);
  return fmax (0.0, trainer->next_step_at - now);
}

static void
schedule_next_step (IsoTrainer *trainer)
{
  static const double interval[] = { [ISO_PACE_1] = 1.0, [ISO_PACE_5] = 0.2, [ISO_PACE_20] = 0.05, [ISO_PACE_60] = 1.0 / 60.0 };
  int pace = iso_runner_settings (trainer->runner)->train.pace;
  double now = iso_seconds ();
  if (pace != ISO_PACE_UNLIMITED)
    trainer->next_step_at = fmax (trainer->next_step_at + interval[pace], now);
}

/* The model as it stands is evaluated; a run that was stopped while it evaluated the end of an epoch goes on with that. */
static void
look_first (IsoTrainer *trainer)
{
  bool is_at_end = iso_runner_is_at_epoch_end (trainer->runner);
  bool is_looked_at = is_at_end && iso_runner_wants_evaluation (trainer->runner);
  iso_trainer_share_progress (trainer);
  bool done = (!is_at_end || end_epoch (trainer)) && (is_looked_at || evaluate (trainer, false, NULL));
  iso_trainer_share_progress (trainer);
  if (is_at_end && done && iso_runner_epoch (trainer->runner) >= iso_runner_settings (trainer->runner)->train.epochs)
    end_planned_run (trainer);
}

/* Without a runner nobody is left without an answer. */
static void
refuse_all (IsoTrainer *trainer, const char *reason)
{
  iso_trainer_set_state (trainer, ISO_TRAINER_FAILED, reason);
  while (!trainer->stopping)
    {
      g_autoptr (IsoCommand) command = iso_command_queue_take (trainer->commands, -1.0);
      trainer->stopping = command->kind == ISO_COMMAND_STOP;
      if (command->answer != NULL)
        command->answer (1, reason, command->data);
      iso_trainer_share_command_done (trainer);
    }
}

void *
iso_trainer_main (void *data)
{
  IsoTrainer *trainer = data;
  g_autoptr (GError) error = NULL;
  if (trainer->runner == NULL)
    trainer->runner = iso_runner_new (trainer->experiment, trainer->history, &error);
  if (trainer->runner == NULL)
    {
      refuse_all (trainer, error->message);
      return NULL;
    }
  look_first (trainer);
  while (!trainer->stopping)
    {
      /* A single step is taken before the next command is read, so that commands act in the order in which they were given. */
      g_autoptr (IsoCommand) command = NULL;
      if (!trainer->single)
        command = iso_command_queue_take (trainer->commands, trainer->running ? time_to_wait (trainer) : -1.0);
      if (command != NULL && command->kind == ISO_COMMAND_KEEP)
        {
          iso_command_free (trainer->keeper);
          trainer->keeper = g_steal_pointer (&command);
          iso_trainer_share_command_done (trainer);
          continue;
        }
      if (command != NULL)
        {
          if (command->kind == ISO_COMMAND_SET_AT)
            plan_change (trainer, g_steal_pointer (&command));
          else
            obey (trainer, command);
          if (!trainer->single)
            iso_trainer_share_command_done (trainer);
          continue;
        }
      bool was_single = trainer->single;
      if (!was_single && !is_its_turn (trainer))
        continue;
      take_step (trainer);
      if (trainer->lockstep != NULL && trainer->running)
        iso_lockstep_tell (trainer->lockstep, trainer->member, iso_runner_step_count (trainer->runner));
      if (was_single)
        iso_trainer_share_command_done (trainer);
      schedule_next_step (trainer);
    }
  iso_trainer_share_progress (trainer);
  iso_trainer_set_state (trainer, ISO_TRAINER_STOPPED, NULL);
  return NULL;
}
