/* Runs of the session in the store: what is recorded of them and when, gone on with and forked to the bit, and that training does not mind
 * where nothing can be kept. */
#include "tests/support/recording-fixture.h"
#include "tests/support/same-history.h"
#include "tests/support/widgets.h"

static void
set_up (Recording *fixture, gconstpointer data)
{
  recording_open (fixture);
}

static void
tear_down (Recording *fixture, gconstpointer data)
{
  recording_close (fixture);
}

static gint64
number_of (Recording *fixture, const char *what, gint64 run)
{
  g_autofree char *sql = g_strdup_printf ("SELECT %s FROM runs WHERE id = %" G_GINT64_FORMAT, what, run);
  return ask_number (fixture->folder, sql);
}

/* So that it can be left in the middle, and several epochs are kept, on a busy machine too. */
static void
go_slowly (Recording *fixture)
{
  g_assert_true (iso_session_set (fixture->session, "train.pace", "20", NULL));
}

/* All of both, bit by bit. */
static void
assert_same_runs (Recording *fixture, gint64 one, gint64 other)
{
  IsoStore *store = iso_run_library_store (fixture->library);
  g_autoptr (GError) error = NULL;
  IsoHistory *a = iso_store_read_history (store, one, &error), *b = iso_store_read_history (store, other, &error);
  g_assert_no_error (error);
  g_autofree char *map_a = iso_store_file (store, one, "embeddings", -1, &error), *map_b = NULL, *bytes_a = NULL, *bytes_b = NULL;
  size_t length_a, length_b;
  g_assert_no_error (error);
  g_assert_cmpuint (iso_history_step_count (a), ==, iso_history_step_count (b));
  assert_same_steps (a, b, 0, iso_history_step_count (a));
  map_b = iso_store_file (store, other, "embeddings", -1, &error);
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (map_a, &bytes_a, &length_a, NULL) && g_file_get_contents (map_b, &bytes_b, &length_b, NULL));
  g_assert_cmpmem (bytes_a, length_a, bytes_b, length_b);
  iso_history_unref (a);
  iso_history_unref (b);
}

/* From its first step on, in one row, however often it is paused and gone on with. */
static void
test_records (Recording *fixture, gconstpointer data)
{
  test_wait_ms (700);
  g_assert_cmpint (ask_number (fixture->folder, "SELECT count (*) FROM runs"), ==, 0);
  g_assert_cmpint (iso_session_run (fixture->session), ==, 0);
  g_assert_cmpuint (fixture->recordings, ==, 0);
  g_assert_true (iso_session_has_unsaved_steps (fixture->session) == FALSE);

  iso_session_single_step (fixture->session);
  WAIT_FOR (fixture->recordings == 1);
  g_assert_cmpint (iso_session_run (fixture->session), ==, 1);
  WAIT_FOR (is_status (fixture, 1, "paused") && number_of (fixture, "steps", 1) == 1);
  iso_session_start (fixture->session);
  WAIT_FOR (is_status (fixture, 1, "running"));
  WAIT_FOR (state_of (fixture) == ISO_SESSION_FINISHED);
  WAIT_FOR (is_status (fixture, 1, "finished") && number_of (fixture, "steps", 1) == 4 * EPOCH);
  g_assert_cmpint (number_of (fixture, "ended >= created", 1), ==, 1);
  g_assert_cmpint (number_of (fixture, "epochs", 1), ==, 4);
  /* The untrained network's map is kept, and the whole state at the end. */
  WAIT_FOR (ask_number (fixture->folder, "SELECT count (*) FROM kept WHERE checkpoint > 0 AND epoch = 4") == 1);
  g_assert_cmpint (ask_number (fixture->folder, "SELECT count (*) FROM kept WHERE epoch = 0 AND embeddings > 0 AND checkpoint = 0"), ==, 1);

  /* Beyond the planned end. */
  iso_session_start (fixture->session);
  WAIT_FOR (is_status (fixture, 1, "running"));
  g_assert_cmpint (number_of (fixture, "ended", 1), ==, 0);
  iso_session_pause (fixture->session);
  WAIT_FOR (is_status (fixture, 1, "paused"));
  g_assert_cmpint (ask_number (fixture->folder, "SELECT count (*) FROM runs"), ==, 1);
  g_assert_cmpuint (fixture->recordings, ==, 1);
}

