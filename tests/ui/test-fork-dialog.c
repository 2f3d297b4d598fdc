/* The dialog of a fork: what it finds and refuses, values as they are typed, taken back, and what comes of it. */
#include <adwaita.h>

#include "tests/support/recording-fixture.h"
#include "tests/support/widgets.h"
#include "ui/window/fork-change.h"
#include "ui/window/fork-dialog.h"
#include "ui/window/fork-parameters.h"

typedef struct {
  Recording recording;
  gpointer dialog; /* NULL once nothing of it is left */
} Fixture;

static GtkWidget *
part (Fixture *fixture, GType type)
{
  return test_find (GTK_WIDGET (fixture->dialog), type);
}

/* Lists of choices have one, too. */
static GtkWidget *
search_of (Fixture *fixture)
{
  return test_find (part (fixture, ISO_TYPE_FORK_PARAMETERS), GTK_TYPE_SEARCH_ENTRY);
}

static GtkWidget *
fork_button (Fixture *fixture)
{
  return test_find_button (GTK_WIDGET (fixture->dialog), "_Fork");
}

static void
open_dialog (Fixture *fixture, gint64 run, int epoch)
{
  Recording *recording = &fixture->recording;
  fixture->dialog = iso_fork_dialog_new (GTK_WINDOW (recording->window), recording->session, recording->folder, run, epoch);
  g_object_add_weak_pointer (fixture->dialog, &fixture->dialog);
  gtk_window_present (fixture->dialog);
  WAIT_FOR (iso_fork_dialog_is_ready (fixture->dialog) || iso_fork_dialog_problem (fixture->dialog) != NULL);
}

static void
close_dialog (Fixture *fixture)
{
  if (fixture->dialog != NULL)
    gtk_window_destroy (fixture->dialog);
  WAIT_FOR (fixture->dialog == NULL);
}

/* After two epochs, of which one or both are kept, and nothing is being written any more. */
static void
set_up (Fixture *fixture, gconstpointer data)
{
  Recording *recording = &fixture->recording;
  recording_open (recording);
  /* More than it comes to before it is paused. */
  g_assert_true (iso_session_set (recording->session, "train.epochs", "40", NULL));
  WAIT_FOR (iso_session_state (recording->session) == ISO_SESSION_LOADING);
  WAIT_FOR (iso_session_state (recording->session) == ISO_SESSION_READY);
  train_until (recording, 2 * EPOCH + 1);
  WAIT_FOR (ask_number (recording->folder, "SELECT count (*) FROM kept WHERE checkpoint > 0") >= 1);
  WAIT_FOR (ask_number (recording->folder, "SELECT status = 'paused' AND steps > 0 FROM runs") == 1);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  close_dialog (fixture);
  recording_close (&fixture->recording);
}

static void
type (Fixture *fixture, const char *text)
{
  GtkWidget *search = search_of (fixture);
  gtk_editable_set_text (GTK_EDITABLE (search), text);
}

static void
take (Fixture *fixture, const char *text)
{
  type (fixture, text);
  g_signal_emit_by_name (search_of (fixture), "activate");
}

/* The first row of the parameters that is shown. */
static GtkWidget *
first_row (Fixture *fixture)
{
  GtkWidget *list = test_find (part (fixture, ISO_TYPE_FORK_PARAMETERS), GTK_TYPE_LIST_BOX);
  for (GtkWidget *row = gtk_widget_get_first_child (list); row != NULL; row = gtk_widget_get_next_sibling (row))
    if (ADW_IS_ACTION_ROW (row) && gtk_widget_get_child_visible (row))
      return row;
  return NULL;
}

static IsoForkChange *
change_of (Fixture *fixture, const char *key)
{
  GtkWidget *change = part (fixture, ISO_TYPE_FORK_CHANGE);
  while (change != NULL && !g_str_equal (iso_fork_change_parameter (ISO_FORK_CHANGE (change))->key, key))
    change = gtk_widget_get_next_sibling (change);
  return change != NULL ? ISO_FORK_CHANGE (change) : NULL;
}

static void
test_begins (Fixture *fixture, gconstpointer data)
{
  open_dialog (fixture, 1, -1);
  g_assert_null (iso_fork_dialog_problem (fixture->dialog));
  g_assert_true (test_says (fixture->dialog, "Fork of Run 1"));
  g_assert_true (test_says (fixture->dialog, "after epoch"));
  g_assert_true (test_says (fixture->dialog, "repeats the run"));
  /* Without a change too, and by Enter. */
  g_assert_true (gtk_widget_get_sensitive (fork_button (fixture)));
  g_assert_true (gtk_window_get_default_widget (fixture->dialog) == fork_button (fixture));
  GtkWidget *search = search_of (fixture);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (search), GTK_ACCESSIBLE_PROPERTY_LABEL, "Find a parameter to change");
  g_assert_true (gtk_widget_get_state_flags (search) & GTK_STATE_FLAG_FOCUS_WITHIN);
  g_assert_null (part (fixture, ISO_TYPE_FORK_CHANGE));
  /* What cannot change is not among them, unless it is looked for. */
  g_assert_cmpstr (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (first_row (fixture))), ==, "Sampler");
}

