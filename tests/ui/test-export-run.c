/* The dialog that writes a kept run: rows with names and purposes, what will be written and replaced, writing, stopping, what goes wrong. */
#include <adwaita.h>
#include <unistd.h>

#include "tests/support/kept-run.h"
#include "tests/support/widgets.h"
#include "tests/support/window-fixture.h"
#include "ui/window/export-run-dialog.h"

typedef struct {
  KeptRun kept;
  IsoSharedStore *store;
  IsoRun *run;
  GtkWindow *dialog; /* weak */
  char *place, *folder;
  guint count;       /* of the files that it said it wrote */
} Fixture;

static void
exported (IsoExportRunDialog *dialog, const char *folder, guint count, Fixture *fixture)
{
  g_assert_cmpstr (folder, ==, fixture->folder);
  fixture->count = count;
}

static void
open_dialog (Fixture *fixture)
{
  g_set_weak_pointer (&fixture->dialog, iso_export_run_dialog_new (NULL, fixture->store, fixture->run->id, fixture->run->name,
                                                                 ISO_EXPORT_RUN_FORMATS, fixture->place));
  g_signal_connect (fixture->dialog, "exported", G_CALLBACK (exported), fixture);
  gtk_window_present (fixture->dialog);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  static const char *const none[] = { NULL };
  kept_run_init (&fixture->kept, none, NULL, NULL);
  kept_run_train (&fixture->kept, 1);
  kept_run_end (&fixture->kept, ISO_RUN_FINISHED);
  IsoStore *store = iso_store_open (fixture->kept.folder, &error);
  g_assert_no_error (error);
  fixture->store = iso_shared_store_new (store);
  fixture->run = iso_store_find (store, "1", &error);
  g_assert_no_error (error);
  fixture->place = g_build_filename (fixture->kept.folder, "place", NULL);
  fixture->folder = g_build_filename (fixture->place, "isotherm-run-1", NULL);
  open_dialog (fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  if (fixture->dialog != NULL)
    gtk_window_destroy (fixture->dialog);
  WAIT_FOR (fixture->dialog == NULL);
  iso_shared_store_unref (fixture->store);
  iso_run_free (fixture->run);
  g_free (fixture->place);
  g_free (fixture->folder);
  kept_run_clear (&fixture->kept, true);
}

static GtkWidget *
check_of (GtkWidget *root, const char *title)
{
  if (GTK_IS_CHECK_BUTTON (root))
    {
      g_autofree char *name = gtk_test_accessible_check_property (GTK_ACCESSIBLE (root), GTK_ACCESSIBLE_PROPERTY_LABEL, title);
      if (name == NULL)
        return root;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = check_of (child, title);
      if (found != NULL)
        return found;
    }
  return NULL;
}

static void
choose (Fixture *fixture, const char *title, gboolean is_chosen)
{
  GtkWidget *check = check_of (GTK_WIDGET (fixture->dialog), title);
  g_assert_nonnull (check);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), is_chosen);
}

static GtkWidget *
button (Fixture *fixture, const char *label)
{
  GtkWidget *found = test_find_button (GTK_WIDGET (fixture->dialog), label);
  g_assert_nonnull (found);
  return found;
}

/* By the keyboard: the window's default is to export. Answered after the button has been seen to move. */
static void
start (Fixture *fixture)
{
  GtkWidget *export = button (fixture, "_Export");
  gtk_widget_activate_default (GTK_WIDGET (fixture->dialog));
  WAIT_FOR (fixture->dialog == NULL || !gtk_widget_get_sensitive (export));
}

static gboolean
has_file (Fixture *fixture, const char *name)
{
  g_autofree char *path = g_build_filename (fixture->folder, name, NULL);
  return g_file_test (path, G_FILE_TEST_IS_REGULAR);
}

/* ---- what is said ---- */

static void
test_rows (Fixture *fixture, gconstpointer data)
{
  GtkWidget *dialog = GTK_WIDGET (fixture->dialog);
  for (int i = 0; i < ISO_RUN_EXPORT_FORMATS; i++)
    {
      GtkWidget *check = check_of (dialog, iso_run_export_title (i));
      g_assert_nonnull (check);
      gtk_test_accessible_assert_role (check, GTK_ACCESSIBLE_ROLE_CHECKBOX);
      gtk_test_accessible_assert_property (check, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, iso_run_export_purpose (i));
      g_assert_true (test_says (dialog, iso_run_export_title (i)) && test_says (dialog, iso_run_export_purpose (i)));
    }
  g_assert_cmpuint (iso_export_run_dialog_formats (ISO_EXPORT_RUN_DIALOG (dialog)), ==, ISO_EXPORT_RUN_FORMATS);
  g_assert_true (test_says (dialog, fixture->folder) && test_says (dialog, fixture->run->name));
  g_assert_true (test_says (dialog, "4 files: metrics.csv, steps.csv, journal.csv, report.html."));
  choose (fixture, "Embedding Projector", TRUE);
  g_assert_true (test_says (dialog, "sprite.png, where the samples are pictures"));
  choose (fixture, "Embedding Projector", FALSE);
  choose (fixture, "CSV tables", FALSE);
  g_assert_true (test_says (dialog, "1 file: report.html."));
  g_assert_false (test_says (dialog, "already"));
  g_assert_true (gtk_widget_get_sensitive (button (fixture, "_Export")));
  choose (fixture, "Report", FALSE);
  g_assert_true (test_says (dialog, "Nothing is chosen yet."));
  g_assert_false (gtk_widget_get_sensitive (button (fixture, "_Export")));
}

