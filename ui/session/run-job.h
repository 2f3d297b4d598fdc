/* What a person does to kept runs, on a worker: renaming, noting, deleting, writing archives of them, taking archives in.
 *
 *     g_autoptr (IsoRunJob) job = iso_run_job_start (owner, library, ISO_RUN_JOB_EXPORT, ids, count, paths, cancellable, exported);
 *     … iso_run_job_share (job) while it goes on …
 *     static void exported (GObject *owner, const IsoRunJob *job)
 *
 * What fails is noted and the rest is done all the same; cancelled, what is under way leaves nothing behind and the rest is left out.
 * The library lists anew in the end. */
#pragma once

#include "ui/session/run-library.h"

typedef enum {
  ISO_RUN_JOB_RENAME, /* texts: a name for each run */
  ISO_RUN_JOB_NOTE,   /* texts: a note for each run */
  ISO_RUN_JOB_DELETE, /* texts: NULL */
  ISO_RUN_JOB_EXPORT, /* texts: the path of a file for each run, which is replaced if it is there */
  ISO_RUN_JOB_IMPORT, /* texts: the paths of archives; runs: NULL */
} IsoRunJobKind;

typedef struct _IsoRunJob IsoRunJob;

/* In the main context, with what iso_run_job_done() and the others say; not called where the owner is gone by then. */
typedef void (*IsoRunJobDone) (GObject *owner, const IsoRunJob *job);

/* Copies runs (count) and texts (count). The owner and the library are held weakly; the store must be open. A reference for the caller. */
IsoRunJob *iso_run_job_start (GObject *owner, IsoRunLibrary *library, IsoRunJobKind kind, const gint64 *runs,
                              const char *const *texts, size_t count, GCancellable *cancellable, IsoRunJobDone done);
IsoRunJob *iso_run_job_ref (IsoRunJob *job);
void iso_run_job_unref (IsoRunJob *job);

/* How many of them are behind it, as a share in 0 … 1; any time. */
double iso_run_job_share (const IsoRunJob *job);

/* Once it is done: */
IsoRunJobKind iso_run_job_kind (const IsoRunJob *job);
size_t iso_run_job_count (const IsoRunJob *job);
/* The runs that it was done to; of an import those that were taken in. Of gint64. */
const GArray *iso_run_job_runs (const IsoRunJob *job);
/* What was asked for, of the index-th. */
const char *iso_run_job_text (const IsoRunJob *job, size_t index);
/* Archives whose run was there before. */
size_t iso_run_job_was_there (const IsoRunJob *job);
/* One sentence for each that failed, of char *. */
const GPtrArray *iso_run_job_problems (const IsoRunJob *job);
gboolean iso_run_job_is_cancelled (const IsoRunJob *job);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoRunJob, iso_run_job_unref)
