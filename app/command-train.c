#include "app/command-train.h"

#include <glib/gi18n.h>

#include "app/command-line.h"
#include "app/headless-run.h"
#include "app/output-claim.h"
#include "app/run-options.h"
#include "app/run-output.h"
#include "app/run-report-text.h"
#include "engine/base/error.h"
#include "engine/base/pool.h"
#include "engine/base/timing.h"

typedef struct {
  IsoRunOptions run;
  char *out, *resume, *fork, *journal, *name, *also;
  IsoRunExportFormats formats; /* of also */
  int stop_after;
  gboolean force, json, verbose, no_store;
} Options;

static void
clear_options (Options *options)
{
  iso_run_options_clear (&options->run);
  g_free (options->out);
  g_free (options->resume);
  g_free (options->also);
  g_free (options->fork);
  g_free (options->journal);
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
    { "also", 0, 0, G_OPTION_ARG_FILENAME, &options->also,
      N_("more files for --out, with commas between them: tensorboard, projector, npz, csv, weights, html, all"), "FORMATS" },
    { "resume", 0, 0, G_OPTION_ARG_FILENAME, &options->resume,
      N_("go on from a checkpoint that --out wrote, as if the run had not stopped"), "FILE" },
    { "fork", 0, 0, G_OPTION_ARG_FILENAME, &options->fork,
      N_("begin where a checkpoint stands, with other settings but the same data and network"), "FILE" },
    { "journal", 0, 0, G_OPTION_ARG_FILENAME, &options->journal,
      N_("make the changes of a journal.json at their steps; its settings, if neither --config nor --preset is given"), "FILE" },
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
        "A resumed run has the settings of its checkpoint; --epochs, --data and --set of live parameters may change them;\n"
        "a fork may change all but data, network, batch size and seed.\n"
        "Every run is kept in the store of runs: in the folder that ISOTHERM_STORE names, else in the user's data folder.\n\n"
        "  isotherm-cli train --set distill.omega=0.5 --epochs 10 --out run --also tensorboard,html\n"
        "  isotherm-cli train --journal run/journal.json --out again\n"
        "  isotherm-cli train --fork run/checkpoint.safetensors --epochs 20 --set distill.omega=0.9"),
      error);
}

/* --also, which wants a folder. */
static bool
parse_formats (Options *options, GError **error)
{
  if (options->also == NULL)
    return true;
  if (options->out == NULL)
    {
      g_set_error_literal (error, ISO_ERROR, ISO_ERROR_ARGUMENT, _("--also: found no --out, expected the folder to write into"));
      return false;
    }
  return iso_run_export_parse (&options->formats, ISO_RUN_EXPORT_TRAINED, "--also", options->also, error);
}

/* Writes the folder of --out; without even the first evaluation there is nothing to keep. */
static bool
write_output (const IsoHeadlessRun *run, const IsoRunReport *results, IsoOutputFolder *output, const Options *options, GError **error)
{
  if (run->snapshot == NULL)
    return false;
  bool has_page = (options->formats & ISO_RUN_EXPORT_HTML) != 0;
  g_autoptr (IsoBatchSnapshot) probe = has_page ? iso_runner_snapshot (run->runner, true) : NULL;
  const IsoRunExport all = {
    .report = results,
    .settings = iso_runner_settings (run->runner),
    .ended = (double) g_get_real_time () / G_USEC_PER_SEC,
    .history = run->history,
    .steps_per_epoch = iso_runner_steps_per_epoch (run->runner),
    .epoch = run->snapshot,
    .probe = probe,
  };
  return iso_run_output_write (output, &all, options->formats, run->runner, error);
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
  if (options->out != NULL && !write_output (run, results, output, options, &error))
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

/* What the options say of how to begin, each for itself and together. */
static bool
check_beginning (const Options *options, GError **error)
{
  if (options->stop_after < 0)
    g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT, _("--stop-after: found %d, expected a number of epochs"), options->stop_after);
  else if (options->resume != NULL && options->fork != NULL)
    g_set_error_literal (error, ISO_ERROR, ISO_ERROR_ARGUMENT, _("--resume and --fork: found both, expected one checkpoint"));
  else
    return true;
  return false;
}

