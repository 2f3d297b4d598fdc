/* The numbers of a chart as a table. */
#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "ui/figure/chart.h"

#define BAND_COLUMNS 3

static int
ascending (const void *a, const void *b)
{
  double x = *(const double *) a, y = *(const double *) b;
  return (x > y) - (x < y);
}

/* Every x within the range once, ascending (GArray of double). */
static GArray *
collect_x (const IsoChart *chart, IsoRange x)
{
  GArray *places = g_array_new (FALSE, FALSE, sizeof (double));
  IsoRange whole = ISO_RANGE_EMPTY;
  for (size_t i = 0; i < chart->series->len; i++)
    {
      const IsoChartSeries *series = iso_chart_series (chart, i);
      size_t first, end;
      iso_chart_series_in (series, x, &first, &end);
      /* Curves have a value at each whole step: their union needs no sorting. */
      if (series->curve != NULL && first < end)
        whole = iso_range_with (iso_range_with (whole, iso_chart_series_x (series, first)), iso_chart_series_x (series, end - 1));
      else if (series->curve == NULL)
        g_array_append_vals (places, series->x + first, (guint) (end - first));
    }
  bool has_points = places->len > 0;
  for (double at = whole.low; at <= whole.high; at += 1.0)
    g_array_append_val (places, at);
  if (!has_points)
    return places;
  g_array_sort (places, ascending);
  guint kept = 0;
  for (guint i = 0; i < places->len; i++)
    if (kept == 0 || g_array_index (places, double, i) != g_array_index (places, double, kept - 1))
      g_array_index (places, double, kept++) = g_array_index (places, double, i);
  g_array_set_size (places, kept);
  return places;
}

/* How many columns a series takes. */
static size_t
columns_of (const IsoChartSeries *series)
{
  return series->band == NULL ? 1 : series->band->counts == NULL ? BAND_COLUMNS : BAND_COLUMNS + 1;
}

static void
add_names (GPtrArray *names, const IsoChartSeries *series)
{
  g_ptr_array_add (names, g_strdup (series->name));
  if (series->band == NULL)
    return;
  g_ptr_array_add (names, g_strdup_printf (_("%s low"), series->name));
  g_ptr_array_add (names, g_strdup_printf (_("%s high"), series->name));
  if (series->band->counts != NULL)
    g_ptr_array_add (names, g_strdup_printf (_("%s n"), series->name));
}

/* Columns from `first` on: the series' values where it has one at a row's x. places (rows), ascending. */
static void
fill_columns (IsoNumberTable *table, size_t first, const IsoChartSeries *series, const double *places, size_t rows)
{
  const IsoChartBand *band = series->band;
  size_t columns = columns_of (series), at, end, count = iso_chart_series_count (series);
  iso_chart_series_in (series, (IsoRange){ rows > 0 ? places[0] : (double) INFINITY, (double) INFINITY }, &at, &end);
  for (size_t row = 0; row < rows; row++)
    {
      while (at < count && iso_chart_series_x (series, at) < places[row])
        at++;
      if (at == count || iso_chart_series_x (series, at) != places[row])
        continue;
      iso_number_table_column (table, first)[row] = iso_chart_series_y (series, at);
      if (columns >= BAND_COLUMNS)
        {
          iso_number_table_column (table, first + 1)[row] = band->low[at];
          iso_number_table_column (table, first + 2)[row] = band->high[at];
        }
      if (columns > BAND_COLUMNS)
        iso_number_table_column (table, first + 3)[row] = band->counts[at];
    }
  if (series->curve != NULL)
    iso_number_table_set_digits (table, first, 9);
}

IsoNumberTable *
iso_chart_table (const IsoChart *chart, IsoRange x)
{
  g_autoptr (GArray) places = collect_x (chart, x);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  size_t column = 1;
  g_ptr_array_add (names, g_strdup (chart->x_name != NULL ? chart->x_name : "x"));
  for (size_t i = 0; i < chart->series->len; i++)
    add_names (names, iso_chart_series (chart, i));
  IsoNumberTable *table = iso_number_table_new ((const char *const *) names->pdata, names->len, places->len);
  memcpy (iso_number_table_column (table, 0), places->data, places->len * sizeof (double));
  for (size_t i = 0; i < chart->series->len; i++)
    {
      const IsoChartSeries *series = iso_chart_series (chart, i);
      fill_columns (table, column, series, (const double *) (gconstpointer) places->data, places->len);
      column += columns_of (series);
    }
  return table;
}
