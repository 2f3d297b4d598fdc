#include "app/command-train.h"

#include <glib/gi18n.h>

#include "app/command-line.h"
#include "app/headless-run.h"
#include "app/run-options.h"
#include "app/run-output.h"
#include "app/run-report.h"
#include "engine/base/error.h"
#include "engine/base/pool.h"
#include "engine/base/timing.h"

typedef struct {
  IsoRunOptions run;
  char *out, *resume, *name;
  int stop_after;
  gboolean force, json, verbose, no_store;
} Options;

static void
clear_options (Options *options)
{
  iso_run_options_clear (&options->run);
  g_free (options->out);
  g_free (options->resume);
  g_free (options->name);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, clear_options)

static bool
parse_options (Options *options, int argc, char **argv, GError **error)
{
  const GOptionEntry entries[] = {
    ISO_RUN_OPTION_ENTRIES (&options->run),
    { "out", 0, 0, G_OPTION_ARG_FILENAME, &options->out, N_("folder for metrics, embeddings and settings; made if need be"),
      "DIR" },
    { "resume", 0, 0, G_OPTION_ARG_FILENAME, &options->resume,
      N_("go on from a checkpoint that --out wrote, as if the run had not stopped"), "FILE" },
    { "stop-after", 0, 0, G_OPTION_ARG_INT, &options->stop_after,
      N_("end once so many epochs are done, though more are planned; --resume goes on"), "N" },
    { "name", 0, 0, G_OPTION_ARG_STRING, &options->name, N_("what the run is called in the store of runs"), "NAME" },
    { "no-store", 0, 0, G_OPTION_ARG_NONE, &options->no_store, N_("do not keep the run in the store of runs"), NULL },
    { "force", 0, 0, G_OPTION_ARG_NONE, &options->force, N_("write into a folder that is not empty"), NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &options->json, N_("print the JSON line only"), NULL },
    { "verbose", 0, 0, G_OPTION_ARG_NONE, &options->verbose, N_("print a line for each epoch on stderr"), NULL },
    { NULL },
  };
  return iso_command_parse (
      argc, argv, entries, NULL, _("Trains a model; the last line printed is one JSON object with the scores on the test data."),
      _("Settings come from the preset (“sample” where the data are the embedded sample and no other is named), then from\n"
        "--config, then from --set and the options for single parameters. Ctrl-C ends training and reports what was reached.\n"
        "A resumed run has the settings of its checkpoint; --epochs, --data and --set of live parameters may change them.\n"
        "Every run is kept in the store of runs: in the folder that ISOTHERM_STORE names, else in the user's data folder.\n\n"
        "  isotherm-cli train --set distill.omega=0.5 --epochs 10 --out run"),
      error);
}

/* The files, the table, the JSON line, and what went wrong; returns the exit status. */
static int
report (const IsoHeadlessRun *run, IsoRunReport *results, IsoOutputFolder *output, const Options *options)
{
  g_autoptr (GError) error = NULL;
  int status = iso_headless_run_status (run);
  iso_run_report_read (results, run->history);
  results->interrupted = run->interrupted;
  results->failure = run->failure;
  /* Without even the first evaluation there is nothing to keep. */
  if (options->out != NULL
      && (run->snapshot == NULL || !iso_run_output_write (output, results, run->snapshot, run->runner, &error)))
    {
      iso_output_folder_abandon (output);
      status = ISO_EXIT_FAILED;
    }
  if (!options->json)
    iso_run_report_print_table (results);
  iso_run_report_print_json (results);
  if (run->failure != NULL)
    iso_command_complain (run->failure);
  if (error != NULL)
    iso_command_complain (error->message);
  return status;
}

/* Settings, the folder for the results, data and model: everything that may be refused. */
static bool
prepare (IsoHeadlessRun *run, IsoSettings *settings, const IsoPreset **preset, IsoOutputFolder *output, const Options *options,
         GError **error)
{
  g_autoptr (IsoCheckpoint) checkpoint = NULL;
  *preset = NULL;
  if (options->stop_after < 0)
    {
      g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT, _("--stop-after: found %d, expected a number of epochs"),
                   options->stop_after);
      return false;
    }
  if (options->resume != NULL && (checkpoint = iso_checkpoint_open (options->resume, error)) == NULL)
    return false;
  if (checkpoint != NULL ? !iso_run_options_resume (settings, &options->run, checkpoint, error)
                         : !iso_run_options_settings (settings, preset, &options->run, error))
    return false;
  if (options->out != NULL && !iso_output_folder_claim (output, iso_run_output_names, options->out, options->force, error))
    return false;
  run->stop_after = options->stop_after;
  return checkpoint != NULL ? iso_headless_run_resume (run, checkpoint, settings, error)
                            : iso_headless_run_prepare (run, settings, error);
}

/* Everything after the options: 2 and one line when it cannot begin. */
static int
run_training (const Options *options, IsoOutputFolder *output)
{
  g_autoptr (GError) error = NULL;
  g_auto (IsoHeadlessRun) run = { 0 };
  IsoRunReport results = { 0 };
  IsoSettings settings;
  const IsoPreset *preset;
  double start = iso_seconds ();
  iso_headless_run_init (&run, options->verbose);
  if (!prepare (&run, &settings, &preset, output, options, &error))
    {
      if (output->path != NULL)
        iso_output_folder_abandon (output);
      iso_command_complain (error->message);
      return g_error_matches (error, ISO_ERROR, ISO_ERROR_CANCELLED) ? ISO_EXIT_INTERRUPTED : ISO_EXIT_USAGE;
    }
  if (!options->no_store)
    iso_headless_run_record (&run, options->name);
  iso_headless_run_train (&run);
  results.experiment = run.experiment;
  results.skipped = run.skipped;
  results.preset = preset != NULL ? preset->name : NULL;
  results.threads = settings.train.threads > 0 ? settings.train.threads : iso_core_count ();
  results.seconds = iso_seconds () - start;
  int status = report (&run, &results, output, options);
  iso_run_report_clear (&results);
  return status;
}

int
iso_command_train (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_auto (Options) options = { 0 };
  IsoOutputFolder output = { 0 };
  if (!parse_options (&options, argc, argv, &error))
    return iso_command_complain (error->message);
  int status = run_training (&options, &output);
  iso_output_folder_clear (&output);
  return status;
}
