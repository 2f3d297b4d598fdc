/* The list of runs: order, search, filters, the tree of forks, selection that lasts, what stands there where nothing is shown. */
#include <unistd.h>

#include "engine/store/run-lock.h"
#include "tests/support/press.h"
#include "tests/support/run-window-fixture.h"
#include "ui/panel/run-words.h"

/* As made-runs.h has them: 5 is a fork of 3. */
enum { COUNT = 8 };

typedef struct {
  char *folder;
  IsoRunLibrary *library;
  IsoRunList *list;
  GtkWidget *window;
  guint selections, counted;
  gint64 activated;
} Fixture;

static void
count (guint *calls)
{
  ++*calls;
}

static void
note_activated (IsoRunList *list, gint64 run, gint64 *activated)
{
  *activated = run;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = make_store_folder ();
  make_runs (fixture->folder, COUNT, g_get_real_time ());
  fixture->library = iso_run_library_new (fixture->folder);
  fixture->list = ISO_RUN_LIST (iso_run_list_new ());
  fixture->window = gtk_window_new ();
  g_signal_connect_swapped (fixture->list, "selection", G_CALLBACK (count), &fixture->selections);
  g_signal_connect_swapped (fixture->list, "counted", G_CALLBACK (count), &fixture->counted);
  g_signal_connect (fixture->list, "activated", G_CALLBACK (note_activated), &fixture->activated);
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 1100, 500);
  gtk_window_set_child (GTK_WINDOW (fixture->window), GTK_WIDGET (fixture->list));
  gtk_window_present (GTK_WINDOW (fixture->window));
  iso_run_list_set_library (fixture->list, fixture->library);
  WAIT_FOR (iso_run_list_count (fixture->list) == COUNT);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gpointer list = fixture->list, library = fixture->library;
  g_object_add_weak_pointer (list, &list);
  g_object_add_weak_pointer (library, &library);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  WAIT_FOR (list == NULL);
  g_object_unref (fixture->library);
  WAIT_FOR (library == NULL);
  remove_store (fixture->folder);
}

static void
filter (Fixture *fixture, const char *text, IsoRunStatus status, const char *sweep)
{
  IsoRunFilter wanted = { text, sweep, status };
  iso_run_list_set_filter (fixture->list, &wanted);
}

static void
search (Fixture *fixture, const char *text)
{
  filter (fixture, text, ISO_RUN_STATUS_COUNT, NULL);
}

static GtkColumnViewColumn *
column_at (Fixture *fixture, guint place)
{
  g_autoptr (GtkColumnViewColumn) column
      = g_list_model_get_item (gtk_column_view_get_columns (iso_run_list_view (fixture->list)), place);
  return column;
}

static const char *
page_of (Fixture *fixture)
{
  return gtk_stack_get_visible_child_name (GTK_STACK (test_find (GTK_WIDGET (fixture->list), GTK_TYPE_STACK)));
}

/* ---- order ---- */

static void
test_newest_first (Fixture *fixture, gconstpointer data)
{
  ASSERT_SHOWN (fixture->list, "8 7 6 5 4 3 2 1");
  g_assert_cmpstr (page_of (fixture), ==, "runs");
  WAIT_FOR (test_cell (GTK_WIDGET (fixture->list), "Fashion-MNIST sample · try 0") != NULL);
  g_assert_nonnull (test_cell (GTK_WIDGET (fixture->list), "multi-similarity + OBDP"));
  g_assert_nonnull (test_cell (GTK_WIDGET (fixture->list), "20 / 20"));
  g_assert_nonnull (test_cell (GTK_WIDGET (fixture->list), "Failed"));
}

