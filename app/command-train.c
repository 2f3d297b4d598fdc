/* The run is moved step by step on this thread (engine/train/runner.h): there is no window to be kept waiting. */
#include "app/command-train.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "app/command-line.h"
#include "app/interrupt.h"
#include "app/progress.h"
#include "app/run-output.h"
#include "app/run-report.h"
#include "engine/base/error.h"
#include "engine/base/timing.h"
#include "engine/train/parameters.h"
#include "engine/train/preset.h"
#include "engine/train/runner.h"

#define DEFAULT_PRESET "sample"

typedef struct {
  char *config, *preset, *data, *epochs, *seed, *out;
  char **assignments;
  gboolean force, json, verbose;
} Options;

static void
clear_options (Options *options)
{
  g_free (options->config);
  g_free (options->preset);
  g_free (options->data);
  g_free (options->epochs);
  g_free (options->seed);
  g_free (options->out);
  g_strfreev (options->assignments);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, clear_options)

static bool
parse_options (Options *options, int argc, char **argv, GError **error)
{
  const GOptionEntry entries[] = {
    { "config", 0, 0, G_OPTION_ARG_FILENAME, &options->config,
      N_("settings from a JSON file, such as an earlier run's configuration.json"),
      "FILE" },
    { "preset", 0, 0, G_OPTION_ARG_FILENAME, &options->preset, N_("a named starting point; see isotherm-cli presets"), "NAME" },
    { "set", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options->assignments, N_("a parameter; may be repeated, in any order"),
      "KEY=VALUE" },
    { "data", 0, 0, G_OPTION_ARG_FILENAME, &options->data, N_("sample, fashion-mnist, a folder or a file (data.source)"),
      "DATA" },
    { "epochs", 0, 0, G_OPTION_ARG_FILENAME, &options->epochs, N_("epochs to train (train.epochs)"), "N" },
    { "seed", 0, 0, G_OPTION_ARG_FILENAME, &options->seed, N_("seed of all chance (train.seed)"), "S" },
    { "out", 0, 0, G_OPTION_ARG_FILENAME, &options->out, N_("folder for metrics, embeddings and settings; made if need be"),
      "DIR" },
    { "force", 0, 0, G_OPTION_ARG_NONE, &options->force, N_("write into a folder that is not empty"), NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &options->json, N_("print the JSON line only"), NULL },
    { "verbose", 0, 0, G_OPTION_ARG_NONE, &options->verbose, N_("print a line for each epoch on stderr"), NULL },
    { NULL },
  };
  return iso_command_parse (
      argc, argv, entries, NULL, _("Trains a model; the last line printed is one JSON object with the scores on the test data."),
      _("Settings come from the preset (“sample” where the data are the embedded sample and no other is named), then from\n"
        "--config, then from --set and the options for single parameters. Ctrl-C ends training and reports what was reached.\n\n"
        "  isotherm-cli train --set distill.omega=0.5 --epochs 10 --out run"),
      error);
}

/* What options for single parameters and --set ask for; the options last, for they are the more explicit. */
static GPtrArray *
collect_assignments (const Options *options)
{
  GPtrArray *all = g_ptr_array_new_with_free_func (g_free);
  for (size_t i = 0; options->assignments != NULL && options->assignments[i] != NULL; i++)
    g_ptr_array_add (all, g_strdup (options->assignments[i]));
  if (options->data != NULL)
    g_ptr_array_add (all, g_strdup_printf ("data.source=%s", options->data));
  if (options->epochs != NULL)
    g_ptr_array_add (all, g_strdup_printf ("train.epochs=%s", options->epochs));
  if (options->seed != NULL)
    g_ptr_array_add (all, g_strdup_printf ("train.seed=%s", options->seed));
  g_ptr_array_add (all, NULL);
  return all;
}

/* The preset, then --config (config: its assignments, or NULL), then everything else that was typed. */
static bool
apply (IsoSettings *settings, const IsoPreset *preset, const Options *options, char **config, const GPtrArray *typed,
       GError **error)
{
  iso_settings_init (settings);
  if (preset != NULL && !iso_preset_apply (preset, settings, error))
    return false;
  if (config != NULL && !iso_settings_set_all (settings, (const char *const *) config, error))
    {
      g_prefix_error (error, "%s: ", options->config);
      return false;
    }
  return iso_settings_set_all (settings, (const char *const *) typed->pdata, error);
}

