/* The students' columns beside each other: keeps them up to date with what IsoStudents tells, matrices and maps made by workers. */
#pragma once

#include <gtk/gtk.h>

#include "ui/panel/student-column.h"

#define ISO_TYPE_STUDENT_COLUMNS (iso_student_columns_get_type ())
G_DECLARE_FINAL_TYPE (IsoStudentColumns, iso_student_columns, ISO, STUDENT_COLUMNS, GtkBox)

/* Takes a reference. */
GtkWidget *iso_student_columns_new (IsoStudents *students);

/* What all columns point at; NULL: each alone. Takes a reference. */
void iso_student_columns_set_choice (IsoStudentColumns *columns, IsoSampleChoice *choice);

/* 0 while there is no comparison. */
size_t iso_student_columns_count (IsoStudentColumns *columns);
IsoStudentColumn *iso_student_columns_get (IsoStudentColumns *columns, size_t place);
/* As shown, or NULL. */
const IsoStudentMaps *iso_student_columns_maps (IsoStudentColumns *columns);
const IsoStudentStages *iso_student_columns_stages (IsoStudentColumns *columns);
