/* What the canvas's files share: map-canvas.c (state and drawing), map-canvas-glide.c (from map to map) and
 * map-canvas-input.c (pointer and keys). */
#pragma once

#include "ui/plot/map-canvas.h"

struct _IsoMapCanvas {
  GtkWidget parent_instance;
  IsoProjectedMap *map;
  bool *highlighted; /* (class_count), or NULL */

  float *tint;       /* (N), or NULL */

  float *positions;  /* (N, 2) as shown at the moment, in the map's units */
  IsoMapBox box, target_box; /* as shown, and where it is going */
  float *start;      /* (N, 2) in pixels of the widget, where the glide began; NULL: points are in place */
  gint64 glide_started, glide_length; /* microseconds of the frame clock */
  gint64 last_tick;
  guint tick;        /* while points or box are on their way */

  bool is_free;      /* zoomed or moved by the person: `frame` stays, in pixels of the widget */
  IsoMapFrame frame;

  /* The cached points: what they were drawn for. */
  GskRenderNode *node;
  float *placed;     /* (N, 2) in device pixels */
  IsoPointMasks *masks;
  const IsoTheme *theme;
  int width, height, scale;
  guint drawn_count;
  double drawn_ms;

  size_t hovered;    /* G_MAXSIZE: none */
  bool by_keys;
  double pointer_x, pointer_y;
  IsoMapFrame drag_frame;
  bool is_dragging;
  double pinch_scale;
};

/* Drops the cached points. */
void iso_map_canvas_invalidate (IsoMapCanvas *canvas);
/* Which part is shown, in pixels of the widget. */
IsoMapFrame iso_map_canvas_present_frame (IsoMapCanvas *canvas);
/* Shows another part from now on. */
void iso_map_canvas_set_frame (IsoMapCanvas *canvas, const IsoMapFrame *frame);
/* point: G_MAXSIZE for none. */
void iso_map_canvas_hover (IsoMapCanvas *canvas, size_t point, bool by_keys);

/* From what is shown to the map in place: at once; within a while, softly; or points at once and the box after them, as a map wants that
 * forms. And the end of that wherever it is. */
void iso_map_canvas_arrive (IsoMapCanvas *canvas);
void iso_map_canvas_glide (IsoMapCanvas *canvas, gint64 microseconds);
void iso_map_canvas_follow (IsoMapCanvas *canvas);
void iso_map_canvas_stop (IsoMapCanvas *canvas);

void iso_map_canvas_add_controllers (IsoMapCanvas *canvas);
