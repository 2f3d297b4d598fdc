/* The outline with which samples on a map are selected: a box or a lasso that is being drawn, and which of the two a drag draws. In pixels
 * of the widget. For drawings that have points: the map of embeddings and the batch's. */
#pragma once

#include <gtk/gtk.h>

#include "ui/figure/theme.h"

/* What dragging does without a key held. */
typedef enum { ISO_MAP_TOOL_NONE, ISO_MAP_TOOL_BOX, ISO_MAP_TOOL_LASSO } IsoMapTool;

typedef struct {
  IsoMapTool tool, drawing; /* chosen; and what is being drawn at the moment */
  gboolean is_adding;       /* to what is selected already */
  GArray *corners;          /* (corners, 2) floats; of a box its first and its last corner */
} IsoSelectOutline;

void iso_select_outline_init (IsoSelectOutline *outline);
void iso_select_outline_clear (IsoSelectOutline *outline);

/* What dragging with these keys held begins to draw (Shift: a box, Alt: a lasso); ISO_MAP_TOOL_NONE: nothing. */
IsoMapTool iso_select_outline_tool_for (const IsoSelectOutline *outline, GdkModifierType state);

/* With Control in `state` it adds. */
void iso_select_outline_begin (IsoSelectOutline *outline, IsoMapTool tool, GdkModifierType state, double x, double y);
/* FALSE where that changes nothing: the hand trembled. */
gboolean iso_select_outline_extend (IsoSelectOutline *outline, double x, double y);
/* Forgets what is being drawn; FALSE where nothing was. */
gboolean iso_select_outline_drop (IsoSelectOutline *outline);

/* The points within it, of placed (N, 2) in device pixels at `scale`: inside (N) gets them, *count says how many. FALSE where there is no
 * outline to speak of. */
gboolean iso_select_outline_inside (const IsoSelectOutline *outline, guint32 *inside, size_t *count, const float *placed, size_t N,
                                    int scale);

/* Nothing where none is being drawn. */
void iso_select_outline_draw (const IsoSelectOutline *outline, cairo_t *cairo, const IsoTheme *theme);
