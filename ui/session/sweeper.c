#include "ui/session/sweeper.h"

#include <math.h>

#include "ui/session/sweep-thread.h"

struct _IsoSweeper {
  GObject parent_instance;
  IsoSweeperState state;
  IsoSweepThread *thread;   /* of the sweep that runs or ran last, or NULL; holds the plan */
  IsoSweepResults *results; /* of that plan */
  IsoSweepQueueStatus status;
  GArray *running;          /* of IsoSweepQueueRun */
  int jobs;
  char *problem;
};

G_DEFINE_FINAL_TYPE (IsoSweeper, iso_sweeper, G_TYPE_OBJECT)

enum { STATE_CHANGED, PROGRESS, RESULTS, SIGNAL_COUNT };
static guint signals[SIGNAL_COUNT];

static void
set_state (IsoSweeper *sweeper, IsoSweeperState state)
{
  if (sweeper->state == state)
    return;
  sweeper->state = state;
  g_signal_emit (sweeper, signals[STATE_CHANGED], 0);
}

static bool
take_results (IsoSweeper *sweeper, const IsoSweepNews *news)
{
  if (news->found != NULL)
    {
      iso_sweep_results_free (sweeper->results);
      sweeper->results = news->found;
    }
  for (guint i = 0; i < news->ended->len; i++)
    {
      const IsoSweepEnded *ended = news->ended->pdata[i];
      iso_sweep_results_take (sweeper->results, ended->point, ended->outcome);
    }
  return news->found != NULL || news->ended->len > 0;
}

static void
take_news (GObject *owner)
{
  IsoSweeper *sweeper = ISO_SWEEPER (owner);
  IsoSweepNews news;
  if (sweeper->thread == NULL)
    return;
  iso_sweep_thread_take (sweeper->thread, &news);
  bool has_results = take_results (sweeper, &news);
  sweeper->status = news.status;
  sweeper->jobs = news.jobs;
  g_array_unref (sweeper->running);
  sweeper->running = news.running;
  g_free (sweeper->problem);
  sweeper->problem = news.problem;
  g_ptr_array_unref (news.ended);
  if (has_results)
    g_signal_emit (sweeper, signals[RESULTS], 0);
  g_signal_emit (sweeper, signals[PROGRESS], 0);
  if (news.is_over)
    set_state (sweeper, ISO_SWEEPER_ENDED);
  else if (news.has_begun && sweeper->state == ISO_SWEEPER_OPENING)
    set_state (sweeper, ISO_SWEEPER_RUNNING);
}

static void
drop (IsoSweeper *sweeper)
{
  if (sweeper->thread != NULL)
    iso_sweep_thread_stop (sweeper->thread);
  g_clear_pointer (&sweeper->results, iso_sweep_results_free);
  g_clear_pointer (&sweeper->thread, iso_sweep_thread_unref);
  g_clear_pointer (&sweeper->problem, g_free);
}

gboolean
iso_sweeper_start (IsoSweeper *sweeper, IsoSweepPlan *plan, const IsoSweeperOptions *options)
{
  g_return_val_if_fail (ISO_IS_SWEEPER (sweeper), FALSE);
  g_return_val_if_fail (plan != NULL && options != NULL, FALSE);
  if (iso_sweeper_is_busy (sweeper))
    {
      iso_sweep_plan_free (plan);
      return FALSE;
    }
  drop (sweeper);
  sweeper->status = (IsoSweepQueueStatus){ .points = iso_sweep_plan_point_count (plan) };
  g_array_set_size (sweeper->running, 0);
  sweeper->results = iso_sweep_results_new (plan);
  sweeper->thread = iso_sweep_thread_new (plan, options, take_news, G_OBJECT (sweeper));
  set_state (sweeper, ISO_SWEEPER_OPENING);
  g_signal_emit (sweeper, signals[RESULTS], 0);
  g_signal_emit (sweeper, signals[PROGRESS], 0);
  return TRUE;
}

