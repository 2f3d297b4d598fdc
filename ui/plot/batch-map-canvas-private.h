/* What the files of the batch map's canvas share: batch-map-canvas.c (the picture, rings, the choice) and batch-map-canvas-input.c
 * (pointer, keys, box and lasso). */
#pragma once

#include "ui/plot/batch-map-canvas.h"

struct _IsoBatchMapCanvas {
  GtkWidget parent_instance;
  IsoBatchPicture *picture;
  GskRenderNode *node; /* of its pixels */
  size_t hovered;      /* G_MAXSIZE: none */
  gboolean by_keys;
  double pointer_x, pointer_y;
  gboolean is_dragging;
  IsoSelectOutline outline;
  IsoSampleChoice *choice; /* or NULL */
};

/* batch-map-canvas.c; sample: G_MAXSIZE for none */
void iso_batch_map_canvas_hover (IsoBatchMapCanvas *canvas, size_t sample, gboolean by_keys);
gboolean iso_batch_map_canvas_pick (IsoBatchMapCanvas *canvas, size_t sample);
gboolean iso_batch_map_canvas_toggle_selected (IsoBatchMapCanvas *canvas, size_t sample);

/* batch-map-canvas-input.c */
void iso_batch_map_canvas_add_controllers (IsoBatchMapCanvas *canvas);
/* Selects what the outline holds, and forgets it. */
void iso_batch_map_canvas_end_outline (IsoBatchMapCanvas *canvas);
