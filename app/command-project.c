#include "app/command-project.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>
#include <unistd.h>

#include "app/command-line.h"
#include "app/interrupt.h"
#include "app/json-line.h"
#include "app/projection-picture.h"
#include "app/projection-run.h"
#include "engine/base/error.h"
#include "engine/export/npy.h"
#include "engine/train/parameters.h"

#define MOST_THREADS 1024

typedef struct {
  char *method, *input, *output, *labels, *picture, *seed, *threads, *sample;
  char **assignments;
  gboolean json;
} Options;

static void
clear_options (Options *options)
{
  g_free (options->method);
  g_free (options->input);
  g_free (options->output);
  g_free (options->labels);
  g_free (options->picture);
  g_free (options->seed);
  g_free (options->threads);
  g_free (options->sample);
  g_strfreev (options->assignments);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, clear_options)

static bool
parse_options (Options *options, int argc, char **argv, GError **error)
{
  const GOptionEntry entries[] = {
    { "method", 0, 0, G_OPTION_ARG_STRING, &options->method, N_("pca (the default), tsne, umap or axes"), "METHOD" },
    { "input", 0, 0, G_OPTION_ARG_FILENAME, &options->input, N_("embeddings, one row a sample (.npy or .npz)"), "X.npy" },
    { "output", 0, 0, G_OPTION_ARG_FILENAME, &options->output, N_("file for the map, an array of shape (N, 2)"), "Y.npy" },
    { "picture", 0, 0, G_OPTION_ARG_FILENAME, &options->picture, N_("draw the map too, as .png, .svg or .pdf"), "FILE" },
    { "labels", 0, 0, G_OPTION_ARG_FILENAME, &options->labels, N_("classes, whole numbers: they color the picture and give axes their ends"), "L.npy" },
    { "seed", 0, 0, G_OPTION_ARG_STRING, &options->seed, N_("seed of all chance (projection.seed)"), "S" },
    { "set", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options->assignments,
      N_("a parameter of the projection; may be repeated, in any order"), "KEY=VALUE" },
    { "threads", 0, 0, G_OPTION_ARG_STRING, &options->threads, N_("threads (default: one for each core)"), "N" },
    { "metric-sample", 0, 0, G_OPTION_ARG_STRING, &options->sample,
      N_("points whose neighbors are compared, each against all (default: as many as take a few seconds; 0: none)"), "N" },
    { "json", 0, 0, G_OPTION_ARG_NONE, &options->json, N_("print one JSON object"), NULL },
    { NULL },
  };
  return iso_command_parse (
             argc, argv, entries, "--input X.npy --output Y.npy",
             _("Lays embeddings out in the plane by PCA, t-SNE, UMAP or along chosen axes and says how far the map may be believed."),
             _("isotherm-cli parameters lists what --set takes, under projection.\n"
               "Trustworthiness and neighbor recall compare the 10 nearest of each point in the map with those among the\n"
               "embeddings. The same seed and number of threads give the same file.\n\n"
               "  isotherm-cli project --method tsne --set projection.perplexity=50 --input X.npy --output Y.npy\n"
               "  isotherm-cli project --method axes --labels L.npy --set projection.across_from=\"class 0\" \\\n"
               "    --set projection.across_to=\"sample 12\" --input X.npy --output Y.npy"),
             error)
         && iso_command_wants (options->input, "--input", error) && iso_command_wants (options->output, "--output", error)
         && (options->picture == NULL || iso_projection_picture_check (options->picture, error));
}

static bool
is_of_projection (const char *assignment, GError **error)
{
  if (g_str_has_prefix (assignment, "projection."))
    return true;
  g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT,
               _("--set: found “%s”, expected a parameter of the projection, such as projection.perplexity=50"), assignment);
  return false;
}

