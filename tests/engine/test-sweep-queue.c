/* The queue of a sweep with a runner that only says so: every point once, several at once, shards, resumption after a cancel, trouble
 * with what is kept. */
#include <glib.h>
#include <pthread.h>
#include <string.h>

#include "engine/base/error.h"
#include "engine/base/timing.h"
#include "engine/sweep/queue.h"

#define MOST 64

typedef struct {
  pthread_mutex_t mutex;
  int ran[MOST], finished[MOST];
  bool done[MOST];
  int at_once, most_at_once;
  int threads;
  size_t refuse; /* the point that cannot be kept; MOST: none */
  size_t stop_after; /* runs after which the cancellable is cancelled; 0: never */
  GCancellable *cancellable;
  double seconds; /* that a run takes */
} Fake;

static void
fake_init (Fake *fake)
{
  *fake = (Fake) { .refuse = MOST, .cancellable = g_cancellable_new () };
  pthread_mutex_init (&fake->mutex, NULL);
}

static void
fake_clear (Fake *fake)
{
  g_object_unref (fake->cancellable);
  pthread_mutex_destroy (&fake->mutex);
}

static IsoSweepOutcome *
fake_run (IsoSweepTask *task, gpointer data)
{
  Fake *fake = data;
  g_autoptr (GError) error = NULL;
  pthread_mutex_lock (&fake->mutex);
  fake->ran[task->point]++;
  fake->threads = task->settings.train.threads;
  fake->at_once++;
  fake->most_at_once = MAX (fake->most_at_once, fake->at_once);
  pthread_mutex_unlock (&fake->mutex);
  double end = iso_seconds () + fake->seconds;
  while (iso_seconds () < end && !g_cancellable_is_cancelled (task->cancellable))
    g_usleep (500);
  task->done = ISO_SWEEP_WHOLE / 2;
  pthread_mutex_lock (&fake->mutex);
  fake->at_once--;
  pthread_mutex_unlock (&fake->mutex);
  if (g_cancellable_is_cancelled (task->cancellable))
    g_set_error_literal (&error, ISO_ERROR, ISO_ERROR_CANCELLED, "cancelled");
  else if (task->point == 3)
    g_set_error_literal (&error, ISO_ERROR, ISO_ERROR_NUMERIC, "the loss became NaN");
  return iso_sweep_outcome_new (NULL, error, 0.0);
}

static bool
fake_is_done (gpointer data, size_t point)
{
  return ((Fake *) data)->done[point];
}

static bool
fake_finished (gpointer data, gpointer kept, size_t point, const IsoSweepOutcome *outcome, GError **error)
{
  Fake *fake = data;
  g_assert_null (kept);
  if (outcome->end == ISO_SWEEP_INTERRUPTED)
    return true;
  if (point == fake->refuse)
    {
      g_set_error_literal (error, ISO_ERROR, ISO_ERROR_FILE, "disk full");
      return false;
    }
  pthread_mutex_lock (&fake->mutex);
  fake->finished[point]++;
  fake->done[point] = true;
  size_t all = 0;
  for (size_t i = 0; i < MOST; i++)
    all += (size_t) fake->finished[i];
  pthread_mutex_unlock (&fake->mutex);
  if (fake->stop_after > 0 && all >= fake->stop_after)
    g_cancellable_cancel (fake->cancellable);
  return true;
}

static IsoSweepPlan *
plan_new (void)
{
  g_autoptr (GError) error = NULL;
  IsoSweepPlan *plan = iso_sweep_plan_parse (
      "test.json", "{\"name\": \"test\", \"grid\": {\"distill.lambda\": [1, 2, 3, 4, 5]}, \"seeds\": [1, 2, 3, 4]}", &error);
  g_assert_no_error (error);
  return plan;
}

static IsoSweepQueueStatus
run_all (Fake *fake, const IsoSweepPlan *plan, int jobs, IsoShard shard, char **problem)
{
  const IsoSweepKeeper keeper = { .data = fake, .is_done = fake_is_done, .finished = fake_finished };
  const IsoSweepQueueOptions options = { .run = fake_run, .run_data = fake, .shard = shard, .jobs = jobs,
                                         .cancellable = fake->cancellable };
  g_autoptr (IsoSweepQueue) queue = iso_sweep_queue_new (plan, &options, &keeper);
  IsoSweepQueueStatus status;
  g_assert_true (iso_sweep_queue_wait (queue, -1.0));
  iso_sweep_queue_status (queue, &status);
  *problem = iso_sweep_queue_problem (queue);
  g_assert_true (status.is_over && status.running == 0);
  return status;
}

