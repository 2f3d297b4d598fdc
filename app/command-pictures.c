#include "app/command-pictures.h"

#include <glib/gi18n.h>
#include <string.h>
#include <unistd.h>

#include "app/command-line.h"
#include "app/headless-run.h"
#include "app/output-claim.h"
#include "app/run-options.h"
#include "app/run-pictures.h"
#include "engine/base/error.h"
#include "engine/train/baseline.h"

#define LEAST_WIDTH 480
#define LEAST_HEIGHT 320
#define MOST_SIDE 4000
#define MOST_SCALE 4

typedef struct {
  IsoRunOptions run;
  char *out, *theme, *size, *scale;
  gboolean force;
} Options;

static void
clear_options (Options *options)
{
  iso_run_options_clear (&options->run);
  g_free (options->out);
  g_free (options->theme);
  g_free (options->size);
  g_free (options->scale);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, clear_options)

static bool
parse_options (Options *options, int argc, char **argv, GError **error)
{
  const GOptionEntry entries[] = {
    ISO_RUN_OPTION_ENTRIES (&options->run),
    { "out", 0, 0, G_OPTION_ARG_FILENAME, &options->out, N_("folder for the pictures; made if need be"), "DIR" },
    { "force", 0, 0, G_OPTION_ARG_NONE, &options->force, N_("write into a folder that is not empty"), NULL },
    { "theme", 0, 0, G_OPTION_ARG_FILENAME, &options->theme, N_("light (the default) or dark"), "THEME" },
    { "size", 0, 0, G_OPTION_ARG_FILENAME, &options->size, N_("size of each picture (960x600)"), "WIDTHxHEIGHT" },
    { "scale", 0, 0, G_OPTION_ARG_FILENAME, &options->scale, N_("pixels for each unit of that size, 1 to 4 (2)"), "N" },
    { NULL },
  };
  return iso_command_parse (
             argc, argv, entries, "--out DIR",
             _("Trains without a window and draws what it would show, as PNG and SVG files: curves, batch and its map, map and similarities of the test set."),
             _("Settings come as with isotherm-cli train. Ctrl-C ends training and draws what was reached.\n\n"
               "  isotherm-cli pictures --epochs 10 --theme dark --out pictures"),
             error)
         && iso_command_wants (options->out, "--out", error);
}

/* A whole number at the start of `text`; *rest is what follows, NULL where there is no number or it is out of range. */
static int
parse_number (const char *text, int least, int most, const char **rest)
{
  char *end;
  guint64 value = g_ascii_isdigit (text[0]) ? g_ascii_strtoull (text, &end, 10) : G_MAXUINT64;
  *rest = value >= (guint64) least && value <= (guint64) most ? end : NULL;
  return *rest != NULL ? (int) value : 0;
}

static bool
parse_size (IsoRunPictures *pictures, const char *text, GError **error)
{
  const char *rest;
  pictures->width = parse_number (text, LEAST_WIDTH, MOST_SIDE, &rest);
  if (rest != NULL && rest[0] == 'x')
    pictures->height = parse_number (rest + 1, LEAST_HEIGHT, MOST_SIDE, &rest);
  else
    rest = NULL;
  if (rest != NULL && rest[0] == '\0')
    return true;
  g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT,
               _("--size: found “%s”, expected WIDTHxHEIGHT from %dx%d to %dx%d, such as 960x600"), text, LEAST_WIDTH,
               LEAST_HEIGHT, MOST_SIDE, MOST_SIDE);
  return false;
}

static bool
parse_looks (IsoRunPictures *pictures, const Options *options, GError **error)
{
  const char *theme = options->theme != NULL ? options->theme : "light", *scale = options->scale != NULL ? options->scale : "2";
  const char *rest;
  bool is_dark = strcmp (theme, "dark") == 0;
  if (!is_dark && strcmp (theme, "light") != 0)
    {
      g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT, _("--theme: found “%s”, expected light or dark"), theme);
      return false;
    }
  pictures->theme = iso_theme (is_dark ? ISO_THEME_DARK : ISO_THEME_LIGHT);
  pictures->scale = parse_number (scale, 1, MOST_SCALE, &rest);
  if (rest == NULL || rest[0] != '\0')
    {
      g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT, _("--scale: found “%s”, expected a whole number from 1 to %d"),
                   scale, MOST_SCALE);
      return false;
    }
  return parse_size (pictures, options->size != NULL ? options->size : "960x600", error);
}

