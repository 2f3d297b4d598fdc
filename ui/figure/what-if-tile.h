/* One cell of the what-if grid as it is drawn: the engine's cell with the spread of its values and its pixels. Counted, main thread
 * once made. */
#pragma once

#include <cairo.h>

#include "engine/distill/what-if.h"
#include "engine/train/snapshot.h"
#include "ui/figure/matrix-range.h"

typedef struct {
  IsoBatchSnapshot *snapshot; /* owned reference: what batch it is of */
  IsoWhatIfCell *cell;
  IsoMatrixSpread spread;     /* of the thumbnail */
  cairo_surface_t *pixels;    /* as drawn last, or NULL */
  IsoHeatScale scale;         /* of the pixels */
} IsoWhatIfTile;

/* Computes the cell for the batch, any thread. */
IsoWhatIfTile *iso_what_if_tile_new (IsoBatchSnapshot *snapshot, const IsoDistillSettings *settings);
/* See iso_what_if_cell_with_lambda(). */
IsoWhatIfTile *iso_what_if_tile_with_lambda (const IsoWhatIfTile *tile, double lambda);
/* One of its own, without pixels, which may go to another thread. */
IsoWhatIfTile *iso_what_if_tile_copy (const IsoWhatIfTile *tile);
IsoWhatIfTile *iso_what_if_tile_ref (IsoWhatIfTile *tile);
void iso_what_if_tile_unref (IsoWhatIfTile *tile);

/* Whether it is the answer for this batch and these settings, whose mode is taken for OBDP. */
bool iso_what_if_tile_is (const IsoWhatIfTile *tile, const IsoBatchSnapshot *snapshot, const IsoDistillSettings *settings);

/* (side, side) pixels of P, corners rounded; kept until another side or scale is asked for. NULL where there is no P. Not owned. */
cairo_surface_t *iso_what_if_tile_pixels (IsoWhatIfTile *tile, size_t side, double radius, const IsoHeatScale *scale);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoWhatIfTile, iso_what_if_tile_unref)