/* Where the names would have no room, what the details say as well is left out; it comes back with the room. */
static void
test_room (Fixture *fixture, gconstpointer data)
{
  enum { EPOCHS = 2, DATA = 6, SIZE = 8 };
  GtkWidget *list = GTK_WIDGET (g_object_ref (fixture->list)), *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *beside = gtk_label_new (NULL);
  gtk_window_set_child (GTK_WINDOW (fixture->window), box);
  gtk_widget_set_hexpand (list, TRUE);
  gtk_box_append (GTK_BOX (box), list);
  gtk_box_append (GTK_BOX (box), beside);
  g_object_unref (list);
  WAIT_FOR (gtk_widget_get_width (list) == 1100);
  g_assert_true (gtk_column_view_column_get_visible (column_at (fixture, DATA)));
  gtk_widget_set_size_request (beside, 160, -1);
  WAIT_FOR (!gtk_column_view_column_get_visible (column_at (fixture, DATA)));
  g_assert_true (gtk_column_view_column_get_visible (column_at (fixture, SIZE)));
  gtk_widget_set_size_request (beside, 320, -1);
  WAIT_FOR (!gtk_column_view_column_get_visible (column_at (fixture, EPOCHS)));
  g_assert_false (gtk_column_view_column_get_visible (column_at (fixture, SIZE)));
  gtk_widget_set_size_request (beside, 0, -1);
  WAIT_FOR (gtk_column_view_column_get_visible (column_at (fixture, DATA)));
  g_assert_true (gtk_column_view_column_get_visible (column_at (fixture, EPOCHS)));
  g_assert_true (gtk_column_view_column_get_visible (column_at (fixture, SIZE)));
}

static void
test_sort (Fixture *fixture, gconstpointer data)
{
  GtkColumnView *view = iso_run_list_view (fixture->list);
  /* Name: birds, cars, emoji, Fashion-MNIST, as dictionaries have them; equal data by their numbers. */
  gtk_column_view_sort_by_column (view, column_at (fixture, 0), GTK_SORT_ASCENDING);
  g_autofree char *by_name = test_shown (fixture->list);
  gtk_column_view_sort_by_column (view, column_at (fixture, 0), GTK_SORT_DESCENDING);
  g_autofree char *backwards = test_shown (fixture->list);
  g_assert_cmpstr (by_name, !=, backwards);
  g_assert_cmpint (by_name[0], ==, backwards[strlen (backwards) - 1]);
  /* recall@1 rises with the index (made-runs.h). */
  gtk_column_view_sort_by_column (view, column_at (fixture, 3), GTK_SORT_ASCENDING);
  ASSERT_SHOWN (fixture->list, "1 2 3 4 5 6 7 8");
  gtk_column_view_sort_by_column (view, column_at (fixture, 3), GTK_SORT_DESCENDING);
  ASSERT_SHOWN (fixture->list, "8 7 6 5 4 3 2 1");
  /* What is not known comes before everything. */
  test_write (fixture->folder, "UPDATE scores SET value = NULL WHERE run = 6 AND name = 'recall@1'");
  gtk_column_view_sort_by_column (view, column_at (fixture, 3), GTK_SORT_ASCENDING);
  WAIT_FOR (isnan (iso_run_list_find (fixture->list, 6)->test.recall_1));
  ASSERT_SHOWN (fixture->list, "6 1 2 3 4 5 7 8");
  /* Of equal ones the newest is first. */
  gtk_column_view_sort_by_column (view, column_at (fixture, 1), GTK_SORT_ASCENDING);
  ASSERT_SHOWN (fixture->list, "8 6 5 3 2 1 7 4");
  gtk_column_view_sort_by_column (view, column_at (fixture, 7), GTK_SORT_ASCENDING);
  ASSERT_SHOWN (fixture->list, "1 2 3 4 5 6 7 8");
}

/* ---- search ---- */

