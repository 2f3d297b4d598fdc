/* The matrices of a batch, from similarity to diffused target and to what they pull on, ordered by class, with their ranges and statistics: everything
 * that the batch strip draws on screen and on paper. Immutable once made, counted references, any thread may read.
 */
#pragma once

#include "engine/distill/target.h"
#include "engine/train/snapshot.h"
#include "ui/figure/heat.h"
#include "ui/figure/matrix-block.h"
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
  ISO_MATRIX_GRADIENT,   /* ∂/∂Sˢ of ramp λ τ² L_KD = ramp λ τ² (Q − P)/(B τ): what distillation pulls and pushes */
  ISO_MATRIX_LOSS_GRADIENT, /* ∂L_DML/∂Sˢ: what the loss itself does */
} IsoMatrixKind;
#define ISO_MATRIX_COUNT 10

typedef struct _IsoBatchMatrices IsoBatchMatrices;
struct _IsoBatchMatrices {
  IsoReferences references;
  size_t B;
  gint32 *labels;                      /* (B) ascending */
  guint32 *indices;                    /* (B) into the dataset */
  IsoMatrixBlock *blocks[ISO_MATRIX_COUNT]; /* owned references: what the two below lie in; NULL where it could not be computed */
  const guint8 *edges;                 /* (B, B) 1 where i → j; NULL where values[ISO_MATRIX_GRAPH] is */
  const float *values[ISO_MATRIX_COUNT]; /* (B, B) each; NULL where it could not be computed */
  IsoMatrixSpread spread[ISO_MATRIX_COUNT];
  IsoHeatScale linear[ISO_MATRIX_COUNT];
  IsoHeatScale logarithmic[ISO_MATRIX_COUNT]; /* linear too for graph and similarities */
  IsoMatrixSummary summary[ISO_MATRIX_COUNT];
  IsoDistillSettings settings;         /* computed with */
  double ramp;                         /* of the step: distillation weighs ramp λ τ² */
  bool has_teacher, is_probe;
  bool nearly_uniform;                 /* the targets in force spread over ISO_NEARLY_UNIFORM of the batch and more */
  double effective_neighbors;          /* exp of the targets' mean row entropy; NAN if none */
  char *problem;                       /* why diffusion is missing, one sentence; NULL if it is not */
  IsoBatchMatrices *from, *to;         /* of a change: what became what, owned references; NULL: these are no changes */
};

#define ISO_NEARLY_UNIFORM 0.9

/* Computes all for the batch with `settings`, whose mode may be any: OBDP is shown as it would be, PSD likewise. `room` has
 * capacity for the batch. Never fails: where diffusion cannot be computed `problem` says why, and what can be is there. */
IsoBatchMatrices *iso_batch_matrices_new (const IsoBatchSnapshot *snapshot, const IsoDistillSettings *settings, IsoTargets *room);

/* The same after other settings, with what they leave as it was taken over. held: the matrices of this very snapshot that were made
 * last in `room`, or NULL. */
IsoBatchMatrices *iso_batch_matrices_next (const IsoBatchSnapshot *snapshot, const IsoDistillSettings *settings, IsoTargets *room,
                                           const IsoBatchMatrices *held, IsoPool *pool);

/* The same numbers on the scales of `other`, of the same batch, so that colors can be compared. */
IsoBatchMatrices *iso_batch_matrices_on_scales_of (const IsoBatchMatrices *matrices, const IsoBatchMatrices *other);

/* What became of `from` in `to`, of the same batch: to − from in every matrix that both have, each on a scale about 0 that reaches as far
 * to both sides. In the graph the affinity of edges that came, less that of those that went. Takes references. */
IsoBatchMatrices *iso_batch_matrices_change (IsoBatchMatrices *to, IsoBatchMatrices *from, IsoPool *pool);

IsoBatchMatrices *iso_batch_matrices_ref (IsoBatchMatrices *matrices);
void iso_batch_matrices_unref (IsoBatchMatrices *matrices);

/* Which of PSD and OBDP the distillation aims at; ISO_MATRIX_COUNT if at neither (uniform, none). */
IsoMatrixKind iso_batch_matrices_target (const IsoBatchMatrices *matrices);

/* What ∂L_KD/∂Sˢ_ij is multiplied by: ramp λ τ²; 0 where nothing is distilled. */
double iso_batch_matrices_weight (const IsoBatchMatrices *matrices);
/* Whether 0 is the middle of its scale. */
bool iso_matrix_is_signed (IsoMatrixKind kind);

/* The scale of one matrix and its colour map. */
const IsoHeatScale *iso_batch_matrices_scale (const IsoBatchMatrices *matrices, IsoMatrixKind kind, bool logarithmic);
const guint32 *iso_matrix_colors (IsoMatrixKind kind, bool is_dark);

/* Pixels (side, side) of one matrix, as iso_heat_surface_new(); NULL if it is missing. */
cairo_surface_t *iso_batch_matrices_draw (const IsoBatchMatrices *matrices, IsoMatrixKind kind, bool logarithmic, bool is_dark,
                                          size_t side, double radius);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoBatchMatrices, iso_batch_matrices_unref)
