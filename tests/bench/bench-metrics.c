/* How long each metric takes of given embeddings and labels: bench-metrics E.npy Y.npy [RUNS]. Prints one JSON object: name, seconds of
 * the fastest of RUNS evaluations with it alone (recall as 1, 2, 4, 8), and "all". The fastest, for what else the machine does
 * only adds to it. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "engine/base/checked.h"
#include "engine/base/timing.h"
#include "engine/data/npy.h"
#include "engine/metrics/evaluation.h"

#define MOST_RUNS 99

static double
measure (guint32 metrics, const float *Z, const gint32 *labels, size_t N, size_t D, int runs, IsoPool *pool)
{
  const IsoMetricChoice choice = { .metrics = metrics, .k_count = 4, .ks = { 1, 2, 4, 8 } };
  double fastest = INFINITY;
  for (int run = 0; run < runs; run++)
    {
      g_auto (IsoEvaluation) evaluation = { 0 };
      iso_evaluation_init (&evaluation, &choice, (IsoKmeansSettings) ISO_EVALUATION_KMEANS);
      double start = iso_seconds ();
      if (!iso_evaluation_run (&evaluation, Z, labels, NULL, N, D, pool, NULL, NULL))
        return NAN;
      fastest = fmin (fastest, iso_seconds () - start);
    }
  return fastest;
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  size_t N, D, count;
  int runs = argc > 3 ? CLAMP (atoi (argv[3]), 1, MOST_RUNS) : 5;
  float *Z = argc > 2 ? iso_npy_read_matrix (&N, &D, argv[1], &error) : NULL;
  gint32 *labels = Z != NULL ? iso_npy_read_labels (&count, argv[2], &error) : NULL;
  if (labels == NULL || count != N)
    {
      fprintf (stderr, "bench-metrics E.npy Y.npy [RUNS]: %s\n", error != NULL ? error->message : "two files are wanted");
      return 2;
    }
  g_autoptr (IsoPool) pool = iso_pool_new (0);
  printf ("{\"samples\": %zu, \"dimension\": %zu, \"runs\": %d", N, D, runs);
  for (guint name = 0; name < ISO_METRIC_COUNT; name++)
    printf (", \"%s\": %.5f", iso_metric ((IsoMetricName) name)->name,
            measure (ISO_METRIC_BIT (name), Z, labels, N, D, runs, pool));
  printf (", \"all\": %.5f}\n", measure (ISO_METRICS_ALL, Z, labels, N, D, runs, pool));
  iso_block_free (Z);
  iso_block_free (labels);
  return 0;
}
