#include "ui/figure/graph-lab-figure.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "ui/figure/axis.h"
#include "ui/figure/text.h"

#define NARROW 430.0 /* below it two charts stand beside each other instead of three */
#define SIDE 12.0    /* around all */
#define GAP 16.0     /* between charts */
#define TITLE 20.0
#define LEFT 32.0    /* for numbers of the upright axis */
#define BOTTOM 17.0  /* for numbers of k */
#define LINE_WIDTH 1.75
#define DOT 4.0
#define LEAST_GAP_RANGE 0.05

typedef struct {
  IsoLabChart chart;
  double x, y, width, height;             /* all of it */
  double left, top, plot_width, plot_height; /* of the plot within its axes */
  IsoAxis k, values;
} Chart;

/* ---- places ---- */

static int
columns_for (double width)
{
  return width < NARROW ? 2 : 3;
}

static Chart
place_chart (double width, double height, IsoLabChart chart)
{
  int columns = columns_for (width), rows = ISO_LAB_CHARTS / columns;
  double each = (width - 2.0 * SIDE - (columns - 1) * GAP) / columns, high = (height - SIDE - (rows - 1) * 0.5 * GAP) / rows;
  Chart placed = { .chart = chart, .width = fmax (each, 1.0), .height = fmax (high, 1.0) };
  placed.x = SIDE + ((int) chart % columns) * (each + GAP);
  placed.y = ((int) chart / columns) * (high + 0.5 * GAP);
  placed.left = placed.x + LEFT;
  placed.top = placed.y + TITLE + 4.0;
  placed.plot_width = fmax (placed.width - LEFT - 6.0, 1.0);
  placed.plot_height = fmax (placed.height - TITLE - 4.0 - BOTTOM, 1.0);
  return placed;
}

int
iso_graph_lab_figure_chart_at (double width, double height, double x, double y)
{
  for (IsoLabChart chart = 0; chart < ISO_LAB_CHARTS; chart++)
    {
      Chart placed = place_chart (width, height, chart);
      if (x >= placed.x && x < placed.x + placed.width && y >= placed.y && y < placed.y + placed.height)
        return (int) chart;
    }
  return -1;
}

static void
fit_k (Chart *chart, const IsoGraphSweep *sweep)
{
  iso_axis_fit (&chart->k, 1.0, fmax ((double) sweep->B - 1.0, 2.0), true, CLAMP ((int) (chart->plot_width / 34.0), 2, 8), false);
}

static double
x_of (const Chart *chart, double k)
{
  return chart->left + chart->plot_width * iso_axis_fraction (&chart->k, k);
}

static double
y_of (const Chart *chart, double value)
{
  return chart->top + chart->plot_height * (1.0 - iso_axis_fraction (&chart->values, value));
}

size_t
iso_graph_lab_figure_place_at (const IsoGraphLabFigure *figure, double width, double height, IsoLabChart chart, double x)
{
  Chart placed = place_chart (width, height, chart);
  fit_k (&placed, figure->sweep);
  double fraction = CLAMP ((x - placed.left) / placed.plot_width, 0.0, 1.0);
  return iso_graph_sweep_place (figure->sweep, iso_axis_value (&placed.k, fraction));
}

double
iso_graph_lab_figure_x (const IsoGraphLabFigure *figure, double width, double height, IsoLabChart chart, size_t place)
{
  Chart placed = place_chart (width, height, chart);
  fit_k (&placed, figure->sweep);
  return x_of (&placed, figure->sweep->at[place].k);
}

/* Shares run from 0 to 1, everything else from 0 to what is there; a spectral gap, known to about 0.005, is not magnified beyond. */
static void
fit_values (Chart *chart, const IsoGraphSweep *sweep)
{
  double most = chart->chart == ISO_LAB_GAP ? LEAST_GAP_RANGE : 0.0;
  int wanted = chart->plot_height < 70.0 ? 2 : 4;
  for (size_t s = 0; s < sweep->count; s++)
    {
      double value = iso_lab_value (chart->chart, &sweep->at[s]), beside = iso_lab_reference (chart->chart, sweep, s);
      most = fmax (most, fmax (isnan (value) ? 0.0 : value, isnan (beside) ? 0.0 : beside));
    }
  if (chart->chart == ISO_LAB_EDGES || chart->chart == ISO_LAB_MASS)
    iso_axis_fit (&chart->values, 0.0, 1.0, false, wanted, false);
  else if (chart->chart == ISO_LAB_PIECES || chart->chart == ISO_LAB_HUB)
    iso_axis_fit_integers (&chart->values, 0.0, fmax (1.05 * most, 2.0), wanted);
  else
    iso_axis_fit (&chart->values, 0.0, most > 0.0 ? fmin (1.05 * most, chart->chart == ISO_LAB_GAP ? 1.0 : 1.05 * most) : 1.0,
                  false, wanted, false);
}

