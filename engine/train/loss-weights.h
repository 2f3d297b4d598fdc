/* A loss's own weights: proxies, or a boundary β for each class. Owned beside the network's weights and learnt with them, by
 * the same optimizer at a rate of their own and without weight decay. */
#pragma once

#include "engine/loss/loss.h"
#include "engine/network/optimizer.h"

typedef struct {
  IsoLossLearns learns;
  float *weights, *gradient; /* (count): proxies (M, D) or β (class_count) */
  size_t count, class_count;
  IsoOptimizer optimizer;
} IsoLossWeights;

/* Weights as training starts, from the stream "loss" of `seed`: proxies are standard normal rows divided by their length,
 * uniform on the sphere, so that Adam's steps turn them alike whatever the dimension; β is the kind's initial one. values: the
 * kind's parameters. Nothing at all (count 0) for kinds without weights. ISO_ERROR_MEMORY where they would be too large. */
bool iso_loss_weights_init (IsoLossWeights *weights, const IsoLossKind *kind, const double *values, size_t class_count, size_t D,
                            guint64 seed, GError **error);
void iso_loss_weights_clear (IsoLossWeights *weights);

/* Points input and output at weights and gradient, and empties the gradient. */
void iso_loss_weights_give (IsoLossInput *input, IsoLossOutput *output, IsoLossWeights *weights);

/* One update; rate: iso_loss_rate(). */
void iso_loss_weights_update (IsoLossWeights *weights, const IsoOptimizerSettings *optimizer, double rate, IsoPool *pool);
