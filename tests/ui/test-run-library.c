/* The store as views see it: opened and listed off the main thread, told anew when anybody has written, and what cannot be opened. */
#include <gtk/gtk.h>
#include <unistd.h>

#include "engine/store/run-folder.h"
#include "engine/store/run-lock.h"
#include "tests/support/store-fixture.h"
#include "tests/support/wait-for.h"
#include "tests/support/widgets.h"
#include "ui/session/run-library.h"

#define UUID_1 "11111111-aaaa-4aaa-8aaa-aaaaaaaaaaaa"
#define UUID_2 "22222222-bbbb-4bbb-8bbb-bbbbbbbbbbbb"

static void
count (guint *calls)
{
  ++*calls;
}

static const IsoRun *
run_at (IsoRunLibrary *library, guint place)
{
  return g_ptr_array_index (iso_run_library_runs (library), place);
}

static void
test_opens (void)
{
  char *folder = make_store_folder ();
  gint64 first = insert_run (folder, UUID_1, "older", "finished"), second = insert_run (folder, UUID_2, "newer", "failed");
  g_autoptr (IsoRunLibrary) library = iso_run_library_new (folder);
  guint opened = 0, changed = 0;
  g_signal_connect_swapped (library, "opened", G_CALLBACK (count), &opened);
  g_signal_connect_swapped (library, "changed", G_CALLBACK (count), &changed);
  /* Nothing was read on this thread. */
  g_assert_null (iso_run_library_store (library));
  g_assert_null (iso_run_library_share (library));
  g_assert_false (iso_run_library_is_listed (library));
  g_assert_cmpuint (iso_run_library_runs (library)->len, ==, 0);
  g_assert_cmpstr (iso_run_library_folder (library), ==, folder);
  WAIT_FOR (changed > 0);
  g_assert_cmpuint (opened, ==, 1);
  g_assert_cmpuint (changed, ==, 1);
  g_assert_true (iso_run_library_is_listed (library));
  g_assert_null (iso_run_library_problem (library));
  g_assert_cmpuint (iso_run_library_runs (library)->len, ==, 2);
  g_assert_cmpstr (run_at (library, 0)->name, ==, "newer");
  g_assert_true (iso_run_library_find (library, second) == run_at (library, 0));
  g_assert_true (iso_run_library_find (library, first) == run_at (library, 1));
  g_assert_null (iso_run_library_find (library, 77));
  g_assert_cmpstr (iso_store_folder (iso_run_library_store (library)), ==, folder);
  g_clear_object (&library);
  remove_store (folder);
}

static void
test_notices_others (void)
{
  char *folder = make_store_folder ();
  g_autoptr (IsoRunLibrary) library = iso_run_library_new (folder);
  guint changed = 0;
  g_signal_connect_swapped (library, "changed", G_CALLBACK (count), &changed);
  WAIT_FOR (changed == 1);
  /* Nobody watches. */
  insert_run (folder, UUID_1, "one", "finished");
  test_wait_ms (1200);
  g_assert_cmpuint (changed, ==, 1);
  iso_run_library_watch (library);
  iso_run_library_watch (library);
  WAIT_FOR (changed == 2);
  g_assert_cmpuint (iso_run_library_runs (library)->len, ==, 1);
  iso_run_library_unwatch (library);
  insert_run (folder, UUID_2, "two", "finished");
  WAIT_FOR (changed == 3);
  g_assert_cmpuint (iso_run_library_runs (library)->len, ==, 2);
  /* Nothing happens: nothing is said. */
  test_wait_ms (1200);
  g_assert_cmpuint (changed, ==, 3);
  iso_run_library_unwatch (library);
  g_clear_object (&library);
  remove_store (folder);
}

static void
test_own_changes (void)
{
  char *folder = make_store_folder ();
  gint64 run = insert_run (folder, UUID_1, "before", "finished");
  g_autoptr (IsoRunLibrary) library = iso_run_library_new (folder);
  g_autoptr (GError) error = NULL;
  WAIT_FOR (iso_run_library_is_listed (library));
  g_autoptr (GPtrArray) before = g_ptr_array_ref (iso_run_library_runs (library));
  g_assert_true (iso_store_rename (iso_run_library_store (library), run, "after", &error));
  iso_run_library_refresh (library);
  iso_run_library_refresh (library);
  WAIT_FOR (g_str_equal (iso_run_library_find (library, run)->name, "after"));
  /* Who holds the list of before still has it as it was. */
  g_assert_cmpstr (((const IsoRun *) g_ptr_array_index (before, 0))->name, ==, "before");
  g_clear_object (&library);
  remove_store (folder);
}

