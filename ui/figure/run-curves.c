#include "ui/figure/run-curves.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "ui/figure/run-branch.h"

#define CHUNK 256

IsoRunCurves *
iso_run_curves_new (size_t steps_per_epoch)
{
  IsoRunCurves *curves = g_new0 (IsoRunCurves, 1);
  curves->loss = iso_curve_new (ISO_RUN_SMOOTHING);
  curves->divergence = iso_curve_new (ISO_RUN_SMOOTHING);
  curves->epochs = g_array_new (FALSE, FALSE, sizeof (IsoEpochRecord));
  curves->events = g_array_new (FALSE, FALSE, sizeof (IsoEvent));
  curves->steps_per_epoch = steps_per_epoch;
  curves->scores[0] = ISO_SCORE_RECALL_1;
  curves->scores[1] = ISO_SCORE_MAP_AT_R;
  curves->raw_recall = curves->raw_precision = NAN;
  return curves;
}

void
iso_run_curves_free (IsoRunCurves *curves)
{
  if (curves == NULL)
    return;
  iso_curve_free (curves->loss);
  iso_curve_free (curves->divergence);
  g_array_unref (curves->epochs);
  g_array_unref (curves->events);
  g_clear_pointer (&curves->branches, g_ptr_array_unref);
  g_free (curves);
}

IsoRunCurves *
iso_run_curves_copy (const IsoRunCurves *curves)
{
  IsoRunCurves *copy = g_memdup2 (curves, sizeof *curves);
  copy->loss = iso_curve_copy (curves->loss);
  copy->divergence = iso_curve_copy (curves->divergence);
  copy->epochs = g_array_copy (curves->epochs);
  copy->events = g_array_copy (curves->events);
  copy->branches = NULL;
  if (curves->branches != NULL)
    {
      copy->branches = g_ptr_array_new_with_free_func ((GDestroyNotify) iso_run_branch_free);
      for (guint i = 0; i < curves->branches->len; i++)
        g_ptr_array_add (copy->branches, iso_run_branch_copy (curves->branches->pdata[i]));
    }
  return copy;
}

void
iso_run_curves_set_branches (IsoRunCurves *curves, GPtrArray *branches)
{
  g_clear_pointer (&curves->branches, g_ptr_array_unref);
  curves->branches = branches;
}

guint64
iso_run_curves_last_of_all (const IsoRunCurves *curves)
{
  guint64 last = iso_run_curves_last_step (curves);
  for (guint i = 0; curves->branches != NULL && i < curves->branches->len; i++)
    last = MAX (last, iso_run_curves_last_step (((const IsoRunBranch *) curves->branches->pdata[i])->curves));
  return last;
}

static void
take_step (IsoRunCurves *curves, const IsoStepRecord *record)
{
  size_t count = iso_curve_count (curves->loss);
  if (count == 0)
    curves->first_step = record->step;
  guint64 next = curves->first_step + count;
  if (record->step < next)
    return;
  for (; next < record->step; next++)
    {
      iso_curve_append (curves->loss, NAN);
      iso_curve_append (curves->divergence, NAN);
    }
  iso_curve_append (curves->loss, record->loss);
  iso_curve_append (curves->divergence, record->divergence);
  if (!isfinite (record->loss) && curves->broken_step == 0)
    curves->broken_step = record->step;
}

bool
iso_run_curves_read (IsoRunCurves *curves, IsoHistory *history)
{
  IsoStepRecord steps[CHUNK];
  IsoEpochRecord epoch;
  IsoEvent event;
  bool is_new = false;
  size_t read;

  while (iso_history_read_events (history, &event, curves->events_read, 1) == 1)
    {
      curves->events_read++;
      /* Before the first step there is nothing that a change would divide. */
      if (event.kind == ISO_EVENT_CHANGE && event.step <= 1)
        continue;
      g_array_append_val (curves->events, event);
      is_new = true;
    }
  while (iso_history_read_epochs (history, &epoch, curves->epochs->len, 1) == 1)
    {
      g_array_append_val (curves->epochs, epoch);
      is_new = true;
    }
  while ((read = iso_history_read_steps (history, steps, curves->steps_read, CHUNK)) > 0)
    {
      for (size_t i = 0; i < read; i++)
        take_step (curves, &steps[i]);
      curves->steps_read += read;
      is_new = true;
    }
  return is_new;
}

