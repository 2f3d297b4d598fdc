/* What a loss found to work on in one batch, in numbers: triplets and how hard they are, or pairs and how many of them it moves. */
#pragma once

#include "engine/loss/loss.h"

typedef enum {
  ISO_MINED_SAMPLES,  /* the loss compares samples with its own weights: nothing is chosen */
  ISO_MINED_TRIPLETS, /* chosen by a miner */
  ISO_MINED_PAIRS,    /* pairs of the batch (and of the memory behind it) */
} IsoMinedKind;

/* 32 bits are plenty: a batch has at most 4096 samples, a memory 100 000, and a miner keeps 262 144 triplets. */
typedef struct {
  guint32 kind;               /* IsoMinedKind */
  guint32 active, candidates; /* as IsoLossOutput has them: anchors, pairs or terms with a gradient, of how many */
  /* Triplets, as IsoTripletSummary counts them. */
  guint32 triplets, hard, semi_hard, easy, swapped, violating;
  /* Ordered pairs of distinct samples: all there are, and those of one class and of two for which ∂L/∂S_ij ≠ 0. */
  guint32 pairs, positive_pairs, negative_pairs;
} IsoMined;

/* What “semi-hard” and “violating” go by, in squared distance: the triplet loss's own margin; with other losses, whose margins
 * are of another kind, the 0.2 of Schroff, Kalenichenko, Philbin: FaceNet, CVPR 2015. */
#define ISO_MINED_MARGIN 0.2
double iso_mined_margin (const IsoLossKind *kind, const double *values);

/* Of input (B anchors, R samples, as iso_loss_compute() was given it, R set) and its output before anything else is added to the
 * output's similarity_gradient (B, R). */
void iso_mined_count (IsoMined *mined, const IsoLossKind *kind, const double *values, const IsoLossInput *input,
                      const IsoLossOutput *output);
