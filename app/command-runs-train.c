/* `runs resume` and `runs fork`: training that begins at a checkpoint of the store, and is recorded there. */
#include <glib/gi18n.h>
#include <inttypes.h>

#include "app/command-line.h"
#include "app/command-runs.h"
#include "app/headless-run.h"
#include "app/run-options.h"
#include "app/run-report-text.h"
#include "app/runs-reading.h"
#include "engine/base/error.h"
#include "engine/base/pool.h"
#include "engine/base/timing.h"

typedef struct {
  IsoRunsOptions common;
  IsoRunOptions run;
  bool is_fork;
  int epoch, stop_after;
  char *name;
  gboolean verbose;
} Options;

static void
clear_options (Options *options)
{
  iso_runs_options_clear (&options->common);
  iso_run_options_clear (&options->run);
  g_clear_pointer (&options->name, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, clear_options)

#define SETTING_ENTRIES(options)                                                                                               \
  { "set", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &(options)->run.assignments, N_("a parameter; may be repeated, in any order"),   \
    "KEY=VALUE" },                                                                                                             \
  { "epochs", 0, 0, G_OPTION_ARG_FILENAME, &(options)->run.epochs, N_("epochs to train in all (train.epochs)"), "N" },         \
  { "data", 0, 0, G_OPTION_ARG_FILENAME, &(options)->run.data, N_("where the same data are found (data.source)"), "DATA" },    \
  { "stop-after", 0, 0, G_OPTION_ARG_INT, &(options)->stop_after, N_("end once so many epochs are done, though more are planned"), \
    "N" },                                                                                                                     \
  { "verbose", 0, 0, G_OPTION_ARG_NONE, &(options)->verbose, N_("print a line for each epoch on stderr"), NULL }

static bool
parse_resume (Options *options, int argc, char **argv, GError **error)
{
  const GOptionEntry entries[] = { SETTING_ENTRIES (options), ISO_RUNS_OPTION_ENTRIES (&options->common), { NULL } };
  return iso_command_parse (argc, argv, entries, _("RUN"),
                            _("Goes on with a run from its last checkpoint, as if it had not stopped."),
                            _("What the run had recorded after that checkpoint gives way. --epochs with more goes on beyond the planned end;\n"
                              "--set may change what may change while a run goes on."),
                            error)
         && iso_runs_options_check (&options->common, 1, 1, "runs resume RUN", error);
}

static bool
parse_fork (Options *options, int argc, char **argv, GError **error)
{
  const GOptionEntry entries[] = {
    { "epoch", 0, 0, G_OPTION_ARG_INT, &options->epoch, N_("the epoch of the run to begin at; else the last that is kept"), "N" },
    { "name", 0, 0, G_OPTION_ARG_STRING, &options->name, N_("what the new run is called"), "NAME" },
    SETTING_ENTRIES (options),
    ISO_RUNS_OPTION_ENTRIES (&options->common),
    { NULL },
  };
  return iso_command_parse (argc, argv, entries, _("RUN"),
                            _("Begins a new run where another stood at the end of an epoch, under other settings if any are given."),
                            _("Data, network, batch size and seed are the other run's; all else may change. isotherm-cli runs show RUN\n"
                              "lists the epochs that are kept.\n\n  isotherm-cli runs fork 3 --epoch 10 --set distill.omega=0.9 --epochs 30"),
                            error)
         && iso_runs_options_check (&options->common, 1, 1, "runs fork RUN", error);
}

/* The checkpoint to begin at, and the run that has it. */
static IsoCheckpoint *
open_checkpoint (IsoRun **run, const Options *options, GError **error)
{
  g_autoptr (IsoStore) store = NULL;
  if (options->stop_after < 0)
    {
      g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT, _("--stop-after: found %d, expected a number of epochs"), options->stop_after);
      return NULL;
    }
  if (options->epoch < -1)
    {
      g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT, _("--epoch: found %d, expected the number of an epoch"), options->epoch);
      return NULL;
    }
  *run = iso_runs_find (&store, &options->common, error);
  return *run != NULL ? iso_store_restore (store, (*run)->id, options->epoch, error) : NULL;
}

/* Where nothing can be recorded nothing is trained: the run would not grow on. */
static bool
record (IsoHeadlessRun *run, const IsoRun *parent, const Options *options, GError **error)
{
  IsoRecorderOptions recorder = { .resumed = parent->id };
  if (options->is_fork)
    recorder = (IsoRecorderOptions) { .name = options->name, .parent = parent->id, .fork_epoch = iso_runner_epoch (run->runner) };
  run->recorder = iso_recorder_new (NULL, run->experiment, run->history, &recorder, error);
  return run->recorder != NULL;
}

static bool
prepare (IsoHeadlessRun *run, IsoSettings *settings, const Options *options, GError **error)
{
  g_autoptr (IsoRun) parent = NULL;
  g_autoptr (IsoCheckpoint) checkpoint = open_checkpoint (&parent, options, error);
  if (checkpoint == NULL)
    return false;
  if (options->is_fork ? !iso_run_options_fork (settings, &options->run, checkpoint, error)
                       : !iso_run_options_resume (settings, &options->run, checkpoint, error))
    return false;
  run->stop_after = options->stop_after;
  return iso_headless_run_resume (run, checkpoint, settings, error) && record (run, parent, options, error);
}

static int
report (IsoHeadlessRun *run, gint64 id, const IsoSettings *settings, double seconds, bool json)
{
  IsoRunReport results = { .experiment = run->experiment, .run = id, .skipped = run->skipped, .seconds = seconds };
  results.threads = settings->train.threads > 0 ? settings->train.threads : iso_core_count ();
  iso_run_report_read (&results, run->history);
  results.interrupted = run->interrupted;
  results.failure = run->failure;
  if (!json)
    {
      iso_run_report_print_table (&results);
      g_print (_("kept as run %" PRId64 "\n"), id);
    }
  iso_run_report_print_json (&results);
  iso_run_report_clear (&results);
  if (run->failure != NULL)
    iso_command_complain (run->failure);
  return iso_headless_run_status (run);
}

static int
train (const Options *options)
{
  g_autoptr (GError) error = NULL;
  g_auto (IsoHeadlessRun) run = { 0 };
  IsoSettings settings;
  double start = iso_seconds ();
  iso_headless_run_init (&run, options->verbose);
  if (!prepare (&run, &settings, options, &error))
    {
      iso_command_complain (error->message);
      return g_error_matches (error, ISO_ERROR, ISO_ERROR_CANCELLED) ? ISO_EXIT_INTERRUPTED : ISO_EXIT_USAGE;
    }
  gint64 id = iso_recorder_run (run.recorder);
  iso_headless_run_train (&run);
  return report (&run, id, &settings, iso_seconds () - start, options->common.json);
}

int
iso_command_runs_resume (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_auto (Options) options = { .epoch = -1 };
  if (!parse_resume (&options, argc, argv, &error))
    return iso_command_complain (error->message);
  return train (&options);
}

int
iso_command_runs_fork (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_auto (Options) options = { .epoch = -1, .is_fork = true };
  if (!parse_fork (&options, argc, argv, &error))
    return iso_command_complain (error->message);
  return train (&options);
}