static bool
make_settings (IsoSettings *settings, const IsoPreset **preset, const Options *options, GError **error)
{
  g_autoptr (GPtrArray) typed = collect_assignments (options);
  g_auto (GStrv) config = NULL;
  *preset = NULL;
  if ((options->preset != NULL && (*preset = iso_preset_find (options->preset, error)) == NULL)
      || (options->config != NULL && (config = iso_settings_read (options->config, error)) == NULL)
      || !apply (settings, *preset, options, config, typed, error))
    return false;
  /* Only now is it known what the data are. */
  if (*preset == NULL && strcmp (settings->data.source, "sample") == 0)
    {
      *preset = iso_preset_find (DEFAULT_PRESET, error);
      if (*preset == NULL || !apply (settings, *preset, options, config, typed, error))
        return false;
    }
  return iso_settings_validate (settings, error);
}

typedef struct {
  IsoRunner *runner;
  IsoHistory *history;
  IsoEpochSnapshot *snapshot; /* the last evaluation */
  IsoProgress progress;
  GCancellable *cancellable;
  bool verbose, interrupted;
  char *failure;
} Run;

static void
clear_run (Run *run)
{
  g_clear_pointer (&run->snapshot, iso_epoch_snapshot_unref);
  g_clear_pointer (&run->runner, iso_runner_free);
  g_clear_pointer (&run->history, iso_history_unref);
  g_clear_pointer (&run->failure, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Run, clear_run)

/* Mean loss of the steps since the evaluation before the last, for the line of an epoch. */
static void
show_epoch (Run *run)
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

static bool
evaluate (Run *run, bool finish, GCancellable *cancellable, GError **error)
{
  IsoEpochSnapshot *snapshot = iso_runner_evaluate (run->runner, finish, cancellable, error);
  if (snapshot == NULL)
    return false;
  g_clear_pointer (&run->snapshot, iso_epoch_snapshot_unref);
  run->snapshot = snapshot;
  show_epoch (run);
  return true;
}

/* Steps and evaluations until the planned end; false with an error, which is ISO_ERROR_CANCELLED after Ctrl-C. */
static bool
train (Run *run, GError **error)
{
  int epochs = iso_runner_settings (run->runner)->train.epochs;
  if (!evaluate (run, false, run->cancellable, error))
    return false;
  while (iso_runner_epoch (run->runner) < epochs)
    {
      IsoStepResult result;
      if (g_cancellable_is_cancelled (run->cancellable))
        {
          g_set_error_literal (error, ISO_ERROR, ISO_ERROR_CANCELLED, _("interrupted"));
          return false;
        }
      if (!iso_runner_step (run->runner, &result, error))
        return false;
      iso_progress_step (&run->progress, iso_runner_step_count (run->runner), iso_runner_epoch (run->runner), result.loss);
      if (iso_runner_is_at_epoch_end (run->runner) && !evaluate (run, true, run->cancellable, error))
        return false;
    }
  return true;
}

/* Trains; whatever ends it, the model as it then stands has been evaluated. */
static void
train_and_evaluate (Run *run)
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
}

/* The files, the table, the JSON line, and what went wrong; returns the exit status. */
static int
report (Run *run, IsoRunReport *results, IsoRunOutput *output, const Options *options)
{
  g_autoptr (GError) error = NULL;
  int status = run->failure != NULL ? ISO_EXIT_FAILED : run->interrupted ? ISO_EXIT_INTERRUPTED : ISO_EXIT_DONE;
  iso_run_report_read (results, run->history);
  results->interrupted = run->interrupted;
  results->failure = run->failure;
  /* Without even the first evaluation there is nothing to keep. */
  if (options->out != NULL && (run->snapshot == NULL || !iso_run_output_write (output, results, run->snapshot, &error)))
    {
      iso_run_output_abandon (output);
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

/* Everything after the options: 2 and one line when it cannot begin. */
static int
run_training (const Options *options, IsoRunOutput *output)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (IsoExperiment) experiment = NULL;
  g_auto (Run) run = { .history = iso_history_new (), .cancellable = iso_interrupt_watch (), .verbose = options->verbose };
  IsoRunReport results = { 0 };
  IsoSettings settings;
  const IsoPreset *preset;
  double start = iso_seconds ();
  if (make_settings (&settings, &preset, options, &error)
      && (options->out == NULL || iso_run_output_claim (output, options->out, options->force, &error))
      && (experiment = iso_experiment_new (&settings, NULL, run.cancellable, &error)) != NULL)
    run.runner = iso_runner_new (experiment, run.history, &error);
  if (run.runner == NULL)
    {
      bool interrupted = g_cancellable_is_cancelled (run.cancellable);
      if (output->path != NULL)
        iso_run_output_abandon (output);
      iso_command_complain (interrupted ? _("interrupted before training began") : error->message);
      return interrupted ? ISO_EXIT_INTERRUPTED : ISO_EXIT_USAGE;
    }
  train_and_evaluate (&run);
  results.experiment = experiment;
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
  IsoRunOutput output = { 0 };
  if (!parse_options (&options, argc, argv, &error))
    return iso_command_complain (error->message);
  int status = run_training (&options, &output);
  iso_run_output_clear (&output);
  return status;
}
