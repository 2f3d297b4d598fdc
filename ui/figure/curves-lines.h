/* The curves of loss and divergence: every value, faint, and the average in front. */
#pragma once

#include "ui/figure/curves-figure.h"

/* Into pixels with a rasteriser of our own where the context ends in pixels, as paths where it ends in PDF or SVG. */
void iso_curves_draw_lines (cairo_t *cairo, const IsoCurvesLayout *layout, const IsoRunCurves *curves,
                            const IsoCurvesOptions *options, const IsoTheme *theme);

/* The height at which the average is drawn at a step: where many steps share a pixel, their mean. NAN in a gap. */
double iso_curves_average_at (const IsoCurvesLayout *layout, const IsoRunCurves *curves, IsoRunSeries series, guint64 step);