/* What was set must play a part with the method. */
static bool
check_applies (const char *assignment, const IsoSettings *settings, GError **error)
{
  g_autofree char *key = g_strndup (assignment, strcspn (assignment, "="));
  const IsoParameter *method = iso_parameter_find ("projection.method", settings, NULL);
  const IsoParameter *parameter = iso_parameter_find (key, settings, error);
  if (parameter == NULL || iso_parameter_applies (parameter, settings))
    return parameter != NULL;
  g_autofree char *name = iso_settings_format (settings, method);
  g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT, _("%s plays no part with the method %s"), key, name);
  return false;
}

static bool
read_settings (IsoProjectionRun *run, const Options *options, GError **error)
{
  IsoSettings settings;
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (g_free);
  iso_settings_init (&settings);
  for (size_t i = 0; options->assignments != NULL && options->assignments[i] != NULL; i++)
    {
      if (!is_of_projection (options->assignments[i], error))
        return false;
      g_ptr_array_add (all, g_strdup (options->assignments[i]));
    }
  if (options->method != NULL)
    g_ptr_array_add (all, g_strdup_printf ("projection.method=%s", options->method));
  if (options->seed != NULL)
    g_ptr_array_add (all, g_strdup_printf ("projection.seed=%s", options->seed));
  g_ptr_array_add (all, NULL);
  if (!iso_settings_set_all (&settings, (const char *const *) all->pdata, error))
    return false;
  for (guint i = 0; all->pdata[i] != NULL; i++)
    if (!check_applies (all->pdata[i], &settings, error))
      return false;
  run->settings = settings.projection;
  return true;
}

/* Before the work, so that an hour of it does not end in a refusal: there is a folder to write into, and not onto the input. */
static bool
check_target (const char *option, const char *path, const char *input, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  GStatBuf target, source;
  const char *problem = NULL;
  if (path[0] == '\0')
    problem = _("the name is empty");
  else if (!g_file_test (folder, G_FILE_TEST_IS_DIR))
    problem = _("there is no such folder");
  else if (g_file_test (path, G_FILE_TEST_IS_DIR))
    problem = _("it is a folder");
  else if (g_access (folder, W_OK) != 0)
    problem = _("its folder cannot be written to");
  else if (g_stat (path, &target) == 0 && g_stat (input, &source) == 0 && target.st_dev == source.st_dev && target.st_ino == source.st_ino)
    problem = _("it is the input");
  if (problem != NULL)
    g_set_error (error, ISO_ERROR, ISO_ERROR_FILE, _("%s %s cannot be written: %s"), option, path, problem);
  return problem == NULL;
}

static bool
read_request (IsoProjectionRun *run, const Options *options, GError **error)
{
  gint64 threads = 0, sample = 0;
  if (!read_settings (run, options, error)
      || !iso_command_parse_number (&threads, "--threads", options->threads, 1, MOST_THREADS, error)
      || !iso_command_parse_number (&sample, "--metric-sample", options->sample, 0, G_MAXINT32 - 1, error)
      || !check_target ("--output", options->output, options->input, error)
      || (options->picture != NULL && !check_target ("--picture", options->picture, options->input, error)))
    return false;
  run->input = options->input;
  run->labels_path = options->labels;
  run->threads = (int) threads;
  run->sample = (size_t) sample;
  run->measures = options->sample == NULL || sample > 0;
  return true;
}

static void
print_json (const IsoProjectionRun *run, const char *method)
{
  IsoJsonLine line;
  const IsoQuality *quality = run->quality;
  iso_json_line_init (&line);
  iso_json_line_text (&line, "method", method);
  iso_json_line_integer (&line, "n", (gint64) run->N);
  iso_json_line_integer (&line, "d", (gint64) run->D);
  iso_json_line_integer (&line, "seed", run->settings.seed);
  iso_json_line_integer (&line, "threads", run->threads);
  iso_json_line_number (&line, "seconds", run->seconds);
  iso_json_line_number (&line, "kl", run->cost);
  iso_json_line_numbers (&line, "explained", !iso_projection_method_has_steps (run->settings.method) ? run->explained : NULL, 2);
  iso_json_line_number (&line, "trustworthiness", quality != NULL ? quality->mean_trustworthiness : (double) NAN);
  iso_json_line_number (&line, "neighbor_recall", quality != NULL ? quality->mean_recall : (double) NAN);
  iso_json_line_integer (&line, "k", quality != NULL ? (gint64) quality->k : 0);
  iso_json_line_integer (&line, "measured", quality != NULL ? (gint64) quality->measured : 0);
  iso_json_line_number (&line, "nearest_recall", run->nearest_recall);
  iso_json_line_text (&line, "note", run->note);
  iso_json_line_print (&line);
  iso_json_line_clear (&line);
}

