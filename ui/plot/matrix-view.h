/* One matrix of a batch as a square of crisp cells, with the shared cursor over it.
 *
 * Pixels are made by a worker and handed over; where they do not fit (a new size, theme, order or kind) the view makes its own, which
 * takes a fraction of a millisecond. Cursor and marks are a layer of their own: moving them leaves the pixels' render node as it is.
 *
 * Rows and columns go by the matrices' own numbers everywhere here, whatever the order in which they are shown.
 *
 * An interactive view (the large one) zooms by wheel, pinch, Shift-drag (a box), + and −, pans by drag and by its cursor, fits by
 * double click and 0, goes back by BackSpace, and picks a cell by click and Enter.
 *
 * Signals: "cursor-moved" (int row, int column): the pointer or the arrow keys are on that cell; −1, −1: they left.
 * "cell-picked" (int row, int column). "zoomed" (): another part is in sight.
 */
#pragma once

#include <gtk/gtk.h>

#include "ui/figure/colormap.h"
#include "ui/figure/heat-window.h"
#include "ui/figure/matrix-order.h"
#include "ui/figure/matrix-zoom.h"

#define ISO_TYPE_MATRIX_VIEW (iso_matrix_view_get_type ())
G_DECLARE_FINAL_TYPE (IsoMatrixView, iso_matrix_view, ISO, MATRIX_VIEW, GtkWidget)

GtkWidget *iso_matrix_view_new (IsoMatrixKind kind);
/* To be said once, before it is shown. */
void iso_matrix_view_set_interactive (IsoMatrixView *view);

/* What is shown, and how. */
typedef struct {
  IsoMatrixKind kind;
  IsoBatchMatrices *matrices; /* NULL: nothing yet */
  IsoHeatScale scale;
  IsoColormap map;
  IsoMatrixOrder *order;      /* of these matrices; NULL: by class */
  IsoHeatLevels *levels;      /* of this matrix in that order, or NULL */
} IsoMatrixPicture;

/* pixels (square, device pixels) show just that, all of it, in the present theme, or NULL. References are taken. */
void iso_matrix_view_show_picture (IsoMatrixView *view, const IsoMatrixPicture *picture, cairo_surface_t *pixels);

/* The same in short: by class, on one of the automatic scales, in the kind's own colours. */
void iso_matrix_view_show (IsoMatrixView *view, IsoMatrixKind kind, IsoBatchMatrices *matrices, gboolean logarithmic,
                           cairo_surface_t *pixels);

/* −1, −1: none. */
void iso_matrix_view_set_cursor (IsoMatrixView *view, int row, int column);

/* What is chosen elsewhere, each −1 for none: the row and column of a sample pointed at, and the cell of the pair that is picked
 * (picked_column −1: a sample alone). */
typedef struct {
  int sample, picked_row, picked_column;
} IsoMatrixMarks;

void iso_matrix_view_set_marks (IsoMatrixView *view, const IsoMatrixMarks *marks);
/* faded (B of the matrices): 1 where a row does not count at the moment; NULL: all count. Copied. */
void iso_matrix_view_set_faded (IsoMatrixView *view, const guint8 *faded);

/* The part in sight; not owned. */
const IsoMatrixZoom *iso_matrix_view_zoom (IsoMatrixView *view);
/* May be of another size of view. The part before can be gone back to. */
void iso_matrix_view_set_zoom (IsoMatrixView *view, const IsoMatrixZoom *zoom);
/* False where it shows all already; false where there is nothing to go back to. */
gboolean iso_matrix_view_fit (IsoMatrixView *view);
gboolean iso_matrix_view_zoom_back (IsoMatrixView *view);
/* The frame of the part that another view shows, drawn over this one; NULL or all: none. */
void iso_matrix_view_set_outline (IsoMatrixView *view, const IsoMatrixZoom *zoom);

/* Side in device pixels, 0 before it has a size. */
size_t iso_matrix_view_side (IsoMatrixView *view);

/* Radius of a view's corners in pixels. */
#define ISO_MATRIX_RADIUS 4.0

/* Appends a rounded frame around a view of `side` pixels at the origin. */
void iso_matrix_view_append_frame (GtkSnapshot *snapshot, IsoColor color, double side, double distance, double thickness);
