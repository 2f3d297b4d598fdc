/* A random batch for the miners to choose from. */
#pragma once

#include <string.h>

#include "engine/base/checked.h"
#include "engine/linalg/pairwise.h"
#include "engine/loss/miner.h"
#include "tests/support/naive.h"

#define DIMENSION 8

typedef struct {
  size_t B;
  float *S;
  gint32 *labels;
  IsoTriplets triplets;
  IsoRandom random;
} Batch;

static inline Batch
batch_new (size_t B, guint32 classes, guint64 seed)
{
  Batch batch = { B, iso_floats_new (B * B), g_new (gint32, B), { 0 }, { { 0 } } };
  float *Z = iso_floats_new (B * 8);
  iso_random_init (&batch.random, seed, "mining");
  iso_test_embeddings (Z, batch.labels, B, 8, classes, 0.9, &batch.random);
  iso_gram (batch.S, Z, B, 8);
  iso_block_free (Z);
  return batch;
}

static inline void
batch_clear (Batch *batch)
{
  iso_block_free (batch->S);
  g_free (batch->labels);
  iso_triplets_clear (&batch->triplets);
}

static inline void
mine (Batch *batch, IsoMinerName name, double value)
{
  const IsoMinerKind *kind = iso_miner_kind (name);
  double values[ISO_MINER_MAX_PARAMETERS] = { 0 };
  for (size_t slot = 0; slot < kind->parameter_count; slot++)
    values[slot] = slot == 0 ? value : kind->parameters[slot].initial;
  iso_miner_kind (name)->mine (&batch->triplets, batch->S, batch->labels, batch->B, DIMENSION, values, &batch->random);
}

static inline gboolean
is_eligible (const Batch *batch, size_t anchor)
{
  gboolean positive = FALSE, negative = FALSE;
  for (size_t j = 0; j < batch->B; j++)
    {
      positive |= j != anchor && batch->labels[j] == batch->labels[anchor];
      negative |= batch->labels[j] != batch->labels[anchor];
    }
  return positive && negative;
}

static inline void
check_validity (const Batch *batch)
{
  for (size_t t = 0; t < batch->triplets.count; t++)
    {
      const gint32 *triplet = batch->triplets.triplets + 3 * t;
      for (int part = 0; part < 3; part++)
        g_assert_true (triplet[part] >= 0 && (size_t) triplet[part] < batch->B);
      g_assert_cmpint (triplet[0], !=, triplet[1]);
      g_assert_cmpint (batch->labels[triplet[0]], ==, batch->labels[triplet[1]]);
      g_assert_cmpint (batch->labels[triplet[0]], !=, batch->labels[triplet[2]]);
    }
}
