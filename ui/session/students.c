#include <math.h>
#include <string.h>

#include "engine/base/timing.h"
#include "ui/session/students-private.h"

/* After a command the frame clock is read this long, then only while something runs. */
#define ATTENTION_SECONDS 1.0
/* Evaluations looked back for that of the plain student after the same epoch. */
#define LOOKED_BACK 8

G_DEFINE_FINAL_TYPE (IsoStudents, iso_students, G_TYPE_OBJECT)

guint iso_students_signals[ISO_STUDENTS_SIGNAL_COUNT];

/* ---- reading the engine ---- */

bool
iso_students_read_statuses (IsoStudents *students)
{
  bool changed = false;
  for (size_t i = 0; i < iso_students_count (students); i++)
    {
      IsoTrainerStatus status;
      memset (&status, 0, sizeof status);
      iso_trainer_status (iso_comparison_trainer (students->comparison, i), &status);
      changed |= memcmp (&status, &students->status[i], sizeof status) != 0;
      students->status[i] = status;
    }
  return changed;
}

static bool
read_batches (IsoStudents *students, bool is_last)
{
  for (size_t i = 0; i < iso_students_count (students); i++)
    {
      IsoMailbox *mailbox = iso_trainer_batches (iso_comparison_trainer (students->comparison, i));
      IsoBatchSnapshot *batch = iso_mailbox_take (mailbox, &students->batches_seen[i]);
      if (batch != NULL)
        iso_batch_matcher_add (students->matcher, i, batch);
      if (students->status[i].state == ISO_TRAINER_FAILED)
        iso_batch_matcher_leave (students->matcher, i);
    }
  return iso_batch_matcher_match (students->matcher, is_last ? (double) INFINITY : iso_seconds ());
}

static bool
read_epochs (IsoStudents *students)
{
  bool changed = false;
  for (size_t i = 0; i < iso_students_count (students); i++)
    {
      IsoMailbox *mailbox = iso_trainer_epochs (iso_comparison_trainer (students->comparison, i));
      IsoEpochSnapshot *epoch = iso_mailbox_take (mailbox, &students->epochs_seen[i]);
      if (epoch == NULL)
        continue;
      iso_epoch_snapshot_unref (students->epochs[i]);
      students->epochs[i] = epoch;
      changed = true;
    }
  return changed;
}

static bool
is_busy (const IsoTrainerStatus *status)
{
  return status->state == ISO_TRAINER_RUNNING || status->evaluating || status->pending > 0;
}

static bool
is_anyone_busy (IsoStudents *students)
{
  for (size_t i = 0; i < iso_students_count (students); i++)
    if (is_busy (&students->status[i]))
      return true;
  return false;
}

/* A pause finds each at its own step, none far behind: when all stand still the others take the steps they lack. */
static void
catch_up (IsoStudents *students)
{
  guint64 most = 0;
  if (is_anyone_busy (students))
    return;
  for (size_t i = 0; i < iso_students_count (students); i++)
    if (students->status[i].state != ISO_TRAINER_FAILED)
      most = MAX (most, students->status[i].step);
  for (size_t i = 0; i < iso_students_count (students); i++)
    for (guint64 step = students->status[i].step; students->status[i].state == ISO_TRAINER_PAUSED && step < most; step++)
      {
        iso_trainer_single_step (iso_comparison_trainer (students->comparison, i));
        students->status[i].pending++;
      }
}

static gboolean
read_engine (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  /* Those who are told may let go of it. */
  g_autoptr (IsoStudents) students = g_object_ref (data);
  if (students->comparison != NULL)
    {
      bool changed = iso_students_read_statuses (students);
      catch_up (students);
      bool busy = is_anyone_busy (students);
      bool has_batches = read_batches (students, !busy), has_epochs = read_epochs (students);
      if (has_batches)
        g_signal_emit (students, iso_students_signals[ISO_STUDENTS_BATCHES], 0);
      if (has_epochs)
        g_signal_emit (students, iso_students_signals[ISO_STUDENTS_EPOCHS], 0);
      if (changed)
        g_signal_emit (students, iso_students_signals[ISO_STUDENTS_STATUS], 0);
      if (busy)
        return G_SOURCE_CONTINUE;
    }
  if (g_get_monotonic_time () < students->attention_until)
    return G_SOURCE_CONTINUE;
  students->tick = 0;
  return G_SOURCE_REMOVE;
}

