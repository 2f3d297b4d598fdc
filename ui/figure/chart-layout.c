/* Which range each axis of a chart has, and how much room its labels want. */
#include <math.h>

#include "ui/figure/chart-figure.h"
#include "ui/figure/chart-lines.h"
#include "ui/figure/text.h"

#define LABEL_GAP 6.0
#define GRID_SPACING 36.0  /* wanted height between two grid lines */
#define LABEL_SPACING 16.0 /* least room between two labels of x */
#define NAME_GAP 3.0
/* Names at the ends of lines: only where they leave most of the width to the lines. */
#define END_LABELS_SHARE 0.26
#define END_LABELS_LEAST 360.0

static void
fit (IsoAxis *axis, IsoRange range, IsoChartScale scale, int wanted, bool widen)
{
  if (scale == ISO_CHART_INTEGERS)
    iso_axis_fit_integers (axis, range.low, range.high, wanted);
  else
    iso_axis_fit (axis, range.low, range.high, scale == ISO_CHART_LOGARITHMIC, wanted, widen);
}

/* Room between the two ticks that are nearest together. */
static double
closest_ticks (const IsoAxis *axis, double room)
{
  double closest = room;
  for (size_t i = 1; i < axis->tick_count; i++)
    closest = fmin (closest, (iso_axis_fraction (axis, axis->ticks[i]) - iso_axis_fraction (axis, axis->ticks[i - 1])) * room);
  return closest;
}

/* Ticks as many as labels fit; its ends are those of the data, so that no room is lost. */
static void
fit_x (IsoChartLayout *layout, cairo_t *cairo, const IsoChart *chart, IsoRange range, double size)
{
  double room = layout->box.right - layout->box.left;
  for (int wanted = (int) CLAMP (room / 40.0, 2.0, 12.0); wanted >= 1; wanted--)
    {
      fit (&layout->x, range, chart->x_scale, wanted, false);
      if (closest_ticks (&layout->x, room) >= iso_text_widest_tick (cairo, &layout->x, size) + LABEL_SPACING)
        break;
    }
}

/* Width of the names at the lines' ends; 0 where they would take too much room. */
static double
measure_end_labels (cairo_t *cairo, const IsoChart *chart, const IsoTheme *theme, double width, double height, double line)
{
  double widest = 0.0;
  if (!chart->has_end_labels || chart->series->len < 2 || width < END_LABELS_LEAST || chart->series->len * line > height - 4.0 * line)
    return 0.0;
  for (size_t i = 0; i < chart->series->len; i++)
    {
      double own;
      iso_text_measure (&own, NULL, cairo, iso_chart_series (chart, i)->name, ISO_CHART_END_SIZE * theme->text_size, ISO_TEXT_REGULAR);
      widest = fmax (widest, own);
    }
  return fmin (ceil (widest), floor (END_LABELS_SHARE * width));
}

static void
place (IsoChartLayout *layout, cairo_t *cairo, const IsoChart *chart, const IsoChartOptions *options, const IsoTheme *theme)
{
  double line;
  iso_text_measure (NULL, &line, cairo, "0", theme->text_size, ISO_TEXT_REGULAR);
  layout->line = line;
  layout->end_labels = measure_end_labels (cairo, chart, theme, layout->width, layout->height, line);
  bool has_legend = options->has_legend && chart->series->len > 1 && layout->end_labels == 0.0;
  layout->legend_top = has_legend ? layout->height - line : layout->height;
  layout->box.top = chart->y_name != NULL || chart->marks->len > 0 ? ceil (1.2 * line + NAME_GAP) : ceil (0.5 * line) + 1.0;
  layout->box.bottom = floor (layout->legend_top - line - 4.0 - (layout->legend_top < layout->height ? 6.0 : 0.0));
  layout->box.bottom = fmax (layout->box.bottom, layout->box.top + 8.0);
}

IsoChartLayout *
iso_chart_layout_new (cairo_t *cairo, const IsoChart *chart, const IsoChartOptions *options, const IsoTheme *theme, double width,
                      double height)
{
  IsoChartLayout *layout = g_new0 (IsoChartLayout, 1);
  const IsoPlotWindow *window = options->window;
  bool has_x = window != NULL && window->has_x, has_y = window != NULL && window->has_y;
  layout->width = width;
  layout->height = height;
  place (layout, cairo, chart, options, theme);
  IsoRange extent = iso_chart_extent_x (chart);
  /* A single place gets room at either side, as the axis gives it. */
  fit (&layout->x, extent, chart->x_scale, 2, false);
  layout->whole = (IsoRange){ layout->x.minimum, layout->x.maximum };
  IsoRange x = has_x ? window->x : layout->whole, y = has_y ? window->y[0] : iso_chart_extent_y (chart, x);
  int intervals = (int) CLAMP ((layout->box.bottom - layout->box.top) / GRID_SPACING, 2.0, 8.0);
  fit (&layout->y, y, chart->y_scale, intervals, !has_y);
  double labels = iso_text_widest_tick (cairo, &layout->y, theme->text_size);
  layout->box.left = labels + LABEL_GAP;
  layout->box.right = fmax (layout->box.left + 8.0, width - LABEL_GAP);
  if (layout->end_labels > 0.0)
    layout->box.right = fmax (layout->box.left + 8.0, width - layout->end_labels - ISO_CHART_END_GAP);
  fit_x (layout, cairo, chart, x, theme->text_size);
  return layout;
}

double
iso_chart_x_at (const IsoChartLayout *layout, const IsoChart *chart, double place)
{
  double fraction = (place - layout->box.left) / (layout->box.right - layout->box.left);
  double x = iso_axis_value (&layout->x, CLAMP (fraction, 0.0, 1.0));
  return iso_chart_nearest (chart, x, (IsoRange){ layout->x.minimum, layout->x.maximum });
}
