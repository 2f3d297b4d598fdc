/* Sets a formula as print does: letters in italics, sums with their limits below, fractions, brackets as high as what they hold.
 *
 *     iso_formula_figure_measure (&width, &height, NULL, cairo, formula, 17.0, room);
 *     iso_formula_figure_draw (cairo, formula, x, y, 17.0, room, theme->text);
 *
 * A line that is wider than the room goes on, indented, before a sum or after a comma; one that cannot be broken so is set smaller.
 */
#pragma once

#include "engine/base/formula.h"
#include "ui/figure/theme.h"

/* size: pixels of its letters; room: the width to fit into, in pixels; 0: any. baseline: how far below its top the first line
 * stands. Each of width, height and baseline may be NULL. */
void iso_formula_figure_measure (double *width, double *height, double *baseline, cairo_t *cairo, const IsoFormula *formula,
                                 double size, double room);

/* (x, y): the top left corner. */
void iso_formula_figure_draw (cairo_t *cairo, const IsoFormula *formula, double x, double y, double size, double room,
                              IsoColor color);
