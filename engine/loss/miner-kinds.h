/* The kinds that the registry joins, each defined in its own file, and what they share. */
#pragma once

#include "engine/loss/miner.h"

extern const IsoMinerKind iso_all_miner;               /* all-miner.c */
extern const IsoMinerKind iso_random_miner;            /* random-miner.c */
extern const IsoMinerKind iso_semi_hard_miner;         /* semi-hard-miner.c */
extern const IsoMinerKind iso_soft_hard_miner;         /* soft-hard-miner.c */
extern const IsoMinerKind iso_hard_miner;              /* hard-miner.c */
extern const IsoMinerKind iso_distance_weighted_miner; /* distance-weighted-miner.c */
extern const IsoMinerKind iso_rho_distance_miner;      /* rho-distance-miner.c */
extern const IsoMinerKind iso_multi_similarity_miner;  /* multi-similarity-miner.c */

#define ISO_MINER_NO_SAMPLE (-1)

/* A sample drawn at random from those with the anchor's class (same = TRUE, the anchor itself left out) or with another (FALSE);
 * ISO_MINER_NO_SAMPLE, and no number drawn, where there is none. */
gint32 iso_miner_draw (const gint32 *labels, size_t B, size_t anchor, gboolean same, IsoRandom *random);

/* The same among those with marked[j] = 1 (B): the anchor is left out, positives and negatives as `same` says. */
gint32 iso_miner_draw_marked (const guint8 *marked, const gint32 *labels, size_t B, size_t anchor, gboolean same,
                              IsoRandom *random);

/* Marks in kept (B) the positives and negatives of `anchor` that are to be combined; the anchor itself is left out whatever its
 * mark. row = S[anchor] (B). */
typedef void (*IsoMinerMark) (guint8 *kept, const float *row, const gint32 *labels, size_t B, size_t anchor,
                              const double *parameters);

/* Every kept positive with every kept negative of each anchor, in ascending order; where that is more than `most`, as many of
 * these as `most`, one from each of equal parts of their order. */
void iso_miner_combine (IsoTriplets *triplets, const float *similarity, const gint32 *labels, size_t B, size_t most,
                        IsoMinerMark mark, const double *parameters, IsoRandom *random);

/* weights (B) of the negatives of `anchor` under distance-weighted sampling, 0 for all others; returns their sum. row = S[anchor]
 * (B). See distance-weights.c. */
double iso_miner_distance_weights (double *weights, const float *row, const gint32 *labels, size_t B, size_t D, size_t anchor,
                                   double cutoff, double upper);
/* A sample drawn with a probability proportional to weights (B), which sum up to `sum`; where that is 0, any negative. */
gint32 iso_miner_draw_weighted (const double *weights, double sum, const gint32 *labels, size_t B, size_t anchor,
                                IsoRandom *random);
