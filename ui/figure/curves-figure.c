#include "ui/figure/curves-figure.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "ui/figure/curves-marks.h"
#include "ui/figure/text.h"

#define LINE_WIDTH 2.0
#define FAINT 0.30 /* of the raw values behind the smoothed ones */
#define POINT_RADIUS 3.0
#define POINT_SPACING 9.0 /* epochs nearer together than this have no points, only the line */
#define ARROW 5.0

/* ---- axes ---- */

static void
draw_grid (cairo_t *cairo, const IsoCurvesLayout *layout, const IsoTheme *theme)
{
  const IsoAxis *axis = layout->has_left || !layout->has_scores ? &layout->loss : &layout->scores;
  cairo_set_line_width (cairo, 1.0);
  for (size_t i = 0; i < axis->tick_count; i++)
    {
      double fraction = iso_axis_fraction (axis, axis->ticks[i]);
      double y = floor (layout->bottom - fraction * (layout->bottom - layout->top)) + 0.5;
      iso_set_color (cairo, fraction < 1e-6 ? theme->axis : theme->grid);
      cairo_move_to (cairo, layout->left, y);
      cairo_line_to (cairo, layout->right, y);
      cairo_stroke (cairo);
    }
}

static void
draw_values (cairo_t *cairo, const IsoCurvesLayout *layout, const IsoAxis *axis, double x, double align, double size, IsoColor color)
{
  for (size_t i = 0; i < axis->tick_count; i++)
    {
      double y = layout->bottom - iso_axis_fraction (axis, axis->ticks[i]) * (layout->bottom - layout->top);
      iso_text_draw (cairo, axis->labels[i], x, y, align, 0.5, size, ISO_TEXT_REGULAR, color);
    }
}

static void
draw_steps (cairo_t *cairo, const IsoCurvesLayout *layout, const IsoTheme *theme)
{
  for (size_t i = 0; i < layout->steps.tick_count; i++)
    {
      double width, x = iso_curves_x (layout, layout->steps.ticks[i]);
      iso_text_measure (&width, NULL, cairo, layout->steps.labels[i], theme->text_size, ISO_TEXT_REGULAR);
      x = CLAMP (x, 0.5 * width, layout->width - 0.5 * width);
      iso_text_draw (cairo, layout->steps.labels[i], x, layout->bottom + 4.0, 0.5, 0.0, theme->text_size, ISO_TEXT_REGULAR,
                     theme->quiet);
    }
}

static void
draw_axes (cairo_t *cairo, const IsoCurvesLayout *layout, const IsoTheme *theme)
{
  draw_grid (cairo, layout, theme);
  if (layout->has_left)
    draw_values (cairo, layout, &layout->loss, layout->loss_labels, 1.0, theme->text_size,
                 layout->has_own_scale ? theme->loss : theme->quiet);
  if (layout->has_own_scale)
    draw_values (cairo, layout, &layout->divergence, layout->divergence_labels, 1.0, theme->text_size, theme->divergence);
  if (layout->has_scores)
    draw_values (cairo, layout, &layout->scores, layout->width, 1.0, theme->text_size, theme->quiet);
  draw_steps (cairo, layout, theme);
}

/* ---- loss and divergence ---- */

static void
draw_raw (cairo_t *cairo, const IsoCurvesLayout *layout, const IsoRunCurves *curves, const IsoCurvesOptions *options,
          const IsoTheme *theme)
{
  double scale = options->scale > 0.0 ? options->scale : 1.0;
  double plot_width = layout->right - layout->left, plot_height = layout->bottom - layout->top;
  int width = (int) ceil (plot_width * scale), height = (int) ceil (plot_height * scale);
  cairo_surface_t *raster = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width, height);
  if (cairo_surface_status (raster) == CAIRO_STATUS_SUCCESS)
    {
      guint32 *pixels = (guint32 *) (void *) cairo_image_surface_get_data (raster);
      int stride = cairo_image_surface_get_stride (raster) / 4;
      cairo_surface_flush (raster);
      for (IsoRunSeries series = ISO_RUN_LOSS; series <= ISO_RUN_DIVERGENCE; series++)
        {
          const IsoCurve *curve = series == ISO_RUN_LOSS ? curves->loss : curves->divergence;
          IsoColor color = iso_run_series_color (theme, series);
          color.alpha = FAINT;
          if (options->shown[series] && iso_curve_finite_count (curve) > 0)
            iso_curve_raster (curve, pixels, width, height, stride, (double) curves->first_step, &layout->steps,
                              series == ISO_RUN_LOSS ? &layout->loss : &layout->divergence, color, scale);
        }
      cairo_surface_mark_dirty (raster);
      cairo_save (cairo);
      cairo_translate (cairo, layout->left, layout->top);
      cairo_scale (cairo, plot_width / width, plot_height / height);
      cairo_set_source_surface (cairo, raster, 0.0, 0.0);
      cairo_pattern_set_filter (cairo_get_source (cairo), CAIRO_FILTER_NEAREST);
      cairo_paint (cairo);
      cairo_restore (cairo);
    }
  cairo_surface_destroy (raster);
}

