/* The fully connected layer, Y = X Wᵀ + b with W (out, in), and the ReLU that may follow it. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

typedef struct {
  size_t input_size, output_size;
  bool rectified; /* a ReLU follows */
} IsoLinear;

/* Y (R, out) = X (R, in) Wᵀ + b, rectified if the layer is. NaN stays NaN. */
void iso_linear_forward (float *Y, const float *X, const float *W, const float *b, const IsoLinear *linear, size_t R);

/* dX (R, in) = dY (R, out) W. `rectified` (R, in): the layer's input if a ReLU made it, and dX is 0 where it is 0; or NULL. */
void iso_linear_backward_input (float *dX, const float *dY, const float *W, const float *rectified, const IsoLinear *linear,
                                size_t R);

/* Rows first … first + count − 1 of dW (out, in) = dYᵀ X, and those of db (out), the column sums of dY (R, out). */
void iso_linear_backward_weights (float *dW, float *db, const float *dY, const float *X, const IsoLinear *linear, size_t R,
                                  size_t first, size_t count);
