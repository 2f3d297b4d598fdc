/* Commands and the thread. Pthread primitives rather than GLib's, so that ThreadSanitizer sees them. */
#include "engine/projection/live.h"

#include <glib/gi18n-lib.h>

#include "engine/base/error.h"
#include "engine/base/priority.h"
#include "engine/projection/live-private.h"

/* Training and the window go first; not by so much that a busy machine would stop the map. */
#define PRIORITY_STEPS 5

struct _IsoLiveProjection {
  pthread_t thread;
  IsoLiveRef ref;
  IsoLiveUnref unref;
  IsoLiveWake wake;
  gpointer data;
  int threads;
  /* The owner's alone. */
  IsoLiveRequest last; /* its subject is not held: for comparison */
  guint64 count;
  bool is_paused;
  int failure; /* why there is no thread, or 0 */

  pthread_mutex_t mutex; /* guards all below */
  pthread_cond_t changed;
  IsoLiveJob *waiting;
  bool paused, quit, forget;
  guint64 valid; /* frames of requests before this number arrive no more */
  GCancellable *cancellable; /* of the job at work */
  IsoLiveFrame *frame;       /* the newest, not taken yet */
};

/* ---- jobs and frames ---- */

IsoLiveJob *
iso_live_job_ref (IsoLiveJob *job)
{
  iso_references_add (&job->references);
  return job;
}

void
iso_live_job_unref (IsoLiveJob *job)
{
  if (job == NULL || !iso_references_drop (&job->references))
    return;
  job->unref (job->asked.subject);
  g_free (job);
}

IsoLiveFrame *
iso_live_frame_new (IsoLiveProjection *live, IsoLiveJob *job)
{
  IsoLiveFrame *frame = iso_live_frame_empty (job->asked.subject, live->ref, live->unref);
  frame->request = job->number;
  frame->settings = job->asked.settings;
  frame->N = job->asked.N;
  return frame;
}

bool
iso_live_follows (const IsoLiveRequest *a, const IsoLiveRequest *b)
{
  return a->series == b->series && a->N == b->N && a->D == b->D && iso_projection_settings_agree (&a->settings, &b->settings);
}

void
iso_live_post (IsoLiveProjection *live, IsoLiveFrame *frame)
{
  pthread_mutex_lock (&live->mutex);
  bool is_wanted = !live->quit && frame->request >= live->valid;
  IsoLiveFrame *dropped = is_wanted ? live->frame : frame;
  if (is_wanted)
    live->frame = frame;
  pthread_mutex_unlock (&live->mutex);
  iso_live_frame_unref (dropped);
  if (is_wanted)
    live->wake (live->data);
}

/* ---- the thread ---- */

/* Waits for something to do. False: the end. Else a job to begin, or NULL: go on with the one at work. */
static bool
next (IsoLiveProjection *live, IsoLiveLayout *layout, IsoLiveJob **job, GCancellable **cancellable)
{
  bool goes_on = false;
  *job = NULL;
  pthread_mutex_lock (&live->mutex);
  while (!live->quit)
    {
      if (live->forget)
        {
          live->forget = false;
          pthread_mutex_unlock (&live->mutex);
          iso_live_layout_forget (layout);
          pthread_mutex_lock (&live->mutex);
          continue;
        }
      bool is_follower = live->waiting != NULL && layout->job != NULL
                         && iso_live_follows (&layout->job->asked, &live->waiting->asked);
      bool is_held = live->paused && (live->waiting == NULL || is_follower);
      if (!is_held && live->waiting != NULL && iso_live_layout_gives_way (layout, live->waiting))
        {
          *job = g_steal_pointer (&live->waiting);
          g_clear_object (&live->cancellable);
          live->cancellable = g_cancellable_new ();
          *cancellable = g_object_ref (live->cancellable);
        }
      goes_on = *job != NULL || (!is_held && iso_live_layout_is_forming (layout));
      if (goes_on)
        break;
      pthread_cond_wait (&live->changed, &live->mutex);
    }
  pthread_mutex_unlock (&live->mutex);
  return goes_on;
}

static void *
work (void *data)
{
  IsoLiveProjection *live = data;
  IsoLiveLayout layout = { .live = live, .last_method = -1, .turn = ISO_TURN_NONE };
  IsoLiveJob *job;
  GCancellable *cancellable = NULL;
  /* Of the pool's threads too, which inherit it. */
  iso_thread_lower_priority (PRIORITY_STEPS);
  layout.pool = iso_pool_new (live->threads);
  while (next (live, &layout, &job, &cancellable))
    if (job != NULL)
      iso_live_layout_begin (&layout, job, cancellable);
    else
      iso_live_layout_advance (&layout);
  iso_live_layout_forget (&layout);
  iso_pool_free (layout.pool);
  return NULL;
}

