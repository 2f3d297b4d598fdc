#include "app/command-sweep.h"

#include <glib/gi18n.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "app/command-line.h"
#include "app/data-reading.h"
#include "app/interrupt.h"
#include "app/progress.h"
#include "app/sweep-keeping.h"
#include "app/sweep-report.h"
#include "engine/base/error.h"
#include "engine/sweep/run.h"
#include "ui/figure/figure-file.h"
#include "ui/figure/sweep-figure.h"

#define MOST_SHOWN 20
#define MOST_JOBS 1024
#define INTERVAL 0.1 /* seconds from one look at the runs to the next */
#define PICTURE_WIDTH 960.0
#define PICTURE_HEIGHT 600.0
#define PICTURE_SCALE 2.0

typedef struct {
  char **files;
  char *shard, *jobs, *out, *picture, *axes, *theme;
  gboolean resume, retry, json, dry_run, verbose;
} Options;

static void
clear_options (Options *options)
{
  g_strfreev (options->files);
  g_free (options->shard);
  g_free (options->jobs);
  g_free (options->out);
  g_free (options->picture);
  g_free (options->axes);
  g_free (options->theme);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, clear_options)

static bool
parse_options (Options *options, int argc, char **argv, GError **error)
{
  const GOptionEntry entries[] = {
    { "out", 0, 0, G_OPTION_ARG_FILENAME, &options->out, N_("folder to keep the runs and the tables in; made if need be; or “store”: the store of runs"),
      "DIR" },
    { "resume", 0, 0, G_OPTION_ARG_NONE, &options->resume, N_("go on with what --out has kept: only what is missing is run"), NULL },
    { "retry", 0, 0, G_OPTION_ARG_NONE, &options->retry, N_("with --resume: run what has failed again"), NULL },
    { "shard", 0, 0, G_OPTION_ARG_FILENAME, &options->shard, N_("one part of the runs, for one of n machines"), "I/N" },
    { "jobs", 0, 0, G_OPTION_ARG_FILENAME, &options->jobs, N_("runs at once (one for each core)"), "N" },
    { "dry-run", 0, 0, G_OPTION_ARG_NONE, &options->dry_run, N_("check the file and list the runs, without running any"), NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &options->json, N_("print one JSON line instead of the table"), NULL },
    { "verbose", 0, 0, G_OPTION_ARG_NONE, &options->verbose, N_("print a line for each run on stderr"), NULL },
    { "picture", 0, 0, G_OPTION_ARG_FILENAME, &options->picture, N_("draw the scores: a PNG, SVG or PDF file"), "FILE" },
    { "axes", 0, 0, G_OPTION_ARG_FILENAME, &options->axes, N_("of the picture: two parameters, or “all” side by side"), "KEY,KEY" },
    { "theme", 0, 0, G_OPTION_ARG_FILENAME, &options->theme, N_("of the picture: light (the default) or dark"), "THEME" },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options->files, NULL, NULL },
    { NULL },
  };
  if (!iso_command_parse (argc, argv, entries, "FILE",
                          _("Trains every setting of a sweep with every seed, several runs at once, and says which is best by the "
                            "validation part."),
                          _("FILE is JSON: “base” with settings, “grid” or “random” with what changes, “seeds”; see docs/sweep.md.\n"
                            "Ctrl-C keeps the runs that are done; --resume goes on with the rest.\n\n"
                            "  isotherm-cli sweep weights.json --out weights --resume --picture weights.png"),
                          error))
    return false;
  if (options->files != NULL && options->files[1] == NULL)
    return true;
  g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT, _("found %s, expected one sweep file; see isotherm-cli sweep --help"),
               options->files == NULL ? _("no file") : _("several files"));
  return false;
}

/* ---- the picture ---- */

/* Refused before the work, not after it. */
static bool
check_picture (const Options *options, const IsoSweepPlan *plan, GError **error)
{
  IsoFigureFormat format;
  const char *theme = options->theme;
  if (options->picture != NULL && !iso_figure_format_of (&format, options->picture, true, error))
    return false;
  if (options->picture == NULL && (options->axes != NULL || theme != NULL))
    {
      g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT, _("%s: found no --picture, of which it says how it looks"),
                   options->axes != NULL ? "--axes" : "--theme");
      return false;
    }
  if (theme != NULL && strcmp (theme, "light") != 0 && strcmp (theme, "dark") != 0)
    {
      g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT, _("--theme: found “%s”, expected light or dark"), theme);
      return false;
    }
  if (options->axes == NULL || strcmp (options->axes, "all") == 0)
    return true;
  g_auto (GStrv) keys = g_strsplit (options->axes, ",", -1);
  g_autoptr (GString) known = g_string_new (NULL);
  size_t found = 0;
  for (size_t key = 0; key < iso_sweep_plan_key_count (plan); key++)
    {
      g_string_append_printf (known, "%s%s", key > 0 ? ", " : "", iso_sweep_plan_key (plan, key));
      found += g_strv_contains ((const char *const *) keys, iso_sweep_plan_key (plan, key));
    }
  if (g_strv_length (keys) == 2 && found == 2)
    return true;
  g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT, _("--axes: found “%s”, expected all, or two of: %s"), options->axes, known->str);
  return false;
}

