/* `runs export`: a run as one file that another store takes in, or in the formats of other tools. */
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <inttypes.h>

#include "app/command-line.h"
#include "app/command-runs.h"
#include "app/interrupt.h"
#include "app/output-claim.h"
#include "app/progress.h"
#include "app/runs-reading.h"
#include "engine/base/error.h"
#include "engine/store/archive.h"
#include "ui/report/kept-export.h"

typedef struct {
  IsoRunsOptions common;
  char *out, *output, *format;
  int epoch;
  gboolean force;
} Options;

static void
clear_options (Options *options)
{
  iso_runs_options_clear (&options->common);
  g_free (options->out);
  g_free (options->output);
  g_free (options->format);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, clear_options)

/* ---- an archive ---- */

/* Nothing is written over without being asked to. */
static bool
check_target (const char *path, bool force, GError **error)
{
  g_autofree char *shown = g_filename_display_name (path);
  if (force || !g_file_test (path, G_FILE_TEST_EXISTS))
    return true;
  g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT, _("%s is there already; --force writes over it"), shown);
  return false;
}

static guint64
size_of (const char *path)
{
  GStatBuf status;
  return g_stat (path, &status) == 0 ? (guint64) status.st_size : 0;
}

static void
tell_archive (const IsoRun *run, const char *path, bool json)
{
  guint64 bytes = size_of (path);
  g_autofree char *shown = g_filename_display_name (path), *size = g_format_size (bytes);
  IsoJsonLine line;
  if (!json)
    {
      g_print (_("run %" PRId64 " written to %s, %s\n"), run->id, shown, size);
      return;
    }
  iso_json_line_init (&line);
  iso_json_line_integer (&line, "id", run->id);
  iso_json_line_text (&line, "uuid", run->uuid);
  iso_json_line_text (&line, "file", shown);
  iso_json_line_integer (&line, "bytes", (gint64) bytes);
  iso_json_line_print (&line);
  iso_json_line_clear (&line);
}

static bool
export_archive (const Options *options, GError **error)
{
  g_autoptr (IsoStore) store = NULL;
  g_autoptr (IsoRun) run = NULL;
  const char *path = options->out != NULL ? options->out : options->output;
  if (!iso_command_wants (path, "--out", error) || !check_target (path, options->force, error)
      || (run = iso_runs_find (&store, &options->common, error)) == NULL
      || !iso_archive_export (store, run->id, path, iso_interrupt_watch (), error))
    return false;
  tell_archive (run, path, options->common.json);
  return true;
}

/* ---- files of other tools ---- */

/* A line for each file, or all of them in one object. */
static void
tell_files (const IsoRun *run, const char *folder, const char *const *names, bool json)
{
  g_autofree char *shown = g_filename_display_name (folder);
  IsoJsonLine line;
  iso_json_line_init (&line);
  iso_json_line_integer (&line, "id", run->id);
  iso_json_line_text (&line, "uuid", run->uuid);
  iso_json_line_text (&line, "folder", shown);
  iso_json_line_open_array (&line, "files");
  if (!json)
    g_print (_("run %" PRId64 " written to %s:\n"), run->id, shown);
  for (size_t i = 0; names[i] != NULL; i++)
    {
      g_autofree char *path = g_build_filename (folder, names[i], NULL);
      guint64 bytes = size_of (path);
      g_autofree char *size = g_format_size (bytes);
      if (!json)
        g_print ("  %s, %s\n", names[i], size);
      iso_json_line_open_item (&line);
      iso_json_line_text (&line, "name", names[i]);
      iso_json_line_integer (&line, "bytes", (gint64) bytes);
      iso_json_line_close (&line);
    }
  iso_json_line_close_array (&line);
  if (json)
    iso_json_line_print (&line);
  iso_json_line_clear (&line);
}

static void
show_progress (double share, const char *what, gpointer data)
{
  iso_progress_share (data, share, what);
}

