/* Kept runs in the window: what can be done when, what is said, the warning that something is not kept, and how much is kept. */
#include <adwaita.h>
#include <glib/gstdio.h>

#include "tests/support/recording-fixture.h"
#include "tests/support/widgets.h"
#include "tests/support/window-fixture.h"
#include "ui/panel/keeping-note.h"
#include "ui/window/fork-dialog.h"

typedef struct {
  char *folder;
  IsoSession *session;
  IsoWindow *window;
} Fixture;

static void
open_window (Fixture *fixture)
{
  static const char *const small[] = { "network.hidden=24", "network.embedding=8", "train.epochs=40", "train.threads=1", "train.pace=60",
                                       "train.evaluate_sample=100", NULL };
  fixture->session = iso_session_new ();
  g_assert_true (iso_session_set_all (fixture->session, small, NULL));
  fixture->window = test_window_open (fixture->session);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = make_store_folder ();
  open_window (fixture);
  iso_window_keep_runs (fixture->window, fixture->folder);
  WAIT_FOR (iso_run_library_is_listed (fixture->window->library));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  test_window_close (fixture->window, fixture->session);
  WAIT_FOR (ask_number (fixture->folder, "SELECT count (*) FROM runs WHERE status IN ('running', 'paused')") == 0);
  remove_store (fixture->folder);
}

static gboolean
is_enabled (Fixture *fixture, const char *action)
{
  return iso_window_is_enabled (fixture->window, action);
}

static void
train (Fixture *fixture, guint64 steps)
{
  iso_session_start (fixture->session);
  WAIT_FOR (test_steps_of (fixture->session) >= steps);
  iso_session_pause (fixture->session);
  WAIT_FOR (iso_session_state (fixture->session) == ISO_SESSION_PAUSED);
}

/* The other window of that type, or NULL. */
static GtkWidget *
window_of (Fixture *fixture, GType type)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();
  for (GList *link = windows; link != NULL; link = link->next)
    if (G_TYPE_CHECK_INSTANCE_TYPE (link->data, type) && link->data != fixture->window && gtk_widget_get_visible (link->data))
      return link->data;
  return NULL;
}

/* A fork begins at a kept epoch: there must be one. */
static void
test_fork (Fixture *fixture, gconstpointer data)
{
  g_assert_false (is_enabled (fixture, "win.fork"));
  g_assert_nonnull (strstr (gtk_widget_get_tooltip_text (GTK_WIDGET (fixture->window->fork_button)), "kept epoch"));
  train (fixture, 2 * EPOCH + 1);
  WAIT_FOR (is_enabled (fixture, "win.fork"));
  WAIT_FOR (ask_number (fixture->folder, "SELECT count (*) FROM kept WHERE checkpoint > 0") > 0);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.fork", NULL));
  gpointer dialog = window_of (fixture, ISO_TYPE_FORK_DIALOG);
  g_object_add_weak_pointer (dialog, &dialog);
  WAIT_FOR (iso_fork_dialog_is_ready (dialog));
  g_assert_true (iso_fork_dialog_change (dialog, "distill.omega", "0.3"));
  gtk_widget_activate (test_find_button (dialog, "_Fork"));
  WAIT_FOR (dialog == NULL);
  g_assert_true (test_says (GTK_WIDGET (fixture->window), "A fork of run 1 stands where epoch"));
  /* What the panel's buttons lead back to is what the fork began with. */
  g_assert_cmpfloat (iso_session_settings (fixture->session)->distill.omega, ==, 0.3);

  /* Of any run, at any epoch that is kept. */
  int epoch = (int) ask_number (fixture->folder, "SELECT min (epoch) FROM kept WHERE checkpoint > 0");
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.fork-run", "(xi)", (gint64) 1, epoch);
  dialog = window_of (fixture, ISO_TYPE_FORK_DIALOG);
  WAIT_FOR (iso_fork_dialog_is_ready (dialog));
  g_autofree char *words = g_strdup_printf ("after epoch %d · step %d", epoch, epoch * EPOCH);
  g_assert_true (test_says (dialog, words));
  gtk_window_destroy (dialog);

  /* The epoch that is looked back at comes first. */
  fixture->window->looking_at = epoch;
  iso_session_single_step (fixture->session);
  WAIT_FOR (iso_session_run (fixture->session) == 2);
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.fork", NULL);
  dialog = window_of (fixture, ISO_TYPE_FORK_DIALOG);
  WAIT_FOR (iso_fork_dialog_problem (dialog) != NULL);
  /* Of the fork itself nothing is kept yet. */
  g_assert_false (iso_fork_dialog_is_ready (dialog));
  g_assert_nonnull (strstr (iso_fork_dialog_problem (dialog), "run 2"));
  gtk_window_destroy (dialog);
  fixture->window->looking_at = -1;
}

