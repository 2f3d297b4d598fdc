#include "app/headless-run.h"

#include <glib/gi18n.h>
#include <math.h>

#include "app/command-line.h"
#include "app/data-reading.h"
#include "app/interrupt.h"
#include "engine/base/error.h"

/* Seconds in which what is outstanding must come to the store once training has ended. */
#define LAST_PATIENCE 6.0

void
iso_headless_run_init (IsoHeadlessRun *run, bool verbose)
{
  *run = (IsoHeadlessRun) { .history = iso_history_new (), .cancellable = iso_interrupt_watch (), .verbose = verbose,
                            .skipped = g_ptr_array_new_with_free_func (g_free) };
}

/* Epochs that are done when it ends. */
static int
last_epoch (const IsoHeadlessRun *run)
{
  int planned = iso_runner_settings (run->runner)->train.epochs;
  return run->stop_after > 0 ? MIN (run->stop_after, planned) : planned;
}

static bool
make_runner (IsoHeadlessRun *run, IsoExperiment *experiment, GError **error)
{
  run->experiment = experiment;
  if (run->experiment != NULL)
    run->runner = iso_runner_new (run->experiment, run->history, error);
  if (run->runner == NULL && g_cancellable_is_cancelled (run->cancellable))
    {
      g_clear_error (error);
      g_set_error_literal (error, ISO_ERROR, ISO_ERROR_CANCELLED, _("interrupted before training began"));
    }
  return run->runner != NULL;
}

bool
iso_headless_run_prepare (IsoHeadlessRun *run, const IsoSettings *settings, GError **error)
{
  g_autoptr (IsoDataset) dataset = iso_read_data (settings, run->skipped, run->cancellable, error);
  return make_runner (run, dataset != NULL ? iso_experiment_new (settings, dataset, run->cancellable, error) : NULL, error);
}

bool
iso_headless_run_resume (IsoHeadlessRun *run, const IsoCheckpoint *checkpoint, const IsoSettings *settings, GError **error)
{
  g_autoptr (IsoDataset) dataset = iso_read_data (settings, run->skipped, run->cancellable, error);
  if (!make_runner (run, dataset != NULL ? iso_experiment_resume (checkpoint, settings, dataset, run->cancellable, error) : NULL, error)
      || !iso_runner_restore (run->runner, checkpoint, error))
    return false;
  run->events_read = iso_history_event_count (run->history); /* told when they came */
  if (iso_runner_epoch (run->runner) < last_epoch (run))
    return true;
  g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT, _("%s: found %d of %d epochs trained; --epochs with more goes on"),
               iso_safetensors_name (iso_checkpoint_file (checkpoint)), iso_runner_epoch (run->runner), last_epoch (run));
  return false;
}

/* Mean loss of the steps since the evaluation before the last, for the line of an epoch. */
static void
show_epoch (IsoHeadlessRun *run)
{
  size_t count = iso_history_epoch_count (run->history);
  IsoEpochRecord records[2] = { 0 };
  size_t first = count > 1 ? count - 2 : 0;
  size_t got = iso_history_read_epochs (run->history, records, first, 2);
  guint64 from = got > 1 ? records[0].step : 0, to = got > 0 ? records[got - 1].step : 0;
  g_autofree IsoStepRecord *steps = g_new (IsoStepRecord, MAX (to - from, 1));
  size_t read = iso_history_read_steps (run->history, steps, (size_t) from, (size_t) (to - from));
  double sum = 0.0;
  for (size_t i = 0; i < read; i++)
    sum += steps[i].loss;
  if (got > 0)
    iso_progress_epoch (&run->progress, &records[got - 1], read > 0 ? sum / (double) read : (double) NAN);
}

/* Tells of alarms that are new in the history. */
static void
show_alarms (IsoHeadlessRun *run)
{
  IsoEvent event;
  while (iso_history_read_events (run->history, &event, run->events_read, 1) == 1)
    {
      run->events_read++;
      if (event.kind == ISO_EVENT_ALARM || event.kind == ISO_EVENT_ALARM_END)
        iso_progress_alarm (&run->progress, &event);
    }
}

static bool
evaluate (IsoHeadlessRun *run, bool finish, GCancellable *cancellable, GError **error)
{
  IsoEpochSnapshot *snapshot = iso_runner_evaluate (run->runner, finish, cancellable, error);
  if (snapshot == NULL)
    return false;
  g_clear_pointer (&run->snapshot, iso_epoch_snapshot_unref);
  run->snapshot = snapshot;
  show_epoch (run);
  if (run->evaluated != NULL)
    run->evaluated (snapshot, run->data);
  return true;
}

/* On stderr, one line; the run goes on. */
static void
warn (const char *what, const char *why)
{
  g_autofree char *line = g_strconcat (what, ": ", why, NULL);
  iso_command_complain (line);
}

void
iso_headless_run_record (IsoHeadlessRun *run, const char *name)
{
  g_autoptr (GError) error = NULL;
  const IsoRecorderOptions options = { .name = name };
  run->recorder = iso_recorder_new (NULL, run->experiment, run->history, &options, &error);
  if (run->recorder == NULL)
    warn (_("the run is not kept"), error->message);
}