static void
test_each_once (void)
{
  g_autoptr (IsoSweepPlan) plan = plan_new ();
  for (int jobs = 1; jobs <= 4; jobs++)
    {
      Fake fake;
      g_autofree char *problem = NULL;
      fake_init (&fake);
      fake.seconds = 0.01;
      IsoSweepQueueStatus status = run_all (&fake, plan, jobs, ISO_SHARD_ALL, &problem);
      g_assert_null (problem);
      for (size_t point = 0; point < MOST; point++)
        g_assert_cmpint (fake.ran[point], ==, point < 20);
      g_assert_cmpint (fake.most_at_once, ==, jobs);
      g_assert_cmpint (fake.threads, >=, 1);
      g_assert_cmpuint (status.points, ==, 20);
      g_assert_cmpuint (status.finished, ==, 19);
      g_assert_cmpuint (status.failed, ==, 1);
      g_assert_cmpfloat (status.share, ==, 1.0);
      fake_clear (&fake);
    }
}

static void
test_shards (void)
{
  g_autoptr (IsoSweepPlan) plan = plan_new ();
  Fake fake;
  size_t points = 0;
  fake_init (&fake);
  for (size_t part = 1; part <= 3; part++)
    {
      g_autofree char *problem = NULL;
      points += run_all (&fake, plan, 2, (IsoShard) { part, 3 }, &problem).points;
    }
  g_assert_cmpuint (points, ==, 20);
  for (size_t point = 0; point < 20; point++)
    g_assert_cmpint (fake.ran[point], ==, 1);
  fake_clear (&fake);
}

static void
test_resumption (void)
{
  g_autoptr (IsoSweepPlan) plan = plan_new ();
  Fake fake;
  g_autofree char *problem = NULL, *after = NULL;
  fake_init (&fake);
  fake.seconds = 0.005;
  fake.stop_after = 7;
  IsoSweepQueueStatus status = run_all (&fake, plan, 2, ISO_SHARD_ALL, &problem);
  size_t first = status.finished + status.failed;
  g_assert_null (problem);
  g_assert_cmpuint (first, >=, 7);
  g_assert_cmpuint (first + status.interrupted, <, 20);
  bool before[MOST];
  memcpy (before, fake.done, sizeof before);
  memset (fake.ran, 0, sizeof fake.ran);
  g_cancellable_reset (fake.cancellable);
  fake.stop_after = 0;
  status = run_all (&fake, plan, 2, ISO_SHARD_ALL, &after);
  g_assert_cmpuint (status.already, ==, first);
  g_assert_cmpuint (status.already + status.finished + status.failed, ==, 20);
  for (size_t point = 0; point < 20; point++)
    {
      g_assert_cmpint (fake.ran[point], ==, !before[point]);
      g_assert_cmpint (fake.finished[point], ==, 1);
    }
  fake_clear (&fake);
}

static void
test_trouble (void)
{
  g_autoptr (IsoSweepPlan) plan = plan_new ();
  Fake fake;
  g_autofree char *problem = NULL;
  fake_init (&fake);
  fake.refuse = 4;
  run_all (&fake, plan, 1, ISO_SHARD_ALL, &problem);
  g_assert_cmpstr (problem, ==, "disk full");
  for (size_t point = 0; point < 20; point++)
    g_assert_cmpint (fake.ran[point], ==, point <= 4);
  fake_clear (&fake);
}

static void
test_freed_while_running (void)
{
  g_autoptr (IsoSweepPlan) plan = plan_new ();
  Fake fake;
  fake_init (&fake);
  fake.seconds = 60.0;
  const IsoSweepKeeper keeper = { .data = &fake, .finished = fake_finished };
  const IsoSweepQueueOptions options = { .run = fake_run, .run_data = &fake, .shard = ISO_SHARD_ALL, .jobs = 3 };
  IsoSweepQueue *queue = iso_sweep_queue_new (plan, &options, &keeper);
  g_assert_false (iso_sweep_queue_wait (queue, 0.05));
  /* Three are under way, different ones, none of which has come far; no more are written than there is room for. */
  IsoSweepQueueRun runs[4];
  g_assert_cmpuint (iso_sweep_queue_running (queue, runs, 2), ==, 2);
  g_assert_cmpuint (iso_sweep_queue_running (queue, runs, G_N_ELEMENTS (runs)), ==, 3);
  for (size_t i = 0; i < 3; i++)
    g_assert_true (runs[i].point < 3 && runs[i].share == 0.0 && runs[i].point != runs[(i + 1) % 3].point);
  double start = iso_seconds ();
  iso_sweep_queue_free (queue);
  g_assert_cmpfloat (iso_seconds () - start, <, 30.0);
  for (size_t point = 0; point < 20; point++)
    g_assert_cmpint (fake.finished[point], ==, 0);
  fake_clear (&fake);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sweep-queue/each-once", test_each_once);
  g_test_add_func ("/sweep-queue/shards", test_shards);
  g_test_add_func ("/sweep-queue/resumption", test_resumption);
  g_test_add_func ("/sweep-queue/trouble", test_trouble);
  g_test_add_func ("/sweep-queue/freed-while-running", test_freed_while_running);
  return g_test_run ();
}
