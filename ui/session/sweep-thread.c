#include "ui/session/sweep-thread.h"

#include <pthread.h>

#include "engine/base/priority.h"
#include "engine/base/unjoined.h"
#include "engine/sweep/run.h"
#include "engine/sweep/store.h"

/* From one look at the runs to the next, in seconds: as often as progress can be read. */
#define INTERVAL 0.25
/* The window, and the run in it, go first. */
#define PRIORITY_STEPS 5

struct _IsoSweepThread {
  IsoSweepPlan *plan;
  IsoSweeperOptions options; /* its texts and references are this one's own */
  char *folder;
  IsoSettings settings;
  GCancellable *cancellable;
  void (*news) (GObject *owner);
  GWeakRef owner;
  IsoSweepStore *store;      /* NULL: nothing is kept; while the thread runs */

  pthread_mutex_t mutex;     /* guards all below; a pthread mutex, so that ThreadSanitizer sees it */
  bool has_begun, is_over, is_told; /* is_told: the main thread has word already */
  IsoSweepResults *found;
  GPtrArray *ended;
  IsoSweepQueueStatus status;
  GArray *running;
  gint64 *runs;              /* (points) */
  int jobs;
  char *problem;
};

static void
free_ended (gpointer data)
{
  IsoSweepEnded *ended = data;
  iso_sweep_outcome_free (ended->outcome);
  g_free (ended);
}

static GPtrArray *
ended_new (void)
{
  return g_ptr_array_new_with_free_func (free_ended);
}

static void
clear (gpointer data)
{
  IsoSweepThread *thread = data;
  g_clear_pointer (&thread->found, iso_sweep_results_free);
  g_ptr_array_unref (thread->ended);
  g_array_unref (thread->running);
  g_clear_pointer (&thread->options.dataset, iso_dataset_unref);
  g_object_unref (thread->cancellable);
  g_weak_ref_clear (&thread->owner);
  pthread_mutex_destroy (&thread->mutex);
  g_free (thread->runs);
  g_free (thread->problem);
  g_free (thread->folder);
  iso_sweep_plan_free (thread->plan);
}

void
iso_sweep_thread_unref (IsoSweepThread *thread)
{
  g_atomic_rc_box_release_full (thread, clear);
}

/* ---- word to the main thread ---- */

static gboolean
deliver (gpointer data)
{
  IsoSweepThread *thread = data;
  g_autoptr (GObject) owner = g_weak_ref_get (&thread->owner);
  pthread_mutex_lock (&thread->mutex);
  thread->is_told = false;
  pthread_mutex_unlock (&thread->mutex);
  if (owner != NULL)
    thread->news (owner);
  return G_SOURCE_REMOVE;
}

/* With the mutex held. */
static void
tell (IsoSweepThread *thread)
{
  if (thread->is_told)
    return;
  thread->is_told = true;
  g_idle_add_full (G_PRIORITY_DEFAULT, deliver, g_atomic_rc_box_acquire (thread), (GDestroyNotify) iso_sweep_thread_unref);
}

static void
fail (IsoSweepThread *thread, const char *problem)
{
  pthread_mutex_lock (&thread->mutex);
  if (thread->problem == NULL)
    thread->problem = g_strdup (problem);
  pthread_mutex_unlock (&thread->mutex);
}

/* ---- the keeper ---- */

static bool
is_done (gpointer data, size_t point)
{
  const IsoSweepThread *thread = data;
  IsoSweepEnd end = thread->store != NULL ? iso_sweep_store_end_of (thread->store, point) : ISO_SWEEP_INTERRUPTED;
  return end == ISO_SWEEP_FINISHED || (end == ISO_SWEEP_FAILED && !thread->options.retries);
}

static gpointer
begun (gpointer data, size_t point, IsoExperiment *experiment, IsoHistory *history)
{
  IsoSweepThread *thread = data;
  return thread->store != NULL ? iso_sweep_store_begun (thread->store, point, experiment, history) : NULL;
}

static void
evaluated (gpointer data, gpointer kept, IsoRunner *runner, IsoEpochSnapshot *snapshot)
{
  iso_sweep_store_evaluated (kept, runner, snapshot);
}

static bool
finished (gpointer data, gpointer kept, size_t point, const IsoSweepOutcome *outcome, GError **error)
{
  IsoSweepThread *thread = data;
  if (thread->store != NULL && !iso_sweep_store_finished (thread->store, kept, point, outcome, error))
    return false;
  if (outcome->end == ISO_SWEEP_INTERRUPTED)
    return true;
  IsoSweepEnded *ended = g_new (IsoSweepEnded, 1);
  *ended = (IsoSweepEnded){ point, iso_sweep_outcome_copy (outcome) };
  pthread_mutex_lock (&thread->mutex);
  thread->runs[point] = thread->store != NULL ? iso_sweep_store_run_of (thread->store, point) : 0;
  g_ptr_array_add (thread->ended, ended);
  tell (thread);
  pthread_mutex_unlock (&thread->mutex);
  return true;
}

/* ---- the thread ---- */

/* What the store has of the sweep already. */
static bool
open_store (IsoSweepThread *thread, GError **error)
{
  IsoSweepResults *found = iso_sweep_results_new (thread->plan);
  size_t count = iso_sweep_plan_point_count (thread->plan);
  thread->store = thread->options.run == NULL ? iso_sweep_store_open (thread->folder, thread->plan, true, error) : NULL;
  if (thread->options.run == NULL && (thread->store == NULL || !iso_sweep_store_read (thread->store, found, error)))
    {
      iso_sweep_results_free (found);
      return false;
    }
  pthread_mutex_lock (&thread->mutex);
  for (size_t point = 0; thread->store != NULL && point < count; point++)
    thread->runs[point] = iso_sweep_store_run_of (thread->store, point);
  thread->found = found;
  tell (thread);
  pthread_mutex_unlock (&thread->mutex);
  return true;
}