/* A run that ends before anybody could have made its record has one all the same, with its state. */
static void
test_short (Recording *fixture, gconstpointer data)
{
  static const char *const quick[] = { "train.epochs=1", "train.pace=unlimited", NULL };
  g_assert_true (iso_session_set_all (fixture->session, quick, NULL));
  WAIT_FOR (state_of (fixture) == ISO_SESSION_READY);
  iso_session_start (fixture->session);
  WAIT_FOR (state_of (fixture) == ISO_SESSION_FINISHED);
  iso_session_reset (fixture->session);
  WAIT_FOR (is_status (fixture, 1, "finished"));
  WAIT_FOR (ask_number (fixture->folder, "SELECT count (*) FROM kept WHERE checkpoint > 0 AND epoch = 1") == 1);
  g_assert_cmpint (number_of (fixture, "steps", 1), ==, EPOCH);
}

/* What takes its place, and closing, end it as stopped. */
static void
test_ends (Recording *fixture, gconstpointer data)
{
  train_until (fixture, 3);
  WAIT_FOR (iso_session_run (fixture->session) == 1);
  iso_session_reset (fixture->session);
  WAIT_FOR (state_of (fixture) == ISO_SESSION_READY);
  g_assert_cmpint (iso_session_run (fixture->session), ==, 0);
  g_assert_cmpuint (fixture->recordings, ==, 2);
  WAIT_FOR (is_status (fixture, 1, "stopped"));
  iso_session_start (fixture->session);
  WAIT_FOR (iso_session_run (fixture->session) == 2);
  guint64 steps = steps_of (fixture);
  close_session (fixture);
  WAIT_FOR (is_status (fixture, 2, "stopped"));
  g_assert_cmpint (number_of (fixture, "steps", 2), >=, (gint64) steps);
  open_session (fixture);
}

static void
test_limits (Recording *fixture, gconstpointer data)
{
  static const char *const quick[] = { "train.epochs=8", NULL };
  iso_session_limit_keeping (fixture->session, 3, 0);
  g_assert_true (iso_session_set_all (fixture->session, quick, NULL));
  WAIT_FOR (state_of (fixture) == ISO_SESSION_READY);
  train_to_end (fixture);
  WAIT_FOR (ask_number (fixture->folder, "SELECT max (epoch) FROM kept") == 8);
  WAIT_FOR (ask_number (fixture->folder, "SELECT count (*) FROM kept") <= 3);
}

/* Nothing is kept where nobody asked for it, and what runs is not begun in the middle. */
static void
test_nothing (Recording *fixture, gconstpointer data)
{
  iso_session_set_library (fixture->session, NULL);
  train_until (fixture, 2);
  iso_session_reset (fixture->session);
  WAIT_FOR (state_of (fixture) == ISO_SESSION_READY);
  iso_session_fork (fixture->session, 1, -1, NULL);
  g_assert_nonnull (strstr (fixture->refusal, "not kept"));
  test_wait_ms (700);
  g_assert_cmpint (ask_number (fixture->folder, "SELECT count (*) FROM runs"), ==, 0);
  iso_session_set_library (fixture->session, fixture->library);
}

/* Left at some step, gone on with from its last kept epoch, it becomes the run that was never left. */
static void
test_resume (Recording *fixture, gconstpointer data)
{
  go_slowly (fixture);
  train_until (fixture, 2 * EPOCH + 3);
  WAIT_FOR (ask_number (fixture->folder, "SELECT count (*) FROM kept WHERE run = 1 AND checkpoint > 0") > 0);
  iso_session_resume_run (fixture->session, 1, -1);
  g_assert_nonnull (strstr (fixture->refusal, "in place already"));
  iso_session_reset (fixture->session);
  WAIT_FOR (state_of (fixture) == ISO_SESSION_READY);
  train_to_end (fixture);
  g_assert_cmpint (iso_session_run (fixture->session), ==, 2);

  guint64 kept = (guint64) ask_number (fixture->folder, "SELECT max (step) FROM kept WHERE run = 1 AND checkpoint > 0");
  iso_session_resume_run (fixture->session, 1, -1);
  WAIT_FOR (fixture->resumes == 1);
  g_assert_cmpint (fixture->parent, ==, 1);
  g_assert_cmpuint (fixture->step, ==, kept);
  g_assert_cmpuint (steps_of (fixture), ==, kept);
  g_assert_cmpint (state_of (fixture), ==, ISO_SESSION_PAUSED);
  g_assert_cmpint (iso_session_run (fixture->session), ==, 1);
  WAIT_FOR (is_status (fixture, 1, "paused") && is_status (fixture, 2, "finished"));
  train_to_end (fixture);
  WAIT_FOR (is_status (fixture, 1, "finished") && number_of (fixture, "steps", 1) == 4 * EPOCH);
  WAIT_FOR (ask_number (fixture->folder, "SELECT count (*) FROM kept WHERE epoch = 4") == 2);
  assert_same_runs (fixture, 1, 2);
  g_assert_cmpint (ask_number (fixture->folder, "SELECT count (*) FROM runs"), ==, 2);

  /* A finished one stands finished. */
  iso_session_resume_run (fixture->session, 2, -1);
  WAIT_FOR (fixture->resumes == 2);
  g_assert_cmpint (state_of (fixture), ==, ISO_SESSION_FINISHED);
  WAIT_FOR (is_status (fixture, 2, "finished"));
}

