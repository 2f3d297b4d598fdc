/* What a sweep has come to, in sentences. */
#pragma once

#include "engine/sweep/results.h"

/* "Chosen: λ 10, ω 0.5 (validation Recall@1 0.62 ± 0.01; test 0.60 ± 0.01, which had no part in the choice). 2 other settings lie within
 * one deviation: the difference may be chance. 1 run failed: …"; or why nothing is chosen. Translated, newly allocated. */
char *iso_sweep_results_words (const IsoSweepResults *results);
