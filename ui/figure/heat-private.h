/* What heat.c (whole matrices) and heat-window.c (parts of them) share: rows of values to rows of pixels. */
#pragma once

#include "ui/figure/heat.h"

typedef struct {
  const IsoHeatScale *scale;
  const guint32 *table; /* (256) */
  guint32 missing;
} IsoHeatColors;

/* out (count) = values (count) through the scale and the table. */
void iso_heat_color_row (guint32 *out, const float *values, size_t count, const IsoHeatColors *colors);

/* sums, weights (count) += weight · values, weight, where values (count) are numbers. */
void iso_heat_add_row (float *sums, float *weights, const float *values, float weight, size_t count);

/* Share of cell `cell` that lies within [from, to]. */
float iso_heat_overlap (size_t cell, double from, double to);
