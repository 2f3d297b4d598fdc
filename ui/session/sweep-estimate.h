/* How long a sweep will take, by what the run in the window has taken so far. */
#pragma once

#include "engine/sweep/plan.h"
#include "engine/train/history.h"

/* Seconds that an epoch took in that history, its evaluation included; steps_per_epoch: of it. NAN where it has none yet. */
double iso_sweep_seconds_per_epoch (IsoHistory *history, size_t steps_per_epoch);

/* Epochs of all runs of the plan together. */
double iso_sweep_epochs (const IsoSweepPlan *plan);

/* Seconds for all of it with so many runs at once; NAN where seconds_per_epoch is. */
double iso_sweep_seconds (const IsoSweepPlan *plan, double seconds_per_epoch, int jobs);

/* "35 s", "4 min", "2 h 10 min"; translated, newly allocated. */
char *iso_duration_text (double seconds);
