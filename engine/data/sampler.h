/* P × K sampler: a batch is P classes of K samples each.
 *
 * Classes are drawn with replacement and samples within a class at random, as the published code of OBD-SD does, so that 56 × 2
 * works with ten classes; drawing classes without replacement is an option. When a class is drawn, K of its samples are drawn
 * without replacement (with, only if it has fewer than K).
 */
#pragma once

#include "engine/base/random.h"
#include "engine/data/split.h"

typedef struct _IsoSampler IsoSampler;

/* labels (of the whole dataset) are read through subset's indices. B = batch_size must be a multiple of samples_per_class.
 * ISO_ERROR_ARGUMENT when it is not, when the batch is larger than the subset, when there are fewer than two classes, or, without
 * replacement, fewer classes than a batch wants. Copies what it needs. */
IsoSampler *iso_sampler_new (const gint32 *labels, const IsoSubset *subset, size_t batch_size, size_t samples_per_class,
                             bool classes_with_replacement, GError **error);
void iso_sampler_free (IsoSampler *sampler);

/* Batches an epoch: ⌊subset / B⌋, at least 1. */
size_t iso_sampler_batches_per_epoch (const IsoSampler *sampler);

/* out (B): dataset indices of the next batch, K of a class adjacent. */
void iso_sampler_next (guint32 *out, const IsoSampler *sampler, IsoRandom *random);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoSampler, iso_sampler_free)
