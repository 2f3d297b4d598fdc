/* A pair of a batch opened up: its number in every stage, where its target came from, what the loss made of it. Plain values,
 * computed on a worker: the walk takes some B², the triplets may be a quarter of a million. */
#pragma once

#include "engine/distill/pair-origin.h"
#include "engine/train/mined.h"
#include "ui/figure/batch-matrices.h"

typedef enum {
  ISO_PAIR_TEACHER,      /* Sᵗ */
  ISO_PAIR_STUDENT,      /* Sˢ */
  ISO_PAIR_TRANSITION,   /* T */
  ISO_PAIR_KERNEL,       /* K */
  ISO_PAIR_PSD,          /* P without diffusion */
  ISO_PAIR_OBDP,         /* P with it */
  ISO_PAIR_SOFTENED,     /* Q */
  ISO_PAIR_DISTILLATION, /* ∂L/∂Sˢ of the distillation, weighted as in the loss; 0 while there is no teacher */
  ISO_PAIR_LOSS,         /* ∂L/∂Sˢ of the metric-learning loss */
  ISO_PAIR_BOTH,         /* their sum */
} IsoPairValue;
#define ISO_PAIR_VALUE_COUNT 10

/* Walks of 0, 1, 2, 3–5, 6–10 and more steps. */
#define ISO_PAIR_LENGTH_COUNT 6
/* The largest samples, by name; the others are summed. */
#define ISO_PAIR_PART_COUNT 4

typedef enum {
  ISO_ORIGIN_MISSING,     /* diffusion could not be computed */
  ISO_ORIGIN_SYMMETRIC,   /* no exact split */
  ISO_ORIGIN_EXACT,
} IsoOriginState;

typedef struct {
  size_t B, row, column;
  double values[ISO_PAIR_VALUE_COUNT]; /* NAN where there is none */
  IsoOriginState origin;               /* of the diffused P, whichever is in force; what follows only where it is exact */
  IsoOriginPart parts[ISO_PAIR_PART_COUNT];
  size_t part_count, other_count;      /* B in all */
  double others;                       /* summed contribution */
  double lengths[ISO_PAIR_LENGTH_COUNT];
} IsoPairFacts;

/* row, column: places in the batch, below B. matrices: of that snapshot, under any settings. */
void iso_pair_facts_compute (IsoPairFacts *facts, const IsoBatchSnapshot *snapshot, const IsoBatchMatrices *matrices, size_t row,
                             size_t column);

/* What the step's loss did with the pair, whichever of the two is the anchor. */
typedef struct {
  bool is_probe;
  IsoMinedKind kind;
  size_t triplets, as_positive, as_negative; /* all of the step, and those that hold the pair so */
  size_t violating;                          /* of these: d(a,p)² − d(a,n)² + margin > 0 */
  size_t pairs, as_pair;                     /* drawn by losses that draw pairs */
  double gradient;                           /* ∂L/∂S_ij + ∂L/∂S_ji: below 0 it pulls together; NAN where there is none */
  double gradient_share;                     /* |∂L/∂S_ij| + |∂L/∂S_ji| of Σ |∂L/∂S|; NAN likewise, and where that sum is 0 */
} IsoPairMining;

/* margin: see iso_mined_margin(). */
void iso_pair_mining_compute (IsoPairMining *mining, const IsoBatchSnapshot *snapshot, double margin, size_t row, size_t column);

/* exp of the entropy of a row (B) that sums to 1: over how many samples it spreads. NAN if anything is. */
double iso_row_effective_neighbors (const float *row, size_t B);
