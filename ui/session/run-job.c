/* The worker alone writes while it works; the main thread reads `behind` meanwhile, and all else once the task has ended. */
#include "ui/session/run-job.h"

#include <stdatomic.h>

#include "engine/base/error.h"
#include "engine/base/unjoined.h"
#include "engine/store/archive.h"

struct _IsoRunJob {
  IsoRunJobKind kind;
  IsoSharedStore *shared;
  size_t count;
  gint64 *runs; /* (count), or NULL */
  char **texts; /* (count), or NULL */
  IsoRunJobDone done;
  atomic_size_t behind;
  GArray *changed;     /* of gint64 */
  GPtrArray *problems; /* of char * */
  size_t was_there;
  gboolean is_cancelled;
};

IsoRunJob *
iso_run_job_ref (IsoRunJob *job)
{
  return g_atomic_rc_box_acquire (job);
}

static void
clear (void *data)
{
  IsoRunJob *job = data;
  iso_shared_store_unref (job->shared);
  g_free (job->runs);
  g_strfreev (job->texts);
  g_array_unref (job->changed);
  g_ptr_array_unref (job->problems);
}

void
iso_run_job_unref (IsoRunJob *job)
{
  if (job != NULL)
    g_atomic_rc_box_release_full (job, clear);
}

static void
unref_job (void *job)
{
  iso_run_job_unref (job);
}

/* ---- on the worker ---- */

/* The run that it was done to; 0 where nothing was done. */
static gint64
do_one (IsoRunJob *job, size_t i, GCancellable *cancellable, GError **error)
{
  IsoStore *store = job->shared->store;
  gint64 run = job->runs != NULL ? job->runs[i] : 0;
  bool is_done = false, was_there = false;
  switch (job->kind)
    {
    case ISO_RUN_JOB_RENAME:
      is_done = iso_store_rename (store, run, job->texts[i], error);
      break;
    case ISO_RUN_JOB_NOTE:
      is_done = iso_store_set_note (store, run, job->texts[i], error);
      break;
    case ISO_RUN_JOB_DELETE:
      is_done = iso_store_delete (store, run, error);
      break;
    case ISO_RUN_JOB_EXPORT:
      is_done = iso_archive_export (store, run, job->texts[i], cancellable, error);
      break;
    case ISO_RUN_JOB_IMPORT:
      run = iso_archive_import (store, job->texts[i], &was_there, cancellable, error);
      is_done = run != 0 && !was_there;
      job->was_there += was_there;
      break;
    }
  return is_done ? run : 0;
}

static void
work (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  IsoRunJob *job = data;
  for (size_t i = 0; i < job->count && !job->is_cancelled; i++)
    {
      g_autoptr (GError) error = NULL;
      if (g_cancellable_is_cancelled (cancellable))
        job->is_cancelled = TRUE;
      else
        {
          gint64 run = do_one (job, i, cancellable, &error);
          if (run != 0)
            g_array_append_val (job->changed, run);
          if (g_error_matches (error, ISO_ERROR, ISO_ERROR_CANCELLED))
            job->is_cancelled = TRUE;
          else if (error != NULL)
            g_ptr_array_add (job->problems, g_strdup (error->message));
        }
      atomic_store (&job->behind, i + 1);
    }
  g_task_return_boolean (task, TRUE);
}

/* ---- in the main context ---- */

typedef struct {
  GWeakRef owner, library;
} Asked;

static void
worked (GObject *source, GAsyncResult *result, gpointer data)
{
  Asked *asked = data;
  const IsoRunJob *job = g_task_get_task_data (G_TASK (result));
  g_autoptr (GObject) owner = g_weak_ref_get (&asked->owner);
  g_autoptr (IsoRunLibrary) library = g_weak_ref_get (&asked->library);
  g_weak_ref_clear (&asked->owner);
  g_weak_ref_clear (&asked->library);
  g_free (asked);
  if (library != NULL && job->kind != ISO_RUN_JOB_EXPORT)
    iso_run_library_refresh (library);
  if (owner != NULL && job->done != NULL)
    job->done (owner, job);
}

IsoRunJob *
iso_run_job_start (GObject *owner, IsoRunLibrary *library, IsoRunJobKind kind, const gint64 *runs, const char *const *texts,
                   size_t count, GCancellable *cancellable, IsoRunJobDone done)
{
  g_return_val_if_fail (iso_run_library_store (library) != NULL, NULL);
  IsoRunJob *job = g_atomic_rc_box_new0 (IsoRunJob);
  Asked *asked = g_new0 (Asked, 1);
  job->kind = kind;
  job->shared = iso_run_library_share (library);
  job->count = count;
  job->runs = runs != NULL ? g_memdup2 (runs, count * sizeof runs[0]) : NULL;
  job->done = done;
  job->changed = g_array_new (FALSE, FALSE, sizeof (gint64));
  job->problems = g_ptr_array_new_with_free_func (g_free);
  if (texts != NULL)
    {
      job->texts = g_new0 (char *, count + 1);
      for (size_t i = 0; i < count; i++)
        job->texts[i] = g_strdup (texts[i]);
    }
  g_weak_ref_init (&asked->owner, owner);
  g_weak_ref_init (&asked->library, library);
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, worked, asked);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, iso_run_job_ref (job), unref_job);
  iso_task_run_unjoined (task, work);
  return job;
}

double
iso_run_job_share (const IsoRunJob *job)
{
  return job->count > 0 ? (double) atomic_load (&job->behind) / (double) job->count : 1.0;
}

IsoRunJobKind
iso_run_job_kind (const IsoRunJob *job)
{
  return job->kind;
}

size_t
iso_run_job_count (const IsoRunJob *job)
{
  return job->count;
}

const GArray *
iso_run_job_runs (const IsoRunJob *job)
{
  return job->changed;
}

const char *
iso_run_job_text (const IsoRunJob *job, size_t index)
{
  return job->texts != NULL && index < job->count ? job->texts[index] : NULL;
}

size_t
iso_run_job_was_there (const IsoRunJob *job)
{
  return job->was_there;
}

const GPtrArray *
iso_run_job_problems (const IsoRunJob *job)
{
  return job->problems;
}

gboolean
iso_run_job_is_cancelled (const IsoRunJob *job)
{
  return job->is_cancelled;
}