/* ---- writing ---- */

static void
test_written (Fixture *fixture, gconstpointer data)
{
  choose (fixture, "NumPy archive", TRUE);
  start (fixture);
  WAIT_FOR (fixture->dialog == NULL);
  g_assert_cmpuint (fixture->count, ==, 5);
  g_assert_true (has_file (fixture, "report.html") && has_file (fixture, "run.npz") && has_file (fixture, "steps.csv"));
  /* Anew, it says what it would replace. */
  open_dialog (fixture);
  g_assert_true (test_says (GTK_WIDGET (fixture->dialog), "4 of these names are there already and will be replaced."));
}

static void
test_stopped (Fixture *fixture, gconstpointer data)
{
  choose (fixture, "Isotherm archive", TRUE);
  start (fixture);
  g_signal_emit_by_name (button (fixture, "_Cancel"), "clicked");
  WAIT_FOR (test_says (GTK_WIDGET (fixture->dialog), "Stopped; nothing was written."));
  g_assert_false (g_file_test (fixture->place, G_FILE_TEST_EXISTS));
  g_assert_true (gtk_widget_get_sensitive (button (fixture, "_Export")));
  g_assert_cmpuint (fixture->count, ==, 0);
  /* And with nothing to stop it goes away. */
  g_signal_emit_by_name (button (fixture, "_Cancel"), "clicked");
  WAIT_FOR (fixture->dialog == NULL);
}

/* What goes wrong is said in place, and another folder helps. */
static void
test_refused (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_assert_true (g_file_set_contents (fixture->place, "in the way", -1, &error));
  start (fixture);
  WAIT_FOR (test_says (GTK_WIDGET (fixture->dialog), "isotherm-run-1: "));
  g_assert_true (gtk_widget_get_sensitive (button (fixture, "_Export")));
  char *other = g_strconcat (fixture->place, "-2", NULL);
  iso_export_run_dialog_set_place (ISO_EXPORT_RUN_DIALOG (fixture->dialog), other);
  g_assert_cmpstr (iso_export_run_dialog_place (ISO_EXPORT_RUN_DIALOG (fixture->dialog)), ==, other);
  g_free (fixture->folder);
  fixture->folder = g_build_filename (other, "isotherm-run-1", NULL);
  g_free (other);
  start (fixture);
  WAIT_FOR (fixture->dialog == NULL);
  g_assert_cmpuint (fixture->count, ==, 4);
}

/* Closed while it writes: what was begun is stopped, and nobody is told. */
static void
test_closed (Fixture *fixture, gconstpointer data)
{
  start (fixture);
  gtk_window_destroy (fixture->dialog);
  WAIT_FOR (fixture->dialog == NULL);
  test_wait_ms (300);
  g_assert_cmpuint (fixture->count, ==, 0);
}

/* ---- from the window ---- */

static GtkWidget *
find_dialog (void)
{
  g_autoptr (GList) all = gtk_window_list_toplevels ();
  for (GList *link = all; link != NULL; link = link->next)
    if (ISO_IS_EXPORT_RUN_DIALOG (link->data))
      return link->data;
  return NULL;
}

/* The run in place, once there is one; and any other by its number. */
static void
test_window (void)
{
  char *folder = make_store_folder ();
  g_autofree char *place = g_build_filename (folder, "place", NULL), *page = g_build_filename (place, "isotherm-run-1", "report.html", NULL);
  IsoSession *session = iso_session_new ();
  IsoWindow *window = test_window_open (session);
  iso_window_keep_runs (window, folder);
  WAIT_FOR (iso_run_library_store (window->library) != NULL);
  g_assert_false (iso_window_is_enabled (window, "win.export-this-run"));
  iso_session_single_step (session);
  WAIT_FOR (iso_window_is_enabled (window, "win.export-this-run"));
  g_assert_cmpint (iso_session_run (session), ==, 1);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (window), "win.export-this-run", NULL));
  GtkWidget *dialog = find_dialog ();
  g_assert_nonnull (dialog);
  g_assert_true (gtk_window_get_transient_for (GTK_WINDOW (dialog)) == GTK_WINDOW (window));
  iso_export_run_dialog_set_place (ISO_EXPORT_RUN_DIALOG (dialog), place);
  g_signal_emit_by_name (test_find_button (dialog, "_Export"), "clicked");
  WAIT_FOR (find_dialog () == NULL);
  g_assert_true (g_file_test (page, G_FILE_TEST_IS_REGULAR));
  g_assert_true (test_says (GTK_WIDGET (window), "Wrote 4 files into isotherm-run-1"));
  /* The next goes where this one went. */
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (window), "win.export-run", "x", G_GINT64_CONSTANT (1)));
  dialog = find_dialog ();
  g_assert_cmpstr (iso_export_run_dialog_place (ISO_EXPORT_RUN_DIALOG (dialog)), ==, place);
  test_window_close (window, session);
  WAIT_FOR (find_dialog () == NULL);
  remove_store (folder);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add ("/export-run/rows", Fixture, NULL, set_up, test_rows, tear_down);
  g_test_add ("/export-run/written", Fixture, NULL, set_up, test_written, tear_down);
  g_test_add ("/export-run/stopped", Fixture, NULL, set_up, test_stopped, tear_down);
  g_test_add ("/export-run/refused", Fixture, NULL, set_up, test_refused, tear_down);
  g_test_add ("/export-run/closed", Fixture, NULL, set_up, test_closed, tear_down);
  g_test_add_func ("/export-run/window", test_window);
  return g_test_run ();
}
