/* The store of runs: opened, brought up to date, listed, searched, edited; blocks of steps whole, in pieces and damaged. */
#include <sys/resource.h>
#include <unistd.h>

#include "engine/base/error.h"
#include "engine/store/run-lock.h"
#include "engine/store/schema.h"
#include "engine/store/step-block.h"
#include "tests/support/store-fixture.h"

#define UUID_1 "11111111-aaaa-4aaa-8aaa-aaaaaaaaaaaa"
#define UUID_2 "11112222-bbbb-4bbb-8bbb-bbbbbbbbbbbb"

static IsoStore *
open_store (const char *folder)
{
  g_autoptr (GError) error = NULL;
  IsoStore *store = iso_store_open (folder, &error);
  g_assert_no_error (error);
  return store;
}

static void
run_sql (const char *folder, const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (IsoDatabase) database = iso_database_open (folder, &error);
  g_assert_no_error (error);
  iso_database_run (database, sql, &error);
  g_assert_no_error (error);
}

/* ---- opening ---- */

static void
test_empty (void)
{
  char *folder = make_store_folder ();
  g_autofree char *inner = g_build_filename (folder, "not", "yet", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (IsoStore) store = open_store (inner);
  g_autoptr (GPtrArray) runs = iso_store_list (store, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (runs->len, ==, 0);
  g_assert_cmpstr (iso_store_folder (store), ==, inner);
  g_assert_null (iso_store_find (store, "1", &error));
  g_assert_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT);
  g_clear_error (&error);
  GArray *steps = NULL;
  g_assert_false (iso_store_read_steps (store, 7, &steps, &error));
  g_assert_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT);
  g_assert_null (steps);
  remove_store (folder);
}

static void
test_default_folder (void)
{
  g_autofree char *named = NULL, *usual = NULL;
  g_setenv ("ISOTHERM_STORE", "/some/where", TRUE);
  named = iso_store_default_folder ();
  g_assert_cmpstr (named, ==, "/some/where");
  g_unsetenv ("ISOTHERM_STORE");
  usual = iso_store_default_folder ();
  g_assert_true (g_str_has_prefix (usual, g_get_user_data_dir ()));
  g_assert_true (g_str_has_suffix (usual, "/isotherm"));
}

static void
test_no_database (void)
{
  char *folder = make_store_folder ();
  g_autofree char *path = g_build_filename (folder, ISO_DATABASE_NAME, NULL), *text = g_strnfill (8192, 'x');
  g_autoptr (GError) error = NULL;
  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
  g_assert_null (iso_store_open (folder, &error));
  g_assert_error (error, ISO_ERROR, ISO_ERROR_FILE);
  g_assert_nonnull (strstr (error->message, path));
  g_clear_error (&error);
  g_assert_null (iso_store_open ("/dev/null/x", &error));
  g_assert_error (error, ISO_ERROR, ISO_ERROR_FILE);
  remove_store (folder);
}

/* As version 1 had it: written out, for what made it then is what must be understood now. */
static const char version_1[] =
  "CREATE TABLE runs (id INTEGER PRIMARY KEY AUTOINCREMENT, uuid TEXT NOT NULL UNIQUE, name TEXT NOT NULL, note TEXT NOT NULL "
  "DEFAULT '', status TEXT NOT NULL, created INTEGER NOT NULL, updated INTEGER NOT NULL, ended INTEGER NOT NULL DEFAULT 0, settings "
  "TEXT NOT NULL, data TEXT NOT NULL, fingerprint TEXT NOT NULL, version TEXT NOT NULL, steps INTEGER NOT NULL DEFAULT 0, epochs "
  "INTEGER NOT NULL DEFAULT 0, planned_epochs INTEGER NOT NULL, parent INTEGER REFERENCES runs (id) ON DELETE SET NULL, fork_epoch "
  "INTEGER NOT NULL DEFAULT 0);"
  "CREATE TABLE steps (id INTEGER PRIMARY KEY, run INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE, first INTEGER NOT NULL, "
  "count INTEGER NOT NULL, layout INTEGER NOT NULL, records BLOB NOT NULL, UNIQUE (run, first));"
  "CREATE TABLE epochs (run INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE, number INTEGER NOT NULL, epoch INTEGER NOT NULL, "
  "step INTEGER NOT NULL, train_seconds REAL, evaluate_seconds REAL, PRIMARY KEY (run, number)) WITHOUT ROWID;"
  "CREATE TABLE scores (run INTEGER NOT NULL, number INTEGER NOT NULL, part TEXT NOT NULL, place INTEGER NOT NULL, name TEXT NOT NULL, "
  "value REAL, PRIMARY KEY (run, number, part, place), FOREIGN KEY (run, number) REFERENCES epochs (run, number) ON DELETE CASCADE) "
  "WITHOUT ROWID;"
  "CREATE TABLE events (run INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE, number INTEGER NOT NULL, step INTEGER NOT NULL, "
  "kind INTEGER NOT NULL, key TEXT, text TEXT, value TEXT, PRIMARY KEY (run, number)) WITHOUT ROWID;"
  "INSERT INTO runs (uuid, name, status, created, updated, ended, settings, data, fingerprint, version, planned_epochs) "
  "VALUES ('" UUID_1 "', 'old', 'finished', 1, 2, 3, '{}', 'd', 'f', '0', 4);"
  "INSERT INTO epochs VALUES (1, 0, 2, 34, 1.5, 0.25);"
  "INSERT INTO scores VALUES (1, 0, 'test', 0, 'recall@1', 0.75);"
  "PRAGMA user_version = 1";

