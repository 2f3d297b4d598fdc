/* The numbers of one matrix of a batch with what is measured of them. Immutable once made, counted references: several IsoBatchMatrices
 * share those that a changed setting leaves as they were. */
#pragma once

#include "engine/base/references.h"
#include "ui/figure/matrix-range.h"

typedef struct {
  double within, between; /* means over pairs of the same class and of others, the diagonal left out; NAN without such pairs */
  double same_class;      /* their share of the sum of the off-diagonal, NAN where that is not positive */
  double entropy;         /* mean over rows of −Σ p ln p of PSD, OBDP and Q; NAN for the others */
  double pulled;          /* share of the off-diagonal below 0: of a gradient, pairs that are pulled together */
  double pulled_within;   /* the same of the pairs of one class; NAN without such pairs */
  size_t count, count_within; /* off-diagonal numbers that are not NaN: edges of the graph; those of them within classes */
} IsoMatrixSummary;

typedef struct {
  IsoReferences references;
  float *values;  /* (B, B) */
  guint8 *edges;  /* (B, B) of the graph, 1 where i → j; NULL for the others */
  IsoMatrixSpread spread;
  IsoMatrixSummary summary;
} IsoMatrixBlock;

/* Values of no meaning yet, for the caller to fill; edges too, if asked for. */
IsoMatrixBlock *iso_matrix_block_new (size_t B, bool with_edges);
IsoMatrixBlock *iso_matrix_block_ref (IsoMatrixBlock *block);
void iso_matrix_block_unref (IsoMatrixBlock *block);

/* Fills spread and summary from the values; labels (B) ascending. Entropy only if asked for. */
void iso_matrix_block_measure (IsoMatrixBlock *block, const gint32 *labels, size_t B, bool with_entropy);
