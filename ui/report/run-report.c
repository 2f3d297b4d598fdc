#include "ui/report/run-report.h"

#include <math.h>

void
iso_run_report_read (IsoRunReport *report, IsoHistory *history)
{
  size_t epochs = iso_history_epoch_count (history), steps = iso_history_step_count (history);
  report->epochs = g_new0 (IsoEpochRecord, MAX (epochs, 1));
  report->steps = g_new0 (IsoStepRecord, MAX (steps, 1));
  size_t events = iso_history_event_count (history);
  report->events = g_new0 (IsoEvent, MAX (events, 1));
  report->event_count = iso_history_read_events (history, report->events, 0, events);
  report->epoch_count = iso_history_read_epochs (history, report->epochs, 0, epochs);
  report->step_count = iso_history_read_steps (history, report->steps, 0, steps);
}

void
iso_run_report_clear (IsoRunReport *report)
{
  g_clear_pointer (&report->epochs, g_free);
  g_clear_pointer (&report->steps, g_free);
  g_clear_pointer (&report->events, g_free);
}

IsoStepMeans
iso_run_report_means (const IsoRunReport *report, size_t index)
{
  IsoStepMeans sums = { 0 };
  size_t count = 0, taught = 0;
  guint64 first = index > 0 ? report->epochs[index - 1].step : 0, last = report->epochs[index].step;
  /* Step number n stands at n − 1. */
  for (size_t i = (size_t) first; i < MIN ((size_t) last, report->step_count); i++)
    {
      const IsoStepRecord *step = &report->steps[i];
      count++;
      sums.loss += step->loss;
      sums.metric_loss += step->metric_loss;
      if (isnan (step->divergence))
        continue;
      taught++;
      sums.divergence += step->divergence;
    }
  return (IsoStepMeans) {
    count > 0 ? sums.loss / (double) count : (double) NAN,
    count > 0 ? sums.metric_loss / (double) count : (double) NAN,
    taught > 0 ? sums.divergence / (double) taught : (double) NAN,
  };
}

size_t
iso_run_report_best (const IsoRunReport *report)
{
  size_t best = 0;
  if (report->experiment->split.validation.count == 0)
    return 0;
  for (size_t i = 1; i < report->epoch_count; i++)
    {
      const IsoScores *scores = &report->epochs[i].validation, *leader = &report->epochs[best].validation;
      /* An epoch that was broken off has the number of the one before it. */
      if (report->epochs[i].epoch == report->epochs[i - 1].epoch)
        continue;
      if (best == 0 || scores->recall_1 > leader->recall_1
          || (scores->recall_1 == leader->recall_1 && scores->map_at_r > leader->map_at_r))
        best = i;
    }
  return best;
}

size_t
iso_run_report_score_keys (IsoScoreKey keys[ISO_SCORES_MAX], const IsoRunReport *report)
{
  /* What is evaluated does not change within a run that is reported here. */
  if (report->epoch_count > 0)
    return iso_scores_keys (keys, &report->epochs[0].test);
  keys[0] = ISO_SCORE_RECALL_1;
  keys[1] = ISO_SCORE_MAP_AT_R;
  return 2;
}
