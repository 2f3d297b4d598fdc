#include "ui/figure/curves-branches.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "ui/figure/dash.h"
#include "ui/figure/line-trace.h"
#include "ui/figure/run-branch.h"
#include "ui/figure/text.h"

#define LINE_WIDTH 1.5
#define PALE 0.6
#define PALE_CONTRAST 0.9
#define RING 3.5
#define SMALL 0.86 /* of the theme's text size */
#define FAR 1e4    /* units beyond which a height need not be exact */
#define MOST_LABELS 16

static const IsoRunBranch *
branch_at (const IsoRunCurves *curves, guint index)
{
  return curves->branches->pdata[index];
}

bool
iso_curves_has_branches (const IsoRunCurves *curves, const IsoCurvesOptions *options)
{
  return options->has_branches && curves->branches != NULL && curves->branches->len > 0;
}

/* ---- lines ---- */

/* The average a step, where many share a pixel their mean; values of index i stand at step first + i. */
static void
trace_steps (IsoLineTrace *trace, const IsoCurvesLayout *layout, const IsoRunBranch *branch, IsoRunSeries series)
{
  const IsoCurve *curve = series == ISO_RUN_LOSS ? branch->curves->loss : branch->curves->divergence;
  double first = (double) branch->curves->first_step, count = (double) iso_curve_count (curve);
  double from = fmax (layout->steps.minimum, (double) branch->fork_step), to = fmin (layout->steps.maximum, first + count - 1.0);
  double stride = fmax (1.0, (layout->steps.maximum - layout->steps.minimum) / fmax (layout->right - layout->left, 1.0));
  for (double step = from; step <= to; step += stride)
    {
      size_t begin = (size_t) fmax (step - first, 0.0), end = (size_t) fmin (fmax (step - first + stride, 1.0), count);
      double mean = begin < end ? iso_curve_bucket (curve, begin, end).mean : (double) NAN;
      iso_line_trace_add (trace, iso_curves_x (layout, step), iso_curves_y (layout, series, mean));
    }
}

static void
trace_scores (IsoLineTrace *trace, const IsoCurvesLayout *layout, const IsoRunCurves *curves, const IsoRunBranch *branch,
              IsoRunSeries series)
{
  guint first, end;
  iso_run_curves_epochs_in (branch->curves, layout->steps.minimum, layout->steps.maximum, &first, &end);
  for (guint i = first; i < end; i++)
    {
      const IsoEpochRecord *record = &g_array_index (branch->curves->epochs, IsoEpochRecord, i);
      /* Which scores are drawn the run itself says. */
      if (record->step >= branch->fork_step)
        iso_line_trace_add (trace, iso_curves_x (layout, (double) record->step),
                            iso_curves_y (layout, series, iso_run_curves_score (curves, series, record)));
    }
}

static void
draw_line (cairo_t *cairo, const IsoCurvesLayout *layout, const IsoRunCurves *curves, guint index, IsoRunSeries series,
           const IsoTheme *theme)
{
  const IsoRunBranch *branch = branch_at (curves, index);
  IsoColor color = iso_run_series_color (theme, series);
  IsoLineTrace trace;
  color.alpha *= theme->is_contrast ? PALE_CONTRAST : PALE;
  iso_line_trace_begin (&trace, cairo, FAR);
  if (series >= ISO_RUN_FIRST_SCORE)
    trace_scores (&trace, layout, curves, branch, series);
  else
    trace_steps (&trace, layout, branch, series);
  iso_line_trace_end (&trace);
  iso_set_color (cairo, color);
  cairo_set_line_width (cairo, LINE_WIDTH);
  cairo_set_line_join (cairo, CAIRO_LINE_JOIN_BEVEL);
  iso_dash_set (cairo, 1 + (int) index % (ISO_DASHES - 1));
  cairo_stroke (cairo);
  iso_dash_set (cairo, 0);
}

/* The value of a series of a branch at a step: the average, or the score of the last evaluation by then. */
static double
value_at (const IsoRunCurves *curves, const IsoRunBranch *branch, IsoRunSeries series, guint64 step)
{
  if (series < ISO_RUN_FIRST_SCORE)
    return iso_run_curves_smoothed (branch->curves, series, MAX (step, branch->curves->first_step));
  const IsoEpochRecord *record = iso_run_curves_epoch_at (branch->curves, step);
  return record != NULL ? iso_run_curves_score (curves, series, record) : (double) NAN;
}

static bool
is_in_sight (const IsoCurvesLayout *layout, double x, double y)
{
  return x >= layout->left - 1.0 && x <= layout->right + 1.0 && y >= layout->top - 1.0 && y <= layout->bottom + 1.0;
}

static void
draw_ring (cairo_t *cairo, const IsoCurvesLayout *layout, const IsoRunCurves *curves, const IsoRunBranch *branch, IsoRunSeries series,
           const IsoTheme *theme)
{
  double x = iso_curves_x (layout, (double) branch->fork_step);
  double y = iso_curves_y (layout, series, value_at (curves, branch, series, branch->fork_step));
  if (!is_in_sight (layout, x, y))
    return;
  cairo_new_sub_path (cairo);
  cairo_arc (cairo, x, y, RING, 0.0, 2.0 * G_PI);
  iso_set_color (cairo, theme->background);
  cairo_fill_preserve (cairo);
  iso_set_color (cairo, iso_run_series_color (theme, series));
  cairo_set_line_width (cairo, 1.5);
  cairo_stroke (cairo);
}

