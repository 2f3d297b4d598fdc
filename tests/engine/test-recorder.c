/* The recorder: what it has written of a run is the run, restoring goes on as if nothing had been, and few epochs stand for many. */
#include <unistd.h>

#include "engine/base/error.h"
#include "engine/store/recorder.h"
#include "engine/train/trainer.h"
#include "tests/support/small-run.h"
#include "tests/support/store-fixture.h"

#define PATIENCE 60.0

static const char *const plain[] = { "train.epochs=4", NULL };

static IsoRecorder *
begin (const char *folder, SmallRun *run, const IsoRecorderOptions *options)
{
  g_autoptr (GError) error = NULL;
  IsoRecorder *recorder = iso_recorder_new (folder, run->experiment, run->history, options, &error);
  g_assert_no_error (error);
  return recorder;
}

static void
assert_written (IsoRecorder *recorder)
{
  bool written = iso_recorder_wait (recorder, PATIENCE);
  g_autofree char *problem = iso_recorder_problem (recorder);
  g_assert_cmpstr (problem, ==, NULL);
  g_assert_true (written);
}

/* As the command line does it: each epoch with its checkpoint, its evaluation and the probe batch. */
static void
train_epochs (SmallRun *run, IsoRecorder *recorder, int count)
{
  while (count-- > 0)
    {
      g_autoptr (GError) error = NULL;
      IsoStepResult result;
      while (!iso_runner_is_at_epoch_end (run->runner))
        g_assert_true (iso_runner_step (run->runner, &result, &error));
      g_autoptr (IsoEpochSnapshot) snapshot = iso_runner_evaluate (run->runner, true, NULL, &error);
      g_autoptr (GBytes) image = iso_runner_image (run->runner, &error);
      g_autoptr (IsoBatchSnapshot) probe = iso_runner_snapshot (run->runner, true);
      g_assert_no_error (error);
      iso_recorder_epoch (recorder, image, snapshot, probe);
      assert_written (recorder);
    }
}

static void
assert_same_scores (const IsoScores *a, const IsoScores *b)
{
  IsoScoreKey keys[ISO_SCORES_MAX], others[ISO_SCORES_MAX];
  size_t count = iso_scores_keys (keys, a);
  g_assert_cmpuint (count, ==, iso_scores_keys (others, b));
  for (size_t i = 0; i < count; i++)
    {
      double one = iso_scores_value (a, keys[i]), other = iso_scores_value (b, others[i]);
      g_assert_true (iso_score_key_equal (keys[i], others[i]));
      g_assert_true (one == other || (isnan (one) && isnan (other)));
    }
}

static void
assert_same_epochs (IsoHistory *history, IsoHistory *other)
{
  size_t count = iso_history_epoch_count (history);
  g_assert_cmpuint (iso_history_epoch_count (other), ==, count);
  for (size_t i = 0; i < count; i++)
    {
      IsoEpochRecord a, b;
      iso_history_read_epochs (history, &a, i, 1);
      iso_history_read_epochs (other, &b, i, 1);
      g_assert_cmpint (a.epoch, ==, b.epoch);
      g_assert_cmpuint (a.step, ==, b.step);
      g_assert_cmpfloat (a.train_seconds, ==, b.train_seconds);
      g_assert_cmpfloat (a.evaluate_seconds, ==, b.evaluate_seconds);
      assert_same_scores (&a.test, &b.test);
      assert_same_scores (&a.validation, &b.validation);
      assert_same_scores (&a.train, &b.train);
    }
}

/* Field by field: what lies between them is not the run's. */
static void
assert_same_steps (IsoHistory *history, IsoHistory *other)
{
  size_t count = iso_history_step_count (history);
  g_assert_cmpuint (iso_history_step_count (other), ==, count);
  for (size_t i = 0; i < count; i++)
    {
      IsoStepRecord a, b;
      iso_history_read_steps (history, &a, i, 1);
      iso_history_read_steps (other, &b, i, 1);
      g_assert_true (a.step == b.step && a.epoch == b.epoch);
      g_assert_cmpmem (&a.loss, sizeof a - G_STRUCT_OFFSET (IsoStepRecord, loss), &b.loss,
                       sizeof b - G_STRUCT_OFFSET (IsoStepRecord, loss));
    }
}

