/* Which range each axis has and how much room its labels want. */
#include "ui/figure/curves-figure.h"

#include <math.h>

#include "ui/figure/curves-marks.h"
#include "ui/figure/curves-range.h"
#include "ui/figure/text.h"

#define LABEL_GAP 8.0
#define EVENT_ROW_SHARE 60.0 /* height of the plot that pays for one row of labels */
#define GRID_SPACING 44.0 /* wanted height between two grid lines */
#define LABEL_SPACING 26.0 /* least room between two labels of steps */
/* The divergence shares the loss's axis where neither curve fills less than this of it; once apart, they come together again only
 * beyond the second figure, so that the chart does not jump to and fro. */
#define SHARE_LEAST 0.2
#define SHARE_AGAIN 0.3

static double
widest_label (cairo_t *cairo, const IsoAxis *axis, double size)
{
  double widest = 0.0;
  for (size_t i = 0; i < axis->tick_count; i++)
    {
      double width;
      iso_text_measure (&width, NULL, cairo, axis->labels[i], size, ISO_TEXT_REGULAR);
      widest = fmax (widest, width);
    }
  return ceil (widest);
}

/* One axis for loss and divergence, or two whose ticks share the grid lines. */
static void
fit_left (IsoCurvesLayout *layout, const IsoRunCurves *curves, const IsoCurvesOptions *options, int intervals)
{
  IsoRange loss = ISO_RANGE_EMPTY, divergence = ISO_RANGE_EMPTY;
  if (options->shown[ISO_RUN_LOSS])
    loss = iso_range_of_curve (curves->loss, options->logarithmic);
  if (options->shown[ISO_RUN_DIVERGENCE])
    divergence = iso_range_of_curve (curves->divergence, options->logarithmic);
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
      ranges[i] = is_shown ? iso_range_of_score (curves, ISO_RUN_FIRST_SCORE + i) : ISO_RANGE_EMPTY;
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
      if (is_aligned)
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
      left += widest_label (cairo, &layout->divergence, size);
      layout->divergence_labels = left;
      left += LABEL_GAP;
    }
  if (layout->has_left)
    left += widest_label (cairo, &layout->loss, size);
  layout->loss_labels = left;
  layout->left = left + LABEL_GAP;
  double right = layout->width;
  for (int i = ISO_RUN_SCORES - 1; i >= 0; i--)
    {
      layout->score_labels[i] = right;
      if (layout->has_own_scores || (i == 0 && layout->has_scores))
        right -= widest_label (cairo, &layout->scores[i], size) + LABEL_GAP;
    }
  layout->right = layout->has_scores ? right : right - LABEL_GAP;
}

/* Ticks as many as labels fit, with the widest label known only once they are chosen. */
static void
fit_steps (IsoCurvesLayout *layout, cairo_t *cairo, guint64 last, double size)
{
  double room = layout->right - layout->left;
  int wanted = (int) CLAMP (room / 50.0, 2.0, 12.0);
  for (; wanted >= 1; wanted--)
    {
      iso_axis_fit_integers (&layout->steps, 0.0, (double) last, wanted);
      double needed = widest_label (cairo, &layout->steps, size) + LABEL_SPACING;
      double between = layout->steps.tick_count > 1
                         ? iso_axis_fraction (&layout->steps, layout->steps.ticks[1]) * room : room;
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
  fit_left (layout, curves, options, intervals);
  fit_right (layout, curves, options, intervals);
  place_sides (layout, cairo, size);
  layout->right = fmax (layout->right, layout->left + 8.0);
  fit_steps (layout, cairo, iso_run_curves_last_step (curves), size);
  if (curves->events->len > 0 || curves->broken_step > 0)
    make_room_for_events (layout, cairo, curves, theme);
  return layout;
}

double
iso_curves_x (const IsoCurvesLayout *layout, double step)
{
  return layout->left + iso_axis_fraction (&layout->steps, step) * (layout->right - layout->left);
}

double
iso_curves_y (const IsoCurvesLayout *layout, IsoRunSeries series, double value)
{
  const IsoAxis *axis = series == ISO_RUN_LOSS         ? &layout->loss
                        : series == ISO_RUN_DIVERGENCE ? &layout->divergence
                                                       : &layout->scores[series - ISO_RUN_FIRST_SCORE];
  return layout->bottom - iso_axis_fraction (axis, value) * (layout->bottom - layout->top);
}

guint64
iso_curves_step_at (const IsoCurvesLayout *layout, const IsoRunCurves *curves, double x)
{
  double step = rint (iso_axis_value (&layout->steps, (x - layout->left) / (layout->right - layout->left)));
  double last = (double) iso_run_curves_last_step (curves);
  return (guint64) CLAMP (step, fmin ((double) curves->first_step, last), last);
}
