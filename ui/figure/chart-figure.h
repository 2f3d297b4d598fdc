/* A chart (chart.h) drawn into any cairo context.
 *
 *   IsoChartOptions options = ISO_CHART_OPTIONS_DEFAULT;
 *   g_autofree IsoChartLayout *layout = iso_chart_layout_new (cairo, chart, &options, theme, width, height);
 *   iso_chart_draw (cairo, layout, chart, &options, theme);
 *
 * The background is left alone. The read-out at the cursor is a layer of its own. */
#pragma once

#include "ui/figure/chart.h"
#include "ui/figure/plot-box.h"
#include "ui/figure/plot-range.h"
#include "ui/figure/readout.h"

typedef struct {
  bool has_legend;             /* below, where there is more than one series, unless the lines' ends say it */
  double scale;                /* device pixels in a unit of the context, for what is rasterised */
  const IsoPlotWindow *window; /* what is shown; NULL: everything */
} IsoChartOptions;

#define ISO_CHART_OPTIONS_DEFAULT { true, 1.0, NULL }

/* Where everything stands. Free with g_free(). */
typedef struct {
  double width, height;
  IsoPlotBox box;
  IsoAxis x, y;
  IsoRange whole; /* of x, when all is shown */
  double line;    /* height of a line of text */
  double legend_top;
  double end_labels; /* width of the names at the lines' ends, right of the plot; 0: there are none */
} IsoChartLayout;

IsoChartLayout *iso_chart_layout_new (cairo_t *cairo, const IsoChart *chart, const IsoChartOptions *options, const IsoTheme *theme,
                                      double width, double height);

void iso_chart_draw (cairo_t *cairo, const IsoChartLayout *layout, const IsoChart *chart, const IsoChartOptions *options,
                     const IsoTheme *theme);

/* The value of x at a place, and the nearest for which there is a value in sight; NAN where there is none. */
double iso_chart_x_at (const IsoChartLayout *layout, const IsoChart *chart, double place);

/* What the series say at a value of x: "k 10", and a line for each that has a value there. */
IsoReadout *iso_chart_readout_new (cairo_t *cairo, const IsoChartLayout *layout, const IsoChart *chart, const IsoTheme *theme, double x);
void iso_chart_readout_draw (cairo_t *cairo, const IsoReadout *readout, const IsoChartLayout *layout, const IsoChart *chart,
                             const IsoTheme *theme, double x);

/* What is shown, in a sentence: "same class by k, 1 to 30; 2 series: this batch, all batches". Free with g_free(). */
char *iso_chart_sentence (const IsoChart *chart);
