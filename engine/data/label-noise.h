/* Wrong labels on purpose: how well does training stand them? */
#pragma once

#include "engine/data/split.h"

/* A copy of labels (N) in which a share of the samples of `train`, rounded to a whole number of them, has another class, drawn
 * evenly among the C − 1 other classes of the training part; all else is as it was. Which samples and which classes follows from
 * seed (stream "noise"); with fewer than two training classes nothing changes. Free with g_free(). */
gint32 *iso_label_noise_apply (const gint32 *labels, size_t N, const IsoSubset *train, double share, guint64 seed);