static void
assert_same_history (IsoHistory *history, IsoStore *store, gint64 run)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (IsoHistory) read = iso_store_read_history (store, run, &error);
  g_assert_no_error (error);
  assert_same_steps (history, read);
  assert_same_epochs (history, read);
  size_t count = iso_history_event_count (history);
  g_assert_cmpuint (iso_history_event_count (read), ==, count);
  for (size_t i = 0; i < count; i++)
    {
      IsoEvent a, b;
      iso_history_read_events (history, &a, i, 1);
      iso_history_read_events (read, &b, i, 1);
      g_assert_true (a.step == b.step && a.kind == b.kind && a.key == b.key && a.text == b.text && a.value == b.value);
    }
}

static IsoRun *
find_run (IsoStore *store, gint64 id)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *word = g_strdup_printf ("%" G_GINT64_FORMAT, id);
  IsoRun *run = iso_store_find (store, word, &error);
  g_assert_no_error (error);
  return run;
}

/* ---- a run ---- */

static void
test_run (void)
{
  char *folder = make_store_folder ();
  g_autoptr (GError) error = NULL;
  SmallRun run;
  const IsoRecorderOptions options = { .name = "mine", .sweep = "s", .sweep_point = "{}", .parent = 77, .fork_epoch = 2 };
  small_run_init (&run, plain, NULL);
  IsoRecorder *recorder = begin (folder, &run, &options);
  g_autoptr (IsoStore) store = iso_store_open (folder, &error);
  gint64 id = iso_recorder_run (recorder);
  small_run_evaluate (&run, false);
  train_epochs (&run, recorder, 2);
  const IsoEvent event = { 34, ISO_EVENT_CHANGE, g_intern_string ("distill.omega"), g_intern_string ("ω 0.5 → 0.8"),
                           g_intern_string ("0.8") };
  iso_history_add_event (run.history, &event);
  small_run_steps (&run, 5);
  assert_written (recorder);
  g_autoptr (IsoRun) during = find_run (store, id);
  g_assert_cmpint (during->status, ==, ISO_RUN_RUNNING);
  g_assert_cmpint (during->ended, ==, 0);
  g_assert_cmpuint (during->steps, ==, iso_history_step_count (run.history));
  g_assert_cmpint (during->epochs, ==, 2);
  g_assert_cmpint (during->planned_epochs, ==, 4);
  g_assert_cmpint (during->parent, ==, 0); /* there is none of that number */
  g_assert_cmpint (during->fork_epoch, ==, 2);
  g_assert_cmpstr (during->name, ==, "mine");
  g_assert_cmpstr (during->sweep, ==, "s");
  g_assert_cmpstr (during->fingerprint, ==, iso_dataset_fingerprint (run.experiment->dataset));
  assert_same_history (run.history, store, id);
  iso_recorder_status (recorder, ISO_RUN_FINISHED);
  iso_recorder_free (recorder);
  g_autoptr (IsoRun) after = find_run (store, id);
  g_assert_cmpint (after->status, ==, ISO_RUN_FINISHED);
  g_assert_cmpint (after->ended, >=, after->created);
  g_assert_cmpuint (after->bytes, >, 0);
  g_autoptr (GArray) changes = NULL;
  g_assert_true (iso_store_read_changes (store, id, &changes, &error));
  g_assert_cmpuint (changes->len, ==, 1);
  g_assert_cmpstr (g_array_index (changes, IsoRunChange, 0).value, ==, "0.8");
  /* Settings are read back as those that it was started with. */
  IsoSettings settings;
  g_auto (GStrv) assignments = iso_settings_parse ("settings", after->settings, &error);
  iso_settings_init (&settings);
  g_assert_true (iso_settings_set_all (&settings, (const char *const *) assignments, &error));
  g_assert_cmpint (settings.train.epochs, ==, 4);
  assert_sound (folder);
  small_run_clear (&run);
  remove_store (folder);
}

