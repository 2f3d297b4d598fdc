#include "ui/window/raw-scores.h"

#include <math.h>

#include "engine/base/checked.h"
#include "engine/metrics/retrieval.h"

/* A second or two on one core. */
#define LIMIT 10000

typedef struct {
  double recall_1, map_at_r;
} Scores;

static void
compute (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const IsoExperiment *experiment = data;
  const IsoSubset *test = &experiment->split.test;
  const gint32 *all = iso_dataset_labels (experiment->dataset);
  size_t F = iso_dataset_feature_count (experiment->dataset);
  IsoRetrieval retrieval = { .k_count = 1, .ks = { 1 } };
  Scores *scores = g_new (Scores, 1);
  *scores = (Scores){ NAN, NAN };
  float *values = test->count > 0 && test->count <= LIMIT ? iso_block_new (test->count, F, sizeof (float), "raw samples", NULL) : NULL;
  if (values != NULL)
    {
      g_autofree gint32 *labels = g_new (gint32, test->count);
      for (size_t i = 0; i < test->count; i++)
        labels[i] = all[test->indices[i]];
      iso_dataset_gather (values, experiment->dataset, (IsoNormalizer){ 0.0f, 1.0f }, test->indices, test->count);
      if (iso_retrieval_evaluate (&retrieval, values, labels, test->count, F, NULL, cancellable, NULL))
        *scores = (Scores){ retrieval.recall[0], retrieval.map_at_r };
      iso_block_free (values);
    }
  g_task_return_pointer (task, scores, g_free);
}

void
iso_raw_scores_compute (IsoExperiment *experiment, GObject *source, GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = g_task_new (source, NULL, callback, data);
  g_task_set_task_data (task, iso_experiment_ref (experiment), (GDestroyNotify) iso_experiment_unref);
  g_task_run_in_thread (task, compute);
}

gboolean
iso_raw_scores_finish (GAsyncResult *result, double *recall_1, double *map_at_r)
{
  g_autofree Scores *scores = g_task_propagate_pointer (G_TASK (result), NULL);
  if (scores == NULL)
    return FALSE;
  *recall_1 = scores->recall_1;
  *map_at_r = scores->map_at_r;
  return TRUE;
}
