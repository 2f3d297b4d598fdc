#include "app/run-output.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "app/json-line.h"
#include "engine/base/error.h"
#include "engine/export/npy.h"
#include "engine/train/parameters.h"

static const char *const file_names[] = { "metrics.csv", "steps.csv", "embeddings.npy", "labels.npy", "configuration.json" };

static bool
set_file_error (const char *path, GError **error)
{
  g_set_error (error, ISO_ERROR, ISO_ERROR_FILE, "%s: %s", path, g_strerror (errno));
  return false;
}

/* Whether the folder at path, which exists, may be written into. */
static bool
may_take (const char *path, bool force, GError **error)
{
  g_autoptr (GError) problem = NULL;
  g_autoptr (GDir) folder = g_dir_open (path, 0, &problem);
  if (folder == NULL)
    g_set_error_literal (error, ISO_ERROR, ISO_ERROR_FILE, problem->message);
  else if (!force && g_dir_read_name (folder) != NULL)
    g_set_error (error, ISO_ERROR, ISO_ERROR_FILE,
                 _("%s: found a folder with files in it, expected an empty one; --force writes into it"), path);
  else if (g_access (path, W_OK | X_OK) != 0)
    return set_file_error (path, error);
  else
    return true;
  return false;
}

/* Makes the folder after its parents, noting each that was made. */
static bool
make_folders (GPtrArray *created, const char *path, GError **error)
{
  if (g_file_test (path, G_FILE_TEST_EXISTS))
    return true;
  g_autofree char *parent = g_path_get_dirname (path);
  if (!make_folders (created, parent, error))
    return false;
  if (g_mkdir (path, 0777) != 0)
    return set_file_error (path, error);
  g_ptr_array_add (created, g_strdup (path));
  return true;
}

bool
iso_run_output_claim (IsoRunOutput *output, const char *path, bool force, GError **error)
{
  output->path = g_canonicalize_filename (path, NULL);
  output->created = g_ptr_array_new_with_free_func (g_free);
  if (g_file_test (output->path, G_FILE_TEST_EXISTS) && !g_file_test (output->path, G_FILE_TEST_IS_DIR))
    {
      g_set_error (error, ISO_ERROR, ISO_ERROR_FILE, _("%s: found a file, expected a folder"), path);
      return false;
    }
  if (make_folders (output->created, output->path, error) && may_take (output->path, force, error))
    return true;
  iso_run_output_abandon (output);
  return false;
}

static void
append_number (GString *text, double value)
{
  char number[ISO_NUMBER_TEXT_SIZE];
  g_string_append_c (text, ',');
  g_string_append (text, iso_number_text (number, value));
}

static void
append_scores (GString *text, const IsoScores *scores)
{
  append_number (text, scores->recall_1);
  append_number (text, scores->recall_2);
  append_number (text, scores->recall_4);
  append_number (text, scores->recall_8);
  append_number (text, scores->map_at_r);
}

static char *
format_metrics (const IsoRunReport *report)
{
  static const char *const parts[] = { "test", "validation", "train" };
  GString *text = g_string_new ("epoch,step,loss,metric_loss,divergence");
  for (size_t i = 0; i < G_N_ELEMENTS (parts); i++)
    g_string_append_printf (text, ",%s_recall@1,%s_recall@2,%s_recall@4,%s_recall@8,%s_map@r", parts[i], parts[i], parts[i],
                            parts[i], parts[i]);
  g_string_append (text, ",train_seconds,evaluate_seconds\n");
  for (size_t i = 0; i < report->epoch_count; i++)
    {
      const IsoEpochRecord *record = &report->epochs[i];
      IsoStepMeans means = iso_run_report_means (report, i);
      g_string_append_printf (text, "%d,%" G_GUINT64_FORMAT, record->epoch, record->step);
      append_number (text, means.loss);
      append_number (text, means.metric_loss);
      append_number (text, means.divergence);
      append_scores (text, &record->test);
      append_scores (text, &record->validation);
      append_scores (text, &record->train);
      append_number (text, record->train_seconds);
      append_number (text, record->evaluate_seconds);
      g_string_append_c (text, '\n');
    }
  return g_string_free (text, FALSE);
}

static char *
format_steps (const IsoRunReport *report)
{
  GString *text = g_string_new ("step,epoch,loss,metric_loss,divergence,gradient_norm,active\n");
  for (size_t i = 0; i < report->step_count; i++)
    {
      const IsoStepRecord *record = &report->steps[i];
      g_string_append_printf (text, "%" G_GUINT64_FORMAT ",%d", record->step, record->epoch);
      append_number (text, record->loss);
      append_number (text, record->metric_loss);
      append_number (text, record->divergence);
      append_number (text, record->gradient_norm);
      append_number (text, record->active);
      g_string_append_c (text, '\n');
    }
  return g_string_free (text, FALSE);
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

static bool
write_all (const char *folder, const IsoRunReport *report, const IsoEpochSnapshot *snapshot, GError **error)
{
  g_autofree char *metrics = format_metrics (report), *steps = format_steps (report);
  g_autofree char *settings = iso_settings_to_json (&report->experiment->settings);
  g_autofree char *configuration = g_strconcat (settings, "\n", NULL);
  return write_text (folder, "metrics.csv", metrics, error) && write_text (folder, "steps.csv", steps, error)
         && write_text (folder, "configuration.json", configuration, error) && write_arrays (folder, snapshot, error);
}

static bool
move_in_place (const char *from, const char *to, GError **error)
{
  for (size_t i = 0; i < G_N_ELEMENTS (file_names); i++)
    {
      g_autofree char *source = g_build_filename (from, file_names[i], NULL);
      g_autofree char *target = g_build_filename (to, file_names[i], NULL);
      if (g_rename (source, target) != 0)
        return set_file_error (target, error);
    }
  return true;
}

bool
iso_run_output_write (IsoRunOutput *output, const IsoRunReport *report, const IsoEpochSnapshot *snapshot, GError **error)
{
  g_autofree char *hidden = g_build_filename (output->path, ".isotherm-XXXXXX", NULL);
  if (g_mkdtemp_full (hidden, 0777) == NULL)
    return set_file_error (output->path, error);
  bool done = write_all (hidden, report, snapshot, error) && move_in_place (hidden, output->path, error);
  for (size_t i = 0; i < G_N_ELEMENTS (file_names) && !done; i++)
    {
      g_autofree char *path = g_build_filename (hidden, file_names[i], NULL);
      g_unlink (path);
    }
  g_rmdir (hidden);
  return done;
}

void
iso_run_output_abandon (IsoRunOutput *output)
{
  for (guint i = output->created->len; i > 0; i--)
    g_rmdir (output->created->pdata[i - 1]);
}

void
iso_run_output_clear (IsoRunOutput *output)
{
  g_clear_pointer (&output->path, g_free);
  g_clear_pointer (&output->created, g_ptr_array_unref);
}
