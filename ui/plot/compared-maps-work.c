#include "ui/plot/compared-maps-work.h"

#include "ui/plot/latest-job.h"

/* From so many samples on a pool of threads is worth its start. */
#define POOL_SAMPLES 2000

/* Told by the worker, read by the window. */
typedef struct {
  int permille; /* atomic */
} Progress;

struct _IsoComparedMapsWork {
  IsoLatestJob *job;
  IsoComparedMapsDone done;
  gpointer data;
  Progress *progress; /* of the present request, a box; or NULL */
};

typedef struct {
  IsoEpochSnapshot *epochs[2];
  IsoProjectionSettings settings;
  IsoComparedMaps *before; /* or NULL */
  Progress *progress;
} Request;

static void
request_free (gpointer data)
{
  Request *request = data;
  iso_epoch_snapshot_unref (request->epochs[0]);
  iso_epoch_snapshot_unref (request->epochs[1]);
  iso_compared_maps_unref (request->before);
  g_atomic_rc_box_release (request->progress);
  g_free (request);
}

static void
tell (double fraction, gpointer data)
{
  Progress *progress = data;
  g_atomic_int_set (&progress->permille, (int) (1000.0 * CLAMP (fraction, 0.0, 1.0)));
}

static gpointer
lay_out (gpointer data, GCancellable *cancellable, GError **error)
{
  const Request *request = data;
  bool wants_pool = request->epochs[0]->N >= POOL_SAMPLES;
  g_autoptr (IsoPool) pool = wants_pool ? iso_pool_new (MAX (iso_core_count () - 1, 1)) : NULL;
  return iso_compared_maps_new (request->epochs[0], request->epochs[1], &request->settings, request->before, pool, cancellable, tell,
                                request->progress, error);
}

static void
finished (gpointer result, const GError *error, gpointer data)
{
  IsoComparedMapsWork *work = data;
  g_clear_pointer (&work->progress, g_atomic_rc_box_release);
  work->done (result, error, work->data);
}

static void
free_maps (gpointer maps)
{
  iso_compared_maps_unref (maps);
}

IsoComparedMapsWork *
iso_compared_maps_work_new (IsoComparedMapsDone done, gpointer data)
{
  IsoComparedMapsWork *work = g_new0 (IsoComparedMapsWork, 1);
  work->done = done;
  work->data = data;
  work->job = iso_latest_job_new (lay_out, request_free, finished, free_maps, work);
  return work;
}

void
iso_compared_maps_work_free (IsoComparedMapsWork *work)
{
  if (work == NULL)
    return;
  iso_latest_job_free (work->job);
  g_clear_pointer (&work->progress, g_atomic_rc_box_release);
  g_free (work);
}

void
iso_compared_maps_work_request (IsoComparedMapsWork *work, IsoEpochSnapshot *first, IsoEpochSnapshot *second,
                                const IsoProjectionSettings *settings, IsoComparedMaps *before)
{
  Request *request = g_new0 (Request, 1);
  request->epochs[0] = iso_epoch_snapshot_ref (first);
  request->epochs[1] = iso_epoch_snapshot_ref (second);
  request->settings = *settings;
  request->before = before != NULL ? iso_compared_maps_ref (before) : NULL;
  request->progress = g_atomic_rc_box_new0 (Progress);
  iso_compared_maps_work_forget (work);
  work->progress = g_atomic_rc_box_acquire (request->progress);
  iso_latest_job_request (work->job, request, TRUE);
}

void
iso_compared_maps_work_forget (IsoComparedMapsWork *work)
{
  iso_latest_job_forget (work->job);
  g_clear_pointer (&work->progress, g_atomic_rc_box_release);
}

gboolean
iso_compared_maps_work_is_busy (IsoComparedMapsWork *work)
{
  return work->progress != NULL;
}

double
iso_compared_maps_work_progress (IsoComparedMapsWork *work)
{
  return work->progress != NULL ? g_atomic_int_get (&work->progress->permille) / 1000.0 : 0.0;
}
