/* A row of P as bars over the batch, in the colours of the classes. */
#pragma once

#include "ui/figure/theme.h"

/* Draws values (B) ≥ 0 of a row from the bottom of the box up, `highest` being its whole height; what is higher is cut off, with a gap
 * below its top to show that. Where a pixel holds several samples it shows the largest. marks (mark_count): places with a small tick
 * below the bars, for the row's own sample and the one it is compared with; −1: none. */
void iso_row_bars_draw (cairo_t *cairo, double x, double y, double width, double height, const float *values, const gint32 *labels,
                        size_t B, double highest, const int *marks, size_t mark_count, const IsoTheme *theme);

/* What of the box the ticks take. */
#define ISO_ROW_BARS_TICKS 5.0
