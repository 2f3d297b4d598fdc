#include "engine/network/global-pool.h"

#include <string.h>

#include "engine/base/kernel.h"

ISO_KERNEL static void
accumulate (float *sum, const float *A, size_t C)
{
  for (size_t j = 0; j < C; j++)
    sum[j] += A[j];
}

void
iso_global_pool_forward (float *features, guint32 *where, const float *A, IsoPooling pooling, size_t H, size_t W, size_t C)
{
  const float *inside = A + (W + 3) * C;
  memset (features, 0, C * sizeof *features);
  if (pooling != ISO_POOLING_MAXIMUM)
    {
      for (size_t y = 0; y < H; y++)
        for (size_t x = 0; x < W; x++)
          accumulate (features, inside + (y * (W + 2) + x) * C, C);
      for (size_t j = 0; j < C; j++)
        features[j] /= (float) (H * W);
    }
  if (pooling == ISO_POOLING_AVERAGE)
    return;
  for (size_t j = 0; j < C; j++)
    {
      float largest = inside[j];
      guint32 at = 0;
      for (size_t y = 0; y < H; y++)
        for (size_t x = 0; x < W; x++)
          {
            float value = inside[(y * (W + 2) + x) * C + j];
            if (value <= largest || largest != largest)
              continue;
            largest = value; /* NaN, too, and it stays */
            at = (guint32) (y * W + x);
          }
      features[j] += largest;
      if (where != NULL)
        where[j] = at;
    }
}

void
iso_global_pool_backward (float *dA, const float *feature_gradient, const guint32 *where, IsoPooling pooling, size_t H, size_t W,
                          size_t C)
{
  float share = pooling == ISO_POOLING_MAXIMUM ? 0.0f : 1.0f / (float) (H * W);
  for (size_t pixel = 0; pixel < H * W; pixel++)
    for (size_t j = 0; j < C; j++)
      dA[pixel * C + j] = share * feature_gradient[j];
  if (pooling == ISO_POOLING_AVERAGE)
    return;
  for (size_t j = 0; j < C; j++)
    dA[where[j] * C + j] += feature_gradient[j];
}
