/* The window of runs: what is asked of the main window, what is done by itself (renaming, deleting, archives), keys, and that nothing of it
 * stays behind. */
#include <unistd.h>

#include "engine/store/run-lock.h"
#include "tests/support/press.h"
#include "tests/support/run-window-fixture.h"
#include "ui/plot/compared-runs.h"
#include "ui/window/runs-window-private.h"

typedef struct {
  char *folder;
  IsoRunLibrary *library;
  GtkWidget *parent;
  IsoRunsWindow *window;
  IsoRunList *list;
  GString *asked; /* of the main window */
} Fixture;

static void
note_asked (GSimpleAction *action, GVariant *parameter, void *data)
{
  g_autofree char *text = g_variant_print (parameter, FALSE);
  g_string_append_printf (data, "%s %s;", g_action_get_name (G_ACTION (action)), text);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  static const GActionEntry entries[] = {
    { "resume-run", note_asked, "x", NULL, NULL },
    { "fork-run", note_asked, "(xi)", NULL, NULL },
    { "compare-runs", note_asked, "ax", NULL, NULL },
    { "export-run", note_asked, "x", NULL, NULL },
  };
  fixture->folder = make_store_folder ();
  make_runs (fixture->folder, 20, g_get_real_time ());
  fixture->library = iso_run_library_new (fixture->folder);
  fixture->asked = g_string_new (NULL);
  fixture->parent = g_object_new (GTK_TYPE_APPLICATION_WINDOW, NULL);
  g_action_map_add_action_entries (G_ACTION_MAP (fixture->parent), entries, G_N_ELEMENTS (entries), fixture->asked);
  gtk_window_present (GTK_WINDOW (fixture->parent));
  fixture->window = ISO_RUNS_WINDOW (iso_runs_window_new (GTK_WINDOW (fixture->parent), fixture->library));
  fixture->list = iso_runs_window_list (fixture->window);
  gtk_window_present (GTK_WINDOW (fixture->window));
  WAIT_FOR (iso_run_list_count (fixture->list) == 20);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gpointer window = fixture->window, library = fixture->library;
  g_object_add_weak_pointer (window, &window);
  g_object_add_weak_pointer (library, &library);
  gtk_window_destroy (GTK_WINDOW (fixture->parent));
  WAIT_FOR (window == NULL);
  g_object_unref (fixture->library);
  WAIT_FOR (library == NULL);
  g_string_free (fixture->asked, TRUE);
  remove_store (fixture->folder);
}

static gboolean
act (Fixture *fixture, const char *action)
{
  return gtk_widget_activate_action (GTK_WIDGET (fixture->window), action, NULL);
}

static gboolean
is_sensitive (Fixture *fixture, const char *label)
{
  return gtk_widget_is_sensitive (test_find_button (GTK_WIDGET (fixture->window), label));
}

/* The dialog on the window, or NULL. */
static AdwMessageDialog *
dialog_of (Fixture *fixture)
{
  GListModel *windows = gtk_window_get_toplevels ();
  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);
      if (ADW_IS_MESSAGE_DIALOG (window) && gtk_window_get_transient_for (window) == GTK_WINDOW (fixture->window))
        return ADW_MESSAGE_DIALOG (window);
    }
  return NULL;
}

static void
answer (Fixture *fixture, const char *response)
{
  AdwMessageDialog *dialog = dialog_of (fixture);
  g_assert_nonnull (dialog);
  adw_message_dialog_response (dialog, response);
  gtk_window_destroy (GTK_WINDOW (dialog));
  WAIT_FOR (dialog_of (fixture) == NULL);
}

/* ---- the main window does it ---- */

