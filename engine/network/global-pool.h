/* From an image of channels to one value a channel. */
#pragma once

#include <glib.h>

typedef enum {
  ISO_POOLING_AVERAGE,
  ISO_POOLING_MAXIMUM,
  ISO_POOLING_BOTH, /* their sum: the "double pooling" of the paper's networks */
  ISO_POOLING_COUNT,
} IsoPooling;

/* features (C) of the framed A (H + 2, W + 2, C). where (C), or NULL: the pixel, y W + x, of each channel's maximum, the first of
 * equals; untouched by the average. */
void iso_global_pool_forward (float *features, guint32 *where, const float *A, IsoPooling pooling, size_t H, size_t W, size_t C);

/* dA (H, W, C), without a frame, from ∂L/∂features (C). */
void iso_global_pool_backward (float *dA, const float *feature_gradient, const guint32 *where, IsoPooling pooling, size_t H,
                               size_t W, size_t C);