static void
print_text (const IsoProjectionRun *run, const char *method, const Options *options)
{
  char seconds[32], first[32], second[32];
  const IsoQuality *quality = run->quality;
  g_print (_("%s of %zu × %zu: %s s on %d threads\n"), method, run->N, run->D,
           g_ascii_formatd (seconds, sizeof seconds, "%.3f", run->seconds), run->threads);
  if (isfinite (run->cost))
    g_print (_("Kullback–Leibler divergence %s nats\n"), g_ascii_formatd (first, sizeof first, "%.4f", run->cost));
  if (!iso_projection_method_has_steps (run->settings.method))
    g_print (_("variance along the axes %s %% and %s %%\n"), g_ascii_formatd (first, sizeof first, "%.2f", 100.0 * run->explained[0]),
             g_ascii_formatd (second, sizeof second, "%.2f", 100.0 * run->explained[1]));
  if (run->nearest_recall < 1.0)
    g_print (_("the search found %s %% of the nearest neighbors\n"),
             g_ascii_formatd (first, sizeof first, "%.1f", 100.0 * run->nearest_recall));
  if (quality != NULL && quality->k > 0)
    g_print (_("trustworthiness %s, neighbor recall %s (k = %zu, measured on %zu of %zu points)\n"),
             g_ascii_formatd (first, sizeof first, "%.4f", quality->mean_trustworthiness),
             g_ascii_formatd (second, sizeof second, "%.4f", quality->mean_recall), quality->k, quality->measured, quality->N);
  if (run->note != NULL)
    g_print (_("note: %s\n"), run->note);
  if (options->picture != NULL)
    g_print ("%s\n", options->picture);
  g_print ("%s\n", options->output);
}

/* Ctrl-C while a thread is still at work: nothing was written, and nothing may be freed. */
static void
leave_at_once (IsoProjectionRun *run, const GError *error)
{
  iso_progress_end (&run->progress);
  iso_command_complain (error->message);
  _exit (ISO_EXIT_INTERRUPTED);
}

static bool
write_files (const IsoProjectionRun *run, const Options *options, GError **error)
{
  return (options->picture == NULL || iso_projection_picture_write (options->picture, run, error))
         && iso_npy_write_floats (options->output, run->map, run->N, 2, error);
}

int
iso_command_project (int argc, char **argv)
{
  static const char *const names[] = { "pca", "tsne", "umap", "axes" };
  g_autoptr (GError) error = NULL;
  g_auto (Options) options = { 0 };
  g_auto (IsoProjectionRun) run = { 0 };
  bool is_left_behind = false;
  if (!parse_options (&options, argc, argv, &error) || !read_request (&run, &options, &error))
    return iso_command_complain (error->message);
  run.cancellable = iso_interrupt_watch ();
  if (!iso_projection_run (&run, &is_left_behind, &error))
    {
      if (is_left_behind)
        leave_at_once (&run, error);
      iso_command_complain (error->message);
      return g_error_matches (error, ISO_ERROR, ISO_ERROR_CANCELLED) ? ISO_EXIT_INTERRUPTED : ISO_EXIT_USAGE;
    }
  if (!write_files (&run, &options, &error))
    {
      iso_command_complain (error->message);
      return ISO_EXIT_FAILED;
    }
  if (options.json)
    print_json (&run, names[run.settings.method]);
  else
    print_text (&run, names[run.settings.method], &options);
  return ISO_EXIT_DONE;
}
