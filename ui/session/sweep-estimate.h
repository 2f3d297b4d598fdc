/* How long a sweep will take: by what the run in the window has taken, and once runs of its own go on by these. */
#pragma once

#include "engine/sweep/plan.h"
#include "engine/train/history.h"

/* Seconds that an epoch took in that history, its evaluation included; steps_per_epoch: of it. NAN where it has none yet. */
double iso_sweep_seconds_per_epoch (IsoHistory *history, size_t steps_per_epoch);

/* Epochs of all runs of the plan together. */
double iso_sweep_epochs (const IsoSweepPlan *plan);

/* Epochs of a run of each setting, (settings), newly allocated. */
double *iso_sweep_setting_epochs (const IsoSweepPlan *plan);

/* Seconds for all of it with so many runs at once, if these take as long as the run in the window did; NAN where seconds_per_epoch is.
 * *most: if they are as slow as runs get that share a machine. */
double iso_sweep_seconds (const IsoSweepPlan *plan, double seconds_per_epoch, int jobs, double *most);

/* How many epochs pass one after the other until the last run ends: running (running_count), what each run under way has still to do;
 * waiting (waiting_count), of those that begin in this order, each where the first ends; jobs at once. */
double iso_sweep_epochs_left (const double *running, size_t running_count, const double *waiting, size_t waiting_count, int jobs);

/* "35 s", "4 min", "2 h 10 min"; translated, newly allocated. */
char *iso_duration_text (double seconds);
/* "about 4 min", or "about 4 min to 9 min" where the two do not read the same. */
char *iso_duration_range_text (double least, double most);
