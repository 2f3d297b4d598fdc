#include "engine/train/embedding-memory.h"

#include <string.h>

#include "engine/base/checked.h"
#include "engine/linalg/blas.h"

bool
iso_embedding_memory_init (IsoEmbeddingMemory *memory, size_t capacity, size_t B, size_t D, GError **error)
{
  const char *const what = "the memory of embeddings";
  *memory = (IsoEmbeddingMemory) { .capacity = capacity, .B = B, .D = D };
  if (capacity == 0)
    return true;
  memory->embeddings = iso_block_new (capacity, D, sizeof (float), what, error);
  if (memory->embeddings != NULL)
    memory->similarity = iso_block_new (B, B + capacity, sizeof (float), what, error);
  if (memory->similarity != NULL)
    memory->similarity_gradient = iso_block_new (B, B + capacity, sizeof (float), what, error);
  if (memory->similarity_gradient == NULL)
    {
      iso_embedding_memory_clear (memory);
      return false;
    }
  memory->labels = g_new0 (gint32, capacity);
  memory->all_labels = g_new0 (gint32, B + capacity);
  return true;
}

void
iso_embedding_memory_clear (IsoEmbeddingMemory *memory)
{
  iso_block_free (memory->embeddings);
  iso_block_free (memory->similarity);
  iso_block_free (memory->similarity_gradient);
  g_free (memory->labels);
  g_free (memory->all_labels);
  *memory = (IsoEmbeddingMemory) { 0 };
}

void
iso_embedding_memory_extend (IsoLossInput *input, IsoLossOutput *output, IsoEmbeddingMemory *memory)
{
  size_t B = memory->B, D = memory->D, count = memory->count, R = B + count;
  for (size_t i = 0; i < B; i++)
    memcpy (memory->similarity + i * R, input->similarity + i * B, B * sizeof (float));
  if (count > 0)
    iso_gemm (memory->similarity + B, input->embeddings, memory->embeddings, ISO_PLAIN, ISO_TRANSPOSED, 1.0f, 0.0f, B, count, D,
              D, D, R);
  memcpy (memory->all_labels, input->labels, B * sizeof (gint32));
  memcpy (memory->all_labels + B, memory->labels, count * sizeof (gint32));
  memset (memory->similarity_gradient, 0, B * R * sizeof (float));
  input->similarity = memory->similarity;
  input->labels = memory->all_labels;
  input->R = R;
  output->similarity_gradient = memory->similarity_gradient;
}

void
iso_embedding_memory_backward (float *similarity_gradient, float *embedding_gradient, IsoEmbeddingMemory *memory)
{
  size_t B = memory->B, D = memory->D, count = memory->count, R = B + count;
  for (size_t i = 0; i < B; i++)
    for (size_t j = 0; j < B; j++)
      similarity_gradient[i * B + j] += memory->similarity_gradient[i * R + j];
  if (count > 0)
    iso_gemm (embedding_gradient, memory->similarity_gradient + B, memory->embeddings, ISO_PLAIN, ISO_PLAIN, 1.0f, 1.0f, B, D,
              count, R, D, D);
}

void
iso_embedding_memory_add (IsoEmbeddingMemory *memory, const float *embeddings, const gint32 *labels)
{
  size_t D = memory->D, first = memory->B > memory->capacity ? memory->B - memory->capacity : 0;
  for (size_t i = first; i < memory->B; i++)
    {
      memcpy (memory->embeddings + memory->next * D, embeddings + i * D, D * sizeof (float));
      memory->labels[memory->next] = labels[i];
      memory->next = (memory->next + 1) % memory->capacity;
      memory->count = MIN (memory->count + 1, memory->capacity);
    }
}
