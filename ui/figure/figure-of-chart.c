/* The figure of a chart. */
#include "ui/figure/chart-figure.h"
#include "ui/figure/figures.h"

/* What is rasterised where there are no device pixels is drawn this fine. */
#define PAPER_SCALE 3.0

typedef struct {
  IsoChart *chart;
  IsoPlotWindow window;
  char *title, *subtitle;
} Chart;

static void
chart_free (gpointer data)
{
  Chart *shown = data;
  iso_chart_unref (shown->chart);
  g_free (shown->title);
  g_free (shown->subtitle);
  g_free (shown);
}

static void
chart_draw (cairo_t *cairo, gconstpointer data, const IsoFigureLook *look)
{
  const Chart *shown = data;
  IsoChartOptions options = ISO_CHART_OPTIONS_DEFAULT;
  IsoFigureRoom room = iso_figure_draw_heading (cairo, shown->title, shown->subtitle, look);
  options.scale = look->scale > 0.0 ? look->scale : PAPER_SCALE;
  options.window = &shown->window;
  cairo_translate (cairo, room.left, room.top);
  g_autofree IsoChartLayout *layout = iso_chart_layout_new (cairo, shown->chart, &options, look->theme, room.width, room.height);
  iso_chart_draw (cairo, layout, shown->chart, &options, look->theme);
}

static IsoNumberTable *
chart_tabulate (gconstpointer data)
{
  const Chart *shown = data;
  return iso_chart_table (shown->chart, shown->window.has_x ? shown->window.x : iso_chart_extent_x (shown->chart));
}

IsoFigure *
iso_figure_of_chart (IsoChart *chart, const IsoPlotWindow *window, const char *name, const char *title, const char *subtitle)
{
  static const IsoFigureKind kind = { chart_draw, chart_tabulate, chart_free };
  Chart *shown = g_new0 (Chart, 1);
  *shown = (Chart){ iso_chart_ref (chart), { 0 }, g_strdup (title), g_strdup (subtitle) };
  if (window != NULL)
    shown->window = *window;
  return iso_figure_new (&kind, shown, g_strdup (name));
}
