/* The matrices of one batch under two runs, or under one at two moments, and what is different between them: each run's stages from
 * similarity to target, computed as training does, rows and columns of the same samples in the same order, on one scale for both; and
 * first − second on a scale about 0. Immutable once made, shared by reference, any thread. */
#pragma once

#include <gio/gio.h>

#include "ui/figure/batch-matrices.h"

/* What can be compared, in the order of the method. */
typedef enum {
  ISO_STAGE_TEACHER, /* Sᵗ */
  ISO_STAGE_STUDENT, /* Sˢ */
  ISO_STAGE_GRAPH,
  ISO_STAGE_TRANSITION,
  ISO_STAGE_KERNEL,
  ISO_STAGE_PSD,
  ISO_STAGE_OBDP,
  ISO_STAGE_DIFFERENCE, /* OBDP − PSD */
  ISO_STAGE_SOFTENED,   /* Q */
  ISO_STAGE_GRADIENT,   /* by distillation; the loss has not worked on a probe batch */
  ISO_STAGE_COUNT,
} IsoComparedStage;

typedef enum { ISO_COMPARED_FIRST, ISO_COMPARED_SECOND, ISO_COMPARED_CHANGE, ISO_COMPARED_COUNT } IsoComparedPart;

/* What first − second amounts to; NAN where one of them is missing. */
typedef struct {
  double most;          /* greatest |first − second|, at */
  size_t row, column;
  double mean;          /* of |first − second| over all cells; in the graph an edge that is missing counts as 0 */
  double same_class[2]; /* of each: the share of the off-diagonal's sum that is between samples of one class; NAN where that means nothing */
} IsoComparedSummary;

typedef struct {
  IsoReferences references;
  size_t B;
  guint64 steps[2];
  int epochs[2];
  IsoBatchMatrices *stages[ISO_COMPARED_COUNT];   /* owned */
  IsoBatchMatrices *students[ISO_COMPARED_COUNT]; /* owned: Sˢ, as their ISO_MATRIX_SIMILARITY, and nothing else */
  IsoComparedSummary summary[ISO_STAGE_COUNT];
} IsoComparedMatrices;

/* Of the samples both batches must have, in whatever order. experiments (each may be NULL): what the batches are of, so that an error
 * can say why their samples differ. ISO_ERROR_ARGUMENT where they do; ISO_ERROR_CANCELLED. */
IsoComparedMatrices *iso_compared_matrices_new (IsoBatchSnapshot *const *batches, IsoExperiment *const *experiments, IsoPool *pool,
                                                GCancellable *cancellable, GError **error);
IsoComparedMatrices *iso_compared_matrices_ref (IsoComparedMatrices *matrices);
void iso_compared_matrices_unref (IsoComparedMatrices *matrices);

/* Where a stage's numbers are: of this kind in the matrices returned, which belong to `compared`. They may be missing. */
IsoMatrixKind iso_compared_stage_kind (IsoComparedStage stage);
IsoBatchMatrices *iso_compared_matrices_get (const IsoComparedMatrices *compared, IsoComparedPart part, IsoComparedStage stage);
/* Whether both have this stage. */
bool iso_compared_matrices_has (const IsoComparedMatrices *compared, IsoComparedStage stage);

/* ---- words, translated; newly allocated where not const ---- */

/* "Sᵗ", "Sᵗ, similarities of the teacher". */
const char *iso_compared_stage_symbol (IsoComparedStage stage);
const char *iso_compared_stage_title (IsoComparedStage stage);

/* "A", "B", "A − B". */
const char *iso_compared_part_name (IsoComparedPart part);

/* "largest change 0.31, Sandal → Bag · mean absolute change 0.0042 · same-class mass 61 % in A, 58 % in B". names may be NULL. */
char *iso_compared_matrices_summarize (const IsoComparedMatrices *compared, IsoComparedStage stage, const IsoDataset *names);

/* "row 60 Sandal → column 59 Bag: A 0.0312, B 0.0208, A − B +0.0104"; as Pango markup, numbers bold, or plain. */
char *iso_compared_matrices_cell (const IsoComparedMatrices *compared, IsoComparedStage stage, const IsoDataset *names, size_t row,
                                  size_t column, bool as_markup);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoComparedMatrices, iso_compared_matrices_unref)
