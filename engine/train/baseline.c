#include "engine/train/baseline.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "engine/base/checked.h"
#include "engine/metrics/retrieval.h"

bool
iso_baseline_evaluate (double *recall_1, double *map_at_r, const IsoExperiment *experiment, IsoPool *pool,
                       GCancellable *cancellable, GError **error)
{
  const IsoSubset *test = &experiment->split.test;
  const gint32 *all = iso_dataset_labels (experiment->dataset);
  size_t F = iso_dataset_feature_count (experiment->dataset);
  IsoRetrieval retrieval = { .k_count = 1, .ks = { 1 } };
  *recall_1 = *map_at_r = (double) NAN;
  if (test->count == 0 || test->count > ISO_BASELINE_LIMIT)
    return true;
  float *values = iso_block_new (test->count, F, sizeof (float), _("raw samples"), error);
  if (values == NULL)
    return false;
  g_autofree gint32 *labels = g_new (gint32, test->count);
  for (size_t i = 0; i < test->count; i++)
    labels[i] = all[test->indices[i]];
  iso_dataset_gather (values, experiment->dataset, (IsoNormalizer) { 0.0f, 1.0f }, test->indices, test->count);
  bool done = iso_retrieval_evaluate (&retrieval, values, labels, test->count, F, pool, cancellable, error);
  iso_block_free (values);
  if (done)
    {
      *recall_1 = retrieval.recall[0];
      *map_at_r = retrieval.map_at_r;
    }
  return done;
}
