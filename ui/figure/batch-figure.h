/* The batch strip as a figure: drawn from plain data into any cairo context, for export and the command line. */
#pragma once

#include "ui/figure/batch-matrices.h"

typedef struct {
  const IsoBatchMatrices *matrices;
  const char *title, *subtitle; /* either may be NULL */
  IsoMatrixKind large;
  bool logarithmic;
  const IsoTheme *theme;
} IsoBatchFigure;

/* Fills (0, 0, width, height) of the context, background included. Bitmaps get one value a device pixel or whole device pixels a
 * value; on paper (PDF, SVG) every value is a square of its own. Sensible from 480 × 240 on. */
void iso_batch_figure_draw (cairo_t *cairo, double width, double height, const IsoBatchFigure *figure);
