#include "engine/sweep/results.h"

#include <math.h>
#include <stdlib.h>

/* What is kept of a run. */
typedef struct {
  bool has_finished, has_failed;
  int epoch;
  IsoScores validation, test;
  char *failure;
} Kept;

struct _IsoSweepResults {
  const IsoSweepPlan *plan;
  Kept **runs; /* (points), NULL: not ended */
};

static void
free_kept (Kept *kept)
{
  if (kept == NULL)
    return;
  g_free (kept->failure);
  g_free (kept);
}

IsoSweepResults *
iso_sweep_results_new (const IsoSweepPlan *plan)
{
  IsoSweepResults *results = g_new0 (IsoSweepResults, 1);
  results->plan = plan;
  results->runs = g_new0 (Kept *, MAX (iso_sweep_plan_point_count (plan), 1));
  return results;
}

void
iso_sweep_results_free (IsoSweepResults *results)
{
  if (results == NULL)
    return;
  for (size_t point = 0; point < iso_sweep_plan_point_count (results->plan); point++)
    free_kept (results->runs[point]);
  g_free (results->runs);
  g_free (results);
}

static bool
is_better (IsoScoreKey key, double a, double b)
{
  if (isnan (a) || isnan (b))
    return !isnan (a) && isnan (b);
  return iso_metric (key.metric)->better == ISO_METRIC_HIGHER ? a > b : a < b;
}

/* The epoch that the plan means: the last, or the earliest of the best on the validation part, the untrained network not among them. */
static const IsoEpochRecord *
choose_epoch (const IsoSweepPlan *plan, const IsoSweepOutcome *outcome)
{
  IsoScoreKey key = iso_sweep_plan_score (plan);
  const IsoEpochRecord *best = &outcome->epochs[outcome->epoch_count - 1];
  if (iso_sweep_plan_epoch (plan) == ISO_SWEEP_EPOCH_LAST || outcome->epoch_count < 2)
    return best;
  best = &outcome->epochs[1];
  for (size_t i = 2; i < outcome->epoch_count; i++)
    if (is_better (key, iso_scores_value (&outcome->epochs[i].validation, key), iso_scores_value (&best->validation, key)))
      best = &outcome->epochs[i];
  return best;
}

void
iso_sweep_results_take (IsoSweepResults *results, size_t point, const IsoSweepOutcome *outcome)
{
  Kept *kept = g_new0 (Kept, 1);
  g_assert (point < iso_sweep_plan_point_count (results->plan));
  iso_scores_init (&kept->validation);
  iso_scores_init (&kept->test);
  kept->has_finished = outcome->end == ISO_SWEEP_FINISHED && outcome->epoch_count > 0;
  kept->has_failed = outcome->end == ISO_SWEEP_FAILED;
  kept->failure = g_strdup (outcome->failure);
  if (kept->has_finished)
    {
      const IsoEpochRecord *record = choose_epoch (results->plan, outcome);
      kept->epoch = record->epoch;
      kept->validation = record->validation;
      kept->test = record->test;
    }
  free_kept (results->runs[point]);
  results->runs[point] = kept;
}

const IsoSweepPlan *
iso_sweep_results_plan (const IsoSweepResults *results)
{
  return results->plan;
}

/* The run of a setting with the seed at a place. */
static const Kept *
run_of (const IsoSweepResults *results, size_t setting, size_t seed)
{
  return results->runs[seed * iso_sweep_plan_setting_count (results->plan) + setting];
}

size_t
iso_sweep_results_finished_of (const IsoSweepResults *results, size_t setting)
{
  size_t count = 0;
  for (size_t seed = 0; seed < iso_sweep_plan_seed_count (results->plan); seed++)
    count += run_of (results, setting, seed) != NULL && run_of (results, setting, seed)->has_finished;
  return count;
}

size_t
iso_sweep_results_failed_of (const IsoSweepResults *results, size_t setting)
{
  size_t count = 0;
  for (size_t seed = 0; seed < iso_sweep_plan_seed_count (results->plan); seed++)
    count += run_of (results, setting, seed) != NULL && run_of (results, setting, seed)->has_failed;
  return count;
}

const char *
iso_sweep_results_failure_of (const IsoSweepResults *results, size_t setting)
{
  for (size_t seed = 0; seed < iso_sweep_plan_seed_count (results->plan); seed++)
    if (run_of (results, setting, seed) != NULL && run_of (results, setting, seed)->has_failed)
      return run_of (results, setting, seed)->failure;
  return NULL;
}

size_t
iso_sweep_results_finished (const IsoSweepResults *results)
{
  size_t count = 0;
  for (size_t setting = 0; setting < iso_sweep_plan_setting_count (results->plan); setting++)
    count += iso_sweep_results_finished_of (results, setting);
  return count;
}

size_t
iso_sweep_results_failed (const IsoSweepResults *results)
{
  size_t count = 0;
  for (size_t setting = 0; setting < iso_sweep_plan_setting_count (results->plan); setting++)
    count += iso_sweep_results_failed_of (results, setting);
  return count;
}

