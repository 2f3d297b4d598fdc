/* Where points of a map came from: a line from where each stands in another map of the same samples, aligned to this one, to where it
 * stands in this. It begins as a ring and grows broader on its way, so that its direction is seen without colour. */
#pragma once

#include "ui/figure/map-figure.h"

typedef struct {
  const float *from;     /* (N, 2) places in the other map, in this one's units */
  const guint32 *points; /* (count) which points have a line; the first is drawn on top */
  size_t count;
} IsoMapTrails;

/* Into (0, 0, …) of the pixels that placed (N, 2) are in, with frame that placed them; a unit of the figure is `scale` of them. Points
 * that are not selected have none. Places that are not finite are left out. */
void iso_map_trails_draw (cairo_t *cairo, const IsoMapTrails *trails, const IsoMapPoints *points, const float *placed,
                          const IsoMapFrame *frame, double scale, const IsoTheme *theme);
