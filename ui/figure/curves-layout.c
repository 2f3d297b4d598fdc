/* Which range each axis has and how much room its labels want. */
#include "ui/figure/curves-figure.h"

#include <math.h>

#include "ui/figure/curves-branches.h"
#include "ui/figure/curves-marks.h"
#include "ui/figure/curves-range.h"
#include "ui/figure/run-branch.h"
#include "ui/figure/text.h"

#define LABEL_GAP 8.0
#define EVENT_ROW_SHARE 60.0 /* height of the plot that pays for one row of labels */
#define GRID_SPACING 44.0 /* wanted height between two grid lines */
#define LABEL_SPACING 26.0 /* least room between two labels of steps */
/* The divergence shares the loss's axis where neither curve fills less than this of it; once apart, they come together again only
 * beyond the second figure, so that the chart does not jump to and fro. */
#define SHARE_LEAST 0.2
#define SHARE_AGAIN 0.3

/* What the window leaves to be fitted, and over which steps. */
static IsoRange
steps_in_sight (const IsoRunCurves *curves, const IsoCurvesOptions *options)
{
  if (options->window != NULL && options->window->has_x)
    return options->window->x;
  guint64 last = iso_curves_has_branches (curves, options) ? iso_run_curves_last_of_all (curves) : iso_run_curves_last_step (curves);
  return (IsoRange){ 0.0, (double) last };
}

static bool
has_window_y (const IsoCurvesOptions *options)
{
  return options->window != NULL && options->window->has_y;
}

static void
set_axis (IsoAxis *axis, const IsoCurvesOptions *options, IsoRunSeries series, bool logarithmic, int intervals)
{
  IsoRange range = options->window->y[series];
  iso_axis_fit (axis, range.low, range.high, logarithmic, intervals, false);
}

/* Of the steps in sight, from `least` on. */
static IsoRange
range_from (const IsoCurve *curve, const IsoRunCurves *curves, const IsoCurvesOptions *options, IsoRange steps, double least)
{
  double first = (double) curves->first_step;
  size_t begin = (size_t) fmax (floor (fmax (steps.low, least) - first), 0.0), end = (size_t) fmax (ceil (steps.high - first) + 1.0, 0.0);
  return iso_range_of_curve (curve, begin, end, options->logarithmic);
}

/* With the branches where these are shown: they are looked at to be compared. */
static IsoRange
range_of (IsoRunSeries series, const IsoRunCurves *curves, const IsoCurvesOptions *options)
{
  IsoRange steps = steps_in_sight (curves, options);
  IsoRange range = range_from (series == ISO_RUN_LOSS ? curves->loss : curves->divergence, curves, options, steps, 0.0);
  for (guint i = 0; iso_curves_has_branches (curves, options) && i < curves->branches->len; i++)
    {
      const IsoRunBranch *branch = curves->branches->pdata[i];
      const IsoCurve *curve = series == ISO_RUN_LOSS ? branch->curves->loss : branch->curves->divergence;
      range = iso_range_union (range, range_from (curve, branch->curves, options, steps, (double) branch->fork_step));
    }
  return range;
}

static IsoRange
range_of_score (IsoRunSeries series, const IsoRunCurves *curves, const IsoCurvesOptions *options)
{
  IsoRange steps = steps_in_sight (curves, options), range = iso_range_of_score (curves, series, steps);
  for (guint i = 0; iso_curves_has_branches (curves, options) && i < curves->branches->len; i++)
    {
      const IsoRunBranch *branch = curves->branches->pdata[i];
      guint first, end;
      iso_run_curves_epochs_in (branch->curves, fmax (steps.low, (double) branch->fork_step), steps.high, &first, &end);
      for (guint e = first; e < end; e++)
        range = iso_range_with (range, iso_run_curves_score (curves, series, &g_array_index (branch->curves->epochs, IsoEpochRecord, e)));
    }
  return range;
}

/* As a person chose them: round numbers where they fall, with the ends left as they are. */
static void
set_left (IsoCurvesLayout *layout, const IsoRunCurves *curves, const IsoCurvesOptions *options, int intervals)
{
  layout->has_left = (options->shown[ISO_RUN_LOSS] && iso_curve_finite_count (curves->loss) > 0)
                     || (options->shown[ISO_RUN_DIVERGENCE] && iso_curve_finite_count (curves->divergence) > 0);
  layout->has_own_scale = options->own_scale && !options->logarithmic;
  set_axis (&layout->loss, options, ISO_RUN_LOSS, options->logarithmic, intervals);
  layout->divergence = layout->loss;
  if (layout->has_own_scale)
    set_axis (&layout->divergence, options, ISO_RUN_DIVERGENCE, false, intervals);
}