static bool
write_formats (const char ***names, IsoStore *store, const IsoRun *run, IsoRunExportFormats formats, const char *folder, int epoch,
               GError **error)
{
  IsoProgress progress;
  iso_progress_start (&progress, 0, 0, false);
  const IsoKeptExport export = { .run = run->id, .formats = formats, .folder = folder, .epoch = epoch, .progress = show_progress,
                                 .data = &progress };
  bool done = iso_kept_export_write (names, store, &export, iso_interrupt_watch (), error);
  iso_progress_end (&progress);
  return done;
}

static bool
export_formats (const Options *options, GError **error)
{
  g_autoptr (IsoStore) store = NULL;
  g_autoptr (IsoRun) run = NULL;
  g_autofree const char **names = NULL;
  IsoRunExportFormats formats;
  const char *folder = options->output != NULL ? options->output : options->out;
  if (!iso_run_export_parse (&formats, ISO_RUN_EXPORT_KEPT, "--format", options->format, error)
      || !iso_command_wants (folder != NULL && folder[0] != '\0' ? folder : NULL, "--output", error)
      || !iso_output_check_empty (folder, options->force, error)
      || (run = iso_runs_find (&store, &options->common, error)) == NULL
      || !write_formats (&names, store, run, formats, folder, options->epoch, error))
    return false;
  tell_files (run, folder, names, options->common.json);
  return true;
}

static bool
check_options (const Options *options, GError **error)
{
  if (!iso_runs_options_check (&options->common, 1, 1, "runs export RUN --out FILE", error))
    return false;
  if (options->out != NULL && options->output != NULL)
    g_set_error_literal (error, ISO_ERROR, ISO_ERROR_ARGUMENT, _("--out and --output: found both, expected one place to write to"));
  else if (options->epoch < -1)
    g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT, _("--epoch: found %d, expected the number of an epoch"), options->epoch);
  else if (options->epoch >= 0 && options->format == NULL)
    g_set_error_literal (error, ISO_ERROR, ISO_ERROR_ARGUMENT, _("--epoch: found no --format; an archive holds all epochs that are kept"));
  else
    return true;
  return false;
}

int
iso_command_runs_export (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_auto (Options) options = { .epoch = -1 };
  const GOptionEntry entries[] = {
    { "out", 0, 0, G_OPTION_ARG_FILENAME, &options.out, N_("the file to write, such as run.isotherm"), "FILE" },
    { "format", 0, 0, G_OPTION_ARG_FILENAME, &options.format,
      N_("other files, with commas between: tensorboard, projector, npz, csv, weights, html, archive, all"), "FORMATS" },
    { "output", 0, 0, G_OPTION_ARG_FILENAME, &options.output, N_("folder for the files of --format; made if need be"), "DIR" },
    { "epoch", 0, 0, G_OPTION_ARG_INT, &options.epoch, N_("the kept epoch whose embeddings, batch and weights are meant; else the last"),
      "N" },
    { "force", 0, 0, G_OPTION_ARG_NONE, &options.force, N_("write over a file that is there, or into a folder with files"), NULL },
    ISO_RUNS_OPTION_ENTRIES (&options.common),
    { NULL },
  };
  if (iso_command_parse (argc, argv, entries, _("RUN"),
                         _("Writes a run with all its numbers and files into one file, or in the formats of other tools into a folder."),
                         _("The one file is a tar archive, compressed by Zstandard; isotherm-cli runs import takes it in on another\n"
                           "machine.\n\n"
                           "  isotherm-cli runs export 3 --out run.isotherm\n"
                           "  isotherm-cli runs export 3 --format tensorboard,html --output run"),
                         &error)
      && check_options (&options, &error)
      && (options.format != NULL ? export_formats (&options, &error) : export_archive (&options, &error)))
    return ISO_EXIT_DONE;
  iso_command_complain (error->message);
  return g_error_matches (error, ISO_ERROR, ISO_ERROR_CANCELLED) ? ISO_EXIT_INTERRUPTED : ISO_EXIT_USAGE;
}
