/* The chart of a run, drawn from plain data into any cairo context: widget, export and command line call the same.
 *
 *   IsoCurvesOptions options = ISO_CURVES_OPTIONS_DEFAULT;
 *   g_autofree IsoCurvesLayout *layout = iso_curves_layout_new (cairo, curves, &options, theme, width, height);
 *   iso_curves_draw (cairo, layout, curves, &options, theme);
 *
 * The background is left alone. The read-out at the cursor is a layer of its own (curves-readout.h).
 */
#pragma once

#include "ui/figure/plot-box.h"
#include "ui/figure/plot-range.h"
#include "ui/figure/run-curves.h"

typedef struct {
  bool shown[ISO_RUN_SERIES];
  bool logarithmic; /* the left axis */
  bool has_legend;  /* drawn below; a window has buttons instead */
  bool own_scale;   /* the divergence had a scale of its own so far: it keeps it unless sharing has become clearly better */
  double scale;     /* device pixels in a unit of the context, for what is rasterised */
  const IsoPlotWindow *window; /* what is shown; its y in the order of IsoRunSeries. NULL: everything */
  bool has_branches; /* other runs beside it, where there are some */
} IsoCurvesOptions;

#define ISO_CURVES_OPTIONS_DEFAULT { { true, true, true, true }, false, true, false, 1.0, NULL, true }

/* Where everything stands. Free with g_free(). */
typedef struct {
  double width, height;
  double left, top, right, bottom; /* of the plot */
  IsoAxis steps;
  IsoAxis loss;       /* left; the divergence's too unless it has a scale of its own */
  IsoAxis divergence; /* left of the loss's labels, where has_own_scale */
  IsoAxis scores[ISO_RUN_SCORES]; /* right; the same twice unless they are of different kinds: has_own_scores */
  bool has_own_scale, has_left, has_scores, has_own_scores;
  int event_rows;           /* rows of labels above the plot: 0 where there are no events */
  double event_line;        /* height of one */
  double loss_labels, divergence_labels, score_labels[ISO_RUN_SCORES]; /* right edges of the columns of labels */
} IsoCurvesLayout;

IsoCurvesLayout *iso_curves_layout_new (cairo_t *cairo, const IsoRunCurves *curves, const IsoCurvesOptions *options,
                                        const IsoTheme *theme, double width, double height);

void iso_curves_draw (cairo_t *cairo, const IsoCurvesLayout *layout, const IsoRunCurves *curves, const IsoCurvesOptions *options,
                      const IsoTheme *theme);

IsoPlotBox iso_curves_box (const IsoCurvesLayout *layout);

/* The axis of a series. */
const IsoAxis *iso_curves_axis (const IsoCurvesLayout *layout, IsoRunSeries series);

/* Place of a step, or of a value of a series, in the context's units. The value's is not held within the plot. */
double iso_curves_x (const IsoCurvesLayout *layout, double step);
double iso_curves_y (const IsoCurvesLayout *layout, IsoRunSeries series, double value);

/* The step nearest to x, within the steps that are shown. */
guint64 iso_curves_step_at (const IsoCurvesLayout *layout, const IsoRunCurves *curves, double x);
