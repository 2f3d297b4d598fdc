/* The small picture of a sample, in its colours where it has them. */
#pragma once

#include <cairo.h>

#include "engine/data/dataset.h"

/* One pixel a value (CAIRO_FORMAT_RGB24); the caller owns it. Drawings in light ink on black (one channel, a dark edge all
 * around) are turned into dark ink on white, which is easier to recognize when small. NULL if the set holds no images. */
cairo_surface_t *iso_thumbnail_new (const IsoDataset *dataset, guint32 index);

/* Paints it as large as fits into width × height, in the middle: enlarged by a whole factor and crisp, or reduced smoothly. */
void iso_thumbnail_draw (cairo_t *cairo, cairo_surface_t *thumbnail, double width, double height);
