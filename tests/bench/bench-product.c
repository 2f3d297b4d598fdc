/* The rate of large matrix products, all threads at once, in GFLOP/s: the floor under everything that is made of them. Prints one line
 * of JSON.
 *
 *     bench-product --threads 2 */
#include <stdio.h>

#include "engine/base/checked.h"
#include "engine/base/pool.h"
#include "engine/base/timing.h"
#include "engine/linalg/blas.h"

#define SIZE 512
#define PRODUCTS 40
#define ROUNDS 15

static int thread_count = 2;

static const GOptionEntry entries[] = {
  { "threads", 0, 0, G_OPTION_ARG_INT, &thread_count, "Threads, 0 = all cores", "N" },
  { NULL },
};

typedef struct {
  float *A, *B, *C; /* C: a product of its own for each task */
} Work;

static void
multiply (void *data, size_t task)
{
  const Work *work = data;
  iso_gemm (work->C + task * SIZE * SIZE, work->A, work->B, ISO_PLAIN, ISO_PLAIN, 1.0f, 0.0f, SIZE, SIZE, SIZE, SIZE, SIZE, SIZE);
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error))
    {
      fprintf (stderr, "bench-product: %s\n", error->message);
      return 2;
    }
  g_autoptr (IsoPool) pool = iso_pool_new (thread_count);
  Work work = { iso_floats_new (SIZE * SIZE), iso_floats_new (SIZE * SIZE), iso_floats_new (PRODUCTS * SIZE * SIZE) };
  double best = G_MAXDOUBLE;
  for (int round = 0; round < ROUNDS; round++)
    {
      double start = iso_seconds ();
      iso_pool_run (pool, PRODUCTS, multiply, &work);
      best = MIN (best, iso_seconds () - start);
    }
  printf ("{\"threads\": %d, \"gflops\": %.1f}\n", iso_pool_threads (pool),
          2.0 * SIZE * SIZE * SIZE * PRODUCTS / best * 1e-9);
  iso_block_free (work.A);
  iso_block_free (work.B);
  iso_block_free (work.C);
  return 0;
}
