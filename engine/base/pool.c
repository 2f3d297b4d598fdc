/* The pool's one piece of shared state is `ticket`: the run's number in the high 32 bits, the next block in the low 32. A worker
 * claims a block by adding one; a claim made under an old run's number can never succeed in a new run, so a late worker harms
 * nothing. `pending` counts the blocks not yet finished; the caller returns when it is zero.
 *
 * Pthread primitives and C11 atomics rather than GLib's, so that ThreadSanitizer sees them.
 */
#include "engine/base/pool.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <unistd.h>

/* About 50 µs of pauses: longer than the gap between two phases of a step, shorter than a time slice. */
#define SPINS 2000

struct _IsoPool {
  int threads;
  pthread_t *workers;
  pthread_mutex_t mutex;
  pthread_cond_t wake;
  pthread_cond_t finished;
  _Atomic guint64 ticket;
  _Atomic guint32 pending;
  _Atomic int sleepers;
  _Atomic bool caller_sleeps;
  _Atomic bool quit;
  _Atomic guint32 block_count;
  _Atomic (IsoPoolFunction) function;
  _Atomic (void *) data;
};

static inline void
relax (void)
{
#if defined(__x86_64__) || defined(__i386__)
  __builtin_ia32_pause ();
#else
  sched_yield ();
#endif
}

int
iso_core_count (void)
{
#ifdef __linux__
  cpu_set_t set;
  if (sched_getaffinity (0, sizeof set, &set) == 0 && CPU_COUNT (&set) > 0)
    return CPU_COUNT (&set);
#endif
  return (int) MAX (1, g_get_num_processors ());
}

/* Claims and runs blocks of run `run` until none is left. */
static void
work (IsoPool *pool, guint32 run)
{
  for (;;)
    {
      guint64 ticket = atomic_load_explicit (&pool->ticket, memory_order_acquire);
      guint32 block_count = atomic_load_explicit (&pool->block_count, memory_order_relaxed);
      if ((guint32) (ticket >> 32) != run || (guint32) ticket >= block_count)
        return;
      IsoPoolFunction function = atomic_load_explicit (&pool->function, memory_order_relaxed);
      void *data = atomic_load_explicit (&pool->data, memory_order_relaxed);
      if (!atomic_compare_exchange_weak_explicit (&pool->ticket, &ticket, ticket + 1, memory_order_acq_rel, memory_order_relaxed))
        continue;
      function (data, (guint32) ticket);
      if (atomic_fetch_sub (&pool->pending, 1) == 1)
        {
          if (atomic_load (&pool->caller_sleeps))
            {
              pthread_mutex_lock (&pool->mutex);
              pthread_cond_signal (&pool->finished);
              pthread_mutex_unlock (&pool->mutex);
            }
          return;
        }
    }
}

static guint32
current_run (IsoPool *pool)
{
  return (guint32) (atomic_load (&pool->ticket) >> 32);
}

static void *
worker_main (void *data)
{
  IsoPool *pool = data;
  guint32 seen = 0;
  for (;;)
    {
      int spins = 0;
      while (current_run (pool) == seen && !atomic_load (&pool->quit))
        {
          if (spins++ < SPINS)
            {
              relax ();
              continue;
            }
          pthread_mutex_lock (&pool->mutex);
          atomic_fetch_add (&pool->sleepers, 1);
          while (current_run (pool) == seen && !atomic_load (&pool->quit))
            pthread_cond_wait (&pool->wake, &pool->mutex);
          atomic_fetch_sub (&pool->sleepers, 1);
          pthread_mutex_unlock (&pool->mutex);
        }
      if (atomic_load (&pool->quit))
        return NULL;
      seen = current_run (pool);
      work (pool, seen);
    }
}

IsoPool *
iso_pool_new (int threads)
{
  IsoPool *pool = g_new0 (IsoPool, 1);
  pool->threads = threads > 0 ? threads : iso_core_count ();
  pool->workers = g_new0 (pthread_t, pool->threads);
  pthread_mutex_init (&pool->mutex, NULL);
  pthread_cond_init (&pool->wake, NULL);
  pthread_cond_init (&pool->finished, NULL);
  int started = 1;
  while (started < pool->threads && pthread_create (&pool->workers[started], NULL, worker_main, pool) == 0)
    started++;
  /* A system that refuses a thread costs speed, not results. */
  pool->threads = started;
  return pool;
}

void
iso_pool_free (IsoPool *pool)
{
  if (pool == NULL)
    return;
  pthread_mutex_lock (&pool->mutex);
  atomic_store (&pool->quit, true);
  pthread_cond_broadcast (&pool->wake);
  pthread_mutex_unlock (&pool->mutex);
  for (int i = 1; i < pool->threads; i++)
    pthread_join (pool->workers[i], NULL);
  pthread_cond_destroy (&pool->finished);
  pthread_cond_destroy (&pool->wake);
  pthread_mutex_destroy (&pool->mutex);
  g_free (pool->workers);
  g_free (pool);
}

int
iso_pool_threads (const IsoPool *pool)
{
  return pool == NULL ? 1 : pool->threads;
}

static void
wait_until_finished (IsoPool *pool)
{
  for (int spins = 0; spins < SPINS; spins++)
    {
      if (atomic_load_explicit (&pool->pending, memory_order_acquire) == 0)
        return;
      relax ();
    }
  pthread_mutex_lock (&pool->mutex);
  atomic_store (&pool->caller_sleeps, true);
  while (atomic_load (&pool->pending) != 0)
    pthread_cond_wait (&pool->finished, &pool->mutex);
  atomic_store (&pool->caller_sleeps, false);
  pthread_mutex_unlock (&pool->mutex);
}

void
iso_pool_run (IsoPool *pool, size_t block_count, IsoPoolFunction function, void *data)
{
  if (block_count == 0)
    return;
  if (pool == NULL || pool->threads == 1 || block_count == 1)
    {
      for (size_t block = 0; block < block_count; block++)
        function (data, block);
      return;
    }
  g_assert (block_count < G_MAXUINT32);
  /* Close the old run first, so that no late worker pairs its number with the new function. */
  guint32 run = current_run (pool) + 1;
  atomic_store (&pool->ticket, ((guint64) run << 32) | G_MAXUINT32);
  atomic_store (&pool->function, function);
  atomic_store (&pool->data, data);
  atomic_store (&pool->block_count, (guint32) block_count);
  atomic_store (&pool->pending, (guint32) block_count);
  run++;
  atomic_store (&pool->ticket, (guint64) run << 32);
  if (atomic_load (&pool->sleepers) > 0)
    {
      pthread_mutex_lock (&pool->mutex);
      pthread_cond_broadcast (&pool->wake);
      pthread_mutex_unlock (&pool->mutex);
    }
  work (pool, run);
  wait_until_finished (pool);
}
