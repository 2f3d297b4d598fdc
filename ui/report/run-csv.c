#include "ui/report/run-csv.h"

#include <string.h>

#include "engine/export/text.h"

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

char *
iso_run_csv_epochs (const IsoRunReport *report)
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

char *
iso_run_csv_steps (const IsoRunReport *report)
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

/* Texts in quotes where they want them, as RFC 4180 has it. */
static void
append_text (GString *text, const char *cell)
{
  g_string_append_c (text, ',');
  if (cell == NULL)
    return;
  if (strpbrk (cell, ",\"\r\n") == NULL)
    {
      g_string_append (text, cell);
      return;
    }
  g_string_append_c (text, '"');
  for (const char *at = cell; *at != '\0'; at++)
    {
      if (*at == '"')
        g_string_append_c (text, '"');
      g_string_append_c (text, *at);
    }
  g_string_append_c (text, '"');
}

const char *
iso_run_csv_event_name (IsoEventKind kind)
{
  static const char *const names[] = {
    [ISO_EVENT_CHANGE] = "change",           [ISO_EVENT_NUMERIC] = "numeric",     [ISO_EVENT_PLANNED_END] = "planned-end",
    [ISO_EVENT_ERROR] = "error",             [ISO_EVENT_ALARM] = "alarm",         [ISO_EVENT_ALARM_END] = "alarm-end",
    [ISO_EVENT_RESUMED] = "resumed",
  };
  return (size_t) kind < G_N_ELEMENTS (names) ? names[kind] : "";
}

char *
iso_run_csv_journal (const IsoRunReport *report)
{
  GString *text = g_string_new ("step,kind,key,text\n");
  for (size_t i = 0; i < report->event_count; i++)
    {
      const IsoEvent *event = &report->events[i];
      g_string_append_printf (text, "%" G_GUINT64_FORMAT, event->step);
      append_text (text, iso_run_csv_event_name (event->kind));
      append_text (text, event->key);
      append_text (text, event->text);
      g_string_append_c (text, '\n');
    }
  return g_string_free (text, FALSE);
}
