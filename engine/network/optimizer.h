/* Optimizers over one block of weights. */
#pragma once

#include "engine/base/pool.h"

typedef enum { ISO_OPTIMIZER_ADAM, ISO_OPTIMIZER_COUNT } IsoOptimizerName;

typedef struct {
  IsoOptimizerName name;
  double rate;
  double decay; /* L2 weight decay added to the gradient, as Kingma and Ba's Adam is used with weight decay in the paper */
} IsoOptimizerSettings;

typedef struct {
  float *first, *second; /* moments, (weight_count) each */
  size_t weight_count;
  guint64 step;
} IsoOptimizer;

void iso_optimizer_init (IsoOptimizer *optimizer, size_t weight_count);
void iso_optimizer_clear (IsoOptimizer *optimizer);

/* One update of weights (weight_count) by gradient: Adam, β₁ = 0.9, β₂ = 0.999, ε = 1e-8, bias-corrected (Kingma and Ba 2015),
 * bit-comparable with the textbook formula to float rounding. */
void iso_optimizer_update (IsoOptimizer *optimizer, float *weights, const float *gradient, const IsoOptimizerSettings *settings,
                           IsoPool *pool);
