/* What a loss is computed on, chosen from a batch: triplets by a miner, pairs and fourth samples by chance.
 *
 *     iso_selection_fill (&selection, kind, miner, miner_values, similarity, labels, B, D, random);
 *     iso_selection_give (&input, &selection);
 *
 * The lists stay until the next batch is looked at. They grow when needed and are kept. */
#pragma once

#include "engine/loss/loss.h"
#include "engine/loss/miner.h"

typedef struct {
  IsoTriplets triplets;
  gint32 *fourth; /* (triplets.count) */
  gint32 *pairs;  /* (pair_count, 2) */
  size_t pair_count;
  size_t fourth_capacity, pair_capacity;
  guint64 *order; /* (order_capacity): the batch by class */
  size_t order_capacity;
} IsoSelection;

/* As the kind needs, from similarity S (B, B) and labels (B); what it does not need is emptied. A triplet for which the batch has
 * no sample of a third class is left out where there must be a fourth. */
void iso_selection_fill (IsoSelection *selection, const IsoLossKind *kind, const IsoMinerKind *miner, const double *miner_values,
                         const float *similarity, const gint32 *labels, size_t B, size_t D, IsoRandom *random);
/* Points input at the lists. */
void iso_selection_give (IsoLossInput *input, const IsoSelection *selection);
void iso_selection_clear (IsoSelection *selection);
