#include "ui/figure/curves-figure.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "ui/figure/curves-branches.h"
#include "ui/figure/curves-lines.h"
#include "ui/figure/curves-marks.h"
#include "ui/figure/line-trace.h"
#include "ui/figure/text.h"

#define LINE_WIDTH 2.0
#define FAR 1e4 /* units beyond which a height need not be exact */
#define POINT_RADIUS 3.0
#define POINT_SPACING 9.0 /* epochs nearer together than this have no points, only the line */

/* ---- axes ---- */

static void
draw_grid (cairo_t *cairo, const IsoCurvesLayout *layout, const IsoTheme *theme)
{
  const IsoAxis *axis = layout->has_left || !layout->has_scores ? &layout->loss : &layout->scores[0];
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

/* Where the grid is of another scale than the numbers at the right, these have ticks of their own. */
static void
draw_right_ticks (cairo_t *cairo, const IsoCurvesLayout *layout, const IsoTheme *theme)
{
  const IsoAxis *axis = &layout->scores[0];
  for (size_t i = 0; i < axis->tick_count; i++)
    {
      double y = floor (iso_curves_y (layout, ISO_RUN_FIRST_SCORE, axis->ticks[i])) + 0.5;
      cairo_move_to (cairo, layout->right, y);
      cairo_line_to (cairo, layout->right + 4.0, y);
    }
  iso_set_color (cairo, theme->axis);
  cairo_stroke (cairo);
}

static void
draw_values (cairo_t *cairo, const IsoCurvesLayout *layout, const IsoAxis *axis, double x, double align, double size,
             IsoColor color)
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
draw_axes (cairo_t *cairo, const IsoCurvesLayout *layout, const IsoCurvesOptions *options, const IsoTheme *theme)
{
  draw_grid (cairo, layout, theme);
  if (layout->has_scores && layout->has_left && options->window != NULL && options->window->has_y)
    draw_right_ticks (cairo, layout, theme);
  if (layout->has_left)
    draw_values (cairo, layout, &layout->loss, layout->loss_labels, 1.0, theme->text_size,
                 layout->has_own_scale ? iso_legible_color (theme, theme->loss) : theme->quiet);
  if (layout->has_own_scale)
    draw_values (cairo, layout, &layout->divergence, layout->divergence_labels, 1.0, theme->text_size,
                 iso_legible_color (theme, theme->divergence));
  for (int i = 0; i < ISO_RUN_SCORES && layout->has_scores; i++)
    if (i == 0 || layout->has_own_scores)
      draw_values (cairo, layout, &layout->scores[i], layout->score_labels[i], 1.0, theme->text_size,
                   layout->has_own_scores ? iso_legible_color (theme, iso_run_series_color (theme, ISO_RUN_FIRST_SCORE + i)) : theme->quiet);
  draw_steps (cairo, layout, theme);
}

/* ---- scores ---- */

static void
draw_points (cairo_t *cairo, const IsoCurvesLayout *layout, const IsoRunCurves *curves, IsoRunSeries series, guint first, guint end,
             const IsoTheme *theme)
{
  double spacing = (layout->right - layout->left) / fmax (1.0, (double) (end - first) - 1.0);
  for (guint i = first; i < end; i++)
    {
      const IsoEpochRecord *record = &g_array_index (curves->epochs, IsoEpochRecord, i);
      double score = iso_run_curves_score (curves, series, record), x = iso_curves_x (layout, (double) record->step);
      if (!isfinite (score) || (spacing < POINT_SPACING && i + 1 < curves->epochs->len))
        continue;
      cairo_new_sub_path (cairo);
      cairo_arc (cairo, x, iso_curves_y (layout, series, score), POINT_RADIUS, 0.0, 2.0 * G_PI);
    }
  iso_set_color (cairo, iso_run_series_color (theme, series));
  cairo_fill (cairo);
}

static void
draw_score_line (cairo_t *cairo, const IsoCurvesLayout *layout, const IsoRunCurves *curves, IsoRunSeries series, guint first,
                 guint end, const IsoTheme *theme)
{
  IsoLineTrace trace;
  iso_line_trace_begin (&trace, cairo, FAR);
  for (guint i = first; i < end; i++)
    {
      const IsoEpochRecord *record = &g_array_index (curves->epochs, IsoEpochRecord, i);
      double score = iso_run_curves_score (curves, series, record);
      iso_line_trace_add (&trace, iso_curves_x (layout, (double) record->step), iso_curves_y (layout, series, score));
    }
  iso_line_trace_end (&trace);
  iso_set_color (cairo, iso_run_series_color (theme, series));
  cairo_set_line_width (cairo, LINE_WIDTH);
  /* Round joins cost most of the time where there is a corner at each pixel, and nobody sees them there. */
  bool is_dense = end - first > layout->right - layout->left;
  cairo_set_line_join (cairo, is_dense ? CAIRO_LINE_JOIN_BEVEL : CAIRO_LINE_JOIN_ROUND);
  cairo_set_antialias (cairo, is_dense ? CAIRO_ANTIALIAS_FAST : CAIRO_ANTIALIAS_DEFAULT);
  cairo_stroke (cairo);
}

/* Of the evaluations only those in sight, and what goes beyond the plot is cut where it was zoomed. */
static void
draw_scores (cairo_t *cairo, const IsoCurvesLayout *layout, const IsoRunCurves *curves, const IsoCurvesOptions *options,
             IsoRunSeries series, const IsoTheme *theme)
{
  guint first, end;
  bool has_x = options->window != NULL && options->window->has_x, has_y = options->window != NULL && options->window->has_y;
  iso_run_curves_epochs_in (curves, layout->steps.minimum, layout->steps.maximum, &first, &end);
  cairo_save (cairo);
  double left = has_x ? layout->left - 0.5 : 0.0, right = has_x ? layout->right + 0.5 : layout->width;
  double top = has_y ? layout->top - 0.5 : 0.0, bottom = has_y ? layout->bottom + 0.5 : layout->height;
  cairo_rectangle (cairo, left, top, right - left, bottom - top);
  cairo_clip (cairo);
  draw_score_line (cairo, layout, curves, series, first, end, theme);
  draw_points (cairo, layout, curves, series, first, end, theme);
  cairo_restore (cairo);
}

/* ---- the whole ---- */

static void
draw_legend (cairo_t *cairo, const IsoCurvesLayout *layout, const IsoRunCurves *curves, const IsoCurvesOptions *options,
             const IsoTheme *theme)
{
  double y = layout->height - 0.5 * theme->text_size - 3.0, x = layout->left;
  for (IsoRunSeries series = ISO_RUN_LOSS; series < ISO_RUN_SERIES; series++)
    {
      const char *name = iso_run_series_name (curves, series);
      double name_width;
      if (!options->shown[series])
        continue;
      iso_text_measure (&name_width, NULL, cairo, name, theme->text_size, ISO_TEXT_REGULAR);
      iso_set_color (cairo, iso_run_series_color (theme, series));
      cairo_rectangle (cairo, x, floor (y - 5.0), 10.0, 10.0);
      cairo_fill (cairo);
      iso_text_draw (cairo, name, x + 15.0, y, 0.0, 0.5, theme->text_size, ISO_TEXT_REGULAR, theme->text);
      x += 15.0 + name_width + 18.0;
    }
  double width;
  iso_text_measure (&width, NULL, cairo, _("step"), theme->text_size, ISO_TEXT_REGULAR);
  if (x + width <= layout->right)
    iso_text_draw (cairo, _("step"), layout->right, y, 1.0, 0.5, theme->text_size, ISO_TEXT_REGULAR, theme->quiet);
}

void
iso_curves_draw (cairo_t *cairo, const IsoCurvesLayout *layout, const IsoRunCurves *curves, const IsoCurvesOptions *options,
                 const IsoTheme *theme)
{
  cairo_save (cairo);
  draw_axes (cairo, layout, options, theme);
  iso_curves_draw_references (cairo, layout, curves, options, theme);
  iso_curves_draw_branches (cairo, layout, curves, options, theme);
  iso_curves_draw_lines (cairo, layout, curves, options, theme);
  for (IsoRunSeries series = ISO_RUN_FIRST_SCORE; series < ISO_RUN_SERIES; series++)
    if (options->shown[series])
      draw_scores (cairo, layout, curves, options, series, theme);
  iso_curves_label_branches (cairo, layout, curves, options, theme);
  iso_curves_label_references (cairo, layout, curves, options, theme);
  iso_curves_draw_events (cairo, layout, curves, theme);
  if (options->has_legend)
    draw_legend (cairo, layout, curves, options, theme);
  cairo_restore (cairo);
}
