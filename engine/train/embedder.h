/* Embeds samples of a dataset with weights that stay as they are: gathered, normalized and carried through the network in blocks on
 * the pool, some rows at a time, so that memory does not grow with the number of samples.
 *
 *     iso_embedder_prepare (embedder, weights);
 *     iso_embedder_run (embedder, embeddings, weights, dataset, normalizer, indices, N, pool);
 */
#pragma once

#include "engine/data/dataset.h"
#include "engine/network/network.h"

typedef struct _IsoEmbedder IsoEmbedder;

/* Takes a reference. At least `rows` rows at a time. */
IsoEmbedder *iso_embedder_new (const IsoNetwork *network, size_t rows);
void iso_embedder_free (IsoEmbedder *embedder);

/* Rows at a time, and the activations for so many, without gradient: for batches that are no dataset's. */
size_t iso_embedder_rows (const IsoEmbedder *embedder);
IsoActivations *iso_embedder_activations (IsoEmbedder *embedder);

/* Whenever `weights` have changed. */
void iso_embedder_prepare (IsoEmbedder *embedder, const float *weights);

/* embeddings (N, D), rows of unit norm, of dataset samples `indices` (N); batch norm by its running statistics. The dataset's
 * feature count is the network's input size. */
void iso_embedder_run (IsoEmbedder *embedder, float *embeddings, const float *weights, const IsoDataset *dataset,
                       IsoNormalizer normalizer, const guint32 *indices, size_t N, IsoPool *pool);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoEmbedder, iso_embedder_free)
