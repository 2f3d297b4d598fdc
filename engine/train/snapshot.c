#include "engine/train/snapshot.h"

#include "engine/base/checked.h"

IsoBatchSnapshot *
iso_batch_snapshot_new (size_t B, size_t D)
{
  IsoBatchSnapshot *snapshot = g_new0 (IsoBatchSnapshot, 1);
  iso_references_init (&snapshot->references);
  snapshot->B = B;
  snapshot->D = D;
  snapshot->indices = g_new0 (guint32, B);
  snapshot->labels = g_new0 (gint32, B);
  snapshot->embeddings = iso_floats_new (B * D);
  snapshot->student_similarity = iso_floats_new (B * B);
  snapshot->teacher_similarity = iso_floats_new (B * B);
  return snapshot;
}

IsoBatchSnapshot *
iso_batch_snapshot_ref (IsoBatchSnapshot *snapshot)
{
  iso_references_add (&snapshot->references);
  return snapshot;
}

void
iso_batch_snapshot_unref (IsoBatchSnapshot *snapshot)
{
  if (snapshot == NULL || !iso_references_drop (&snapshot->references))
    return;
  g_free (snapshot->indices);
  g_free (snapshot->labels);
  iso_block_free (snapshot->embeddings);
  iso_block_free (snapshot->student_similarity);
  iso_block_free (snapshot->teacher_similarity);
  g_free (snapshot);
}

IsoEpochSnapshot *
iso_epoch_snapshot_new (IsoExperiment *experiment, size_t N, size_t D)
{
  IsoEpochSnapshot *snapshot = g_new0 (IsoEpochSnapshot, 1);
  iso_references_init (&snapshot->references);
  snapshot->experiment = iso_experiment_ref (experiment);
  snapshot->N = N;
  snapshot->D = D;
  snapshot->embeddings = iso_floats_new (N * D);
  iso_scores_init (&snapshot->test);
  iso_scores_init (&snapshot->validation);
  iso_scores_init (&snapshot->train);
  return snapshot;
}

IsoEpochSnapshot *
iso_epoch_snapshot_ref (IsoEpochSnapshot *snapshot)
{
  iso_references_add (&snapshot->references);
  return snapshot;
}

void
iso_epoch_snapshot_unref (IsoEpochSnapshot *snapshot)
{
  if (snapshot == NULL || !iso_references_drop (&snapshot->references))
    return;
  iso_block_free (snapshot->embeddings);
  iso_evaluation_clear (&snapshot->test_classes);
  iso_evaluation_clear (&snapshot->validation_classes);
  iso_evaluation_clear (&snapshot->train_classes);
  iso_experiment_unref (snapshot->experiment);
  g_free (snapshot);
}