typedef struct {
  cairo_t *cairo;
  double top, bottom;
  bool has_point;   /* the path has a current point: the line goes on */
  int outside;      /* -1 above, 1 below, 0 within */
  double outside_x; /* where it went out */
  double arrows[32][2]; /* x, side */
  size_t arrow_count;
} Stroke;

static void
note_outside (Stroke *stroke, double x, int outside)
{
  if (stroke->outside != 0 && outside != stroke->outside && stroke->arrow_count < G_N_ELEMENTS (stroke->arrows))
    {
      stroke->arrows[stroke->arrow_count][0] = 0.5 * (stroke->outside_x + x);
      stroke->arrows[stroke->arrow_count++][1] = stroke->outside;
    }
  if (outside != stroke->outside)
    stroke->outside_x = x;
  stroke->outside = outside;
}

/* A value beyond the axis runs along the edge, and an arrow says so. */
static void
stroke_to (Stroke *stroke, double x, double y)
{
  if (isnan (y))
    {
      note_outside (stroke, x, 0);
      stroke->has_point = false;
      return;
    }
  note_outside (stroke, x, y < stroke->top - 0.5 ? -1 : y > stroke->bottom + 0.5 ? 1 : 0);
  y = CLAMP (y, stroke->top, stroke->bottom);
  if (!stroke->has_point)
    cairo_move_to (stroke->cairo, x, y);
  /* A point alone is a line to itself, which round caps make a dot. */
  cairo_line_to (stroke->cairo, x, y);
  stroke->has_point = true;
}

static void
draw_arrows (const Stroke *stroke)
{
  for (size_t i = 0; i < stroke->arrow_count; i++)
    {
      double x = stroke->arrows[i][0], side = stroke->arrows[i][1], edge = side < 0.0 ? stroke->top : stroke->bottom;
      cairo_move_to (stroke->cairo, x, edge + side * ARROW);
      cairo_line_to (stroke->cairo, x - ARROW, edge);
      cairo_line_to (stroke->cairo, x + ARROW, edge);
      cairo_close_path (stroke->cairo);
      cairo_fill (stroke->cairo);
    }
}

/* One point a step while steps are wider than a pixel, one a pixel (the mean of its steps) when they are not. */
static void
draw_smoothed (cairo_t *cairo, const IsoCurvesLayout *layout, const IsoRunCurves *curves, IsoRunSeries series, const IsoTheme *theme)
{
  const IsoCurve *curve = series == ISO_RUN_LOSS ? curves->loss : curves->divergence;
  Stroke stroke = { .cairo = cairo, .top = layout->top, .bottom = layout->bottom };
  size_t count = iso_curve_count (curve), columns = (size_t) ceil (layout->right - layout->left), points = MIN (count, columns);
  cairo_new_path (cairo);
  for (size_t i = 0; i < points; i++)
    {
      size_t first = i * count / points, end = (i + 1) * count / points;
      double middle = (double) curves->first_step + 0.5 * (double) (first + end - 1);
      stroke_to (&stroke, iso_curves_x (layout, middle), iso_curves_y (layout, series, iso_curve_bucket (curve, first, end).mean));
    }
  stroke_to (&stroke, layout->right, NAN);
  iso_set_color (cairo, iso_run_series_color (theme, series));
  cairo_set_line_width (cairo, LINE_WIDTH);
  cairo_set_line_cap (cairo, CAIRO_LINE_CAP_ROUND);
  cairo_set_line_join (cairo, CAIRO_LINE_JOIN_ROUND);
  cairo_stroke (cairo);
  draw_arrows (&stroke);
}

/* ---- recall@1 and map@r ---- */