static void
test_asks (Fixture *fixture, gconstpointer data)
{
  /* The newest is what a person most likely came for. */
  ASSERT_SELECTED (fixture->list, "20");
  gtk_selection_model_unselect_all (gtk_column_view_get_model (iso_run_list_view (fixture->list)));
  act (fixture, "runs.open");
  act (fixture, "runs.compare");
  g_assert_cmpstr (fixture->asked->str, ==, "");
  g_assert_false (is_sensitive (fixture, "_Go On"));
  iso_run_list_select (fixture->list, 7);
  g_assert_true (is_sensitive (fixture, "_Go On"));
  g_assert_false (is_sensitive (fixture, "_Compare"));
  g_assert_true (act (fixture, "runs.open"));
  g_assert_true (act (fixture, "runs.fork"));
  g_assert_true (act (fixture, "runs.export-files"));
  act (fixture, "runs.compare");
  g_assert_cmpstr (fixture->asked->str, ==, "resume-run 7;fork-run (7, -1);export-run 7;");
  g_string_truncate (fixture->asked, 0);
  test_select (fixture->list, "3 9 20");
  act (fixture, "runs.open");
  act (fixture, "runs.rename");
  g_assert_true (act (fixture, "runs.compare"));
  g_assert_cmpstr (fixture->asked->str, ==, "compare-runs [20, 9, 3];");
  /* All can be compared, until there are more than the comparison shows. */
  iso_run_list_select_all (fixture->list);
  g_assert_true (is_sensitive (fixture, "_Compare"));
  test_write (fixture->folder,
              "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 29) "
              "INSERT INTO runs (uuid, name, note, status, created, updated, ended, settings, data, fingerprint, version, steps, epochs, "
              "planned_epochs, fork_epoch) SELECT uuid || '-' || i, name, note, status, 0, 0, ended, settings, data, fingerprint, "
              "version, steps, epochs, planned_epochs, 0 FROM runs, n WHERE runs.id = 1");
  iso_run_library_refresh (fixture->library);
  WAIT_FOR (iso_run_list_count (fixture->list) == ISO_COMPARED_RUNS_MOST + 1);
  iso_run_list_select_all (fixture->list);
  g_assert_false (is_sensitive (fixture, "_Compare"));
  /* Enter on a row. */
  g_string_truncate (fixture->asked, 0);
  g_signal_emit_by_name (iso_run_list_view (fixture->list), "activate", 0);
  g_assert_cmpstr (fixture->asked->str, ==, "resume-run 20;");
}

/* ---- names ---- */

static void
test_rename (Fixture *fixture, gconstpointer data)
{
  IsoRunDetails *details = iso_runs_window_details (fixture->window);
  iso_run_list_select (fixture->list, 4);
  g_assert_true (act (fixture, "runs.rename"));
  GtkWidget *entry = test_find (GTK_WIDGET (details), GTK_TYPE_ENTRY);
  g_assert_true (gtk_widget_is_ancestor (gtk_root_get_focus (GTK_ROOT (fixture->window)), entry));
  gtk_editable_set_text (GTK_EDITABLE (entry), "the best one");
  g_signal_emit_by_name (entry, "activate");
  WAIT_FOR (g_str_equal (iso_run_list_find (fixture->list, 4)->name, "the best one"));
  WAIT_FOR (test_find_button (GTK_WIDGET (fixture->window), "_Undo") != NULL);
  g_signal_emit_by_name (test_find_button (GTK_WIDGET (fixture->window), "_Undo"), "clicked");
  WAIT_FOR (g_str_equal (iso_run_list_find (fixture->list, 4)->name, "birds · try 3"));
  /* A note that is still being typed when the window closes. */
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (test_find (GTK_WIDGET (details), GTK_TYPE_TEXT_VIEW))), "good", -1);
  gtk_window_close (GTK_WINDOW (fixture->window));
  WAIT_FOR (g_str_equal (iso_run_library_find (fixture->library, 4)->note, "good"));
  /* And when it goes away with the main one. */
  fixture->window = ISO_RUNS_WINDOW (iso_runs_window_new (GTK_WINDOW (fixture->parent), fixture->library));
  gtk_window_present (GTK_WINDOW (fixture->window));
  details = iso_runs_window_details (fixture->window);
  iso_run_list_select (iso_runs_window_list (fixture->window), 4);
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (test_find (GTK_WIDGET (details), GTK_TYPE_TEXT_VIEW))), "better", -1);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  WAIT_FOR (g_str_equal (iso_run_library_find (fixture->library, 4)->note, "better"));
  fixture->window = ISO_RUNS_WINDOW (iso_runs_window_new (GTK_WINDOW (fixture->parent), fixture->library));
}

/* ---- deleting ---- */

static void
test_delete (Fixture *fixture, gconstpointer data)
{
  test_select (fixture->list, "2 3");
  g_assert_true (act (fixture, "runs.delete"));
  g_assert_nonnull (strstr (adw_message_dialog_get_body (dialog_of (fixture)), "2.9"));
  g_assert_nonnull (strstr (adw_message_dialog_get_heading (dialog_of (fixture)), "2 Runs"));
  answer (fixture, "cancel");
  test_wait_ms (200);
  g_assert_cmpuint (iso_run_list_count (fixture->list), ==, 20);
  g_assert_true (act (fixture, "runs.delete"));
  answer (fixture, "delete");
  WAIT_FOR (iso_run_list_count (fixture->list) == 18);
  g_assert_null (iso_run_list_find (fixture->list, 2));
  /* A fork of what was deleted is whole. */
  g_assert_cmpint (iso_run_list_find (fixture->list, 5)->parent, ==, 0);
}

