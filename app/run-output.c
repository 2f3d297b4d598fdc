#include "app/run-output.h"

#include <glib/gstdio.h>

#include "app/json-line.h"
#include "engine/export/npy.h"
#include "engine/train/journal.h"
#include "engine/train/parameters.h"

#define SKIPPED "skipped.txt"

const char *const iso_run_output_names[] = { SKIPPED,          "metrics.csv",        "steps.csv",              "embeddings.npy",
                                             "labels.npy",     "configuration.json", "checkpoint.safetensors", "journal.json",
                                             NULL };

static void
append_number (GString *text, double value)
{
  char number[ISO_NUMBER_TEXT_SIZE];
  g_string_append_c (text, ',');
  g_string_append (text, iso_number_text (number, value));
}

static void
append_scores (GString *text, const IsoScores *scores, const IsoScoreKey *keys, size_t count)
{
  for (size_t i = 0; i < count; i++)
    append_number (text, iso_scores_value (scores, keys[i]));
}

static char *
format_metrics (const IsoRunReport *report)
{
  static const char *const parts[] = { "test", "validation", "train" };
  IsoScoreKey keys[ISO_SCORES_MAX];
  size_t count = iso_run_report_score_keys (keys, report);
  GString *text = g_string_new ("epoch,step,loss,metric_loss,divergence");
  for (size_t part = 0; part < G_N_ELEMENTS (parts); part++)
    for (size_t i = 0; i < count; i++)
      g_string_append_printf (text, ",%s_%s", parts[part], iso_score_key_name (keys[i]));
  g_string_append (text, ",train_seconds,evaluate_seconds\n");
  for (size_t i = 0; i < report->epoch_count; i++)
    {
      const IsoEpochRecord *record = &report->epochs[i];
      IsoStepMeans means = iso_run_report_means (report, i);
      g_string_append_printf (text, "%d,%" G_GUINT64_FORMAT, record->epoch, record->step);
      append_number (text, means.loss);
      append_number (text, means.metric_loss);
      append_number (text, means.divergence);
      append_scores (text, &record->test, keys, count);
      append_scores (text, &record->validation, keys, count);
      append_scores (text, &record->train, keys, count);
      append_number (text, record->train_seconds);
      append_number (text, record->evaluate_seconds);
      g_string_append_c (text, '\n');
    }
  return g_string_free (text, FALSE);
}

#define HEALTH_COLUMNS \
  "entropy,effective_neighbors,same_class,spread,row_error,spectral_gap,mean_similarity,effective_rank," \
  "triplets,hard,semi_hard,easy,swapped,violating,pairs,positive_pairs,negative_pairs"

/* Counts that the loss does not know are left empty. */
static void
append_counts (GString *text, const guint32 *counts, size_t count, bool are_known)
{
  for (size_t i = 0; i < count; i++)
    if (are_known)
      g_string_append_printf (text, ",%" G_GUINT32_FORMAT, counts[i]);
    else
      g_string_append_c (text, ',');
}

static void
append_health (GString *text, const IsoHealth *health)
{
  const IsoTargetHealth *targets = &health->targets;
  const IsoMined *mined = &health->mined;
  const double values[] = { targets->entropy, targets->effective_neighbors, targets->same_class, targets->spread,
                            targets->row_error, health->spectral_gap, health->embedding.mean_similarity,
                            health->embedding.effective_rank };
  const guint32 triplets[] = { mined->triplets, mined->hard, mined->semi_hard, mined->easy, mined->swapped, mined->violating };
  const guint32 pairs[] = { mined->pairs, mined->positive_pairs, mined->negative_pairs };
  for (size_t i = 0; i < G_N_ELEMENTS (values); i++)
    append_number (text, values[i]);
  append_counts (text, triplets, G_N_ELEMENTS (triplets), mined->kind == ISO_MINED_TRIPLETS);
  append_counts (text, pairs, G_N_ELEMENTS (pairs), mined->kind == ISO_MINED_PAIRS);
}

static char *
format_steps (const IsoRunReport *report)
{
  GString *text = g_string_new ("step,epoch,loss,metric_loss,divergence,gradient_norm,active," HEALTH_COLUMNS "\n");
  for (size_t i = 0; i < report->step_count; i++)
    {
      const IsoStepRecord *record = &report->steps[i];
      g_string_append_printf (text, "%" G_GUINT64_FORMAT ",%d", record->step, record->epoch);
      append_number (text, record->loss);
      append_number (text, record->metric_loss);
      append_number (text, record->divergence);
      append_number (text, record->gradient_norm);
      append_number (text, record->active);
      append_health (text, &record->health);
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

static bool
write_journal (const char *folder, const IsoRunReport *report, const IsoRunner *runner, GError **error)
{
  g_autoptr (IsoJournal) journal = iso_journal_from_events (iso_runner_start_settings (runner), report->events, report->event_count);
  g_autofree char *text = iso_journal_to_json (journal);
  return write_text (folder, "journal.json", text, error);
}

typedef struct {
  const IsoRunReport *report;
  const IsoEpochSnapshot *snapshot;
  IsoRunner *runner;
} Contents;

static bool
write_all (const char *folder, gpointer data, GError **error)
{
  const Contents *contents = data;
  const IsoRunReport *report = contents->report;
  g_autofree char *metrics = format_metrics (report), *steps = format_steps (report);
  g_autofree char *checkpoint = g_build_filename (folder, "checkpoint.safetensors", NULL);
  g_autofree char *configuration = iso_settings_to_json (&report->experiment->settings);
  return write_skipped (folder, report->skipped, error) && write_text (folder, "metrics.csv", metrics, error)
         && write_text (folder, "steps.csv", steps, error)
         && write_text (folder, "configuration.json", configuration, error) && write_arrays (folder, contents->snapshot, error)
         && write_journal (folder, report, contents->runner, error)
         && iso_runner_save (contents->runner, checkpoint, error);
}

bool
iso_run_output_write (IsoOutputFolder *folder, const IsoRunReport *report, const IsoEpochSnapshot *snapshot, IsoRunner *runner,
                      GError **error)
{
  Contents contents = { report, snapshot, runner };
  if (report->skipped == NULL || report->skipped->len == 0)
    {
      /* An earlier run's list would tell what is not so. */
      g_autofree char *old = g_build_filename (folder->path, SKIPPED, NULL);
      g_unlink (old);
      folder->names = iso_run_output_names + 1;
    }
  return iso_output_folder_fill (folder, write_all, &contents, error);
}
