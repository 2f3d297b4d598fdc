/* Automatic ranges: which values of a matrix the ends of its colour map stand for. Pure functions of the values, rounded to plain
 * numbers, so that the same matrix always looks the same and colours do not flicker while training moves the values a little.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "ui/figure/heat.h"

/* What a range is made from. The diagonal (a sample with itself) is left out of all but minimum and maximum: it would dwarf the
 * rest. Ends are quantiles, so that a few extreme values do not wash out all others. NaN counts nowhere; without any number all
 * fields are 0. */
typedef struct {
  double minimum, maximum;       /* of all values, exactly */
  double low, high;              /* quantiles 0.5 % and 99.5 % */
  double positive_low, positive_high; /* of the values > 0: quantiles 2 % and 97 %; 0 without any */
  double magnitude;              /* quantile 99 % of |v| */
} IsoMatrixSpread;

/* values (B, B). Of more than ISO_SPREAD_SAMPLE values evenly many are looked at for the quantiles. */
void iso_matrix_spread (IsoMatrixSpread *spread, const float *values, size_t B);
#define ISO_SPREAD_SAMPLE 65536

/* [low, high] widened to round numbers, and apart even if they were equal. */
IsoHeatScale iso_range_between (double low, double high);

/* [0, high rounded up]; where low is beyond ISO_RANGE_TIGHT of high, [low, high] rounded, so that nearly uniform values still
 * show structure. */
IsoHeatScale iso_range_from_zero (double low, double high);
#define ISO_RANGE_TIGHT 0.4

/* Decades below high rounded up, at most four: down to low. */
IsoHeatScale iso_range_logarithmic (double low, double high);

/* [−magnitude, magnitude] rounded up, linear or logarithmic about 0. */
IsoHeatScale iso_range_diverging (double magnitude, bool logarithmic);
