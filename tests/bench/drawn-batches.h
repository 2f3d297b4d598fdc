/* Batches for a benchmark: drawn from SAMPLES made-up ones, as many as the embedded set trains on, so that a teacher can look up what
 * it has seen. */
#pragma once

#include <string.h>

#include "engine/base/checked.h"
#include "engine/linalg/rows.h"
#include "engine/train/step.h"

#define FEATURES 784
#define SAMPLES 2000

/* The samples that batches are drawn from, and the batch. */
typedef struct {
  float *samples, *input; /* (SAMPLES, FEATURES), (B, FEATURES) */
  guint32 *members, *indices; /* (SAMPLES): 0, 1, 2, …; (B) of the batch */
  gint32 *labels;             /* (B) */
  float *seen;                /* (SAMPLES / 2, D): what an evaluation would have embedded */
  size_t B;
} Batches;

static inline void
batches_init (Batches *batches, size_t B, size_t D, IsoRandom *random)
{
  *batches = (Batches) { .samples = iso_floats_new (SAMPLES * FEATURES), .input = iso_floats_new (B * FEATURES),
                         .members = g_new (guint32, SAMPLES), .indices = g_new (guint32, B), .labels = g_new (gint32, B),
                         .seen = iso_floats_new (SAMPLES / 2 * D), .B = B };
  for (size_t i = 0; i < SAMPLES * FEATURES; i++)
    batches->samples[i] = (float) iso_random_normal (random);
  for (guint32 i = 0; i < SAMPLES; i++)
    batches->members[i] = i;
  for (size_t i = 0; i < B; i++)
    batches->labels[i] = (gint32) (i / 2);
  for (size_t i = 0; i < SAMPLES / 2 * D; i++)
    batches->seen[i] = (float) iso_random_normal (random);
  iso_rows_normalize (batches->seen, NULL, batches->seen, SAMPLES / 2, D);
}

static inline void
batches_clear (Batches *batches)
{
  iso_block_free (batches->samples);
  iso_block_free (batches->input);
  iso_block_free (batches->seen);
  g_free (batches->members);
  g_free (batches->indices);
  g_free (batches->labels);
}

static inline void
batches_draw (Batches *batches, IsoRandom *random)
{
  for (size_t i = 0; i < batches->B; i++)
    {
      batches->indices[i] = iso_random_below (random, SAMPLES);
      memcpy (batches->input + i * FEATURES, batches->samples + (size_t) batches->indices[i] * FEATURES,
              FEATURES * sizeof (float));
    }
}

/* Before step i: the batch, and at the beginning of an epoch a teacher that has seen half of the samples. */
static inline void
batches_begin_step (IsoStep *step, Batches *batches, int i, IsoRandom *random)
{
  IsoEmbeddingTable *table = iso_teacher_table (iso_step_teacher (step));
  int epoch = (int) MAX (SAMPLES / batches->B, 1);
  batches_draw (batches, random);
  if (table == NULL)
    return;
  if (i % epoch == 0)
    {
      iso_embedding_table_forget (table);
      iso_embedding_table_keep (table, batches->members, batches->seen, SAMPLES / 2);
    }
  iso_step_name_samples (step, batches->indices);
}
