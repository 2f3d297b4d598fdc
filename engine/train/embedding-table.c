#include "engine/train/embedding-table.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "engine/base/checked.h"

bool
iso_embedding_table_init (IsoEmbeddingTable *table, const IsoSubset *part, size_t index_count, size_t D, GError **error)
{
  *table = (IsoEmbeddingTable) { .N = part->count, .D = D, .index_count = index_count };
  table->embeddings = iso_block_new (part->count, D, sizeof (float), _("the teacher's embeddings"), error);
  if (table->embeddings == NULL)
    return false;
  table->known = g_new0 (guint8, MAX (part->count, 1));
  table->rows = g_new (guint32, MAX (index_count, 1));
  memset (table->rows, 0xff, index_count * sizeof *table->rows);
  for (size_t row = 0; row < part->count; row++)
    table->rows[part->indices[row]] = (guint32) row;
  return true;
}

void
iso_embedding_table_clear (IsoEmbeddingTable *table)
{
  iso_block_free (table->embeddings);
  g_free (table->known);
  g_free (table->rows);
  *table = (IsoEmbeddingTable) { 0 };
}

void
iso_embedding_table_forget (IsoEmbeddingTable *table)
{
  if (table->known_count > 0)
    memset (table->known, 0, table->N);
  table->known_count = 0;
}

const float *
iso_embedding_table_find (const IsoEmbeddingTable *table, guint32 index)
{
  guint32 row = index < table->index_count ? table->rows[index] : ISO_NO_EMBEDDING;
  return row != ISO_NO_EMBEDDING && table->known[row] ? table->embeddings + (size_t) row * table->D : NULL;
}

void
iso_embedding_table_keep (IsoEmbeddingTable *table, const guint32 *indices, const float *embeddings, size_t count)
{
  size_t D = table->D;
  for (size_t i = 0; i < count; i++)
    {
      guint32 row = indices[i] < table->index_count ? table->rows[indices[i]] : ISO_NO_EMBEDDING;
      if (row == ISO_NO_EMBEDDING)
        continue;
      memcpy (table->embeddings + (size_t) row * D, embeddings + i * D, D * sizeof (float));
      table->known_count += table->known[row] == 0;
      table->known[row] = 1;
    }
}