/* ---- commands ---- */

IsoLiveProjection *
iso_live_projection_new (IsoLiveRef ref, IsoLiveUnref unref, int threads, IsoLiveWake wake, gpointer data)
{
  IsoLiveProjection *live = g_new0 (IsoLiveProjection, 1);
  live->ref = ref;
  live->unref = unref;
  live->threads = MAX (threads, 1);
  live->wake = wake;
  live->data = data;
  pthread_mutex_init (&live->mutex, NULL);
  pthread_cond_init (&live->changed, NULL);
  live->failure = pthread_create (&live->thread, NULL, work, live);
  return live;
}

/* With the mutex held: nothing asked for so far is wanted. The frame dropped is to be released without it. */
static IsoLiveFrame *
turn_away (IsoLiveProjection *live, guint64 valid)
{
  live->valid = valid;
  live->paused = false;
  if (live->cancellable != NULL)
    g_cancellable_cancel (live->cancellable);
  return g_steal_pointer (&live->frame);
}

void
iso_live_projection_free (IsoLiveProjection *live)
{
  if (live == NULL)
    return;
  pthread_mutex_lock (&live->mutex);
  live->quit = true;
  IsoLiveFrame *frame = turn_away (live, G_MAXUINT64);
  pthread_cond_signal (&live->changed);
  pthread_mutex_unlock (&live->mutex);
  iso_live_frame_unref (frame);
  if (live->failure == 0)
    pthread_join (live->thread, NULL);
  iso_live_job_unref (live->waiting);
  g_clear_object (&live->cancellable);
  pthread_cond_destroy (&live->changed);
  pthread_mutex_destroy (&live->mutex);
  g_free (live);
}

/* Without a thread every request is answered at once. */
static void
refuse (IsoLiveProjection *live)
{
  IsoLiveJob *job = g_steal_pointer (&live->waiting);
  IsoLiveFrame *frame = iso_live_frame_new (live, job);
  frame->error = g_error_new (ISO_ERROR, ISO_ERROR_MEMORY, _("no thread to be had for the map: %s"), g_strerror (live->failure));
  iso_live_post (live, frame);
  iso_live_job_unref (job);
}

guint64
iso_live_projection_request (IsoLiveProjection *live, const IsoLiveRequest *request)
{
  bool follows = live->count > 0 && live->last.subject != NULL && iso_live_follows (&live->last, request);
  IsoLiveJob *job = g_new (IsoLiveJob, 1), *replaced;
  IsoLiveFrame *dropped = NULL;
  iso_references_init (&job->references);
  job->asked = *request;
  job->asked.subject = live->ref (request->subject);
  job->unref = live->unref;
  job->number = ++live->count;
  live->last = *request;
  live->is_paused &= follows;
  pthread_mutex_lock (&live->mutex);
  if (!follows)
    dropped = turn_away (live, job->number);
  replaced = live->waiting;
  live->waiting = job;
  pthread_cond_signal (&live->changed);
  pthread_mutex_unlock (&live->mutex);
  iso_live_job_unref (replaced);
  iso_live_frame_unref (dropped);
  if (live->failure != 0)
    refuse (live);
  return live->count;
}

void
iso_live_projection_forget (IsoLiveProjection *live)
{
  live->last = (IsoLiveRequest) { 0 };
  live->is_paused = false;
  pthread_mutex_lock (&live->mutex);
  IsoLiveFrame *dropped = turn_away (live, live->count + 1);
  IsoLiveJob *replaced = g_steal_pointer (&live->waiting);
  live->forget = true;
  pthread_cond_signal (&live->changed);
  pthread_mutex_unlock (&live->mutex);
  iso_live_job_unref (replaced);
  iso_live_frame_unref (dropped);
}

void
iso_live_projection_set_paused (IsoLiveProjection *live, bool paused)
{
  live->is_paused = paused;
  pthread_mutex_lock (&live->mutex);
  live->paused = paused;
  pthread_cond_signal (&live->changed);
  pthread_mutex_unlock (&live->mutex);
}

bool
iso_live_projection_is_paused (IsoLiveProjection *live)
{
  return live->is_paused;
}

IsoLiveFrame *
iso_live_projection_take (IsoLiveProjection *live)
{
  pthread_mutex_lock (&live->mutex);
  IsoLiveFrame *frame = g_steal_pointer (&live->frame);
  pthread_mutex_unlock (&live->mutex);
  return frame;
}
