/* What a student's column's files share: student-column.c (what it is built of, and shows) and student-column-choice.c (samples pointed
 * at, picked and selected, here and elsewhere). */
#pragma once

#include "ui/panel/student-column.h"
#include "ui/panel/student-numbers.h"
#include "ui/plot/map-canvas.h"
#include "ui/plot/matrix-view.h"

struct _IsoStudentColumn {
  GtkBox parent_instance;
  IsoDistillMode mode;
  size_t place;
  IsoDataset *names; /* or NULL */
  IsoSampleChoice *choice;
  IsoStudentStage stage; /* matrices: owned */

  GtkWidget *mark;
  GtkLabel *moment;
  GtkInscription *failure;
  IsoStudentNumbers *numbers;
  IsoMatrixView *matrix;
  GtkLabel *matrix_empty;
  GtkInscription *title, *cell;
  GtkLabel *health[3]; /* values: entropy, neighbors, similarity */
  IsoMapCanvas *canvas;
  GtkLabel *map_note;
};

/* student-column.c */
/* A GtkInscription never asks for another size: what is pointed at moves nothing, and columns stay alike. */
void iso_student_column_set_inscription (GtkInscription *inscription, const char *text);

/* student-column-choice.c */
void iso_student_column_cursor_moved (IsoMatrixView *matrix, int row, int other, IsoStudentColumn *column);
void iso_student_column_cell_picked (IsoMatrixView *matrix, int row, int other, IsoStudentColumn *column);
/* Cursor, marks and faded rows as the choice has them, for the matrix that is shown. */
void iso_student_column_follow_choice (IsoStudentColumn *column);
void iso_student_column_forget_choice (IsoStudentColumn *column);
