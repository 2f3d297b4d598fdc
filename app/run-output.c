#include "app/run-output.h"

#include <glib/gstdio.h>

#include "app/json-line.h"
#include "engine/export/npy.h"
#include "engine/train/parameters.h"

#define SKIPPED "skipped.txt"

const char *const iso_run_output_names[] = { SKIPPED, "metrics.csv", "steps.csv", "embeddings.npy", "labels.npy",
                                             "configuration.json", NULL };

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

/* A line for each; nothing where nothing was left out. */
static bool
write_skipped (const char *folder, const GPtrArray *skipped, GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);
  for (guint i = 0; skipped != NULL && i < skipped->len; i++)
    g_string_append_printf (text, "%s\n", (char *) skipped->pdata[i]);
  return text->len == 0 || write_text (folder, SKIPPED, text->str, error);
}

typedef struct {
  const IsoRunReport *report;
  const IsoEpochSnapshot *snapshot;
} Contents;

static bool
write_all (const char *folder, gpointer data, GError **error)
{
  const Contents *contents = data;
  const IsoRunReport *report = contents->report;
  g_autofree char *metrics = format_metrics (report), *steps = format_steps (report);
  g_autofree char *configuration = iso_settings_to_json (&report->experiment->settings);
  return write_skipped (folder, report->skipped, error) && write_text (folder, "metrics.csv", metrics, error)
         && write_text (folder, "steps.csv", steps, error)
         && write_text (folder, "configuration.json", configuration, error) && write_arrays (folder, contents->snapshot, error);
}

bool
iso_run_output_write (IsoOutputFolder *folder, const IsoRunReport *report, const IsoEpochSnapshot *snapshot, GError **error)
{
  Contents contents = { report, snapshot };
  if (report->skipped == NULL || report->skipped->len == 0)
    {
      /* An earlier run's list would tell what is not so. */
      g_autofree char *old = g_build_filename (folder->path, SKIPPED, NULL);
      g_unlink (old);
      folder->names = iso_run_output_names + 1;
    }
  return iso_output_folder_fill (folder, write_all, &contents, error);
}
