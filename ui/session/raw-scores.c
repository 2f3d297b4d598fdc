#include "ui/session/raw-scores.h"

#include <math.h>

#include "engine/base/unjoined.h"
#include "engine/train/baseline.h"

typedef struct {
  double recall_1, map_at_r;
} Scores;

static void
compute (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Scores *scores = g_new (Scores, 1);
  if (!iso_baseline_evaluate (&scores->recall_1, &scores->map_at_r, data, NULL, cancellable, NULL))
    *scores = (Scores){ NAN, NAN };
  g_task_return_pointer (task, scores, g_free);
}

void
iso_raw_scores_compute (IsoExperiment *experiment, GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, data);
  g_task_set_task_data (task, iso_experiment_ref (experiment), (GDestroyNotify) iso_experiment_unref);
  iso_task_run_unjoined (task, compute);
}

gboolean
iso_raw_scores_finish (GAsyncResult *result, const IsoDataset **dataset, double *recall_1, double *map_at_r)
{
  g_autofree Scores *scores = g_task_propagate_pointer (G_TASK (result), NULL);
  if (scores == NULL)
    return FALSE;
  *dataset = ((IsoExperiment *) g_task_get_task_data (G_TASK (result)))->dataset;
  *recall_1 = scores->recall_1;
  *map_at_r = scores->map_at_r;
  return TRUE;
}