/* Each epoch's map is turned to lie as the one before it, as it is in the window. */
static void
follow_map (IsoEpochSnapshot *snapshot, gpointer data)
{
  IsoRunPictures *pictures = data;
  IsoProjectedMap *map = iso_projected_map_new (snapshot, pictures->map, NULL);
  if (map == NULL)
    return;
  g_clear_pointer (&pictures->map, iso_projected_map_unref);
  pictures->map = map;
}

/* What the pictures show, gathered from a run that has ended. */
static bool
gather (IsoRunPictures *pictures, const IsoHeadlessRun *run, GError **error)
{
  pictures->curves = iso_run_curves_new (iso_runner_steps_per_epoch (run->runner));
  iso_run_curves_read (pictures->curves, run->history);
  pictures->batch = iso_runner_snapshot (run->runner, false);
  if (pictures->map == NULL || pictures->batch == NULL)
    {
      const char *reason = run->failure != NULL ? run->failure : _("the run ended before there was anything to draw");
      g_set_error_literal (error, ISO_ERROR, ISO_ERROR_NUMERIC, reason);
      return false;
    }
  return iso_baseline_evaluate (&pictures->curves->raw_recall, &pictures->curves->raw_precision, run->experiment, NULL, NULL,
                                error);
}

/* What was reached, and where the pictures are; the last line is the folder's. */
static void
tell (const IsoHeadlessRun *run, const IsoOutputFolder *folder)
{
  const IsoEpochSnapshot *last = run->snapshot;
  char recall[16], map[16];
  g_autofree char *files = g_strjoinv (", ", (char **) iso_run_picture_names);
  g_print (g_dngettext (GETTEXT_PACKAGE, "test data after %d epoch: recall@1 %s, map@r %s\n",
                        "test data after %d epochs: recall@1 %s, map@r %s\n", (gulong) last->epoch),
           last->epoch, g_ascii_formatd (recall, sizeof recall, "%.3f", last->test.recall_1),
           g_ascii_formatd (map, sizeof map, "%.3f", last->test.map_at_r));
  g_print (_("%s in %s\n"), files, folder->path);
}

/* Everything after the options: 2 and one line when it cannot begin. */
static int
make_pictures (IsoRunPictures *pictures, IsoOutputFolder *folder, const Options *options)
{
  g_autoptr (GError) error = NULL;
  g_auto (IsoHeadlessRun) run = { 0 };
  IsoSettings settings;
  const IsoPreset *preset;
  iso_headless_run_init (&run, !isatty (STDERR_FILENO));
  run.evaluated = follow_map;
  run.data = pictures;
  if (!iso_run_options_settings (&settings, &preset, &options->run, &error)
      || !iso_output_claim (folder, iso_run_picture_names, options->out, options->force, &error)
      || !iso_headless_run_prepare (&run, &settings, &error))
    {
      if (folder->path != NULL)
        iso_output_folder_abandon (folder);
      iso_command_complain (error->message);
      return g_error_matches (error, ISO_ERROR, ISO_ERROR_CANCELLED) ? ISO_EXIT_INTERRUPTED : ISO_EXIT_USAGE;
    }
  iso_runner_keep_loss_gradient (run.runner, true);
  iso_headless_run_train (&run);
  if (!gather (pictures, &run, &error) || !iso_output_folder_fill (folder, iso_run_pictures_write, pictures, &error))
    {
      iso_output_folder_abandon (folder);
      iso_command_complain (error->message);
      return run.interrupted ? ISO_EXIT_INTERRUPTED : ISO_EXIT_FAILED;
    }
  tell (&run, folder);
  if (run.failure != NULL)
    iso_command_complain (run.failure);
  return iso_headless_run_status (&run);
}

int
iso_command_pictures (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_auto (Options) options = { 0 };
  g_auto (IsoRunPictures) pictures = { 0 };
  IsoOutputFolder folder = { 0 };
  if (!parse_options (&options, argc, argv, &error) || !parse_looks (&pictures, &options, &error))
    return iso_command_complain (error->message);
  int status = make_pictures (&pictures, &folder, &options);
  iso_output_folder_clear (&folder);
  return status;
}
