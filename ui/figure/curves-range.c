#include "ui/figure/curves-range.h"

#include <math.h>
#include <stdlib.h>

#define SAMPLES 512
#define TRIM 0.02        /* cut off at either end where spikes would flatten the rest */
#define FLATTENED 0.4    /* the share of the full range below which the rest counts as flattened */
#define NOISE_ROOM 0.35  /* of the smoothed range, given to the raw values at either side */

IsoRange
iso_range_union (IsoRange a, IsoRange b)
{
  return (IsoRange){ fmin (a.low, b.low), fmax (a.high, b.high) };
}

static int
compare (const void *a, const void *b)
{
  double x = *(const double *) a, y = *(const double *) b;
  return (x > y) - (x < y);
}

static double
quantile (const double *sorted, size_t count, double share)
{
  return sorted[(size_t) lround (share * (double) (count - 1))];
}

static double
scaled (double value, bool logarithmic)
{
  return logarithmic ? (value > 0.0 ? log (value) : (double) NAN) : value;
}

typedef struct {
  double smoothed[SAMPLES], low[SAMPLES], high[SAMPLES]; /* sorted each */
  size_t count;
} Sample;

/* Of at most SAMPLES stretches of equal length the mean of the smoothed values and the extremes of the raw ones. */
static void
take_sample (Sample *sample, const IsoCurve *curve, bool logarithmic)
{
  size_t count = iso_curve_count (curve), stretches = MIN (count, SAMPLES);
  sample->count = 0;
  for (size_t i = 0; i < stretches; i++)
    {
      IsoCurveBucket bucket = iso_curve_bucket (curve, i * count / stretches, (i + 1) * count / stretches);
      double mean = scaled (bucket.mean, logarithmic), low = scaled (bucket.minimum, logarithmic);
      if (bucket.count == 0 || isnan (mean))
        continue;
      sample->smoothed[sample->count] = mean;
      sample->low[sample->count] = isnan (low) ? mean : low;
      sample->high[sample->count] = scaled (bucket.maximum, logarithmic);
      sample->count++;
    }
  qsort (sample->smoothed, sample->count, sizeof (double), compare);
  qsort (sample->low, sample->count, sizeof (double), compare);
  qsort (sample->high, sample->count, sizeof (double), compare);
}

static double
newest_smoothed (const IsoCurve *curve)
{
  for (size_t back = 1; back <= MIN (iso_curve_count (curve), 64); back++)
    if (!isnan (iso_curve_smoothed (curve, iso_curve_count (curve) - back)))
      return iso_curve_smoothed (curve, iso_curve_count (curve) - back);
  return NAN;
}

IsoRange
iso_range_of_curve (const IsoCurve *curve, bool logarithmic)
{
  Sample sample;
  take_sample (&sample, curve, logarithmic);
  if (sample.count == 0)
    return ISO_RANGE_EMPTY;
  double low = sample.smoothed[0], high = sample.smoothed[sample.count - 1];
  double trimmed_low = quantile (sample.smoothed, sample.count, TRIM);
  double trimmed_high = quantile (sample.smoothed, sample.count, 1.0 - TRIM);
  if (trimmed_high - trimmed_low < FLATTENED * (high - low))
    {
      low = trimmed_low;
      high = trimmed_high;
    }
  double newest = scaled (newest_smoothed (curve), logarithmic), room = NOISE_ROOM * (high - low);
  low = fmin (low, newest);
  high = fmax (high, newest);
  low = fmin (low, fmax (quantile (sample.low, sample.count, TRIM), low - room));
  high = fmax (high, fmin (quantile (sample.high, sample.count, 1.0 - TRIM), high + room));
  return logarithmic ? (IsoRange){ exp (low), exp (high) } : (IsoRange){ low, high };
}

static IsoRange
with_value (IsoRange range, double value)
{
  return isfinite (value) ? iso_range_union (range, (IsoRange){ value, value }) : range;
}

IsoRange
iso_range_of_scores (const IsoRunCurves *curves, bool recall, bool precision)
{
  IsoRange range = ISO_RANGE_EMPTY;
  for (guint i = 0; i < curves->epochs->len; i++)
    {
      const IsoScores *test = &g_array_index (curves->epochs, IsoEpochRecord, i).test;
      if (recall)
        range = with_value (range, test->recall_1);
      if (precision)
        range = with_value (range, test->map_at_r);
    }
  if (recall)
    range = with_value (range, curves->raw_recall);
  if (precision)
    range = with_value (range, curves->raw_precision);
  return range;
}

bool
iso_range_can_share (IsoRange a, IsoRange b, double least)
{
  if (iso_range_is_empty (a) || iso_range_is_empty (b))
    return true;
  IsoRange both = iso_range_union (a, b);
  double span = both.high - both.low;
  return a.high - a.low >= least * span && b.high - b.low >= least * span;
}
