/* The body of the batch strip: one large matrix with class bands, colour bar and read-out, and the eight as tiles, under one
 * cursor, in one order. Above the large one are the tools for order and colours; the part of it in sight is framed in the tiles.
 *
 * Keys: O the next order, R by the values in the cursor's row; those of IsoMatrixView in the large one, of IsoColorBar in its bar.
 */
#pragma once

#include <gtk/gtk.h>

#include "engine/data/dataset.h"
#include "ui/figure/matrix-order.h"
#include "ui/plot/sample-choice.h"

#define ISO_TYPE_BATCH_BOARD (iso_batch_board_get_type ())
G_DECLARE_FINAL_TYPE (IsoBatchBoard, iso_batch_board, ISO, BATCH_BOARD, GtkWidget)

GtkWidget *iso_batch_board_new (void);

/* Cells pointed at and picked here are told to it, and what is pointed at, picked and selected elsewhere shows here: as the cursor,
 * as framed cell and wedges, and by everything else paling. NULL: none. Takes a reference. */
void iso_batch_board_set_choice (IsoBatchBoard *board, IsoSampleChoice *choice);

/* By row: that of the cursor, else of the pair picked, else where the cursor was last. Orders but that by class are found on a worker;
 * iso_batch_board_order() is the one in sight. */
void iso_batch_board_set_order (IsoBatchBoard *board, IsoOrderKind kind);
IsoOrderKind iso_batch_board_order (IsoBatchBoard *board);

/* Class names for the read-out, or NULL. */
void iso_batch_board_set_names (IsoBatchBoard *board, IsoDataset *names);

/* large and tiles (ISO_MATRIX_COUNT) are ready pixels for the large matrix `large_kind` and the tiles; any may be NULL, then the
 * views make their own. matrices NULL: forget. */
void iso_batch_board_show (IsoBatchBoard *board, IsoBatchMatrices *matrices, gboolean logarithmic, IsoMatrixKind large_kind,
                           cairo_surface_t *large, cairo_surface_t *const *tiles);

/* The same matrices on the other of the automatic scales, at once; scales set by hand are given up for it. */
void iso_batch_board_set_logarithmic (IsoBatchBoard *board, gboolean logarithmic);

IsoMatrixKind iso_batch_board_large (IsoBatchBoard *board);
/* The large matrix itself, which takes the keyboard. */
GtkWidget *iso_batch_board_large_view (IsoBatchBoard *board);
void iso_batch_board_set_large (IsoBatchBoard *board, IsoMatrixKind kind);

/* Sides in device pixels, for the worker; 0 before there is a size. */
size_t iso_batch_board_large_side (IsoBatchBoard *board);
size_t iso_batch_board_tile_side (IsoBatchBoard *board);

/* The cell under the cursor, by rows of the matrices whatever the order; false if there is none. */
gboolean iso_batch_board_cursor (IsoBatchBoard *board, int *row, int *column);
