#include "ui/report/run-export.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "engine/base/error.h"
#include "engine/export/embedding-projector.h"
#include "engine/export/file-writer.h"
#include "engine/export/npz.h"
#include "engine/train/weights-file.h"
#include "ui/report/run-csv.h"
#include "ui/report/run-events.h"
#include "ui/report/run-html.h"

typedef bool (*Write) (const char *folder, const IsoRunExport *run, GError **error);

static char *
test_title (const IsoEpochSnapshot *epoch)
{
  return epoch->epoch == 0 ? g_strdup (_("test embeddings of the untrained network"))
                           : g_strdup_printf (_("test embeddings, epoch %d"), epoch->epoch);
}

static IsoProjectorContents
projector_contents (const IsoEpochSnapshot *epoch, const char *title)
{
  return (IsoProjectorContents) { title, epoch->N, epoch->D, epoch->embeddings, epoch->experiment->split.test.indices,
                                  epoch->experiment->dataset };
}

bool
iso_run_export_has_sprite (const IsoRunExport *run)
{
  if (run->epoch == NULL)
    return false;
  const IsoProjectorContents contents = projector_contents (run->epoch, NULL);
  return iso_projector_has_sprite (&contents);
}

static bool
want_embeddings (const IsoRunExport *run, const char *format, GError **error)
{
  if (run->epoch != NULL)
    return true;
  g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT, _("%s: found a run without embeddings, expected one that has been evaluated"),
               format);
  return false;
}

static bool
write_projector (const char *folder, const IsoRunExport *run, GError **error)
{
  if (!want_embeddings (run, "projector", error))
    return false;
  g_autofree char *title = test_title (run->epoch);
  const IsoProjectorContents contents = projector_contents (run->epoch, title);
  return iso_projector_write (folder, &contents, error);
}

/* Under the names by which a folder of data is read, so that the file can be opened as data again. */
static bool
write_npz (const char *folder, const IsoRunExport *run, GError **error)
{
  if (!want_embeddings (run, "npz", error))
    return false;
  const IsoEpochSnapshot *epoch = run->epoch;
  const IsoDataset *dataset = epoch->experiment->dataset;
  const guint32 *indices = epoch->experiment->split.test.indices;
  const gint32 *all = iso_dataset_labels (dataset);
  guint32 classes = iso_dataset_class_count (dataset);
  g_autofree char *path = g_build_filename (folder, "run.npz", NULL);
  g_autofree gint32 *labels = g_new (gint32, MAX (epoch->N, 1));
  g_autofree const char **names = g_new0 (const char *, (gsize) classes + 1);
  g_autoptr (IsoNpzWriter) writer = iso_npz_writer_new ();
  for (size_t i = 0; i < epoch->N; i++)
    labels[i] = all[indices[i]];
  for (guint32 c = 0; c < classes; c++)
    names[c] = iso_dataset_class_name (dataset, c);
  iso_npz_writer_add_floats (writer, "embeddings", epoch->embeddings, epoch->N, epoch->D);
  iso_npz_writer_add_integers (writer, "labels", labels, epoch->N);
  iso_npz_writer_add_indices (writer, "indices", indices, epoch->N);
  iso_npz_writer_add_texts (writer, "class_names", names, classes);
  return iso_npz_writer_save (writer, path, error);
}

static bool
write_text (const char *folder, const char *name, const char *text, GError **error)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  return iso_file_write (path, text, strlen (text), error);
}

static bool
write_csv (const char *folder, const IsoRunExport *run, GError **error)
{
  g_autofree char *epochs = iso_run_csv_epochs (run->report), *steps = iso_run_csv_steps (run->report);
  g_autofree char *journal = iso_run_csv_journal (run->report);
  return write_text (folder, "metrics.csv", epochs, error) && write_text (folder, "steps.csv", steps, error)
         && write_text (folder, "journal.csv", journal, error);
}