/* snapshot: of the evaluation at its end, or NULL. */
static void
keep_epoch (IsoHeadlessRun *run, IsoEpochSnapshot *snapshot)
{
  if (run->recorder == NULL)
    return;
  bool is_wanted = iso_recorder_wants_image (run->recorder, iso_runner_epoch (run->runner) >= last_epoch (run));
  g_autoptr (GBytes) image = is_wanted ? iso_runner_image (run->runner, NULL) : NULL;
  g_autoptr (IsoBatchSnapshot) probe = image != NULL ? iso_runner_snapshot (run->runner, true) : NULL;
  if (image != NULL || snapshot != NULL)
    iso_recorder_epoch (run->recorder, image, snapshot, probe);
}

/* With an evaluation where one is due. */
static bool
end_epoch (IsoHeadlessRun *run, GError **error)
{
  bool is_looked_at = iso_runner_wants_evaluation (run->runner);
  if (!is_looked_at)
    iso_runner_end_epoch (run->runner);
  else if (!evaluate (run, true, run->cancellable, error))
    return false;
  keep_epoch (run, is_looked_at ? run->snapshot : NULL);
  return true;
}

/* What is outstanding is written here; what could not be is told. */
static void
end_record (IsoHeadlessRun *run)
{
  bool is_whole = iso_runner_epoch (run->runner) >= iso_runner_settings (run->runner)->train.epochs;
  if (run->recorder == NULL)
    return;
  iso_recorder_status (run->recorder, run->failure != NULL ? ISO_RUN_FAILED
                                      : run->interrupted   ? ISO_RUN_INTERRUPTED
                                      : is_whole           ? ISO_RUN_FINISHED
                                                           : ISO_RUN_STOPPED);
  bool is_kept = iso_recorder_wait (run->recorder, LAST_PATIENCE);
  g_autofree char *problem = iso_recorder_problem (run->recorder);
  if (!is_kept)
    warn (_("not all of the run is kept"), problem != NULL ? problem : _("the disk takes too long"));
  g_clear_pointer (&run->recorder, iso_recorder_free);
}

/* Steps and evaluations until the planned end; false with an error, which is ISO_ERROR_CANCELLED after Ctrl-C. */
static bool
train (IsoHeadlessRun *run, GError **error)
{
  if (iso_runner_step_count (run->runner) == 0)
    {
      if (!evaluate (run, false, run->cancellable, error))
        return false;
      keep_epoch (run, run->snapshot);
    }
  for (;;)
    {
      IsoStepResult result;
      if (g_cancellable_is_cancelled (run->cancellable))
        {
          g_set_error_literal (error, ISO_ERROR, ISO_ERROR_CANCELLED, _("interrupted"));
          return false;
        }
      /* A run that was stopped while it evaluated goes on with that. */
      if (iso_runner_is_at_epoch_end (run->runner))
        {
          if (!end_epoch (run, error))
            return false;
          continue;
        }
      /* A change may be of the planned end. */
      if (run->journal != NULL && !iso_journal_apply (run->journal, &run->journal_next, run->runner, error))
        return false;
      if (iso_runner_epoch (run->runner) >= last_epoch (run))
        break;
      if (!iso_runner_step (run->runner, &result, error))
        return false;
      show_alarms (run);
      iso_progress_step (&run->progress, iso_runner_step_count (run->runner), iso_runner_epoch (run->runner), result.loss);
    }
  /* It may end after an epoch that is not evaluated: what it has come to is looked at all the same. */
  bool is_known = run->snapshot != NULL && run->snapshot->step == iso_runner_step_count (run->runner);
  return is_known || evaluate (run, false, run->cancellable, error);
}

void
iso_headless_run_train (IsoHeadlessRun *run)
{
  g_autoptr (GError) error = NULL;
  const IsoSettings *settings = iso_runner_settings (run->runner);
  iso_progress_start (&run->progress, settings->train.epochs, iso_runner_steps_per_epoch (run->runner), run->verbose);
  if (!train (run, &error))
    {
      run->interrupted = g_error_matches (error, ISO_ERROR, ISO_ERROR_CANCELLED);
      if (!run->interrupted)
        run->failure = g_strdup (error->message);
      /* An error here adds nothing to the one that is told already. */
      if (run->snapshot == NULL || run->snapshot->step < iso_runner_step_count (run->runner))
        evaluate (run, false, NULL, NULL);
    }
  iso_progress_end (&run->progress);
  end_record (run);
}

int
iso_headless_run_status (const IsoHeadlessRun *run)
{
  return run->failure != NULL ? ISO_EXIT_FAILED : run->interrupted ? ISO_EXIT_INTERRUPTED : ISO_EXIT_DONE;
}

void
iso_headless_run_clear (IsoHeadlessRun *run)
{
  g_clear_pointer (&run->recorder, iso_recorder_free);
  g_clear_pointer (&run->journal, iso_journal_free);
  g_clear_pointer (&run->snapshot, iso_epoch_snapshot_unref);
  g_clear_pointer (&run->runner, iso_runner_free);
  g_clear_pointer (&run->experiment, iso_experiment_unref);
  g_clear_pointer (&run->history, iso_history_unref);
  g_clear_pointer (&run->failure, g_free);
  g_clear_pointer (&run->skipped, g_ptr_array_unref);
}
