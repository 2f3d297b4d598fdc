/* A batch to compute one loss on, read from .npy files, and all that comes out: shared by the loss command and the reference
 * cases. */
#pragma once

#include "engine/loss/loss.h"

/* Files of a batch; NULL where there is none. */
typedef struct {
  const char *embeddings, *labels; /* (B, D), (B) */
  const char *triplets, *fourth;   /* (T, 3), (T) */
  const char *pairs;               /* (P, 2) */
  const char *proxies, *beta;      /* (M, D), (C) */
} IsoLossPaths;

typedef struct {
  IsoLossInput input; /* points at the arrays below */
  size_t proxy_count; /* M */
  float *embeddings, *similarity, *proxies, *beta;
  gint32 *labels, *triplets, *fourth, *pairs;
} IsoLossBatch;

typedef struct {
  double loss;
  float *gradient;         /* ∂L/∂Z (B, D) */
  float *proxies_gradient; /* (M, D); NULL unless the kind learns proxies */
  float *beta_gradient;    /* (class_count); NULL unless the kind learns β */
} IsoLossResult;

/* Reads what the kind needs; other files are not looked at. values: the kind's parameters. Shapes, index ranges and labels are
 * checked; the message names the file. */
bool iso_loss_batch_read (IsoLossBatch *batch, const IsoLossKind *kind, const double *values, const IsoLossPaths *paths,
                          GError **error);
void iso_loss_batch_clear (IsoLossBatch *batch);

void iso_loss_batch_compute (IsoLossResult *result, const IsoLossBatch *batch, const IsoLossKind *kind, const double *values);
void iso_loss_result_clear (IsoLossResult *result);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (IsoLossBatch, iso_loss_batch_clear)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (IsoLossResult, iso_loss_result_clear)
