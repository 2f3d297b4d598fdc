/* The worker pool: every block runs exactly once, whatever the number of threads. Meant to be run under ThreadSanitizer too. */
#include "engine/base/pool.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <string.h>
#include <unistd.h>

#define MAX_BLOCKS 257

typedef struct {
  _Atomic int count[MAX_BLOCKS];
} Counts;

static void
count_block (void *data, size_t block)
{
  Counts *counts = data;
  atomic_fetch_add (&counts->count[block], 1);
}

static void
test_every_block_once (gconstpointer data)
{
  int threads = GPOINTER_TO_INT (data);
  g_autoptr (IsoPool) pool = iso_pool_new (threads);
  g_assert_cmpint (iso_pool_threads (pool), ==, threads);
  static Counts counts;
  const size_t sizes[] = { 0, 1, 2, 3, 7, 8, 9, 64, MAX_BLOCKS };
  for (int run = 0; run < 3000; run++)
    {
      size_t block_count = sizes[run % (int) G_N_ELEMENTS (sizes)];
      memset (&counts, 0, sizeof counts);
      iso_pool_run (pool, block_count, count_block, &counts);
      for (size_t block = 0; block < MAX_BLOCKS; block++)
        g_assert_cmpint (atomic_load (&counts.count[block]), ==, block < block_count ? 1 : 0);
    }
}

/* Plain, unguarded memory: what one run writes the next may read, on whatever thread. */
typedef struct {
  double *values;
  size_t length;
  int round;
} Chain;

static void
chain_block (void *data, size_t block)
{
  Chain *chain = data;
  const double *from = chain->values + (size_t) (chain->round % 2) * chain->length;
  double *to = chain->values + (size_t) ((chain->round + 1) % 2) * chain->length;
  double left = from[(block + chain->length - 1) % chain->length], right = from[(block + 1) % chain->length];
  to[block] = 0.5 * from[block] + 0.3 * left + 0.19 * right + (double) chain->round;
}

static double *
run_chain (int threads)
{
  g_autoptr (IsoPool) pool = threads > 0 ? iso_pool_new (threads) : NULL;
  size_t length = 61;
  double *values = g_new (double, 2 * length);
  for (size_t i = 0; i < 2 * length; i++)
    values[i] = (double) i / 7.0;
  Chain chain = { values, length, 0 };
  for (; chain.round < 2000; chain.round++)
    iso_pool_run (pool, length, chain_block, &chain);
  return values;
}

static void
test_same_for_any_threads (void)
{
  g_autofree double *expected = run_chain (0);
  for (int threads = 1; threads <= 8; threads++)
    {
      g_autofree double *values = run_chain (threads);
      g_assert_cmpmem (values, 122 * sizeof (double), expected, 122 * sizeof (double));
    }
}

/* Long blocks and pauses: workers and caller fall asleep and must be woken. */
static void
slow_block (void *data, size_t block)
{
  if (block % 2 == 0)
    usleep (300);
  count_block (data, block);
}

static void
test_sleep_and_wake (void)
{
  g_autoptr (IsoPool) pool = iso_pool_new (4);
  static Counts counts;
  for (int run = 0; run < 60; run++)
    {
      memset (&counts, 0, sizeof counts);
      iso_pool_run (pool, 5, slow_block, &counts);
      for (size_t block = 0; block < 5; block++)
        g_assert_cmpint (atomic_load (&counts.count[block]), ==, 1);
      usleep (run % 3 == 0 ? 2000 : 10);
    }
}

static void
test_freed_while_idle (void)
{
  static Counts counts;
  for (int i = 0; i < 200; i++)
    {
      g_autoptr (IsoPool) pool = iso_pool_new (1 + i % 8);
      if (i % 3 != 0)
        iso_pool_run (pool, 9, count_block, &counts);
      if (i % 10 == 0)
        usleep (500); /* now the workers sleep */
    }
  iso_pool_free (NULL);
}

/* A pool belongs to one thread at a time, but not to the one that made it. */
static void *
use_pool (void *data)
{
  static Counts counts;
  memset (&counts, 0, sizeof counts);
  iso_pool_run (data, 33, count_block, &counts);
  for (size_t block = 0; block < 33; block++)
    g_assert_cmpint (atomic_load (&counts.count[block]), ==, 1);
  return NULL;
}

static void
test_handed_over (void)
{
  g_autoptr (IsoPool) pool = iso_pool_new (3);
  for (int i = 0; i < 50; i++)
    {
      pthread_t thread;
      g_assert_cmpint (pthread_create (&thread, NULL, use_pool, pool), ==, 0);
      pthread_join (thread, NULL);
      use_pool (pool);
    }
}

/* Several pools side by side do not meet. */
static void *
own_pool (void *data)
{
  g_autofree double *values = run_chain (2 + GPOINTER_TO_INT (data) % 2);
  g_assert_cmpfloat (values[0], >, 0.0);
  return NULL;
}

static void
test_side_by_side (void)
{
  pthread_t threads[3];
  for (int i = 0; i < 3; i++)
    g_assert_cmpint (pthread_create (&threads[i], NULL, own_pool, GINT_TO_POINTER (i)), ==, 0);
  for (int i = 0; i < 3; i++)
    pthread_join (threads[i], NULL);
}

static void
test_without_pool (void)
{
  static Counts counts;
  memset (&counts, 0, sizeof counts);
  iso_pool_run (NULL, 12, count_block, &counts);
  for (size_t block = 0; block < 12; block++)
    g_assert_cmpint (atomic_load (&counts.count[block]), ==, 1);
  g_assert_cmpint (iso_pool_threads (NULL), ==, 1);
  g_assert_cmpint (iso_core_count (), >=, 1);
  g_autoptr (IsoPool) pool = iso_pool_new (0);
  g_assert_cmpint (iso_pool_threads (pool), ==, iso_core_count ());
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (int threads = 1; threads <= 8; threads++)
    {
      g_autofree char *path = g_strdup_printf ("/pool/every-block-once/%d", threads);
      g_test_add_data_func (path, GINT_TO_POINTER (threads), test_every_block_once);
    }
  g_test_add_func ("/pool/same-for-any-threads", test_same_for_any_threads);
  g_test_add_func ("/pool/sleep-and-wake", test_sleep_and_wake);
  g_test_add_func ("/pool/freed-while-idle", test_freed_while_idle);
  g_test_add_func ("/pool/handed-over", test_handed_over);
  g_test_add_func ("/pool/side-by-side", test_side_by_side);
  g_test_add_func ("/pool/without-pool", test_without_pool);
  return g_test_run ();
}