IsoSweepSpread
iso_sweep_results_spread (const IsoSweepResults *results, size_t setting, IsoSweepPart part, IsoScoreKey key)
{
  size_t seeds = iso_sweep_plan_seed_count (results->plan), count = 0;
  double sum = 0.0, squares = 0.0;
  for (size_t seed = 0; seed < seeds; seed++)
    {
      const Kept *run = run_of (results, setting, seed);
      if (run == NULL || !run->has_finished)
        continue;
      sum += iso_scores_value (part == ISO_SWEEP_VALIDATION ? &run->validation : &run->test, key);
      count++;
    }
  double mean = count > 0 ? sum / (double) count : (double) NAN;
  for (size_t seed = 0; seed < seeds; seed++)
    {
      const Kept *run = run_of (results, setting, seed);
      if (run == NULL || !run->has_finished)
        continue;
      double away = iso_scores_value (part == ISO_SWEEP_VALIDATION ? &run->validation : &run->test, key) - mean;
      squares += away * away;
    }
  return (IsoSweepSpread) { count, mean, count > 1 ? sqrt (squares / (double) (count - 1)) : (double) NAN };
}

double
iso_sweep_results_epoch (const IsoSweepResults *results, size_t setting)
{
  double sum = 0.0;
  for (size_t seed = 0; seed < iso_sweep_plan_seed_count (results->plan); seed++)
    {
      const Kept *run = run_of (results, setting, seed);
      sum += run != NULL && run->has_finished ? run->epoch : 0;
    }
  return sum / (double) iso_sweep_results_finished_of (results, setting);
}

bool
iso_sweep_results_run (const IsoSweepResults *results, size_t point, int *epoch, const IsoScores **validation, const IsoScores **test)
{
  const Kept *run = results->runs[point];
  if (run == NULL || !run->has_finished)
    return false;
  *epoch = run->epoch;
  *validation = &run->validation;
  *test = &run->test;
  return true;
}

size_t
iso_sweep_results_keys (IsoScoreKey keys[ISO_SCORES_MAX], const IsoSweepResults *results)
{
  for (size_t point = 0; point < iso_sweep_plan_point_count (results->plan); point++)
    if (results->runs[point] != NULL && results->runs[point]->has_finished)
      return iso_scores_keys (keys, &results->runs[point]->test);
  keys[0] = iso_sweep_plan_score (results->plan);
  return 1;
}

/* ---- the order ---- */

typedef struct {
  size_t setting;
  bool counts;
  double mean;
  IsoScoreKey key;
} Ranked;

static Ranked
rank (const IsoSweepResults *results, size_t setting)
{
  IsoScoreKey key = iso_sweep_plan_score (results->plan);
  IsoSweepPart part = iso_sweep_plan_chooses (results->plan) ? ISO_SWEEP_VALIDATION : ISO_SWEEP_TEST;
  IsoSweepSpread spread = iso_sweep_results_spread (results, setting, part, key);
  return (Ranked) { setting, spread.count == iso_sweep_plan_seed_count (results->plan) && isfinite (spread.mean), spread.mean, key };
}

static int
compare_ranked (const void *a, const void *b)
{
  const Ranked *x = a, *y = b;
  if (x->counts != y->counts)
    return x->counts ? -1 : 1;
  if (x->counts && is_better (x->key, x->mean, y->mean))
    return -1;
  if (x->counts && is_better (x->key, y->mean, x->mean))
    return 1;
  return x->setting < y->setting ? -1 : x->setting > y->setting;
}

void
iso_sweep_results_order (size_t *order, const IsoSweepResults *results)
{
  size_t count = iso_sweep_plan_setting_count (results->plan);
  g_autofree Ranked *ranked = g_new (Ranked, MAX (count, 1));
  for (size_t setting = 0; setting < count; setting++)
    ranked[setting] = rank (results, setting);
  /* Without a choice an order by the test part would be one: that of the plan stays. */
  if (iso_sweep_plan_chooses (results->plan))
    qsort (ranked, count, sizeof *ranked, compare_ranked);
  for (size_t i = 0; i < count; i++)
    order[i] = ranked[i].setting;
}

bool
iso_sweep_results_chosen (size_t *setting, size_t *close, const IsoSweepResults *results)
{
  size_t count = iso_sweep_plan_setting_count (results->plan);
  IsoScoreKey key = iso_sweep_plan_score (results->plan);
  Ranked best = { .counts = false };
  *close = 0;
  if (!iso_sweep_plan_chooses (results->plan))
    return false;
  for (size_t i = 0; i < count; i++)
    {
      Ranked other = rank (results, i);
      if (other.counts && (!best.counts || is_better (key, other.mean, best.mean)))
        best = other;
    }
  if (!best.counts)
    return false;
  *setting = best.setting;
  double deviation = iso_sweep_results_spread (results, best.setting, ISO_SWEEP_VALIDATION, key).deviation;
  for (size_t i = 0; i < count; i++)
    {
      Ranked other = rank (results, i);
      *close += i != best.setting && other.counts && fabs (other.mean - best.mean) <= deviation;
    }
  return true;
}
