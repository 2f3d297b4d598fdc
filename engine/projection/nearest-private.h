/* What nearest.c shares with the approximate search. */
#pragma once

#include "engine/projection/nearest.h"

/* distances of point `row` to neighbors (k), all of embeddings (N, D): Euclidean, in double. */
void iso_nearest_measure (float *distances, const float *embeddings, size_t D, size_t row, const guint32 *neighbors, size_t k);

/* Fills indices, distances and recall of a nearest with N > 0 and k > 0, whose memory is there. */
bool iso_nearest_approximate (IsoNearest *nearest, const float *embeddings, size_t D, guint64 seed, IsoPool *pool,
                              GCancellable *cancellable, GError **error);
