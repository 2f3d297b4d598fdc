#include "ui/report/kept-export.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "engine/export/embedding-projector.h"
#include "engine/export/output-folder.h"
#include "ui/report/kept-run.h"

/* Of the whole: reading the run and its data. */
#define READING 0.3

static void
tell (double share, const char *what, gpointer data)
{
  const IsoKeptExport *export = data;
  if (export->progress != NULL)
    export->progress (READING + (1.0 - READING) * share, what, export->data);
}

typedef struct {
  const IsoRunExport *run;
  IsoRunExportFormats formats;
} Contents;

static bool
write_files (const char *folder, gpointer data, GError **error)
{
  const Contents *contents = data;
  return iso_run_export_write (folder, contents->formats, contents->run, error);
}

/* An earlier export's would be of other samples. */
static void
remove_sprite (const IsoOutputFolder *output)
{
  g_autofree char *old = g_build_filename (output->path, ISO_PROJECTOR_SPRITE, NULL);
  g_unlink (old);
}

static bool
fill (IsoOutputFolder *output, const char ***names, IsoStore *store, const IsoKeptExport *export, GCancellable *cancellable,
      GError **error)
{
  if (export->progress != NULL)
    export->progress (0.0, _("Reading the run"), export->data);
  g_autoptr (IsoKeptRun) kept = iso_kept_run_read (store, export->run, export->formats, export->epoch, cancellable, error);
  if (kept == NULL)
    return false;
  kept->export.progress = tell;
  kept->export.data = (gpointer) export;
  kept->export.cancellable = cancellable;
  bool has_sprite = iso_run_export_has_sprite (&kept->export);
  g_autofree const char **files = iso_run_export_names (export->formats, has_sprite);
  Contents contents = { &kept->export, export->formats };
  output->names = files;
  if (!iso_output_folder_fill (output, write_files, &contents, error))
    return false;
  if ((export->formats & ISO_RUN_EXPORT_PROJECTOR) != 0 && !has_sprite)
    remove_sprite (output);
  if (names != NULL)
    *names = g_steal_pointer (&files);
  return true;
}

bool
iso_kept_export_write (const char ***names, IsoStore *store, const IsoKeptExport *export, GCancellable *cancellable, GError **error)
{
  IsoOutputFolder output = { 0 };
  g_autofree const char **possible = iso_run_export_names (export->formats, true);
  bool is_claimed = iso_output_folder_claim (&output, possible, export->folder, error);
  bool done = is_claimed && fill (&output, names, store, export, cancellable, error);
  if (is_claimed && !done)
    iso_output_folder_abandon (&output);
  iso_output_folder_clear (&output);
  return done;
}