/* The data of the first point that is to be run, so that one message says what is wrong with them, not each run. */
static bool
load_data (IsoSweepThread *thread, IsoSweepDatasets *datasets, GError **error)
{
  if (thread->options.run != NULL)
    return true;
  if (thread->options.dataset != NULL)
    iso_sweep_datasets_put (datasets, &thread->settings, thread->options.dataset);
  for (size_t point = 0; point < iso_sweep_plan_point_count (thread->plan); point++)
    {
      IsoSettings settings;
      if (is_done (thread, point))
        continue;
      iso_sweep_plan_settings (&settings, thread->plan, point);
      g_autoptr (IsoDataset) dataset = iso_sweep_datasets_get (datasets, &settings, thread->cancellable, error);
      return dataset != NULL;
    }
  return true;
}

static void
look (IsoSweepThread *thread, IsoSweepQueue *queue)
{
  g_autofree IsoSweepQueueRun *runs = g_new (IsoSweepQueueRun, MAX (iso_sweep_queue_jobs (queue), 1));
  IsoSweepQueueStatus status;
  size_t running = iso_sweep_queue_running (queue, runs, (size_t) iso_sweep_queue_jobs (queue));
  iso_sweep_queue_status (queue, &status);
  pthread_mutex_lock (&thread->mutex);
  thread->has_begun = true;
  thread->status = status;
  thread->jobs = iso_sweep_queue_jobs (queue);
  g_array_set_size (thread->running, 0);
  g_array_append_vals (thread->running, runs, (guint) running);
  tell (thread);
  pthread_mutex_unlock (&thread->mutex);
}

static void
run_queue (IsoSweepThread *thread, IsoSweepDatasets *datasets)
{
  const IsoSweepKeeper keeper = { thread, is_done, begun, evaluated, finished };
  const IsoSweepQueueOptions options = { .run = thread->options.run != NULL ? thread->options.run : iso_sweep_run,
                                         .run_data = thread->options.run != NULL ? thread->options.run_data : datasets,
                                         .shard = ISO_SHARD_ALL, .jobs = thread->options.jobs, .cancellable = thread->cancellable };
  g_autoptr (IsoSweepQueue) queue = iso_sweep_queue_new (thread->plan, &options, &keeper);
  do
    look (thread, queue);
  while (!iso_sweep_queue_wait (queue, INTERVAL));
  look (thread, queue);
  g_autofree char *problem = iso_sweep_queue_problem (queue);
  if (problem != NULL)
    fail (thread, problem);
}

static gpointer
work (gpointer data)
{
  IsoSweepThread *thread = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (IsoSweepDatasets) datasets = iso_sweep_datasets_new ();
  iso_thread_lower_priority (PRIORITY_STEPS);
  if (open_store (thread, &error) && load_data (thread, datasets, &error))
    run_queue (thread, datasets);
  else if (!g_cancellable_is_cancelled (thread->cancellable))
    fail (thread, error->message);
  g_clear_pointer (&thread->store, iso_sweep_store_free);
  pthread_mutex_lock (&thread->mutex);
  thread->is_over = true;
  tell (thread);
  pthread_mutex_unlock (&thread->mutex);
  iso_sweep_thread_unref (thread);
  return NULL;
}

IsoSweepThread *
iso_sweep_thread_new (IsoSweepPlan *plan, const IsoSweeperOptions *options, void (*news) (GObject *owner), GObject *owner)
{
  IsoSweepThread *thread = g_atomic_rc_box_new0 (IsoSweepThread);
  thread->plan = plan;
  thread->options = *options;
  thread->options.folder = NULL;
  thread->options.settings = NULL;
  thread->folder = g_strdup (options->folder);
  if (options->dataset != NULL)
    {
      thread->settings = *options->settings;
      iso_dataset_ref (options->dataset);
    }
  thread->cancellable = g_cancellable_new ();
  thread->news = news;
  g_weak_ref_init (&thread->owner, owner);
  pthread_mutex_init (&thread->mutex, NULL);
  thread->ended = ended_new ();
  thread->running = g_array_new (FALSE, FALSE, sizeof (IsoSweepQueueRun));
  thread->runs = g_new0 (gint64, MAX (iso_sweep_plan_point_count (plan), 1));
  iso_thread_run_unjoined ("sweep", work, g_atomic_rc_box_acquire (thread));
  return thread;
}

void
iso_sweep_thread_stop (IsoSweepThread *thread)
{
  g_cancellable_cancel (thread->cancellable);
}

const IsoSweepPlan *
iso_sweep_thread_plan (IsoSweepThread *thread)
{
  return thread->plan;
}

gint64
iso_sweep_thread_run_of (IsoSweepThread *thread, size_t point)
{
  pthread_mutex_lock (&thread->mutex);
  gint64 run = thread->runs[point];
  pthread_mutex_unlock (&thread->mutex);
  return run;
}

void
iso_sweep_thread_take (IsoSweepThread *thread, IsoSweepNews *news)
{
  pthread_mutex_lock (&thread->mutex);
  *news = (IsoSweepNews){ .has_begun = thread->has_begun, .is_over = thread->is_over, .found = g_steal_pointer (&thread->found),
                          .ended = g_steal_pointer (&thread->ended), .status = thread->status, .jobs = thread->jobs,
                          .running = g_array_copy (thread->running), .problem = g_strdup (thread->problem) };
  thread->ended = ended_new ();
  pthread_mutex_unlock (&thread->mutex);
}