static void
test_search (Fixture *fixture, gconstpointer data)
{
  test_write (fixture->folder, "UPDATE runs SET sweep = 'cafe1234-sweep', sweep_point = '{\"x\":\"1\"}' WHERE id = 2");
  test_write (fixture->folder, "UPDATE runs SET note = 'Größer' WHERE id = 3");
  WAIT_FOR (g_str_equal (iso_run_list_find (fixture->list, 3)->note, "Größer"));
  search (fixture, "TRY birds");
  ASSERT_SHOWN (fixture->list, "8 4");
  search (fixture, "größ");
  ASSERT_SHOWN (fixture->list, "3");
  search (fixture, "worth look");
  ASSERT_SHOWN (fixture->list, "1");
  search (fixture, "emoji");
  ASSERT_SHOWN (fixture->list, "6 2");
  /* Sweeps and ids from their beginning on. */
  search (fixture, "cafe12");
  ASSERT_SHOWN (fixture->list, "2");
  search (fixture, "afe12");
  ASSERT_SHOWN (fixture->list, "");
  search (fixture, iso_run_list_find (fixture->list, 5)->uuid);
  ASSERT_SHOWN (fixture->list, "5");
  search (fixture, "finished 8");
  g_assert_cmpuint (iso_run_list_match_count (fixture->list), >=, 1);
  /* Settings as they are typed, and only those that are not as by default: every run has a loss. */
  search (fixture, "distill.lambda=40");
  ASSERT_SHOWN (fixture->list, "4");
  search (fixture, "loss.name=multi-similarity");
  ASSERT_SHOWN (fixture->list, "");
  search (fixture, "triplet psd");
  ASSERT_SHOWN (fixture->list, "5");
  g_assert_cmpuint (iso_run_list_match_count (fixture->list), ==, 1);
  g_assert_cmpuint (iso_run_list_count (fixture->list), ==, COUNT);
  search (fixture, "nothing like it");
  g_assert_cmpstr (page_of (fixture), ==, "nothing");
  search (fixture, "  ");
  g_assert_cmpuint (iso_run_list_match_count (fixture->list), ==, COUNT);
  search (fixture, NULL);
  g_assert_cmpstr (page_of (fixture), ==, "runs");
}

static void
test_filter (Fixture *fixture, gconstpointer data)
{
  test_write (fixture->folder, "UPDATE runs SET sweep = 'one' WHERE id IN (2, 4)");
  WAIT_FOR (iso_run_list_find (fixture->list, 4)->sweep != NULL);
  filter (fixture, NULL, ISO_RUN_FAILED, NULL);
  ASSERT_SHOWN (fixture->list, "7");
  filter (fixture, NULL, ISO_RUN_STATUS_COUNT, "one");
  ASSERT_SHOWN (fixture->list, "4 2");
  filter (fixture, NULL, ISO_RUN_STATUS_COUNT, "");
  ASSERT_SHOWN (fixture->list, "8 7 6 5 3 1");
  filter (fixture, "cars", ISO_RUN_FINISHED, "");
  ASSERT_SHOWN (fixture->list, "3");
}

/* ---- the tree ---- */

static void
test_tree (Fixture *fixture, gconstpointer data)
{
  iso_run_list_set_is_tree (fixture->list, TRUE);
  ASSERT_SHOWN (fixture->list, "8 7 6 4 3 -5 2 1");
  /* A run becomes a parent, and one with two forks has them by the epoch that they began with. */
  test_write (fixture->folder, "UPDATE runs SET parent = 3, fork_epoch = 12 WHERE id = 6");
  test_write (fixture->folder, "UPDATE runs SET parent = 3, fork_epoch = 4 WHERE id = 7");
  test_write (fixture->folder, "UPDATE runs SET parent = 7, fork_epoch = 1 WHERE id = 8");
  WAIT_FOR (iso_run_list_find (fixture->list, 8)->parent == 7 && iso_run_list_find (fixture->list, 6)->parent == 3);
  ASSERT_SHOWN (fixture->list, "4 3 -7 --8 -5 -6 2 1");
  /* Whose fork matches is shown too. */
  search (fixture, "distill.lambda=80");
  ASSERT_SHOWN (fixture->list, "3 -7 --8");
  g_assert_cmpuint (iso_run_list_match_count (fixture->list), ==, 1);
  search (fixture, NULL);
  /* Order counts among brothers. */
  gtk_column_view_sort_by_column (iso_run_list_view (fixture->list), column_at (fixture, 3), GTK_SORT_ASCENDING);
  ASSERT_SHOWN (fixture->list, "1 2 3 -5 -6 -7 --8 4");
  gtk_column_view_sort_by_column (iso_run_list_view (fixture->list), NULL, GTK_SORT_ASCENDING);
  /* Forks of what is deleted stand for themselves. */
  test_write (fixture->folder, "PRAGMA foreign_keys = ON; DELETE FROM runs WHERE id = 3");
  WAIT_FOR (iso_run_list_count (fixture->list) == COUNT - 1);
  ASSERT_SHOWN (fixture->list, "7 -8 6 5 4 2 1");
  iso_run_list_set_is_tree (fixture->list, FALSE);
  ASSERT_SHOWN (fixture->list, "8 7 6 5 4 2 1");
}

