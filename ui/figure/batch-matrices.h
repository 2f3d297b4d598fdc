/* The matrices of a batch, from similarity to diffused target, ordered by class, with their ranges and statistics: everything
 * that the batch strip draws on screen and on paper. Immutable once made, counted references, any thread may read.
 */
#pragma once

#include "engine/distill/target.h"
#include "engine/train/snapshot.h"
#include "ui/figure/heat.h"
#include "ui/figure/matrix-range.h"
#include "ui/figure/theme.h"

typedef enum {
  ISO_MATRIX_SIMILARITY, /* Sᵗ */
  ISO_MATRIX_GRAPH,      /* affinity on the edges, the lower end of its scale elsewhere */
  ISO_MATRIX_TRANSITION, /* T */
  ISO_MATRIX_KERNEL,     /* K = (1−ω)(I − ωT)⁻¹ */
  ISO_MATRIX_PSD,        /* P = softmax_rows(Sᵗ/τ) */
  ISO_MATRIX_OBDP,       /* P = K softmax_rows(Sᵗ/τ), or softmax_rows(K Sᵗ/τ) */
  ISO_MATRIX_DIFFERENCE, /* OBDP − PSD */
  ISO_MATRIX_STUDENT,    /* Q = softmax_rows(Sˢ/τ) */
} IsoMatrixKind;
#define ISO_MATRIX_COUNT 8

typedef struct {
  double within, between; /* means over pairs of the same class and of others, the diagonal left out; NAN without such pairs */
  double same_class;      /* their share of the sum of the off-diagonal, NAN where that is not positive */
  double entropy;         /* mean over rows of −Σ p ln p of PSD, OBDP and Q; NAN for the others */
  size_t count;           /* off-diagonal numbers that are not NaN: edges of the graph */
} IsoMatrixSummary;

typedef struct {
  IsoReferences references;
  size_t B;
  gint32 *labels;                      /* (B) ascending */
  guint32 *indices;                    /* (B) into the dataset */
  guint8 *edges;                       /* (B, B) 1 where i → j; NULL where values[ISO_MATRIX_GRAPH] is */
  float *values[ISO_MATRIX_COUNT];     /* (B, B) each; NULL where it could not be computed */
  IsoMatrixSpread spread[ISO_MATRIX_COUNT];
  IsoHeatScale linear[ISO_MATRIX_COUNT];
  IsoHeatScale logarithmic[ISO_MATRIX_COUNT]; /* linear too for graph and similarities */
  IsoMatrixSummary summary[ISO_MATRIX_COUNT];
  IsoDistillSettings settings;         /* computed with */
  bool has_teacher;
  bool nearly_uniform;                 /* the targets in force spread over ISO_NEARLY_UNIFORM of the batch and more */
  double effective_neighbors;          /* exp of the targets' mean row entropy; NAN if none */
  char *problem;                       /* why diffusion is missing, one sentence; NULL if it is not */
} IsoBatchMatrices;

#define ISO_NEARLY_UNIFORM 0.9

/* Computes all for the batch with `settings`, whose mode may be any: OBDP is shown as it would be, PSD likewise. `room` has
 * capacity for the batch. Never fails: where diffusion cannot be computed `problem` says why, and what can be is there. */
IsoBatchMatrices *iso_batch_matrices_new (const IsoBatchSnapshot *snapshot, const IsoDistillSettings *settings, IsoTargets *room);
IsoBatchMatrices *iso_batch_matrices_ref (IsoBatchMatrices *matrices);
void iso_batch_matrices_unref (IsoBatchMatrices *matrices);

/* Which of PSD and OBDP the distillation aims at; ISO_MATRIX_COUNT if at neither (uniform, none). */
IsoMatrixKind iso_batch_matrices_target (const IsoBatchMatrices *matrices);

/* The scale of one matrix and its colour map. */
const IsoHeatScale *iso_batch_matrices_scale (const IsoBatchMatrices *matrices, IsoMatrixKind kind, bool logarithmic);
const guint32 *iso_matrix_colors (IsoMatrixKind kind, bool is_dark);

/* Pixels (side, side) of one matrix, as iso_heat_surface_new(); NULL if it is missing. */
cairo_surface_t *iso_batch_matrices_draw (const IsoBatchMatrices *matrices, IsoMatrixKind kind, bool logarithmic, bool is_dark,
                                          size_t side, double radius);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoBatchMatrices, iso_batch_matrices_unref)
