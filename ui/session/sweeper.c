#include "ui/session/sweeper.h"

#include <math.h>

#include "ui/session/sweep-estimate.h"
#include "ui/session/sweep-thread.h"

/* Until a run has finished only steps are counted: evaluations come in lumps, and the first steps have cold caches and wait for data. */
#define UNTOLD_LEAST 0.8
#define UNTOLD_MOST 1.6

struct _IsoSweeper {
  GObject parent_instance;
  IsoSweeperState state;
  IsoSweepThread *thread;   /* of the sweep that runs or ran last, or NULL; holds the plan */
  IsoSweepResults *results; /* of that plan */
  IsoSweepQueueStatus status;
  GArray *running;          /* of IsoSweepQueueRun */
  int jobs;
  char *problem;
  double *epochs;           /* (settings) of a run of each */
  double measured_epochs, measured_seconds; /* of the runs that have finished here */
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

static double
epochs_of (const IsoSweeper *sweeper, size_t point)
{
  return sweeper->epochs[iso_sweep_plan_setting_of (iso_sweep_thread_plan (sweeper->thread), point)];
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
      if (ended->outcome->end != ISO_SWEEP_FINISHED)
        continue;
      sweeper->measured_epochs += epochs_of (sweeper, ended->point);
      sweeper->measured_seconds += ended->outcome->seconds;
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
  g_clear_pointer (&sweeper->epochs, g_free);
  sweeper->measured_epochs = sweeper->measured_seconds = 0.0;
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
  sweeper->epochs = iso_sweep_setting_epochs (plan);
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

static bool
has_finished (const IsoSweepResults *results, size_t point)
{
  const IsoScores *validation, *test;
  int epoch;
  return iso_sweep_results_run (results, point, &epoch, &validation, &test);
}

/* Epochs of the runs that wait, in their order; newly allocated. They are the last of those that are not done: runs begin in order. */
static double *
waiting_epochs (IsoSweeper *sweeper, size_t *count)
{
  const IsoSweepQueueStatus *status = &sweeper->status;
  size_t gone = status->already + status->finished + status->failed + status->interrupted + status->running;
  size_t waiting = status->points - MIN (gone, status->points), left = waiting;
  double *epochs = g_new (double, MAX (waiting, 1));
  *count = waiting;
  for (size_t point = status->points; left > 0 && point-- > 0;)
    if (left > point || !has_finished (sweeper->results, point))
      epochs[--left] = epochs_of (sweeper, point);
  return epochs;
}

/* Of a run that goes on beside as many as do now; NAN where that cannot be told. */
static double
seconds_per_epoch (IsoSweeper *sweeper)
{
  double epochs = 0.0;
  if (sweeper->measured_epochs > 0.0)
    return sweeper->measured_seconds / sweeper->measured_epochs;
  for (guint i = 0; i < sweeper->running->len; i++)
    {
      const IsoSweepQueueRun *run = &g_array_index (sweeper->running, IsoSweepQueueRun, i);
      epochs += run->share * epochs_of (sweeper, run->point);
    }
  /* The very first steps tell nothing. */
  return epochs > 0.0 && sweeper->status.seconds >= 1.0 ? sweeper->status.seconds * sweeper->running->len / epochs : (double) NAN;
}

gboolean
iso_sweeper_seconds_left (IsoSweeper *sweeper, double *least, double *most)
{
  g_return_val_if_fail (ISO_IS_SWEEPER (sweeper), FALSE);
  double each = sweeper->state == ISO_SWEEPER_RUNNING ? seconds_per_epoch (sweeper) : (double) NAN;
  if (!isfinite (each))
    return FALSE;
  size_t waiting_count;
  g_autofree double *waiting = waiting_epochs (sweeper, &waiting_count), *running = g_new (double, MAX (sweeper->running->len, 1));
  for (guint i = 0; i < sweeper->running->len; i++)
    {
      const IsoSweepQueueRun *run = &g_array_index (sweeper->running, IsoSweepQueueRun, i);
      running[i] = (1.0 - run->share) * epochs_of (sweeper, run->point);
    }
  double seconds = each * iso_sweep_epochs_left (running, sweeper->running->len, waiting, waiting_count, sweeper->jobs);
  bool is_measured = sweeper->measured_epochs > 0.0;
  *least = is_measured ? seconds : UNTOLD_LEAST * seconds;
  *most = is_measured ? seconds : UNTOLD_MOST * seconds;
  return TRUE;
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
