/* What writing a run into a checkpoint and restoring it share: how tensors are called and shaped. */
#pragma once

#include "engine/train/alarms.h"
#include "engine/train/loss-weights.h"

/* Of the optimizer's moments: what stands before the names of the weights that they belong to. */
extern const char *const iso_runner_moment_names[];

/* raised, count for each alarm; is_flat */
#define ISO_RUNNER_ALARM_NUMBERS (2 * (size_t) ISO_ALARM_COUNT + 1)

/* The loss's own weights: "proxies" (M, D) or "beta" (C). */
const char *iso_runner_describe_loss_weights (size_t sizes[2], guint32 *dimension_count, const IsoLossWeights *weights, size_t D);
