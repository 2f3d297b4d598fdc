/* The 3×3 convolution with a border of zeros and without bias, of one image.
 *
 * An image lies with its channels innermost. Where it is read it has a frame of zeros one pixel wide, so that no tap needs a
 * test: X (H + 2, W + 2, in). Where it is written it has none: Y (H, W, out).
 *
 * For a fixed row of taps the three taps' inputs of a pixel are 3·in neighbors in memory, and the next pixel's start `in`
 * further on. So forward is a product of these overlapping rows with W[row] (3·in, out), and the weights' gradient is its
 * transpose: both run in register tiles of some pixels (or inputs) by two vectors of outputs, without copying patches out as
 * im2col does, which costs more than it saves at these sizes (nine times the memory traffic).
 *
 * Tiles exist for vectors of 16, 8 and 4 floats; the widest that the processor has is chosen when first used. Channels of the
 * output must be a multiple of ISO_CHANNEL_UNIT.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#define ISO_CHANNEL_UNIT 4

typedef struct {
  size_t height, width, input_channels, output_channels;
} IsoConvolution;

/* 9 · in · out */
size_t iso_convolution_weight_count (const IsoConvolution *convolution);

/* The weights W (3, 3, in, out) in the order in which iso_convolution_forward() reads them; packed has the same size. */
void iso_convolution_pack (float *packed, const float *W, const IsoConvolution *convolution);

/* As iso_convolution_pack(), but of the convolution that carries gradients back: W turned by 180° with inputs and outputs
 * exchanged. That convolution maps ∂L/∂Y (H, W, out), framed, to ∂L/∂X (H, W, in): use it with iso_convolution_turned(). */
void iso_convolution_pack_turned (float *packed, const float *W, const IsoConvolution *convolution);
IsoConvolution iso_convolution_turned (const IsoConvolution *convolution);

/* Y (H, W, out) = X (H + 2, W + 2, in) ∗ W; is added to what Y holds if `add`. */
void iso_convolution_forward (float *Y, const float *X, const float *packed, const IsoConvolution *convolution, bool add);

/* dW (3, 3, in, out) += the gradient of one image: X (H + 2, W + 2, in) and dY (H + 2, W + 2, out), whose frame is not read. */
void iso_convolution_backward_weights (float *dW, const float *X, const float *dY, const IsoConvolution *convolution);