static bool
write_picture (const Options *options, const IsoSweepResults *results, GError **error)
{
  bool is_dark = g_strcmp0 (options->theme, "dark") == 0;
  const IsoFigureLook look = { PICTURE_WIDTH, PICTURE_HEIGHT, PICTURE_SCALE, iso_theme (is_dark ? ISO_THEME_DARK : ISO_THEME_LIGHT) };
  const char *title = iso_sweep_plan_name (iso_sweep_results_plan (results));
  g_autoptr (IsoSweepScores) scores = iso_sweep_scores_new (results);
  g_autoptr (IsoFigure) figure = NULL;
  g_auto (GStrv) keys = options->axes != NULL ? g_strsplit (options->axes, ",", -1) : NULL;
  if (keys == NULL)
    figure = iso_figure_of_sweep (scores, title);
  else if (keys[1] == NULL)
    figure = iso_figure_of_sweep_lines (scores, title);
  else
    figure = iso_figure_of_sweep_cells (scores, (size_t) iso_sweep_scores_find (scores, keys[0]),
                                        (size_t) iso_sweep_scores_find (scores, keys[1]), title);
  return iso_figure_write (figure, options->picture, &look, error);
}

/* ---- running ---- */

static void
tell_lines (IsoSweepKeeping *keeping, IsoProgress *progress)
{
  char *line;
  while ((line = g_async_queue_try_pop (keeping->lines)) != NULL)
    {
      iso_progress_end (progress);
      g_printerr ("%s\n", line);
      g_free (line);
    }
}