static void
test_older (void)
{
  char *folder = make_store_folder ();
  g_autofree char *path = g_build_filename (folder, ISO_DATABASE_NAME, NULL);
  g_autoptr (GError) error = NULL;
  sqlite3 *handle = NULL;
  g_assert_cmpint (sqlite3_open (path, &handle), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (handle, version_1, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (handle);
  g_autoptr (IsoStore) store = open_store (folder);
  g_autoptr (GPtrArray) runs = iso_store_list (store, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (runs->len, ==, 1);
  const IsoRun *run = g_ptr_array_index (runs, 0);
  g_assert_cmpstr (run->name, ==, "old");
  g_assert_cmpint (run->status, ==, ISO_RUN_FINISHED);
  g_assert_cmpfloat (run->test.recall_1, ==, 0.75);
  g_assert_cmpfloat (run->train_seconds, ==, 1.5);
  g_assert_null (run->sweep);
  g_autoptr (GArray) kept = NULL;
  g_assert_true (iso_store_read_kept (store, 1, &kept, &error));
  g_assert_cmpuint (kept->len, ==, 0);
  g_assert_cmpint (ask_number (folder, "PRAGMA user_version"), ==, iso_schema_version ());
  assert_sound (folder);
  remove_store (folder);
}

static void
test_newer (void)
{
  char *folder = make_store_folder ();
  g_autoptr (GError) error = NULL;
  g_autofree char *sql = g_strdup_printf ("PRAGMA user_version = %d", iso_schema_version () + 1);
  iso_store_free (open_store (folder));
  run_sql (folder, sql);
  g_assert_null (iso_store_open (folder, &error));
  g_assert_error (error, ISO_ERROR, ISO_ERROR_FORMAT);
  g_assert_nonnull (strstr (error->message, "later version"));
  remove_store (folder);
}

static void *
open_and_close (void *folder)
{
  iso_store_free (open_store (folder));
  return NULL;
}

/* Who comes first makes the tables; all find them. */
static void
test_opened_at_once (void)
{
  char *folder = make_store_folder ();
  GThread *threads[6];
  for (size_t i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("opens", open_and_close, folder);
  for (size_t i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  assert_sound (folder);
  remove_store (folder);
}

/* ---- steps ---- */

static void
write_steps (IsoDatabase *database, gint64 run, IsoHistory *history, size_t first, size_t end)
{
  g_autoptr (GError) error = NULL;
  iso_database_begin (database, true, &error);
  iso_step_block_write (database, run, history, first, end, &error);
  g_assert_no_error (error);
  iso_database_commit (database, &error);
  g_assert_no_error (error);
}

/* Whatever the pieces they come in, what is there is the same, in few rows. */
static void
test_steps_in_pieces (void)
{
  static const size_t ends[] = { 1, 5, 4095, 4096, 4100, 8191, 20000, 20480, 20481 };
  char *folder = make_store_folder ();
  g_autoptr (GError) error = NULL;
  g_autoptr (IsoStore) store = open_store (folder);
  g_autoptr (IsoHistory) history = iso_history_new ();
  gint64 run = insert_run (folder, UUID_1, "a", "finished");
  g_autoptr (IsoDatabase) database = iso_database_open (folder, &error);
  size_t first = 0;
  for (size_t i = 0; i < G_N_ELEMENTS (ends); i++)
    {
      g_autoptr (GArray) steps = NULL;
      add_made_steps (history, ends[i] - first);
      write_steps (database, run, history, first, ends[i]);
      first = ends[i];
      g_assert_true (iso_store_read_steps (store, run, &steps, &error));
      assert_made_steps (steps, first);
    }
  g_assert_cmpint (ask_number (folder, "SELECT count (*) FROM steps"), ==, 6);
  remove_store (folder);
}

static void
test_steps_cut (void)
{
  char *folder = make_store_folder ();
  g_autoptr (GError) error = NULL;
  g_autoptr (IsoStore) store = open_store (folder);
  g_autoptr (IsoHistory) history = iso_history_new (), shorter = iso_history_new ();
  gint64 run = insert_run (folder, UUID_1, "a", "finished");
  g_autoptr (IsoDatabase) database = iso_database_open (folder, &error);
  g_autoptr (GArray) steps = NULL;
  size_t kept = 0;
  add_made_steps (history, 9000);
  add_made_steps (shorter, 4200);
  write_steps (database, run, history, 0, 8500);
  write_steps (database, run, history, 8500, 9000);
  g_assert_true (iso_step_block_cut (&kept, database, run, 4200, &error));
  g_assert_cmpuint (kept, ==, 4096);
  write_steps (database, run, shorter, kept, 4200);
  g_assert_true (iso_store_read_steps (store, run, &steps, &error));
  assert_made_steps (steps, 4200);
  g_assert_true (iso_step_block_cut (&kept, database, run, 9000, &error));
  g_assert_cmpuint (kept, ==, 4096);
  remove_store (folder);
}

static void
test_steps_damaged (void)
{
  static const char *const damages[] = {
    "DELETE FROM steps WHERE first = 4097",
    "UPDATE steps SET layout = 2 WHERE first = 1",
    "UPDATE steps SET count = 100000 WHERE first = 1",
    "UPDATE steps SET records = zeroblob (10) WHERE first = 8193",
    "UPDATE steps SET records = zeroblob (length (records)) WHERE first = 4097",
  };
  for (size_t i = 0; i < G_N_ELEMENTS (damages); i++)
    {
      char *folder = make_store_folder ();
      g_autoptr (GError) error = NULL;
      g_autoptr (IsoStore) store = open_store (folder);
      g_autoptr (IsoHistory) history = iso_history_new ();
      gint64 run = insert_run (folder, UUID_1, "a", "finished");
      g_autoptr (IsoDatabase) database = iso_database_open (folder, &error);
      GArray *steps = NULL;
      add_made_steps (history, 9000);
      write_steps (database, run, history, 0, 9000);
      run_sql (folder, damages[i]);
      g_assert_false (iso_store_read_steps (store, run, &steps, &error));
      g_assert_error (error, ISO_ERROR, ISO_ERROR_FORMAT);
      g_assert_null (steps);
      remove_store (folder);
    }
}

static double
processor_seconds (void)
{
  struct rusage usage;
  getrusage (RUSAGE_SELF, &usage);
  return (double) (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) + 1e-6 * (double) (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec);
}

static void
test_a_million_steps (void)
{
  const size_t count = g_test_slow () ? 1000000 : 100000;
  char *folder = make_store_folder ();
  g_autoptr (GError) error = NULL;
  g_autoptr (IsoStore) store = open_store (folder);
  g_autoptr (IsoHistory) history = iso_history_new ();
  gint64 run = insert_run (folder, UUID_1, "a", "finished");
  g_autoptr (IsoDatabase) database = iso_database_open (folder, &error);
  g_autoptr (GArray) steps = NULL;
  add_made_steps (history, count);
  write_steps (database, run, history, 0, count);
  double start = processor_seconds ();
  g_assert_true (iso_store_read_steps (store, run, &steps, &error));
  double taken = processor_seconds () - start;
  g_test_message ("%zu steps: %.3f s of processor time", count, taken);
  assert_made_steps (steps, count);
  remove_store (folder);
}

/* ---- runs ---- */

static void
test_find (void)
{
  char *folder = make_store_folder ();
  g_autoptr (IsoStore) store = open_store (folder);
  static const struct {
    const char *word;
    gint64 id; /* 0: refused */
  } cases[] = { { "1", 1 }, { "2", 2 }, { UUID_2, 2 }, { "11112", 2 }, { "1111", 0 }, { "111", 0 }, { "twin", 3 }, { "4", 0 }, { "", 0 } };
  insert_run (folder, UUID_1, "first", "finished");
  insert_run (folder, UUID_2, "twin", "finished");
  insert_run (folder, "33333333-cccc-4ccc-8ccc-cccccccccccc", "twin", "failed");
  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (IsoRun) run = iso_store_find (store, cases[i].word, &error);
      g_assert_cmpint (run != NULL ? run->id : 0, ==, cases[i].id);
      if (run == NULL)
        g_assert_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT);
    }
  remove_store (folder);
}

/* The newest first; what says that it goes on, but is not held, was interrupted when it was last written. */
static void
test_list (void)
{
  char *folder = make_store_folder ();
  g_autoptr (GError) error = NULL;
  g_autoptr (IsoStore) store = open_store (folder);
  insert_run (folder, UUID_1, "dead", "running");
  insert_run (folder, UUID_2, "alive", "paused");
  g_autofree char *alive = iso_store_run_folder (store, 2, &error);
  g_mkdir_with_parents (alive, 0700);
  int lock = iso_run_lock_take (alive);
  g_assert_cmpint (lock, >=, 0);
  g_assert_cmpint (iso_run_lock_take (alive), ==, -1);
  g_autoptr (GPtrArray) runs = iso_store_list (store, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (runs->len, ==, 2);
  const IsoRun *newer = g_ptr_array_index (runs, 0), *older = g_ptr_array_index (runs, 1);
  g_assert_cmpint (newer->status, ==, ISO_RUN_PAUSED);
  g_assert_cmpint (newer->ended, ==, 0);
  g_assert_true (isnan (newer->test.recall_1));
  g_assert_cmpint (older->status, ==, ISO_RUN_INTERRUPTED);
  g_assert_cmpint (older->ended, ==, 5000);
  g_assert_false (iso_store_delete (store, 2, &error));
  g_assert_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT);
  close (lock);
  remove_store (folder);
}

static void
test_edit (void)
{
  char *folder = make_store_folder ();
  g_autoptr (GError) error = NULL;
  g_autoptr (IsoStore) store = open_store (folder), other = open_store (folder);
  insert_run (folder, UUID_1, "parent", "finished");
  insert_run (folder, UUID_2, "child", "finished");
  run_sql (folder, "UPDATE runs SET parent = 1, fork_epoch = 3 WHERE id = 2; INSERT INTO epochs VALUES (1, 0, 0, 0, 0, 0); "
                   "INSERT INTO scores VALUES (1, 0, 'test', 0, 'map@r', NULL); INSERT INTO events VALUES (1, 0, 5, 0, 'k', 't', 'v')");
  guint64 before = iso_store_generation (other);
  g_assert_cmpuint (iso_store_generation (other), ==, before);
  g_assert_true (iso_store_rename (store, 1, "it's “new”; --", &error));
  g_assert_true (iso_store_set_note (store, 1, "a\nnote", &error));
  g_assert_cmpuint (iso_store_generation (other), !=, before);
  g_autoptr (IsoRun) run = iso_store_find (other, "1", &error);
  g_assert_cmpstr (run->name, ==, "it's “new”; --");
  g_assert_cmpstr (run->note, ==, "a\nnote");
  g_assert_cmpuint (run->test.metrics, ==, ISO_METRIC_BIT (ISO_METRIC_MAP_AT_R));
  g_assert_true (isnan (run->test.map_at_r));
  g_autoptr (GArray) changes = NULL;
  g_assert_true (iso_store_read_changes (store, 1, &changes, &error));
  g_assert_cmpuint (changes->len, ==, 1);
  g_assert_cmpstr (g_array_index (changes, IsoRunChange, 0).value, ==, "v");
  g_autofree char *files = iso_store_run_folder (store, 1, &error), *file = g_build_filename (files, "embeddings-1.npy", NULL);
  g_mkdir_with_parents (files, 0700);
  g_file_set_contents (file, "x", 1, &error);
  g_assert_true (iso_store_delete (store, 1, &error));
  g_assert_false (g_file_test (files, G_FILE_TEST_EXISTS));
  g_assert_cmpint (ask_number (folder, "SELECT (SELECT count (*) FROM scores) + (SELECT count (*) FROM events)"), ==, 0);
  g_autoptr (IsoRun) child = iso_store_find (store, "2", &error);
  g_assert_cmpint (child->parent, ==, 0);
  g_assert_cmpint (child->fork_epoch, ==, 3);
  g_assert_false (iso_store_rename (store, 1, "gone", &error));
  g_assert_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT);
  assert_sound (folder);
  remove_store (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/empty", test_empty);
  g_test_add_func ("/store/default-folder", test_default_folder);
  g_test_add_func ("/store/no-database", test_no_database);
  g_test_add_func ("/store/older", test_older);
  g_test_add_func ("/store/newer", test_newer);
  g_test_add_func ("/store/opened-at-once", test_opened_at_once);
  g_test_add_func ("/store/steps/in-pieces", test_steps_in_pieces);
  g_test_add_func ("/store/steps/cut", test_steps_cut);
  g_test_add_func ("/store/steps/damaged", test_steps_damaged);
  g_test_add_func ("/store/steps/a-million", test_a_million_steps);
  g_test_add_func ("/store/find", test_find);
  g_test_add_func ("/store/list", test_list);
  g_test_add_func ("/store/edit", test_edit);
  return g_test_run ();
}
