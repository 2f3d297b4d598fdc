#include "ui/figure/curves-range.h"

#include <math.h>
#include <stdlib.h>

#define SAMPLES 512
#define TRIM 0.02        /* cut off at either end where spikes would flatten the rest */
#define FLATTENED 0.4    /* the share of the full range below which the rest counts as flattened */
#define NOISE 0.02       /* the raw values but for this share at either end get room as well */
#define NOISE_ROOM 4.0   /* at either side, of the smoothed range, at most */

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
  double smoothed[SAMPLES], raw[SAMPLES]; /* sorted each */
  size_t count;
} Sample;

/* Of at most SAMPLES stretches of equal length the mean of the smoothed values and the last finite raw one. */
static void
take_sample (Sample *sample, const IsoCurve *curve, size_t first, size_t end, bool logarithmic)
{
  size_t count = end - first, stretches = MIN (count, SAMPLES);
  sample->count = 0;
  for (size_t i = 0; i < stretches; i++)
    {
      size_t from = first + i * count / stretches, to = first + (i + 1) * count / stretches;
      double mean = scaled (iso_curve_bucket (curve, from, to).mean, logarithmic);
      if (isnan (mean))
        continue;
      double raw = scaled (iso_curve_value (curve, to - 1), logarithmic);
      sample->smoothed[sample->count] = mean;
      sample->raw[sample->count++] = isnan (raw) ? mean : raw;
    }
  qsort (sample->smoothed, sample->count, sizeof (double), compare);
  qsort (sample->raw, sample->count, sizeof (double), compare);
}

static double
newest_smoothed (const IsoCurve *curve, size_t first, size_t end)
{
  for (size_t back = 1; back <= MIN (end - first, 64); back++)
    if (!isnan (iso_curve_smoothed (curve, end - back)))
      return iso_curve_smoothed (curve, end - back);
  return NAN;
}

IsoRange
iso_range_of_curve (const IsoCurve *curve, size_t first, size_t end, bool logarithmic)
{
  Sample sample;
  end = MIN (end, iso_curve_count (curve));
  first = MIN (first, end);
  take_sample (&sample, curve, first, end, logarithmic);
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
  double newest = scaled (newest_smoothed (curve, first, end), logarithmic), room = NOISE_ROOM * (high - low);
  low = fmin (low, newest);
  high = fmax (high, newest);
  low = fmin (low, fmax (quantile (sample.raw, sample.count, NOISE), low - room));
  high = fmax (high, fmin (quantile (sample.raw, sample.count, 1.0 - NOISE), high + room));
  return logarithmic ? (IsoRange){ exp (low), exp (high) } : (IsoRange){ low, high };
}

IsoRange
iso_range_of_score (const IsoRunCurves *curves, IsoRunSeries series, IsoRange steps)
{
  guint first, end;
  IsoRange range = iso_range_with (ISO_RANGE_EMPTY, iso_run_curves_raw_score (curves, series));
  iso_run_curves_epochs_in (curves, steps.low, steps.high, &first, &end);
  for (guint i = first; i < end; i++)
    range = iso_range_with (range, iso_run_curves_score (curves, series, &g_array_index (curves->epochs, IsoEpochRecord, i)));
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
