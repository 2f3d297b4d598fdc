#include "app/sweep-keeping.h"

#include <glib/gi18n.h>
#include <string.h>

#define STORE "store"

bool
iso_sweep_keeping_init (IsoSweepKeeping *keeping, const IsoSweepPlan *plan, const char *path, bool resume, bool retry, GError **error)
{
  *keeping = (IsoSweepKeeping) { .plan = plan, .results = iso_sweep_results_new (plan), .retry = retry,
                                 .lines = g_async_queue_new_full (g_free) };
  if (path == NULL)
    return true;
  if (strcmp (path, STORE) == 0)
    keeping->store = iso_sweep_store_open (NULL, plan, resume, error);
  else
    keeping->folder = iso_sweep_folder_open (path, plan, resume, error);
  return iso_sweep_keeping_keeps (keeping) && iso_sweep_keeping_read (keeping, error);
}

bool
iso_sweep_keeping_keeps (const IsoSweepKeeping *keeping)
{
  return keeping->folder != NULL || keeping->store != NULL;
}

bool
iso_sweep_keeping_read (IsoSweepKeeping *keeping, GError **error)
{
  if (keeping->folder != NULL)
    iso_sweep_folder_read (keeping->folder, keeping->results);
  return keeping->store == NULL || iso_sweep_store_read (keeping->store, keeping->results, error);
}

void
iso_sweep_keeping_clear (IsoSweepKeeping *keeping)
{
  g_clear_pointer (&keeping->folder, iso_sweep_folder_free);
  g_clear_pointer (&keeping->store, iso_sweep_store_free);
  g_clear_pointer (&keeping->results, iso_sweep_results_free);
  g_clear_pointer (&keeping->lines, g_async_queue_unref);
}

static bool
is_done (gpointer data, size_t point)
{
  const IsoSweepKeeping *keeping = data;
  IsoSweepEnd end = keeping->folder != NULL  ? iso_sweep_folder_end_of (keeping->folder, point)
                    : keeping->store != NULL ? iso_sweep_store_end_of (keeping->store, point)
                                             : ISO_SWEEP_INTERRUPTED;
  return end == ISO_SWEEP_FINISHED || (end == ISO_SWEEP_FAILED && !keeping->retry);
}

/* "run 12: distill.lambda=50, seed 3: recall@1 0.801"; newly allocated. */
static char *
describe (const IsoSweepKeeping *keeping, size_t point, const IsoSweepOutcome *outcome)
{
  const IsoSweepPlan *plan = keeping->plan;
  char text[32];
  IsoScoreKey key = iso_sweep_plan_score (plan);
  g_autofree char *values = iso_sweep_plan_describe (plan, iso_sweep_plan_setting_of (plan, point));
  int seed = iso_sweep_plan_seed (plan, iso_sweep_plan_seed_place_of (plan, point));
  if (outcome->end == ISO_SWEEP_FAILED)
    return g_strdup_printf (_("run %zu: %s, seed %d: failed: %s"), point + 1, values, seed, outcome->failure);
  const IsoEpochRecord *last = &outcome->epochs[outcome->epoch_count - 1];
  double score = iso_scores_value (iso_sweep_plan_chooses (plan) ? &last->validation : &last->test, key);
  return g_strdup_printf (_("run %zu: %s, seed %d: %s %s"), point + 1, values, seed, iso_score_key_name (key),
                          g_ascii_formatd (text, sizeof text, "%.4f", score));
}

static gpointer
begun (gpointer data, size_t point, IsoExperiment *experiment, IsoHistory *history)
{
  IsoSweepKeeping *keeping = data;
  return keeping->store != NULL ? iso_sweep_store_begun (keeping->store, point, experiment, history) : NULL;
}

static void
evaluated (gpointer data, gpointer kept, IsoRunner *runner, IsoEpochSnapshot *snapshot)
{
  iso_sweep_store_evaluated (kept, runner, snapshot);
}

static bool
finished (gpointer data, gpointer kept, size_t point, const IsoSweepOutcome *outcome, GError **error)
{
  IsoSweepKeeping *keeping = data;
  if (keeping->store != NULL && !iso_sweep_store_finished (keeping->store, kept, point, outcome, error))
    return false;
  if (outcome->end == ISO_SWEEP_INTERRUPTED)
    return true;
  iso_sweep_results_take (keeping->results, point, outcome);
  g_async_queue_push (keeping->lines, describe (keeping, point, outcome));
  return keeping->folder == NULL || iso_sweep_folder_keep (keeping->folder, point, outcome, error);
}

IsoSweepKeeper
iso_sweep_keeping_keeper (IsoSweepKeeping *keeping)
{
  return (IsoSweepKeeper) { .data = keeping, .is_done = is_done, .begun = begun, .evaluated = evaluated, .finished = finished };
}
