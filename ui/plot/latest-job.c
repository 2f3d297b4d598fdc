/* All but run() happens in the main context, so that nothing here needs a lock: a job takes what it reads with it. */
#include "ui/plot/latest-job.h"

#include <math.h>

#include "engine/base/timing.h"
#include "engine/base/unjoined.h"

/* Between two jobs that nobody waits for: at least this many seconds, and so many that this share of a core is not exceeded. */
#define LEAST_INTERVAL 0.05
#define SHARE 0.15

struct _IsoLatestJob {
  IsoJobWork work;
  GDestroyNotify free_request, free_result;
  IsoJobDone done; /* NULL once freed */
  gpointer data;
  gpointer waiting; /* request, or NULL */
  gboolean urgent;  /* a person waits for it */
  GCancellable *cancellable; /* of the job that runs, or NULL */
  guint64 generation, forgotten; /* of the job started last; up to which nothing arrives */
  double started, interval; /* seconds */
  guint timeout;
};

typedef struct {
  IsoJobWork work;
  GDestroyNotify free_request;
  gpointer request;
  guint64 generation;
  double seconds; /* that the work took */
} Run;

static void
run_free (gpointer data)
{
  Run *run = data;
  run->free_request (run->request);
  g_free (run);
}

static void
run (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Run *run = data;
  g_autoptr (GError) error = NULL;
  double start = iso_seconds ();
  gpointer result = run->work (run->request, cancellable, &error);
  run->seconds = iso_seconds () - start;
  /* Not freed by the task: whoever fetches it does. */
  if (result != NULL)
    g_task_return_pointer (task, result, NULL);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
clear (gpointer data)
{
  IsoLatestJob *job = data;
  g_clear_handle_id (&job->timeout, g_source_remove);
  g_clear_pointer (&job->waiting, job->free_request);
  g_clear_object (&job->cancellable);
}

static void start (IsoLatestJob *job);

static gboolean
start_later (gpointer data)
{
  IsoLatestJob *job = data;
  job->timeout = 0;
  if (job->cancellable == NULL && job->waiting != NULL)
    start (job);
  return G_SOURCE_REMOVE;
}

/* The waiting request, as soon as its turn has come. */
static void
schedule (IsoLatestJob *job)
{
  double wait = job->started + job->interval - iso_seconds ();
  if (job->waiting == NULL || job->cancellable != NULL)
    return;
  if (job->urgent || wait <= 0.0)
    start (job);
  else if (job->timeout == 0)
    job->timeout = g_timeout_add ((guint) ceil (1e3 * wait), start_later, job);
}

static void
finished (GObject *source, GAsyncResult *result, gpointer data)
{
  IsoLatestJob *job = data;
  const Run *run = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  gpointer found = g_task_propagate_pointer (G_TASK (result), &error);
  g_clear_object (&job->cancellable);
  job->interval = fmax (LEAST_INTERVAL, run->seconds / SHARE);
  if (job->done != NULL && run->generation > job->forgotten)
    job->done (found, error, job->data);
  else if (found != NULL)
    job->free_result (found);
  if (job->done != NULL)
    schedule (job);
  g_rc_box_release_full (job, clear);
}

static void
start (IsoLatestJob *job)
{
  Run *next = g_new0 (Run, 1);
  g_clear_handle_id (&job->timeout, g_source_remove);
  job->cancellable = g_cancellable_new ();
  g_autoptr (GTask) task = g_task_new (NULL, job->cancellable, finished, g_rc_box_acquire (job));
  /* What was found is handed out also where it is not wanted any more, or it would leak. */
  g_task_set_check_cancellable (task, FALSE);
  next->work = job->work;
  next->free_request = job->free_request;
  next->request = g_steal_pointer (&job->waiting);
  next->generation = ++job->generation;
  job->started = iso_seconds ();
  job->urgent = FALSE;
  g_task_set_task_data (task, next, run_free);
  iso_task_run_unjoined (task, run);
}

IsoLatestJob *
iso_latest_job_new (IsoJobWork work, GDestroyNotify free_request, IsoJobDone done, GDestroyNotify free_result, gpointer data)
{
  IsoLatestJob *job = g_rc_box_new0 (IsoLatestJob);
  job->work = work;
  job->free_request = free_request;
  job->done = done;
  job->free_result = free_result;
  job->data = data;
  job->started = -INFINITY;
  job->interval = LEAST_INTERVAL;
  return job;
}

void
iso_latest_job_free (IsoLatestJob *job)
{
  if (job == NULL)
    return;
  job->done = NULL;
  iso_latest_job_forget (job);
  g_rc_box_release_full (job, clear);
}

void
iso_latest_job_request (IsoLatestJob *job, gpointer request, gboolean at_once)
{
  g_clear_pointer (&job->waiting, job->free_request);
  job->waiting = request;
  job->urgent = job->urgent || at_once;
  schedule (job);
}

void
iso_latest_job_forget (IsoLatestJob *job)
{
  g_clear_handle_id (&job->timeout, g_source_remove);
  g_clear_pointer (&job->waiting, job->free_request);
  if (job->cancellable != NULL)
    g_cancellable_cancel (job->cancellable);
  job->urgent = FALSE;
  job->forgotten = job->generation;
}
