/* What follows a convolution, on one image: batch norm, a shortcut that may be added, ReLU, and max pooling of 2×2 pixels.
 *
 *     A = pool (relu (scale · Y + shift + shortcut))           scale = γ/σ, shift = β − μ γ/σ, for each channel
 *
 * Y (H, W, C) has no frame; A (H′ + 2, W′ + 2, C) has one of zeros, which is neither read nor written here; H′ = H/2 rounded down
 * where the unit pools, else H. The shortcut is a framed A of an earlier unit, (H + 2, W + 2, C′) with C′ ≤ C: channels that it
 * lacks count as zero (He et al. 2016, option A), so that it needs no weights. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct {
  size_t height, width, channels; /* of Y */
  size_t shortcut_channels;       /* C′; 0 = no shortcut */
  bool pools;
} IsoUnit;

size_t iso_unit_output_height (const IsoUnit *unit);
size_t iso_unit_output_width (const IsoUnit *unit);

/* mean (C) of Y (H W, C) and squares (C) = Σ (y − mean)², in two passes. */
void iso_unit_statistics (double *mean, double *squares, const float *Y, const IsoUnit *unit);

/* A as above. choice (H′, W′, C), or NULL: which of the four pixels, 0 … 3 by rows, was the largest; only where the unit pools. */
void iso_unit_forward (float *A, int32_t *choice, const float *Y, const float *scale, const float *shift, const float *shortcut,
                       const IsoUnit *unit);

/* dA (H′, W′, C) is set to 0 where A is (the ReLU); then sum (C) = Σ g and product (C) = Σ g (y − mean) over its values g, with
 * the y that each came from. */
void iso_unit_backward_sums (float *dA, double *sum, double *product, const float *A, const int32_t *choice, const float *Y,
                             const float *mean, const IsoUnit *unit);

/* dY (H + 2, W + 2, C), framed: gain · g + slope · y + offset, with g the masked dA (H′, W′, C) where y was chosen, else 0. With
 * gain = γ/σ, slope = −γ/σ³ · mean of g (y − μ), offset = −γ/σ · mean of g − slope · μ that is the derivative through the batch
 * statistics; with slope = offset = 0 that through fixed ones. */
void iso_unit_backward (float *dY, const float *dA, const int32_t *choice, const float *Y, const float *gain, const float *slope,
                        const float *offset, const IsoUnit *unit);

/* shortcut_gradient (H, W, C′) = the masked dA at the pixels it came from, or is increased by it if `add`. */
void iso_unit_backward_shortcut (float *shortcut_gradient, const float *dA, const int32_t *choice, const IsoUnit *unit, bool add);
