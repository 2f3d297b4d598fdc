/* Images made smaller. */
#pragma once

#include <glib.h>

/* out (planes, size, size) = in (planes, height, width), scaled by averages over boxes: a pixel is the mean of the area that it
 * covers, pixels that it covers in part counting in part. 1 ≤ size ≤ height, width. */
void iso_box_scale (guint8 *out, const guint8 *in, size_t planes, size_t height, size_t width, size_t size);
