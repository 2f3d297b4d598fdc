#include "engine/sweep/store.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <pthread.h>
#include <string.h>

#include "engine/base/error.h"
#include "engine/store/recorder.h"
#include "engine/store/store.h"

/* Seconds in which what is outstanding of a run must come to the store once it has ended. */
#define LAST_PATIENCE 10.0

struct _IsoSweepStore {
  const IsoSweepPlan *plan;
  IsoStore *store;
  guint8 *ends;   /* (points) IsoSweepEnd, as read */
  pthread_mutex_t mutex; /* guards what follows; a pthread mutex, so that ThreadSanitizer sees it */
  char *problem;  /* why a run could not be recorded */
  gint64 *runs;   /* (points) ids of those that count; 0: none */
};

void
iso_sweep_store_free (IsoSweepStore *store)
{
  if (store == NULL)
    return;
  iso_store_free (store->store);
  g_free (store->ends);
  g_free (store->problem);
  g_free (store->runs);
  pthread_mutex_destroy (&store->mutex);
  g_free (store);
}

/* ---- what is there ---- */

static bool
is_of_sweep (const IsoRun *run, const IsoSweepPlan *plan)
{
  return run->sweep != NULL && run->sweep_point != NULL && strcmp (run->sweep, iso_sweep_plan_uuid (plan)) == 0;
}

IsoSweepStore *
iso_sweep_store_open (const char *folder, const IsoSweepPlan *plan, bool resume, GError **error)
{
  g_autoptr (IsoSweepStore) store = g_new0 (IsoSweepStore, 1);
  size_t count = iso_sweep_plan_point_count (plan);
  pthread_mutex_init (&store->mutex, NULL);
  store->plan = plan;
  store->ends = g_malloc (MAX (count, 1));
  memset (store->ends, ISO_SWEEP_INTERRUPTED, MAX (count, 1));
  store->runs = g_new0 (gint64, MAX (count, 1));
  store->store = iso_store_open (folder, error);
  g_autoptr (GPtrArray) runs = store->store != NULL ? iso_store_list (store->store, error) : NULL;
  if (runs == NULL)
    return NULL;
  for (guint i = 0; i < runs->len && !resume; i++)
    if (is_of_sweep (runs->pdata[i], plan))
      {
        g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT, _("%s: found runs of this sweep; --resume goes on with them"),
                     iso_store_folder (store->store));
        return NULL;
      }
  return g_steal_pointer (&store);
}

/* The runs that count, by what their points set: of IsoRun, borrowed. */
static GHashTable *
index_runs (const GPtrArray *runs, const IsoSweepPlan *plan)
{
  GHashTable *known = g_hash_table_new (g_str_hash, g_str_equal);
  /* Newest first. */
  for (guint i = 0; i < runs->len; i++)
    {
      IsoRun *run = runs->pdata[i];
      bool has_ended = run->status == ISO_RUN_FINISHED || run->status == ISO_RUN_FAILED;
      if (!has_ended || !is_of_sweep (run, plan))
        continue;
      const IsoRun *before = g_hash_table_lookup (known, run->sweep_point);
      if (before == NULL || (before->status == ISO_RUN_FAILED && run->status == ISO_RUN_FINISHED))
        g_hash_table_insert (known, run->sweep_point, run);
    }
  return known;
}

static IsoSweepOutcome *
outcome_of (IsoSweepStore *store, const IsoRun *run, GError **error)
{
  g_autoptr (GArray) epochs = NULL;
  if (!iso_store_read_epochs (store->store, run->id, &epochs, error))
    return NULL;
  IsoSweepOutcome *outcome = iso_sweep_outcome_new (NULL, NULL, run->train_seconds + run->evaluate_seconds);
  outcome->end = run->status == ISO_RUN_FINISHED ? ISO_SWEEP_FINISHED : ISO_SWEEP_FAILED;
  if (outcome->end == ISO_SWEEP_FAILED)
    outcome->failure = g_strdup_printf (_("run %" PRId64 " of the store, see its events"), run->id);
  g_free (outcome->epochs);
  outcome->epochs = g_new0 (IsoEpochRecord, MAX (epochs->len, 1));
  outcome->epoch_count = epochs->len;
  for (guint i = 0; i < epochs->len; i++)
    outcome->epochs[i] = g_array_index (epochs, IsoEpochRecord, i);
  return outcome;
}

static void
set_run (IsoSweepStore *store, size_t point, gint64 run)
{
  pthread_mutex_lock (&store->mutex);
  store->runs[point] = run;
  pthread_mutex_unlock (&store->mutex);
}

