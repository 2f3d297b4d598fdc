/* What the files of the sampler share: sampler.c (batches) and sampler-centers.c (which classes are near each other). */
#pragma once

#include "engine/data/groups.h"
#include "engine/data/sampler.h"

struct _IsoSampler {
  IsoGroups groups;
  IsoBatchSettings settings;
  size_t sample_count;
  guint32 *near; /* (class_count, neighborhood − 1): nearest classes, nearest first; ISO_SAMPLER_NO_CLASS fills up. NULL while
                  * centers are unknown */
};
