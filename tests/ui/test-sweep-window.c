/* The window of sweeps: a form whose problems stand at their fields, the file that it writes and reads, and a real sweep of two by two
 * runs from the main window, which goes on while the window of sweeps is closed. */
#include <glib/gstdio.h>
#include <string.h>

#include "engine/store/store.h"
#include "engine/sweep/store.h"
#include "engine/train/parameters.h"
#include "tests/support/store-fixture.h"
#include "tests/support/sweep-fixture.h"
#include "tests/support/wait-for.h"
#include "tests/support/widgets.h"
#include "tests/support/window-fixture.h"
#include "ui/panel/sweep-add-button.h"
#include "ui/panel/sweep-change-row.h"
#include "ui/window/sweep-window.h"

typedef struct {
  IsoSession *session;
  IsoWindow *main;
  char *folder;
  IsoSweepWindow *window;
  IsoSweepForm *form;
} Fixture;

/* From the main window, as people do it. */
static void
open_sweeps (Fixture *fixture)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->main), "win.sweep", NULL));
  fixture->window = ISO_SWEEP_WINDOW (iso_window_sweeps (fixture->main));
  fixture->form = iso_sweep_window_form (fixture->window);
  WAIT_FOR (gtk_widget_get_mapped (GTK_WIDGET (fixture->window)));
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = make_store_folder ();
  g_setenv ("ISOTHERM_STORE", fixture->folder, TRUE);
  fixture->session = iso_session_new ();
  g_assert_true (iso_session_set_all (fixture->session, (const char *const[]) { "data.validation=sample", "train.epochs=1", NULL }, NULL));
  fixture->main = test_window_open (fixture->session);
  open_sweeps (fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gpointer window = fixture->window;
  if (window != NULL)
    g_object_add_weak_pointer (window, &window);
  test_window_close (fixture->main, fixture->session);
  WAIT_FOR (window == NULL);
  g_unsetenv ("ISOTHERM_STORE");
  remove_store (fixture->folder);
}

static IsoSweepChange *
change_of (Fixture *fixture, guint place)
{
  return iso_sweep_form_draft (fixture->form)->changes->pdata[place];
}

static IsoSweepChangeRow *
row_of (Fixture *fixture, GtkWidget *below, guint *skip)
{
  if (ISO_IS_SWEEP_CHANGE_ROW (below) && (*skip)-- == 0)
    return ISO_SWEEP_CHANGE_ROW (below);
  for (GtkWidget *child = gtk_widget_get_first_child (below); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      IsoSweepChangeRow *found = row_of (fixture, child, skip);
      if (found != NULL)
        return found;
    }
  return NULL;
}

static IsoSweepChangeRow *
row_at (Fixture *fixture, guint place)
{
  return row_of (fixture, GTK_WIDGET (fixture->form), &place);
}

static void
set_list (Fixture *fixture, guint place, const char *list)
{
  iso_sweep_text_set (&change_of (fixture, place)->list, list);
  iso_sweep_form_show (fixture->form);
}

static void
test_form (Fixture *fixture, gconstpointer data)
{
  IsoSweepDraft *draft = iso_sweep_form_draft (fixture->form);
  /* What is missing is said. */
  g_assert_null (iso_sweep_form_plan (fixture->form));
  g_assert_true (test_says (GTK_WIDGET (fixture->window), "Nothing changes yet"));
  g_assert_true (test_says (GTK_WIDGET (fixture->window), "Add a parameter that changes."));
  g_assert_cmpint (draft->base.train.epochs, ==, 1);
  iso_sweep_form_add (fixture->form, "distill.lambda");
  iso_sweep_form_add (fixture->form, "distill.omega");
  iso_sweep_form_add (fixture->form, "distill.mode");
  g_assert_cmpstr (draft->name, ==, "λ, ω, Mode on sample");
  set_list (fixture, 0, "1, 10");
  set_list (fixture, 1, "0.5, 0.8");
  set_list (fixture, 2, "psd, obdp");
  WAIT_FOR (!iso_sweep_form_is_checking (fixture->form));
  g_assert_null (iso_sweep_form_problem (fixture->form));
  g_assert_cmpuint (iso_sweep_plan_point_count (iso_sweep_form_plan (fixture->form)), ==, 24);
  g_assert_true (g_str_has_prefix (iso_sweep_form_summary (fixture->form), "8 settings × 3 seeds = 24 runs; how long is known"));
  g_assert_nonnull (strstr (iso_sweep_form_summary (fixture->form), "settings come to the same"));
  /* At the field. */
  set_list (fixture, 1, "0.5, 1.5");
  g_assert_nonnull (strstr (iso_sweep_change_row_problem (row_at (fixture, 1)), "1.5"));
  g_assert_null (iso_sweep_change_row_problem (row_at (fixture, 0)));
  g_assert_null (iso_sweep_form_plan (fixture->form));
  /* As a whole: no single value is wrong. */
  set_list (fixture, 1, "0.5");
  iso_sweep_form_add (fixture->form, "loss.name");
  set_list (fixture, 3, "quadruplet, triplet");
  iso_sweep_form_add (fixture->form, "batch.samples_per_class");
  set_list (fixture, 4, "3");
  WAIT_FOR (!iso_sweep_form_is_checking (fixture->form));
  g_assert_null (iso_sweep_form_plan (fixture->form));
  g_assert_nonnull (iso_sweep_form_problem (fixture->form));
  g_assert_true (test_says (GTK_WIDGET (fixture->window), iso_sweep_form_problem (fixture->form)));
  /* The session's present settings, whatever the form had. */
  draft->base.train.epochs = 9;
  iso_sweep_form_take_present (fixture->form);
  g_assert_cmpint (iso_sweep_form_draft (fixture->form)->base.train.epochs, ==, 1);
}

