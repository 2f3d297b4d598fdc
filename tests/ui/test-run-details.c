/* The details of a run: what is said of it, what is typed, links, several runs, what cannot be read; and that they follow. */
#include "tests/support/run-window-fixture.h"
#include "ui/panel/run-details-private.h"

typedef struct {
  char *folder;
  IsoRunLibrary *library;
  IsoRunDetails *details;
  GtkWidget *window;
  gint64 renamed, noted, wanted;
  char *text;
} Fixture;

static void
note_renamed (IsoRunDetails *details, gint64 run, const char *text, Fixture *fixture)
{
  fixture->renamed = run;
  g_free (fixture->text);
  fixture->text = g_strdup (text);
}

static void
note_noted (IsoRunDetails *details, gint64 run, const char *text, Fixture *fixture)
{
  fixture->noted = run;
  g_free (fixture->text);
  fixture->text = g_strdup (text);
}

static void
note_wanted (IsoRunDetails *details, gint64 run, Fixture *fixture)
{
  fixture->wanted = run;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = make_store_folder ();
  make_runs (fixture->folder, 6, g_get_real_time ());
  test_write (fixture->folder, "UPDATE runs SET note = 'first' WHERE id = 1");
  fixture->library = iso_run_library_new (fixture->folder);
  WAIT_FOR (iso_run_library_is_listed (fixture->library));
  fixture->details = ISO_RUN_DETAILS (iso_run_details_new ());
  fixture->window = gtk_window_new ();
  g_signal_connect (fixture->details, "renamed", G_CALLBACK (note_renamed), fixture);
  g_signal_connect (fixture->details, "noted", G_CALLBACK (note_noted), fixture);
  g_signal_connect (fixture->details, "wanted", G_CALLBACK (note_wanted), fixture);
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 360, 700);
  gtk_window_set_child (GTK_WINDOW (fixture->window), GTK_WIDGET (fixture->details));
  iso_run_details_set_library (fixture->details, fixture->library);
  gtk_window_present (GTK_WINDOW (fixture->window));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gpointer details = fixture->details, library = fixture->library;
  g_object_add_weak_pointer (details, &details);
  g_object_add_weak_pointer (library, &library);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  WAIT_FOR (details == NULL);
  g_object_unref (fixture->library);
  WAIT_FOR (library == NULL);
  g_free (fixture->text);
  remove_store (fixture->folder);
}

static void
show (Fixture *fixture, gint64 run)
{
  iso_run_details_show (fixture->details, &run, 1);
  WAIT_FOR (fixture->details->reading != NULL && fixture->details->reading->run == run);
}

static gboolean
says (Fixture *fixture, IsoRunPart *part, const char *words)
{
  return gtk_widget_get_visible (part->whole) && test_says (part->whole, words);
}

static const char *
page_of (Fixture *fixture)
{
  return gtk_stack_get_visible_child_name (GTK_STACK (fixture->details->pages));
}

static const char *
name_of (Fixture *fixture)
{
  return gtk_editable_get_text (GTK_EDITABLE (fixture->details->name));
}

static void
type_note (Fixture *fixture, const char *text)
{
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (fixture->details->note), text, -1);
}

static void
test_says_all (Fixture *fixture, gconstpointer data)
{
  IsoRunDetails *details = fixture->details;
  g_assert_cmpstr (page_of (fixture), ==, "none");
  show (fixture, 5);
  g_assert_cmpstr (page_of (fixture), ==, "one");
  g_assert_cmpstr (name_of (fixture), ==, "Fashion-MNIST sample · try 4");
  g_assert_true (says (fixture, &details->scores, "0.756") || says (fixture, &details->scores, "0.75"));
  g_assert_true (says (fixture, &details->settings, "triplet"));
  g_assert_true (says (fixture, &details->settings, "Mode"));
  /* 50, as by default. */
  g_assert_false (says (fixture, &details->settings, "Weight λ"));
  g_assert_true (says (fixture, &details->changes, "from step 100"));
  g_assert_true (says (fixture, &details->changes, "distill.omega = 0.8"));
  g_assert_true (says (fixture, &details->kept, "Epoch 20"));
  g_assert_true (says (fixture, &details->kept, "checkpoint, embeddings, batch"));
  g_assert_true (says (fixture, &details->kept, "737.1"));
  g_assert_true (says (fixture, &details->about, "triplet + PSD"));
  g_assert_true (says (fixture, &details->about, iso_run_details_folder (details)));
  g_assert_true (test_says (GTK_WIDGET (details), "epoch 20 of 20"));
  /* The chart in words. */
  g_autofree char *described = gtk_test_accessible_check_property (GTK_ACCESSIBLE (details->chart), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                                                   "Course of the run");
  g_assert_null (described);
  gtk_test_accessible_assert_role (GTK_ACCESSIBLE (details->chart), GTK_ACCESSIBLE_ROLE_IMG);
  /* Another run: nothing of the one before stays. */
  show (fixture, 2);
  g_assert_false (gtk_widget_get_visible (details->changes.whole));
  g_assert_cmpstr (name_of (fixture), ==, "emoji · try 1");
  g_assert_true (says (fixture, &details->settings, "Self-distillation · Weight λ"));
}

static void
test_usual_settings (Fixture *fixture, gconstpointer data)
{
  IsoSettings settings;
  iso_settings_init (&settings);
  g_autofree char *json = iso_settings_to_json (&settings), *sql = g_strdup_printf ("UPDATE runs SET settings = '%s' WHERE id = 3", json);
  test_write (fixture->folder, sql);
  iso_run_library_refresh (fixture->library);
  test_wait_ms (300);
  show (fixture, 3);
  g_assert_true (says (fixture, &fixture->details->settings, "None"));
}

