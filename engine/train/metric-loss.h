/* The metric-learning loss of a training step with all that belongs to it: what is mined, the loss's own weights, the memory of
 * past embeddings. */
#pragma once

#include "engine/loss/selection.h"
#include "engine/train/embedding-memory.h"
#include "engine/train/loss-weights.h"
#include "engine/train/mined.h"
#include "engine/train/settings.h"

typedef struct {
  IsoSelection selection;
  IsoLossScratch scratch;
  IsoLossWeights weights;
  IsoEmbeddingMemory memory;
  IsoMined mined; /* of the last batch */
} IsoMetricLoss;

/* Of zeros, or used before: own weights and memory as the settings' loss wants them, for batches (B, D). ISO_ERROR_MEMORY. */
bool iso_metric_loss_prepare (IsoMetricLoss *loss, const IsoSettings *settings, size_t class_count, size_t B, size_t D,
                              guint64 seed, GError **error);
void iso_metric_loss_clear (IsoMetricLoss *loss);

/* Mines and computes. output: similarity_gradient (B, B) and embedding_gradient (B, D) given by the caller, to which the
 * gradients are added; embeddings Z (B, D), similarity S (B, B), labels (B). */
void iso_metric_loss_compute (IsoLossOutput *output, IsoMetricLoss *loss, const float *embeddings, const float *similarity,
                              const gint32 *labels, size_t B, size_t D, const IsoSettings *settings, IsoRandom *mining);

/* ‖∂L/∂(own weights)‖; 0 without. */
double iso_metric_loss_own_norm (const IsoMetricLoss *loss);

/* After a good step: the own weights learn at rate_factor times their rate, the batch goes into the memory. */
void iso_metric_loss_learn (IsoMetricLoss *loss, const float *embeddings, const gint32 *labels, const IsoSettings *settings,
                            double rate_factor, IsoPool *pool);
