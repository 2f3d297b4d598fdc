/* The surfaces on which a walk is seen: the batch's map with the heat on it, or the sample's row as bars. Both show one scene, which the
 * view around them owns and changes from frame to frame.
 *
 * Focusable: Shift with the arrows goes from sample to sample, Enter walks from it, Escape leaves it. Signals: "pointed" (int place; −1:
 * none) the pointer or the keys are on a sample; "picked" (int place) it was clicked; "outgrown" () the map's pixels have not the widget's
 * size or theme: others are wanted. */
#pragma once

#include <gtk/gtk.h>

#include "ui/plot/walk-route.h"

#define ISO_TYPE_WALK_CANVAS (iso_walk_canvas_get_type ())
G_DECLARE_FINAL_TYPE (IsoWalkCanvas, iso_walk_canvas, ISO, WALK_CANVAS, GtkWidget)

typedef enum { ISO_WALK_ON_MAP, ISO_WALK_IN_BARS } IsoWalkCanvasKind;

GtkWidget *iso_walk_canvas_new (IsoWalkCanvasKind kind);

/* Both are the caller's and must stay until others are shown; NULL shows nothing. Call again, with the same, when the scene changed. */
void iso_walk_canvas_show (IsoWalkCanvas *canvas, const IsoWalkPicture *picture, const IsoWalkScene *scene);

/* Where the scene's pointed sample stands on the map; false where there is none. */
bool iso_walk_canvas_pointed_at (IsoWalkCanvas *canvas, double *x, double *y);
