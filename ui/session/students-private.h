/* What the files of the students share: students.c reads and commands, students-prepare.c makes comparisons. */
#pragma once

#include "ui/session/batch-matcher.h"
#include "ui/session/students.h"

struct _IsoStudents {
  GObject parent_instance;
  GtkWidget *widget;
  guint tick;
  gint64 attention_until; /* monotonic microseconds */

  GCancellable *preparing;
  char *problem;
  IsoComparison *comparison; /* or NULL; then nothing below means anything */
  IsoWatch watch;
  IsoTrainerStatus status[ISO_COMPARISON_MOST];
  guint64 batches_seen[ISO_COMPARISON_MOST], epochs_seen[ISO_COMPARISON_MOST];
  IsoEpochSnapshot *epochs[ISO_COMPARISON_MOST];
  IsoBatchMatcher *matcher;
};

enum { ISO_STUDENTS_PREPARED, ISO_STUDENTS_STATUS, ISO_STUDENTS_BATCHES, ISO_STUDENTS_EPOCHS, ISO_STUDENTS_SIGNAL_COUNT };
extern guint iso_students_signals[ISO_STUDENTS_SIGNAL_COUNT];

/* Reads on the frame clock for a while, and on while something runs. */
void iso_students_pay_attention (IsoStudents *students);
/* True where a number changed. */
bool iso_students_read_statuses (IsoStudents *students);

void iso_students_stop_preparing (IsoStudents *students);
/* Of the comparison and all that came of it nothing stays. */
void iso_students_drop (IsoStudents *students);
