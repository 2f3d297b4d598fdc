/* How well the raw samples themselves retrieve, without any network: the line that an embedding must beat. */
#pragma once

#include "engine/base/pool.h"
#include "engine/train/experiment.h"

/* Test parts of more samples than this are left out: beyond it the distances of raw samples take more than a moment. */
#define ISO_BASELINE_LIMIT 10000

/* recall@1 and map@r of the test part's raw values, bytes as 0 … 1; NAN where the part is left out. pool may be NULL. False on
 * ISO_ERROR_CANCELLED and ISO_ERROR_MEMORY. */
bool iso_baseline_evaluate (double *recall_1, double *map_at_r, const IsoExperiment *experiment, IsoPool *pool,
                            GCancellable *cancellable, GError **error);