guint64
iso_run_curves_last_step (const IsoRunCurves *curves)
{
  size_t count = iso_curve_count (curves->loss);
  return count > 0 ? curves->first_step + count - 1 : 0;
}

const IsoEpochRecord *
iso_run_curves_epoch_at (const IsoRunCurves *curves, guint64 step)
{
  guint low = 0, high = curves->epochs->len;
  while (low < high)
    {
      guint middle = low + (high - low) / 2;
      if (g_array_index (curves->epochs, IsoEpochRecord, middle).step <= step)
        low = middle + 1;
      else
        high = middle;
    }
  return low > 0 ? &g_array_index (curves->epochs, IsoEpochRecord, low - 1) : NULL;
}

int
iso_run_curves_finished_epochs (const IsoRunCurves *curves, guint64 step)
{
  const IsoEpochRecord *record = iso_run_curves_epoch_at (curves, step);
  int epoch = record != NULL ? record->epoch : 0;
  guint64 since = record != NULL ? step - record->step : step;
  /* Not every epoch needs to have been evaluated. */
  return curves->steps_per_epoch > 0 ? epoch + (int) (since / curves->steps_per_epoch) : epoch;
}

void
iso_run_curves_epochs_in (const IsoRunCurves *curves, double from, double to, guint *first, guint *end)
{
  const IsoEpochRecord *records = (const IsoEpochRecord *) (void *) curves->epochs->data;
  const IsoEpochRecord *before = from >= 0.0 ? iso_run_curves_epoch_at (curves, (guint64) from) : NULL;
  const IsoEpochRecord *last = to >= 0.0 ? iso_run_curves_epoch_at (curves, (guint64) to) : NULL;
  *first = before != NULL ? (guint) (before - records) : 0;
  *end = MIN (last != NULL ? (guint) (last - records) + 2 : 1, curves->epochs->len);
}

void
iso_run_curves_smooth (IsoRunCurves *curves, double smoothing)
{
  iso_curve_smooth (curves->loss, smoothing);
  iso_curve_smooth (curves->divergence, smoothing);
  for (guint i = 0; curves->branches != NULL && i < curves->branches->len; i++)
    iso_run_curves_smooth (((IsoRunBranch *) curves->branches->pdata[i])->curves, smoothing);
}

static const IsoCurve *
curve_of (const IsoRunCurves *curves, IsoRunSeries series)
{
  return series == ISO_RUN_LOSS ? curves->loss : curves->divergence;
}

double
iso_run_curves_value (const IsoRunCurves *curves, IsoRunSeries series, guint64 step)
{
  return step >= curves->first_step ? iso_curve_value (curve_of (curves, series), (size_t) (step - curves->first_step))
                                    : (double) NAN;
}

double
iso_run_curves_smoothed (const IsoRunCurves *curves, IsoRunSeries series, guint64 step)
{
  return step >= curves->first_step ? iso_curve_smoothed (curve_of (curves, series), (size_t) (step - curves->first_step))
                                    : (double) NAN;
}

double
iso_run_curves_score (const IsoRunCurves *curves, IsoRunSeries series, const IsoEpochRecord *record)
{
  return iso_scores_value (&record->test, curves->scores[series - ISO_RUN_FIRST_SCORE]);
}

double
iso_run_curves_raw_score (const IsoRunCurves *curves, IsoRunSeries series)
{
  IsoScoreKey key = curves->scores[series - ISO_RUN_FIRST_SCORE];
  return iso_score_key_equal (key, ISO_SCORE_RECALL_1)   ? curves->raw_recall
         : iso_score_key_equal (key, ISO_SCORE_MAP_AT_R) ? curves->raw_precision
                                                         : (double) NAN;
}

const char *
iso_run_series_name (const IsoRunCurves *curves, IsoRunSeries series)
{
  if (series >= ISO_RUN_FIRST_SCORE)
    return iso_score_key_name (curves->scores[series - ISO_RUN_FIRST_SCORE]);
  return series == ISO_RUN_LOSS ? _("loss") : _("KL");
}

IsoColor
iso_run_series_color (const IsoTheme *theme, IsoRunSeries series)
{
  const IsoColor colors[ISO_RUN_SERIES] = { theme->loss, theme->divergence, theme->recall, theme->precision };
  return colors[series];
}
