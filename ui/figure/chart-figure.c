#include "ui/figure/chart-figure.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "ui/figure/chart-lines.h"
#include "ui/figure/curve-stroke.h"
#include "ui/figure/dash.h"
#include "ui/figure/line-trace.h"
#include "ui/figure/text.h"

#define LINE_WIDTH 2.0
#define POINT_RADIUS 2.75
#define POINT_SPACING 9.0 /* points nearer together than this are not drawn, only their line */
#define SMALL 0.9         /* of the theme's text size */
#define MOST_STROKES 64
#define FAR 1e4           /* units beyond which a height need not be exact */

static bool
is_in_sight (double fraction)
{
  return fraction >= -1e-6 && fraction <= 1.0 + 1e-6;
}

/* ---- axes ---- */

static void
draw_y_axis (cairo_t *cairo, const IsoChartLayout *layout, const IsoTheme *theme)
{
  const IsoPlotBox *box = &layout->box;
  cairo_set_line_width (cairo, 1.0);
  for (size_t i = 0; i < layout->y.tick_count; i++)
    {
      double at = iso_plot_box_y (box, &layout->y, layout->y.ticks[i]), y = floor (at) + 0.5;
      iso_set_color (cairo, at > box->bottom - 1.0 ? theme->axis : theme->grid);
      cairo_move_to (cairo, box->left, y);
      cairo_line_to (cairo, box->right, y);
      cairo_stroke (cairo);
      iso_text_draw (cairo, layout->y.labels[i], box->left - 6.0, at, 1.0, 0.5, theme->text_size, ISO_TEXT_REGULAR, theme->quiet);
    }
}

/* The name stands at the end, in the labels' row; a label that it would meet gives way. */
static void
draw_x_axis (cairo_t *cairo, const IsoChartLayout *layout, const IsoChart *chart, const IsoTheme *theme)
{
  const IsoPlotBox *box = &layout->box;
  double end = layout->width;
  if (chart->x_name != NULL)
    {
      double width = iso_text_draw (cairo, chart->x_name, layout->width, box->bottom + 4.0, 1.0, 0.0, theme->text_size,
                                    ISO_TEXT_REGULAR, theme->quiet);
      end = layout->width - width - 6.0;
    }
  for (size_t i = 0; i < layout->x.tick_count; i++)
    {
      double width, x = iso_plot_box_x (box, &layout->x, layout->x.ticks[i]);
      iso_text_measure (&width, NULL, cairo, layout->x.labels[i], theme->text_size, ISO_TEXT_REGULAR);
      double left = fmax (x - 0.5 * width, 0.0);
      if (chart->x_name == NULL)
        left = fmin (left, layout->width - width);
      if (left + width <= end)
        iso_text_draw (cairo, layout->x.labels[i], left, box->bottom + 4.0, 0.0, 0.0, theme->text_size, ISO_TEXT_REGULAR,
                       theme->quiet);
    }
}

/* ---- marks ---- */

static void
draw_levels (cairo_t *cairo, const IsoChartLayout *layout, const IsoChart *chart, const IsoTheme *theme)
{
  static const double dashes[] = { 6.0, 4.0 };
  for (guint i = 0; i < chart->levels->len; i++)
    {
      const IsoChartMark *level = &g_array_index (chart->levels, IsoChartMark, i);
      double y = floor (iso_plot_box_y (&layout->box, &layout->y, level->at)) + 0.5;
      if (!is_in_sight (iso_axis_fraction (&layout->y, level->at)))
        continue;
      iso_set_color (cairo, theme->quiet);
      cairo_set_line_width (cairo, 1.0);
      cairo_set_dash (cairo, dashes, 2, 0.0);
      cairo_move_to (cairo, layout->box.left, y);
      cairo_line_to (cairo, layout->box.right, y);
      cairo_stroke (cairo);
      cairo_set_dash (cairo, NULL, 0, 0.0);
      bool is_low = y - layout->box.top > layout->line;
      if (level->name != NULL)
        iso_text_draw (cairo, level->name, layout->box.right - 4.0, y + (is_low ? -1.0 : 1.0), 1.0, is_low ? 1.0 : 0.0,
                       SMALL * theme->text_size, ISO_TEXT_REGULAR, theme->quiet);
    }
}

