/* Where the parts of the batch strip go: one large square, its bands, colour bar and read-out, and ten small squares with
 * captions. The same for the window and for exported figures.
 */
#pragma once

#include <glib.h>

#include "ui/figure/batch-matrices.h"

#define ISO_BATCH_CAPTION_GAP 4 /* between a small square and its caption */

typedef struct {
  int x, y, width, height;
} IsoPlace;

typedef struct {
  int width, height;     /* to be filled */
  size_t B;              /* cells a side; 0 if unknown */
  int scale;             /* device pixels a pixel */
  int caption_height;    /* under each small square, two lines */
  int line_height;       /* that a caption grows by where there is room or need, so that its second line may wrap */
  int readout_height;    /* under the large one */
  int bar_width;         /* of the colour bar with its labels */
  int tools_height;      /* of what stands above the large one; 0: nothing does */
  int tools_width;       /* that it takes, more than the large one where that is small */
} IsoBatchRoom;

typedef struct {
  IsoPlace large;                      /* the square itself, a whole number of device pixels a cell where that wastes little */
  IsoPlace rows, columns;              /* class bands at its left and below it */
  IsoPlace bar, readout, tools;
  IsoPlace tiles[ISO_MATRIX_COUNT];    /* small squares */
  IsoPlace captions[ISO_MATRIX_COUNT];
  int tile_columns;
} IsoBatchLayout;

void iso_batch_layout (IsoBatchLayout *layout, const IsoBatchRoom *room);
