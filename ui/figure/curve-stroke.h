/* Curves of any length in a plot: every value, faint, and the average in front. */
#pragma once

#include "ui/figure/curve.h"
#include "ui/figure/plot-box.h"

typedef struct {
  const IsoCurve *curve;
  double first;        /* x of index 0; that of each further value is larger by 1 */
  const IsoAxis *axis; /* of its values */
  IsoColor color;
  bool has_values;     /* the values behind */
  bool is_cut;         /* the average ends where the plot ends; else it runs along the edge, and an arrow says so */
} IsoCurveStroke;

/* Draws them so that the first has its average in front of all: pixels by a rasteriser of our own (scale: device pixels in a unit)
 * where the context ends in pixels, paths where it ends in PDF or SVG. The cost goes by the pixels. */
void iso_curve_strokes_draw (cairo_t *cairo, const IsoPlotBox *box, const IsoAxis *x, const IsoCurveStroke *strokes, size_t count,
                             double scale);

/* The average as it is drawn at a place of x: where many values share a pixel, their mean. NAN in a gap. */
double iso_curve_stroke_average (const IsoCurveStroke *stroke, const IsoPlotBox *box, const IsoAxis *x, double at);
