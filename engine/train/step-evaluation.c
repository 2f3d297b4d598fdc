/* Embeddings outside training: the probe batch and evaluation. */
#include <string.h>

#include "engine/base/checked.h"
#include "engine/linalg/pairwise.h"
#include "engine/train/step-private.h"

/* Rows embedded at a time. */
#define EVALUATION_ROWS 1024

static void
prepare_evaluation (IsoStep *step)
{
  if (step->evaluation != NULL)
    return;
  step->evaluation_rows = MAX (step->B, EVALUATION_ROWS);
  step->evaluation = iso_activations_new (step->network, step->evaluation_rows, false);
  step->evaluation_input = iso_floats_new (step->evaluation_rows * iso_network_input_size (step->network));
}

void
iso_step_probe (IsoStep *step, float *embeddings, float *student_similarity, float *teacher_similarity, const float *input,
                IsoPool *pool)
{
  prepare_evaluation (step);
  const float *Z = iso_activations_embeddings (step->evaluation);
  iso_network_forward (step->network, step->weights, step->evaluation, input, step->B, pool);
  memcpy (embeddings, Z, step->B * step->D * sizeof *Z);
  iso_gram (student_similarity, Z, step->B, step->D);
  if (!iso_teacher_is_there (step->teacher))
    {
      memcpy (teacher_similarity, student_similarity, step->B * step->B * sizeof *Z);
      return;
    }
  iso_network_forward (step->network, iso_teacher_weights (step->teacher), step->evaluation, input, step->B, pool);
  iso_gram (teacher_similarity, Z, step->B, step->D);
}

typedef struct {
  IsoStep *step;
  float *embeddings;
  const IsoDataset *dataset;
  IsoNormalizer normalizer;
  const guint32 *indices;
  size_t N;
} Embedding;

static void
embed_task (void *data, size_t block)
{
  const Embedding *embedding = data;
  IsoStep *step = embedding->step;
  size_t first, count, D = step->D;
  iso_network_block_rows (&first, &count, embedding->N, block);
  iso_dataset_gather (step->evaluation_input + first * iso_network_input_size (step->network), embedding->dataset,
                      embedding->normalizer, embedding->indices + first, count);
  iso_network_forward_rows (step->network, step->weights, step->evaluation, step->evaluation_input, first, count);
  memcpy (embedding->embeddings + first * D, iso_activations_embeddings (step->evaluation) + first * D,
          count * D * sizeof (float));
}

void
iso_step_embed (IsoStep *step, float *embeddings, const IsoDataset *dataset, IsoNormalizer normalizer, const guint32 *indices,
                size_t N, IsoPool *pool)
{
  g_return_if_fail (iso_dataset_feature_count (dataset) == iso_network_input_size (step->network));
  prepare_evaluation (step);
  for (size_t start = 0; start < N; start += step->evaluation_rows)
    {
      Embedding embedding = { step, embeddings + start * step->D, dataset, normalizer, indices + start,
                              MIN (step->evaluation_rows, N - start) };
      if (start == 0)
        iso_network_prepare (step->network, step->weights, step->evaluation);
      iso_pool_run (pool, iso_network_block_count (embedding.N), embed_task, &embedding);
    }
}
