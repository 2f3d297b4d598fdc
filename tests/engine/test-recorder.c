/* The recorder: what it has written of a run is the run, and restoring goes on as if nothing had been. */
#include "tests/support/recorder-fixture.h"

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
  g_test_add_func ("/recorder/trainer", test_trainer);
  return g_test_run ();
}
