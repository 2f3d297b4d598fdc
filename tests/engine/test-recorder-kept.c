/* Which epochs the recorder keeps: few that stand for many, no more than the disk takes; and recorders beside one another, and after others
 * that were killed. */
#include "tests/support/recorder-fixture.h"

/* ---- what is kept ---- */

static void
hand_epochs (IsoRecorder *recorder, SmallRun *run, int first, int last)
{
  for (int epoch = first; epoch <= last; epoch++)
    {
      g_autoptr (IsoEpochSnapshot) snapshot = iso_epoch_snapshot_new (run->experiment, 10, 2);
      memset (snapshot->embeddings, 0, 20 * sizeof (float));
      snapshot->epoch = epoch;
      snapshot->step = (guint64) epoch * 17;
      iso_recorder_epoch (recorder, NULL, snapshot, NULL);
      assert_written (recorder);
    }
}

static void
assert_kept (IsoStore *store, gint64 run, guint most, int first, int last)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) kept = NULL;
  int widest = 0, narrowest = G_MAXINT;
  g_assert_true (iso_store_read_kept (store, run, &kept, &error));
  g_assert_cmpuint (kept->len, ==, most);
  g_assert_cmpint (g_array_index (kept, IsoKeptEpoch, 0).epoch, ==, first);
  g_assert_cmpint (g_array_index (kept, IsoKeptEpoch, kept->len - 1).epoch, ==, last);
  for (guint i = 0; i < kept->len; i++)
    {
      const IsoKeptEpoch *one = &g_array_index (kept, IsoKeptEpoch, i);
      g_autofree char *path = iso_store_file (store, run, "embeddings", one->epoch, &error);
      g_assert_true (g_file_test (path, G_FILE_TEST_IS_REGULAR));
      g_assert_true (one->embeddings && !one->checkpoint && !one->batch);
      if (i == 0)
        continue;
      int gap = one->epoch - g_array_index (kept, IsoKeptEpoch, i - 1).epoch;
      widest = MAX (widest, gap);
      narrowest = MIN (narrowest, gap);
    }
  /* Evenly but for the last, which has just come. */
  g_assert_cmpint (widest, <=, 3 * last / (int) (most - 1));
}

static void
test_thinned_out (void)
{
  char *folder = make_store_folder ();
  g_autoptr (GError) error = NULL;
  SmallRun run;
  const IsoRecorderOptions few = { .keep_epochs = 5 }, small = { .keep_bytes = 4 * (128 + 80) };
  small_run_init (&run, plain, NULL);
  g_autoptr (IsoStore) store = iso_store_open (folder, &error);
  IsoRecorder *recorder = begin (folder, &run, &few);
  hand_epochs (recorder, &run, 1, 40);
  assert_kept (store, iso_recorder_run (recorder), 5, 1, 40);
  g_assert_null (iso_store_file (store, iso_recorder_run (recorder), "checkpoint", -1, &error));
  g_assert_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT);
  g_clear_error (&error);
  iso_recorder_free (recorder);
  recorder = begin (folder, &run, &small);
  hand_epochs (recorder, &run, 0, 20);
  assert_kept (store, iso_recorder_run (recorder), 4, 0, 20);
  iso_recorder_free (recorder);
  small_run_clear (&run);
  remove_store (folder);
}

/* While the disk does not keep up: the first that waits and the newest are kept, and nobody has waited. */
static void
test_slow_disk (void)
{
  char *folder = make_store_folder ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) kept = NULL;
  SmallRun run;
  small_run_init (&run, plain, NULL);
  g_autoptr (IsoStore) store = iso_store_open (folder, &error);
  IsoRecorder *recorder = begin (folder, &run, NULL);
  assert_written (recorder);
  g_autoptr (IsoDatabase) other = iso_database_open (folder, &error);
  g_assert_true (iso_database_begin (other, true, &error));
  for (int epoch = 1; epoch <= 30; epoch++)
    {
      g_autoptr (IsoEpochSnapshot) snapshot = iso_epoch_snapshot_new (run.experiment, 1, 1);
      snapshot->embeddings[0] = 0.0f;
      snapshot->epoch = epoch;
      iso_recorder_epoch (recorder, NULL, snapshot, NULL);
    }
  g_assert_false (iso_recorder_wait (recorder, 0.05));
  iso_database_roll_back (other);
  assert_written (recorder);
  g_assert_true (iso_store_read_kept (store, iso_recorder_run (recorder), &kept, &error));
  g_assert_cmpuint (kept->len, <=, 3);
  g_assert_cmpint (g_array_index (kept, IsoKeptEpoch, 0).epoch, ==, 1);
  g_assert_cmpint (g_array_index (kept, IsoKeptEpoch, kept->len - 1).epoch, ==, 30);
  iso_recorder_free (recorder);
  small_run_clear (&run);
  remove_store (folder);
}

