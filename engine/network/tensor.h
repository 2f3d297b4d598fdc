/* One named piece of a network's block of weights, as the network has it in memory and as PyTorch has it in a file.
 *
 *                           PyTorch, and so the file     in the block
 *     linear                (out, in)                    (out, in)
 *     convolution           (out, in, 3, 3)              (3, 3, in, out)
 *     bias, batch norm      (out)                        (out)
 *
 * Names are those of the torch.nn.Sequential that network-tensors.c describes. Gradients and moments lie as the weights do, so the
 * same tensors name their pieces. Turning one into the other only moves values: there and back gives the same bits. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#define ISO_TENSOR_MAX_DIMENSIONS 4

typedef struct {
  const char *name;                        /* "0.weight" */
  size_t offset;                           /* of its first value in the block */
  guint32 dimension_count;                 /* 1, 2 or, of a convolution, 4 */
  size_t sizes[ISO_TENSOR_MAX_DIMENSIONS]; /* (dimension_count), as PyTorch has it */
} IsoTensor;

size_t iso_tensor_element_count (const IsoTensor *tensor);

/* Whether PyTorch's order is another than the block's. */
bool iso_tensor_is_turned (const IsoTensor *tensor);

/* values (sizes, in PyTorch's order) from the tensor's place in block, and back. Nothing else of block is touched. */
void iso_tensor_export (float *values, const IsoTensor *tensor, const float *block);
void iso_tensor_import (float *block, const IsoTensor *tensor, const float *values);