static void
test_links (Fixture *fixture, gconstpointer data)
{
  show (fixture, 3);
  GtkWidget *fork = test_find (fixture->details->origin.lines, GTK_TYPE_BUTTON);
  g_assert_true (says (fixture, &fixture->details->origin, "Fork at epoch 10"));
  g_signal_emit_by_name (fork, "clicked");
  g_assert_cmpint (fixture->wanted, ==, 5);
  show (fixture, 5);
  g_assert_true (says (fixture, &fixture->details->origin, "(run 3) at epoch 10"));
  g_signal_emit_by_name (test_find (fixture->details->origin.lines, GTK_TYPE_BUTTON), "clicked");
  g_assert_cmpint (fixture->wanted, ==, 3);
  show (fixture, 6);
  g_assert_false (gtk_widget_get_visible (fixture->details->origin.whole));
}

static void
test_typing (Fixture *fixture, gconstpointer data)
{
  IsoRunDetails *details = fixture->details;
  show (fixture, 1);
  /* Nothing was typed: nothing is meant. */
  iso_run_details_commit (details);
  g_assert_cmpint (fixture->renamed, ==, 0);
  g_assert_cmpint (fixture->noted, ==, 0);
  g_assert_true (iso_run_details_edit_name (details));
  gtk_editable_set_text (GTK_EDITABLE (details->name), "  mine  ");
  g_signal_emit_by_name (details->name, "activate");
  g_assert_cmpint (fixture->renamed, ==, 1);
  g_assert_cmpstr (fixture->text, ==, "mine");
  /* A run keeps some name. */
  fixture->renamed = 0;
  gtk_editable_set_text (GTK_EDITABLE (details->name), " ");
  iso_run_details_commit (details);
  g_assert_cmpint (fixture->renamed, ==, 0);
  g_assert_cmpstr (name_of (fixture), ==, "Fashion-MNIST sample · try 0");
  /* What is being typed stays while the run goes on, and is meant when another is shown. */
  type_note (fixture, "half a sent");
  test_write (fixture->folder, "UPDATE runs SET note = 'by somebody else', steps = steps + 1 WHERE id = 1");
  iso_run_library_refresh (fixture->library);
  WAIT_FOR (g_str_equal (iso_run_library_find (fixture->library, 1)->note, "by somebody else"));
  show (fixture, 1);
  g_assert_cmpint (fixture->noted, ==, 0);
  show (fixture, 2);
  g_assert_cmpint (fixture->noted, ==, 1);
  g_assert_cmpstr (fixture->text, ==, "half a sent");
  g_assert_cmpstr (name_of (fixture), ==, "emoji · try 1");
}

static void
test_several (Fixture *fixture, gconstpointer data)
{
  const gint64 runs[] = { 1, 2, 3 };
  iso_run_details_show (fixture->details, runs, 3);
  g_assert_cmpstr (page_of (fixture), ==, "several");
  g_assert_true (test_says (GTK_WIDGET (fixture->details), "3 Runs Selected"));
  g_assert_true (test_says (GTK_WIDGET (fixture->details), "4.4"));
  g_assert_false (iso_run_details_edit_name (fixture->details));
  iso_run_details_show (fixture->details, NULL, 0);
  g_assert_cmpstr (page_of (fixture), ==, "none");
}

static void
test_follows (Fixture *fixture, gconstpointer data)
{
  gint64 run = 4;
  show (fixture, run);
  g_assert_true (says (fixture, &fixture->details->kept, "Epoch 20"));
  test_write (fixture->folder, "DELETE FROM kept WHERE run = 4 AND epoch = 20; UPDATE runs SET steps = steps + 1 WHERE id = 4");
  iso_run_library_refresh (fixture->library);
  WAIT_FOR (iso_run_library_find (fixture->library, run)->steps == MADE_STEPS + 1);
  iso_run_details_show (fixture->details, &run, 1);
  WAIT_FOR (!says (fixture, &fixture->details->kept, "Epoch 20"));
  g_assert_true (says (fixture, &fixture->details->kept, "Epoch 0"));
  /* A run that is gone is no longer shown. */
  test_write (fixture->folder, "PRAGMA foreign_keys = ON; DELETE FROM runs WHERE id = 4");
  iso_run_library_refresh (fixture->library);
  WAIT_FOR (iso_run_library_find (fixture->library, run) == NULL);
  iso_run_details_show (fixture->details, &run, 1);
  g_assert_cmpstr (page_of (fixture), ==, "none");
}

static void
test_damaged (Fixture *fixture, gconstpointer data)
{
  gint64 run = 3;
  test_write (fixture->folder, "UPDATE steps SET records = x'00' WHERE run = 3");
  iso_run_details_show (fixture->details, &run, 1);
  WAIT_FOR (gtk_widget_get_visible (fixture->details->problem));
  g_assert_nonnull (strstr (gtk_label_get_text (GTK_LABEL (fixture->details->problem)), "run 3"));
  g_assert_true (says (fixture, &fixture->details->about, "cars"));
  show (fixture, 2);
  g_assert_false (gtk_widget_get_visible (fixture->details->problem));
}

/* In the middle of reading. */
static void
test_ends (Fixture *fixture, gconstpointer data)
{
  gint64 run = 1;
  iso_run_details_show (fixture->details, &run, 1);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv);
  adw_init ();
#define ADD(name, function) g_test_add ("/run-details/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("says-all", test_says_all);
  ADD ("usual-settings", test_usual_settings);
  ADD ("links", test_links);
  ADD ("typing", test_typing);
  ADD ("several", test_several);
  ADD ("follows", test_follows);
  ADD ("damaged", test_damaged);
  ADD ("ends", test_ends);
  return g_test_run ();
}
