/* One run's line, from its history. */
#include <math.h>

#include "ui/figure/run-overlay-private.h"

#define RECORDS 1024 /* at once */

void
iso_overlay_line_clear (IsoOverlayLine *line)
{
  g_free (line->label);
  g_free (line->x);
  g_free (line->y);
  g_free (line->low);
  g_free (line->high);
  g_free (line->least);
  g_free (line->most);
  g_free (line->values);
  *line = (IsoOverlayLine){ 0 };
}

/* ---- evaluations ---- */

static const IsoScores *
part_of (const IsoEpochRecord *record, IsoOverlayPart part)
{
  return part == ISO_OVERLAY_TEST ? &record->test : part == ISO_OVERLAY_VALIDATION ? &record->validation : &record->train;
}

static void
read_scores (IsoOverlayLine *line, IsoHistory *history, const IsoOverlayOptions *options)
{
  size_t count = iso_history_epoch_count (history);
  g_autofree IsoEpochRecord *records = g_new (IsoEpochRecord, MAX (count, 1));
  count = iso_history_read_epochs (history, records, 0, count);
  line->x = g_new (double, MAX (count, 1));
  line->y = g_new (double, MAX (count, 1));
  for (size_t i = 0; i < count; i++)
    {
      double x = options->over_epochs ? records[i].epoch : (double) records[i].step;
      /* The same place again, as after a resumed checkpoint: the later one counts. */
      if (line->count > 0 && !(x > line->x[line->count - 1]))
        line->count--;
      line->x[line->count] = x;
      line->y[line->count++] = iso_scores_value (part_of (&records[i], options->part), options->score);
    }
}

/* ---- steps ---- */

static double
value_of (const IsoStepRecord *record, IsoOverlayQuantity quantity)
{
  switch (quantity)
    {
    case ISO_OVERLAY_METRIC_LOSS:
      return record->metric_loss;
    case ISO_OVERLAY_DIVERGENCE:
      return record->divergence;
    case ISO_OVERLAY_GRADIENT_NORM:
      return record->gradient_norm;
    case ISO_OVERLAY_SCORE:
    case ISO_OVERLAY_LOSS:
    default:
      return record->loss;
    }
}

/* The running average of one run, debiased; gaps are stepped over. */
typedef struct {
  double beta, moment, bias; /* bias: β^t */
} Average;

static double
average_next (Average *average, double value)
{
  if (!isfinite (value))
    return NAN;
  average->moment = average->beta * average->moment + (1.0 - average->beta) * value;
  average->bias *= average->beta;
  return average->moment / (1.0 - average->bias);
}

/* Of the steps that make one point. */
typedef struct {
  double sum, x;
  size_t finite, steps;
} Bucket;

static void
add_point (GArray *xs, GArray *ys, Bucket *bucket)
{
  double y = bucket->finite > 0 ? bucket->sum / (double) bucket->finite : (double) NAN;
  if (bucket->steps == 0)
    return;
  g_array_append_val (xs, bucket->x);
  g_array_append_val (ys, y);
  *bucket = (Bucket){ 0 };
}

/* Where epochs begin: how many steps there are in one, so that the last, which may not be through, has its place too. */
typedef struct {
  GArray *firsts, *epochs; /* of guint64, of int: as they come */
} Epochs;

static void
note_epoch (Epochs *epochs, const IsoStepRecord *record)
{
  if (epochs->epochs->len > 0 && g_array_index (epochs->epochs, int, epochs->epochs->len - 1) == record->epoch)
    return;
  g_array_append_val (epochs->firsts, record->step);
  g_array_append_val (epochs->epochs, record->epoch);
}

/* xs: steps, which become epochs: 0 before the first, 1 after it. last: the last step of all. */
static void
turn_to_epochs (GArray *xs, const Epochs *epochs, guint64 last)
{
  guint at = 0;
  for (guint i = 0; i < xs->len; i++)
    {
      double step = g_array_index (xs, double, i);
      while (at + 1 < epochs->firsts->len && step >= (double) g_array_index (epochs->firsts, guint64, at + 1))
        at++;
      /* The last goes by the length of the one before. */
      guint whole = at + 1 < epochs->firsts->len || at == 0 ? at : at - 1;
      guint64 begin = g_array_index (epochs->firsts, guint64, whole);
      guint64 end = whole + 1 < epochs->firsts->len ? g_array_index (epochs->firsts, guint64, whole + 1) : last + 1;
      double since = step - (double) g_array_index (epochs->firsts, guint64, at) + 1.0;
      g_array_index (xs, double, i) = g_array_index (epochs->epochs, int, at) + since / (double) MAX (end - begin, 1);
    }
}

static bool
read_steps (IsoOverlayLine *line, IsoHistory *history, const IsoOverlayOptions *options, size_t stride, GCancellable *cancellable)
{
  g_autofree IsoStepRecord *records = g_new (IsoStepRecord, RECORDS);
  GArray *xs = g_array_new (FALSE, FALSE, sizeof (double)), *ys = g_array_new (FALSE, FALSE, sizeof (double));
  Epochs epochs = { g_array_new (FALSE, FALSE, sizeof (guint64)), g_array_new (FALSE, FALSE, sizeof (int)) };
  Average average = { CLAMP (options->smoothing, 0.0, 0.9999), 0.0, 1.0 };
  Bucket bucket = { 0 };
  size_t first = 0, read;
  guint64 last = 0;
  while (!g_cancellable_is_cancelled (cancellable) && (read = iso_history_read_steps (history, records, first, RECORDS)) > 0)
    {
      for (size_t i = 0; i < read; i++)
        {
          if (records[i].step <= last)
            continue;
          double value = average_next (&average, value_of (&records[i], options->quantity));
          last = records[i].step;
          note_epoch (&epochs, &records[i]);
          bucket.x = (double) last;
          bucket.sum += isfinite (value) ? value : 0.0;
          bucket.finite += isfinite (value);
          /* By the step's own number, so that all runs have their points at the same steps. */
          bucket.steps++;
          if (last % stride == 0)
            add_point (xs, ys, &bucket);
        }
      first += read;
    }
  add_point (xs, ys, &bucket);
  if (options->over_epochs)
    turn_to_epochs (xs, &epochs, last);
  line->count = xs->len;
  line->x = (double *) (gpointer) g_array_free (xs, FALSE);
  line->y = (double *) (gpointer) g_array_free (ys, FALSE);
  g_array_unref (epochs.firsts);
  g_array_unref (epochs.epochs);
  return !g_cancellable_is_cancelled (cancellable);
}

bool
iso_overlay_read (IsoOverlayLine *line, IsoHistory *history, const IsoOverlayOptions *options, size_t stride, GCancellable *cancellable)
{
  line->runs = 1;
  if (options->quantity != ISO_OVERLAY_SCORE)
    return read_steps (line, history, options, stride, cancellable);
  read_scores (line, history, options);
  return !g_cancellable_is_cancelled (cancellable);
}
