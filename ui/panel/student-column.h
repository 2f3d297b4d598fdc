/* One of several students that train side by side: its name and mark, its scores and how far they are above the plain one's, what it aims
 * at in the batch, with the health of that, and the map of its test embeddings.
 *
 * A cell of the matrix or a point of the map under the pointer or the keys is pointed at in the IsoSampleChoice, and what is pointed at
 * there lights up here, so that columns that share one can be read beside each other; what is not selected there pales. A click or Enter
 * picks the cell. The matrix zooms like any other (ui/plot/matrix-view.h). Computes nothing itself.
 *
 * Signal "zoomed" (): iso_student_column_zoom() is another part of the matrix than before. */
#pragma once

#include <gtk/gtk.h>

#include "ui/figure/matrix-zoom.h"
#include "ui/figure/student-maps.h"
#include "ui/figure/student-stages.h"
#include "ui/plot/sample-choice.h"
#include "ui/session/students.h"

#define ISO_TYPE_STUDENT_COLUMN (iso_student_column_get_type ())
G_DECLARE_FINAL_TYPE (IsoStudentColumn, iso_student_column, ISO, STUDENT_COLUMN, GtkBox)

/* place: the one from the left, from 0; names: for the classes (a reference is taken), or NULL. */
GtkWidget *iso_student_column_new (IsoDistillMode mode, size_t place, IsoDataset *names);

IsoDistillMode iso_student_column_mode (IsoStudentColumn *column);

/* NULL: pointing has no effect. Takes a reference. */
void iso_student_column_set_choice (IsoStudentColumn *column, IsoSampleChoice *choice);

/* failure: the sentences that say why it has stopped for good, NULL if it has not. */
void iso_student_column_set_failure (IsoStudentColumn *column, const char *failure, bool others_go_on);
void iso_student_column_set_scores (IsoStudentColumn *column, const IsoStudentScores *scores);
/* Of a snapshot at that step, in that epoch; matrices' reference is taken. Without matrices: the empty state. */
void iso_student_column_set_stage (IsoStudentColumn *column, const IsoStudentStage *stage, const IsoBatchSnapshot *batch);
/* The part of the matrix that is in sight, not owned; it may be one of a view of another size. */
const IsoMatrixZoom *iso_student_column_zoom (IsoStudentColumn *column);
void iso_student_column_set_zoom (IsoStudentColumn *column, const IsoMatrixZoom *zoom);
/* NULL: the empty state. Takes a reference. */
void iso_student_column_set_map (IsoStudentColumn *column, IsoProjectedMap *map);