/* Whether the changes of the journal can be made, as far as it is known by now. taken: steps that the run begins with. */
static bool
check_journal (const Options *options, const IsoHeadlessRun *run, const IsoSettings *settings, const IsoCheckpoint *checkpoint,
               GError **error)
{
  const IsoDataset *dataset = run->experiment != NULL ? run->experiment->dataset : NULL;
  guint64 taken = 0;
  if (run->journal == NULL)
    return true;
  if (checkpoint != NULL && !iso_checkpoint_read_count (&taken, checkpoint, "step", G_MAXUINT64 / 2, error))
    return false;
  if (iso_journal_check (run->journal, settings, dataset, taken, error))
    return true;
  g_prefix_error (error, "%s: ", options->journal);
  return false;
}

static bool
find_settings (IsoSettings *settings, const IsoPreset **preset, const Options *options, const IsoCheckpoint *checkpoint,
               GError **error)
{
  if (options->resume != NULL)
    return iso_run_options_resume (settings, &options->run, checkpoint, error);
  if (options->fork != NULL)
    return iso_run_options_fork (settings, &options->run, checkpoint, error);
  return iso_run_options_settings (settings, preset, &options->run, error);
}

/* Settings, the folder for the results, data and model: everything that may be refused. */
static bool
prepare (IsoHeadlessRun *run, IsoSettings *settings, const IsoPreset **preset, IsoOutputFolder *output, const char *const *names,
         Options *options, GError **error)
{
  g_autoptr (IsoCheckpoint) checkpoint = NULL;
  *preset = NULL;
  const char *beginning = options->fork != NULL ? options->fork : options->resume;
  if (!check_beginning (options, error) || (beginning != NULL && (checkpoint = iso_checkpoint_open (beginning, error)) == NULL)
      || (options->journal != NULL && (run->journal = iso_journal_read (options->journal, error)) == NULL))
    return false;
  options->run.base = run->journal != NULL ? iso_journal_settings (run->journal) : NULL;
  if (!find_settings (settings, preset, options, checkpoint, error)
      || !check_journal (options, run, settings, checkpoint, error))
    return false;
  if (options->out != NULL && !iso_output_claim (output, names, options->out, options->force, error))
    return false;
  run->stop_after = options->stop_after;
  return (checkpoint != NULL ? iso_headless_run_resume (run, checkpoint, settings, error)
                             : iso_headless_run_prepare (run, settings, error))
         && check_journal (options, run, settings, checkpoint, error);
}

/* Everything after the options: 2 and one line when it cannot begin. */
static int
run_training (Options *options, IsoOutputFolder *output, const char *const *names)
{
  g_autoptr (GError) error = NULL;
  g_auto (IsoHeadlessRun) run = { 0 };
  IsoRunReport results = { 0 };
  IsoSettings settings;
  const IsoPreset *preset;
  double start = iso_seconds ();
  iso_headless_run_init (&run, options->verbose);
  if (!prepare (&run, &settings, &preset, output, names, options, &error))
    {
      if (output->path != NULL)
        iso_output_folder_abandon (output);
      iso_command_complain (error->message);
      return g_error_matches (error, ISO_ERROR, ISO_ERROR_CANCELLED) ? ISO_EXIT_INTERRUPTED : ISO_EXIT_USAGE;
    }
  if (!options->no_store)
    iso_headless_run_record (&run, options->name);
  results.run = run.recorder != NULL ? iso_recorder_run (run.recorder) : 0;
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
  if (!parse_options (&options, argc, argv, &error) || !parse_formats (&options, &error))
    return iso_command_complain (error->message);
  g_autofree const char **names = iso_run_output_names (options.formats);
  int status = run_training (&options, &output, names);
  iso_output_folder_clear (&output);
  return status;
}