/* One axis for loss and divergence, or two whose ticks share the grid lines. */
static void
fit_left (IsoCurvesLayout *layout, const IsoRunCurves *curves, const IsoCurvesOptions *options, int intervals)
{
  IsoRange loss = ISO_RANGE_EMPTY, divergence = ISO_RANGE_EMPTY;
  if (options->shown[ISO_RUN_LOSS])
    loss = range_of (ISO_RUN_LOSS, curves, options);
  if (options->shown[ISO_RUN_DIVERGENCE])
    divergence = range_of (ISO_RUN_DIVERGENCE, curves, options);
  IsoRange both = iso_range_union (loss, divergence);
  layout->has_left = !iso_range_is_empty (both);
  layout->has_own_scale = !options->logarithmic
                          && !iso_range_can_share (loss, divergence, options->own_scale ? SHARE_AGAIN : SHARE_LEAST);
  IsoRange first = layout->has_own_scale ? loss : both;
  iso_axis_fit (&layout->loss, first.low, first.high, options->logarithmic, intervals, true);
  if (layout->has_own_scale)
    iso_axis_fit_aligned (&layout->divergence, divergence.low, divergence.high, (int) layout->loss.tick_count - 1, INFINITY);
  else
    layout->divergence = layout->loss;
}

/* Where values of this score end; INFINITY: nowhere. */
static double
end_of (const IsoRunCurves *curves, int which)
{
  return iso_metric (curves->scores[which].metric)->maximum;
}

/* Shares stand on one axis, distances on one; anything else has one of its own, for its numbers tell nothing beside the other's. */
static void
fit_right (IsoCurvesLayout *layout, const IsoRunCurves *curves, const IsoCurvesOptions *options, int intervals)
{
  IsoRange ranges[ISO_RUN_SCORES], both = ISO_RANGE_EMPTY;
  for (int i = 0; i < ISO_RUN_SCORES; i++)
    {
      bool is_shown = options->shown[ISO_RUN_FIRST_SCORE + i];
      ranges[i] = is_shown ? range_of_score (ISO_RUN_FIRST_SCORE + i, curves, options) : ISO_RANGE_EMPTY;
      both = iso_range_union (both, ranges[i]);
    }
  layout->has_scores = !iso_range_is_empty (both);
  bool is_one_kind = isfinite (end_of (curves, 0)) && end_of (curves, 0) == end_of (curves, 1);
  layout->has_own_scores = !iso_range_is_empty (ranges[0]) && !iso_range_is_empty (ranges[1]) && !is_one_kind;
  /* On the grid lines of the left axis where these are equally far apart. */
  bool is_aligned = layout->has_left && !layout->loss.logarithmic && layout->loss.tick_count > 1;
  for (int i = 0; i < ISO_RUN_SCORES; i++)
    {
      IsoRange range = layout->has_own_scores ? ranges[i] : both;
      double end = iso_range_is_empty (ranges[i]) ? end_of (curves, 1 - i) : end_of (curves, i);
      if (has_window_y (options))
        set_axis (&layout->scores[i], options, ISO_RUN_FIRST_SCORE + i, false, intervals);
      else if (is_aligned)
        iso_axis_fit_aligned (&layout->scores[i], range.low, range.high, (int) layout->loss.tick_count - 1, end);
      else if (i == 1 && layout->has_own_scores)
        iso_axis_fit_aligned (&layout->scores[1], range.low, range.high, (int) layout->scores[0].tick_count - 1, end);
      else
        iso_axis_fit (&layout->scores[i], range.low, range.high, false, intervals, true);
    }
}

static void
place_sides (IsoCurvesLayout *layout, cairo_t *cairo, double size)
{
  double left = 0.0;
  if (layout->has_own_scale)
    {
      left += iso_text_widest_tick (cairo, &layout->divergence, size);
      layout->divergence_labels = left;
      left += LABEL_GAP;
    }
  if (layout->has_left)
    left += iso_text_widest_tick (cairo, &layout->loss, size);
  layout->loss_labels = left;
  layout->left = left + LABEL_GAP;
  double right = layout->width;
  for (int i = ISO_RUN_SCORES - 1; i >= 0; i--)
    {
      layout->score_labels[i] = right;
      if (layout->has_own_scores || (i == 0 && layout->has_scores))
        right -= iso_text_widest_tick (cairo, &layout->scores[i], size) + LABEL_GAP;
    }
  layout->right = layout->has_scores ? right : right - LABEL_GAP;
}