static void
test_default_name (void)
{
  static const char *const without[] = { "distill.mode=none", "loss.name=triplet", NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (IsoExperiment) with = small_experiment (plain, &error), alone = small_experiment (without, &error);
  g_assert_no_error (error);
  g_autofree char *one = iso_run_default_name (with), *other = iso_run_default_name (alone);
  g_assert_cmpstr (one, ==, "Fashion-MNIST sample · multi-similarity + OBDP");
  g_assert_cmpstr (other, ==, "Fashion-MNIST sample · triplet");
}

/* Freed without a word: it was interrupted. */
static void
test_interrupted (void)
{
  char *folder = make_store_folder ();
  g_autoptr (GError) error = NULL;
  SmallRun run;
  small_run_init (&run, plain, NULL);
  IsoRecorder *recorder = begin (folder, &run, NULL);
  gint64 id = iso_recorder_run (recorder);
  small_run_steps (&run, 3);
  iso_recorder_free (recorder);
  g_autoptr (IsoStore) store = iso_store_open (folder, &error);
  g_autoptr (IsoRun) found = find_run (store, id);
  g_assert_cmpint (found->status, ==, ISO_RUN_INTERRUPTED);
  g_assert_cmpuint (found->steps, ==, 3);
  g_assert_cmpint (ask_number (folder, "SELECT status = 'interrupted' FROM runs"), ==, 1);
  small_run_clear (&run);
  remove_store (folder);
}

/* Nobody asks, no epoch ends: what is new is there within the second all the same. */
static void
test_by_itself (void)
{
  char *folder = make_store_folder ();
  g_autoptr (GError) error = NULL;
  SmallRun run;
  small_run_init (&run, plain, NULL);
  IsoRecorder *recorder = begin (folder, &run, NULL);
  g_autoptr (IsoStore) store = iso_store_open (folder, &error);
  assert_written (recorder);
  for (size_t count = 10; count <= 50; count += 10)
    {
      gint64 start = g_get_monotonic_time ();
      guint there = 0;
      add_made_steps (run.history, 10);
      while (there < count && g_get_monotonic_time () - start < 1250000)
        {
          g_autoptr (GArray) steps = NULL;
          g_usleep (20000);
          g_assert_true (iso_store_read_steps (store, iso_recorder_run (recorder), &steps, &error));
          there = steps->len;
        }
      g_assert_cmpuint (there, ==, count);
    }
  iso_recorder_free (recorder);
  small_run_clear (&run);
  remove_store (folder);
}

/* ---- going on ---- */

static void
restore (SmallRun *run, IsoStore *store, gint64 id, int epoch)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (IsoCheckpoint) checkpoint = iso_store_restore (store, id, epoch, &error);
  IsoSettings settings;
  g_assert_no_error (error);
  g_assert_true (iso_checkpoint_settings (&settings, checkpoint, &error));
  run->experiment = iso_experiment_resume (checkpoint, &settings, NULL, NULL, &error);
  g_assert_no_error (error);
  run->history = iso_history_new ();
  run->runner = iso_runner_new (run->experiment, run->history, &error);
  g_assert_true (iso_runner_restore (run->runner, checkpoint, &error));
  g_assert_no_error (error);
}

