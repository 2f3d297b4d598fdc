/* What a chart of many lines has besides them: bands, and their names at their ends. */
#pragma once

#include "ui/figure/chart-figure.h"

#define ISO_CHART_END_SIZE 0.92 /* of the theme's text size */
#define ISO_CHART_END_GAP 18.0  /* between the plot and the names: room for the strokes that lead to them */

/* The band of a series in the colour of its line, as much as is in sight. */
void iso_chart_draw_band (cairo_t *cairo, const IsoChartLayout *layout, const IsoChartSeries *series, IsoColor color);

/* The names right of the plot, each as near to the height of its line's end as the others let it. */
void iso_chart_draw_end_labels (cairo_t *cairo, const IsoChartLayout *layout, const IsoChart *chart, const IsoTheme *theme);