/* A line from the foot up to its name, which stands above the plot; what has no room beside another name is the line alone. */
static void
draw_marks (cairo_t *cairo, const IsoChartLayout *layout, const IsoChart *chart, double taken, const IsoTheme *theme)
{
  static const double dashes[] = { 4.0, 3.0 };
  for (guint i = 0; i < chart->marks->len; i++)
    {
      const IsoChartMark *mark = &g_array_index (chart->marks, IsoChartMark, i);
      double x = floor (iso_plot_box_x (&layout->box, &layout->x, mark->at)) + 0.5, width;
      if (!is_in_sight (iso_axis_fraction (&layout->x, mark->at)))
        continue;
      iso_set_color (cairo, theme->cursor);
      cairo_set_line_width (cairo, 1.0);
      cairo_set_dash (cairo, dashes, 2, 0.0);
      cairo_move_to (cairo, x, layout->box.bottom);
      cairo_line_to (cairo, x, layout->box.top - 3.0);
      cairo_stroke (cairo);
      cairo_set_dash (cairo, NULL, 0, 0.0);
      if (mark->name == NULL)
        continue;
      iso_text_measure (&width, NULL, cairo, mark->name, SMALL * theme->text_size, ISO_TEXT_REGULAR);
      double left = CLAMP (x - 0.5 * width, 0.0, fmax (0.0, layout->width - width));
      if (left < taken)
        left = taken;
      if (left > x + 2.0 || left + width > layout->width)
        continue;
      iso_text_draw (cairo, mark->name, left, layout->box.top - 4.0, 0.0, 1.0, SMALL * theme->text_size, ISO_TEXT_REGULAR, theme->text);
      taken = left + width + 8.0;
    }
}

/* ---- series ---- */

/* Shapes tell series apart without colour: disc, square, triangle, diamond. */
static void
add_point (cairo_t *cairo, double x, double y, double radius, size_t shape)
{
  static const double corners[4] = { 0.0, 4.0, 3.0, 4.0 };
  cairo_new_sub_path (cairo);
  if (shape % 4 == 0)
    cairo_arc (cairo, x, y, radius, 0.0, 2.0 * G_PI);
  for (double i = 0.0; i < corners[shape % 4]; i += 1.0)
    {
      double turn = 2.0 * G_PI * (i + (shape % 4 == 1 ? 0.5 : 0.0)) / corners[shape % 4], reach = 1.25 * radius;
      cairo_line_to (cairo, x + reach * sin (turn), y - reach * cos (turn));
    }
  cairo_close_path (cairo);
}

static void
draw_points_series (cairo_t *cairo, const IsoChartLayout *layout, const IsoChartSeries *series, size_t shape, IsoColor color)
{
  static const double dashes[] = { 5.0, 4.0 };
  const IsoPlotBox *box = &layout->box;
  size_t first, end;
  iso_chart_series_in (series, (IsoRange){ layout->x.minimum, layout->x.maximum }, &first, &end);
  size_t from = first > 0 ? first - 1 : 0, to = MIN (end + 1, series->count);
  IsoLineTrace trace;
  iso_line_trace_begin (&trace, cairo, FAR);
  for (size_t i = from; i < to; i++)
    iso_line_trace_add (&trace, iso_plot_box_x (box, &layout->x, series->x[i]), iso_plot_box_y (box, &layout->y, series->y[i]));
  iso_line_trace_end (&trace);
  iso_set_color (cairo, color);
  cairo_set_line_width (cairo, LINE_WIDTH);
  /* Round joins cost most of the time where there is a corner at each pixel, and nobody sees them there. */
  bool is_dense = (double) (end - first) > box->right - box->left;
  cairo_set_line_join (cairo, is_dense ? CAIRO_LINE_JOIN_BEVEL : CAIRO_LINE_JOIN_ROUND);
  cairo_set_antialias (cairo, is_dense ? CAIRO_ANTIALIAS_FAST : CAIRO_ANTIALIAS_DEFAULT);
  cairo_set_line_cap (cairo, series->is_dashed || series->dash > 0 ? CAIRO_LINE_CAP_BUTT : CAIRO_LINE_CAP_ROUND);
  if (series->dash >= 0)
    iso_dash_set (cairo, series->dash);
  else
    cairo_set_dash (cairo, dashes, series->is_dashed ? 2 : 0, 0.0);
  cairo_stroke (cairo);
  cairo_set_dash (cairo, NULL, 0, 0.0);
  cairo_set_antialias (cairo, CAIRO_ANTIALIAS_DEFAULT);
  if (series->has_no_points || (end - first > 1 && (box->right - box->left) / (double) (end - first - 1) < POINT_SPACING))
    return;
  for (size_t i = first; i < end; i++)
    {
      double y = iso_plot_box_y (box, &layout->y, series->y[i]);
      if (isfinite (y))
        add_point (cairo, iso_plot_box_x (box, &layout->x, series->x[i]), CLAMP (y, -FAR, FAR), POINT_RADIUS, shape);
    }
  cairo_fill (cairo);
}