/* From the middle of a run, in the run's own row: what follows is what had followed. */
static void
test_goes_on (void)
{
  char *folder = make_store_folder ();
  g_autoptr (GError) error = NULL;
  SmallRun first, second;
  small_run_init (&first, plain, NULL);
  IsoRecorder *recorder = begin (folder, &first, NULL);
  gint64 id = iso_recorder_run (recorder);
  small_run_evaluate (&first, false);
  train_epochs (&first, recorder, 4);
  iso_recorder_status (recorder, ISO_RUN_STOPPED);
  iso_recorder_free (recorder);

  g_autoptr (IsoStore) store = iso_store_open (folder, &error);
  restore (&second, store, id, 2);
  g_assert_cmpint (iso_runner_epoch (second.runner), ==, 2);
  const IsoRecorderOptions options = { .resumed = id };
  recorder = begin (folder, &second, &options);
  g_assert_null (iso_recorder_new (folder, second.experiment, second.history, &options, &error));
  g_assert_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT);
  g_clear_error (&error);
  assert_written (recorder);
  g_assert_cmpint (ask_number (folder, "SELECT max (epoch) FROM kept"), ==, 2);
  assert_same_history (second.history, store, id);
  train_epochs (&second, recorder, 2);
  iso_recorder_status (recorder, ISO_RUN_FINISHED);
  iso_recorder_free (recorder);
  assert_same_steps (first.history, second.history);
  assert_same_history (second.history, store, id);
  g_autoptr (IsoRun) found = find_run (store, id);
  g_assert_cmpint (found->status, ==, ISO_RUN_FINISHED);
  g_assert_cmpint (found->epochs, ==, 4);
  g_autoptr (GPtrArray) runs = iso_store_list (store, &error);
  g_assert_cmpuint (runs->len, ==, 1);
  assert_sound (folder);
  small_run_clear (&first);
  small_run_clear (&second);
  remove_store (folder);
}

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

/* ---- a trainer's thread ---- */

static void
hand_over (GBytes *image, IsoEpochSnapshot *snapshot, IsoBatchSnapshot *probe, gpointer recorder)
{
  iso_recorder_epoch (recorder, image, snapshot, probe);
}

static bool
is_image_wanted (bool is_last, gpointer recorder)
{
  return iso_recorder_wants_image (recorder, is_last);
}

static void
test_trainer (void)
{
  char *folder = make_store_folder ();
  g_autoptr (GError) error = NULL;
  static const char *const settings[] = { "evaluate.every=2", "train.epochs=3", NULL };
  g_autoptr (IsoExperiment) experiment = small_experiment (settings, &error);
  IsoTrainer *trainer = iso_trainer_new (experiment);
  IsoRecorder *recorder = iso_recorder_new (folder, experiment, iso_trainer_history (trainer), NULL, &error);
  g_assert_no_error (error);
  gint64 id = iso_recorder_run (recorder);
  iso_trainer_keep (trainer, is_image_wanted, hand_over, recorder, NULL);
  iso_trainer_start (trainer);
  g_assert_true (iso_trainer_wait (trainer, PATIENCE));
  iso_recorder_status (recorder, ISO_RUN_FINISHED);
  assert_written (recorder);
  g_autoptr (IsoStore) store = iso_store_open (folder, &error);
  assert_same_history (iso_trainer_history (trainer), store, id);
  iso_trainer_free (trainer);
  iso_recorder_free (recorder);
  g_autoptr (IsoCheckpoint) last = iso_store_restore (store, id, -1, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (iso_history_step_count (iso_checkpoint_history (last)), ==, 51);
  g_autoptr (GArray) kept = NULL;
  g_assert_true (iso_store_read_kept (store, id, &kept, &error));
  g_assert_cmpint (g_array_index (kept, IsoKeptEpoch, kept->len - 1).epoch, ==, 3);
  remove_store (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/recorder/run", test_run);
  g_test_add_func ("/recorder/default-name", test_default_name);
  g_test_add_func ("/recorder/interrupted", test_interrupted);
  g_test_add_func ("/recorder/by-itself", test_by_itself);
  g_test_add_func ("/recorder/goes-on", test_goes_on);
  g_test_add_func ("/recorder/thinned-out", test_thinned_out);
  g_test_add_func ("/recorder/slow-disk", test_slow_disk);
  g_test_add_func ("/recorder/spaced-images", test_spaced_images);
  g_test_add_func ("/recorder/two-at-once", test_two_at_once);
  g_test_add_func ("/recorder/sweeps", test_sweeps);
  g_test_add_func ("/recorder/trainer", test_trainer);
  return g_test_run ();
}
