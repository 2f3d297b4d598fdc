/* The trainer saves between two steps, whatever it does, and a trainer made from the file goes on as if it had not stopped; run
 * under ThreadSanitizer too. */
#include <math.h>
#include <pthread.h>
#include <string.h>

#include "engine/train/trainer.h"
#include "tests/support/data-files.h"
#include "tests/support/small-run.h"

static const char *const no_more[] = { NULL };

/* One answer, handed over by pthread primitives so that ThreadSanitizer sees the meeting. */
typedef struct {
  pthread_mutex_t mutex;
  pthread_cond_t arrived;
  bool is_there;
  guint64 step;
  char message[400];
} AnswerSlot;

static void
note_answer (guint64 step, const char *message, gpointer data)
{
  AnswerSlot *slot = data;
  pthread_mutex_lock (&slot->mutex);
  slot->is_there = true;
  slot->step = step;
  g_strlcpy (slot->message, message == NULL ? "" : message, sizeof slot->message);
  pthread_cond_signal (&slot->arrived);
  pthread_mutex_unlock (&slot->mutex);
}

/* The steps in the file; why it was refused is copied to message (400), or "". */
static guint64
save (IsoTrainer *trainer, const char *path, char *message)
{
  AnswerSlot slot = { PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, false, 0, "" };
  iso_trainer_save (trainer, path, note_answer, &slot, NULL);
  pthread_mutex_lock (&slot.mutex);
  while (!slot.is_there)
    pthread_cond_wait (&slot.arrived, &slot.mutex);
  pthread_mutex_unlock (&slot.mutex);
  g_strlcpy (message, slot.message, 400);
  return slot.step - 1;
}

static void
save_well (IsoTrainer *trainer, const char *path, guint64 step)
{
  char message[400];
  guint64 saved = save (trainer, path, message);
  g_assert_cmpstr (message, ==, "");
  g_assert_cmpuint (saved, ==, step);
}

static void
take_steps (IsoTrainer *trainer, int count)
{
  for (int i = 0; i < count; i++)
    iso_trainer_single_step (trainer);
}

static IsoTrainer *
new_trainer (const char *const *settings)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (IsoExperiment) experiment = small_experiment (settings, &error);
  g_assert_no_error (error);
  return iso_trainer_new (experiment);
}

static IsoTrainer *
resume (const char *path)
{
  g_autoptr (GError) error = NULL;
  IsoSettings settings;
  g_autoptr (IsoCheckpoint) checkpoint = iso_checkpoint_open (path, &error);
  g_assert_no_error (error);
  g_assert_true (iso_checkpoint_settings (&settings, checkpoint, &error));
  g_autoptr (IsoExperiment) experiment = iso_experiment_resume (checkpoint, &settings, NULL, NULL, &error);
  g_assert_no_error (error);
  IsoTrainer *trainer = iso_trainer_resume (experiment, checkpoint, &error);
  g_assert_no_error (error);
  return trainer;
}

/* Rows that agree but for the last two columns, the seconds that it took. */
static void
assert_same_epochs (const IsoSafetensor *a, const IsoSafetensor *b)
{
  size_t width = a->sizes[1] * sizeof (double), compared = width - 2 * sizeof (double);
  for (size_t row = 0; row < a->sizes[0]; row++)
    g_assert_cmpmem (a->values + row * width, compared, b->values + row * width, compared);
}

/* All that two checkpoints hold but for the time that passed. */
static void
assert_same_files (const char *path, const char *other_path)
{
  static const char *const keys[] = { "settings", "data.fingerprint", "step", "epoch", "steps_in_epoch", "optimizer.step",
                                      "random.sampler", "random.mining" };
  g_autoptr (GError) error = NULL;
  g_autoptr (IsoSafetensors) file = iso_safetensors_read (path, &error), other = iso_safetensors_read (other_path, &error);
  g_assert_no_error (error);
  size_t count, other_count;
  const IsoSafetensor *tensors = iso_safetensors_tensors (file, &count), *others = iso_safetensors_tensors (other, &other_count);
  g_assert_cmpuint (count, ==, other_count);
  g_assert_cmpuint (count, >, 10);
  for (size_t i = 0; i < count; i++)
    {
      size_t bytes = tensors[i].element_count * iso_safetensors_type_size (tensors[i].type);
      g_test_message ("%s", tensors[i].name);
      g_assert_cmpstr (tensors[i].name, ==, others[i].name);
      g_assert_cmpuint (tensors[i].element_count, ==, others[i].element_count);
      if (strcmp (tensors[i].name, "history.epochs") == 0)
        assert_same_epochs (&tensors[i], &others[i]);
      else
        g_assert_cmpmem (tensors[i].values, bytes, others[i].values, bytes);
    }
  for (size_t i = 0; i < G_N_ELEMENTS (keys); i++)
    g_assert_cmpstr (iso_safetensors_metadata (file, keys[i]), ==, iso_safetensors_metadata (other, keys[i]));
}

