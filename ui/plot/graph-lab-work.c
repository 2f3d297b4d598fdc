#include "ui/plot/graph-lab-work.h"

void
iso_lab_work_free (gpointer data)
{
  IsoLabWork *work = data;
  if (work == NULL)
    return;
  iso_batch_snapshot_unref (work->snapshot);
  iso_graph_sweep_free (work->sweep);
  g_free (work);
}

IsoLabWork *
iso_lab_work_new (IsoBatchSnapshot *snapshot, const IsoDistillSettings *settings)
{
  IsoLabWork *work = g_new0 (IsoLabWork, 1);
  work->snapshot = iso_batch_snapshot_ref (snapshot);
  work->settings = *settings;
  return work;
}

gpointer
iso_lab_work_measure (gpointer data, GCancellable *cancellable, GError **error)
{
  const IsoLabWork *request = data;
  const IsoBatchSnapshot *snapshot = request->snapshot;
  g_autoptr (IsoLabWork) result = iso_lab_work_new (request->snapshot, &request->settings);
  /* One thread: training has the others. */
  result->sweep = iso_graph_sweep_new (snapshot->teacher_similarity, snapshot->labels, snapshot->B, &request->settings, NULL,
                                       cancellable, error);
  return result->sweep != NULL ? g_steal_pointer (&result) : NULL;
}
