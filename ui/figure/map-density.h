/* The map's points as a smooth shade, where they would lie on top of each other: darker by the logarithm of how many there are, in the
 * mean of their colours. Each point is a small Gaussian hill of a fixed width on the screen; a cell's colour is the mean over the hills
 * that reach it, in linear light, so that two classes in equal parts give the colour half way and not that of whichever was drawn last.
 *
 *   shade (v) = FIRST + (1 − FIRST) ln v / ln v_max   for v ≥ 1,   FIRST v below,
 *
 * v being the density in points that lie in one place, v_max that of the densest place in sight. What is not selected is a grey shade of
 * its own below. */
#pragma once

#include "engine/base/pool.h"
#include "ui/figure/map-figure.h"

/* Fills premultiplied ARGB pixels (height, width), rows `stride` pixels apart. placed (N, 2) in pixels; scale: device pixels in a unit,
 * of which a hill has a standard deviation of ISO_MAP_DENSITY_SPREAD. pool: its threads help; NULL: this one alone, with the same bytes.
 * Returns v_max, at least 1; 0 where there is nothing in sight. */
#define ISO_MAP_DENSITY_SPREAD 6.0
/* Few points are not as dark as many: ln v_max is at least that of so many. */
#define ISO_MAP_DENSITY_LEAST_RANGE 8.0
double iso_map_density_draw (guint32 *pixels, int width, int height, int stride, const IsoMapPoints *points, const float *placed,
                             double scale, const IsoTheme *theme, IsoPool *pool);

/* How dark: 0 … 1, of v points in one place. */
double iso_map_density_shade (double v, double most);

/* From that many points on a map says that they overlap. */
#define ISO_MAP_DENSITY_HINT 20000