static bool
write_weights (const char *folder, const IsoRunExport *run, GError **error)
{
  if (run->checkpoint == NULL)
    {
      g_set_error_literal (error, ISO_ERROR, ISO_ERROR_ARGUMENT,
                           _("weights: found a run without a checkpoint, expected one with its model"));
      return false;
    }
  g_autofree char *path = g_build_filename (folder, "weights.safetensors", NULL);
  g_autoptr (IsoCheckpoint) checkpoint = iso_checkpoint_open (run->checkpoint, error);
  return checkpoint != NULL && iso_weights_file_write (path, checkpoint, error);
}

static bool
write_events (const char *folder, const IsoRunExport *run, GError **error)
{
  g_autofree char *path = g_build_filename (folder, ISO_RUN_EVENTS_NAME, NULL);
  return iso_run_events_write (path, run, error);
}

static bool
write_html (const char *folder, const IsoRunExport *run, GError **error)
{
  g_autofree char *path = g_build_filename (folder, "report.html", NULL);
  return iso_run_html_write (path, run, error);
}

/* In the order of the bits. */
static const struct {
  const char *name;
  Write write;
  const char *files[4]; /* as many as there are; the projector's are its own */
} formats_table[] = {
  { "tensorboard", write_events, { ISO_RUN_EVENTS_NAME } },
  { "projector", write_projector, { NULL } },
  { "npz", write_npz, { "run.npz" } },
  { "csv", write_csv, { "metrics.csv", "steps.csv", "journal.csv" } },
  { "weights", write_weights, { "weights.safetensors" } },
  { "html", write_html, { "report.html" } },
};

bool
iso_run_export_parse (IsoRunExportFormats *formats, const char *option, const char *list, GError **error)
{
  g_auto (GStrv) words = g_strsplit (list, ",", -1);
  guint found = 0;
  for (size_t w = 0; words[w] != NULL; w++)
    {
      const char *word = g_strstrip (words[w]);
      guint bits = strcmp (word, "all") == 0 ? (1u << G_N_ELEMENTS (formats_table)) - 1 : 0;
      for (size_t i = 0; i < G_N_ELEMENTS (formats_table); i++)
        if (strcmp (word, formats_table[i].name) == 0)
          bits = 1u << i;
      if (bits == 0)
        {
          g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT,
                       _("%s: found “%s”, expected tensorboard, projector, npz, csv, weights, html or all, and commas between"),
                       option, word);
          return false;
        }
      found |= bits;
    }
  if (found == 0)
    {
      g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT,
                   _("%s: found nothing, expected tensorboard, projector, npz, csv, weights, html or all"), option);
      return false;
    }
  *formats = (IsoRunExportFormats) found;
  return true;
}

const char **
iso_run_export_names (IsoRunExportFormats formats, bool has_sprite)
{
  GPtrArray *names = g_ptr_array_new ();
  for (size_t i = 0; i < G_N_ELEMENTS (formats_table); i++)
    for (size_t f = 0; f < G_N_ELEMENTS (formats_table[i].files) && ((guint) formats >> i & 1) != 0; f++)
      if (formats_table[i].files[f] != NULL)
        g_ptr_array_add (names, (char *) formats_table[i].files[f]);
  for (size_t f = 0; iso_projector_names[f] != NULL && (formats & ISO_RUN_EXPORT_PROJECTOR) != 0; f++)
    g_ptr_array_add (names, (char *) iso_projector_names[f]);
  if ((formats & ISO_RUN_EXPORT_PROJECTOR) != 0 && has_sprite)
    g_ptr_array_add (names, (char *) ISO_PROJECTOR_SPRITE);
  g_ptr_array_add (names, NULL);
  return (const char **) g_ptr_array_free (names, FALSE);
}

bool
iso_run_export_write (const char *folder, IsoRunExportFormats formats, const IsoRunExport *run, GError **error)
{
  for (size_t i = 0; i < G_N_ELEMENTS (formats_table); i++)
    if (((guint) formats >> i & 1) != 0 && !formats_table[i].write (folder, run, error))
      return false;
  return true;
}
