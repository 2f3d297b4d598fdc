/* What a sweep has come to: for each setting mean and deviation over its seeds, and the setting that the validation part chooses.
 *
 * The test part never chooses: its scores are asked for apart, of the chosen setting or of one run. A setting counts once all its seeds
 * have finished: a mean of those that happened not to fail would flatter it. Filled by one thread, then read. */
#pragma once

#include "engine/sweep/outcome.h"
#include "engine/sweep/plan.h"

typedef struct _IsoSweepResults IsoSweepResults;

typedef enum { ISO_SWEEP_VALIDATION, ISO_SWEEP_TEST } IsoSweepPart;

/* Of `count` runs: the mean, and the standard deviation with count − 1 in the divisor; NAN without any, or without two. */
typedef struct {
  size_t count;
  double mean, deviation;
} IsoSweepSpread;

/* The plan must stay. */
IsoSweepResults *iso_sweep_results_new (const IsoSweepPlan *plan);
void iso_sweep_results_free (IsoSweepResults *results);

/* Takes what a run came to; a later one of the same point takes its place. Of its epochs that is kept which the plan means. */
void iso_sweep_results_take (IsoSweepResults *results, size_t point, const IsoSweepOutcome *outcome);

const IsoSweepPlan *iso_sweep_results_plan (const IsoSweepResults *results);
size_t iso_sweep_results_finished (const IsoSweepResults *results); /* runs */
size_t iso_sweep_results_failed (const IsoSweepResults *results);

/* Of a setting. */
size_t iso_sweep_results_finished_of (const IsoSweepResults *results, size_t setting);
size_t iso_sweep_results_failed_of (const IsoSweepResults *results, size_t setting);
/* Why the first of its failed runs failed, or NULL. */
const char *iso_sweep_results_failure_of (const IsoSweepResults *results, size_t setting);
/* Over those of its seeds that have finished. */
IsoSweepSpread iso_sweep_results_spread (const IsoSweepResults *results, size_t setting, IsoSweepPart part, IsoScoreKey key);
/* Mean of the epochs that its scores are of. */
double iso_sweep_results_epoch (const IsoSweepResults *results, size_t setting);

/* Of a point; false where it has not finished. */
bool iso_sweep_results_run (const IsoSweepResults *results, size_t point, int *epoch, const IsoScores **validation,
                            const IsoScores **test);

/* The scores that the runs evaluated; returns how many. */
size_t iso_sweep_results_keys (IsoScoreKey keys[ISO_SCORES_MAX], const IsoSweepResults *results);

/* order (settings): best first by the mean of the score that the plan chooses by, then those that do not count. Without a choice that of
 * the plan. Of equal ones the earlier is first. */
void iso_sweep_results_order (size_t *order, const IsoSweepResults *results);
/* The setting that is chosen; false where none counts yet or the plan does not choose. *close: how many others' means lie within the
 * deviation of the chosen one's. */
bool iso_sweep_results_chosen (size_t *setting, size_t *close, const IsoSweepResults *results);

/* A row for each run that has ended, test scores included; one for each setting, of the validation part alone (of the test part where
 * the plan does not choose); all of it as one JSON object on one line. Newly allocated. */
char *iso_sweep_results_runs_csv (const IsoSweepResults *results);
char *iso_sweep_results_settings_csv (const IsoSweepResults *results);
char *iso_sweep_results_json (const IsoSweepResults *results);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoSweepResults, iso_sweep_results_free)
