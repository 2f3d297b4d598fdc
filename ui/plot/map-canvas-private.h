/* What the canvas's files share: map-canvas.c (state and maps), map-canvas-draw.c (the points' pixels), map-canvas-sketch.c (the
 * same while very many are zoomed), map-canvas-marks.c (what is drawn above them), map-canvas-trails.c (lines from another map), map-canvas-choice.c (samples pointed at, picked and selected), map-canvas-select.c (box and lasso), map-canvas-glide.c
 * (from map to map) and map-canvas-input.c (pointer and keys). */
#pragma once

#include "ui/plot/latest-job.h"
#include "ui/plot/map-canvas.h"
#include "ui/plot/pixels.h"

/* Frames that may still be held by the renderer, and one to draw. */
#define ISO_MAP_SPARE 3

struct _IsoMapCanvas {
  GtkWidget parent_instance;
  IsoProjectedMap *map;

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
  GskRenderNode *node;      /* NULL: another part is to be shown, or all is new */
  cairo_surface_t *pixels;  /* of the node, or of the one before */
  bool is_stale;            /* nothing of them can be taken over */
  cairo_surface_t *spare[ISO_MAP_SPARE]; /* of frames before: memory that need not be asked for again */
  GskRenderNode *share;     /* "showing 996 of 1 000" */
  size_t share_inside;
  IsoMapFrame drawn_frame;  /* in device pixels */
  double drawn_radius;      /* of the discs, in device pixels */
  IsoLatestJob *sharpener;  /* draws what a sketch stands for; NULL: not yet needed */
  bool is_sketch;           /* the node shows the pixels scaled, until then */
  float *placed;     /* (N, 2) in device pixels, as last drawn */
  bool is_placed;    /* they were, since the map shows these samples */
  guint32 *colors, *order;  /* (N) each, for stamping; NULL: to be made */
  IsoPointMasks *masks;
  IsoPool *pool;
  const IsoTheme *theme;
  int width, height, scale;
  size_t inside;     /* points in sight */
  bool is_density;
  double densest;
  guint densest_source;
  guint drawn_count;
  double drawn_ms;

  IsoSampleChoice *choice;  /* or NULL */
  guint32 *places;   /* (place_count), by sample of the data: the point that shows it, G_MAXUINT32: none */
  size_t place_count;
  bool *selected;    /* (N), or NULL */
  size_t selected_count;
  size_t pointed[2], picked[2]; /* points, G_MAXSIZE: none */
  IsoNeighbors *neighbors;      /* or NULL */

  float *trail_from;         /* (N, 2) of another map, or NULL */
  guint32 *trail_points;     /* (trail_count) */
  size_t trail_count;
  GskRenderNode *trails_node, *trails_below; /* drawn, and the points' node that they belong to; or NULL */

  IsoSelectOutline outline;

  size_t hovered;    /* G_MAXSIZE: none */
  bool by_keys;
  double pointer_x, pointer_y;
  IsoMapFrame drag_frame;
  bool is_dragging;
  double pinch_scale;
};

/* map-canvas.c */
/* Drops the cached points. */
void iso_map_canvas_invalidate (IsoMapCanvas *canvas);
/* Drops their colours too. */
void iso_map_canvas_repaint (IsoMapCanvas *canvas);
/* Which part is shown, in pixels of the widget, and which would be all of it. */
IsoMapFrame iso_map_canvas_present_frame (IsoMapCanvas *canvas);
IsoMapFrame iso_map_canvas_fit_frame (IsoMapCanvas *canvas);
/* Shows another part from now on. */
void iso_map_canvas_set_frame (IsoMapCanvas *canvas, const IsoMapFrame *frame);
/* point: G_MAXSIZE for none. */
void iso_map_canvas_hover (IsoMapCanvas *canvas, size_t point, bool by_keys);

/* map-canvas-draw.c */
/* The node shows what it should afterwards. */
void iso_map_canvas_ensure_points (IsoMapCanvas *canvas);

void iso_map_canvas_free_pixels (IsoMapCanvas *canvas);

/* map-canvas-sketch.c */
typedef struct {
  cairo_surface_t *pixels;
  IsoMapFrame frame; /* in device pixels */
  double radius;
  double densest;    /* of a density */
} IsoMapSketch;
/* Whether the pixels there are may stand, scaled, for a frame (in device pixels) until it is drawn; and what shows them so. */
bool iso_map_canvas_may_sketch (IsoMapCanvas *canvas, const IsoMapFrame *frame);
GskRenderNode *iso_map_canvas_sketch_node (IsoMapCanvas *canvas, const IsoMapFrame *frame);
/* Has the frame, for which the points are placed, drawn by a worker, unless another is asked for meanwhile. */
void iso_map_canvas_request_sharp (IsoMapCanvas *canvas, const IsoMapFrame *frame);
/* map-canvas-draw.c: what the worker has drawn. */
void iso_map_canvas_take_sketch (IsoMapCanvas *canvas, IsoMapSketch *sketch);

/* map-canvas-marks.c */
void iso_map_canvas_append_marks (IsoMapCanvas *canvas, GtkSnapshot *snapshot);

/* map-canvas-trails.c */
void iso_map_canvas_append_trails (IsoMapCanvas *canvas, GtkSnapshot *snapshot);
void iso_map_canvas_drop_trails (IsoMapCanvas *canvas);

/* map-canvas-choice.c */
/* The map shows other samples than before. */
void iso_map_canvas_find_places (IsoMapCanvas *canvas);
void iso_map_canvas_drop_choice (IsoMapCanvas *canvas);
/* Says in the choice what has the ring here. */
void iso_map_canvas_point_at (IsoMapCanvas *canvas, size_t point);
/* point: G_MAXSIZE for none. */
void iso_map_canvas_pick (IsoMapCanvas *canvas, size_t point);
void iso_map_canvas_select (IsoMapCanvas *canvas, const guint32 *points, size_t count, IsoSelectHow how);
/* One more, or one less. */
void iso_map_canvas_toggle_selected (IsoMapCanvas *canvas, size_t point);
/* Selection, then what is picked; false where there was nothing to clear. */
bool iso_map_canvas_clear_choice (IsoMapCanvas *canvas);

/* map-canvas-select.c */
/* Selects what is within it. */
void iso_map_canvas_end_outline (IsoMapCanvas *canvas);
/* Forgets it; false where none was being drawn. */
bool iso_map_canvas_drop_outline (IsoMapCanvas *canvas);

/* map-canvas-glide.c */
/* From what is shown to the map in place: at once; within a while, softly; or points at once and the box after them, as a map wants that
 * forms. And the end of that wherever it is. */
void iso_map_canvas_arrive (IsoMapCanvas *canvas);
void iso_map_canvas_glide (IsoMapCanvas *canvas, gint64 microseconds);
void iso_map_canvas_follow (IsoMapCanvas *canvas);
void iso_map_canvas_stop (IsoMapCanvas *canvas);

/* map-canvas-input.c */
void iso_map_canvas_add_controllers (IsoMapCanvas *canvas);
