/* Miners choose the triplets (anchor, positive, negative) that a triplet loss is computed on. Same registry idea as losses.
 *
 * Triplets come in ascending order of anchors. How many there are at most, of a batch of B samples, K of each class:
 *
 *   random                           B · per_anchor
 *   semi-hard, distance-weighted, ρ  B (K − 1): one for each ordered pair of a class
 *   soft-hard, hard                  B
 *   all, multi-similarity            B (K − 1) (B − K), of which ISO_MINER_MOST_TRIPLETS, evenly spread by chance, are kept
 */
#pragma once

#include "engine/base/parameter.h"
#include "engine/base/random.h"

/* In the order of the choices of `miner.name`. */
typedef enum {
  ISO_MINER_ALL,
  ISO_MINER_RANDOM,
  ISO_MINER_SEMI_HARD,
  ISO_MINER_SOFT_HARD,
  ISO_MINER_HARD,
  ISO_MINER_DISTANCE_WEIGHTED,
  ISO_MINER_RHO_DISTANCE,
  ISO_MINER_MULTI_SIMILARITY,
  ISO_MINER_COUNT,
} IsoMinerName;

#define ISO_MINER_MAX_PARAMETERS 4
#define ISO_MINER_MOST_TRIPLETS ((size_t) 1 << 18)

typedef struct {
  gint32 *triplets; /* (capacity, 3), owned */
  size_t count, capacity;
} IsoTriplets;

typedef struct {
  const char *name, *title, *description, *paper;
  const IsoParameter *parameters;
  size_t parameter_count;
  /* similarity S (B, B) of unit embeddings of dimension D, labels (B). `triplets` is emptied first. A batch without a valid
   * triplet gives none. Only rho-distance makes triplets whose “negative” is of the anchor's class. */
  void (*mine) (IsoTriplets *triplets, const float *similarity, const gint32 *labels, size_t B, size_t D,
                const double *parameters, IsoRandom *random);
} IsoMinerKind;

const IsoMinerKind *iso_miner_kind (IsoMinerName name);
IsoMinerName iso_miner_find (const char *name);

void iso_triplets_add (IsoTriplets *triplets, gint32 anchor, gint32 positive, gint32 negative);
void iso_triplets_clear (IsoTriplets *triplets);

/* What was mined, by the distances d of unit embeddings (d² = 2 − 2 S) and a margin m in d² (Schroff et al. 2015). */
typedef struct {
  size_t count;
  size_t hard;      /* d(a,n) ≤ d(a,p): the negative is no farther than the positive */
  size_t semi_hard; /* beyond the positive, but by less than m */
  size_t easy;      /* beyond the positive by m or more */
  size_t swapped;   /* the “negative” is of the anchor's class; counted here alone */
  size_t violating; /* of all: d(a,p)² − d(a,n)² + m > 0, so that a triplet loss of that margin acts on it */
  double mean_positive_distance, mean_negative_distance; /* of d(a,p), d(a,n); NAN without triplets */
} IsoTripletSummary;

/* triplets (count, 3) over similarity S (B, B), labels (B). */
IsoTripletSummary iso_triplets_summarize (const gint32 *triplets, size_t count, const float *similarity, const gint32 *labels,
                                          size_t B, double margin);