static double
score_of (const IsoEpochRecord *record, IsoRunSeries series)
{
  return series == ISO_RUN_RECALL ? record->test.recall_1 : record->test.map_at_r;
}

static void
draw_points (cairo_t *cairo, const IsoCurvesLayout *layout, const IsoRunCurves *curves, IsoRunSeries series, const IsoTheme *theme)
{
  double spacing = (layout->right - layout->left) / fmax (1.0, curves->epochs->len - 1.0);
  for (guint i = 0; i < curves->epochs->len; i++)
    {
      const IsoEpochRecord *record = &g_array_index (curves->epochs, IsoEpochRecord, i);
      double score = score_of (record, series), x = iso_curves_x (layout, (double) record->step);
      if (!isfinite (score) || (spacing < POINT_SPACING && i + 1 < curves->epochs->len))
        continue;
      cairo_new_sub_path (cairo);
      cairo_arc (cairo, x, iso_curves_y (layout, series, score), POINT_RADIUS, 0.0, 2.0 * G_PI);
    }
  iso_set_color (cairo, iso_run_series_color (theme, series));
  cairo_fill (cairo);
}

static void
draw_scores (cairo_t *cairo, const IsoCurvesLayout *layout, const IsoRunCurves *curves, IsoRunSeries series, const IsoTheme *theme)
{
  bool goes_on = false;
  cairo_new_path (cairo);
  for (guint i = 0; i < curves->epochs->len; i++)
    {
      const IsoEpochRecord *record = &g_array_index (curves->epochs, IsoEpochRecord, i);
      double score = score_of (record, series), x = iso_curves_x (layout, (double) record->step);
      if (!isfinite (score))
        goes_on = false;
      else if (goes_on)
        cairo_line_to (cairo, x, iso_curves_y (layout, series, score));
      else
        {
          cairo_move_to (cairo, x, iso_curves_y (layout, series, score));
          goes_on = true;
        }
    }
  iso_set_color (cairo, iso_run_series_color (theme, series));
  cairo_set_line_width (cairo, LINE_WIDTH);
  cairo_set_line_join (cairo, CAIRO_LINE_JOIN_ROUND);
  cairo_stroke (cairo);
  draw_points (cairo, layout, curves, series, theme);
}

/* ---- the whole ---- */

/* The left axis's curves at the left, the right axis's at the right. */
static void
draw_legend (cairo_t *cairo, const IsoCurvesLayout *layout, const IsoCurvesOptions *options, const IsoTheme *theme)
{
  double y = layout->height - 0.5 * theme->text_size - 3.0, x = layout->left;
  for (IsoRunSeries series = ISO_RUN_LOSS; series <= ISO_RUN_PRECISION; series++)
    {
      const char *name = iso_run_series_name (series);
      double width;
      if (!options->shown[series])
        continue;
      iso_text_measure (&width, NULL, cairo, name, theme->text_size, ISO_TEXT_REGULAR);
      iso_set_color (cairo, iso_run_series_color (theme, series));
      cairo_rectangle (cairo, x, floor (y - 5.0), 10.0, 10.0);
      cairo_fill (cairo);
      iso_text_draw (cairo, name, x + 15.0, y, 0.0, 0.5, theme->text_size, ISO_TEXT_REGULAR, theme->text);
      x += 15.0 + width + 18.0;
    }
  iso_text_draw (cairo, _("step"), layout->right, y, 1.0, 0.5, theme->text_size, ISO_TEXT_REGULAR, theme->quiet);
}

void
iso_curves_draw (cairo_t *cairo, const IsoCurvesLayout *layout, const IsoRunCurves *curves, const IsoCurvesOptions *options,
                 const IsoTheme *theme)
{
  cairo_save (cairo);
  draw_axes (cairo, layout, theme);
  draw_raw (cairo, layout, curves, options, theme);
  iso_curves_draw_references (cairo, layout, curves, options, theme);
  for (IsoRunSeries series = ISO_RUN_LOSS; series <= ISO_RUN_DIVERGENCE; series++)
    if (options->shown[series])
      draw_smoothed (cairo, layout, curves, series, theme);
  for (IsoRunSeries series = ISO_RUN_RECALL; series <= ISO_RUN_PRECISION; series++)
    if (options->shown[series])
      draw_scores (cairo, layout, curves, series, theme);
  iso_curves_draw_events (cairo, layout, curves, theme);
  if (options->has_legend)
    draw_legend (cairo, layout, options, theme);
  cairo_restore (cairo);
}
