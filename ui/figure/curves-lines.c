#include "ui/figure/curves-lines.h"

#include <math.h>

#include "ui/figure/curve-stroke.h"

static IsoCurveStroke
stroke_of (const IsoCurvesLayout *layout, const IsoRunCurves *curves, IsoRunSeries series, const IsoPlotWindow *window,
           IsoColor color)
{
  return (IsoCurveStroke){
    .curve = series == ISO_RUN_LOSS ? curves->loss : curves->divergence,
    .first = (double) curves->first_step,
    .axis = series == ISO_RUN_LOSS ? &layout->loss : &layout->divergence,
    .color = color,
    .has_values = true,
    /* An axis that a person chose leaves out what they chose to leave out. */
    .is_cut = window != NULL && window->has_y,
  };
}

double
iso_curves_average_at (const IsoCurvesLayout *layout, const IsoRunCurves *curves, IsoRunSeries series, guint64 step)
{
  IsoCurveStroke stroke = stroke_of (layout, curves, series, NULL, (IsoColor){ 0 });
  IsoPlotBox box = iso_curves_box (layout);
  return iso_curve_stroke_average (&stroke, &box, &layout->steps, (double) step);
}

void
iso_curves_draw_lines (cairo_t *cairo, const IsoCurvesLayout *layout, const IsoRunCurves *curves, const IsoCurvesOptions *options,
                       const IsoTheme *theme)
{
  IsoCurveStroke strokes[2];
  IsoPlotBox box = iso_curves_box (layout);
  size_t count = 0;
  for (IsoRunSeries series = ISO_RUN_LOSS; series <= ISO_RUN_DIVERGENCE; series++)
    {
      IsoCurveStroke stroke = stroke_of (layout, curves, series, options->window, iso_run_series_color (theme, series));
      if (options->shown[series] && iso_curve_finite_count (stroke.curve) > 0)
        strokes[count++] = stroke;
    }
  iso_curve_strokes_draw (cairo, &box, &layout->steps, strokes, count, options->scale);
}
