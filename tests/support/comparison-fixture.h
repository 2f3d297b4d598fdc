/* Students side by side in their window, opened from a session with the sample. */
#pragma once

#include <adwaita.h>
#include <math.h>
#include <string.h>

#include "tests/support/wait-for.h"
#include "tests/support/widgets.h"
#include "tests/support/window-fixture.h"
#include "ui/plot/map-canvas.h"
#include "ui/plot/matrix-view-private.h"
#include "ui/window/comparison-window-private.h"

typedef struct {
  IsoSession *session;
  IsoWindow *main;
  IsoComparisonWindow *window;
  IsoStudents *students;
} Fixture;

static inline IsoComparisonWindow *
find_window (void)
{
  GListModel *windows = gtk_window_get_toplevels ();
  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GObject) window = g_list_model_get_item (windows, i);
      if (ISO_IS_COMPARISON_WINDOW (window))
        return ISO_COMPARISON_WINDOW (window);
    }
  return NULL;
}

static inline bool
act (Fixture *fixture, const char *action)
{
  return gtk_widget_activate_action (GTK_WIDGET (fixture->window), action, NULL);
}

/* The button of that action. */
static inline GtkWidget *
button_of (GtkWidget *root, const char *action)
{
  if (GTK_IS_BUTTON (root) && g_strcmp0 (gtk_actionable_get_action_name (GTK_ACTIONABLE (root)), action) == 0)
    return root;
  GtkWidget *found = NULL;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL && found == NULL; child = gtk_widget_get_next_sibling (child))
    found = button_of (child, action);
  return found;
}

static inline bool
is_evaluated (IsoStudents *students)
{
  for (size_t i = 0; i < iso_students_count (students); i++)
    if (iso_students_epoch (students, i) == NULL)
      return false;
  return iso_students_count (students) > 0;
}

static inline bool
has_all_maps (Fixture *fixture)
{
  const IsoStudentMaps *maps = iso_student_columns_maps (fixture->window->columns);
  for (size_t i = 0; maps != NULL && i < maps->count; i++)
    if (maps->maps[i] == NULL)
      return false;
  return maps != NULL;
}

static inline void
open_window (Fixture *fixture)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->main), "win.compare-students", NULL));
  fixture->window = find_window ();
  g_assert_nonnull (fixture->window);
  fixture->students = iso_comparison_window_students (fixture->window);
}

static inline void
set_up (Fixture *fixture, gconstpointer data)
{
  const char *const small[] = { "network.hidden=32", "network.embedding=8", "batch.size=32", "train.epochs=3", "train.threads=2",
                                "train.pace=unlimited", NULL };
  fixture->session = iso_session_new ();
  g_assert_true (iso_session_set_all (fixture->session, small, NULL));
  fixture->main = test_window_open (fixture->session);
  open_window (fixture);
  WAIT_FOR (iso_students_count (fixture->students) == 3 && is_evaluated (fixture->students));
}

static inline void
tear_down (Fixture *fixture, gconstpointer data)
{
  gpointer window = find_window (), students = window != NULL ? iso_comparison_window_students (window) : NULL;
  if (window != NULL)
    {
      g_object_add_weak_pointer (window, &window);
      g_object_add_weak_pointer (students, &students);
    }
  test_window_close (fixture->main, fixture->session);
  WAIT_FOR (window == NULL && students == NULL);
}

static inline guint64
step_of (Fixture *fixture, size_t student)
{
  IsoTrainerStatus status;
  iso_students_status (fixture->students, &status, student);
  return status.step;
}

static inline bool
is_settled (Fixture *fixture)
{
  for (size_t i = 0; i < iso_students_count (fixture->students); i++)
    {
      IsoTrainerStatus status;
      iso_students_status (fixture->students, &status, i);
      if (status.pending > 0 || status.evaluating || status.state == ISO_TRAINER_RUNNING || status.step != step_of (fixture, 0))
        return false;
    }
  return true;
}

static inline bool
shows_step (Fixture *fixture, guint64 step)
{
  for (size_t i = 0; i < iso_students_count (fixture->students); i++)
    if (iso_students_batch (fixture->students, i) == NULL || iso_students_batch (fixture->students, i)->step != step)
      return false;
  return true;
}

static inline IsoMatrixView *
matrix_of (Fixture *fixture, size_t place)
{
  return ISO_MATRIX_VIEW (test_find (GTK_WIDGET (iso_student_columns_get (fixture->window->columns, place)), ISO_TYPE_MATRIX_VIEW));
}

static inline bool
column_says (Fixture *fixture, size_t place, const char *words)
{
  return test_says (GTK_WIDGET (iso_student_columns_get (fixture->window->columns, place)), words);
}

static inline bool
has_description (gpointer widget, const char *words)
{
  g_autofree char *wrong = gtk_test_accessible_check_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, words);
  return wrong == NULL;
}
