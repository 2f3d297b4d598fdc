/* One matrix of a batch as a square of crisp cells, with the shared cursor over it.
 *
 * Pixels are made by a worker and handed over; where they do not fit (a new size, theme or kind) the view makes its own, which
 * takes a fraction of a millisecond. The cursor is a layer of its own: moving it leaves the pixels' render node as it is.
 *
 * Signal "cursor-moved" (int row, int column): the pointer or the arrow keys are on that cell; −1, −1: they left.
 */
#pragma once

#include <gtk/gtk.h>

#include "ui/figure/batch-matrices.h"

#define ISO_TYPE_MATRIX_VIEW (iso_matrix_view_get_type ())
G_DECLARE_FINAL_TYPE (IsoMatrixView, iso_matrix_view, ISO, MATRIX_VIEW, GtkWidget)

GtkWidget *iso_matrix_view_new (IsoMatrixKind kind);

/* matrices may be NULL (nothing yet); pixels (square, device pixels) as iso_batch_matrices_draw() makes them for this kind, scale
 * and theme, or NULL. References are taken. */
void iso_matrix_view_show (IsoMatrixView *view, IsoMatrixKind kind, IsoBatchMatrices *matrices, gboolean logarithmic,
                           cairo_surface_t *pixels);

/* −1, −1: none. */
void iso_matrix_view_set_cursor (IsoMatrixView *view, int row, int column);

/* Side in device pixels, 0 before it has a size. */
size_t iso_matrix_view_side (IsoMatrixView *view);

/* Radius of a view's corners in pixels. */
#define ISO_MATRIX_RADIUS 4.0

/* Appends a rounded frame around a view of `side` pixels at the origin. */
void iso_matrix_view_append_frame (GtkSnapshot *snapshot, IsoColor color, double side, double distance, double thickness);
