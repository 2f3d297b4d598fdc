/* The curves of students side by side on one chart, a line each in its colour and mark: one of the scores of the test part, or the loss
 * that all of them share (L_DML: without the distillation's part, which would not be comparable). A list in the header chooses. */
#pragma once

#include "ui/plot/chart-view.h"
#include "ui/plot/view-card.h"
#include "ui/session/students.h"

#define ISO_TYPE_STUDENT_CHART (iso_student_chart_get_type ())
G_DECLARE_FINAL_TYPE (IsoStudentChart, iso_student_chart, ISO, STUDENT_CHART, IsoViewCard)

/* Takes a reference; follows "prepared". */
GtkWidget *iso_student_chart_new (IsoStudents *students);

/* Reads what the histories have that is new. */
void iso_student_chart_update (IsoStudentChart *chart);

/* "recall@1", "map@r" and other scores that were run, or "loss": what is drawn; false where that cannot be. */
bool iso_student_chart_choose (IsoStudentChart *chart, const char *name);
const char *iso_student_chart_chosen (IsoStudentChart *chart);

/* What is drawn at the moment, for tests; NULL: nothing. Not owned. */
const IsoChart *iso_student_chart_drawn (IsoStudentChart *chart);
