/* Antialiased strokes of function graphs (one value at each place) into pixels: what cairo needs 10 ms for at 2000 noisy points
 * takes well below one. Pixels are premultiplied ARGB, stride counts pixels, rows go down. */
#pragma once

#include <glib.h>

#define ISO_PEN_SAMPLES 4 /* of the graph in a pixel's width */

/* Blends color into the rows [top, bottom] of one column, the first and last row by the part that is covered. */
void iso_fill_column (guint32 *column, int height, int stride, double top, double bottom, guint32 color);

/* The same for all columns: extremes (width, 2) top and bottom of each; top > bottom: nothing. Goes by rows, as memory lies. */
void iso_fill_columns (guint32 *pixels, int width, int height, int stride, const double *extremes, guint32 color);

/* Strokes the graph with a round pen. rows (width · ISO_PEN_SAMPLES): the graph's row at the middle of each quarter of a pixel;
 * NAN: no graph there, the pieces before and behind end round. thickness in pixels. */
void iso_pen_stroke (guint32 *pixels, int width, int height, int stride, const double *rows, double thickness, guint32 color);