/* The curves at once, below the points. */
static void
draw_curves (cairo_t *cairo, const IsoChartLayout *layout, const IsoChart *chart, const IsoChartOptions *options, const IsoTheme *theme)
{
  IsoCurveStroke strokes[MOST_STROKES];
  size_t count = 0;
  for (size_t i = chart->series->len; i-- > 0 && count < MOST_STROKES;)
    {
      const IsoChartSeries *series = iso_chart_series (chart, i);
      if (series->curve != NULL && iso_curve_finite_count (series->curve) > 0)
        strokes[count++] = (IsoCurveStroke){ series->curve, series->first, &layout->y, iso_chart_color (theme, series->color),
                                             true, true };
    }
  if (count > 0)
    iso_curve_strokes_draw (cairo, &layout->box, &layout->x, strokes, count, options->scale);
}

static void
draw_series (cairo_t *cairo, const IsoChartLayout *layout, const IsoChart *chart, const IsoChartOptions *options, const IsoTheme *theme)
{
  const IsoPlotBox *box = &layout->box;
  double by = POINT_RADIUS + 1.0;
  draw_curves (cairo, layout, chart, options, theme);
  cairo_save (cairo);
  cairo_rectangle (cairo, box->left - by, box->top - by, box->right - box->left + 2.0 * by, box->bottom - box->top + 2.0 * by);
  cairo_clip (cairo);
  /* No band lies above a line. */
  for (size_t i = 0; i < chart->series->len; i++)
    if (iso_chart_series (chart, i)->band != NULL)
      iso_chart_draw_band (cairo, layout, iso_chart_series (chart, i), iso_chart_color (theme, iso_chart_series (chart, i)->color));
  for (size_t i = 0; i < chart->series->len; i++)
    {
      const IsoChartSeries *series = iso_chart_series (chart, i);
      size_t shape = series->dash >= 0 ? (size_t) series->dash : i;
      if (series->curve == NULL)
        draw_points_series (cairo, layout, series, shape, iso_chart_color (theme, series->color));
    }
  cairo_restore (cairo);
}

/* The series' own shape: its point, or its dashes. */
static void
draw_swatch (cairo_t *cairo, const IsoChartSeries *series, size_t shape, double x, double y, const IsoTheme *theme)
{
  iso_set_color (cairo, iso_chart_color (theme, series->color));
  if (series->dash > 0)
    {
      iso_dash_draw_key (cairo, series->dash, x - 6.0, y, 16.0, LINE_WIDTH);
      return;
    }
  if (series->is_dashed)
    {
      cairo_rectangle (cairo, x - 6.0, y - 1.0, 5.0, LINE_WIDTH);
      cairo_rectangle (cairo, x + 1.0, y - 1.0, 5.0, LINE_WIDTH);
    }
  else
    add_point (cairo, x, y, 4.5, series->curve != NULL ? 1 : shape);
  cairo_fill (cairo);
}

static void
draw_legend (cairo_t *cairo, const IsoChartLayout *layout, const IsoChart *chart, const IsoTheme *theme)
{
  double x = layout->box.left, y = layout->legend_top + 0.5 * layout->line;
  for (size_t i = 0; i < chart->series->len; i++)
    {
      const IsoChartSeries *series = iso_chart_series (chart, i);
      double width;
      iso_text_measure (&width, NULL, cairo, series->name, theme->text_size, ISO_TEXT_REGULAR);
      if (x + 15.0 + width > layout->width)
        {
          iso_text_draw (cairo, "…", x, y, 0.0, 0.5, theme->text_size, ISO_TEXT_REGULAR, theme->quiet);
          return;
        }
      draw_swatch (cairo, series, i, x + 5.0, floor (y) + 0.5, theme);
      iso_text_draw (cairo, series->name, x + 15.0, y, 0.0, 0.5, theme->text_size, ISO_TEXT_REGULAR, theme->text);
      x += 15.0 + width + 16.0;
    }
}

void
iso_chart_draw (cairo_t *cairo, const IsoChartLayout *layout, const IsoChart *chart, const IsoChartOptions *options,
                const IsoTheme *theme)
{
  double taken = 0.0;
  cairo_save (cairo);
  cairo_rectangle (cairo, 0.0, 0.0, layout->width, layout->height);
  cairo_clip (cairo);
  draw_y_axis (cairo, layout, theme);
  draw_x_axis (cairo, layout, chart, theme);
  draw_levels (cairo, layout, chart, theme);
  draw_series (cairo, layout, chart, options, theme);
  if (chart->y_name != NULL)
    taken = iso_text_draw (cairo, chart->y_name, 0.0, layout->box.top - 4.0 - 0.2 * layout->line, 0.0, 1.0, theme->text_size,
                           ISO_TEXT_REGULAR, theme->quiet) + 10.0;
  draw_marks (cairo, layout, chart, taken, theme);
  if (layout->end_labels > 0.0)
    iso_chart_draw_end_labels (cairo, layout, chart, theme);
  if (layout->legend_top < layout->height)
    draw_legend (cairo, layout, chart, theme);
  cairo_restore (cairo);
}