/* Of the untrained network only the map is kept. */
static void
test_nearest (Fixture *fixture, gconstpointer data)
{
  int first = (int) ask_number (fixture->recording.folder, "SELECT min (epoch) FROM kept WHERE checkpoint > 0");
  g_autofree char *words = g_strdup_printf ("after epoch %d ·", first);
  open_dialog (fixture, 1, 0);
  g_assert_true (test_says (fixture->dialog, words));
  GtkWidget *note = test_find_styled (fixture->dialog, GTK_TYPE_LABEL, "dim-label");
  g_assert_true (gtk_widget_get_visible (note) && strstr (gtk_label_get_text (GTK_LABEL (note)), "after epoch 0") != NULL);
  close_dialog (fixture);
  open_dialog (fixture, 1, 9);
  g_assert_true (test_says (fixture->dialog, "after epoch 9 is not kept"));
}

static void
test_finds (Fixture *fixture, gconstpointer data)
{
  open_dialog (fixture, 1, -1);
  type (fixture, "omega");
  g_assert_cmpstr (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (first_row (fixture))), ==, "Diffusion ω");
  type (fixture, "omega 0.3");
  g_assert_true (test_says (first_row (fixture), "0.8 → 0.3"));
  type (fixture, "seed");
  GtkWidget *row = first_row (fixture);
  g_assert_nonnull (row);
  g_assert_false (gtk_list_box_row_get_activatable (GTK_LIST_BOX_ROW (row)));
  gtk_test_accessible_assert_state (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_STATE_DISABLED, TRUE);
  g_assert_nonnull (strstr (adw_action_row_get_subtitle (ADW_ACTION_ROW (row)), "split"));
  g_signal_emit_by_name (search_of (fixture), "activate");
  g_assert_null (part (fixture, ISO_TYPE_FORK_CHANGE));
  g_assert_false (iso_fork_dialog_change (fixture->dialog, "train.seed", "3"));
  type (fixture, "qqqqqq");
  g_assert_null (first_row (fixture));
}

static void
test_changes (Fixture *fixture, gconstpointer data)
{
  open_dialog (fixture, 1, -1);
  take (fixture, "omega 0.3");
  IsoForkChange *omega = change_of (fixture, "distill.omega");
  g_assert_nonnull (omega);
  g_assert_cmpstr (iso_fork_change_value (omega), ==, "0.3");
  g_assert_cmpstr (adw_action_row_get_subtitle (ADW_ACTION_ROW (omega)), ==, "was 0.8");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (search_of (fixture))), ==, "");
  /* A value that cannot be is marked and told by the parameter's title. */
  GtkWidget *entry = test_find (GTK_WIDGET (omega), GTK_TYPE_ENTRY);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, "Diffusion ω");
  gtk_editable_set_text (GTK_EDITABLE (entry), "7");
  g_assert_nonnull (strstr (iso_fork_dialog_problem (fixture->dialog), "“Diffusion”"));
  g_assert_true (gtk_widget_has_css_class (entry, "error"));
  g_assert_false (gtk_widget_get_sensitive (fork_button (fixture)));
  gtk_editable_set_text (GTK_EDITABLE (entry), "0.25");
  g_assert_null (iso_fork_dialog_problem (fixture->dialog));
  g_assert_false (gtk_widget_has_css_class (entry, "error"));
  g_assert_true (gtk_widget_get_sensitive (fork_button (fixture)));

  /* Choices by the beginning of their name; what then plays a part is found. */
  take (fixture, "loss contr");
  g_assert_cmpstr (iso_fork_change_value (change_of (fixture, "loss.name")), ==, "contrastive");
  take (fixture, "loss = trip");
  g_assert_cmpstr (iso_fork_change_value (change_of (fixture, "loss.name")), ==, "triplet");
  /* Two that do not go together. */
  g_assert_true (iso_fork_dialog_change (fixture->dialog, "distill.normalization", "symmetric"));
  g_assert_nonnull (iso_fork_dialog_problem (fixture->dialog));
  g_assert_false (gtk_widget_get_sensitive (fork_button (fixture)));
  gtk_widget_activate (test_find_button (GTK_WIDGET (change_of (fixture, "distill.normalization")), "Do not change Transition"));
  WAIT_FOR (change_of (fixture, "distill.normalization") == NULL);
  g_assert_null (iso_fork_dialog_problem (fixture->dialog));
  iso_fork_dialog_drop (fixture->dialog, "loss.name");
  iso_fork_dialog_drop (fixture->dialog, "distill.omega");
  g_assert_null (part (fixture, ISO_TYPE_FORK_CHANGE));
}

