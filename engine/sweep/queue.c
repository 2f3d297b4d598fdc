#include "engine/sweep/queue.h"

#include <errno.h>
#include <math.h>
#include <pthread.h>
#include <time.h>

#include "engine/base/pool.h"
#include "engine/base/timing.h"

#define MOST_JOBS 1024

struct _IsoSweepQueue {
  const IsoSweepPlan *plan;
  IsoSweepQueueOptions options;
  IsoSweepKeeper keeper;
  GCancellable *cancellable;
  size_t *points; /* (count) still to run, in order */
  size_t count, all, already;
  int jobs, threads;
  pthread_t *workers; /* (started) */
  int started;
  double begin;

  pthread_mutex_t keeping; /* one keeper's finished() at a time */
  pthread_mutex_t mutex;   /* guards all below */
  pthread_cond_t changed;
  size_t next;
  size_t ended[3];         /* by IsoSweepEnd */
  int alive;
  IsoSweepTask **running;  /* (jobs), NULL where a worker has none */
  char *problem;
  double end;
};

/* The next point for the worker at `place`; false when there is none, or none is to begin. */
static bool
take (IsoSweepQueue *queue, int place, IsoSweepTask *task)
{
  pthread_mutex_lock (&queue->mutex);
  bool has = queue->next < queue->count && queue->problem == NULL && !g_cancellable_is_cancelled (queue->cancellable);
  if (has)
    {
      task->point = queue->points[queue->next++];
      queue->running[place] = task;
    }
  pthread_mutex_unlock (&queue->mutex);
  return has;
}

static void
give (IsoSweepQueue *queue, int place, const IsoSweepOutcome *outcome, const GError *error)
{
  pthread_mutex_lock (&queue->mutex);
  queue->running[place] = NULL;
  queue->ended[outcome->end]++;
  if (error != NULL && queue->problem == NULL)
    queue->problem = g_strdup (error->message);
  pthread_cond_broadcast (&queue->changed);
  pthread_mutex_unlock (&queue->mutex);
}

static void
run_one (IsoSweepQueue *queue, int place, IsoSweepTask *task)
{
  g_autoptr (GError) error = NULL;
  iso_sweep_plan_settings (&task->settings, queue->plan, task->point);
  if (task->settings.train.threads == 0)
    task->settings.train.threads = queue->threads;
  g_autoptr (IsoSweepOutcome) outcome = queue->options.run (task, queue->options.run_data);
  pthread_mutex_lock (&queue->keeping);
  if (queue->keeper.finished != NULL)
    queue->keeper.finished (queue->keeper.data, task->kept, task->point, outcome, &error);
  pthread_mutex_unlock (&queue->keeping);
  give (queue, place, outcome, error);
}

typedef struct {
  IsoSweepQueue *queue;
  int place;
} Worker;

static void *
work (void *data)
{
  g_autofree Worker *worker = data;
  IsoSweepQueue *queue = worker->queue;
  for (;;)
    {
      IsoSweepTask task = { .cancellable = queue->cancellable, .keeper = &queue->keeper };
      if (!take (queue, worker->place, &task))
        break;
      run_one (queue, worker->place, &task);
    }
  pthread_mutex_lock (&queue->mutex);
  if (--queue->alive == 0)
    queue->end = iso_seconds ();
  pthread_cond_broadcast (&queue->changed);
  pthread_mutex_unlock (&queue->mutex);
  return NULL;
}

/* Which points are this shard's, and which of them are to be run. */
static void
list_points (IsoSweepQueue *queue)
{
  size_t total = iso_sweep_plan_point_count (queue->plan);
  queue->points = g_new (size_t, MAX (total, 1));
  for (size_t point = 0; point < total; point++)
    {
      if (!iso_shard_has (queue->options.shard, point))
        continue;
      queue->all++;
      if (queue->keeper.is_done != NULL && queue->keeper.is_done (queue->keeper.data, point))
        queue->already++;
      else
        queue->points[queue->count++] = point;
    }
}

static void
start (IsoSweepQueue *queue)
{
  int cores = iso_core_count (), most = queue->options.jobs > 0 ? MIN (queue->options.jobs, MOST_JOBS) : cores;
  queue->jobs = (int) MIN ((size_t) most, queue->count);
  queue->threads = MAX (1, cores / MAX (queue->jobs, 1));
  queue->running = g_new0 (IsoSweepTask *, MAX (queue->jobs, 1));
  queue->workers = g_new0 (pthread_t, MAX (queue->jobs, 1));
  queue->alive = queue->jobs;
  for (int place = 0; place < queue->jobs; place++)
    {
      Worker *worker = g_new (Worker, 1);
      *worker = (Worker) { queue, place };
      if (pthread_create (&queue->workers[queue->started], NULL, work, worker) == 0)
        {
          queue->started++;
          continue;
        }
      pthread_mutex_lock (&queue->mutex);
      queue->alive--;
      if (queue->alive == 0 && queue->started == 0)
        queue->problem = g_strdup (g_strerror (EAGAIN));
      pthread_mutex_unlock (&queue->mutex);
      g_free (worker);
    }
}