/* Ticks as many as labels fit, with the widest label known only once they are chosen. */
static void
fit_steps (IsoCurvesLayout *layout, cairo_t *cairo, IsoRange steps, double size)
{
  double room = layout->right - layout->left;
  int wanted = (int) CLAMP (room / 50.0, 2.0, 12.0);
  for (; wanted >= 1; wanted--)
    {
      iso_axis_fit_integers (&layout->steps, steps.low, steps.high, wanted);
      const IsoAxis *axis = &layout->steps;
      double needed = iso_text_widest_tick (cairo, axis, size) + LABEL_SPACING, between = room;
      if (axis->tick_count > 1)
        between = (iso_axis_fraction (axis, axis->ticks[1]) - iso_axis_fraction (axis, axis->ticks[0])) * room;
      if (between >= needed)
        break;
    }
}

/* The labels of events stand above the plot, never on the curves. */
static void
make_room_for_events (IsoCurvesLayout *layout, cairo_t *cairo, const IsoRunCurves *curves, const IsoTheme *theme)
{
  int most = (int) CLAMP ((layout->bottom - layout->top) / EVENT_ROW_SHARE, 0.0, 3.0);
  layout->event_rows = iso_curves_event_rows (cairo, layout, curves, theme, most, &layout->event_line);
  layout->top = fmax (layout->top, ceil (layout->event_rows * layout->event_line + 5.0));
}

IsoCurvesLayout *
iso_curves_layout_new (cairo_t *cairo, const IsoRunCurves *curves, const IsoCurvesOptions *options, const IsoTheme *theme,
                       double width, double height)
{
  IsoCurvesLayout *layout = g_new0 (IsoCurvesLayout, 1);
  double line, size = theme->text_size;
  iso_text_measure (NULL, &line, cairo, "0", size, ISO_TEXT_REGULAR);
  layout->width = width;
  layout->height = height;
  layout->top = ceil (0.5 * line) + 1.0;
  layout->bottom = fmax (layout->top + 8.0, floor (height - line - 4.0 - (options->has_legend ? line + 10.0 : 0.0)));
  int intervals = (int) CLAMP ((layout->bottom - layout->top) / GRID_SPACING, 2.0, 8.0);
  if (has_window_y (options))
    set_left (layout, curves, options, intervals);
  else
    fit_left (layout, curves, options, intervals);
  fit_right (layout, curves, options, intervals);
  place_sides (layout, cairo, size);
  layout->right = fmax (layout->right, layout->left + 8.0);
  fit_steps (layout, cairo, steps_in_sight (curves, options), size);
  if (curves->events->len > 0 || curves->broken_step > 0)
    make_room_for_events (layout, cairo, curves, theme);
  return layout;
}

IsoPlotBox
iso_curves_box (const IsoCurvesLayout *layout)
{
  return (IsoPlotBox){ layout->left, layout->top, layout->right, layout->bottom };
}

const IsoAxis *
iso_curves_axis (const IsoCurvesLayout *layout, IsoRunSeries series)
{
  return series == ISO_RUN_LOSS         ? &layout->loss
         : series == ISO_RUN_DIVERGENCE ? &layout->divergence
                                        : &layout->scores[series - ISO_RUN_FIRST_SCORE];
}

double
iso_curves_x (const IsoCurvesLayout *layout, double step)
{
  IsoPlotBox box = iso_curves_box (layout);
  return iso_plot_box_x (&box, &layout->steps, step);
}

double
iso_curves_y (const IsoCurvesLayout *layout, IsoRunSeries series, double value)
{
  IsoPlotBox box = iso_curves_box (layout);
  return iso_plot_box_y (&box, iso_curves_axis (layout, series), value);
}

guint64
iso_curves_step_at (const IsoCurvesLayout *layout, const IsoRunCurves *curves, double x)
{
  double step = rint (iso_axis_value (&layout->steps, (x - layout->left) / (layout->right - layout->left)));
  double last = (double) iso_run_curves_last_step (curves);
  double end = fmin (last, floor (layout->steps.maximum)), begin = fmax ((double) curves->first_step, ceil (layout->steps.minimum));
  return (guint64) CLAMP (step, fmin (begin, end), end);
}