static void
test_forks (Fixture *fixture, gconstpointer data)
{
  Recording *recording = &fixture->recording;
  open_dialog (fixture, 1, -1);
  g_assert_true (iso_fork_dialog_change (fixture->dialog, "distill.omega", "0.3"));
  g_assert_true (iso_fork_dialog_change (fixture->dialog, "augment.rotation", NULL));
  gtk_widget_activate (fork_button (fixture));
  WAIT_FOR (fixture->dialog == NULL);
  g_assert_cmpuint (recording->forks, ==, 1);
  g_assert_cmpfloat (iso_session_settings (recording->session)->distill.omega, ==, 0.3);
  g_assert_cmpint (state_of (recording), ==, ISO_SESSION_PAUSED);
}

/* Why there is none stands in the dialog, and it can be tried again. */
static void
test_refused (Fixture *fixture, gconstpointer data)
{
  Recording *recording = &fixture->recording;
  g_autofree char *aside = g_build_filename (recording->folder, "aside", NULL);
  /* An epoch's files come after the row. */
  test_wait_ms (400);
  g_autofree char *path = iso_store_file (iso_run_library_store (recording->library), 1, "checkpoint", -1, NULL);
  open_dialog (fixture, 1, -1);
  g_assert_cmpint (g_rename (path, aside), ==, 0);
  gtk_widget_activate (fork_button (fixture));
  WAIT_FOR (iso_fork_dialog_problem (fixture->dialog) != NULL);
  g_assert_nonnull (strstr (iso_fork_dialog_problem (fixture->dialog), path));
  g_assert_true (gtk_widget_get_sensitive (fork_button (fixture)));
  WAIT_FOR (state_of (recording) == ISO_SESSION_PAUSED);
  g_assert_cmpint (g_rename (aside, path), ==, 0);
  gtk_widget_activate (fork_button (fixture));
  WAIT_FOR (fixture->dialog == NULL);
  g_assert_cmpuint (recording->forks, ==, 1);
}

/* Escape, which the entry that has the keyboard takes: what is typed goes first. */
static void
test_escape (Fixture *fixture, gconstpointer data)
{
  open_dialog (fixture, 1, -1);
  type (fixture, "omega");
  g_signal_emit_by_name (search_of (fixture), "stop-search");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (search_of (fixture))), ==, "");
  g_signal_emit_by_name (search_of (fixture), "stop-search");
  WAIT_FOR (fixture->dialog == NULL);
}

/* Closed while it forks, as Escape does: no fork comes after it. */
static void
test_left (Fixture *fixture, gconstpointer data)
{
  Recording *recording = &fixture->recording;
  open_dialog (fixture, 1, -1);
  g_signal_emit_by_name (fork_button (fixture), "clicked");
  WAIT_FOR (state_of (recording) == ISO_SESSION_LOADING);
  g_assert_true (gtk_widget_activate_action (fixture->dialog, "window.close", NULL));
  WAIT_FOR (fixture->dialog == NULL);
  WAIT_FOR (state_of (recording) == ISO_SESSION_PAUSED);
  test_wait_ms (100);
  g_assert_cmpuint (recording->forks, ==, 0);
}

static void
test_unknown (Fixture *fixture, gconstpointer data)
{
  open_dialog (fixture, 77, -1);
  g_assert_false (iso_fork_dialog_is_ready (fixture->dialog));
  g_assert_nonnull (strstr (iso_fork_dialog_problem (fixture->dialog), "77"));
  g_assert_false (gtk_widget_get_sensitive (fork_button (fixture)));
  close_dialog (fixture);
  /* Closed while it reads. */
  fixture->dialog = iso_fork_dialog_new (NULL, fixture->recording.session, fixture->recording.folder, 1, -1);
  g_object_add_weak_pointer (fixture->dialog, &fixture->dialog);
  gtk_window_present (fixture->dialog);
  g_assert_true (gtk_widget_activate_action (fixture->dialog, "window.close", NULL));
  WAIT_FOR (fixture->dialog == NULL);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv);
  adw_init ();
  g_timeout_add (20, look_again, NULL);
#define ADD(name, function) g_test_add ("/fork-dialog/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("begins", test_begins);
  ADD ("nearest", test_nearest);
  ADD ("finds", test_finds);
  ADD ("changes", test_changes);
  ADD ("forks", test_forks);
  ADD ("refused", test_refused);
  ADD ("left", test_left);
  ADD ("escape", test_escape);
  ADD ("unknown", test_unknown);
#undef ADD
  return g_test_run ();
}