static guint
count_events (IsoTrainer *trainer, IsoEventKind kind)
{
  guint count = 0;
  IsoEvent event;
  for (size_t i = 0; iso_history_read_events (iso_trainer_history (trainer), &event, i, 1) == 1; i++)
    count += event.kind == kind;
  return count;
}

/* After one epoch and some steps: in the midst of the second, with a teacher. */
static void
test_goes_on (void)
{
  char *folder = test_folder_new ();
  g_autofree char *whole = g_build_filename (folder, "whole.safetensors", NULL);
  g_autofree char *part = g_build_filename (folder, "part.safetensors", NULL);
  g_autofree char *again = g_build_filename (folder, "again.safetensors", NULL);
  IsoTrainerStatus status;
  {
    g_autoptr (IsoTrainer) trainer = new_trainer (no_more);
    take_steps (trainer, 20);
    save_well (trainer, part, 20);
    take_steps (trainer, 20);
    save_well (trainer, whole, 40);
  }
  g_autoptr (IsoTrainer) trainer = resume (part);
  iso_trainer_status (trainer, &status);
  g_assert_cmpint (status.state, ==, ISO_TRAINER_PAUSED);
  g_assert_cmpuint (status.step, ==, 20);
  g_assert_cmpint (status.epoch, ==, 20 / (int) status.steps_per_epoch);
  g_assert_cmpuint (iso_history_step_count (iso_trainer_history (trainer)), ==, 20);
  g_assert_cmpuint (count_events (trainer, ISO_EVENT_RESUMED), ==, 1);
  save_well (trainer, again, 20);
  assert_same_files (part, again);
  take_steps (trainer, 20);
  save_well (trainer, part, 40); /* replaces the file that it came from */
  assert_same_files (part, whole);
  test_folder_free (folder);
}

/* While it runs as fast as it can the file has the steps that the answer says, and training goes on. */
static void
test_saves_while_running (void)
{
  const char *const settings[] = { "train.epochs=1000", "train.threads=2", NULL };
  char *folder = test_folder_new (), message[400];
  g_autofree char *path = g_build_filename (folder, "checkpoint.safetensors", NULL);
  g_autoptr (IsoTrainer) trainer = new_trainer (settings);
  guint64 before = 0;
  iso_trainer_watch (trainer, ISO_WATCH_LIVE);
  iso_trainer_start (trainer);
  for (int i = 0; i < 3; i++)
    {
      guint64 saved = save (trainer, path, message);
      g_assert_cmpstr (message, ==, "");
      g_assert_true (i == 0 || saved > before);
      g_autoptr (IsoTrainer) other = resume (path);
      IsoTrainerStatus status;
      iso_trainer_status (other, &status);
      g_assert_cmpuint (status.step, ==, saved);
      before = saved;
      while (status.step <= saved)
        iso_trainer_status (trainer, &status);
      g_assert_cmpint (status.state, ==, ISO_TRAINER_RUNNING);
    }
  test_folder_free (folder);
}

/* What cannot be written says so; neither the run nor a file that is there suffers. */
static void
test_cannot_be_written (void)
{
  char *folder = test_folder_new (), message[400];
  g_autofree char *nowhere = g_build_filename (folder, "no", "such", "folder.safetensors", NULL);
  g_autofree char *good = g_build_filename (folder, "good.safetensors", NULL), *taken = g_build_filename (folder, "taken", NULL);
  g_autoptr (IsoTrainer) trainer = new_trainer (no_more);
  take_steps (trainer, 2);
  save (trainer, nowhere, message);
  g_assert_nonnull (strstr (message, nowhere));
  g_assert_nonnull (strstr (message, "cannot write"));
  g_assert_cmpint (g_mkdir (taken, 0700), ==, 0);
  save (trainer, taken, message);
  g_assert_nonnull (strstr (message, "cannot write"));
  g_assert_true (g_file_test (taken, G_FILE_TEST_IS_DIR));
  save_well (trainer, good, 2);
  g_assert_cmpint (g_rmdir (taken), ==, 0);
  test_folder_free (folder);
}

