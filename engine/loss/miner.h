/* Miners choose the triplets (anchor, positive, negative) that a triplet loss is computed on. Same registry idea as losses. */
#pragma once

#include "engine/base/parameter.h"
#include "engine/base/random.h"

typedef enum { ISO_MINER_RANDOM, ISO_MINER_SEMI_HARD, ISO_MINER_COUNT } IsoMinerName;

#define ISO_MINER_MAX_PARAMETERS 4

typedef struct {
  gint32 *triplets; /* (capacity, 3), owned */
  size_t count, capacity;
} IsoTriplets;

typedef struct {
  const char *name, *title, *description, *paper;
  const IsoParameter *parameters;
  size_t parameter_count;
  /* similarity S (B, B) of unit embeddings, labels (B). `triplets` is emptied first. A batch without a valid triplet gives
   * none. */
  void (*mine) (IsoTriplets *triplets, const float *similarity, const gint32 *labels, size_t B, const double *parameters,
                IsoRandom *random);
} IsoMinerKind;

const IsoMinerKind *iso_miner_kind (IsoMinerName name);
IsoMinerName iso_miner_find (const char *name);

void iso_triplets_add (IsoTriplets *triplets, gint32 anchor, gint32 positive, gint32 negative);
void iso_triplets_clear (IsoTriplets *triplets);
