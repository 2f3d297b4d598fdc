#include "ui/window/export-run-job.h"

#include <pthread.h>

#include "engine/base/references.h"
#include "engine/base/unjoined.h"
#include "ui/report/kept-export.h"

struct _IsoExportRunJob {
  IsoReferences references;
  IsoSharedStore *store;
  gint64 run;
  IsoRunExportFormats formats;
  char *folder;
  GCancellable *cancellable;
  GWeakRef owner;
  IsoExportRunDone done;
  pthread_mutex_t mutex; /* guards the two that follow */
  double share;
  const char *what;
};

void
iso_export_run_job_unref (IsoExportRunJob *job)
{
  if (job == NULL || !iso_references_drop (&job->references))
    return;
  pthread_mutex_destroy (&job->mutex);
  g_weak_ref_clear (&job->owner);
  g_object_unref (job->cancellable);
  iso_shared_store_unref (job->store);
  g_free (job->folder);
  g_free (job);
}

static void
note_progress (double share, const char *what, gpointer data)
{
  IsoExportRunJob *job = data;
  pthread_mutex_lock (&job->mutex);
  job->share = share;
  job->what = what;
  pthread_mutex_unlock (&job->mutex);
}

double
iso_export_run_job_share (IsoExportRunJob *job, const char **what)
{
  pthread_mutex_lock (&job->mutex);
  double share = job->share;
  *what = job->what;
  pthread_mutex_unlock (&job->mutex);
  return share;
}

void
iso_export_run_job_cancel (IsoExportRunJob *job)
{
  g_cancellable_cancel (job->cancellable);
}

static void
work (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  IsoExportRunJob *job = data;
  g_autofree const char **names = NULL;
  GError *error = NULL;
  const IsoKeptExport export = { .run = job->run, .formats = job->formats, .folder = job->folder, .epoch = -1,
                                 .progress = note_progress, .data = job };
  if (iso_kept_export_write (&names, job->store->store, &export, job->cancellable, &error))
    g_task_return_int (task, g_strv_length ((char **) names));
  else
    g_task_return_error (task, error);
}

static void
finished (GObject *source, GAsyncResult *result, gpointer data)
{
  IsoExportRunJob *job = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  gssize count = g_task_propagate_int (G_TASK (result), &error);
  g_autoptr (GObject) owner = g_weak_ref_get (&job->owner);
  if (owner != NULL)
    job->done (owner, error == NULL ? (guint) count : 0, error);
}

IsoExportRunJob *
iso_export_run_job_start (GObject *owner, IsoSharedStore *store, gint64 run, IsoRunExportFormats formats, const char *folder,
                          IsoExportRunDone done)
{
  IsoExportRunJob *job = g_new0 (IsoExportRunJob, 1);
  g_autoptr (GTask) task = g_task_new (NULL, NULL, finished, NULL);
  iso_references_init (&job->references);
  iso_references_add (&job->references);
  pthread_mutex_init (&job->mutex, NULL);
  job->store = iso_shared_store_ref (store);
  job->run = run;
  job->formats = formats;
  job->folder = g_strdup (folder);
  job->cancellable = g_cancellable_new ();
  job->what = "";
  job->done = done;
  g_weak_ref_init (&job->owner, owner);
  g_task_set_task_data (task, job, (GDestroyNotify) iso_export_run_job_unref);
  iso_task_run_unjoined (task, work);
  return job;
}
