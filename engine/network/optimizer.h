/* Optimizers over one block of weights. */
#pragma once

#include "engine/base/pool.h"

typedef enum {
  ISO_OPTIMIZER_ADAM,  /* Kingma and Ba 2015, with L2 weight decay added to the gradient, as the paper uses it */
  ISO_OPTIMIZER_ADAMW, /* Loshchilov and Hutter 2019: weight decay beside the gradient step */
  ISO_OPTIMIZER_SGD,   /* with momentum, and L2 weight decay added to the gradient */
  ISO_OPTIMIZER_COUNT
} IsoOptimizerName;

typedef struct {
  int name; /* IsoOptimizerName */
  double rate;
  double decay;
  double momentum;       /* of SGD */
  double embedding_rate; /* the embedding layer learns so many times as fast */
  double clip;           /* a gradient of a larger norm is scaled down to it; 0 = never */
} IsoOptimizerSettings;

typedef struct {
  float *first, *second; /* moments, (weight_count) each; SGD keeps its momentum in the first */
  size_t weight_count;
  size_t embedding_start; /* weights from here on are the embedding layer's; weight_count where there is none */
  guint64 step;
} IsoOptimizer;

void iso_optimizer_init (IsoOptimizer *optimizer, size_t weight_count);
void iso_optimizer_clear (IsoOptimizer *optimizer);

/* One update of weights (weight_count) by gradient_scale · gradient. Adam and AdamW: β₁ = 0.9, β₂ = 0.999, ε = 1e-8,
 * bias-corrected. All as PyTorch defines them, to float rounding. */
void iso_optimizer_update (IsoOptimizer *optimizer, float *weights, const float *gradient, double gradient_scale,
                           const IsoOptimizerSettings *settings, IsoPool *pool);
