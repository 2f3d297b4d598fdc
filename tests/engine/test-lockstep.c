/* Runs that keep in step; run under ThreadSanitizer too, with threads that do nothing else. (Whole trainers beside each other meet in GLib's
 * own tables, whose locks ThreadSanitizer does not see.) */
#include <glib.h>
#include <pthread.h>
#include <sched.h>

#include "engine/train/lockstep.h"

#define RUNNERS 3
#define STEPS 3000

/* One that has ended or failed holds nobody up. */
static void
test_lockstep (void)
{
  g_autoptr (IsoLockstep) lockstep = iso_lockstep_new ();
  int first = iso_lockstep_join (lockstep), second = iso_lockstep_join (lockstep);
  g_assert_true (iso_lockstep_may_step (lockstep, first));
  iso_lockstep_tell (lockstep, first, ISO_LOCKSTEP_LEAD - 1);
  g_assert_true (iso_lockstep_may_step (lockstep, first));
  iso_lockstep_tell (lockstep, first, ISO_LOCKSTEP_LEAD);
  g_assert_false (iso_lockstep_may_step (lockstep, first));
  g_assert_true (iso_lockstep_may_step (lockstep, second));
  iso_lockstep_tell (lockstep, second, 1);
  g_assert_true (iso_lockstep_may_step (lockstep, first));
  iso_lockstep_tell (lockstep, first, 100);
  g_assert_false (iso_lockstep_may_step (lockstep, first));
  iso_lockstep_leave (lockstep, second);
  g_assert_true (iso_lockstep_may_step (lockstep, first));
}

typedef struct {
  IsoLockstep *lockstep;
  int member, last;
} Runner;

static _Atomic int steps[RUNNERS];

/* Each takes its steps when it may, the last member fewer than the others, and looks how far they are. */
static void *
run (void *data)
{
  Runner *runner = data;
  for (int step = 1; step <= runner->last; step++)
    {
      while (!iso_lockstep_may_step (runner->lockstep, runner->member))
        sched_yield ();
      int slowest = STEPS;
      for (int i = 0; i < RUNNERS; i++)
        slowest = MIN (slowest, steps[i]);
      /* Those that have left count as far as they came. */
      g_assert_true (step - 1 - slowest <= ISO_LOCKSTEP_LEAD || slowest == STEPS / 2);
      steps[runner->member] = step;
      iso_lockstep_tell (runner->lockstep, runner->member, (guint64) step);
    }
  iso_lockstep_leave (runner->lockstep, runner->member);
  return NULL;
}

static void
test_threads (void)
{
  g_autoptr (IsoLockstep) lockstep = iso_lockstep_new ();
  Runner runners[RUNNERS];
  pthread_t threads[RUNNERS];
  for (int i = 0; i < RUNNERS; i++)
    runners[i] = (Runner){ lockstep, iso_lockstep_join (lockstep), i == RUNNERS - 1 ? STEPS / 2 : STEPS };
  for (int i = 0; i < RUNNERS; i++)
    g_assert_cmpint (pthread_create (&threads[i], NULL, run, &runners[i]), ==, 0);
  for (int i = 0; i < RUNNERS; i++)
    pthread_join (threads[i], NULL);
  g_assert_cmpint (steps[0], ==, STEPS);
  g_assert_cmpint (steps[RUNNERS - 1], ==, STEPS / 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lockstep/turns", test_lockstep);
  g_test_add_func ("/lockstep/threads", test_threads);
  return g_test_run ();
}
