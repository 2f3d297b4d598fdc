#include "ui/report/run-export.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "engine/base/error.h"
#include "engine/export/embedding-projector.h"
#include "engine/export/file-writer.h"
#include "engine/export/npz.h"
#include "engine/store/archive.h"
#include "engine/train/weights-file.h"
#include "ui/report/run-csv.h"
#include "ui/report/run-events.h"
#include "ui/report/run-html.h"

#define ARCHIVE "run.isotherm"

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
  if (run->lack != NULL)
    g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT, "%s: %s", format, run->lack);
  else
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

static bool
write_archive (const char *folder, const IsoRunExport *run, GError **error)
{
  if (run->store == NULL)
    {
      g_set_error_literal (error, ISO_ERROR, ISO_ERROR_ARGUMENT, _("archive: found a run that is not kept, expected one in the store"));
      return false;
    }
  g_autofree char *path = g_build_filename (folder, ARCHIVE, NULL);
  return iso_archive_export (run->store, run->id, path, run->cancellable, error);
}

/* In the order of the bits. */
static const struct {
  const char *name, *title, *purpose;
  Write write;
  const char *files[4]; /* as many as there are; the projector's are its own */
} formats_table[ISO_RUN_EXPORT_FORMATS] = {
  { "tensorboard", N_("TensorBoard events"), N_("Curves, settings and journal"), write_events, { ISO_RUN_EVENTS_NAME } },
  { "projector", N_("Embedding Projector"), N_("The test embeddings with classes and pictures, for TensorBoard or in a browser"),
    write_projector, { NULL } },
  { "npz", N_("NumPy archive"), N_("The test embeddings with labels and class names, for Python"), write_npz, { "run.npz" } },
  { "csv", N_("CSV tables"), N_("Evaluations, steps and journal, for spreadsheets and pandas"), write_csv,
    { "metrics.csv", "steps.csv", "journal.csv" } },
  { "weights", N_("Weights"), N_("The network alone, as safetensors for PyTorch"), write_weights, { "weights.safetensors" } },
  { "html", N_("Report"), N_("One page to read and to pass on, with figures"), write_html, { "report.html" } },
  { "archive", N_("Isotherm archive"), N_("All that is kept, to be taken in by another Isotherm"), write_archive, { ARCHIVE } },
};

const char *
iso_run_export_name (int format)
{
  return formats_table[format].name;
}

const char *
iso_run_export_title (int format)
{
  return _(formats_table[format].title);
}

const char *
iso_run_export_purpose (int format)
{
  return _(formats_table[format].purpose);
}

static bool
has_format (IsoRunExportFormats formats, size_t place)
{
  return ((guint) formats >> place & 1) != 0;
}

/* "tensorboard, npz or all": what may be asked for. Newly allocated. */
static char *
list_known (IsoRunExportFormats known)
{
  GString *text = g_string_new (NULL);
  for (size_t i = 0; i < G_N_ELEMENTS (formats_table); i++)
    if (has_format (known, i))
      g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", formats_table[i].name);
  /* TRANSLATORS: the end of a list of words that may be typed; "all" is one of them and stays as it is. */
  g_string_append (text, _(" or all"));
  return g_string_free (text, FALSE);
}

bool
iso_run_export_parse (IsoRunExportFormats *formats, IsoRunExportFormats known, const char *option, const char *list, GError **error)
{
  g_auto (GStrv) words = g_strsplit (list, ",", -1);
  g_autofree char *expected = list_known (known);
  guint found = 0;
  for (size_t w = 0; words[w] != NULL; w++)
    {
      const char *word = g_strstrip (words[w]);
      guint bits = strcmp (word, "all") == 0 ? (guint) known : 0;
      for (size_t i = 0; i < G_N_ELEMENTS (formats_table); i++)
        if (has_format (known, i) && strcmp (word, formats_table[i].name) == 0)
          bits = 1u << i;
      if (bits == 0)
        {
          g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT, _("%s: found “%s”, expected %s, and commas between"), option, word,
                       expected);
          return false;
        }
      found |= bits;
    }
  if (found == 0)
    {
      g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT, _("%s: found nothing, expected %s"), option, expected);
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
    for (size_t f = 0; f < G_N_ELEMENTS (formats_table[i].files) && has_format (formats, i); f++)
      if (formats_table[i].files[f] != NULL)
        g_ptr_array_add (names, (char *) formats_table[i].files[f]);
  for (size_t f = 0; iso_projector_names[f] != NULL && (formats & ISO_RUN_EXPORT_PROJECTOR) != 0; f++)
    g_ptr_array_add (names, (char *) iso_projector_names[f]);
  if ((formats & ISO_RUN_EXPORT_PROJECTOR) != 0 && has_sprite)
    g_ptr_array_add (names, (char *) ISO_PROJECTOR_SPRITE);
  g_ptr_array_add (names, NULL);
  return (const char **) g_ptr_array_free (names, FALSE);
}

static bool
go_on (const IsoRunExport *run, double share, const char *what, GError **error)
{
  if (g_cancellable_is_cancelled (run->cancellable))
    {
      g_set_error_literal (error, ISO_ERROR, ISO_ERROR_CANCELLED, _("interrupted"));
      return false;
    }
  if (run->progress != NULL)
    run->progress (share, what, run->data);
  return true;
}

bool
iso_run_export_write (const char *folder, IsoRunExportFormats formats, const IsoRunExport *run, GError **error)
{
  size_t count = 0, done = 0;
  for (size_t i = 0; i < G_N_ELEMENTS (formats_table); i++)
    count += has_format (formats, i);
  for (size_t i = 0; i < G_N_ELEMENTS (formats_table); i++)
    {
      if (!has_format (formats, i))
        continue;
      if (!go_on (run, (double) done / (double) count, _(formats_table[i].title), error)
          || !formats_table[i].write (folder, run, error))
        return false;
      done++;
    }
  return go_on (run, 1.0, "", error);
}
