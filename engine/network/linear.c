#include "engine/network/linear.h"

#include <glib.h>

#include "engine/base/kernel.h"
#include "engine/linalg/blas.h"

/* Columns whose bias gradients are summed together, in double. */
#define COLUMNS 64

ISO_KERNEL static void
add_bias (float *Y, const float *b, size_t R, size_t C)
{
  for (size_t i = 0; i < R; i++)
    for (size_t j = 0; j < C; j++)
      Y[i * C + j] += b[j];
}

ISO_KERNEL static void
add_bias_and_rectify (float *Y, const float *b, size_t R, size_t C)
{
  for (size_t i = 0; i < R; i++)
    for (size_t j = 0; j < C; j++)
      {
        float y = Y[i * C + j] + b[j];
        Y[i * C + j] = y < 0.0f ? 0.0f : y; /* this way round NaN stays NaN */
      }
}

ISO_KERNEL static void
mask (float *dX, const float *rectified, size_t count)
{
  for (size_t i = 0; i < count; i++)
    dX[i] = rectified[i] > 0.0f ? dX[i] : 0.0f;
}

ISO_KERNEL static void
sum_columns (float *sums, const float *in, size_t R, size_t count, size_t stride)
{
  for (size_t start = 0; start < count; start += COLUMNS)
    {
      size_t width = MIN (COLUMNS, count - start);
      double part[COLUMNS] = { 0 };
      for (size_t i = 0; i < R; i++)
        for (size_t j = 0; j < width; j++)
          part[j] += (double) in[i * stride + start + j];
      for (size_t j = 0; j < width; j++)
        sums[start + j] = (float) part[j];
    }
}

void
iso_linear_forward (float *Y, const float *X, const float *W, const float *b, const IsoLinear *linear, size_t R)
{
  size_t in = linear->input_size, out = linear->output_size;
  iso_gemm (Y, X, W, ISO_PLAIN, ISO_TRANSPOSED, 1.0f, 0.0f, R, out, in, in, in, out);
  if (linear->rectified)
    add_bias_and_rectify (Y, b, R, out);
  else
    add_bias (Y, b, R, out);
}

void
iso_linear_backward_input (float *dX, const float *dY, const float *W, const float *rectified, const IsoLinear *linear,
                           size_t R)
{
  size_t in = linear->input_size, out = linear->output_size;
  iso_gemm (dX, dY, W, ISO_PLAIN, ISO_PLAIN, 1.0f, 0.0f, R, in, out, out, in, in);
  if (rectified != NULL)
    mask (dX, rectified, R * in);
}

void
iso_linear_backward_weights (float *dW, float *db, const float *dY, const float *X, const IsoLinear *linear, size_t R,
                             size_t first, size_t count)
{
  size_t in = linear->input_size, out = linear->output_size;
  iso_gemm (dW + first * in, dY + first, X, ISO_TRANSPOSED, ISO_PLAIN, 1.0f, 0.0f, count, in, R, out, in, in);
  sum_columns (db + first, dY + first, R, count, out);
}