void
iso_curves_draw_branches (cairo_t *cairo, const IsoCurvesLayout *layout, const IsoRunCurves *curves,
                          const IsoCurvesOptions *options, const IsoTheme *theme)
{
  if (!iso_curves_has_branches (curves, options))
    return;
  cairo_save (cairo);
  cairo_rectangle (cairo, layout->left, layout->top - 1.0, layout->right - layout->left, layout->bottom - layout->top + 2.0);
  cairo_clip (cairo);
  for (guint i = 0; i < curves->branches->len; i++)
    for (IsoRunSeries series = ISO_RUN_LOSS; series < ISO_RUN_SERIES; series++)
      if (options->shown[series])
        draw_line (cairo, layout, curves, i, series, theme);
  cairo_restore (cairo);
}

/* ---- labels ---- */

typedef struct {
  double left, right, middle;
} Box;

/* The series that a label stands at: the first score, for its lines are calm; else whatever is shown. */
static bool
find_label_series (IsoRunSeries *series, const IsoCurvesOptions *options)
{
  static const IsoRunSeries order[] = { ISO_RUN_FIRST_SCORE, ISO_RUN_SECOND_SCORE, ISO_RUN_LOSS, ISO_RUN_DIVERGENCE };
  for (size_t i = 0; i < G_N_ELEMENTS (order); i++)
    if (options->shown[order[i]])
      {
        *series = order[i];
        return true;
      }
  return false;
}

/* Whether the name of a reference line (raw pixels, untrained) may stand at that height: above or below its line. */
static bool
is_at_reference (double middle, double line, const IsoCurvesLayout *layout, const IsoRunCurves *curves, const IsoCurvesOptions *options)
{
  const IsoEpochRecord *first = curves->epochs->len > 0 ? &g_array_index (curves->epochs, IsoEpochRecord, 0) : NULL;
  for (IsoRunSeries series = ISO_RUN_FIRST_SCORE; series < ISO_RUN_SERIES; series++)
    {
      double untrained = first != NULL && first->epoch == 0 ? iso_run_curves_score (curves, series, first) : (double) NAN;
      if (options->shown[series]
          && (fabs (middle - iso_curves_y (layout, series, untrained)) < 1.6 * line
              || fabs (middle - iso_curves_y (layout, series, iso_run_curves_raw_score (curves, series))) < 1.6 * line))
        return true;
    }
  return false;
}

/* Above the end of its line, or as far below or above as others leave room; false: nowhere. */
static bool
find_place (Box *box, const Box *taken, size_t count, const IsoCurvesLayout *layout, const IsoRunCurves *curves,
            const IsoCurvesOptions *options, double x, double y, double width, double line)
{
  static const double shifts[] = { -0.8, 0.8, -1.8, 1.8, -2.8, 2.8 };
  box->right = CLAMP (x, layout->left + width, layout->right);
  box->left = box->right - width;
  for (size_t s = 0; s < G_N_ELEMENTS (shifts); s++)
    {
      box->middle = y + shifts[s] * line;
      bool is_free = !is_at_reference (box->middle, line, layout, curves, options);
      for (size_t i = 0; i < count; i++)
        is_free = is_free && !(fabs (taken[i].middle - box->middle) < line && box->left < taken[i].right && box->right > taken[i].left);
      if (is_free && box->middle - 0.5 * line >= layout->top && box->middle + 0.5 * line <= layout->bottom)
        return true;
    }
  return false;
}

void
iso_curves_label_branches (cairo_t *cairo, const IsoCurvesLayout *layout, const IsoRunCurves *curves,
                           const IsoCurvesOptions *options, const IsoTheme *theme)
{
  IsoRunSeries series;
  Box taken[MOST_LABELS];
  size_t count = 0;
  double size = SMALL * theme->text_size;
  if (!iso_curves_has_branches (curves, options) || !find_label_series (&series, options))
    return;
  for (guint i = 0; i < curves->branches->len; i++)
    {
      const IsoRunBranch *branch = branch_at (curves, i);
      guint64 last = MIN (iso_run_curves_last_step (branch->curves), (guint64) fmax (layout->steps.maximum, 0.0));
      double x = iso_curves_x (layout, (double) last), width, line;
      double y = iso_curves_y (layout, series, value_at (curves, branch, series, last));
      for (IsoRunSeries ringed = ISO_RUN_LOSS; ringed < ISO_RUN_SERIES; ringed++)
        if (options->shown[ringed])
          draw_ring (cairo, layout, curves, branch, ringed, theme);
      iso_text_measure (&width, &line, cairo, branch->label, size, ISO_TEXT_REGULAR);
      if (count == MOST_LABELS || !is_in_sight (layout, x, y) || width > layout->right - layout->left
          || !find_place (&taken[count], taken, count, layout, curves, options, x, y, width, line))
        continue;
      const Box *box = &taken[count++];
      iso_text_rim (cairo, branch->label, box->left, box->middle, 0.0, 0.5, size, ISO_TEXT_REGULAR, theme->background);
      iso_text_draw (cairo, branch->label, box->left, box->middle, 0.0, 0.5, size, ISO_TEXT_REGULAR, theme->quiet);
    }
}

char *
iso_curves_branch_sentence (const IsoRunCurves *curves)
{
  if (curves->branches == NULL || curves->branches->len == 0)
    return NULL;
  g_autoptr (GString) sentence = g_string_new (_("Beside it: "));
  for (guint i = 0; i < curves->branches->len; i++)
    {
      const IsoRunBranch *branch = branch_at (curves, i);
      char step[32];
      iso_number_format (step, sizeof step, (double) branch->fork_step, 9);
      g_string_append (sentence, i > 0 ? ", " : "");
      g_string_append_printf (sentence, _("%s from step %s"), branch->label, step);
    }
  return g_string_free (g_steal_pointer (&sentence), FALSE);
}
