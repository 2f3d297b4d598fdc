/* The surface on which the batch's map stands: edges and points as pixels that a worker made, and above them the ring around one point
 * with the edges that lead from it.
 *
 * Focusable: arrows go from point to point, Enter picks, Space adds to the selection or takes out of it, Escape ends the tool and leaves
 * the point, one after the other; a click picks, with Control it selects. Dragging with Shift selects by a box, with Alt by a lasso, as
 * it does without where a tool is chosen; with Control, too, to what is selected. A sample pointed at or picked elsewhere has its ring
 * here too. Signals: "hovered" () when the point under the pointer or the keys' point changed or moved; "tool-changed" (); "outgrown" ()
 * when the pixels have not the widget's size or theme: others are wanted. */
#pragma once

#include <gtk/gtk.h>

#include "ui/plot/batch-picture.h"
#include "ui/plot/sample-choice.h"
#include "ui/plot/select-outline.h"

#define ISO_TYPE_BATCH_MAP_CANVAS (iso_batch_map_canvas_get_type ())
G_DECLARE_FINAL_TYPE (IsoBatchMapCanvas, iso_batch_map_canvas, ISO, BATCH_MAP_CANVAS, GtkWidget)

GtkWidget *iso_batch_map_canvas_new (void);

/* What is pointed at, picked and selected; NULL: nothing is. Takes a reference. */
void iso_batch_map_canvas_set_choice (IsoBatchMapCanvas *canvas, IsoSampleChoice *choice);

/* What dragging does without a key held. */
void iso_batch_map_canvas_set_tool (IsoBatchMapCanvas *canvas, IsoMapTool tool);
IsoMapTool iso_batch_map_canvas_tool (IsoBatchMapCanvas *canvas);

/* Takes the picture over; NULL shows nothing. The ring stays on its sample where the batch is of the same samples. */
void iso_batch_map_canvas_take (IsoBatchMapCanvas *canvas, IsoBatchPicture *picture);
/* NULL where nothing is shown; valid until the next is taken. */
const IsoBatchGraph *iso_batch_map_canvas_graph (IsoBatchMapCanvas *canvas);

/* The sample with the ring, and where it stands; G_MAXSIZE where there is none (x and y are then left alone). */
size_t iso_batch_map_canvas_hovered (IsoBatchMapCanvas *canvas, double *x, double *y);
