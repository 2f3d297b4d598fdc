#include "engine/train/embedder.h"

#include <string.h>

#include "engine/base/checked.h"

#define LEAST_ROWS 1024

struct _IsoEmbedder {
  IsoNetwork *network; /* owned reference */
  size_t rows;
  IsoActivations *activations; /* (rows) */
  float *input;                /* (rows, F) */
};

IsoEmbedder *
iso_embedder_new (const IsoNetwork *network, size_t rows)
{
  IsoEmbedder *embedder = g_new0 (IsoEmbedder, 1);
  embedder->network = iso_network_ref ((IsoNetwork *) network);
  embedder->rows = MAX (rows, LEAST_ROWS);
  embedder->activations = iso_activations_new (network, embedder->rows, false);
  embedder->input = iso_floats_new (embedder->rows * iso_network_input_size (network));
  return embedder;
}

void
iso_embedder_free (IsoEmbedder *embedder)
{
  if (embedder == NULL)
    return;
  iso_block_free (embedder->input);
  iso_activations_free (embedder->activations);
  iso_network_unref (embedder->network);
  g_free (embedder);
}

size_t
iso_embedder_rows (const IsoEmbedder *embedder)
{
  return embedder->rows;
}

IsoActivations *
iso_embedder_activations (IsoEmbedder *embedder)
{
  return embedder->activations;
}

void
iso_embedder_prepare (IsoEmbedder *embedder, const float *weights)
{
  iso_network_prepare (embedder->network, weights, embedder->activations);
}

typedef struct {
  IsoEmbedder *embedder;
  float *embeddings;
  const float *weights;
  const IsoDataset *dataset;
  IsoNormalizer normalizer;
  const guint32 *indices;
  size_t N;
} Embedding;

static void
embed_task (void *data, size_t block)
{
  const Embedding *embedding = data;
  IsoEmbedder *embedder = embedding->embedder;
  size_t first, count, D = iso_network_embedding_size (embedder->network);
  iso_network_block_rows (&first, &count, embedding->N, block);
  iso_dataset_gather (embedder->input + first * iso_network_input_size (embedder->network), embedding->dataset,
                      embedding->normalizer, embedding->indices + first, count);
  iso_network_forward_rows (embedder->network, embedding->weights, embedder->activations, embedder->input, first, count);
  memcpy (embedding->embeddings + first * D, iso_activations_embeddings (embedder->activations) + first * D,
          count * D * sizeof (float));
}

void
iso_embedder_run (IsoEmbedder *embedder, float *embeddings, const float *weights, const IsoDataset *dataset,
                  IsoNormalizer normalizer, const guint32 *indices, size_t N, IsoPool *pool)
{
  g_return_if_fail (iso_dataset_feature_count (dataset) == iso_network_input_size (embedder->network));
  size_t D = iso_network_embedding_size (embedder->network);
  for (size_t start = 0; start < N; start += embedder->rows)
    {
      Embedding embedding = { embedder, embeddings + start * D, weights, dataset, normalizer, indices + start,
                              MIN (embedder->rows, N - start) };
      iso_pool_run (pool, iso_network_block_count (embedding.N), embed_task, &embedding);
    }
}
