/* One run of a sweep from beginning to end, as isotherm-cli train does it: the same numbers for the same settings. */
#pragma once

#include "engine/sweep/datasets.h"
#include "engine/sweep/queue.h"

/* An IsoSweepRun whose data are IsoSweepDatasets. */
IsoSweepOutcome *iso_sweep_run (IsoSweepTask *task, gpointer datasets);