IsoSweepQueue *
iso_sweep_queue_new (const IsoSweepPlan *plan, const IsoSweepQueueOptions *options, const IsoSweepKeeper *keeper)
{
  pthread_condattr_t attributes;
  IsoSweepQueue *queue = g_new0 (IsoSweepQueue, 1);
  g_assert (options->run != NULL && options->shard.parts > 0);
  queue->plan = plan;
  queue->options = *options;
  queue->keeper = *keeper;
  queue->cancellable = options->cancellable != NULL ? g_object_ref (options->cancellable) : g_cancellable_new ();
  queue->begin = queue->end = iso_seconds ();
  pthread_mutex_init (&queue->keeping, NULL);
  pthread_mutex_init (&queue->mutex, NULL);
  pthread_condattr_init (&attributes);
  pthread_condattr_setclock (&attributes, CLOCK_MONOTONIC);
  pthread_cond_init (&queue->changed, &attributes);
  pthread_condattr_destroy (&attributes);
  list_points (queue);
  start (queue);
  return queue;
}

void
iso_sweep_queue_cancel (IsoSweepQueue *queue)
{
  g_cancellable_cancel (queue->cancellable);
}

bool
iso_sweep_queue_wait (IsoSweepQueue *queue, double seconds)
{
  struct timespec until;
  clock_gettime (CLOCK_MONOTONIC, &until);
  double whole = seconds > 0.0 ? floor (seconds) : 0.0;
  until.tv_sec += (time_t) whole;
  until.tv_nsec += seconds > 0.0 ? (long) ((seconds - whole) * 1e9) : 0;
  if (until.tv_nsec >= 1000000000L)
    {
      until.tv_nsec -= 1000000000L;
      until.tv_sec++;
    }
  pthread_mutex_lock (&queue->mutex);
  while (queue->alive > 0)
    {
      if (seconds < 0.0)
        pthread_cond_wait (&queue->changed, &queue->mutex);
      else if (pthread_cond_timedwait (&queue->changed, &queue->mutex, &until) != 0)
        break;
    }
  bool is_over = queue->alive == 0;
  pthread_mutex_unlock (&queue->mutex);
  return is_over;
}

void
iso_sweep_queue_free (IsoSweepQueue *queue)
{
  if (queue == NULL)
    return;
  if (!iso_sweep_queue_wait (queue, 0.0))
    iso_sweep_queue_cancel (queue);
  for (int i = 0; i < queue->started; i++)
    pthread_join (queue->workers[i], NULL);
  pthread_cond_destroy (&queue->changed);
  pthread_mutex_destroy (&queue->mutex);
  pthread_mutex_destroy (&queue->keeping);
  g_object_unref (queue->cancellable);
  g_free (queue->problem);
  g_free (queue->running);
  g_free (queue->workers);
  g_free (queue->points);
  g_free (queue);
}

void
iso_sweep_queue_status (IsoSweepQueue *queue, IsoSweepQueueStatus *status)
{
  double share = 0.0;
  pthread_mutex_lock (&queue->mutex);
  *status = (IsoSweepQueueStatus) { .points = queue->all, .already = queue->already, .finished = queue->ended[ISO_SWEEP_FINISHED],
                                    .failed = queue->ended[ISO_SWEEP_FAILED], .interrupted = queue->ended[ISO_SWEEP_INTERRUPTED],
                                    .is_over = queue->alive == 0 };
  for (int i = 0; i < queue->jobs; i++)
    if (queue->running[i] != NULL)
      {
        status->running++;
        share += (double) queue->running[i]->done / (double) ISO_SWEEP_WHOLE;
      }
  status->seconds = (status->is_over ? queue->end : iso_seconds ()) - queue->begin;
  pthread_mutex_unlock (&queue->mutex);
  share += (double) (status->finished + status->failed + status->interrupted);
  status->share = queue->count > 0 ? fmin (share / (double) queue->count, 1.0) : 1.0;
}

size_t
iso_sweep_queue_running (IsoSweepQueue *queue, IsoSweepQueueRun *runs, size_t most)
{
  size_t count = 0;
  pthread_mutex_lock (&queue->mutex);
  for (int i = 0; i < queue->jobs && count < most; i++)
    if (queue->running[i] != NULL)
      runs[count++] = (IsoSweepQueueRun){ queue->running[i]->point, (double) queue->running[i]->done / (double) ISO_SWEEP_WHOLE };
  pthread_mutex_unlock (&queue->mutex);
  return count;
}

char *
iso_sweep_queue_problem (IsoSweepQueue *queue)
{
  pthread_mutex_lock (&queue->mutex);
  char *problem = g_strdup (queue->problem);
  pthread_mutex_unlock (&queue->mutex);
  return problem;
}

int
iso_sweep_queue_jobs (const IsoSweepQueue *queue)
{
  return queue->jobs;
}
