/* All but measure() runs in the main context, so that nothing here needs a lock: a job takes what it reads with it. */
#include "engine/base/priority.h"
#include "engine/base/timing.h"
#include "engine/base/unjoined.h"
#include "ui/plot/map-quality.h"

/* Less urgent than the map itself. */
#define PRIORITY_STEPS 10
/* Between the beginnings of two measurements, and for each second that one took: a fifth of a core at most. */
#define LEAST_PAUSE 0.5
#define PAUSE_SHARE 4.0

struct _IsoMapJudge {
  IsoMapJudged judged; /* NULL once freed */
  gpointer data;
  IsoProjectedMap *map, *before; /* waiting, or NULL */
  GCancellable *cancellable;     /* of the job at work, or NULL */
  double rested, seconds;        /* from when on the next may begin; that the last took */
  guint timeout;
};

typedef struct {
  IsoProjectedMap *map, *before;
  IsoMapQuality quality;
  double seconds;
} Job;

static void start (IsoMapJudge *judge);

static void
job_free (gpointer data)
{
  Job *job = data;
  iso_projected_map_unref (job->map);
  iso_projected_map_unref (job->before);
  iso_map_quality_clear (&job->quality);
  g_free (job);
}

/* A thread of its own: its low priority cannot be raised again, so it would be no good to others afterwards. */
static gpointer
measure (gpointer data)
{
  g_autoptr (GTask) task = data;
  Job *job = g_task_get_task_data (task);
  GError *error = NULL;
  iso_thread_lower_priority (PRIORITY_STEPS);
  double begun = iso_seconds ();
  bool done = iso_map_quality_measure (&job->quality, job->map, job->before, g_task_get_cancellable (task), &error);
  job->seconds = iso_seconds () - begun;
  if (done)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
  return NULL;
}

static void
clear (gpointer data)
{
  IsoMapJudge *judge = data;
  g_clear_pointer (&judge->map, iso_projected_map_unref);
  g_clear_pointer (&judge->before, iso_projected_map_unref);
  g_clear_object (&judge->cancellable);
}

static void
measured (GObject *source, GAsyncResult *result, gpointer data)
{
  IsoMapJudge *judge = data;
  GTask *task = G_TASK (result);
  const Job *job = g_task_get_task_data (task);
  bool done = g_task_propagate_boolean (task, NULL), is_wanted = g_task_get_cancellable (task) == judge->cancellable;
  if (is_wanted)
    g_clear_object (&judge->cancellable);
  if (is_wanted && done && judge->judged != NULL)
    {
      judge->seconds = job->seconds;
      judge->rested = iso_seconds () + MAX (LEAST_PAUSE, PAUSE_SHARE * job->seconds);
      judge->judged (&job->quality, job->map, judge->data);
    }
  if (judge->judged != NULL)
    start (judge);
  g_rc_box_release_full (judge, clear);
}

static gboolean
rested (gpointer data)
{
  IsoMapJudge *judge = data;
  judge->timeout = 0;
  start (judge);
  return G_SOURCE_REMOVE;
}

static void
start (IsoMapJudge *judge)
{
  double now = iso_seconds ();
  if (judge->map == NULL || judge->cancellable != NULL || judge->timeout != 0)
    return;
  if (now < judge->rested)
    {
      judge->timeout = g_timeout_add ((guint) (1000.0 * (judge->rested - now)) + 1, rested, judge);
      return;
    }
  Job *job = g_new0 (Job, 1);
  judge->cancellable = g_cancellable_new ();
  GTask *task = g_task_new (NULL, judge->cancellable, measured, g_rc_box_acquire (judge));
  job->map = g_steal_pointer (&judge->map);
  job->before = g_steal_pointer (&judge->before);
  g_task_set_task_data (task, job, job_free);
  iso_thread_run_unjoined ("map-judge", measure, task);
}

IsoMapJudge *
iso_map_judge_new (IsoMapJudged judged, gpointer data)
{
  IsoMapJudge *judge = g_rc_box_new0 (IsoMapJudge);
  judge->judged = judged;
  judge->data = data;
  return judge;
}

void
iso_map_judge_forget (IsoMapJudge *judge)
{
  g_clear_handle_id (&judge->timeout, g_source_remove);
  g_cancellable_cancel (judge->cancellable);
  judge->rested = 0.0;
  clear (judge);
}

void
iso_map_judge_free (IsoMapJudge *judge)
{
  if (judge == NULL)
    return;
  judge->judged = NULL;
  iso_map_judge_forget (judge);
  g_rc_box_release_full (judge, clear);
}

void
iso_map_judge_request (IsoMapJudge *judge, IsoProjectedMap *map, IsoProjectedMap *before)
{
  iso_projected_map_ref (map);
  if (before != NULL)
    iso_projected_map_ref (before);
  g_clear_pointer (&judge->map, iso_projected_map_unref);
  g_clear_pointer (&judge->before, iso_projected_map_unref);
  judge->map = map;
  judge->before = before;
  start (judge);
}

double
iso_map_judge_seconds (IsoMapJudge *judge)
{
  return judge->seconds;
}