/* A run that is being recorded stays. */
static void
test_recorded (Fixture *fixture, gconstpointer data)
{
  g_autofree char *files = iso_run_folder (fixture->folder, iso_run_list_find (fixture->list, 9)->uuid);
  g_assert_cmpint (g_mkdir_with_parents (files, 0700), ==, 0);
  int lock = iso_run_lock_take (files);
  test_write (fixture->folder, "UPDATE runs SET status = 'running' WHERE id = 9");
  WAIT_FOR (iso_run_list_find (fixture->list, 9)->status == ISO_RUN_RUNNING);
  iso_run_list_select (fixture->list, 9);
  g_assert_true (act (fixture, "runs.delete"));
  g_assert_null (dialog_of (fixture));
  test_select (fixture->list, "9 10");
  g_assert_true (act (fixture, "runs.delete"));
  g_assert_nonnull (strstr (adw_message_dialog_get_heading (dialog_of (fixture)), "1 Run?"));
  g_assert_nonnull (strstr (adw_message_dialog_get_body (dialog_of (fixture)), "is being recorded"));
  answer (fixture, "delete");
  WAIT_FOR (iso_run_list_find (fixture->list, 10) == NULL);
  g_assert_nonnull (iso_run_list_find (fixture->list, 9));
  close (lock);
}

/* ---- archives ---- */

static void
test_archives (Fixture *fixture, gconstpointer data)
{
  g_autofree char *one = g_build_filename (fixture->folder, "one.isotherm", NULL), *bad = g_build_filename (fixture->folder, "bad", NULL);
  g_autoptr (GError) error = NULL;
  test_write (fixture->folder, "DELETE FROM kept");
  WAIT_FOR (iso_run_list_find (fixture->list, 4)->bytes == 0);
  iso_run_list_select (fixture->list, 4);
  iso_runs_window_export_to (fixture->window, one);
  g_assert_true (gtk_revealer_get_reveal_child (fixture->window->progress));
  /* One at a time. */
  iso_runs_window_import (fixture->window, (const char *const[]) { one, NULL });
  WAIT_FOR (!gtk_revealer_get_reveal_child (fixture->window->progress));
  g_assert_true (g_file_test (one, G_FILE_TEST_IS_REGULAR));
  g_assert_null (dialog_of (fixture));
  /* Several into a folder. */
  test_select (fixture->list, "5 6");
  iso_runs_window_export_to (fixture->window, fixture->folder);
  WAIT_FOR (!gtk_revealer_get_reveal_child (fixture->window->progress));
  g_autofree char *fifth = g_build_filename (fixture->folder, "fashion-mnist-sample-try-4-5.isotherm", NULL);
  g_assert_true (g_file_test (fifth, G_FILE_TEST_IS_REGULAR));
  /* Taken in again: what is there stays, what is no archive is said. */
  iso_run_list_select (fixture->list, 4);
  iso_runs_window_delete_selected (fixture->window);
  WAIT_FOR (iso_run_list_find (fixture->list, 4) == NULL);
  g_file_set_contents (bad, "no archive", -1, &error);
  g_assert_no_error (error);
  iso_runs_window_import (fixture->window, (const char *const[]) { one, fifth, bad, NULL });
  WAIT_FOR (iso_run_list_count (fixture->list) == 20);
  WAIT_FOR (dialog_of (fixture) != NULL);
  g_assert_nonnull (strstr (adw_message_dialog_get_body (dialog_of (fixture)), bad));
  answer (fixture, "close");
  WAIT_FOR (test_says (GTK_WIDGET (fixture->window), "1 run taken in · 1 was there already"));
}

static void
test_cancel (Fixture *fixture, gconstpointer data)
{
  g_autofree char *out = g_build_filename (fixture->folder, "out", NULL);
  test_write (fixture->folder, "DELETE FROM kept");
  WAIT_FOR (iso_run_list_find (fixture->list, 4)->bytes == 0);
  g_assert_cmpint (g_mkdir (out, 0700), ==, 0);
  iso_run_list_select_all (fixture->list);
  iso_runs_window_export_to (fixture->window, out);
  g_assert_true (act (fixture, "runs.cancel"));
  WAIT_FOR (fixture->window->transfer == NULL);
  /* Not all, and none by halves. */
  g_autoptr (GDir) directory = g_dir_open (out, 0, NULL);
  guint count = 0;
  for (const char *name = g_dir_read_name (directory); name != NULL; name = g_dir_read_name (directory), count++)
    g_assert_true (g_str_has_suffix (name, ".isotherm"));
  g_assert_cmpuint (count, <, 20);
  /* And in the middle of it the window goes away. */
  iso_runs_window_export_to (fixture->window, out);
}

