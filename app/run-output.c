#include "app/run-output.h"

#include <glib/gstdio.h>

#include "engine/export/embedding-projector.h"
#include "engine/export/npy.h"
#include "engine/train/journal.h"
#include "engine/train/parameters.h"
#include "ui/report/run-csv.h"

#define SKIPPED "skipped.txt"
#define CHECKPOINT "checkpoint.safetensors"

static const char *const own_names[] = { SKIPPED,      "metrics.csv",        "steps.csv", "embeddings.npy", "labels.npy",
                                         "journal.json", "configuration.json", CHECKPOINT,  NULL };

const char **
iso_run_output_names (IsoRunExportFormats formats)
{
  g_autofree const char **asked = iso_run_export_names (formats, true);
  GPtrArray *names = g_ptr_array_new ();
  for (size_t i = 0; own_names[i] != NULL; i++)
    g_ptr_array_add (names, (char *) own_names[i]);
  /* Formats and the folder's own files have some in common. */
  for (size_t i = 0; asked[i] != NULL; i++)
    if (!g_ptr_array_find_with_equal_func (names, asked[i], g_str_equal, NULL))
      g_ptr_array_add (names, (char *) asked[i]);
  g_ptr_array_add (names, NULL);
  return (const char **) g_ptr_array_free (names, FALSE);
}

static bool
write_text (const char *folder, const char *name, const char *text, GError **error)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  return g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0666, error);
}

static bool
write_arrays (const char *folder, const IsoEpochSnapshot *snapshot, GError **error)
{
  const IsoSubset *test = &snapshot->experiment->split.test;
  const gint32 *all = iso_dataset_labels (snapshot->experiment->dataset);
  g_autofree char *embeddings = g_build_filename (folder, "embeddings.npy", NULL);
  g_autofree char *labels_path = g_build_filename (folder, "labels.npy", NULL);
  g_autofree gint32 *labels = g_new (gint32, MAX (snapshot->N, 1));
  for (size_t i = 0; i < snapshot->N; i++)
    labels[i] = all[test->indices[i]];
  return iso_npy_write_floats (embeddings, snapshot->embeddings, snapshot->N, snapshot->D, error)
         && iso_npy_write_labels (labels_path, labels, snapshot->N, error);
}

/* A line for each; nothing where nothing was left out. */
static bool
write_skipped (const char *folder, const GPtrArray *skipped, GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);
  for (guint i = 0; skipped != NULL && i < skipped->len; i++)
    g_string_append_printf (text, "%s\n", (char *) skipped->pdata[i]);
  return text->len == 0 || write_text (folder, SKIPPED, text->str, error);
}

static bool
write_journal (const char *folder, const IsoRunReport *report, const IsoRunner *runner, GError **error)
{
  g_autoptr (IsoJournal) journal = iso_journal_from_events (iso_runner_start_settings (runner), report->events, report->event_count);
  g_autofree char *text = iso_journal_to_json (journal);
  return write_text (folder, "journal.json", text, error);
}

typedef struct {
  const IsoRunExport *run;
  IsoRunExportFormats formats;
  IsoRunner *runner;
} Contents;

static bool
write_own (const char *folder, gpointer data, GError **error)
{
  const Contents *contents = data;
  const IsoRunReport *report = contents->run->report;
  g_autofree char *metrics = iso_run_csv_epochs (report), *steps = iso_run_csv_steps (report);
  g_autofree char *checkpoint = g_build_filename (folder, CHECKPOINT, NULL);
  g_autofree char *configuration = iso_settings_to_json (&report->experiment->settings);
  return write_skipped (folder, report->skipped, error) && write_text (folder, "metrics.csv", metrics, error)
         && write_text (folder, "steps.csv", steps, error)
         && write_text (folder, "configuration.json", configuration, error)
         && write_arrays (folder, contents->run->epoch, error) && write_journal (folder, report, contents->runner, error)
         && iso_runner_save (contents->runner, checkpoint, error);
}

static bool
write_asked (const char *folder, gpointer data, GError **error)
{
  const Contents *contents = data;
  return iso_run_export_write (folder, contents->formats, contents->run, error);
}

static bool
fill (IsoOutputFolder *folder, const char *const *names, IsoOutputWrite write, Contents *contents, GError **error)
{
  const char *const *claimed = folder->names;
  folder->names = names;
  bool done = iso_output_folder_fill (folder, write, contents, error);
  folder->names = claimed;
  return done;
}

/* An earlier run's would tell what is not so. */
static void
remove_old (const IsoOutputFolder *folder, const char *name)
{
  g_autofree char *old = g_build_filename (folder->path, name, NULL);
  g_unlink (old);
}

bool
iso_run_output_write (IsoOutputFolder *folder, const IsoRunExport *run, IsoRunExportFormats formats, IsoRunner *runner,
                      GError **error)
{
  g_autofree char *checkpoint = g_build_filename (folder->path, CHECKPOINT, NULL);
  IsoRunExport kept = *run;
  Contents contents = { &kept, formats, runner };
  bool has_skipped = run->report->skipped != NULL && run->report->skipped->len > 0, has_sprite = iso_run_export_has_sprite (run);
  g_autofree const char **asked = iso_run_export_names (formats, has_sprite);
  if (!has_skipped)
    remove_old (folder, SKIPPED);
  if ((formats & ISO_RUN_EXPORT_PROJECTOR) != 0 && !has_sprite)
    remove_old (folder, ISO_PROJECTOR_SPRITE);
  /* The run's own files come first and stay, whatever becomes of the others: they are all that is needed to make those again. */
  kept.checkpoint = checkpoint;
  return fill (folder, own_names + (has_skipped ? 0 : 1), write_own, &contents, error)
         && (formats == 0 || fill (folder, asked, write_asked, &contents, error));
}
