/* What a chart says at its cursor, and as a whole, in numbers and words. */
#include <glib/gi18n-lib.h>
#include <math.h>

#include "ui/figure/chart-figure.h"
#include "ui/figure/curve-stroke.h"

/* Index of the value of a series at x; G_MAXSIZE: it has none there. Where lines have their values at places of their own, the last
 * one that a line had come to by then. */
static size_t
value_at (const IsoChart *chart, const IsoChartSeries *series, double x)
{
  size_t first, end;
  iso_chart_series_in (series, (IsoRange){ x, x }, &first, &end);
  if (first < end || !chart->reads_before)
    return first < end ? first : G_MAXSIZE;
  return first > 0 && first < iso_chart_series_count (series) ? first - 1 : G_MAXSIZE;
}

/* "0.801 … 0.823", and of how many where some are missing; NULL where there is no band. Newly allocated. */
static char *
band_text (const IsoChartBand *band, size_t at)
{
  bool is_short = band->counts != NULL && band->counts[at] < band->count;
  if (isnan (band->low[at]) || isnan (band->high[at]))
    return is_short ? g_strdup_printf (_("n %d"), (int) band->counts[at]) : NULL;
  g_autofree char *low = iso_readout_format (band->low[at]), *high = iso_readout_format (band->high[at]);
  return is_short ? g_strdup_printf (_("%s … %s, n %d"), low, high, (int) band->counts[at]) : g_strdup_printf ("%s … %s", low, high);
}

static double
place_of (const IsoChartLayout *layout, double x)
{
  return floor (CLAMP (iso_plot_box_x (&layout->box, &layout->x, x), layout->box.left, layout->box.right)) + 0.5;
}

IsoReadout *
iso_chart_readout_new (cairo_t *cairo, const IsoChartLayout *layout, const IsoChart *chart, const IsoTheme *theme, double x)
{
  char number[32];
  iso_number_format (number, sizeof number, x, x == floor (x) ? 9 : 4);
  char *title = chart->x_name != NULL ? g_strdup_printf ("%s %s", chart->x_name, number) : g_strdup (number);
  IsoReadout *readout = iso_readout_new (title, place_of (layout, x));
  for (size_t i = 0; i < chart->series->len; i++)
    {
      const IsoChartSeries *series = iso_chart_series (chart, i);
      size_t at = value_at (chart, series, x);
      if (at == G_MAXSIZE)
        continue;
      double average = series->curve != NULL ? iso_curve_smoothed (series->curve, at) : (double) NAN;
      g_autofree char *shown = isnan (average) ? NULL : iso_readout_format (average);
      char *beside = shown != NULL ? g_strdup_printf (_("mean %s"), shown) : series->band != NULL ? band_text (series->band, at) : NULL;
      iso_readout_add (readout, g_strdup (series->name), iso_readout_format (iso_chart_series_y (series, at)), beside,
                       iso_chart_color (theme, series->color));
      if (beside != NULL && shown == NULL)
        iso_readout_add_spoken (readout, g_strdup (beside));
    }
  for (guint i = 0; i < chart->marks->len; i++)
    {
      const IsoChartMark *mark = &g_array_index (chart->marks, IsoChartMark, i);
      if (mark->name != NULL && fabs (place_of (layout, mark->at) - readout->x) < 2.0)
        iso_readout_add (readout, g_strdup (mark->name), NULL, NULL, theme->quiet);
    }
  iso_readout_place (readout, cairo, &layout->box, layout->width, layout->height, theme);
  return readout;
}

static double
height_at (const IsoChartLayout *layout, const IsoChart *chart, const IsoChartSeries *series, double x)
{
  size_t at = value_at (chart, series, x);
  if (at == G_MAXSIZE)
    return NAN;
  IsoCurveStroke stroke = { .curve = series->curve, .first = series->first, .axis = &layout->y };
  double y = series->curve != NULL ? iso_curve_stroke_average (&stroke, &layout->box, &layout->x, x) : series->y[at];
  y = iso_plot_box_y (&layout->box, &layout->y, y);
  if (series->curve != NULL || series->x[at] == x || at + 1 >= series->count)
    return y;
  /* Between two values the dot lies on the line. */
  double next = iso_plot_box_y (&layout->box, &layout->y, series->y[at + 1]);
  double from = iso_axis_fraction (&layout->x, series->x[at]), to = iso_axis_fraction (&layout->x, series->x[at + 1]);
  return y + (next - y) * (iso_axis_fraction (&layout->x, x) - from) / (to - from);
}

void
iso_chart_readout_draw (cairo_t *cairo, const IsoReadout *readout, const IsoChartLayout *layout, const IsoChart *chart,
                        const IsoTheme *theme, double x)
{
  iso_readout_draw_line (cairo, readout, &layout->box, theme);
  for (size_t i = 0; i < chart->series->len; i++)
    {
      const IsoChartSeries *series = iso_chart_series (chart, i);
      double y = height_at (layout, chart, series, x);
      if (y >= layout->box.top - 1.0 && y <= layout->box.bottom + 1.0)
        iso_readout_draw_dot (cairo, readout->x, y, iso_chart_color (theme, series->color), theme);
    }
  iso_readout_draw_box (cairo, readout, theme);
}

char *
iso_chart_sentence (const IsoChart *chart)
{
  GString *sentence = g_string_new (NULL);
  IsoRange extent = iso_chart_extent_x (chart);
  char low[32], high[32];
  if (iso_range_is_empty (extent))
    return g_string_free (g_string_append (sentence, _("No values yet")), FALSE);
  iso_number_format (low, sizeof low, extent.low, 9);
  iso_number_format (high, sizeof high, extent.high, 9);
  if (chart->y_name != NULL)
    g_string_append_printf (sentence, "%s, ", chart->y_name);
  g_string_append_printf (sentence, _("%s %s to %s"), chart->x_name != NULL ? chart->x_name : "x", low, high);
  for (size_t i = 0; i < chart->series->len; i++)
    g_string_append_printf (sentence, i == 0 ? ": %s" : ", %s", iso_chart_series (chart, i)->name);
  for (guint i = 0; i < chart->marks->len; i++)
    if (g_array_index (chart->marks, IsoChartMark, i).name != NULL)
      g_string_append_printf (sentence, "; %s", g_array_index (chart->marks, IsoChartMark, i).name);
  return g_string_free (sentence, FALSE);
}