/* A fork without a change is its parent; it is recorded once it takes steps. */
static void
test_fork (Recording *fixture, gconstpointer data)
{
  gint64 run;
  int epoch;
  iso_session_fork_place (fixture->session, &run, &epoch);
  g_assert_cmpint (run, ==, 0);
  go_slowly (fixture);
  train_to_end (fixture);
  WAIT_FOR (ask_number (fixture->folder, "SELECT count (*) FROM kept WHERE run = 1 AND epoch = 4") == 1);
  iso_session_fork_place (fixture->session, &run, &epoch);
  g_assert_true (run == 1 && epoch == -1);
  int first = (int) ask_number (fixture->folder, "SELECT min (epoch) FROM kept WHERE run = 1 AND checkpoint > 0");
  g_assert_cmpint (first, <, 4);
  gint64 before = g_get_monotonic_time ();
  iso_session_fork (fixture->session, 1, first, NULL);
  WAIT_FOR (fixture->forks == 1);
  g_test_message ("forked within %.3f s", (double) (g_get_monotonic_time () - before) / 1e6);
  g_assert_true (fixture->parent == 1 && fixture->fork_epoch == first && fixture->step == (guint64) first * EPOCH);
  g_assert_cmpint (state_of (fixture), ==, ISO_SESSION_PAUSED);
  g_assert_cmpint (iso_session_run (fixture->session), ==, 0);
  iso_session_fork_place (fixture->session, &run, &epoch);
  g_assert_true (run == 1 && epoch == first);
  train_to_end (fixture);
  WAIT_FOR (iso_session_run (fixture->session) == 2 && is_status (fixture, 2, "finished"));
  g_assert_true (number_of (fixture, "parent", 2) == 1 && number_of (fixture, "fork_epoch", 2) == first);
  WAIT_FOR (ask_number (fixture->folder, "SELECT count (*) FROM kept WHERE epoch = 4") == 2);
  assert_same_runs (fixture, 1, 2);
}

/* Changes hold from the fork on; what may not change leaves everything as it is. */
static void
test_fork_changed (Recording *fixture, gconstpointer data)
{
  static const char *const changes[] = { "distill.omega=0.3", "loss.name=triplet", NULL }, *const refused[] = { "train.seed=4", NULL };
  go_slowly (fixture);
  train_to_end (fixture);
  WAIT_FOR (ask_number (fixture->folder, "SELECT count (*) FROM kept WHERE epoch = 4") == 1);
  IsoHistory *history = iso_session_history (fixture->session);
  iso_session_fork (fixture->session, 1, -1, refused);
  WAIT_FOR (fixture->refusal != NULL);
  g_assert_nonnull (strstr (fixture->refusal, "cannot change in a fork"));
  g_assert_true (iso_session_history (fixture->session) == history && fixture->forks == 0);
  WAIT_FOR (state_of (fixture) == ISO_SESSION_FINISHED);
  g_assert_cmpint (iso_session_run (fixture->session), ==, 1);

  int first = (int) ask_number (fixture->folder, "SELECT min (epoch) FROM kept WHERE checkpoint > 0");
  iso_session_fork (fixture->session, 1, first, changes);
  WAIT_FOR (fixture->forks == 1);
  g_assert_cmpfloat (iso_session_settings (fixture->session)->distill.omega, ==, 0.3);
  g_assert_cmpint (iso_session_settings (fixture->session)->loss.name, ==, ISO_LOSS_TRIPLET);
  train_to_end (fixture);
  WAIT_FOR (is_status (fixture, 2, "finished"));
  IsoHistory *parent = iso_store_read_history (iso_run_library_store (fixture->library), 1, NULL);
  IsoHistory *fork = iso_store_read_history (iso_run_library_store (fixture->library), 2, NULL);
  IsoStepRecord a, b;
  assert_same_steps (parent, fork, 0, (size_t) first * EPOCH);
  iso_history_read_steps (parent, &a, (size_t) first * EPOCH, 1);
  iso_history_read_steps (fork, &b, (size_t) first * EPOCH, 1);
  g_assert_cmpfloat (a.loss, !=, b.loss);
  iso_history_unref (parent);
  iso_history_unref (fork);
}

