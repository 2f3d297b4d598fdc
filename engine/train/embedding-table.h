/* Embeddings of a dataset's samples, looked up by the sample's index: room for those of one part, filled as they become known. */
#pragma once

#include "engine/data/split.h"

typedef struct {
  size_t N, D;         /* samples there is room for */
  size_t known_count;
  size_t index_count;  /* samples of the dataset */
  guint32 *rows;       /* (index_count): the sample's row, ISO_NO_EMBEDDING for those of other parts */
  guint8 *known;       /* (N) */
  float *embeddings;   /* (N, D) */
} IsoEmbeddingTable;

#define ISO_NO_EMBEDDING G_MAXUINT32

/* Room for the samples of `part`, of a dataset of index_count. ISO_ERROR_MEMORY. */
bool iso_embedding_table_init (IsoEmbeddingTable *table, const IsoSubset *part, size_t index_count, size_t D, GError **error);
void iso_embedding_table_clear (IsoEmbeddingTable *table);

/* Nothing is known any more. */
void iso_embedding_table_forget (IsoEmbeddingTable *table);

/* The sample's embedding (D), or NULL while it is not known. */
const float *iso_embedding_table_find (const IsoEmbeddingTable *table, guint32 index);

/* Keeps a copy of embeddings (count, D) of the samples indices (count); those of other parts are passed over. */
void iso_embedding_table_keep (IsoEmbeddingTable *table, const guint32 *indices, const float *embeddings, size_t count);