void
iso_students_pay_attention (IsoStudents *students)
{
  students->attention_until = g_get_monotonic_time () + (gint64) (ATTENTION_SECONDS * 1e6);
  if (students->tick == 0 && students->widget != NULL && gtk_widget_get_mapped (students->widget))
    students->tick = gtk_widget_add_tick_callback (students->widget, read_engine, students, NULL);
}

static void
widget_mapped (GtkWidget *widget, IsoStudents *students)
{
  if (students->comparison != NULL)
    iso_comparison_watch (students->comparison, students->watch);
  iso_students_pay_attention (students);
}

static void
widget_unmapped (GtkWidget *widget, IsoStudents *students)
{
  if (students->comparison != NULL)
    iso_comparison_watch (students->comparison, ISO_WATCH_NOTHING);
  if (students->tick != 0)
    gtk_widget_remove_tick_callback (widget, students->tick);
  students->tick = 0;
}

void
iso_students_attach (IsoStudents *students, GtkWidget *widget)
{
  g_assert (students->widget == NULL);
  students->widget = widget;
  g_object_add_weak_pointer (G_OBJECT (widget), (gpointer *) &students->widget);
  g_signal_connect_object (widget, "map", G_CALLBACK (widget_mapped), students, 0);
  g_signal_connect_object (widget, "unmap", G_CALLBACK (widget_unmapped), students, 0);
  iso_students_pay_attention (students);
}

/* ---- commands ---- */

void
iso_students_start (IsoStudents *students)
{
  for (size_t i = 0; i < iso_students_count (students); i++)
    if (students->status[i].state != ISO_TRAINER_FAILED)
      iso_trainer_start (iso_comparison_trainer (students->comparison, i));
  iso_students_pay_attention (students);
}

void
iso_students_pause (IsoStudents *students)
{
  if (students->comparison != NULL)
    iso_comparison_pause (students->comparison);
  iso_students_pay_attention (students);
}

void
iso_students_single_step (IsoStudents *students)
{
  for (size_t i = 0; i < iso_students_count (students); i++)
    if (students->status[i].state != ISO_TRAINER_FAILED)
      iso_trainer_single_step (iso_comparison_trainer (students->comparison, i));
  iso_students_pay_attention (students);
}

void
iso_students_watch (IsoStudents *students, IsoWatch watch)
{
  students->watch = watch;
  if (students->comparison != NULL && students->widget != NULL && gtk_widget_get_mapped (students->widget))
    iso_comparison_watch (students->comparison, watch);
  iso_students_pay_attention (students);
}

/* ---- what there is ---- */

size_t
iso_students_count (IsoStudents *students)
{
  return students->comparison == NULL ? 0 : iso_comparison_count (students->comparison);
}

IsoDistillMode
iso_students_mode (IsoStudents *students, size_t student)
{
  return iso_comparison_mode (students->comparison, student);
}

IsoExperiment *
iso_students_experiment (IsoStudents *students)
{
  return students->comparison == NULL ? NULL : iso_trainer_experiment (iso_comparison_trainer (students->comparison, 0));
}

IsoStudentsState
iso_students_state (IsoStudents *students)
{
  size_t count = iso_students_count (students), failed = 0, finished = 0, paused = 0;
  for (size_t i = 0; i < count; i++)
    switch (students->status[i].state)
      {
      case ISO_TRAINER_RUNNING:
        return ISO_STUDENTS_RUNNING;
      case ISO_TRAINER_PAUSED:
        paused++;
        break;
      case ISO_TRAINER_FINISHED:
        finished++;
        break;
      case ISO_TRAINER_FAILED:
        failed++;
        break;
      case ISO_TRAINER_READY:
      case ISO_TRAINER_STOPPED:
      default:
        break;
      }
  if (count > 0 && failed == count)
    return ISO_STUDENTS_FAILED;
  return paused > 0 ? ISO_STUDENTS_PAUSED : finished > 0 ? ISO_STUDENTS_FINISHED : ISO_STUDENTS_READY;
}