/* A file that anybody may have written: nothing hangs, and every run is there. */
static void
test_ring (Fixture *fixture, gconstpointer data)
{
  iso_run_list_set_is_tree (fixture->list, TRUE);
  test_write (fixture->folder, "UPDATE runs SET parent = 2 WHERE id = 1; UPDATE runs SET parent = 1 WHERE id = 2");
  test_write (fixture->folder, "UPDATE runs SET parent = 1 WHERE id = 8; UPDATE runs SET parent = 7 WHERE id = 7");
  WAIT_FOR (iso_run_list_find (fixture->list, 7)->parent == 7);
  g_autofree char *shown = test_shown (fixture->list);
  g_auto (GStrv) words = g_strsplit (shown, " ", -1);
  g_assert_cmpuint (g_strv_length (words), ==, COUNT);
}

/* ---- selection ---- */

static void
test_selection (Fixture *fixture, gconstpointer data)
{
  g_assert_true (iso_run_list_select (fixture->list, 3));
  g_assert_cmpuint (fixture->selections, ==, 1);
  g_assert_false (iso_run_list_select (fixture->list, 99));
  test_select (fixture->list, "3 6 7");
  ASSERT_SELECTED (fixture->list, "7 6 3");
  /* Another order, and the tree: the same are selected. */
  guint before = fixture->selections;
  gtk_column_view_sort_by_column (iso_run_list_view (fixture->list), column_at (fixture, 3), GTK_SORT_ASCENDING);
  ASSERT_SELECTED (fixture->list, "3 6 7");
  iso_run_list_set_is_tree (fixture->list, TRUE);
  ASSERT_SELECTED (fixture->list, "3 6 7");
  g_assert_cmpuint (fixture->selections, ==, before);
  /* What is searched away is no longer selected, and that is said. */
  search (fixture, "distill.lambda=70");
  ASSERT_SELECTED (fixture->list, "7");
  g_assert_cmpuint (fixture->selections, ==, before + 1);
  search (fixture, NULL);
  iso_run_list_select_all (fixture->list);
  g_autoptr (GArray) all = iso_run_list_selected (fixture->list);
  g_assert_cmpuint (all->len, ==, COUNT);
  /* A run that is new is not. */
  gint64 added = insert_run (fixture->folder, "99999999-aaaa-4aaa-8aaa-aaaaaaaaaaaa", "added", "finished");
  WAIT_FOR (iso_run_list_count (fixture->list) == COUNT + 1);
  g_autoptr (GArray) now = iso_run_list_selected (fixture->list);
  g_assert_cmpuint (now->len, ==, COUNT);
  g_assert_nonnull (iso_run_list_find (fixture->list, added));
  g_signal_emit_by_name (iso_run_list_view (fixture->list), "activate", 0);
  g_assert_cmpint (fixture->activated, >, 0);
}

/* ---- live ---- */

