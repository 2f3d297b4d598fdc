/* Cross-batch memory: embeddings and labels of past batches, with which the anchors of the present one are compared as well
 * (Wang, Zhang, Huang, Scott: Cross-Batch Memory for Embedding Learning, CVPR 2020). Weights drift slowly, so that embeddings
 * of some batches ago are still good; they are constants, the gradient goes to the present batch alone.
 *
 * A ring: the newest batch takes the place of the oldest samples. The present batch is put in after its step. */
#pragma once

#include "engine/loss/loss.h"

typedef struct {
  size_t capacity, count, next; /* samples it can hold, holds; where the next one goes */
  size_t B, D;
  float *embeddings;          /* (capacity, D) */
  gint32 *labels;             /* (capacity) */
  float *similarity;          /* (B, R) of the step: the batch's own columns, then those of the memory; R = B + count */
  float *similarity_gradient; /* (B, R) */
  gint32 *all_labels;         /* (R) */
} IsoEmbeddingMemory;

/* capacity 0: no memory. ISO_ERROR_MEMORY. */
bool iso_embedding_memory_init (IsoEmbeddingMemory *memory, size_t capacity, size_t B, size_t D, GError **error);
void iso_embedding_memory_clear (IsoEmbeddingMemory *memory);

/* Puts the memory behind the batch that input holds: its similarity (B, B) and labels (B) are replaced by those of R samples, and
 * output's similarity_gradient by one, of zeros, for them. */
void iso_embedding_memory_extend (IsoLossInput *input, IsoLossOutput *output, IsoEmbeddingMemory *memory);

/* The way back: adds to similarity_gradient (B, B) and embedding_gradient (B, D) what the loss has put into the extended one. */
void iso_embedding_memory_backward (float *similarity_gradient, float *embedding_gradient, IsoEmbeddingMemory *memory);

/* Z (B, D), labels (B) become the newest; of a batch larger than the memory its last samples do. */
void iso_embedding_memory_add (IsoEmbeddingMemory *memory, const float *embeddings, const gint32 *labels);