/* A run that has come to its planned end stands there, and goes on beyond when it is started. */
static void
test_finished (void)
{
  const char *const settings[] = { "train.epochs=1", NULL };
  char *folder = test_folder_new ();
  g_autofree char *path = g_build_filename (folder, "checkpoint.safetensors", NULL);
  IsoTrainerStatus status;
  {
    g_autoptr (IsoTrainer) trainer = new_trainer (settings);
    iso_trainer_start (trainer);
    g_assert_true (iso_trainer_wait (trainer, 60.0));
    iso_trainer_status (trainer, &status);
    save_well (trainer, path, status.step);
  }
  guint64 planned = status.step;
  g_autoptr (IsoTrainer) trainer = resume (path);
  iso_trainer_status (trainer, &status);
  g_assert_cmpint (status.state, ==, ISO_TRAINER_FINISHED);
  g_assert_cmpuint (count_events (trainer, ISO_EVENT_PLANNED_END), ==, 1);
  take_steps (trainer, 1);
  save_well (trainer, path, planned + 1);
  test_folder_free (folder);
}

/* Stopped at an epoch's end before its evaluation, as Ctrl-C may do: that is made up for first. */
static void
test_stopped_while_evaluating (void)
{
  char *folder = test_folder_new ();
  g_autofree char *path = g_build_filename (folder, "checkpoint.safetensors", NULL);
  g_autofree char *whole = g_build_filename (folder, "whole.safetensors", NULL);
  g_autoptr (GError) error = NULL;
  SmallRun run;
  int steps = 0;
  small_run_init (&run, no_more, NULL);
  small_run_evaluate (&run, false);
  for (IsoStepResult result; !iso_runner_is_at_epoch_end (run.runner); steps++)
    g_assert_true (iso_runner_step (run.runner, &result, &error));
  g_assert_true (iso_runner_save (run.runner, path, &error));
  small_run_clear (&run);
  {
    g_autoptr (IsoTrainer) trainer = new_trainer (no_more);
    take_steps (trainer, steps + 2);
    save_well (trainer, whole, (guint64) steps + 2);
  }
  g_autoptr (IsoTrainer) trainer = resume (path);
  take_steps (trainer, 2);
  save_well (trainer, path, (guint64) steps + 2);
  assert_same_files (path, whole);
  test_folder_free (folder);
}

static void
test_refuses_what_is_damaged (void)
{
  char *folder = test_folder_new ();
  g_autofree char *path = g_build_filename (folder, "checkpoint.safetensors", NULL), *contents = NULL;
  g_autoptr (GError) error = NULL;
  IsoSettings settings;
  size_t length;
  {
    g_autoptr (IsoTrainer) trainer = new_trainer (no_more);
    take_steps (trainer, 3);
    save_well (trainer, path, 3);
  }
  /* A step that the history does not have: found only when the run is put there. */
  g_assert_true (g_file_get_contents (path, &contents, &length, NULL));
  char *key = g_strstr_len (contents + 8, (gssize) length - 8, "\"step\":\"3\"");
  g_assert_nonnull (key);
  key[8] = '4';
  g_assert_true (g_file_set_contents (path, contents, (gssize) length, NULL));
  g_autoptr (IsoCheckpoint) checkpoint = iso_checkpoint_open (path, &error);
  g_assert_true (iso_checkpoint_settings (&settings, checkpoint, &error));
  g_autoptr (IsoExperiment) experiment = iso_experiment_resume (checkpoint, &settings, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_null (iso_trainer_resume (experiment, checkpoint, &error));
  g_assert_nonnull (error);
  g_assert_nonnull (strstr (error->message, path));
  test_folder_free (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/trainer-checkpoint/goes-on", test_goes_on);
  g_test_add_func ("/trainer-checkpoint/while-running", test_saves_while_running);
  g_test_add_func ("/trainer-checkpoint/cannot-be-written", test_cannot_be_written);
  g_test_add_func ("/trainer-checkpoint/finished", test_finished);
  g_test_add_func ("/trainer-checkpoint/stopped-while-evaluating", test_stopped_while_evaluating);
  g_test_add_func ("/trainer-checkpoint/damaged", test_refuses_what_is_damaged);
  return g_test_run ();
}
