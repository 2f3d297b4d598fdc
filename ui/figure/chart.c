#include "ui/figure/chart.h"

#define MOST_STRETCHES 1024 /* of a curve that are looked at one by one */

static void
free_band (IsoChartBand *band)
{
  g_free (band->low);
  g_free (band->high);
  g_free (band->least);
  g_free (band->most);
  g_free (band->counts);
  g_free (band);
}

static void
clear_series (gpointer data)
{
  IsoChartSeries *series = data;
  g_free (series->name);
  g_free (series->x);
  g_free (series->y);
  g_clear_pointer (&series->band, free_band);
  iso_curve_free (series->curve);
}

static void
clear_mark (gpointer data)
{
  g_free (((IsoChartMark *) data)->name);
}

IsoChart *
iso_chart_new (void)
{
  IsoChart *chart = g_new0 (IsoChart, 1);
  chart->holders = 1;
  chart->included = ISO_RANGE_EMPTY;
  chart->series = g_array_new (FALSE, FALSE, sizeof (IsoChartSeries));
  chart->marks = g_array_new (FALSE, FALSE, sizeof (IsoChartMark));
  chart->levels = g_array_new (FALSE, FALSE, sizeof (IsoChartMark));
  g_array_set_clear_func (chart->series, clear_series);
  g_array_set_clear_func (chart->marks, clear_mark);
  g_array_set_clear_func (chart->levels, clear_mark);
  return chart;
}

IsoChart *
iso_chart_ref (IsoChart *chart)
{
  g_atomic_int_inc (&chart->holders);
  return chart;
}

void
iso_chart_unref (IsoChart *chart)
{
  if (chart == NULL || !g_atomic_int_dec_and_test (&chart->holders))
    return;
  g_array_unref (chart->series);
  g_array_unref (chart->marks);
  g_array_unref (chart->levels);
  g_free (chart->x_name);
  g_free (chart->y_name);
  g_free (chart);
}

void
iso_chart_set_x (IsoChart *chart, const char *name, IsoChartScale scale)
{
  g_free (chart->x_name);
  chart->x_name = g_strdup (name);
  chart->x_scale = scale;
}

void
iso_chart_set_y (IsoChart *chart, const char *name, IsoChartScale scale)
{
  g_free (chart->y_name);
  chart->y_name = g_strdup (name);
  chart->y_scale = scale;
}

void
iso_chart_include_y (IsoChart *chart, double low, double high)
{
  chart->included = iso_range_with (iso_range_with (ISO_RANGE_EMPTY, low), high);
}

size_t
iso_chart_add_points (IsoChart *chart, const char *name, int color, const double *x, const double *y, size_t count)
{
  IsoChartSeries series = { .name = g_strdup (name), .color = color, .dash = -1, .count = count };
  series.x = g_memdup2 (x, count * sizeof *x);
  series.y = g_memdup2 (y, count * sizeof *y);
  g_array_append_val (chart->series, series);
  return chart->series->len - 1;
}

size_t
iso_chart_add_curve (IsoChart *chart, const char *name, int color, IsoCurve *curve, double first)
{
  IsoChartSeries series = { .name = g_strdup (name), .color = color, .dash = -1, .curve = iso_curve_ref (curve), .first = first };
  g_array_append_val (chart->series, series);
  return chart->series->len - 1;
}

void
iso_chart_set_dashed (IsoChart *chart, size_t series)
{
  g_return_if_fail (series < chart->series->len);
  g_array_index (chart->series, IsoChartSeries, series).is_dashed = true;
}

void
iso_chart_set_dash (IsoChart *chart, size_t series, int dash)
{
  g_return_if_fail (series < chart->series->len);
  g_array_index (chart->series, IsoChartSeries, series).dash = dash;
}

void
iso_chart_hide_points (IsoChart *chart, size_t series)
{
  g_return_if_fail (series < chart->series->len);
  g_array_index (chart->series, IsoChartSeries, series).has_no_points = true;
}

