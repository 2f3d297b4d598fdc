/* The batch strip as a figure: drawn from plain data into any cairo context, for export and the command line. */
#pragma once

#include "ui/figure/batch-matrices.h"
#include "ui/figure/colormap.h"
#include "ui/figure/matrix-order.h"

typedef struct {
  const IsoBatchMatrices *matrices;
  const char *title, *subtitle; /* either may be NULL */
  IsoMatrixKind large;
  bool logarithmic;
  const IsoTheme *theme;
  const IsoMatrixOrder *order; /* NULL: by class */
  const IsoHeatScale *scales;  /* (ISO_MATRIX_COUNT), chosen by hand; NULL: the automatic ones */
  bool has_map;                /* `map` is taken for all that do not diverge, instead of each one's own */
  IsoColormap map;
} IsoBatchFigure;

/* Fills (0, 0, width, height) of the context, background included. Bitmaps get one value a device pixel or whole device pixels a
 * value; on paper (PDF, SVG) every value is a square of its own. Sensible from 480 × 240 on. */
void iso_batch_figure_draw (cairo_t *cairo, double width, double height, const IsoBatchFigure *figure);