gint64
iso_sweep_store_run_of (IsoSweepStore *store, size_t point)
{
  pthread_mutex_lock (&store->mutex);
  gint64 run = store->runs[point];
  pthread_mutex_unlock (&store->mutex);
  return run;
}

bool
iso_sweep_store_read (IsoSweepStore *store, IsoSweepResults *results, GError **error)
{
  g_autoptr (GPtrArray) runs = iso_store_list (store->store, error);
  if (runs == NULL)
    return false;
  g_autoptr (GHashTable) known = index_runs (runs, store->plan);
  for (size_t point = 0; point < iso_sweep_plan_point_count (store->plan); point++)
    {
      g_autofree char *json = iso_sweep_plan_point_json (store->plan, point);
      const IsoRun *run = g_hash_table_lookup (known, json);
      if (run == NULL)
        continue;
      g_autoptr (IsoSweepOutcome) outcome = outcome_of (store, run, error);
      if (outcome == NULL)
        return false;
      store->ends[point] = (guint8) outcome->end;
      set_run (store, point, run->id);
      iso_sweep_results_take (results, point, outcome);
    }
  return true;
}

IsoSweepEnd
iso_sweep_store_end_of (const IsoSweepStore *store, size_t point)
{
  return (IsoSweepEnd) store->ends[point];
}

/* ---- what is recorded ---- */

gpointer
iso_sweep_store_begun (IsoSweepStore *store, size_t point, IsoExperiment *experiment, IsoHistory *history)
{
  g_autoptr (GError) error = NULL;
  const IsoSweepPlan *plan = store->plan;
  g_autofree char *json = iso_sweep_plan_point_json (plan, point);
  g_autofree char *values = iso_sweep_plan_describe (plan, iso_sweep_plan_setting_of (plan, point));
  g_autofree char *name = g_strdup_printf (_("%s: %s, seed %d"), iso_sweep_plan_name (plan), values, experiment->settings.train.seed);
  const IsoRecorderOptions options = { .name = name, .sweep = iso_sweep_plan_uuid (plan), .sweep_point = json, .keep_epochs = 2 };
  IsoRecorder *recorder = iso_recorder_new (iso_store_folder (store->store), experiment, history, &options, &error);
  if (recorder == NULL)
    {
      pthread_mutex_lock (&store->mutex);
      g_free (store->problem);
      store->problem = g_strdup (error->message);
      pthread_mutex_unlock (&store->mutex);
    }
  return recorder;
}

void
iso_sweep_store_evaluated (gpointer kept, IsoRunner *runner, IsoEpochSnapshot *snapshot)
{
  if (kept == NULL || snapshot->epoch < iso_runner_settings (runner)->train.epochs)
    return;
  g_autoptr (GBytes) image = iso_runner_image (runner, NULL);
  g_autoptr (IsoBatchSnapshot) probe = iso_runner_snapshot (runner, true);
  iso_recorder_epoch (kept, image, snapshot, probe);
}

bool
iso_sweep_store_finished (IsoSweepStore *store, gpointer kept, size_t point, const IsoSweepOutcome *outcome, GError **error)
{
  static const IsoRunStatus statuses[] = { ISO_RUN_FINISHED, ISO_RUN_FAILED, ISO_RUN_INTERRUPTED };
  g_autoptr (IsoRecorder) recorder = kept;
  if (recorder == NULL && outcome->end == ISO_SWEEP_FINISHED)
    {
      pthread_mutex_lock (&store->mutex);
      g_set_error (error, ISO_ERROR, ISO_ERROR_FILE, _("the run is not kept: %s"), store->problem);
      pthread_mutex_unlock (&store->mutex);
      return false;
    }
  /* What could not even begin is no run. */
  if (recorder == NULL)
    return true;
  gint64 run = iso_recorder_run (recorder);
  iso_recorder_status (recorder, statuses[outcome->end]);
  bool is_kept = iso_recorder_wait (recorder, LAST_PATIENCE);
  g_autofree char *problem = iso_recorder_problem (recorder);
  g_clear_pointer (&recorder, iso_recorder_free);
  if (outcome->end == ISO_SWEEP_INTERRUPTED)
    {
      iso_store_delete (store->store, run, NULL);
      return true;
    }
  set_run (store, point, run);
  if (!is_kept)
    g_set_error (error, ISO_ERROR, ISO_ERROR_FILE, _("not all of the run is kept: %s"),
                 problem != NULL ? problem : _("the disk takes too long"));
  return is_kept;
}
