/* The surface on which the map stands: its points as cached pixels, one by one or as a density, and above them what is drawn alone when
 * only that changes: rings about samples pointed at and picked, lines to neighbors, the outline of a selection. Points glide to their new
 * places when the next epoch of the same run arrives, longer when the layout becomes another; those of a map that forms are in place at
 * once, and the part shown follows them.
 *
 * The wheel zooms about the pointer, dragging moves the map, a double click shows all of it again. A click picks the sample below, with
 * Control it adds it to the selection or takes it out. Dragging with Shift selects by a box, with Alt by a lasso, as it does without
 * where a tool is chosen; with Control, too, to what is selected. Focusable: + and − zoom, 0 shows all, arrows go from point to point,
 * Enter picks the point, Space adds it to the selection or takes it out, Escape ends the tool, leaves the point, and clears the
 * selection, one after the other.
 *
 * Signals: "hovered" () when the point under the pointer or the keys' point changed or moved; "view-changed" () when what is
 * shown became all of the map, or ceased to be; "selected" () when other points than before are selected; "tool-changed" (); "densest" ()
 * when the density's darkest place stands for another number.
 */
#pragma once

#include <gtk/gtk.h>

#include "ui/figure/map-trails.h"
#include "ui/figure/projected-map.h"
#include "ui/plot/neighbor-search.h"
#include "ui/plot/sample-choice.h"
#include "ui/plot/select-outline.h"

#define ISO_TYPE_MAP_CANVAS (iso_map_canvas_get_type ())
G_DECLARE_FINAL_TYPE (IsoMapCanvas, iso_map_canvas, ISO, MAP_CANVAS, GtkWidget)

GtkWidget *iso_map_canvas_new (void);

/* Takes a reference; NULL shows nothing. */
void iso_map_canvas_set_map (IsoMapCanvas *canvas, IsoProjectedMap *map);

/* What is pointed at, picked and selected, here and elsewhere; NULL: nothing is. Takes a reference. */
void iso_map_canvas_set_choice (IsoMapCanvas *canvas, IsoSampleChoice *choice);
/* (N), or NULL where nothing is selected at all; valid until the next change. */
const bool *iso_map_canvas_selected (IsoMapCanvas *canvas);
/* Points of the map that are selected. */
size_t iso_map_canvas_selected_count (IsoMapCanvas *canvas);
/* The point that shows a sample of the data, G_MAXSIZE where none does. */
size_t iso_map_canvas_point_of (IsoMapCanvas *canvas, guint32 sample);

/* tint (N) of the map, copied: colours of the points by a value of 0 … 1, until other samples come; NULL: by class. */
void iso_map_canvas_set_tint (IsoMapCanvas *canvas, const float *tint);

/* Points one by one, or how dense they lie. */
void iso_map_canvas_set_density (IsoMapCanvas *canvas, gboolean is_density);
/* How many points in one place would be as dark as the darkest; 0 where that is not known. */
double iso_map_canvas_densest (IsoMapCanvas *canvas);

/* How a line to a neighbor looks: in the space of the embeddings and on the map; in the space only; on the map only. Sets width and
 * dashes, for the canvas and for what explains it. */
typedef enum { ISO_MAP_LINE_SOLID, ISO_MAP_LINE_DASHED, ISO_MAP_LINE_DOTTED, ISO_MAP_LINE_COUNT } IsoMapLine;
void iso_map_line_style (cairo_t *cairo, IsoMapLine line);

/* Lines from a point to its neighbors, or NULL; takes them over. They go when other samples come. */
void iso_map_canvas_take_neighbors (IsoMapCanvas *canvas, IsoNeighbors *neighbors);

/* Lines from where points of the map stand in another one; copied. NULL: none. They go when other samples come. */
void iso_map_canvas_set_trails (IsoMapCanvas *canvas, const IsoMapTrails *trails);
size_t iso_map_canvas_trail_count (IsoMapCanvas *canvas);

/* What dragging does without a key held. */
void iso_map_canvas_set_tool (IsoMapCanvas *canvas, IsoMapTool tool);
IsoMapTool iso_map_canvas_tool (IsoMapCanvas *canvas);

/* Shows all of the map, now and from epoch to epoch, until the person zooms or moves it. */
void iso_map_canvas_fit (IsoMapCanvas *canvas);
gboolean iso_map_canvas_is_fit (IsoMapCanvas *canvas);
void iso_map_canvas_zoom (IsoMapCanvas *canvas, double factor, double x, double y);

/* The point under the pointer or of the keys, and where it stands; G_MAXSIZE where there is none (x and y are then left alone). */
size_t iso_map_canvas_hovered (IsoMapCanvas *canvas, double *x, double *y);

/* How often the points were drawn so far, and the milliseconds of the last time; for tests and measurements. */
guint iso_map_canvas_drawn_count (IsoMapCanvas *canvas);
double iso_map_canvas_drawn_ms (IsoMapCanvas *canvas);