/* By hand: typing, ticking, choosing. */
static void
test_rows (Fixture *fixture, gconstpointer data)
{
  IsoSweepAddButton *add = ISO_SWEEP_ADD_BUTTON (test_find (GTK_WIDGET (fixture->form), ISO_TYPE_SWEEP_ADD_BUTTON));
  guint all = iso_sweep_add_button_search (add, "");
  g_assert_cmpuint (all, >, 20);
  g_assert_cmpuint (iso_sweep_add_button_search (add, "LAMBDA"), >=, 1);
  g_assert_cmpuint (iso_sweep_add_button_search (add, "diffusion ω"), >=, 1);
  g_assert_cmpuint (iso_sweep_add_button_search (add, "no such thing"), ==, 0);
  g_signal_emit_by_name (add, "chosen", "distill.lambda");
  g_signal_emit_by_name (add, "chosen", "distill.mode");
  g_assert_cmpuint (iso_sweep_add_button_search (add, ""), ==, all - 2);
  IsoSweepChangeRow *lambda = row_at (fixture, 0), *mode = row_at (fixture, 1);
  gtk_test_accessible_assert_role (lambda, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_test_accessible_assert_property (lambda, GTK_ACCESSIBLE_PROPERTY_LABEL, "Self-distillation: Weight λ");
  GtkWidget *entry = test_find (GTK_WIDGET (lambda), GTK_TYPE_ENTRY);
  gtk_test_accessible_assert_property (entry, GTK_ACCESSIBLE_PROPERTY_LABEL, "Self-distillation: Weight λ, values");
  gtk_editable_set_text (GTK_EDITABLE (entry), "1, oops");
  g_assert_cmpstr (change_of (fixture, 0)->list, ==, "1, oops");
  g_assert_nonnull (iso_sweep_change_row_problem (lambda));
  gtk_test_accessible_assert_state (entry, GTK_ACCESSIBLE_STATE_INVALID, GTK_ACCESSIBLE_INVALID_TRUE);
  gtk_editable_set_text (GTK_EDITABLE (entry), "1, 2");
  g_assert_null (iso_sweep_change_row_problem (lambda));
  /* Four modes, all ticked; the first one off. */
  GtkWidget *box = test_find (GTK_WIDGET (mode), GTK_TYPE_CHECK_BUTTON);
  g_assert_cmpstr (change_of (fixture, 1)->list, ==, "none, psd, obdp, uniform");
  gtk_check_button_set_active (GTK_CHECK_BUTTON (box), FALSE);
  g_assert_cmpstr (change_of (fixture, 1)->list, ==, "psd, obdp, uniform");
  g_signal_emit_by_name (mode, "removed");
  g_assert_cmpuint (iso_sweep_form_draft (fixture->form)->changes->len, ==, 1);
  g_assert_null (row_at (fixture, 1));
  WAIT_FOR (!iso_sweep_form_is_checking (fixture->form));
  g_assert_cmpuint (iso_sweep_plan_setting_count (iso_sweep_form_plan (fixture->form)), ==, 2);
}

static void
test_file (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "sweep.json", NULL), *wrong = g_build_filename (fixture->folder, "no.json", NULL);
  iso_sweep_form_add (fixture->form, "distill.lambda");
  iso_sweep_form_add (fixture->form, "distill.omega");
  IsoSweepChange *omega = change_of (fixture, 1);
  omega->kind = ISO_SWEEP_RANGE;
  iso_sweep_text_set (&omega->from, "0.1");
  iso_sweep_text_set (&omega->to, "0.9");
  iso_sweep_form_show (fixture->form);
  g_autofree char *before = iso_sweep_draft_json (iso_sweep_form_draft (fixture->form));
  iso_sweep_window_save (fixture->window, path);
  WAIT_FOR (strcmp (iso_sweep_window_said (fixture->window), "Saved sweep.json") == 0);
  /* The command line's own reader takes it. */
  g_autoptr (GError) error = NULL;
  g_autoptr (IsoSweepPlan) plan = iso_sweep_plan_read (path, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (iso_sweep_plan_setting_count (plan), ==, 15);
  iso_sweep_form_take (fixture->form, iso_sweep_draft_new (iso_session_settings (fixture->session)));
  iso_sweep_window_show (fixture->window, "results");
  iso_sweep_window_open (fixture->window, path);
  WAIT_FOR (strcmp (iso_sweep_window_said (fixture->window), "Opened sweep.json") == 0);
  g_autofree char *after = iso_sweep_draft_json (iso_sweep_form_draft (fixture->form));
  g_assert_cmpstr (after, ==, before);
  g_assert_true (g_file_set_contents (wrong, "{\"name\": \"x\", \"gird\": {}}", -1, NULL));
  iso_sweep_window_open (fixture->window, wrong);
  WAIT_FOR (strstr (iso_sweep_window_said (fixture->window), "gird") != NULL);
}

static void
test_assignments (void)
{
  g_autoptr (IsoSweepPlan) plan = test_sweep_plan ();
  IsoSettings now = *iso_sweep_plan_base (plan);
  now.train.seed = 77;
  now.distill.mode = ISO_DISTILL_OBDP;
  g_auto (GStrv) assignments = iso_sweep_assignments (plan, 7, &now);
  g_autofree char *text = g_strjoinv (" ", assignments);
  /* Setting 7: λ 0.1, obdp, which it is already, ω 0.4. */
  g_assert_cmpstr (text, ==, "distill.lambda=0.1 distill.omega=0.4");
}

static void
note_runs (IsoSweepWindow *window, GVariant *runs, GVariant **noted)
{
  *noted = g_variant_ref (runs);
}

/* The command line finds the runs that the window has kept, by the file that the window writes. */
static void
assert_found (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (fixture->folder, "real.json", NULL);
  iso_sweep_window_save (fixture->window, path);
  WAIT_FOR (strcmp (iso_sweep_window_said (fixture->window), "Saved real.json") == 0);
  g_autoptr (IsoSweepPlan) plan = iso_sweep_plan_read (path, &error);
  g_assert_no_error (error);
  g_autoptr (IsoSweepResults) results = iso_sweep_results_new (plan);
  g_autoptr (IsoSweepStore) store = iso_sweep_store_open (NULL, plan, true, &error);
  g_assert_no_error (error);
  g_assert_true (iso_sweep_store_read (store, results, &error));
  g_assert_cmpuint (iso_sweep_results_finished (results), ==, 4);
}

/* Two by two, one epoch each; closed while it runs, and opened again. */
static void
test_real (Fixture *fixture, gconstpointer data)
{
  iso_sweep_form_add (fixture->form, "distill.lambda");
  iso_sweep_form_add (fixture->form, "distill.omega");
  set_list (fixture, 0, "1, 10");
  set_list (fixture, 1, "0.5, 0.8");
  iso_sweep_text_set (&iso_sweep_form_draft (fixture->form)->seeds, "1");
  iso_sweep_form_show (fixture->form);
  WAIT_FOR (iso_sweep_form_plan (fixture->form) != NULL);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->window), "sweep.start", NULL));
  gtk_window_close (GTK_WINDOW (fixture->window));
  WAIT_FOR (iso_window_sweeps (fixture->main) == NULL);
  WAIT_FOR (test_says (GTK_WIDGET (fixture->main), "4 of 4 runs"));
  open_sweeps (fixture);
  IsoSweepOverview *overview = iso_sweep_window_overview (fixture->window);
  IsoSweepChoice *choice = iso_sweep_overview_choice (overview);
  WAIT_FOR (iso_sweep_choice_scores (choice) != NULL && iso_sweep_choice_scores (choice)->chosen >= 0);
  /* It is what was set up, once more. */
  g_assert_cmpuint (iso_sweep_form_draft (fixture->form)->changes->len, ==, 2);
  for (size_t s = 0; s < 4; s++)
    g_assert_cmpuint (iso_sweep_choice_scores (choice)->finished[s], ==, 1);
  const size_t two[] = { 0, 3 };
  size_t runs;
  iso_sweep_choice_select (choice, two, 2, false);
  g_free (iso_sweep_overview_runs (overview, &runs));
  g_assert_cmpuint (runs, ==, 2);
  g_autoptr (GVariant) noted = NULL;
  g_signal_connect (fixture->window, "compare", G_CALLBACK (note_runs), &noted);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->window), "sweep.compare", NULL));
  g_assert_true (noted != NULL && g_variant_is_of_type (noted, G_VARIANT_TYPE ("ax")) && g_variant_n_children (noted) == 2);
  assert_found (fixture);
  /* Its settings in the main window. */
  iso_sweep_choice_select (choice, two + 1, 1, false);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->window), "sweep.use", NULL));
  g_assert_cmpfloat (iso_session_settings (fixture->session)->distill.lambda, ==, 10.0);
  g_assert_cmpfloat (iso_session_settings (fixture->session)->distill.omega, ==, 0.8);
  WAIT_FOR (iso_session_state (fixture->session) == ISO_SESSION_READY);
  g_autoptr (GError) error = NULL;
  g_autoptr (IsoStore) store = iso_store_open (fixture->folder, &error);
  g_autoptr (GPtrArray) kept = iso_store_list (store, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (kept->len, ==, 4);
}

