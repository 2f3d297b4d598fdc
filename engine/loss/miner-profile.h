/* What a miner chooses, by the miner itself: a fixed batch on the sphere, mined many times, and how often each sample was chosen
 * for one anchor. */
#pragma once

#include "engine/loss/miner.h"

#define ISO_MINER_PROFILE_POSITIVES 3
#define ISO_MINER_PROFILE_NEGATIVES 12
#define ISO_MINER_PROFILE_SAMPLES (ISO_MINER_PROFILE_POSITIVES + ISO_MINER_PROFILE_NEGATIVES)

typedef struct {
  /* The positives first, each sort in ascending order of distance to the anchor. */
  double distance[ISO_MINER_PROFILE_SAMPLES];
  /* Shares of the anchor's triplets in which the sample stands as positive and as negative; each sums up to 1, but for triplets
   * whose anchor is its own positive, and is 0 where the miner finds none. */
  double as_positive[ISO_MINER_PROFILE_SAMPLES], as_negative[ISO_MINER_PROFILE_SAMPLES];
  double swapped;   /* share of triplets whose anchor is its own positive (ρ-distance) */
  double triplets;  /* the anchor's triplets in a batch, on average */
} IsoMinerProfile;

/* values (kind->parameter_count). The same for the same values: the random stream is the profile's own. */
void iso_miner_profile (IsoMinerProfile *profile, const IsoMinerKind *kind, const double *values);