void
iso_sweeper_stop (IsoSweeper *sweeper)
{
  g_return_if_fail (ISO_IS_SWEEPER (sweeper));
  if (!iso_sweeper_is_busy (sweeper))
    return;
  iso_sweep_thread_stop (sweeper->thread);
  set_state (sweeper, ISO_SWEEPER_STOPPING);
}

IsoSweeperState
iso_sweeper_state (IsoSweeper *sweeper)
{
  g_return_val_if_fail (ISO_IS_SWEEPER (sweeper), ISO_SWEEPER_IDLE);
  return sweeper->state;
}

gboolean
iso_sweeper_is_busy (IsoSweeper *sweeper)
{
  g_return_val_if_fail (ISO_IS_SWEEPER (sweeper), FALSE);
  return sweeper->state != ISO_SWEEPER_IDLE && sweeper->state != ISO_SWEEPER_ENDED;
}

const char *
iso_sweeper_problem (IsoSweeper *sweeper)
{
  return sweeper->problem;
}

const IsoSweepPlan *
iso_sweeper_plan (IsoSweeper *sweeper)
{
  g_return_val_if_fail (ISO_IS_SWEEPER (sweeper), NULL);
  return sweeper->thread != NULL ? iso_sweep_thread_plan (sweeper->thread) : NULL;
}

const IsoSweepResults *
iso_sweeper_results (IsoSweeper *sweeper)
{
  g_return_val_if_fail (ISO_IS_SWEEPER (sweeper), NULL);
  return sweeper->results;
}

gint64
iso_sweeper_run_of (IsoSweeper *sweeper, size_t point)
{
  g_return_val_if_fail (ISO_IS_SWEEPER (sweeper), 0);
  return sweeper->thread != NULL ? iso_sweep_thread_run_of (sweeper->thread, point) : 0;
}

void
iso_sweeper_status (IsoSweeper *sweeper, IsoSweepQueueStatus *status)
{
  *status = sweeper->status;
}

size_t
iso_sweeper_running (IsoSweeper *sweeper, const IsoSweepQueueRun **runs)
{
  *runs = (const IsoSweepQueueRun *) (const void *) sweeper->running->data;
  return sweeper->running->len;
}

double
iso_sweeper_share (IsoSweeper *sweeper)
{
  const IsoSweepQueueStatus *status = &sweeper->status;
  double here = (double) (status->points - status->already);
  return status->points > 0 ? ((double) status->already + status->share * here) / (double) status->points : 0.0;
}

double
iso_sweeper_seconds_left (IsoSweeper *sweeper)
{
  const IsoSweepQueueStatus *status = &sweeper->status;
  /* The first steps tell little: caches are cold, and data may have to be scaled. */
  if (sweeper->state != ISO_SWEEPER_RUNNING || !(status->share > 0.0) || status->seconds < 1.0)
    return (double) NAN;
  return status->seconds * (1.0 - status->share) / status->share;
}

int
iso_sweeper_jobs (IsoSweeper *sweeper)
{
  return sweeper->jobs;
}

static void
iso_sweeper_dispose (GObject *object)
{
  drop (ISO_SWEEPER (object));
  G_OBJECT_CLASS (iso_sweeper_parent_class)->dispose (object);
}

static void
iso_sweeper_finalize (GObject *object)
{
  g_array_unref (ISO_SWEEPER (object)->running);
  G_OBJECT_CLASS (iso_sweeper_parent_class)->finalize (object);
}

static void
iso_sweeper_class_init (IsoSweeperClass *class)
{
  static const char *const names[] = { "state-changed", "progress", "results" };
  G_OBJECT_CLASS (class)->dispose = iso_sweeper_dispose;
  G_OBJECT_CLASS (class)->finalize = iso_sweeper_finalize;
  for (guint i = 0; i < SIGNAL_COUNT; i++)
    signals[i] = g_signal_new (names[i], ISO_TYPE_SWEEPER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
iso_sweeper_init (IsoSweeper *sweeper)
{
  sweeper->running = g_array_new (FALSE, FALSE, sizeof (IsoSweepQueueRun));
}

IsoSweeper *
iso_sweeper_new (void)
{
  return g_object_new (ISO_TYPE_SWEEPER, NULL);
}