/* The program does not end by accident while a sweep runs: the question is one, keeping is the default, and Quit closes. */
static void
test_quit (Fixture *fixture, gconstpointer data)
{
  gpointer main_window = fixture->main;
  g_object_add_weak_pointer (main_window, &main_window);
  iso_sweep_form_add (fixture->form, "distill.lambda");
  set_list (fixture, 0, "1, 2, 5, 10, 20, 50, 100");
  WAIT_FOR (iso_sweep_form_plan (fixture->form) != NULL);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->window), "sweep.start", NULL));
  gtk_window_close (GTK_WINDOW (fixture->main));
  WAIT_FOR (iso_window_sweep_question (fixture->main) != NULL);
  AdwMessageDialog *question = ADW_MESSAGE_DIALOG (iso_window_sweep_question (fixture->main));
  g_assert_cmpstr (adw_message_dialog_get_default_response (question), ==, "keep");
  g_assert_cmpstr (adw_message_dialog_get_close_response (question), ==, "keep");
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->main), "win.quit", NULL));
  g_assert_true (iso_window_sweep_question (fixture->main) == GTK_WINDOW (question));
  gtk_window_close (GTK_WINDOW (question));
  WAIT_FOR (iso_window_sweep_question (fixture->main) == NULL);
  g_assert_nonnull (main_window);
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (fixture->main)));
  g_object_ref (fixture->main);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->main), "win.quit", NULL));
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (iso_window_sweep_question (fixture->main)), "quit");
  WAIT_FOR (!gtk_widget_get_visible (GTK_WIDGET (fixture->main)));
  g_object_remove_weak_pointer (main_window, &main_window);
  g_object_unref (fixture->main);
  fixture->main = NULL;
  gpointer session = fixture->session;
  g_object_add_weak_pointer (session, &session);
  g_object_unref (fixture->session);
  WAIT_FOR (session == NULL);
  g_unsetenv ("ISOTHERM_STORE");
  remove_store (fixture->folder);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv);
  adw_init ();
  g_test_add ("/sweep-window/form", Fixture, NULL, set_up, test_form, tear_down);
  g_test_add ("/sweep-window/rows", Fixture, NULL, set_up, test_rows, tear_down);
  g_test_add ("/sweep-window/file", Fixture, NULL, set_up, test_file, tear_down);
  g_test_add_func ("/sweep-window/assignments", test_assignments);
  g_test_add ("/sweep-window/quit", Fixture, NULL, set_up, test_quit, NULL);
  g_test_add ("/sweep-window/real", Fixture, NULL, set_up, test_real, tear_down);
  return g_test_run ();
}
