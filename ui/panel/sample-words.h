/* Which sample it is, in the words that the map has for it too. */
#pragma once

#include "engine/train/experiment.h"

/* "test sample 12" (its place in the part, which is the row of exported embeddings), "training sample 437 of the data", "sample 437 of
 * the data": index counts into the dataset. Either may be NULL: without an experiment on that dataset its own parts are named. Free
 * with g_free(). */
char *iso_sample_words (IsoDataset *dataset, const IsoExperiment *experiment, guint32 index);
