/* Milliseconds of a batch's soft targets: from the teacher's similarities to the diffused targets, all of it; prints one line of JSON.
 *
 *     bench-diffusion --threads 2 --k 0 --omega 0.8 --tau-d 0.1 EMBEDDINGS.npy
 *
 * tests/bench/diffusion.py makes the file and solves the same system with PyTorch. With --out the targets are written, too. */
#include <stdio.h>
#include <stdlib.h>

#include "engine/base/checked.h"
#include "engine/base/timing.h"
#include "engine/data/npy.h"
#include "engine/distill/target.h"
#include "engine/export/npy.h"
#include "engine/linalg/pairwise.h"
#include "engine/train/parameters.h"

static int thread_count = 2, neighbors = 0, repeats = 9;
static double omega = 0.8, tau_d = 0.1;
static char **paths = NULL, *out = NULL;

static const GOptionEntry entries[] = {
  { "threads", 0, 0, G_OPTION_ARG_INT, &thread_count, "Threads, 0 = all cores", "N" },
  { "k", 0, 0, G_OPTION_ARG_INT, &neighbors, "Neighbors of the graph, 0 = all", "K" },
  { "omega", 0, 0, G_OPTION_ARG_DOUBLE, &omega, "Diffusion weight", "W" },
  { "tau-d", 0, 0, G_OPTION_ARG_DOUBLE, &tau_d, "Diffusion temperature", "T" },
  { "repeats", 0, 0, G_OPTION_ARG_INT, &repeats, "Times timed", "N" },
  { "out", 0, 0, G_OPTION_ARG_FILENAME, &out, "Where to write the targets (B, B)", "FILE.npy" },
  { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &paths, NULL, "EMBEDDINGS.npy" },
  { NULL },
};

static int
compare (const void *a, const void *b)
{
  double left = *(const double *) a, right = *(const double *) b;
  return (left > right) - (left < right);
}

static bool
measure (GError **error)
{
  size_t B = 0, D = 0;
  if (paths == NULL || g_strv_length (paths) != 1 || thread_count < 0 || repeats < 1)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "one file, --threads of 0 or more and --repeats of 1 or more "
                   "are expected");
      return false;
    }
  float *embeddings = iso_npy_read_matrix (&B, &D, paths[0], error);
  if (embeddings == NULL)
    return false;
  IsoSettings settings;
  iso_settings_init (&settings);
  settings.distill.mode = ISO_DISTILL_OBDP;
  settings.distill.tau = 0.2;
  settings.distill.omega = omega;
  settings.distill.tau_d = tau_d;
  settings.distill.k = neighbors;
  g_autoptr (IsoPool) pool = iso_pool_new (thread_count);
  g_autofree double *times = g_new (double, (size_t) repeats);
  IsoTargets *targets = iso_targets_new (B);
  float *similarity = iso_floats_new (B * B);
  iso_gram (similarity, embeddings, B, D);
  bool done = true;
  for (int i = -2; done && i < repeats; i++)
    {
      double start = iso_seconds ();
      done = iso_targets_compute (targets, similarity, B, &settings.distill, ISO_STAGES_TARGETS, pool, error);
      if (i >= 0)
        times[i] = 1e3 * (iso_seconds () - start);
    }
  if (done && out != NULL)
    done = iso_npy_write_floats (out, targets->targets, B, B, error);
  qsort (times, (size_t) repeats, sizeof *times, compare);
  if (done)
    printf ("{\"program\": \"isotherm\", \"batch\": %zu, \"k\": %d, \"threads\": %d, \"ms_median\": %.4f, \"ms_best\": %.4f}\n", B,
            neighbors, thread_count, times[repeats / 2], times[0]);
  iso_targets_free (targets);
  iso_block_free (similarity);
  iso_block_free (embeddings);
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
    fprintf (stderr, "bench-diffusion: %s\n", error->message);
  g_strfreev (paths);
  g_free (out);
  return done ? 0 : 2;
}
