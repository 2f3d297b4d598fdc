/* Embeddings outside training: the probe batch and evaluation. */
#include <string.h>

#include "engine/linalg/pairwise.h"
#include "engine/train/step-private.h"

static void
prepare_evaluation (IsoStep *step)
{
  if (step->embedder == NULL)
    step->embedder = iso_embedder_new (step->network, step->B);
}

void
iso_step_probe (IsoStep *step, float *embeddings, float *student_similarity, float *teacher_similarity, const float *input,
                IsoPool *pool)
{
  prepare_evaluation (step);
  IsoActivations *activations = iso_embedder_activations (step->embedder);
  const float *Z = iso_activations_embeddings (activations);
  iso_network_forward (step->network, step->weights, activations, input, step->B, pool);
  memcpy (embeddings, Z, step->B * step->D * sizeof *Z);
  iso_gram (student_similarity, Z, step->B, step->D);
  if (!iso_teacher_is_there (step->teacher))
    {
      memcpy (teacher_similarity, student_similarity, step->B * step->B * sizeof *Z);
      return;
    }
  iso_network_forward (step->network, iso_teacher_weights (step->teacher), activations, input, step->B, pool);
  iso_gram (teacher_similarity, Z, step->B, step->D);
}

void
iso_step_embed (IsoStep *step, float *embeddings, const IsoDataset *dataset, IsoNormalizer normalizer, const guint32 *indices,
                size_t N, IsoPool *pool)
{
  prepare_evaluation (step);
  iso_embedder_prepare (step->embedder, step->weights);
  iso_embedder_run (step->embedder, embeddings, step->weights, dataset, normalizer, indices, N, pool);
}
