#include <glib/gi18n.h>
#include <inttypes.h>
#include <math.h>

#include "app/command-line.h"
#include "app/command-runs.h"
#include "app/data-reading.h"
#include "app/interrupt.h"
#include "app/progress.h"
#include "app/runs-reading.h"
#include "engine/base/error.h"
#include "engine/train/fork.h"
#include "engine/train/parameters.h"
#include "engine/train/replay.h"

/* A run that is run again. */
typedef struct {
  IsoStore *store;
  IsoRun *run;
  IsoHistory *history;       /* of the run */
  GArray *steps;             /* of IsoStepRecord: all that it has */
  IsoCheckpoint *checkpoint; /* where it begins; NULL: at the start */
  bool is_parents;           /* of the parent; else of the run itself */
  guint64 first;             /* steps that are taken as they are */
  IsoExperiment *experiment;
  IsoJournal *journal;
  IsoProgress progress;
} Replay;

static void
clear_replay (Replay *replay)
{
  g_clear_pointer (&replay->journal, iso_journal_free);
  g_clear_pointer (&replay->experiment, iso_experiment_unref);
  g_clear_pointer (&replay->checkpoint, iso_checkpoint_free);
  g_clear_pointer (&replay->steps, g_array_unref);
  g_clear_pointer (&replay->history, iso_history_unref);
  g_clear_pointer (&replay->run, iso_run_free);
  g_clear_pointer (&replay->store, iso_store_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Replay, clear_replay)

/* The settings with which the run began. data: where its data are found on this machine, or NULL: where they were. */
static bool
read_start (IsoSettings *settings, const IsoRun *run, const char *data, GError **error)
{
  g_auto (GStrv) words = iso_settings_parse (run->name, run->settings, error);
  iso_settings_init (settings);
  return words != NULL && iso_settings_set_all (settings, (const char *const *) words, error)
         && (data == NULL || iso_settings_set (settings, "data.source", data, error));
}

/* A fork begins where its parent stood: at the parent's checkpoint if that is kept, else at the first of its own. */
static bool
find_start (Replay *replay, GError **error)
{
  g_autoptr (GArray) kept = NULL;
  if (replay->run->parent != 0)
    replay->checkpoint = iso_store_restore (replay->store, replay->run->parent, replay->run->fork_epoch, NULL);
  replay->is_parents = replay->checkpoint != NULL;
  if (replay->is_parents)
    return true;
  if (!iso_store_read_kept (replay->store, replay->run->id, &kept, error))
    return false;
  for (guint i = 0; i < kept->len; i++)
    {
      const IsoKeptEpoch *epoch = &g_array_index (kept, IsoKeptEpoch, i);
      if (epoch->checkpoint && epoch->epoch >= replay->run->fork_epoch)
        return (replay->checkpoint = iso_store_restore (replay->store, replay->run->id, epoch->epoch, error)) != NULL;
    }
  g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT,
               _("run %" PRId64 " is a fork, and no checkpoint to begin at is kept of it or its parent"), replay->run->id);
  return false;
}

/* The settings of the fork, where it begins at its parent's checkpoint: those that are not the checkpoint's own. */
static char **
list_assignments (const IsoSettings *start, const IsoCheckpoint *checkpoint, GError **error)
{
  IsoSettings before;
  size_t count;
  const IsoParameter *table = iso_parameters (&count);
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);
  if (!iso_checkpoint_settings (&before, checkpoint, error))
    return NULL;
  for (size_t i = 0; i < count; i++)
    {
      const IsoParameter *parameter = iso_parameter_find (table[i].key, start, NULL);
      if (parameter != &table[i])
        continue;
      g_autofree char *value = iso_settings_format (start, parameter);
      const IsoParameter *other = iso_parameter_find (table[i].key, &before, NULL);
      g_autofree char *old = other != NULL ? iso_settings_format (&before, other) : NULL;
      if (g_strcmp0 (old, value) != 0)
        g_ptr_array_add (words, g_strdup_printf ("%s=%s", parameter->key, value));
    }
  g_ptr_array_add (words, NULL);
  return (char **) g_ptr_array_steal (words, NULL);
}

static bool
make_experiment (Replay *replay, const IsoSettings *start, GPtrArray *skipped, GCancellable *cancellable, GError **error)
{
  g_autoptr (IsoDataset) dataset = iso_read_data (start, skipped, cancellable, error);
  if (dataset == NULL)
    return false;
  if (replay->checkpoint == NULL)
    {
      if (g_strcmp0 (iso_dataset_fingerprint (dataset), replay->run->fingerprint) != 0)
        {
          g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT, _("%s: these are other data than the run was trained on"),
                       start->data.source);
          return false;
        }
      replay->experiment = iso_experiment_new (start, dataset, cancellable, error);
      return replay->experiment != NULL;
    }
  g_auto (GStrv) words = replay->is_parents ? list_assignments (start, replay->checkpoint, error) : g_new0 (char *, 1);
  if (words == NULL || !iso_checkpoint_read_count (&replay->first, replay->checkpoint, "step", replay->steps->len, error))
    return false;
  replay->experiment = iso_experiment_fork (replay->checkpoint, (const char *const *) words, dataset, cancellable, error);
  return replay->experiment != NULL;
}

