#include "ui/figure/matrix-range.h"

#include <math.h>

/* ---- quantiles ---- */

/* The value that would stand at `rank` if values (count) were sorted (Hoare's selection, as Wirth has it; reorders values). */
static float
select_rank (float *values, size_t count, size_t rank)
{
  gssize first = 0, last = (gssize) count - 1, wanted = (gssize) rank;
  while (first < last)
    {
      float pivot = values[wanted];
      gssize i = first, j = last;
      while (i <= j)
        {
          while (values[i] < pivot)
            i++;
          while (pivot < values[j])
            j--;
          if (i > j)
            break;
          float swap = values[i];
          values[i++] = values[j];
          values[j--] = swap;
        }
      if (j < wanted)
        first = i;
      if (wanted < i)
        last = j;
    }
  return values[rank];
}

static double
quantile (float *values, size_t count, double share)
{
  if (count == 0)
    return 0.0;
  return (double) select_rank (values, count, (size_t) lround (share * (double) (count - 1)));
}

void
iso_matrix_spread (IsoMatrixSpread *spread, const float *values, size_t B)
{
  size_t total = B * B, stride = total / ISO_SPREAD_SAMPLE + 1, count = 0, positive = 0;
  g_autofree float *sample = g_new (float, total / stride + 1);
  double minimum = INFINITY, maximum = -INFINITY;

  *spread = (IsoMatrixSpread){ 0 };
  /* A stride that divides B would see the same few columns in every row. */
  if (stride > 1 && B % stride == 0)
    stride++;
  for (size_t at = 0; at < total; at++)
    if (isfinite (values[at]))
      {
        minimum = fmin (minimum, (double) values[at]);
        maximum = fmax (maximum, (double) values[at]);
      }
  for (size_t at = 0; at < total; at += stride)
    if (at % (B + 1) != 0 && isfinite (values[at]))
      sample[count++] = values[at];
  if (!(minimum <= maximum))
    return;
  spread->minimum = minimum;
  spread->maximum = maximum;
  spread->low = quantile (sample, count, 0.005);
  spread->high = quantile (sample, count, 0.995);
  for (size_t at = 0; at < count; at++)
    if (sample[at] > 0.0f)
      {
        float swap = sample[positive];
        sample[positive++] = sample[at];
        sample[at] = swap;
      }
  spread->positive_low = quantile (sample, positive, 0.02);
  spread->positive_high = quantile (sample, positive, 0.97);
  for (size_t at = 0; at < count; at++)
    sample[at] = fabsf (sample[at]);
  spread->magnitude = quantile (sample, count, 0.99);
}

/* ---- round ends ---- */

/* The next number up of 1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8 times a power of ten. */
static double
round_up (double value)
{
  static const double mantissas[] = { 1.0, 1.2, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0 };
  double power = pow (10.0, floor (log10 (value)));
  for (size_t i = 0; i < G_N_ELEMENTS (mantissas); i++)
    if (mantissas[i] * power >= value * (1.0 - 1e-6))
      return mantissas[i] * power;
  return 10.0 * power;
}

/* The next number down of 1, 2, 5 times a power of ten. */
static double
round_down (double value)
{
  double power = pow (10.0, floor (log10 (value) + 1e-9)), mantissa = value / power * (1.0 + 1e-6);
  return (mantissa >= 5.0 ? 5.0 : mantissa >= 2.0 ? 2.0 : 1.0) * power;
}

IsoHeatScale
iso_range_between (double low, double high)
{
  double least = 1e-6 * fmax (fabs (low), fabs (high));
  if (!(high - low > least) || !(high - low > 1e-30))
    {
      double margin = fmax (0.05 * fmax (fabs (low), fabs (high)), 1e-6);
      low -= margin;
      high += margin;
    }
  double step = round_down ((high - low) / 8.0);
  return (IsoHeatScale){ ISO_HEAT_LINEAR, floor (low / step + 1e-6) * step, ceil (high / step - 1e-6) * step };
}

IsoHeatScale
iso_range_from_zero (double low, double high)
{
  if (!(high > 1e-30))
    return (IsoHeatScale){ ISO_HEAT_LINEAR, 0.0, 1.0 };
  if (low > ISO_RANGE_TIGHT * high)
    return iso_range_between (low, high);
  return (IsoHeatScale){ ISO_HEAT_LINEAR, 0.0, round_up (high) };
}

IsoHeatScale
iso_range_logarithmic (double low, double high)
{
  if (!(high > 1e-30))
    return (IsoHeatScale){ ISO_HEAT_LOGARITHMIC, 1e-4, 1.0 };
  double top = round_up (high);
  low = fmax (low, 1e-4 * top);
  /* Within less than a factor of two a logarithm is a straight line: the ends may then be as close as they are. */
  if (low > 0.5 * high)
    {
      IsoHeatScale near = iso_range_between (low, high);
      if (near.minimum > 0.0)
        return (IsoHeatScale){ ISO_HEAT_LOGARITHMIC, near.minimum, near.maximum };
    }
  return (IsoHeatScale){ ISO_HEAT_LOGARITHMIC, fmin (round_down (low), 0.5 * top), top };
}

IsoHeatScale
iso_range_diverging (double magnitude, bool logarithmic)
{
  double end = magnitude > 1e-30 ? round_up (magnitude) : 1.0;
  return (IsoHeatScale){ logarithmic ? ISO_HEAT_DIVERGING_LOGARITHMIC : ISO_HEAT_DIVERGING, -end, end };
}
