/* Cosines between the embeddings of a batch and learnt proxies, and the way back: what all proxy losses share. */
#pragma once

#include "engine/loss/loss.h"

typedef struct {
  const float *embeddings;  /* (B, D): unit rows, or Z as it is */
  float *proxies;           /* (M, D): unit rows */
  float *cosines;           /* (B, M) */
  float *gradient;          /* ∂L/∂cosines (B, M), zeros at first: to be filled by the loss */
  float *proxies_gradient;  /* ∂L/∂(unit proxies) (M, D) that does not pass through the cosines, zeros at first */
  float *embedding_norms, *proxy_norms; /* (B), (M) */
  float *embeddings_gradient;           /* (B, D) */
  bool is_normalized;       /* whether the embeddings are divided by their norms */
  size_t M;
} IsoProxyCosines;

size_t iso_proxy_scratch_count (const IsoLossInput *input, size_t M);

/* A row of zeros has no direction: its cosines and its gradient are 0. */
void iso_proxy_cosines (IsoProxyCosines *cosines, const IsoLossInput *input, size_t M, bool normalize_embeddings, float *scratch);

/* Adds ∂L/∂Z and ∂L/∂W, through the normalizations, to output. */
void iso_proxy_backward (IsoLossOutput *output, const IsoLossInput *input, const IsoProxyCosines *cosines);

/* Cross entropy of softmax over logits (count): −log softmax_own; logits become its gradient. */
double iso_cross_entropy (float *logits, size_t own, size_t count);
