/* The boxes that a formula is set in: for formula-figure.c, which breaks it into lines. */
#pragma once

#include <cairo.h>

#include "engine/base/formula.h"

/* Pixels, from the point on the baseline at which the box begins. */
typedef struct {
  double width, ascent, descent;
} IsoFormulaBox;

/* The box of one item at a size of letters; drawn with its beginning at the cairo context's (x, y), in its colour, if `draws`. */
IsoFormulaBox iso_formula_box (cairo_t *cairo, const IsoFormula *formula, double size, double x, double y, bool draws);
