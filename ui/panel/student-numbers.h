/* A student's recall@1 and map@r on the test part, large, and how far each is above the plain student's. */
#pragma once

#include <gtk/gtk.h>

#include "ui/session/students.h"

#define ISO_TYPE_STUDENT_NUMBERS (iso_student_numbers_get_type ())
G_DECLARE_FINAL_TYPE (IsoStudentNumbers, iso_student_numbers, ISO, STUDENT_NUMBERS, GtkBox)

GtkWidget *iso_student_numbers_new (void);
void iso_student_numbers_show (IsoStudentNumbers *numbers, const IsoStudentScores *scores);
