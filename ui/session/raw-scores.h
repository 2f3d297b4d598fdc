/* How well the raw samples themselves retrieve: the line any embedding must beat. Computed on a worker. */
#pragma once

#include <gio/gio.h>

#include "engine/train/experiment.h"

/* recall@1 and map@r of the test part's raw values; parts of more than 10 000 samples are left out (NAN). The callback's data is
 * passed on untouched. */
void iso_raw_scores_compute (IsoExperiment *experiment, GAsyncReadyCallback callback, gpointer data);
gboolean iso_raw_scores_finish (GAsyncResult *result, const IsoDataset **dataset, double *recall_1, double *map_at_r);