static void
test_unknown (Recording *fixture, gconstpointer data)
{
  IsoHistory *history = iso_session_history (fixture->session);
  iso_session_resume_run (fixture->session, 77, -1);
  WAIT_FOR (fixture->refusal != NULL);
  g_assert_nonnull (strstr (fixture->refusal, "77"));
  g_clear_pointer (&fixture->refusal, g_free);
  WAIT_FOR (state_of (fixture) == ISO_SESSION_READY);
  iso_session_fork (fixture->session, 77, 3, NULL);
  WAIT_FOR (fixture->refusal != NULL);
  g_assert_nonnull (strstr (fixture->refusal, "77"));
  g_assert_true (iso_session_history (fixture->session) == history);
}

/* Of a file: a run of its own, with all of its past. */
static void
test_from_file (Recording *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "saved.safetensors", NULL);
  train_until (fixture, EPOCH + 2);
  guint64 steps = steps_of (fixture);
  iso_session_save (fixture->session, path);
  WAIT_FOR (g_file_test (path, G_FILE_TEST_IS_REGULAR) && !iso_session_has_unsaved_steps (fixture->session));
  iso_session_resume (fixture->session, path);
  WAIT_FOR (iso_session_run (fixture->session) == 0);
  g_assert_cmpuint (steps_of (fixture), ==, steps);
  iso_session_single_step (fixture->session);
  WAIT_FOR (iso_session_run (fixture->session) == 2);
  WAIT_FOR (number_of (fixture, "steps", 2) == (gint64) steps + 1);
  g_assert_cmpint (number_of (fixture, "parent IS NULL OR parent = 0", 2), ==, 1);
}

/* A place where no store can be: it is told, training goes on, and once it can be had all is there. */
static void
test_made_good (void)
{
  Recording fixture = { .folder = make_store_folder () };
  g_autofree char *place = g_build_filename (fixture.folder, "later", NULL);
  g_assert_true (g_file_set_contents (place, "in the way", -1, NULL));
  fixture.library = iso_run_library_new (place);
  open_session (&fixture);
  iso_session_start (fixture.session);
  g_autofree char *problem = NULL;
  WAIT_FOR ((problem = iso_session_keeping_problem (fixture.session)) != NULL);
  g_test_message ("%s", problem);
  g_assert_nonnull (strstr (problem, place));
  g_assert_null (strchr (problem, '\n'));
  WAIT_FOR (fixture.recordings == 1);
  guint64 then = steps_of (&fixture);
  WAIT_FOR (steps_of (&fixture) > then + 5);
  g_assert_cmpint (iso_session_run (fixture.session), ==, 0);
  g_assert_cmpint (g_remove (place), ==, 0);
  WAIT_FOR (iso_session_run (fixture.session) == 1);
  WAIT_FOR (fixture.recordings == 2);
  g_assert_null (iso_session_keeping_problem (fixture.session));
  iso_session_pause (fixture.session);
  WAIT_FOR (state_of (&fixture) != ISO_SESSION_RUNNING);
  guint64 steps = steps_of (&fixture);
  WAIT_FOR (ask_number (place, "SELECT steps FROM runs") == (gint64) steps);
  close_session (&fixture);
  WAIT_FOR (ask_number (place, "SELECT status NOT IN ('running', 'paused') FROM runs") == 1);
  g_object_unref (fixture.library);
  remove_store (fixture.folder);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv);
  g_timeout_add (20, look_again, NULL);
#define ADD(name, function) g_test_add ("/session-recording/" name, Recording, NULL, set_up, function, tear_down)
  ADD ("records", test_records);
  ADD ("short", test_short);
  ADD ("ends", test_ends);
  ADD ("limits", test_limits);
  ADD ("nothing", test_nothing);
  ADD ("resume", test_resume);
  ADD ("fork", test_fork);
  ADD ("fork-changed", test_fork_changed);
  ADD ("unknown", test_unknown);
  ADD ("from-file", test_from_file);
#undef ADD
  g_test_add_func ("/session-recording/made-good", test_made_good);
  return g_test_run ();
}
