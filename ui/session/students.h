/* Students side by side, as views see them: makes the comparison (engine/train/comparison.h) on a worker, reads its mailboxes on a
 * widget's frame clock while that is mapped, and tells by signals. Never waits for the engine; a comparison that is replaced, or the last
 * one, is freed by a thread of its own.
 *
 *   IsoStudents *students = iso_students_new ();
 *   iso_students_attach (students, widget);
 *   iso_students_prepare (students, &settings, dataset, modes, 3);
 *
 * Signals:
 *   "prepared" ()  another comparison is in place, is being prepared, or cannot be: see iso_students_is_preparing(), _problem()
 *   "status" ()    on the frame clock, when a number of iso_students_status() changed
 *   "batches" ()   other batches: of one step, as far as that can be had
 *   "epochs" ()    someone was evaluated
 */
#pragma once

#include <gtk/gtk.h>

#include "engine/train/comparison.h"

#define ISO_TYPE_STUDENTS (iso_students_get_type ())
G_DECLARE_FINAL_TYPE (IsoStudents, iso_students, ISO, STUDENTS, GObject)

IsoStudents *iso_students_new (void);

/* Once. Trainers publish batches only while the widget is mapped. */
void iso_students_attach (IsoStudents *students, GtkWidget *widget);

/* Begins anew, with these students, on data that are what the settings ask for (a reference is taken). What was there is gone at once. */
void iso_students_prepare (IsoStudents *students, const IsoSettings *settings, IsoDataset *dataset, const IsoDistillMode *modes,
                           size_t count);
/* What has changed in the settings and may change while training runs acts on all students from their next step on. True where anything
 * else has changed: that takes another comparison. What the students differ in, and the number of threads, do not count. */
bool iso_students_follow (IsoStudents *students, const IsoSettings *before, const IsoSettings *now);
gboolean iso_students_is_preparing (IsoStudents *students);
/* Why there is no comparison, or NULL. */
const char *iso_students_problem (IsoStudents *students);

/* 0 while there is no comparison; other functions that take a student want one smaller than this. */
size_t iso_students_count (IsoStudents *students);
IsoDistillMode iso_students_mode (IsoStudents *students, size_t student);
/* Of the first; not owned, NULL without a comparison. */
IsoExperiment *iso_students_experiment (IsoStudents *students);

/* One that has failed stays where it is, the others go on. After a pause those who are a few steps behind catch up. */
void iso_students_start (IsoStudents *students);
void iso_students_pause (IsoStudents *students);
void iso_students_single_step (IsoStudents *students);
/* Which batches are looked at. */
void iso_students_watch (IsoStudents *students, IsoWatch watch);

typedef enum {
  ISO_STUDENTS_READY,
  ISO_STUDENTS_RUNNING,
  ISO_STUDENTS_PAUSED,
  ISO_STUDENTS_FINISHED, /* planned epochs done; start goes on beyond */
  ISO_STUDENTS_FAILED,   /* all of them */
} IsoStudentsState;

IsoStudentsState iso_students_state (IsoStudents *students);
/* Steps that all who train have taken. */
guint64 iso_students_step (IsoStudents *students);

void iso_students_status (IsoStudents *students, IsoTrainerStatus *status, size_t student);
/* Why it has failed, newly allocated; NULL if it has not. */
char *iso_students_failure (IsoStudents *students, size_t student);
IsoHistory *iso_students_history (IsoStudents *students, size_t student);   /* not owned */
IsoBatchSnapshot *iso_students_batch (IsoStudents *students, size_t student); /* not owned; NULL: none yet */
IsoEpochSnapshot *iso_students_epoch (IsoStudents *students, size_t student); /* likewise */

/* The newest evaluation of a student on the test part, and how far it is above that of the plain one after the same epoch. */
typedef struct {
  int epoch; /* finished; −1: not evaluated yet, all NAN */
  double recall_1, map_at_r;
  double recall_gain, map_gain; /* NAN without a plain student, of itself, and until that is evaluated too */
} IsoStudentScores;

void iso_students_scores (IsoStudents *students, IsoStudentScores *scores, size_t student);

/* Frees a comparison without waiting for its steps: another thread does. */
void iso_comparison_retire (IsoComparison *comparison);
