/* Many small discs as pixels, by an own loop: a hundred thousand take a few milliseconds, by cairo half a second.
 *
 *   IsoPointMasks *masks = iso_point_masks_new (2.5);
 *   iso_points_stamp (pixels, width, height, stride, masks, positions, colors, order, N);
 *
 * The antialiased disc is computed once for each of 16 positions within a pixel (quarters, in both directions); a point is
 * then one short copy of its mask, without a square root or a branch. Any thread; masks may be shared.
 */
#pragma once

#include <glib.h>

#include "engine/base/pool.h"

typedef struct _IsoPointMasks IsoPointMasks;

/* radius in pixels, 0.5 … ISO_POINT_MAX_RADIUS (clamped). */
#define ISO_POINT_MAX_RADIUS 64.0
IsoPointMasks *iso_point_masks_new (double radius);
void iso_point_masks_free (IsoPointMasks *masks);
double iso_point_masks_radius (const IsoPointMasks *masks);

/* Draws discs over the premultiplied ARGB pixels (height, width), rows `stride` pixels apart. positions (N, 2) in pixels, (0,
 * 0) the top left corner of the first; colors (N) premultiplied, one a point; order (order_count) indices of the points to
 * draw, the last on top, or NULL for all N in turn. Positions beyond the edge are clipped, NaN is left out. */
void iso_points_stamp (guint32 *pixels, int width, int height, int stride, const IsoPointMasks *masks, const float *positions,
                       const guint32 *colors, const guint32 *order, size_t order_count);

/* A part of the pixels: columns left … right − 1, rows top … bottom − 1. */
typedef struct {
  int left, top, right, bottom;
} IsoPixelBox;

/* The same into a part of the pixels, which must lie within them: what is there afterwards is what iso_points_stamp() would have
 * drawn there. The rows are shared out among the pool's threads (NULL: this one alone), with the same bytes whoever draws them. */
void iso_points_stamp_within (guint32 *pixels, int stride, const IsoPixelBox *box, const IsoPointMasks *masks, const float *positions,
                              const guint32 *colors, const guint32 *order, size_t order_count, IsoPool *pool);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoPointMasks, iso_point_masks_free)
