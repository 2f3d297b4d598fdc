/* An order of the points of a map in which those near each other in the plane are mostly near each other in memory. */
#pragma once

#include <glib.h>

/* order (N): the points along a Z-shaped curve through the map y (N, 2) (Morton 1966); equal places by number. */
void iso_plane_order (guint32 *order, const float *y, size_t N);
