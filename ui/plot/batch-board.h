/* The body of the batch strip: one large matrix with class bands, colour bar and read-out, and the eight as tiles, under one
 * cursor.
 */
#pragma once

#include <gtk/gtk.h>

#include "engine/data/dataset.h"
#include "ui/figure/batch-matrices.h"

#define ISO_TYPE_BATCH_BOARD (iso_batch_board_get_type ())
G_DECLARE_FINAL_TYPE (IsoBatchBoard, iso_batch_board, ISO, BATCH_BOARD, GtkWidget)

GtkWidget *iso_batch_board_new (void);

/* Class names for the read-out, or NULL. */
void iso_batch_board_set_names (IsoBatchBoard *board, IsoDataset *names);

/* large and tiles (ISO_MATRIX_COUNT) are ready pixels for the large matrix `large_kind` and the tiles; any may be NULL, then the
 * views make their own. matrices NULL: forget. */
void iso_batch_board_show (IsoBatchBoard *board, IsoBatchMatrices *matrices, gboolean logarithmic, IsoMatrixKind large_kind,
                           cairo_surface_t *large, cairo_surface_t *const *tiles);

/* The same matrices on the other scale, at once. */
void iso_batch_board_set_logarithmic (IsoBatchBoard *board, gboolean logarithmic);

IsoMatrixKind iso_batch_board_large (IsoBatchBoard *board);
void iso_batch_board_set_large (IsoBatchBoard *board, IsoMatrixKind kind);

/* Sides in device pixels, for the worker; 0 before there is a size. */
size_t iso_batch_board_large_side (IsoBatchBoard *board);
size_t iso_batch_board_tile_side (IsoBatchBoard *board);

/* The cell under the cursor; false if there is none. */
gboolean iso_batch_board_cursor (IsoBatchBoard *board, int *row, int *column);
