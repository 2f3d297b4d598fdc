/* What a sampler puts into batches, by the sampler itself: a few small batches of a fixed set of samples. */
#pragma once

#include "engine/data/sampler.h"

#define ISO_SAMPLER_PROFILE_BATCHES 4
#define ISO_SAMPLER_PROFILE_SIZE 24     /* samples in a batch */
#define ISO_SAMPLER_PROFILE_EACH 4      /* of a class, where the sampler groups them */
#define ISO_SAMPLER_PROFILE_CLASSES 10

typedef struct {
  /* Classes 0 … 9, in ascending order within a batch unless the sampler groups them. Their centers lie evenly on a circle, in the
   * order of their numbers; classes hold from 6 to 60 samples. */
  gint32 batches[ISO_SAMPLER_PROFILE_BATCHES][ISO_SAMPLER_PROFILE_SIZE];
} IsoSamplerProfile;

/* settings: sampler, with_replacement and neighborhood count; sizes are the profile's own. The same for the same settings. */
void iso_sampler_profile (IsoSamplerProfile *profile, const IsoBatchSettings *settings);