/* ---- what stays ---- */

static void
draw_grid (cairo_t *cairo, const Chart *chart, const IsoTheme *theme)
{
  cairo_set_line_width (cairo, 1.0);
  for (size_t i = 0; i < chart->values.tick_count; i++)
    {
      char label[32];
      double value = chart->values.ticks[i], y = floor (y_of (chart, value)) + 0.5;
      bool is_share = chart->chart == ISO_LAB_EDGES || chart->chart == ISO_LAB_MASS;
      iso_set_color (cairo, value == 0.0 ? theme->axis : theme->grid);
      cairo_move_to (cairo, chart->left, y);
      cairo_line_to (cairo, chart->left + chart->plot_width, y);
      cairo_stroke (cairo);
      if (is_share)
        iso_lab_number (label, sizeof label, chart->chart, value);
      iso_text_draw (cairo, is_share ? label : chart->values.labels[i], chart->left - 6.0, y, 1.0, 0.5, theme->text_size - 2.0,
                     ISO_TEXT_REGULAR, theme->quiet);
    }
}

typedef double (*Curve) (const IsoGraphSweep *sweep, IsoLabChart chart, size_t place);

static double
value_at (const IsoGraphSweep *sweep, IsoLabChart chart, size_t place)
{
  return iso_lab_value (chart, &sweep->at[place]);
}

static double
reference_at (const IsoGraphSweep *sweep, IsoLabChart chart, size_t place)
{
  return iso_lab_reference (chart, sweep, place);
}

/* What is not a number leaves a gap. */
static void
trace (cairo_t *cairo, const Chart *chart, const IsoGraphSweep *sweep, Curve curve)
{
  bool is_open = false;
  cairo_new_path (cairo);
  for (size_t s = 0; s < sweep->count; s++)
    {
      double value = curve (sweep, chart->chart, s);
      if (isnan (value))
        {
          is_open = false;
          continue;
        }
      (is_open ? cairo_line_to : cairo_move_to) (cairo, x_of (chart, sweep->at[s].k), y_of (chart, value));
      is_open = true;
    }
}

static void
draw_curves (cairo_t *cairo, const Chart *chart, const IsoGraphSweep *sweep, const IsoTheme *theme)
{
  const double dashes[] = { 3.0, 3.0 };
  cairo_save (cairo);
  cairo_set_line_join (cairo, CAIRO_LINE_JOIN_ROUND);
  cairo_set_line_width (cairo, 1.25);
  cairo_set_dash (cairo, dashes, 2, 0.0);
  iso_set_color (cairo, theme->quiet);
  trace (cairo, chart, sweep, reference_at);
  cairo_stroke (cairo);
  cairo_set_dash (cairo, NULL, 0, 0.0);
  cairo_set_line_width (cairo, LINE_WIDTH);
  iso_set_color (cairo, theme->loss);
  trace (cairo, chart, sweep, value_at);
  cairo_stroke (cairo);
  cairo_restore (cairo);
}

void
iso_graph_lab_figure_draw (cairo_t *cairo, double width, double height, const IsoGraphLabFigure *figure)
{
  for (IsoLabChart c = 0; c < ISO_LAB_CHARTS; c++)
    {
      Chart chart = place_chart (width, height, c);
      fit_k (&chart, figure->sweep);
      fit_values (&chart, figure->sweep);
      iso_text_draw (cairo, iso_lab_title (c), chart.x, chart.y + 0.5 * TITLE, 0.0, 0.5, figure->theme->text_size - 0.5,
                     ISO_TEXT_REGULAR, figure->theme->quiet);
      draw_grid (cairo, &chart, figure->theme);
      draw_curves (cairo, &chart, figure->sweep, figure->theme);
    }
}

/* ---- what moves ---- */

static void
draw_upright (cairo_t *cairo, const Chart *chart, double k, IsoColor color, bool is_dashed)
{
  const double dashes[] = { 2.0, 2.0 };
  double x = floor (x_of (chart, k)) + 0.5;
  iso_set_color (cairo, color);
  cairo_set_line_width (cairo, 1.0);
  cairo_set_dash (cairo, dashes, is_dashed ? 2 : 0, 0.0);
  cairo_move_to (cairo, x, chart->top - 3.0);
  cairo_line_to (cairo, x, chart->top + chart->plot_height);
  cairo_stroke (cairo);
  cairo_set_dash (cairo, NULL, 0, 0.0);
}