/* "12/24 runs · 1 failed · 2 running · 0:35 left" */
static char *
describe_status (const IsoSweepQueueStatus *status)
{
  g_autoptr (GString) text = g_string_new (NULL);
  size_t ended = status->already + status->finished + status->failed;
  g_string_append_printf (text, _("%zu/%zu runs"), ended, status->points);
  if (status->failed > 0)
    g_string_append_printf (text, _(" · %zu failed"), status->failed);
  g_string_append_printf (text, _(" · %zu running"), status->running);
  if (status->share > 0.0)
    {
      guint left = (guint) fmin (ceil (status->seconds * (1.0 - status->share) / status->share), 359999.0);
      g_string_append_printf (text, _(" · %u:%02u left"), left / 60, left % 60);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* Shows how it is going until it is over. */
static void
follow (IsoSweepQueue *queue, IsoSweepKeeping *keeping, bool is_verbose)
{
  IsoProgress progress;
  iso_progress_start (&progress, 0, 0, is_verbose);
  while (!iso_sweep_queue_wait (queue, INTERVAL))
    {
      IsoSweepQueueStatus status;
      iso_sweep_queue_status (queue, &status);
      g_autofree char *text = describe_status (&status);
      if (is_verbose)
        tell_lines (keeping, &progress);
      iso_progress_share (&progress, status.share, text);
    }
  if (is_verbose)
    tell_lines (keeping, &progress);
  iso_progress_end (&progress);
}

/* The data of the first point that is to be run, with a bar; false with an error. */
static bool
load_data (IsoSweepDatasets *datasets, const IsoSweepPlan *plan, const IsoSweepKeeper *keeper, IsoShard shard, GError **error)
{
  g_autoptr (GPtrArray) skipped = g_ptr_array_new_with_free_func (g_free);
  for (size_t point = 0; point < iso_sweep_plan_point_count (plan); point++)
    {
      IsoSettings settings;
      if (!iso_shard_has (shard, point) || keeper->is_done (keeper->data, point))
        continue;
      iso_sweep_plan_settings (&settings, plan, point);
      g_autoptr (IsoDataset) dataset = iso_read_data (&settings, skipped, iso_interrupt_watch (), error);
      if (dataset == NULL)
        return false;
      iso_sweep_datasets_put (datasets, &settings, dataset);
      return true;
    }
  return true;
}

/* Everything after the runs: tables, picture, and what is printed; returns the exit status. */
static int
report (const IsoSweepQueueStatus *status, char *problem, IsoSweepKeeping *keeping, const Options *options)
{
  g_autoptr (GError) error = NULL;
  size_t done = status->already + status->finished + status->failed;
  bool is_interrupted = done < status->points && problem == NULL;
  /* Other parts of the sweep may have run meanwhile. */
  if (!iso_sweep_keeping_read (keeping, &error) && problem == NULL)
    problem = error->message;
  if (keeping->folder != NULL && problem == NULL && !iso_sweep_folder_write_tables (keeping->folder, keeping->results, &error))
    problem = error->message;
  g_autofree char *json = options->json ? iso_sweep_results_json (keeping->results) : NULL;
  if (json != NULL)
    printf ("%s\n", json);
  else
    iso_sweep_report_print (keeping->results, MOST_SHOWN);
  g_autoptr (GError) trouble = NULL;
  if (options->picture != NULL && !write_picture (options, keeping->results, &trouble) && problem == NULL)
    problem = trouble->message;
  if (problem != NULL)
    {
      iso_command_complain (problem);
      return ISO_EXIT_FAILED;
    }
  if (is_interrupted)
    {
      g_autofree char *line =
          g_strdup_printf (iso_sweep_keeping_keeps (keeping) ? _("interrupted: %zu of %zu runs are done; --resume goes on with the rest")
                                                   : _("interrupted: %zu of %zu runs are done; none is kept without --out"),
                           done, status->points);
      iso_command_complain (line);
      return ISO_EXIT_INTERRUPTED;
    }
  return status->points > 0 && iso_sweep_results_finished (keeping->results) == 0 ? ISO_EXIT_FAILED : ISO_EXIT_DONE;
}

static int
run_sweep (const IsoSweepPlan *plan, IsoSweepKeeping *keeping, IsoShard shard, int jobs, const Options *options)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (IsoSweepDatasets) datasets = iso_sweep_datasets_new ();
  const IsoSweepKeeper keeper = iso_sweep_keeping_keeper (keeping);
  const IsoSweepQueueOptions queue_options = { .run = iso_sweep_run, .run_data = datasets, .shard = shard, .jobs = jobs,
                                               .cancellable = iso_interrupt_watch () };
  if (!load_data (datasets, plan, &keeper, shard, &error))
    {
      iso_command_complain (error->message);
      return g_cancellable_is_cancelled (iso_interrupt_watch ()) ? ISO_EXIT_INTERRUPTED : ISO_EXIT_USAGE;
    }
  g_autoptr (IsoSweepQueue) queue = iso_sweep_queue_new (plan, &queue_options, &keeper);
  IsoSweepQueueStatus status;
  follow (queue, keeping, options->verbose);
  iso_sweep_queue_status (queue, &status);
  g_autofree char *problem = iso_sweep_queue_problem (queue);
  return report (&status, problem, keeping, options);
}

/* All that may be refused before anything is made. */
static bool
check (IsoShard *shard, gint64 *jobs, const Options *options, const IsoSweepPlan *plan, GError **error)
{
  *shard = ISO_SHARD_ALL;
  *jobs = 0;
  if ((options->shard != NULL && !iso_shard_parse (shard, "--shard", options->shard, error))
      || !iso_command_parse_number (jobs, "--jobs", options->jobs, 1, MOST_JOBS, error) || !check_picture (options, plan, error))
    return false;
  const char *alone = options->out != NULL ? NULL : options->resume ? "--resume" : NULL;
  if (options->retry && !options->resume)
    alone = "--retry";
  if (alone == NULL)
    return true;
  g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT, _("%s: found no %s, with which it goes on"), alone,
               options->out == NULL ? "--out" : "--resume");
  return false;
}

int
iso_command_sweep (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_auto (Options) options = { 0 };
  IsoSweepKeeping keeping = { 0 };
  IsoShard shard;
  gint64 jobs;
  if (!parse_options (&options, argc, argv, &error))
    return iso_command_complain (error->message);
  g_autoptr (IsoSweepPlan) plan = iso_sweep_plan_read (options.files[0], &error);
  if (plan == NULL || !check (&shard, &jobs, &options, plan, &error))
    return iso_command_complain (error->message);
  if (options.dry_run)
    {
      iso_sweep_report_print_plan (plan, shard.part, shard.parts);
      return ISO_EXIT_DONE;
    }
  int status;
  if (iso_sweep_keeping_init (&keeping, plan, options.out, options.resume, options.retry, &error))
    status = run_sweep (plan, &keeping, shard, (int) jobs, &options);
  else
    status = iso_command_complain (error->message);
  iso_sweep_keeping_clear (&keeping);
  return status;
}
