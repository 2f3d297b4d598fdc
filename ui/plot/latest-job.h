/* Work for a view, off the main thread, of which only the newest matters: one job runs at a time and one request waits at most, a
 * newer one replaces it, so that data that come fast never build a queue. While data stream in, jobs are spaced out so that they
 * take no more than a small share of a core.
 *
 * All calls are made in the main context, and results arrive there, in the order of the requests. */
#pragma once

#include <gio/gio.h>

typedef struct _IsoLatestJob IsoLatestJob;

/* On a worker thread: the result, or NULL and an error. The request stays the job's. */
typedef gpointer (*IsoJobWork) (gpointer request, GCancellable *cancellable, GError **error);
/* In the main context; takes the result over, which is NULL where it failed. */
typedef void (*IsoJobDone) (gpointer result, const GError *error, gpointer data);

IsoLatestJob *iso_latest_job_new (IsoJobWork work, GDestroyNotify free_request, IsoJobDone done, GDestroyNotify free_result,
                                  gpointer data);
/* Nothing arrives any more; work in progress is cancelled and ends by itself. */
void iso_latest_job_free (IsoLatestJob *job);

/* Takes the request over. at_once: a person waits for it; else at the pace at which streaming data may be shown. */
void iso_latest_job_request (IsoLatestJob *job, gpointer request, gboolean at_once);

/* Drops everything asked for so far. */
void iso_latest_job_forget (IsoLatestJob *job);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoLatestJob, iso_latest_job_free)
