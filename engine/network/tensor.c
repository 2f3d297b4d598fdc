#include "engine/network/tensor.h"

#include <string.h>

/* Of a 3×3 convolution. */
#define TAPS 9

size_t
iso_tensor_element_count (const IsoTensor *tensor)
{
  size_t count = 1;
  for (guint32 d = 0; d < tensor->dimension_count; d++)
    count *= tensor->sizes[d];
  return count;
}

bool
iso_tensor_is_turned (const IsoTensor *tensor)
{
  return tensor->dimension_count == 4;
}

void
iso_tensor_export (float *values, const IsoTensor *tensor, const float *block)
{
  const float *own = block + tensor->offset;
  if (!iso_tensor_is_turned (tensor))
    {
      memcpy (values, own, iso_tensor_element_count (tensor) * sizeof *values);
      return;
    }
  size_t out = tensor->sizes[0], in = tensor->sizes[1];
  for (size_t o = 0; o < out; o++)
    for (size_t i = 0; i < in; i++)
      for (size_t tap = 0; tap < TAPS; tap++)
        values[(o * in + i) * TAPS + tap] = own[(tap * in + i) * out + o];
}

void
iso_tensor_import (float *block, const IsoTensor *tensor, const float *values)
{
  float *own = block + tensor->offset;
  if (!iso_tensor_is_turned (tensor))
    {
      memcpy (own, values, iso_tensor_element_count (tensor) * sizeof *values);
      return;
    }
  size_t out = tensor->sizes[0], in = tensor->sizes[1];
  for (size_t tap = 0; tap < TAPS; tap++)
    for (size_t i = 0; i < in; i++)
      for (size_t o = 0; o < out; o++)
        own[(tap * in + i) * out + o] = values[(o * in + i) * TAPS + tap];
}
