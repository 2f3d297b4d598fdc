/* A colour bar: which colour stands for which value. */
#pragma once

#include "ui/figure/heat.h"
#include "ui/figure/matrix-range.h"
#include "ui/figure/theme.h"

/* Draws an upright bar into the box (x, y, width, height), its labels at the right within it. Where values of `spread` lie
 * beyond the scale, the label of that end says "≥" or "≤". */
void iso_scale_bar_draw (cairo_t *cairo, double x, double y, double width, double height, const IsoHeatScale *scale,
                         const IsoMatrixSpread *spread, const guint32 *table, const IsoTheme *theme);

/* Wide enough for the bar and labels such as "≥ 0.00912". */
#define ISO_SCALE_BAR_WIDTH 66
/* Of it, the colours themselves. */
#define ISO_SCALE_BAR_THICKNESS 10.0f