static void
test_resume (Fixture *fixture, gconstpointer data)
{
  train (fixture, 2 * EPOCH + 1);
  WAIT_FOR (ask_number (fixture->folder, "SELECT count (*) FROM kept WHERE checkpoint > 0") > 0);
  iso_session_reset (fixture->session);
  WAIT_FOR (iso_session_state (fixture->session) == ISO_SESSION_READY);
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.resume-run", "x", (gint64) 1);
  WAIT_FOR (iso_session_run (fixture->session) == 1);
  g_assert_true (test_says (GTK_WIDGET (fixture->window), "Run 1 stands at step"));
  WAIT_FOR (iso_session_state (fixture->session) == ISO_SESSION_PAUSED);
  /* What there is not is explained. */
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.resume-run", "x", (gint64) 77);
  WAIT_FOR (window_of (fixture, ADW_TYPE_MESSAGE_DIALOG) != NULL);
  g_assert_nonnull (strstr (adw_message_dialog_get_body (ADW_MESSAGE_DIALOG (window_of (fixture, ADW_TYPE_MESSAGE_DIALOG))), "77"));
  gtk_window_destroy (GTK_WINDOW (window_of (fixture, ADW_TYPE_MESSAGE_DIALOG)));
  g_assert_cmpint (iso_session_run (fixture->session), ==, 1);
}

/* Nothing is kept, and nothing promised. */
static void
test_without (void)
{
  Fixture fixture = { 0 };
  open_window (&fixture);
  g_assert_null (fixture.window->library);
  g_assert_false (is_enabled (&fixture, "win.fork"));
  train (&fixture, EPOCH + 1);
  g_assert_false (is_enabled (&fixture, "win.fork"));
  g_assert_cmpint (iso_session_run (fixture.session), ==, 0);
  gtk_widget_activate_action (GTK_WIDGET (fixture.window), "win.preferences", NULL);
  GtkWidget *preferences = window_of (&fixture, ADW_TYPE_PREFERENCES_WINDOW);
  g_assert_true (test_says (preferences, "Runs Are Not Kept"));
  gtk_window_destroy (GTK_WINDOW (preferences));
  test_window_close (fixture.window, fixture.session);
}

/* In the line of the run's state, until it is made good. */
static void
test_warning (void)
{
  Fixture fixture = { .folder = make_store_folder () };
  g_autofree char *place = g_build_filename (fixture.folder, "later", NULL);
  g_assert_true (g_file_set_contents (place, "in the way", -1, NULL));
  open_window (&fixture);
  iso_window_keep_runs (fixture.window, place);
  GtkWidget *note = test_find (GTK_WIDGET (fixture.window), ISO_TYPE_KEEPING_NOTE);
  g_assert_false (gtk_widget_get_visible (note));
  iso_session_start (fixture.session);
  WAIT_FOR (gtk_widget_get_visible (note));
  g_assert_true (test_says (note, "not kept"));
  g_assert_nonnull (strstr (gtk_widget_get_tooltip_text (note), place));
  g_assert_nonnull (strstr (gtk_widget_get_tooltip_text (note), "Training goes on"));
  GtkWidget *label = gtk_widget_get_last_child (note);
  gtk_test_accessible_assert_role (GTK_ACCESSIBLE (label), GTK_ACCESSIBLE_ROLE_STATUS);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (label), GTK_ACCESSIBLE_PROPERTY_LABEL, gtk_widget_get_tooltip_text (note));
  g_assert_cmpint (g_remove (place), ==, 0);
  WAIT_FOR (!gtk_widget_get_visible (note));
  g_assert_cmpint (iso_session_run (fixture.session), ==, 1);
  test_window_close (fixture.window, fixture.session);
  WAIT_FOR (ask_number (place, "SELECT count (*) FROM runs WHERE status IN ('running', 'paused')") == 0);
  remove_store (fixture.folder);
}

static GtkWidget *
row_named (GtkWidget *root, const char *title)
{
  if (ADW_IS_ACTION_ROW (root) && g_str_equal (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (root)), title))
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = row_named (child, title);
      if (found != NULL)
        return found;
    }
  return NULL;
}