guint64
iso_students_step (IsoStudents *students)
{
  guint64 least = G_MAXUINT64, most = 0;
  for (size_t i = 0; i < iso_students_count (students); i++)
    {
      most = MAX (most, students->status[i].step);
      if (students->status[i].state != ISO_TRAINER_FAILED)
        least = MIN (least, students->status[i].step);
    }
  return least == G_MAXUINT64 ? most : least;
}

void
iso_students_status (IsoStudents *students, IsoTrainerStatus *status, size_t student)
{
  g_assert (student < iso_students_count (students));
  *status = students->status[student];
}

char *
iso_students_failure (IsoStudents *students, size_t student)
{
  g_assert (student < iso_students_count (students));
  return students->status[student].state == ISO_TRAINER_FAILED
             ? iso_trainer_failure (iso_comparison_trainer (students->comparison, student))
             : NULL;
}

IsoHistory *
iso_students_history (IsoStudents *students, size_t student)
{
  return iso_trainer_history (iso_comparison_trainer (students->comparison, student));
}

IsoBatchSnapshot *
iso_students_batch (IsoStudents *students, size_t student)
{
  g_assert (student < iso_students_count (students));
  return iso_batch_matcher_shown (students->matcher, student);
}

IsoEpochSnapshot *
iso_students_epoch (IsoStudents *students, size_t student)
{
  g_assert (student < iso_students_count (students));
  return students->epochs[student];
}

/* The record of the plain student after that epoch, if it is among the last ones. */
static bool
find_plain (IsoStudents *students, IsoEpochRecord *record, int epoch)
{
  for (size_t i = 0; i < iso_students_count (students); i++)
    {
      IsoHistory *history = iso_students_history (students, i);
      size_t count = iso_history_epoch_count (history);
      for (size_t back = 1; iso_students_mode (students, i) == ISO_DISTILL_NONE && back <= MIN (count, LOOKED_BACK); back++)
        if (iso_history_read_epochs (history, record, count - back, 1) == 1 && record->epoch == epoch)
          return true;
    }
  return false;
}

void
iso_students_scores (IsoStudents *students, IsoStudentScores *scores, size_t student)
{
  IsoHistory *history = iso_students_history (students, student);
  size_t count = iso_history_epoch_count (history);
  IsoEpochRecord own, plain;
  *scores = (IsoStudentScores) { -1, NAN, NAN, NAN, NAN };
  if (count == 0 || iso_history_read_epochs (history, &own, count - 1, 1) != 1)
    return;
  scores->epoch = own.epoch;
  scores->recall_1 = own.test.recall_1;
  scores->map_at_r = own.test.map_at_r;
  if (iso_students_mode (students, student) == ISO_DISTILL_NONE || !find_plain (students, &plain, own.epoch))
    return;
  scores->recall_gain = own.test.recall_1 - plain.test.recall_1;
  scores->map_gain = own.test.map_at_r - plain.test.map_at_r;
}

/* ---- the object ---- */

static void
iso_students_dispose (GObject *object)
{
  IsoStudents *students = ISO_STUDENTS (object);
  iso_students_stop_preparing (students);
  if (students->widget != NULL)
    {
      if (students->tick != 0)
        gtk_widget_remove_tick_callback (students->widget, students->tick);
      g_object_remove_weak_pointer (G_OBJECT (students->widget), (gpointer *) &students->widget);
      students->widget = NULL;
    }
  students->tick = 0;
  iso_students_drop (students);
  G_OBJECT_CLASS (iso_students_parent_class)->dispose (object);
}

static void
iso_students_class_init (IsoStudentsClass *class)
{
  static const char *const names[ISO_STUDENTS_SIGNAL_COUNT] = { "prepared", "status", "batches", "epochs" };
  G_OBJECT_CLASS (class)->dispose = iso_students_dispose;
  for (int i = 0; i < ISO_STUDENTS_SIGNAL_COUNT; i++)
    iso_students_signals[i] = g_signal_new (names[i], G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
iso_students_init (IsoStudents *students)
{
  students->watch = ISO_WATCH_LIVE;
}

IsoStudents *
iso_students_new (void)
{
  return g_object_new (ISO_TYPE_STUDENTS, NULL);
}
