/* A random batch with everything that any loss asks for, and room for its answers. */
#pragma once

#include "engine/loss/selection.h"
#include "engine/train/embedding-memory.h"
#include "tests/support/naive-losses.h"

typedef struct {
  size_t B, D, classes, proxies_per_class;
  float *Z, *S;               /* (B, D), (B, B) */
  gint32 *labels;             /* (B): 0 … classes − 1 */
  float *proxies, *beta;      /* (classes · proxies_per_class, D), (classes) */
  float *S_gradient, *Z_gradient, *proxies_gradient, *beta_gradient;
  float *gradient;            /* ∂L/∂Z (B, D), all of it */
  IsoSelection selection;     /* triplets, fourth samples and pairs alike */
  IsoEmbeddingMemory memory;  /* behind the batch for the kinds that take it, where its capacity is above 0 */
  IsoLossScratch scratch;
  double loss;
  size_t active_count, candidate_count;
} IsoTestBatch;

/* spread: 0 = all of a class equal; lengths: rows of different lengths instead of unit ones. */
void iso_test_batch_init (IsoTestBatch *batch, size_t B, size_t D, guint32 classes, double spread, bool lengths, guint64 seed);
void iso_test_batch_clear (IsoTestBatch *batch);

/* After Z or labels were changed: similarities, pairs and triplets anew. */
void iso_test_batch_choose (IsoTestBatch *batch, guint64 seed);
/* Room behind the batch, filled with `count` embeddings of other samples of its classes. */
void iso_test_batch_remember (IsoTestBatch *batch, size_t count, guint64 seed);

/* Value and gradients by the engine; gradients are emptied before. */
void iso_test_batch_compute (IsoTestBatch *batch, IsoLossName name, const double *values);

/* The same value, and the gradient with regard to one number of the batch, plainly in double. */
typedef struct {
  IsoTestBatch *batch;
  IsoLossInput sizes;
  gint32 *labels;
  IsoNaiveLossInput naive;
  float *held;
} IsoTestNaive;

void iso_test_naive_init (IsoTestNaive *naive, IsoTestBatch *batch, IsoLossName name);
void iso_test_naive_clear (IsoTestNaive *naive);
double iso_test_naive_value (const IsoTestNaive *naive, IsoLossName name, const double *values);
/* Central difference over *at, one of naive's doubles; NAN at a kink, where two steps of different size disagree. */
double iso_test_naive_slope (const IsoTestNaive *naive, IsoLossName name, const double *values, double *at);

/* values (ISO_LOSS_MAX_PARAMETERS) = the kind's defaults. */
void iso_test_loss_defaults (double *values, IsoLossName name);
/* Computes the batch by the engine and holds the value beside the naive one, and gradients beside central differences: of about a
 * hundred numbers of each block, without those at a kink. Ends the test where they differ or where most numbers are at a kink.
 * Returns the largest slope found, so that a test can see that there was something to compare. */
double iso_test_batch_compare (IsoTestBatch *batch, IsoLossName name, const double *values);