/* ---- what is shown ---- */

static void
test_filter (Fixture *fixture, gconstpointer data)
{
  IsoRunsWindow *window = fixture->window;
  g_assert_true (test_says (GTK_WIDGET (window), "20 runs"));
  g_assert_true (act (fixture, "runs.search"));
  gtk_editable_set_text (GTK_EDITABLE (window->search), "birds");
  WAIT_FOR (iso_run_list_match_count (fixture->list) == 5);
  g_assert_true (test_says (GTK_WIDGET (window), "5 of 20 runs"));
  gtk_drop_down_set_selected (window->statuses, 1 + ISO_RUN_STOPPED);
  WAIT_FOR (iso_run_list_match_count (fixture->list) < 5);
  g_signal_emit_by_name (window->search, "stop-search");
  gtk_drop_down_set_selected (window->statuses, 0);
  g_assert_cmpuint (iso_run_list_match_count (fixture->list), ==, 20);
  /* Sweeps appear with the first. */
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (window->sweeps)));
  test_write (fixture->folder, "UPDATE runs SET sweep = '0123456789ab' WHERE id IN (1, 2, 3)");
  WAIT_FOR (gtk_widget_get_visible (GTK_WIDGET (window->sweeps)));
  g_assert_cmpstr (gtk_string_list_get_string (window->sweep_names, 2), ==, "Sweep 01234567 · 3 runs");
  gtk_drop_down_set_selected (window->sweeps, 2);
  ASSERT_SHOWN (fixture->list, "3 2 1");
  gtk_drop_down_set_selected (window->sweeps, 1);
  g_assert_cmpuint (iso_run_list_match_count (fixture->list), ==, 17);
  gtk_drop_down_set_selected (window->sweeps, 0);
  g_assert_true (act (fixture, "runs.tree"));
  g_autofree char *tree = test_shown (fixture->list);
  g_assert_nonnull (strstr (tree, "-5"));
  g_assert_true (act (fixture, "runs.tree"));
  /* A link to a run that the search leaves out finds it all the same. */
  gtk_editable_set_text (GTK_EDITABLE (window->search), "birds");
  WAIT_FOR (iso_run_list_match_count (fixture->list) == 5);
  g_signal_emit_by_name (window->details, "wanted", (gint64) 5);
  ASSERT_SELECTED (fixture->list, "5");
}

static void
test_keys (Fixture *fixture, gconstpointer data)
{
  g_assert_true (test_press (GTK_WIDGET (fixture->window), GDK_KEY_F9));
  g_assert_false (gtk_widget_get_visible (fixture->window->details_pane));
  iso_run_list_select (fixture->list, 8);
  g_assert_true (test_press (GTK_WIDGET (fixture->window), GDK_KEY_F2));
  g_assert_true (gtk_widget_get_visible (fixture->window->details_pane));
  g_assert_true (test_press (GTK_WIDGET (fixture->window), GDK_KEY_Return)); /* with Ctrl: one run is not compared */
  g_assert_cmpstr (fixture->asked->str, ==, "");
  g_assert_true (act (fixture, "runs.copy-id"));
  g_assert_true (test_press (GTK_WIDGET (fixture->window), GDK_KEY_Delete));
  answer (fixture, "cancel");
}

/* Of one parent there is one window. */
static void
test_one (Fixture *fixture, gconstpointer data)
{
  guint before = g_list_model_get_n_items (gtk_window_get_toplevels ());
  iso_runs_window_present (GTK_WINDOW (fixture->parent), fixture->library);
  g_assert_cmpuint (g_list_model_get_n_items (gtk_window_get_toplevels ()), ==, before);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv);
  adw_init ();
#define ADD(name, function) g_test_add ("/runs-window/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("asks", test_asks);
  ADD ("rename", test_rename);
  ADD ("delete", test_delete);
  ADD ("recorded", test_recorded);
  ADD ("archives", test_archives);
  ADD ("cancel", test_cancel);
  ADD ("filter", test_filter);
  ADD ("keys", test_keys);
  ADD ("one", test_one);
  return g_test_run ();
}
