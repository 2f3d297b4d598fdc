/* The quiet lines to compare the scores with: raw pixels dashed, the untrained network dotted. */
#include <glib/gi18n-lib.h>
#include <math.h>

#include "ui/figure/curves-marks.h"
#include "ui/figure/text.h"

#define TINY 0.82 /* of the theme's text size */
#define PLACES 4  /* for a label along its line */
#define CURVE_COST 2
#define REFERENCE_COST 3

typedef struct {
  double value;
  const char *name;
  IsoRunSeries series;
  bool is_dotted;
} Reference;

static size_t
collect_references (Reference *references, const IsoRunCurves *curves, const IsoCurvesOptions *options)
{
  const IsoEpochRecord *first = curves->epochs->len > 0 ? &g_array_index (curves->epochs, IsoEpochRecord, 0) : NULL;
  bool has_untrained = first != NULL && first->epoch == 0;
  size_t count = 0;
  for (int dotted = 0; dotted <= 1; dotted++)
    for (IsoRunSeries series = ISO_RUN_FIRST_SCORE; series < ISO_RUN_SERIES; series++)
      {
        double untrained = has_untrained ? iso_run_curves_score (curves, series, first) : (double) NAN;
        double value = dotted ? untrained : iso_run_curves_raw_score (curves, series);
        if (isfinite (value) && options->shown[series])
          references[count++] = (Reference) { value, dotted ? _("untrained") : _("raw pixels"), series, dotted };
      }
  return count;
}

/* Height of a score's line at x; NAN where there is none. */
static double
score_height (const IsoCurvesLayout *layout, const IsoRunCurves *curves, IsoRunSeries series, double x)
{
  double step = iso_axis_value (&layout->steps, (x - layout->left) / (layout->right - layout->left));
  const IsoEpochRecord *before = iso_run_curves_epoch_at (curves, (guint64) fmax (step, 0.0));
  if (before == NULL)
    return NAN;
  const IsoEpochRecord *last = &g_array_index (curves->epochs, IsoEpochRecord, curves->epochs->len - 1);
  const IsoEpochRecord *after = before < last ? before + 1 : before;
  double first = iso_run_curves_score (curves, series, before), second = iso_run_curves_score (curves, series, after);
  double share = after->step > before->step ? (step - (double) before->step) / (double) (after->step - before->step) : 0.0;
  return iso_curves_y (layout, series, first + share * (second - first));
}

typedef struct {
  double left, right, middle;
} Box;

/* At how many of a few places the lines of the scores cross the box. */
static int
crossings (const Box *box, double line, const IsoCurvesLayout *layout, const IsoRunCurves *curves,
           const IsoCurvesOptions *options)
{
  int found = 0;
  for (IsoRunSeries series = ISO_RUN_FIRST_SCORE; series < ISO_RUN_SERIES; series++)
    for (int i = 0; i <= 4 && options->shown[series]; i++)
      {
        double y = score_height (layout, curves, series, box->left + 0.25 * i * (box->right - box->left));
        found += fabs (y - box->middle) < 0.5 * line + 2.0;
      }
  return found;
}

static bool
is_free (const Box *box, double line, const Box *taken, size_t count, const IsoCurvesLayout *layout)
{
  if (box->left < layout->left || box->middle - 0.5 * line < layout->top || box->middle + 0.5 * line > layout->bottom)
    return false;
  for (size_t i = 0; i < count; i++)
    if (fabs (taken[i].middle - box->middle) < line && box->left < taken[i].right && box->right > taken[i].left)
      return false;
  return true;
}

static double
place_of (const Reference *reference, const IsoCurvesLayout *layout)
{
  return floor (iso_curves_y (layout, reference->series, reference->value)) + 0.5;
}

/* Above the line or below it, at the right end or further left: where no label, fewest of the curves and no other reference line
 * are, so that one sees whose label it is. The line alone says it where all is taken. */
static bool
find_box (Box *best, const Reference *references, size_t reference_count, size_t which, double width, double line,
          const Box *taken, size_t count, const IsoCurvesLayout *layout, const IsoRunCurves *curves,
          const IsoCurvesOptions *options)
{
  double y = place_of (&references[which], layout);
  int least = G_MAXINT;
  for (int place = 0; place < PLACES; place++)
    for (int side = -1; side <= 1; side += 2)
      {
        Box box = { 0.0, layout->right - 4.0 - place * (width + 12.0), y + side * (0.5 * line + 1.0) };
        box.left = box.right - width;
        if (!is_free (&box, line, taken, count, layout))
          continue;
        int cost = CURVE_COST * crossings (&box, line, layout, curves, options);
        for (size_t other = 0; other < reference_count; other++)
          if (other != which && fabs (place_of (&references[other], layout) - box.middle) < 0.5 * line + 1.0)
            cost += REFERENCE_COST;
        if (cost < least)
          {
            least = cost;
            *best = box;
          }
      }
  return least < G_MAXINT;
}

void
iso_curves_draw_references (cairo_t *cairo, const IsoCurvesLayout *layout, const IsoRunCurves *curves,
                            const IsoCurvesOptions *options, const IsoTheme *theme)
{
  static const double dashes[2][2] = { { 6.0, 4.0 }, { 1.5, 3.0 } };
  Reference references[4];
  size_t count = collect_references (references, curves, options);
  for (size_t i = 0; i < count; i++)
    {
      IsoColor color = iso_run_series_color (theme, references[i].series);
      double y = place_of (&references[i], layout);
      if (!(y >= layout->top && y <= layout->bottom + 1.0))
        continue;
      color.alpha = 0.7;
      iso_set_color (cairo, color);
      cairo_set_line_width (cairo, 1.0);
      cairo_set_dash (cairo, dashes[references[i].is_dotted], 2, 0.0);
      cairo_move_to (cairo, layout->left, y);
      cairo_line_to (cairo, layout->right, y);
      cairo_stroke (cairo);
    }
  cairo_set_dash (cairo, NULL, 0, 0.0);
}

void
iso_curves_label_references (cairo_t *cairo, const IsoCurvesLayout *layout, const IsoRunCurves *curves,
                             const IsoCurvesOptions *options, const IsoTheme *theme)
{
  Reference references[4];
  Box taken[4];
  size_t count = collect_references (references, curves, options), labels = 0;
  double size = TINY * theme->text_size;
  for (size_t i = 0; i < count; i++)
    {
      double width, line;
      Box box;
      double y = place_of (&references[i], layout);
      if (!(y >= layout->top && y <= layout->bottom + 1.0))
        continue;
      iso_text_measure (&width, &line, cairo, references[i].name, size, ISO_TEXT_REGULAR);
      if (!find_box (&box, references, count, i, width, line, taken, labels, layout, curves, options))
        continue;
      taken[labels++] = box;
      /* A rim around the letters: a ground of their own would wipe out a piece of a curve. */
      iso_text_rim (cairo, references[i].name, box.left, box.middle, 0.0, 0.5, size, ISO_TEXT_REGULAR, theme->background);
      iso_text_draw (cairo, references[i].name, box.left, box.middle, 0.0, 0.5, size, ISO_TEXT_REGULAR,
                     iso_legible_color (theme, iso_run_series_color (theme, references[i].series)));
    }
}
