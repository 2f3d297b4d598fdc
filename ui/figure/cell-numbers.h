/* The numbers in the cells of a matrix drawn very large, into pixels by an own loop: some hundred layouts of text a frame would take
 * longer than all the rest. The few characters that numbers are made of are drawn once, by Pango, and stamped from then on. */
#pragma once

#include <glib.h>

#include "ui/figure/matrix-zoom.h"

/* Pixels of the screen that a cell must be wide. */
#define ISO_CELL_NUMBERS_LEAST 28

typedef struct _IsoCellNumbers IsoCellNumbers;

/* size: of the text, in device pixels. */
IsoCellNumbers *iso_cell_numbers_new (double size);
void iso_cell_numbers_free (IsoCellNumbers *numbers);
double iso_cell_numbers_size (const IsoCellNumbers *numbers);

/* Writes into each cell in sight its value, as many of 3 digits as fit, dark on light cells and light on dark ones, over pixels
 * (side, side) as iso_heat_window_draw() leaves them. values (B, B); order (B) or NULL, as in IsoHeatWindow. */
void iso_cell_numbers_draw (const IsoCellNumbers *numbers, guint32 *pixels, size_t stride, const IsoMatrixZoom *zoom,
                            const float *values, const guint32 *order);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoCellNumbers, iso_cell_numbers_free)
