#include "ui/plot/compared-matrices-work.h"

/* From so many samples on a pool of threads is worth its start. */
#define POOL_BATCH 256

gpointer
iso_compared_matrices_make (gpointer data, GCancellable *cancellable, GError **error)
{
  const IsoComparedMatricesRequest *request = data;
  g_autoptr (IsoPool) pool = request->batches[0]->B >= POOL_BATCH ? iso_pool_new (0) : NULL;
  return iso_compared_matrices_new (request->batches, request->experiments, pool, cancellable, error);
}

void
iso_compared_matrices_request_free (gpointer data)
{
  IsoComparedMatricesRequest *request = data;
  for (int side = 0; side < 2; side++)
    {
      iso_batch_snapshot_unref (request->batches[side]);
      iso_experiment_unref (request->experiments[side]);
    }
  g_free (request);
}

void
iso_compared_matrices_result_free (gpointer matrices)
{
  iso_compared_matrices_unref (matrices);
}
