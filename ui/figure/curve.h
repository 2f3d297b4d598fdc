/* One series of numbers, a value a step, that may grow to millions: its smoothed form and the extremes of any stretch are kept
 * while it grows, so that a chart costs by its pixels and not by the steps.
 *
 * Buckets of 16, 256, 4096 … values hold minimum, maximum and the sum of the smoothed values. A pixel column asks for its
 * stretch and gets an answer from a few of them; a spike of one step is never lost, as it would be by taking every n-th value.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "ui/figure/axis.h"
#include "ui/figure/theme.h"

typedef struct _IsoCurve IsoCurve;

/* smoothing β in [0, 1): weight of the past in the exponential moving average. */
IsoCurve *iso_curve_new (double smoothing);
/* Another holder; each frees what it holds. On one thread. */
IsoCurve *iso_curve_ref (IsoCurve *curve);
void iso_curve_free (IsoCurve *curve);
/* One of its own with the same values, which may go to another thread: about a millisecond for a million values. */
IsoCurve *iso_curve_copy (const IsoCurve *curve);

/* Averages all values anew by another β: O(n), about 10 ms for a million values. */
void iso_curve_smooth (IsoCurve *curve, double smoothing);

/* The next value. NAN or infinite: a gap in the line, which the average steps over. Kept as float32. */
void iso_curve_append (IsoCurve *curve, double value);

size_t iso_curve_count (const IsoCurve *curve);
size_t iso_curve_finite_count (const IsoCurve *curve);

/* Value of `index` and its average, debiased as Adam's moments are: m_t = β m_{t-1} + (1-β) x_t, shown m_t / (1 - β^t), t
 * counting finite values. NAN in a gap and beyond the end. */
double iso_curve_value (const IsoCurve *curve, size_t index);
double iso_curve_smoothed (const IsoCurve *curve, size_t index);

typedef struct {
  double minimum, maximum; /* of the values; minimum > maximum where none is finite */
  double mean;             /* of the averages; NAN where none is finite */
  size_t count;            /* finite values */
} IsoCurveBucket;

/* Indices first … end - 1, in O(log n). */
IsoCurveBucket iso_curve_bucket (const IsoCurve *curve, size_t first, size_t end);

/* The column-th of `columns` (at most the count) stretches of equal length; on long curves their ends are moved a little,
 * onto buckets. */
IsoCurveBucket iso_curve_column (const IsoCurve *curve, size_t column, size_t columns);

/* Draws the values as a thin line into the premultiplied ARGB pixels (height, stride in pixels): each column is filled between the
 * extremes of the line within it, ends antialiased; where the line leaves the picture now and then, a stronger bar stands at the
 * edge. first_step is the step of index 0; `steps` runs over the width, `values` from the bottom up. thickness in pixels. */
void iso_curve_raster (const IsoCurve *curve, guint32 *pixels, int width, int height, int stride, double first_step,
                       const IsoAxis *steps, const IsoAxis *values, IsoColor color, double thickness);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoCurve, iso_curve_free)