/* A ring where only pointed at, a disc at the k in force. */
static void
draw_dot (cairo_t *cairo, const Chart *chart, const IsoGraphStatistics *statistics, bool is_filled, const IsoTheme *theme)
{
  double value = iso_lab_value (chart->chart, statistics);
  if (isnan (value))
    return;
  cairo_arc (cairo, x_of (chart, statistics->k), y_of (chart, value), DOT, 0.0, 2.0 * G_PI);
  iso_set_color (cairo, is_filled ? theme->loss : theme->background);
  cairo_fill_preserve (cairo);
  iso_set_color (cairo, is_filled ? theme->background : theme->loss);
  cairo_set_line_width (cairo, 1.5);
  cairo_stroke (cairo);
}

/* The values of k below a chart: that of the mark in bold, and those that leave it room. */
static void
draw_k_labels (cairo_t *cairo, const Chart *chart, int k, const IsoTheme *theme)
{
  double size = theme->text_size - 2.0, y = chart->top + chart->plot_height + 3.0, own_width, end = chart->left + chart->plot_width;
  char own[16];
  g_snprintf (own, sizeof own, "%d", k);
  iso_text_measure (&own_width, NULL, cairo, own, size, ISO_TEXT_BOLD);
  double own_x = CLAMP (x_of (chart, k), chart->left + 0.5 * own_width, fmax (end - 0.5 * own_width, chart->left)), last = -INFINITY;
  for (size_t i = 0; i < chart->k.tick_count; i++)
    {
      double width, x = x_of (chart, chart->k.ticks[i]);
      iso_text_measure (&width, NULL, cairo, chart->k.labels[i], size, ISO_TEXT_REGULAR);
      bool is_clear = fabs (x - own_x) > 0.5 * (width + own_width) + 5.0 && x - 0.5 * width > last && x + 0.5 * width <= end + 6.0;
      if (!is_clear)
        continue;
      iso_text_draw (cairo, chart->k.labels[i], x, y, 0.5, 0.0, size, ISO_TEXT_REGULAR, theme->quiet);
      last = x + 0.5 * width + 5.0;
    }
  iso_text_draw (cairo, own, own_x, y, 0.5, 0.0, size, ISO_TEXT_BOLD, theme->text);
}

/* "64 %", and in quiet letters what is beside it, as far as there is room behind the title: "PSD 51 %". */
static void
draw_reading (cairo_t *cairo, const Chart *chart, const IsoGraphSweep *sweep, size_t place, const IsoTheme *theme)
{
  double size = theme->text_size, y = chart->y + 0.5 * TITLE, right = chart->x + chart->width - 6.0, title, width;
  double beside = iso_lab_reference (chart->chart, sweep, place);
  char text[32], number[32];
  iso_lab_number (text, sizeof text, chart->chart, iso_lab_value (chart->chart, &sweep->at[place]));
  right -= iso_text_draw (cairo, text, right, y, 1.0, 0.5, size, ISO_TEXT_BOLD, theme->text) + 8.0;
  if (isnan (beside))
    return;
  iso_lab_number (number, sizeof number, chart->chart, chart->chart == ISO_LAB_HUB ? round (10.0 * beside) / 10.0 : beside);
  g_autofree char *words = g_strdup_printf ("%s %s", iso_lab_reference_name (chart->chart), number);
  iso_text_measure (&title, NULL, cairo, iso_lab_title (chart->chart), theme->text_size - 0.5, ISO_TEXT_REGULAR);
  iso_text_measure (&width, NULL, cairo, words, size - 2.0, ISO_TEXT_REGULAR);
  if (chart->x + title + 10.0 + width <= right)
    iso_text_draw (cairo, words, right, y, 1.0, 0.5, size - 2.0, ISO_TEXT_REGULAR, theme->quiet);
}

void
iso_graph_lab_figure_draw_marks (cairo_t *cairo, double width, double height, const IsoGraphLabFigure *figure)
{
  const IsoGraphSweep *sweep = figure->sweep;
  size_t read = figure->cursor >= 0 ? (size_t) figure->cursor : figure->present;
  for (IsoLabChart c = 0; c < ISO_LAB_CHARTS; c++)
    {
      Chart chart = place_chart (width, height, c);
      fit_k (&chart, sweep);
      fit_values (&chart, sweep);
      draw_upright (cairo, &chart, sweep->at[figure->present].k, figure->theme->accent, false);
      if (read != figure->present)
        draw_upright (cairo, &chart, sweep->at[read].k, figure->theme->cursor, true);
      draw_dot (cairo, &chart, &sweep->at[figure->present], true, figure->theme);
      if (read != figure->present)
        draw_dot (cairo, &chart, &sweep->at[read], false, figure->theme);
      draw_k_labels (cairo, &chart, sweep->at[read].k, figure->theme);
      draw_reading (cairo, &chart, sweep, read, figure->theme);
    }
}
