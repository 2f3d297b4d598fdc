/* Which part of a matrix a view shows, in whole device pixels: pure arithmetic, no drawing.
 *
 * The B places of a side would take `whole` pixels, of which `side` are in sight from (x, y) on. Fitted, whole = side. Enlarged
 * beyond that cells are whole pixels wide, so that all are equally large and crisp; a wheel turned slowly still gets there, because
 * `wanted` remembers what was asked for.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#define ISO_MATRIX_CELL_MAX 192 /* pixels: no larger */

typedef struct {
  size_t B, side;
  size_t whole, x, y;
  double wanted;      /* whole, before it was rounded */
} IsoMatrixZoom;

/* All of it. */
void iso_matrix_zoom_fit (IsoMatrixZoom *zoom, size_t B, size_t side);
/* Another size of the view: the same middle, at the same part of the whole; another B: all of it. */
void iso_matrix_zoom_resize (IsoMatrixZoom *zoom, size_t B, size_t side);
bool iso_matrix_zoom_is_fit (const IsoMatrixZoom *zoom);
bool iso_matrix_zoom_equal (const IsoMatrixZoom *a, const IsoMatrixZoom *b);

/* factor times larger, so that what lies under pixel (x, y) of the view stays there as nearly as whole pixels allow. */
void iso_matrix_zoom_by (IsoMatrixZoom *zoom, double factor, double x, double y);
/* At least to the next size that differs: for keys, which are pressed once. */
void iso_matrix_zoom_step (IsoMatrixZoom *zoom, bool nearer, double x, double y);
/* So that the box between two pixels of the view fills it; a box of nothing changes nothing. */
void iso_matrix_zoom_to_box (IsoMatrixZoom *zoom, double x0, double y0, double x1, double y1);
/* The whole moves by so many pixels to the right and down. */
void iso_matrix_zoom_pan (IsoMatrixZoom *zoom, double dx, double dy);
/* As little as brings a cell into sight, with one beside it. */
void iso_matrix_zoom_bring (IsoMatrixZoom *zoom, size_t row, size_t column);

/* The places at pixel (x, y) of the view, taken into it. */
void iso_matrix_zoom_cell_at (const IsoMatrixZoom *zoom, double x, double y, size_t *row, size_t *column);
/* Where a column's (row's) first pixel is in the view; may lie outside. */
double iso_matrix_zoom_column (const IsoMatrixZoom *zoom, size_t column);
double iso_matrix_zoom_row (const IsoMatrixZoom *zoom, size_t row);
/* Pixels a cell. */
double iso_matrix_zoom_cell (const IsoMatrixZoom *zoom);
/* How much nearer than fitted, 1 or more. */
double iso_matrix_zoom_factor (const IsoMatrixZoom *zoom);
