/* Seconds, by the clock and of all threads, and memory of recall@1 and map@r over a labelled set of embeddings; prints one line of
 * JSON.
 *
 *     bench-retrieval --threads 2 EMBEDDINGS.npy LABELS.npy
 *
 * tests/bench/peers/faiss_retrieval.py makes the files and does the same work with Faiss. */
#include <stdio.h>
#include <sys/resource.h>

#include "engine/base/checked.h"
#include "engine/base/timing.h"
#include "engine/data/npy.h"
#include "engine/metrics/retrieval.h"

static int thread_count = 2;
static char **paths = NULL;

static const GOptionEntry entries[] = {
  { "threads", 0, 0, G_OPTION_ARG_INT, &thread_count, "Threads, 0 = all cores", "N" },
  { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &paths, NULL, "EMBEDDINGS.npy LABELS.npy" },
  { NULL },
};

/* The process's largest resident size so far, in MB of 2²⁰ bytes. */
static double
peak_megabytes (void)
{
  struct rusage usage;
  getrusage (RUSAGE_SELF, &usage);
#ifdef __APPLE__
  return (double) usage.ru_maxrss / 1048576.0;
#else
  return (double) usage.ru_maxrss / 1024.0;
#endif
}

/* Of all threads of the process. */
static double
processor_seconds (void)
{
  struct timespec time;
  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &time);
  return (double) time.tv_sec + 1e-9 * (double) time.tv_nsec;
}

static bool
measure (GError **error)
{
  size_t N = 0, D = 0, label_count = 0;
  if (paths == NULL || g_strv_length (paths) != 2 || thread_count < 0)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "two files and --threads of 0 or more are expected");
      return false;
    }
  float *embeddings = iso_npy_read_matrix (&N, &D, paths[0], error);
  gint32 *labels = embeddings == NULL ? NULL : iso_npy_read_labels (&label_count, paths[1], error);
  bool done = labels != NULL;
  if (done && label_count != N)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "%s: %zu labels found, %zu expected", paths[1], label_count, N);
      done = false;
    }
  IsoRetrieval result = { .k_count = 1, .ks = { 1 } };
  g_autoptr (IsoPool) pool = iso_pool_new (thread_count);
  double loaded = peak_megabytes (), processor = processor_seconds (), start = iso_seconds ();
  done = done && iso_retrieval_evaluate (&result, embeddings, labels, N, D, pool, NULL, error);
  double seconds = iso_seconds () - start;
  processor = processor_seconds () - processor;
  if (done)
    printf ("{\"program\": \"isotherm\", \"n\": %zu, \"d\": %zu, \"threads\": %d, \"seconds\": %.4f, "
            "\"processor_seconds\": %.4f, \"loaded_mb\": %.1f, \"peak_mb\": %.1f, \"recall@1\": %.9f, \"map@r\": %.9f}\n",
            N, D, iso_pool_threads (pool), seconds, processor, loaded, peak_megabytes (), result.recall[0], result.map_at_r);
  iso_block_free (embeddings);
  iso_block_free (labels);
  return done;
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_option_context_add_main_entries (context, entries, NULL);
  bool done = g_option_context_parse (context, &argc, &argv, &error) && measure (&error);
  if (!done)
    fprintf (stderr, "bench-retrieval: %s\n", error->message);
  g_strfreev (paths);
  return done ? 0 : 2;
}
