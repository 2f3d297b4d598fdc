#include "ui/report/run-events.h"

#include "engine/export/tensorboard-events.h"
#include "engine/train/parameters.h"
#include "ui/report/run-csv.h"

/* Seconds of work between the run's beginning and a step: as the evaluations say, evenly in between, and none after the last.
 * `at` is the first evaluation that was not before the step. */
static double
seconds_at (const IsoRunReport *report, size_t at, guint64 step)
{
  const IsoEpochRecord *records = report->epochs;
  if (report->epoch_count == 0)
    return 0.0;
  const IsoEpochRecord *next = &records[MIN (at, report->epoch_count - 1)];
  double end = next->train_seconds + next->evaluate_seconds;
  if (at == 0 || at >= report->epoch_count || next->step <= records[at - 1].step)
    return end;
  const IsoEpochRecord *last = &records[at - 1];
  double start = last->train_seconds + last->evaluate_seconds;
  double share = (double) (step - MIN (step, last->step)) / (double) (next->step - last->step);
  if (share >= 1.0)
    return end;
  return start + (next->train_seconds - last->train_seconds) * share;
}

static double
whole_seconds (const IsoRunReport *report)
{
  const IsoEpochRecord *last = report->epoch_count > 0 ? &report->epochs[report->epoch_count - 1] : NULL;
  return last != NULL ? last->train_seconds + last->evaluate_seconds : 0.0;
}

/* Markdown: a table of all that plays a part. */
static char *
describe_settings (const IsoSettings *settings)
{
  size_t count;
  const IsoParameter *table = iso_parameters (&count);
  GString *text = g_string_new ("| parameter | value |\n|---|---|\n");
  for (size_t i = 0; i < count; i++)
    {
      if (iso_parameter_find (table[i].key, settings, NULL) != &table[i] || !iso_parameter_applies (&table[i], settings))
        continue;
      g_autofree char *value = iso_settings_format (settings, &table[i]);
      g_strdelimit (value, "|\n\r", ' ');
      g_string_append_printf (text, "| %s | %s |\n", table[i].key, value);
    }
  return g_string_free (text, FALSE);
}

static void
add_counts (IsoTensorboardEvents *events, const IsoMined *mined)
{
  const struct {
    const char *tag;
    guint32 count;
    IsoMinedKind kind;
  } counts[] = {
    { "mined/triplets", mined->triplets, ISO_MINED_TRIPLETS },
    { "mined/hard", mined->hard, ISO_MINED_TRIPLETS },
    { "mined/semi_hard", mined->semi_hard, ISO_MINED_TRIPLETS },
    { "mined/easy", mined->easy, ISO_MINED_TRIPLETS },
    { "mined/swapped", mined->swapped, ISO_MINED_TRIPLETS },
    { "mined/violating", mined->violating, ISO_MINED_TRIPLETS },
    { "mined/pairs", mined->pairs, ISO_MINED_PAIRS },
    { "mined/positive_pairs", mined->positive_pairs, ISO_MINED_PAIRS },
    { "mined/negative_pairs", mined->negative_pairs, ISO_MINED_PAIRS },
  };
  for (size_t i = 0; i < G_N_ELEMENTS (counts); i++)
    if (mined->kind == (guint32) counts[i].kind)
      iso_tensorboard_events_add_scalar (events, counts[i].tag, counts[i].count);
}

static void
add_step (IsoTensorboardEvents *events, const IsoStepRecord *record)
{
  const IsoHealth *health = &record->health;
  const struct {
    const char *tag;
    double value;
  } scalars[] = {
    { "train/loss", record->loss },
    { "train/metric_loss", record->metric_loss },
    { "train/divergence", record->divergence },
    { "train/gradient_norm", record->gradient_norm },
    { "train/active", record->active },
    { "targets/entropy", health->targets.entropy },
    { "targets/effective_neighbors", health->targets.effective_neighbors },
    { "targets/same_class", health->targets.same_class },
    { "targets/spread", health->targets.spread },
    { "targets/row_error", health->targets.row_error },
    { "targets/spectral_gap", health->spectral_gap },
    { "embedding/mean_similarity", health->embedding.mean_similarity },
    { "embedding/effective_rank", health->embedding.effective_rank },
  };
  for (size_t i = 0; i < G_N_ELEMENTS (scalars); i++)
    iso_tensorboard_events_add_scalar (events, scalars[i].tag, scalars[i].value);
  add_counts (events, &health->mined);
}

static void
add_scores (IsoTensorboardEvents *events, const char *part, const IsoScores *scores)
{
  IsoScoreKey keys[ISO_SCORES_MAX];
  size_t count = iso_scores_keys (keys, scores);
  for (size_t i = 0; i < count; i++)
    {
      g_autofree char *tag = g_strconcat (part, "/", iso_score_key_name (keys[i]), NULL);
      iso_tensorboard_events_add_scalar (events, tag, iso_scores_value (scores, keys[i]));
    }
}

static void
add_evaluation (IsoTensorboardEvents *events, const IsoEpochRecord *record)
{
  add_scores (events, "test", &record->test);
  add_scores (events, "validation", &record->validation);
  add_scores (events, "training sample", &record->train);
}

bool
iso_run_events_write (const char *path, const IsoRunExport *run, GError **error)
{
  const IsoRunReport *report = run->report;
  double start = run->ended - whole_seconds (report);
  g_autoptr (IsoTensorboardEvents) events = iso_tensorboard_events_new (path, start);
  g_autofree char *settings = describe_settings (run->settings);
  size_t evaluation = 0, event = 0;
  iso_tensorboard_events_begin (events, start, 0);
  iso_tensorboard_events_add_text (events, "settings", settings);
  /* One after the other by step: step number n stands at n − 1, evaluations come after their step. */
  for (size_t i = 0; i <= report->step_count; i++)
    {
      guint64 step = i > 0 ? report->steps[i - 1].step : 0;
      iso_tensorboard_events_begin (events, start + seconds_at (report, evaluation, step), step);
      if (i > 0)
        add_step (events, &report->steps[i - 1]);
      for (; evaluation < report->epoch_count && report->epochs[evaluation].step <= step; evaluation++)
        add_evaluation (events, &report->epochs[evaluation]);
      for (; event < report->event_count && (report->events[event].step <= step || i == report->step_count); event++)
        {
          const IsoEvent *said = &report->events[event];
          g_autofree char *line = g_strconcat (iso_run_csv_event_name (said->kind), ": ", said->text, NULL);
          iso_tensorboard_events_add_text (events, "journal", line);
        }
    }
  return iso_tensorboard_events_finish (g_steal_pointer (&events), error);
}
