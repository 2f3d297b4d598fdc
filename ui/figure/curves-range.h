/* The stretch of values an axis should show: nothing is cut unless it would flatten all the rest. */
#pragma once

#include "ui/figure/range.h"
#include "ui/figure/run-curves.h"

/* Of a curve's indices first … end - 1: their smoothed values in full, unless a few of them (the first steps, a spike) are so far off
 * that the others would fill less than two fifths of the axis; then the second to the 98th percentile. The raw values around them,
 * but for a few, get room too, as long as the smoothed ones keep a ninth of it, and the newest smoothed value is always inside.
 * logarithmic: the same by orders of magnitude, of positive values. */
IsoRange iso_range_of_curve (const IsoCurve *curve, size_t first, size_t end, bool logarithmic);

/* Of a score over the evaluations at these steps and the next at either side, with the reference line of the raw pixels. */
IsoRange iso_range_of_score (const IsoRunCurves *curves, IsoRunSeries series, IsoRange steps);

/* Whether two curves can be read on one linear axis: neither fills less than `least` of it. */
bool iso_range_can_share (IsoRange a, IsoRange b, double least);