/* One image, then none until it is paid for; the last of all the same. */
static void
test_spaced_images (void)
{
  char *folder = make_store_folder ();
  g_autoptr (GError) error = NULL;
  SmallRun run;
  small_run_init (&run, plain, NULL);
  IsoRecorder *recorder = begin (folder, &run, NULL);
  g_autoptr (GBytes) image = iso_runner_image (run.runner, &error);
  g_assert_true (iso_recorder_wants_image (recorder, false));
  g_usleep (10000); /* made within that: paid for after a second */
  iso_recorder_epoch (recorder, image, NULL, NULL);
  g_assert_false (iso_recorder_wants_image (recorder, false));
  assert_written (recorder);
  g_assert_false (iso_recorder_wants_image (recorder, false));
  g_assert_true (iso_recorder_wants_image (recorder, true));
  for (int i = 0; i < 6000 && !iso_recorder_wants_image (recorder, false); i++)
    g_usleep (10000);
  g_assert_true (iso_recorder_wants_image (recorder, false));
  iso_recorder_free (recorder);
  small_run_clear (&run);
  remove_store (folder);
}

/* ---- beside others ---- */

static void
test_two_at_once (void)
{
  char *folder = make_store_folder ();
  g_autoptr (GError) error = NULL;
  SmallRun runs[2];
  IsoRecorder *recorders[2];
  g_autoptr (IsoStore) store = iso_store_open (folder, &error);
  for (int i = 0; i < 2; i++)
    {
      small_run_init (&runs[i], plain, NULL);
      recorders[i] = begin (folder, &runs[i], NULL);
    }
  for (int round = 0; round < 20; round++)
    for (int i = 0; i < 2; i++)
      {
        add_made_steps (runs[i].history, 500);
        if (round % 5 == i)
          assert_written (recorders[i]);
      }
  for (int i = 0; i < 2; i++)
    {
      g_autoptr (GArray) steps = NULL;
      gint64 id = iso_recorder_run (recorders[i]);
      iso_recorder_free (recorders[i]);
      g_assert_true (iso_store_read_steps (store, id, &steps, &error));
      assert_made_steps (steps, 10000);
      small_run_clear (&runs[i]);
    }
  assert_sound (folder);
  remove_store (folder);
}

/* What a killed program has left: a row that says it runs, a file half written, a folder of no run. */
static void
test_sweeps (void)
{
  char *folder = make_store_folder ();
  g_autoptr (GError) error = NULL;
  SmallRun run;
  gint64 dead = insert_run (folder, "11111111-aaaa-4aaa-8aaa-aaaaaaaaaaaa", "dead", "running");
  g_autofree char *left = g_build_filename (folder, "runs", "11111111-aaaa-4aaa-8aaa-aaaaaaaaaaaa", NULL);
  g_autofree char *half = g_build_filename (left, "checkpoint-1.safetensors.Xy12Zz", NULL);
  g_autofree char *kept = g_build_filename (left, "embeddings-1.npy", NULL);
  g_mkdir_with_parents (left, 0700);
  g_file_set_contents (half, "x", 1, &error);
  g_file_set_contents (kept, "x", 1, &error);
  g_autoptr (IsoDatabase) database = iso_database_open (folder, &error);
  g_assert_true (iso_database_run (database, "INSERT INTO kept (run, epoch, step, embeddings) VALUES (1, 1, 17, 1)", &error));
  small_run_init (&run, plain, NULL);
  IsoRecorder *recorder = begin (folder, &run, NULL);
  assert_written (recorder);
  g_assert_cmpint (dead, ==, 1);
  g_assert_cmpint (ask_number (folder, "SELECT status = 'interrupted' AND ended = 5000 FROM runs WHERE id = 1"), ==, 1);
  g_assert_false (g_file_test (half, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (kept, G_FILE_TEST_EXISTS));
  iso_recorder_free (recorder);
  small_run_clear (&run);
  remove_store (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/recorder-kept/thinned-out", test_thinned_out);
  g_test_add_func ("/recorder-kept/slow-disk", test_slow_disk);
  g_test_add_func ("/recorder-kept/spaced-images", test_spaced_images);
  g_test_add_func ("/recorder-kept/two-at-once", test_two_at_once);
  g_test_add_func ("/recorder-kept/sweeps", test_sweeps);
  return g_test_run ();
}