static void
test_preferences (Fixture *fixture, gconstpointer data)
{
  IsoWindow *window = fixture->window;
  gtk_widget_activate_action (GTK_WIDGET (window), "win.preferences", NULL);
  gpointer preferences = window_of (fixture, ADW_TYPE_PREFERENCES_WINDOW);
  g_object_add_weak_pointer (preferences, &preferences);
  GtkWidget *keeps = test_find (row_named (preferences, "Keep Runs"), GTK_TYPE_SWITCH);
  GtkWidget *epochs = test_find (row_named (preferences, "Epochs of a Run"), GTK_TYPE_SPIN_BUTTON);
  GtkWidget *room = test_find (row_named (preferences, "Room for a Run"), GTK_TYPE_SPIN_BUTTON);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (keeps), GTK_ACCESSIBLE_PROPERTY_LABEL, "Keep Runs");
  g_assert_true (gtk_switch_get_active (GTK_SWITCH (keeps)));
  g_assert_cmpint (gtk_spin_button_get_value_as_int (GTK_SPIN_BUTTON (epochs)), ==, 50);
  g_assert_cmpint (gtk_spin_button_get_value_as_int (GTK_SPIN_BUTTON (room)), ==, 500);
  GtkWidget *place = row_named (preferences, fixture->folder);
  g_assert_nonnull (place);
  WAIT_FOR (strstr (adw_action_row_get_subtitle (ADW_ACTION_ROW (place)), "on disk") != NULL);

  gtk_switch_set_active (GTK_SWITCH (keeps), FALSE);
  g_assert_false (gtk_widget_is_sensitive (epochs));
  iso_session_single_step (fixture->session);
  WAIT_FOR (test_steps_of (fixture->session) == 1);
  test_wait_ms (400);
  g_assert_cmpint (iso_session_run (fixture->session), ==, 0);
  gtk_switch_set_active (GTK_SWITCH (keeps), TRUE);
  g_assert_true (gtk_widget_is_sensitive (epochs));
  iso_session_single_step (fixture->session);
  WAIT_FOR (iso_session_run (fixture->session) == 1);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (epochs), 7);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (room), 120);
  g_assert_true (window->keeping.keeps && window->keeping.epochs == 7 && window->keeping.megabytes == 120);
  gtk_window_destroy (preferences);
  WAIT_FOR (preferences == NULL);
}

/* From one sitting to the next; numbers that are none are passed over. */
static void
test_remembered (void)
{
  g_autofree char *folder = g_build_filename (g_get_user_config_dir (), "isotherm", NULL);
  g_autofree char *path = g_build_filename (folder, "window.ini", NULL);
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, "[window]\nkeep-runs=false\nkeep-epochs=9\nkeep-megabytes=-4\n", -1, NULL));
  IsoSession *session = iso_session_new ();
  IsoWindow *window = iso_window_new (NULL, session, TRUE);
  g_assert_true (!window->keeping.keeps && window->keeping.epochs == 9 && window->keeping.megabytes == 500);
  window->keeping.keeps = TRUE;
  window->keeping.megabytes = 77;
  gtk_window_present (GTK_WINDOW (window));
  WAIT_FOR (iso_session_state (session) == ISO_SESSION_READY);
  gtk_window_close (GTK_WINDOW (window));
  WAIT_FOR (g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, NULL) && g_key_file_has_key (file, "window", "width", NULL));
  g_assert_true (g_key_file_get_boolean (file, "window", "keep-runs", NULL));
  g_assert_cmpint (g_key_file_get_integer (file, "window", "keep-epochs", NULL), ==, 9);
  g_assert_cmpint (g_key_file_get_integer (file, "window", "keep-megabytes", NULL), ==, 77);
  g_object_unref (session);
}

int
main (int argc, char **argv)
{
  /* Not the person's own folder. */
  g_autofree char *config = g_dir_make_tmp ("isotherm-config-XXXXXX", NULL);
  g_setenv ("XDG_CONFIG_HOME", config, TRUE);
  g_setenv ("XDG_CACHE_HOME", config, TRUE);
  gtk_test_init (&argc, &argv);
  adw_init ();
  g_timeout_add (20, look_again, NULL);
#define ADD(name, function) g_test_add ("/window-record/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("fork", test_fork);
  ADD ("resume", test_resume);
  ADD ("preferences", test_preferences);
#undef ADD
  g_test_add_func ("/window-record/without", test_without);
  g_test_add_func ("/window-record/warning", test_warning);
  g_test_add_func ("/window-record/remembered", test_remembered);
  int status = g_test_run ();
  remove_tree (config);
  return status;
}