void
iso_chart_set_band (IsoChart *chart, size_t series, const IsoChartBand *band)
{
  g_return_if_fail (series < chart->series->len);
  IsoChartSeries *lined = &g_array_index (chart->series, IsoChartSeries, series);
  size_t size = lined->count * sizeof (double);
  g_return_if_fail (lined->curve == NULL && band->low != NULL && band->high != NULL);
  g_clear_pointer (&lined->band, free_band);
  lined->band = g_new0 (IsoChartBand, 1);
  *lined->band = (IsoChartBand){ g_memdup2 (band->low, size), g_memdup2 (band->high, size),
                                 band->least != NULL ? g_memdup2 (band->least, size) : NULL,
                                 band->most != NULL ? g_memdup2 (band->most, size) : NULL,
                                 band->counts != NULL ? g_memdup2 (band->counts, size) : NULL, band->count };
}

void
iso_chart_read_before (IsoChart *chart)
{
  chart->reads_before = true;
}

void
iso_chart_label_ends (IsoChart *chart)
{
  chart->has_end_labels = true;
}

void
iso_chart_add_mark (IsoChart *chart, double x, const char *name)
{
  IsoChartMark mark = { x, g_strdup (name) };
  g_array_append_val (chart->marks, mark);
}

void
iso_chart_add_level (IsoChart *chart, double y, const char *name)
{
  IsoChartMark level = { y, g_strdup (name) };
  g_array_append_val (chart->levels, level);
}

/* ---- what it holds ---- */

const IsoChartSeries *
iso_chart_series (const IsoChart *chart, size_t index)
{
  return &g_array_index (chart->series, IsoChartSeries, index);
}

IsoColor
iso_chart_color (const IsoTheme *theme, int color)
{
  const IsoColor meant[] = { theme->accent, theme->loss, theme->divergence, theme->recall, theme->precision, theme->quiet };
  if (color >= 0)
    return iso_class_color (theme, (guint32) color);
  return meant[MIN ((size_t) (-1 - color), G_N_ELEMENTS (meant) - 1)];
}

size_t
iso_chart_series_count (const IsoChartSeries *series)
{
  return series->curve != NULL ? iso_curve_count (series->curve) : series->count;
}

double
iso_chart_series_x (const IsoChartSeries *series, size_t index)
{
  return series->curve != NULL ? series->first + (double) index : series->x[index];
}

double
iso_chart_series_y (const IsoChartSeries *series, size_t index)
{
  return series->curve != NULL ? iso_curve_value (series->curve, index) : series->y[index];
}