static void
test_live (Fixture *fixture, gconstpointer data)
{
  g_autofree char *files = iso_run_folder (fixture->folder, iso_run_list_find (fixture->list, 8)->uuid);
  g_assert_cmpint (g_mkdir_with_parents (files, 0700), ==, 0);
  int lock = iso_run_lock_take (files);
  g_assert_true (iso_run_list_select (fixture->list, 8));
  guint before = fixture->selections;
  test_write (fixture->folder, "UPDATE runs SET status = 'running', epochs = 5, ended = 0 WHERE id = 8");
  WAIT_FOR (test_cell (GTK_WIDGET (fixture->list), "Running · 25 %") != NULL);
  g_assert_nonnull (test_cell (GTK_WIDGET (fixture->list), "5 / 20"));
  g_assert_cmpuint (fixture->selections, ==, before + 1);
  test_write (fixture->folder, "UPDATE runs SET name = 'another' WHERE id = 1");
  WAIT_FOR (test_cell (GTK_WIDGET (fixture->list), "another") != NULL);
  g_assert_cmpuint (fixture->selections, ==, before + 1);
  close (lock);
  WAIT_FOR (test_cell (GTK_WIDGET (fixture->list), "Interrupted") != NULL);
}

/* ---- for those who listen, and by keys ---- */

static void
test_accessible (Fixture *fixture, gconstpointer data)
{
  GtkColumnView *view = iso_run_list_view (fixture->list);
  g_autoptr (GMenu) menu = g_menu_new ();
  g_menu_append (menu, "Go On", "runs.open");
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_PROPERTY_LABEL, "Runs");
  GtkWidget *cell = test_cell (GTK_WIDGET (fixture->list), "Finished");
  g_assert_nonnull (cell);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (cell), GTK_ACCESSIBLE_PROPERTY_LABEL, "Finished");
  iso_run_list_set_menu (fixture->list, G_MENU_MODEL (menu));
  GtkWidget *popover = test_find (GTK_WIDGET (fixture->list), GTK_TYPE_POPOVER_MENU);
  iso_run_list_focus (fixture->list);
  g_assert_true (test_press (GTK_WIDGET (fixture->list), GDK_KEY_Menu));
  WAIT_FOR (gtk_widget_get_mapped (popover));
  gtk_popover_popdown (GTK_POPOVER (popover));
}

/* ---- nothing to show ---- */

static void
test_pages (void)
{
  char *folder = make_store_folder ();
  g_autofree char *wrong = g_build_filename (folder, "file", NULL);
  g_autoptr (GError) error = NULL;
  g_file_set_contents (wrong, "in the way", -1, &error);
  g_assert_no_error (error);
  g_autoptr (IsoRunLibrary) library = iso_run_library_new (folder), broken = iso_run_library_new (wrong);
  Fixture fixture = { .list = ISO_RUN_LIST (iso_run_list_new ()), .window = gtk_window_new () };
  gtk_window_set_child (GTK_WINDOW (fixture.window), GTK_WIDGET (fixture.list));
  gtk_window_present (GTK_WINDOW (fixture.window));
  iso_run_list_set_library (fixture.list, library);
  g_assert_cmpstr (page_of (&fixture), ==, "wait");
  WAIT_FOR (g_str_equal (page_of (&fixture), "empty"));
  iso_run_list_set_library (fixture.list, broken);
  WAIT_FOR (g_str_equal (page_of (&fixture), "problem"));
  g_assert_true (test_says (GTK_WIDGET (fixture.list), wrong));
  /* It goes away by itself. */
  g_assert_cmpint (g_remove (wrong), ==, 0);
  WAIT_FOR (g_str_equal (page_of (&fixture), "empty"));
  iso_run_list_set_library (fixture.list, NULL);
  gtk_window_destroy (GTK_WINDOW (fixture.window));
  g_clear_object (&library);
  g_clear_object (&broken);
  remove_store (folder);
}

