/* Milliseconds that all augmentations together take for a batch; prints one line of JSON.
 *
 *     bench-augment --batch 112 --side 28 --channels 1 --threads 2 --repeats 200
 *
 * To be held beside a step of bench-step --net conv, before which it runs.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "engine/base/checked.h"
#include "engine/data/augment.h"

static int batch = 112, side = 28, channels = 1, thread_count = 2, repeats = 200;

static const GOptionEntry entries[] = {
  { "batch", 0, 0, G_OPTION_ARG_INT, &batch, "Samples a batch", "B" },
  { "side", 0, 0, G_OPTION_ARG_INT, &side, "Height and width", "PIXELS" },
  { "channels", 0, 0, G_OPTION_ARG_INT, &channels, "Channels", "C" },
  { "threads", 0, 0, G_OPTION_ARG_INT, &thread_count, "Threads, 0 = all cores", "N" },
  { "repeats", 0, 0, G_OPTION_ARG_INT, &repeats, "Batches timed", "N" },
  { NULL },
};

static int
compare_times (const void *a, const void *b)
{
  double left = *(const double *) a, right = *(const double *) b;
  return (left > right) - (left < right);
}

/* Fills times (repeats), sorted, in milliseconds. */
static void
measure (double *times)
{
  const IsoAugmentSettings all = { .shift = 3, .flip = 0.5, .rotation = 15, .brightness = 0.3, .contrast = 0.3, .saturation = 0.3,
                                   .erase = 0.5 };
  const IsoImageFormat format = { { (guint32) channels, (guint32) side, (guint32) side, true }, { 0.3f, 3.0f }, true };
  size_t B = (size_t) batch, F = (size_t) channels * (size_t) side * (size_t) side;
  g_autoptr (IsoPool) pool = iso_pool_new (thread_count);
  float *X = iso_floats_new (B * F);
  for (int i = -10; i < repeats; i++)
    {
      struct timespec before, after;
      clock_gettime (CLOCK_MONOTONIC, &before);
      iso_augment_batch (X, B, &all, &format, 1, (guint64) (i + 10), pool);
      clock_gettime (CLOCK_MONOTONIC, &after);
      if (i >= 0)
        times[i] = 1e3 * (double) (after.tv_sec - before.tv_sec) + 1e-6 * (double) (after.tv_nsec - before.tv_nsec);
    }
  iso_block_free (X);
  qsort (times, (size_t) repeats, sizeof *times, compare_times);
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error) || batch < 1 || side < 4 || channels < 1 || thread_count < 0
      || repeats < 1)
    {
      fprintf (stderr, "bench-augment: %s\n",
               error != NULL ? error->message : "numbers of 1 or more and a side of 4 or more are expected");
      return 2;
    }
  g_autofree double *times = g_new0 (double, (size_t) repeats);
  measure (times);
  printf ("{\"batch\": %d, \"side\": %d, \"channels\": %d, \"threads\": %d, \"ms_p10\": %.4f, \"ms_median\": %.4f, "
          "\"ms_p90\": %.4f}\n",
          batch, side, channels, thread_count, times[repeats / 10], times[repeats / 2], times[9 * repeats / 10]);
  return 0;
}