/* The first index whose x is at least (strictly: above) the value. */
static size_t
index_of (const IsoChartSeries *series, double x, bool strictly)
{
  size_t low = 0, high = iso_chart_series_count (series);
  while (low < high)
    {
      size_t middle = low + (high - low) / 2;
      double at = iso_chart_series_x (series, middle);
      if (strictly ? at <= x : at < x)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

void
iso_chart_series_in (const IsoChartSeries *series, IsoRange x, size_t *first, size_t *end)
{
  *first = index_of (series, x.low, false);
  *end = MAX (*first, index_of (series, x.high, true));
}

IsoRange
iso_chart_extent_x (const IsoChart *chart)
{
  IsoRange extent = ISO_RANGE_EMPTY;
  for (size_t i = 0; i < chart->series->len; i++)
    {
      const IsoChartSeries *series = iso_chart_series (chart, i);
      size_t count = iso_chart_series_count (series), first = 0;
      if (count == 0)
        continue;
      /* Where the axis cannot show zero it begins with the first value that it can. */
      if (chart->x_scale == ISO_CHART_LOGARITHMIC)
        first = MIN (index_of (series, 0.0, true), count - 1);
      extent = iso_range_with (extent, iso_chart_series_x (series, first));
      extent = iso_range_with (extent, iso_chart_series_x (series, count - 1));
    }
  return extent;
}

static IsoRange
with_shown (IsoRange range, double value, const IsoChart *chart)
{
  return chart->y_scale == ISO_CHART_LOGARITHMIC && !(value > 0.0) ? range : iso_range_with (range, value);
}

/* All of a curve: a spike is what one looks for. Where a logarithmic axis cannot show some of it, the least value that it can show is
 * looked for stretch by stretch. */
static IsoRange
extent_of_curve (const IsoChartSeries *series, size_t first, size_t end, const IsoChart *chart)
{
  IsoCurveBucket bucket = iso_curve_bucket (series->curve, first, end);
  IsoRange extent = with_shown (ISO_RANGE_EMPTY, bucket.maximum, chart);
  if (chart->y_scale != ISO_CHART_LOGARITHMIC || bucket.minimum > 0.0)
    return with_shown (extent, bucket.minimum, chart);
  size_t count = end - first, stretches = MIN (count, MOST_STRETCHES);
  for (size_t i = 0; i < stretches; i++)
    {
      IsoCurveBucket stretch = iso_curve_bucket (series->curve, first + i * count / stretches, first + (i + 1) * count / stretches);
      extent = with_shown (extent, stretch.minimum > 0.0 ? stretch.minimum : stretch.maximum, chart);
    }
  return extent;
}

IsoRange
iso_chart_extent_y (const IsoChart *chart, IsoRange x)
{
  IsoRange extent = with_shown (with_shown (ISO_RANGE_EMPTY, chart->included.low, chart), chart->included.high, chart);
  for (size_t i = 0; i < chart->series->len; i++)
    {
      const IsoChartSeries *series = iso_chart_series (chart, i);
      size_t first, end;
      iso_chart_series_in (series, x, &first, &end);
      if (series->curve != NULL)
        {
          extent = iso_range_union (extent, extent_of_curve (series, first, end, chart));
          continue;
        }
      const double *least = series->band != NULL && series->band->least != NULL ? series->band->least : series->y;
      const double *most = series->band != NULL && series->band->most != NULL ? series->band->most : series->y;
      for (size_t j = first > 0 ? first - 1 : 0; j < MIN (end + 1, series->count); j++)
        extent = with_shown (with_shown (with_shown (extent, series->y[j], chart), least[j], chart), most[j], chart);
    }
  for (guint i = 0; i < chart->levels->len; i++)
    extent = with_shown (extent, g_array_index (chart->levels, IsoChartMark, i).at, chart);
  return extent;
}

double
iso_chart_nearest (const IsoChart *chart, double x, IsoRange within)
{
  double best = NAN;
  for (size_t i = 0; i < chart->series->len; i++)
    {
      const IsoChartSeries *series = iso_chart_series (chart, i);
      size_t first, end, at;
      iso_chart_series_in (series, within, &first, &end);
      at = CLAMP (index_of (series, x, false), first, end);
      for (size_t j = at > first ? at - 1 : first; j <= at && j < end; j++)
        {
          double found = iso_chart_series_x (series, j);
          if (!(fabs (found - x) >= fabs (best - x)))
            best = found;
        }
    }
  return best;
}

double
iso_chart_next (const IsoChart *chart, double x, int direction, double least)
{
  double best = NAN;
  IsoRange extent = iso_chart_extent_x (chart);
  for (size_t i = 0; i < chart->series->len; i++)
    {
      const IsoChartSeries *series = iso_chart_series (chart, i);
      size_t count = iso_chart_series_count (series), at;
      double found;
      if (direction > 0)
        {
          at = MAX (index_of (series, x, true), index_of (series, x + least, false));
          found = at < count ? iso_chart_series_x (series, at) : extent.high;
        }
      else
        {
          at = MIN (index_of (series, x, false), index_of (series, x - least, true));
          found = at > 0 ? iso_chart_series_x (series, at - 1) : extent.low;
        }
      if (!(fabs (found - x) >= fabs (best - x)))
        best = found;
    }
  return isnan (best) ? x : best;
}
