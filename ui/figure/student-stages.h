/* What each of several students aims at in one batch, on scales that they share, with the health of it. Immutable once made, any thread
 * may read; free with iso_student_stages_free(). */
#pragma once

#include "ui/figure/batch-matrices.h"

#define ISO_STUDENTS_MOST 4

typedef struct {
  IsoDistillMode mode;
  IsoBatchMatrices *matrices; /* owned; NULL without a batch */
  IsoMatrixKind kind;         /* the one to show: the targets P; Sˢ, as ISO_MATRIX_SIMILARITY, where there are none */
  double entropy;             /* mean of H(P_i)/ln B; NAN without targets */
  double effective_neighbors; /* exp of the mean entropy, 1 … B; NAN without targets */
  double mean_similarity;     /* of Sˢ off the diagonal */
} IsoStudentStage;

typedef struct {
  size_t count;
  IsoStudentStage stages[ISO_STUDENTS_MOST];
} IsoStudentStages;

/* snapshots (count ≤ ISO_STUDENTS_MOST), each NULL where there is none yet; modes (count): uniform targets are 1/B throughout. Each is
 * computed with the settings of its step. All P have one scale, from the least to the largest of all. */
IsoStudentStages *iso_student_stages_new (IsoBatchSnapshot *const *snapshots, const IsoDistillMode *modes, size_t count);
void iso_student_stages_free (IsoStudentStages *stages);

/* "P", "Sˢ", and what that is: "diffused soft targets", "no targets: own similarities". */
const char *iso_student_stage_symbol (const IsoStudentStage *stage);
const char *iso_student_stage_title (const IsoStudentStage *stage);

/* "Sandal → Bag 0.0312": a cell by its classes (names may be NULL) and its value. Newly allocated; NULL without that cell. */
char *iso_student_stage_cell (const IsoStudentStage *stage, const IsoDataset *names, int row, int column);
/* "mean 0.031 within classes, 0.002 between", for those who cannot see it. Newly allocated. */
char *iso_student_stage_description (const IsoStudentStage *stage);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoStudentStages, iso_student_stages_free)