/* A program that was killed while it recorded says nothing more. */
static void
test_interrupted (void)
{
  char *folder = make_store_folder ();
  g_autofree char *files = iso_run_folder (folder, UUID_1);
  gint64 run = insert_run (folder, UUID_1, "on", "running");
  g_assert_cmpint (g_mkdir_with_parents (files, 0700), ==, 0);
  int lock = iso_run_lock_take (files);
  g_assert_cmpint (lock, >=, 0);
  g_autoptr (IsoRunLibrary) library = iso_run_library_new (folder);
  WAIT_FOR (iso_run_library_is_listed (library));
  g_assert_cmpint (iso_run_library_find (library, run)->status, ==, ISO_RUN_RUNNING);
  iso_run_library_watch (library);
  close (lock);
  WAIT_FOR (iso_run_library_find (library, run)->status == ISO_RUN_INTERRUPTED);
  iso_run_library_unwatch (library);
  g_clear_object (&library);
  remove_store (folder);
}

static void
test_problem (void)
{
  char *folder = make_store_folder ();
  g_autofree char *inner = g_build_filename (folder, "inner", NULL);
  g_autoptr (GError) error = NULL;
  g_file_set_contents (inner, "in the way", -1, &error);
  g_assert_no_error (error);
  g_autoptr (IsoRunLibrary) library = iso_run_library_new (inner);
  guint changed = 0;
  g_signal_connect_swapped (library, "changed", G_CALLBACK (count), &changed);
  WAIT_FOR (iso_run_library_problem (library) != NULL);
  g_assert_nonnull (strstr (iso_run_library_problem (library), inner));
  g_assert_cmpuint (changed, ==, 1);
  g_assert_null (iso_run_library_store (library));
  g_assert_false (iso_run_library_is_listed (library));
  /* As long as it stays the same it is said once; and it is over by itself once it is put right. */
  iso_run_library_watch (library);
  test_wait_ms (1200);
  g_assert_cmpuint (changed, ==, 1);
  g_assert_cmpint (g_remove (inner), ==, 0);
  WAIT_FOR (iso_run_library_is_listed (library));
  g_assert_null (iso_run_library_problem (library));
  g_assert_nonnull (iso_run_library_store (library));
  iso_run_library_unwatch (library);
  g_clear_object (&library);
  remove_store (folder);
}

/* What a worker holds outlives the library; and a library goes away in the middle of its first look. */
static void
test_ends (void)
{
  char *folder = make_store_folder ();
  g_autoptr (GError) error = NULL;
  IsoRunLibrary *library = iso_run_library_new (folder);
  g_object_add_weak_pointer (G_OBJECT (library), (gpointer *) &library);
  g_object_unref (library);
  g_assert_null (library);
  library = iso_run_library_new (folder);
  g_object_add_weak_pointer (G_OBJECT (library), (gpointer *) &library);
  WAIT_FOR (iso_run_library_is_listed (library));
  IsoSharedStore *shared = iso_run_library_share (library);
  iso_run_library_refresh (library);
  g_object_unref (library);
  g_assert_null (library);
  g_autoptr (GPtrArray) runs = iso_store_list (shared->store, &error);
  g_assert_no_error (error);
  g_assert_nonnull (runs);
  iso_shared_store_unref (shared);
  test_wait_ms (300);
  remove_store (folder);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv);
  g_test_add_func ("/run-library/opens", test_opens);
  g_test_add_func ("/run-library/notices-others", test_notices_others);
  g_test_add_func ("/run-library/own-changes", test_own_changes);
  g_test_add_func ("/run-library/interrupted", test_interrupted);
  g_test_add_func ("/run-library/problem", test_problem);
  g_test_add_func ("/run-library/ends", test_ends);
  return g_test_run ();
}
