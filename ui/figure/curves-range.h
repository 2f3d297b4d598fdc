/* The stretch of values an axis should show: nothing is cut unless it would flatten all the rest. */
#pragma once

#include "ui/figure/run-curves.h"

typedef struct {
  double low, high; /* low > high: nothing to show */
} IsoRange;

#define ISO_RANGE_EMPTY ((IsoRange){ INFINITY, -INFINITY })

static inline bool
iso_range_is_empty (IsoRange range)
{
  return !(range.low <= range.high);
}

IsoRange iso_range_union (IsoRange a, IsoRange b);

/* Of a curve: its smoothed values in full, unless a few of them (the first steps, a spike) are so far off that the others would
 * fill less than two fifths of the axis; then the second to the 98th percentile. The raw values around them, but for a few, get
 * room too, as long as the smoothed ones keep a ninth of it, and the newest smoothed value is always inside. logarithmic: the
 * same by orders of magnitude, of positive values. */
IsoRange iso_range_of_curve (const IsoCurve *curve, bool logarithmic);

/* Of a score over the evaluations, with the reference line of the raw pixels. */
IsoRange iso_range_of_score (const IsoRunCurves *curves, IsoRunSeries series);

/* Whether two curves can be read on one linear axis: neither fills less than `least` of it. */
bool iso_range_can_share (IsoRange a, IsoRange b, double least);
