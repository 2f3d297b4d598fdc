#include "engine/base/unjoined.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <time.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t ended = PTHREAD_COND_INITIALIZER;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static size_t running; /* under the lock */

/* Handlers of the program run before the destructors of its libraries. */
static void
wait_for_all (void)
{
  struct timespec until;
  clock_gettime (CLOCK_REALTIME, &until);
  until.tv_sec += ISO_UNJOINED_PATIENCE;
  pthread_mutex_lock (&lock);
  while (running > 0 && pthread_cond_timedwait (&ended, &lock, &until) != ETIMEDOUT)
    ;
  pthread_mutex_unlock (&lock);
}

static void
register_wait (void)
{
  atexit (wait_for_all);
}

static void
begin (void)
{
  pthread_once (&once, register_wait);
  pthread_mutex_lock (&lock);
  running++;
  pthread_mutex_unlock (&lock);
}

static void
end (void)
{
  pthread_mutex_lock (&lock);
  running--;
  pthread_cond_broadcast (&ended);
  pthread_mutex_unlock (&lock);
}

/* ---- tasks ---- */

static const char key[] = "iso-unjoined";

static void
run_task (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const GTaskThreadFunc *function = g_object_get_data (G_OBJECT (task), key);
  (*function) (task, source, data, cancellable);
  end ();
}

void
iso_task_run_unjoined (GTask *task, GTaskThreadFunc function)
{
  g_object_set_data_full (G_OBJECT (task), key, g_memdup2 (&function, sizeof function), g_free);
  begin ();
  g_task_run_in_thread (task, run_task);
}

/* ---- threads ---- */

typedef struct {
  GThreadFunc function;
  gpointer data;
} Work;

static gpointer
run_thread (gpointer data)
{
  Work *work = data;
  work->function (work->data);
  g_free (work);
  end ();
  return NULL;
}

void
iso_thread_run_unjoined (const char *name, GThreadFunc function, gpointer data)
{
  Work *work = g_new (Work, 1);
  *work = (Work){ function, data };
  begin ();
  g_thread_unref (g_thread_new (name, run_thread, work));
}
