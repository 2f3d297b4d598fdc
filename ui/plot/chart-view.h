/* A chart (ui/figure/chart.h) as a widget: with a cursor that reads it out, moved and zoomed as plot-input.h says.
 *
 *   GtkWidget *view = iso_chart_view_new (_("Same class by k"));
 *   iso_chart_view_set_chart (ISO_CHART_VIEW (view), chart);
 *   g_signal_connect (view, "cursor-moved", …);                // (double x; NAN: gone), by pointer or keys
 *   iso_chart_view_set_cursor (ISO_CHART_VIEW (other), x);     // charts that read out one x together
 *
 * Focusable: arrows move the cursor from value to value, Home and End to the ends, Escape takes it away, T opens the numbers in sight as
 * a table (the action "chart.table"). For those who listen the label is the name, and the description says what is shown, then
 * what stands at the cursor. While nothing is there to show it says so. */
#pragma once

#include <gtk/gtk.h>

#include "ui/figure/chart.h"
#include "ui/figure/plot-range.h"

#define ISO_TYPE_CHART_VIEW (iso_chart_view_get_type ())
G_DECLARE_FINAL_TYPE (IsoChartView, iso_chart_view, ISO, CHART_VIEW, GtkWidget)

/* name: what the chart is, for those who listen and for its table's title. */
GtkWidget *iso_chart_view_new (const char *name);

/* Takes another reference; NULL: the empty state. Where the new chart is over the same x as the one before, the range that was chosen
 * stays. */
void iso_chart_view_set_chart (IsoChartView *view, IsoChart *chart);

/* The same chart, of more data: where the end was in sight it stays in sight, and the cursor stays. */
void iso_chart_view_replace_chart (IsoChartView *view, IsoChart *chart);

/* Whether it names its series below where there are several; TRUE at first. */
void iso_chart_view_set_has_legend (IsoChartView *view, gboolean has_legend);

/* The chart's curves have grown: drawn anew on the next frame. */
void iso_chart_view_grown (IsoChartView *view);

/* What stands there while there is nothing to show: "Press Start (F5) …". */
void iso_chart_view_set_empty_text (IsoChartView *view, const char *text);

/* The cursor that another plot leads, NAN: none. The view's own goes before it. Says no "cursor-moved". */
void iso_chart_view_set_cursor (IsoChartView *view, double x);
/* Where the cursor is, its own or the led one: the nearest x with a value in sight; NAN: there is none. */
double iso_chart_view_cursor (IsoChartView *view);

const IsoPlotRange *iso_chart_view_range (IsoChartView *view);

/* How often the chart was drawn so far; for tests and measurements. */
guint iso_chart_view_drawn_count (IsoChartView *view);
