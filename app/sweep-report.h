/* What a sweep has come to, for people: the table of its settings, the chosen one, and its test score apart. */
#pragma once

#include "engine/sweep/results.h"

/* On stdout. At most `most` settings, said where that is not all. */
void iso_sweep_report_print (const IsoSweepResults *results, size_t most);

/* On stdout: how many runs there are, and a line for each of a shard. */
void iso_sweep_report_print_plan (const IsoSweepPlan *plan, size_t part, size_t parts);