static bool
prepare (Replay *replay, const IsoRunsOptions *options, const char *data, GCancellable *cancellable, GError **error)
{
  IsoSettings start;
  g_autoptr (GPtrArray) skipped = g_ptr_array_new_with_free_func (g_free);
  if ((replay->run = iso_runs_find (&replay->store, options, error)) == NULL
      || (replay->history = iso_store_read_history (replay->store, replay->run->id, error)) == NULL
      || !iso_store_read_steps (replay->store, replay->run->id, &replay->steps, error)
      || !read_start (&start, replay->run, data, error) || (replay->run->fork_epoch > 0 && !find_start (replay, error)) || !make_experiment (replay, &start, skipped, cancellable, error))
    return false;
  replay->journal = iso_journal_from_history (&start, replay->history);
  return true;
}

static void
show_step (guint64 step, guint64 last, gpointer data)
{
  Replay *replay = data;
  g_autofree char *text = g_strdup_printf (_("step %" PRIu64 " of %" PRIu64), step, last);
  iso_progress_share (&replay->progress, last > 0 ? (double) step / (double) last : 1.0, text);
}

static void
tell (const Replay *replay, const IsoReplayResult *result, bool json)
{
  bool same = result->step == 0;
  char expected[ISO_NUMBER_TEXT_SIZE], found[ISO_NUMBER_TEXT_SIZE];
  IsoJsonLine line;
  if (!json)
    {
      if (replay->first > 0)
        g_print (_("begun after step %" PRIu64 ", at a checkpoint\n"), replay->first);
      if (same)
        g_print (_("run %" PRId64 ": all %" PRIu64 " steps are the same to the byte\n"), replay->run->id, result->compared);
      else
        g_print (_("run %" PRId64 ": %" PRIu64 " steps are the same; step %" PRIu64 " differs: %s was %s, is %s\n"), replay->run->id,
                 result->compared, result->step, result->number, iso_number_text (expected, result->expected),
                 iso_number_text (found, result->found));
      return;
    }
  iso_json_line_init (&line);
  iso_json_line_integer (&line, "id", replay->run->id);
  iso_json_line_switch (&line, "identical", same);
  iso_json_line_integer (&line, "first_step", (gint64) replay->first + 1);
  iso_json_line_integer (&line, "compared", (gint64) result->compared);
  if (same)
    iso_json_line_null (&line, "differs_at");
  else
    {
      iso_json_line_integer (&line, "differs_at", (gint64) result->step);
      iso_json_line_text (&line, "number", result->number);
      iso_json_line_number (&line, "expected", result->expected);
      iso_json_line_number (&line, "found", result->found);
    }
  iso_json_line_print (&line);
  iso_json_line_clear (&line);
}

int
iso_command_runs_replay (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_auto (IsoRunsOptions) options = { 0 };
  g_auto (Replay) replay = { 0 };
  IsoReplayResult result = { 0 };
  GCancellable *cancellable = iso_interrupt_watch ();
  g_autofree char *data = NULL;
  const GOptionEntry entries[] = {
    { "data", 0, 0, G_OPTION_ARG_FILENAME, &data, N_("where the same data are found (data.source)"), "DATA" },
    ISO_RUNS_OPTION_ENTRIES (&options),
    { NULL },
  };
  if (!iso_command_parse (argc, argv, entries, _("RUN"),
                          _("Runs a run again, with all changes that were made on the way, and compares the losses of all steps."),
                          _("Numbers are compared byte for byte: on the same machine nothing may differ; on another processor the last\n"
                            "digits may. A fork is run again from the checkpoint that it began with.\n"
                            "Exit status: 0 all the same, 1 a step differs, 2 it cannot be run again, 130 interrupted."),
                          &error)
      || !iso_runs_options_check (&options, 1, 1, "runs replay RUN", &error) || !prepare (&replay, &options, data, cancellable, &error))
    {
      iso_command_complain (error->message);
      return g_error_matches (error, ISO_ERROR, ISO_ERROR_CANCELLED) ? ISO_EXIT_INTERRUPTED : ISO_EXIT_USAGE;
    }
  const IsoStepRecord *records = (const IsoStepRecord *) (void *) replay.steps->data + replay.first;
  iso_progress_start (&replay.progress, 0, 0, false);
  bool done = iso_replay_run (&result, replay.experiment, replay.checkpoint, replay.journal, records,
                              replay.steps->len - (size_t) replay.first, show_step, &replay, cancellable, &error);
  iso_progress_end (&replay.progress);
  if (!done)
    {
      iso_command_complain (error->message);
      return g_error_matches (error, ISO_ERROR, ISO_ERROR_CANCELLED) ? ISO_EXIT_INTERRUPTED : ISO_EXIT_FAILED;
    }
  tell (&replay, &result, options.json);
  return result.step == 0 ? ISO_EXIT_DONE : ISO_EXIT_FAILED;
}