static void
test_words (void)
{
  g_autoptr (GDateTime) now = g_date_time_new_local (2026, 11, 28, 12, 0, 0), morning = g_date_time_new_local (2026, 11, 28, 9, 5, 0);
  g_autoptr (GDateTime) before = g_date_time_new_local (2026, 11, 27, 23, 0, 0), year = g_date_time_new_local (2025, 2, 3, 4, 5, 6);
  gint64 present = g_date_time_to_unix (now) * G_USEC_PER_SEC;
  g_autofree char *today = iso_run_when_text (g_date_time_to_unix (morning) * G_USEC_PER_SEC, present);
  g_autofree char *yesterday = iso_run_when_text (g_date_time_to_unix (before) * G_USEC_PER_SEC, present);
  g_autofree char *long_ago = iso_run_when_text (g_date_time_to_unix (year) * G_USEC_PER_SEC, present);
  g_autofree char *line = iso_run_line ("one\ntwo\x1b[31m\xff"), *hour = iso_run_duration_text (3725.0);
  g_autofree char *none = iso_run_duration_text (NAN);
  g_assert_cmpstr (today, ==, "09:05");
  g_assert_cmpstr (yesterday, ==, "yesterday 23:00");
  g_assert_cmpstr (long_ago, ==, "2025-02-03");
  g_assert_cmpstr (line, ==, "one two [31m\uFFFD");
  g_assert_cmpstr (hour, ==, "1 h 2 min");
  g_assert_cmpstr (none, ==, "–");
  IsoRun run = { .id = 7, .name = (char *) "Größe · ../x + y" }, nameless = { .id = 8, .name = (char *) "//" };
  g_autofree char *name = iso_run_file_name_of (&run), *other = iso_run_file_name_of (&nameless);
  g_assert_cmpstr (name, ==, "größe-x-y-7");
  g_assert_cmpstr (other, ==, "run-8");
}

/* A screenful comes first, the other rows while it is looked at; the last, sought before, is found all the same. */
static void
test_grows (Fixture *fixture, gconstpointer data)
{
  enum { MANY = 300 };
  GListModel *model = G_LIST_MODEL (gtk_column_view_get_model (iso_run_list_view (fixture->list)));
  test_write (fixture->folder,
              "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 292) "
              "INSERT INTO runs (uuid, name, note, status, created, updated, ended, settings, data, fingerprint, version, steps, epochs, "
              "planned_epochs, fork_epoch) SELECT uuid || '-' || i, name, note, status, 0, 0, ended, settings, data, fingerprint, "
              "version, steps, epochs, planned_epochs, 0 FROM runs, n WHERE runs.id = 1");
  iso_run_library_refresh (fixture->library);
  WAIT_FOR (iso_run_list_count (fixture->list) == MANY);
  g_assert_cmpuint (g_list_model_get_n_items (model), <, MANY);
  WAIT_FOR (g_list_model_get_n_items (model) == MANY);
  g_autoptr (GtkWidget) other = g_object_ref_sink (iso_run_list_new ());
  iso_run_list_set_library (ISO_RUN_LIST (other), fixture->library);
  g_assert_true (iso_run_list_select (ISO_RUN_LIST (other), COUNT + 1));
  g_assert_false (iso_run_list_select (ISO_RUN_LIST (other), MANY + 1));
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv);
  adw_init ();
#define ADD(name, function) g_test_add ("/run-list/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("newest-first", test_newest_first);
  ADD ("room", test_room);
  ADD ("sort", test_sort);
  ADD ("search", test_search);
  ADD ("filter", test_filter);
  ADD ("tree", test_tree);
  ADD ("ring", test_ring);
  ADD ("grows", test_grows);
  ADD ("selection", test_selection);
  ADD ("live", test_live);
  ADD ("accessible", test_accessible);
  g_test_add_func ("/run-list/pages", test_pages);
  g_test_add_func ("/run-list/words", test_words);
  return g_test_run ();
}
