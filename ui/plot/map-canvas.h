/* The surface on which the map stands: its points as cached pixels, and above them the ring around one point, drawn alone when
 * only that changes. Points glide to their new places when the next epoch of the same run arrives, longer when the layout becomes another;
 * those of a map that forms are in place at once, and the part shown follows them.
 *
 * The wheel zooms about the pointer, dragging moves the map, a double click shows all of it again. Focusable: + and − zoom, 0
 * shows all, arrows go from point to point, Escape leaves the point.
 *
 * Signals: "hovered" () when the point under the pointer or the keys' point changed or moved; "view-changed" () when what is
 * shown became all of the map, or ceased to be.
 */
#pragma once

#include <gtk/gtk.h>

#include "ui/figure/projected-map.h"

#define ISO_TYPE_MAP_CANVAS (iso_map_canvas_get_type ())
G_DECLARE_FINAL_TYPE (IsoMapCanvas, iso_map_canvas, ISO, MAP_CANVAS, GtkWidget)

GtkWidget *iso_map_canvas_new (void);

/* Takes a reference; NULL shows nothing. */
void iso_map_canvas_set_map (IsoMapCanvas *canvas, IsoProjectedMap *map);

/* (class_count) of the map, copied; NULL: all in colour. */
void iso_map_canvas_set_highlighted (IsoMapCanvas *canvas, const bool *highlighted);

/* tint (N) of the map, copied: colours of the points by a value of 0 … 1, until other samples come; NULL: by class. */
void iso_map_canvas_set_tint (IsoMapCanvas *canvas, const float *tint);

/* Shows all of the map, now and from epoch to epoch, until the person zooms or moves it. */
void iso_map_canvas_fit (IsoMapCanvas *canvas);
gboolean iso_map_canvas_is_fit (IsoMapCanvas *canvas);
void iso_map_canvas_zoom (IsoMapCanvas *canvas, double factor, double x, double y);

/* The point with the ring, and where it stands; G_MAXSIZE where there is none (x and y are then left alone). */
size_t iso_map_canvas_hovered (IsoMapCanvas *canvas, double *x, double *y);

/* How often the points were drawn so far, and the milliseconds of the last time; for tests and measurements. */
guint iso_map_canvas_drawn_count (IsoMapCanvas *canvas);
double iso_map_canvas_drawn_ms (IsoMapCanvas *canvas);
