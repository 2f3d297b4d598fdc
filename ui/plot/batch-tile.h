/* A small matrix with its caption: a toggle button that makes it the large one. */
#pragma once

#include <gtk/gtk.h>

#include "ui/plot/matrix-view.h"

#define ISO_TYPE_BATCH_TILE (iso_batch_tile_get_type ())
G_DECLARE_FINAL_TYPE (IsoBatchTile, iso_batch_tile, ISO, BATCH_TILE, GtkToggleButton)

GtkWidget *iso_batch_tile_new (IsoMatrixKind kind);
IsoMatrixKind iso_batch_tile_kind (IsoBatchTile *tile);
IsoMatrixView *iso_batch_tile_view (IsoBatchTile *tile);

/* Side of the square at the top, to be set before allocating; after ISO_BATCH_CAPTION_GAP the caption gets the rest. */
void iso_batch_tile_set_side (IsoBatchTile *tile, int side);
/* Height that the caption's two lines take. */
int iso_batch_tile_caption_height (IsoBatchTile *tile);

void iso_batch_tile_set_caption (IsoBatchTile *tile, const char *caption);
/* What the matrix amounts to, for the tooltip and assistive technologies. */
void iso_batch_tile_set_statistic (IsoBatchTile *tile, const char *statistic);
