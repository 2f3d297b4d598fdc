#include "engine/train/snapshot.h"

#include <glib/gi18n-lib.h>

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
  snapshot->places = g_new0 (guint32, B);
  snapshot->embeddings = iso_floats_new (B * D);
  snapshot->student_similarity = iso_floats_new (B * B);
  snapshot->teacher_similarity = iso_floats_new (B * B);
  iso_health_init (&snapshot->health);
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
  g_free (snapshot->places);
  g_free (snapshot->triplets);
  g_free (snapshot->pairs);
  iso_block_free (snapshot->embeddings);
  iso_block_free (snapshot->student_similarity);
  iso_block_free (snapshot->teacher_similarity);
  iso_block_free (snapshot->loss_gradient);
  g_free (snapshot);
}

/* out (count) = where the samples of `in` stand now. */
static gint32 *
moved (const gint32 *in, size_t count, const gint32 *now)
{
  gint32 *out = g_new (gint32, MAX (count, 1));
  for (size_t at = 0; at < count; at++)
    out[at] = now[in[at]];
  return out;
}

void
iso_batch_snapshot_take_selection (IsoBatchSnapshot *snapshot, const IsoSelection *selection)
{
  g_autofree gint32 *now = g_new (gint32, MAX (snapshot->B, 1));
  for (size_t i = 0; i < snapshot->B; i++)
    now[snapshot->places[i]] = (gint32) i;
  snapshot->triplet_count = selection->triplets.count;
  snapshot->pair_count = selection->pair_count;
  snapshot->triplets = moved (selection->triplets.triplets, 3 * snapshot->triplet_count, now);
  snapshot->pairs = moved (selection->pairs, 2 * snapshot->pair_count, now);
}

void
iso_batch_snapshot_take_loss_gradient (IsoBatchSnapshot *snapshot, const float *gradient)
{
  size_t B = snapshot->B;
  const guint32 *places = snapshot->places;
  if (gradient == NULL)
    return;
  snapshot->loss_gradient = iso_floats_new (B * B);
  for (size_t i = 0; i < B; i++)
    for (size_t j = 0; j < B; j++)
      snapshot->loss_gradient[i * B + j] = gradient[(size_t) places[i] * B + places[j]];
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

bool
iso_epoch_snapshot_add_train (IsoEpochSnapshot *snapshot, const IsoSubset *train, GError **error)
{
  snapshot->train_embeddings = iso_block_new (train->count, snapshot->D, sizeof (float), _("embeddings"), error);
  if (snapshot->train_embeddings == NULL)
    return false;
  snapshot->train_count = train->count;
  snapshot->train_indices = g_memdup2 (train->indices, train->count * sizeof *train->indices);
  return true;
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
  g_free (snapshot->train_indices);
  iso_block_free (snapshot->train_embeddings);
  iso_evaluation_clear (&snapshot->test_classes);
  iso_evaluation_clear (&snapshot->validation_classes);
  iso_evaluation_clear (&snapshot->train_classes);
  iso_experiment_unref (snapshot->experiment);
  g_free (snapshot);
}
