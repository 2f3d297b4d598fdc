#include "engine/train/teacher.h"

#include <string.h>

#include "engine/base/checked.h"
#include "engine/base/kernel.h"

/* Weights averaged by one task. */
#define BLOCK 32768

struct _IsoTeacher {
  IsoNetwork *network; /* owned reference */
  size_t B, D, F, weight_count;
  float *weights; /* (weight_count) */
  bool is_there, remembers;
  bool is_prepared; /* the activations know the weights */
  IsoEmbeddingTable table;
  IsoActivations *activations; /* of the samples that are computed */
  float *unknown_input;        /* (B, F): theirs, where others are looked up; made when first needed */
  float *embeddings;           /* (B, D), where some are looked up */
  guint32 *unknown;            /* (unknown_count) places in the batch of those that are computed, ascending */
  size_t unknown_count;
  const float *input;     /* of the batch, borrowed */
  const guint32 *indices; /* likewise; NULL */
};

IsoTeacher *
iso_teacher_new (const IsoNetwork *network, size_t B)
{
  IsoTeacher *teacher = g_new0 (IsoTeacher, 1);
  teacher->network = iso_network_ref ((IsoNetwork *) network);
  teacher->B = B;
  teacher->D = iso_network_embedding_size (network);
  teacher->F = iso_network_input_size (network);
  teacher->weight_count = iso_network_weight_count (network);
  teacher->weights = iso_floats_new (teacher->weight_count);
  teacher->activations = iso_activations_new (network, B, false);
  teacher->embeddings = iso_floats_new (B * teacher->D);
  teacher->unknown = g_new (guint32, MAX (B, 1));
  return teacher;
}

void
iso_teacher_free (IsoTeacher *teacher)
{
  if (teacher == NULL)
    return;
  g_free (teacher->unknown);
  iso_block_free (teacher->embeddings);
  iso_block_free (teacher->unknown_input);
  iso_activations_free (teacher->activations);
  iso_embedding_table_clear (&teacher->table);
  iso_block_free (teacher->weights);
  iso_network_unref (teacher->network);
  g_free (teacher);
}

bool
iso_teacher_is_there (const IsoTeacher *teacher)
{
  return teacher->is_there;
}

const float *
iso_teacher_weights (const IsoTeacher *teacher)
{
  return teacher->weights;
}

void
iso_teacher_set (IsoTeacher *teacher, const float *weights)
{
  memcpy (teacher->weights, weights, teacher->weight_count * sizeof *weights);
  teacher->is_there = true;
  teacher->is_prepared = false;
  iso_embedding_table_forget (&teacher->table);
}

typedef struct {
  float *teacher;
  const float *student;
  size_t count;
  double decay;
} Average;

/* In double: at a decay near 1 the student's part is smaller than what float32 keeps of the product. */
ISO_KERNEL static void
average (float *restrict teacher, const float *restrict student, size_t count, double decay)
{
  double rest = 1.0 - decay;
  for (size_t i = 0; i < count; i++)
    teacher[i] = (float) (decay * (double) teacher[i] + rest * (double) student[i]);
}

static void
average_task (void *data, size_t block)
{
  const Average *work = data;
  size_t first = block * BLOCK;
  average (work->teacher + first, work->student + first, MIN (BLOCK, work->count - first), work->decay);
}

void
iso_teacher_follow (IsoTeacher *teacher, const float *student, double decay, IsoPool *pool)
{
  Average work = { teacher->weights, student, teacher->weight_count, decay };
  if (!teacher->is_there)
    {
      iso_teacher_set (teacher, student);
      return;
    }
  iso_pool_run (pool, (teacher->weight_count + BLOCK - 1) / BLOCK, average_task, &work);
  teacher->is_prepared = false;
  iso_embedding_table_forget (&teacher->table);
}

bool
iso_teacher_remember (IsoTeacher *teacher, const IsoSubset *part, size_t index_count, GError **error)
{
  if (!teacher->remembers)
    teacher->remembers = iso_embedding_table_init (&teacher->table, part, index_count, teacher->D, error);
  return teacher->remembers;
}

IsoEmbeddingTable *
iso_teacher_table (IsoTeacher *teacher)
{
  return teacher->remembers ? &teacher->table : NULL;
}

void
iso_teacher_begin (IsoTeacher *teacher, const float *input, const guint32 *indices)
{
  size_t D = teacher->D;
  teacher->input = input;
  teacher->indices = teacher->remembers ? indices : NULL;
  teacher->unknown_count = 0;
  for (size_t i = 0; i < teacher->B; i++)
    {
      const float *known = teacher->indices != NULL ? iso_embedding_table_find (&teacher->table, indices[i]) : NULL;
      if (known != NULL)
        memcpy (teacher->embeddings + i * D, known, D * sizeof (float));
      else
        teacher->unknown[teacher->unknown_count++] = (guint32) i;
    }
  if (teacher->unknown_count > 0 && !teacher->is_prepared)
    {
      iso_network_prepare (teacher->network, teacher->weights, teacher->activations);
      teacher->is_prepared = true;
    }
  if (teacher->unknown_count > 0 && teacher->unknown_count < teacher->B && teacher->unknown_input == NULL)
    teacher->unknown_input = iso_floats_new (teacher->B * teacher->F);
}

size_t
iso_teacher_block_count (const IsoTeacher *teacher)
{
  return iso_network_block_count (teacher->unknown_count);
}

void
iso_teacher_forward_block (IsoTeacher *teacher, size_t block)
{
  size_t first, count, F = teacher->F;
  const float *input = teacher->input;
  iso_network_block_rows (&first, &count, teacher->unknown_count, block);
  if (teacher->unknown_count < teacher->B)
    {
      for (size_t i = first; i < first + count; i++)
        memcpy (teacher->unknown_input + i * F, input + teacher->unknown[i] * F, F * sizeof (float));
      input = teacher->unknown_input;
    }
  iso_network_forward_rows (teacher->network, teacher->weights, teacher->activations, input, first, count);
}

void
iso_teacher_end (IsoTeacher *teacher)
{
  const float *computed = iso_activations_embeddings (teacher->activations);
  size_t D = teacher->D;
  for (size_t i = 0; teacher->indices != NULL && i < teacher->unknown_count; i++)
    {
      size_t place = teacher->unknown[i];
      memcpy (teacher->embeddings + place * D, computed + i * D, D * sizeof (float));
      iso_embedding_table_keep (&teacher->table, teacher->indices + place, computed + i * D, 1);
    }
}

const float *
iso_teacher_embeddings (const IsoTeacher *teacher)
{
  return teacher->indices != NULL ? teacher->embeddings : iso_activations_embeddings (teacher->activations);
}

size_t
iso_teacher_computed_count (const IsoTeacher *teacher)
{
  return teacher->unknown_count;
}
