/* All but project() runs in the main context, so that nothing here needs a lock: a job takes what it reads with it. */
#include "ui/plot/map-projector.h"

struct _IsoMapProjector {
  IsoMapReady ready; /* NULL once freed */
  gpointer data;
  guint64 generation, forgotten; /* of the last request; up to which nothing arrives */
  IsoExperiment *experiment; /* of the last request: another one is another run */
  IsoProjectedMap *previous;
  IsoEpochSnapshot *waiting;
  gboolean busy;
};

typedef struct {
  guint64 generation;
  IsoEpochSnapshot *epoch;
  IsoProjectedMap *previous;
} Job;

static void start (IsoMapProjector *projector);

static void
job_free (gpointer data)
{
  Job *job = data;
  iso_epoch_snapshot_unref (job->epoch);
  iso_projected_map_unref (job->previous);
  g_free (job);
}

static void
release_map (gpointer map)
{
  iso_projected_map_unref (map);
}

static void
clear (gpointer data)
{
  IsoMapProjector *projector = data;
  g_clear_pointer (&projector->experiment, iso_experiment_unref);
  g_clear_pointer (&projector->previous, iso_projected_map_unref);
  g_clear_pointer (&projector->waiting, iso_epoch_snapshot_unref);
}

static void
project (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Job *job = data;
  g_autoptr (GError) error = NULL;
  IsoProjectedMap *map = iso_projected_map_new (job->epoch, job->previous, &error);
  if (map != NULL)
    g_task_return_pointer (task, map, release_map);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
projected (GObject *source, GAsyncResult *result, gpointer data)
{
  IsoMapProjector *projector = data;
  const Job *job = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  g_autoptr (IsoProjectedMap) map = g_task_propagate_pointer (G_TASK (result), &error);
  projector->busy = FALSE;
  if (projector->ready != NULL && job->generation > projector->forgotten)
    {
      if (map != NULL)
        {
          g_clear_pointer (&projector->previous, iso_projected_map_unref);
          projector->previous = iso_projected_map_ref (map);
        }
      projector->ready (map, error, projector->data);
    }
  if (projector->ready != NULL && projector->waiting != NULL && !projector->busy)
    start (projector);
  g_rc_box_release_full (projector, clear);
}

static void
start (IsoMapProjector *projector)
{
  Job *job = g_new (Job, 1);
  g_autoptr (GTask) task = g_task_new (NULL, NULL, projected, g_rc_box_acquire (projector));
  job->generation = projector->generation;
  job->epoch = g_steal_pointer (&projector->waiting);
  job->previous = projector->previous != NULL ? iso_projected_map_ref (projector->previous) : NULL;
  projector->busy = TRUE;
  g_task_set_task_data (task, job, job_free);
  g_task_run_in_thread (task, project);
}

IsoMapProjector *
iso_map_projector_new (IsoMapReady ready, gpointer data)
{
  IsoMapProjector *projector = g_rc_box_new0 (IsoMapProjector);
  projector->ready = ready;
  projector->data = data;
  return projector;
}

void
iso_map_projector_free (IsoMapProjector *projector)
{
  if (projector == NULL)
    return;
  projector->ready = NULL;
  iso_map_projector_forget (projector);
  g_rc_box_release_full (projector, clear);
}

guint64
iso_map_projector_request (IsoMapProjector *projector, IsoEpochSnapshot *epoch)
{
  if (projector->experiment != epoch->experiment)
    {
      iso_map_projector_forget (projector);
      projector->experiment = iso_experiment_ref (epoch->experiment);
    }
  g_clear_pointer (&projector->waiting, iso_epoch_snapshot_unref);
  projector->waiting = iso_epoch_snapshot_ref (epoch);
  projector->generation++;
  if (!projector->busy)
    start (projector);
  return projector->generation;
}

void
iso_map_projector_forget (IsoMapProjector *projector)
{
  clear (projector);
  projector->forgotten = projector->generation;
}
