/* The trainer as a person drives it; run under ThreadSanitizer too. Uses the embedded sample with a small network. */
#include <glib.h>
#include <math.h>
#include <pthread.h>
#include <string.h>

#include "engine/base/checked.h"
#include "engine/base/error.h"
#include "engine/train/parameters.h"
#include "engine/train/trainer.h"

static IsoExperiment *
small_experiment (const char *const *more)
{
  g_autoptr (GError) error = NULL;
  const char *const base[] = { "network.hidden=32", "network.embedding=16", "batch.size=32", "train.epochs=2", "train.threads=2",
                               "train.evaluate_sample=200", "optimizer.rate=1e-3", NULL };
  IsoSettings settings;
  iso_settings_init (&settings);
  g_assert_true (iso_settings_set_all (&settings, base, &error));
  if (more != NULL)
    g_assert_true (iso_settings_set_all (&settings, more, &error));
  IsoExperiment *experiment = iso_experiment_new (&settings, NULL, NULL, &error);
  g_assert_no_error (error);
  return experiment;
}

static void
wait_for_state (IsoTrainer *trainer, IsoTrainerState state)
{
  IsoTrainerStatus status;
  for (int i = 0; i < 6000; i++)
    {
      iso_trainer_status (trainer, &status);
      if (status.state == state)
        return;
      g_usleep (5000);
    }
  g_error ("the trainer did not come to state %d within 30 seconds", state);
}

static void
test_full_run (void)
{
  g_autoptr (IsoExperiment) experiment = small_experiment (NULL);
  g_autoptr (IsoTrainer) trainer = iso_trainer_new (experiment);
  IsoTrainerStatus status;
  iso_trainer_watch (trainer, ISO_WATCH_LIVE);
  iso_trainer_start (trainer);
  g_assert_true (iso_trainer_wait (trainer, 60.0));
  iso_trainer_status (trainer, &status);
  g_assert_cmpint (status.state, ==, ISO_TRAINER_FINISHED);
  g_assert_cmpint (status.epoch, ==, 2);
  g_assert_cmpuint (status.step, ==, 2 * status.steps_per_epoch);

  IsoHistory *history = iso_trainer_history (trainer);
  g_assert_cmpuint (iso_history_step_count (history), ==, status.step);
  g_assert_cmpuint (iso_history_epoch_count (history), ==, 3);
  IsoEpochRecord epochs[3];
  iso_history_read_epochs (history, epochs, 0, 3);
  g_assert_cmpfloat (epochs[2].test.recall_1, >, 0.6);
  g_assert_true (isnan (epochs[2].validation.recall_1));
  g_assert_false (isnan (epochs[2].train.recall_1));
  g_autofree IsoStepRecord *steps = g_new (IsoStepRecord, status.step);
  iso_history_read_steps (history, steps, 0, status.step);
  /* Epoch 0 has no teacher, the next one has. */
  g_assert_true (isnan (steps[0].divergence));
  g_assert_false (isnan (steps[status.step - 1].divergence));
  g_assert_cmpfloat (steps[status.step - 1].divergence, >=, 0.0);

  guint64 seen = 0;
  g_autoptr (IsoBatchSnapshot) batch = iso_mailbox_take (iso_trainer_batches (trainer), &seen);
  g_assert_nonnull (batch);
  g_assert_cmpuint (batch->step, ==, status.step);
  g_assert_true (batch->has_teacher);
  for (size_t i = 1; i < batch->B; i++)
    g_assert_cmpint (batch->labels[i - 1], <=, batch->labels[i]);
  for (size_t i = 0; i < batch->B; i++)
    g_assert_cmpfloat_with_epsilon (batch->teacher_similarity[i * batch->B + i], 1.0, 1e-4);

  /* Start goes on beyond the planned end; the same trainer, the same numbers kept. */
  guint64 planned = status.step;
  iso_trainer_start (trainer);
  wait_for_state (trainer, ISO_TRAINER_RUNNING);
  while (status.step == planned)
    iso_trainer_status (trainer, &status);
  iso_trainer_pause (trainer);
  wait_for_state (trainer, ISO_TRAINER_PAUSED);
}

/* One answer, handed over by pthread primitives so that ThreadSanitizer sees the meeting. */
typedef struct {
  pthread_mutex_t mutex;
  pthread_cond_t arrived;
  char text[200];
} AnswerSlot;

static void
note_answer (guint64 step, const char *message, gpointer data)
{
  AnswerSlot *slot = data;
  pthread_mutex_lock (&slot->mutex);
  g_snprintf (slot->text, sizeof slot->text, "%" G_GUINT64_FORMAT ":%s", step, message == NULL ? "" : message);
  pthread_cond_signal (&slot->arrived);
  pthread_mutex_unlock (&slot->mutex);
}

static char *
set_and_wait (IsoTrainer *trainer, const char *key, const char *value)
{
  AnswerSlot slot = { PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, "" };
  iso_trainer_set (trainer, key, value, note_answer, &slot, NULL);
  pthread_mutex_lock (&slot.mutex);
  while (slot.text[0] == '\0')
    pthread_cond_wait (&slot.arrived, &slot.mutex);
  pthread_mutex_unlock (&slot.mutex);
  return g_strdup (slot.text);
}

static void
test_live_changes (void)
{
  g_autoptr (IsoExperiment) experiment = small_experiment (NULL);
  g_autoptr (IsoTrainer) trainer = iso_trainer_new (experiment);
  IsoTrainerStatus status;
  IsoSettings settings;
  for (int i = 0; i < 3; i++)
    iso_trainer_single_step (trainer);
  g_autofree char *applied = set_and_wait (trainer, "distill.omega", "0.25");
  g_assert_cmpstr (applied, ==, "4:");
  g_autofree char *out_of_range = set_and_wait (trainer, "distill.omega", "1");
  g_assert_nonnull (strstr (out_of_range, "distill.omega"));
  g_autofree char *not_live = set_and_wait (trainer, "batch.size", "64");
  g_assert_nonnull (strstr (not_live, "batch.size"));
  g_autofree char *contradiction = set_and_wait (trainer, "distill.normalization", "symmetric");
  g_assert_nonnull (strstr (contradiction, "directed"));
  iso_trainer_settings (trainer, &settings);
  g_assert_cmpfloat (settings.distill.omega, ==, 0.25);
  g_assert_cmpint (settings.distill.normalization, ==, ISO_TRANSITION_SOFTMAX);
  iso_trainer_status (trainer, &status);
  g_assert_cmpuint (status.step, ==, 3);
  IsoEvent event;
  g_assert_cmpuint (iso_history_read_events (iso_trainer_history (trainer), &event, 0, 1), ==, 1);
  g_assert_cmpuint (event.step, ==, 4);
  g_assert_cmpstr (event.key, ==, "distill.omega");
}

/* Whoever looks on must be able to tell that something is still to come: a slow step would otherwise go unseen. */
static void
test_pending (void)
{
  g_autoptr (IsoExperiment) experiment = small_experiment (NULL);
  g_autoptr (IsoTrainer) trainer = iso_trainer_new (experiment);
  IsoTrainerStatus status;
  for (guint64 step = 1; step <= 5; step++)
    {
      iso_trainer_single_step (trainer);
      for (iso_trainer_status (trainer, &status); status.pending > 0; iso_trainer_status (trainer, &status))
        g_usleep (100);
      g_assert_cmpuint (status.step, ==, step);
      g_assert_false (status.evaluating);
    }
}

/* Training samples so large that the first product overflows; test samples that are tame. */
static IsoDataset *
overflowing_dataset (void)
{
  const size_t N = 80, F = 64;
  g_autoptr (GError) error = NULL;
  float *values = iso_block_new (N, F, sizeof (float), "samples", NULL);
  gint32 *labels = iso_block_new (N, 1, sizeof (gint32), "labels", NULL);
  IsoPart *parts = iso_block_new (N, 1, sizeof (IsoPart), "parts", NULL);
  for (size_t i = 0; i < N; i++)
    {
      parts[i] = i < 60 ? ISO_PART_TRAIN : ISO_PART_TEST;
      labels[i] = (gint32) (i % 4);
      for (size_t j = 0; j < F; j++)
        values[i * F + j] = parts[i] == ISO_PART_TRAIN ? 3e38f : (float) ((i + j) % 7);
    }
  IsoSampleShape shape = { 1, 1, (guint32) F, false };
  IsoDataset *dataset = iso_dataset_new ("overflow", shape, N, NULL, values, labels, parts, 4, NULL, &error);
  g_assert_no_error (error);
  return dataset;
}

static void
test_not_a_number (void)
{
  const char *const assignments[] = { "network.hidden=512", "network.embedding=4", "batch.size=8", "batch.samples_per_class=2",
                                      "data.normalization=none", "train.evaluate_sample=0", NULL };
  g_autoptr (IsoDataset) dataset = overflowing_dataset ();
  g_autoptr (GError) error = NULL;
  IsoSettings settings;
  IsoTrainerStatus status;
  IsoEvent event;
  iso_settings_init (&settings);
  g_assert_true (iso_settings_set_all (&settings, assignments, NULL));
  g_autoptr (IsoExperiment) experiment = iso_experiment_new (&settings, dataset, NULL, &error);
  g_assert_no_error (error);
  g_autoptr (IsoTrainer) trainer = iso_trainer_new (experiment);
  iso_trainer_start (trainer);
  g_assert_true (iso_trainer_wait (trainer, 30.0));
  iso_trainer_status (trainer, &status);
  g_assert_cmpint (status.state, ==, ISO_TRAINER_FAILED);
  g_assert_cmpuint (status.step, ==, 0);
  g_autofree char *failure = iso_trainer_failure (trainer);
  g_assert_nonnull (strstr (failure, "step 1"));
  g_assert_cmpuint (iso_history_read_events (iso_trainer_history (trainer), &event, 0, 1), ==, 1);
  g_assert_cmpint (event.kind, ==, ISO_EVENT_NUMERIC);
  g_assert_cmpuint (iso_history_step_count (iso_trainer_history (trainer)), ==, 0);
  /* The untrained weights are still good: the test part was evaluated with them. */
  guint64 seen = 0;
  g_autoptr (IsoEpochSnapshot) epoch = iso_mailbox_take (iso_trainer_epochs (trainer), &seen);
  g_assert_nonnull (epoch);
  g_assert_false (isnan (epoch->test.recall_1));
}

static void
test_pace (void)
{
  const char *const slow[] = { "train.pace=5", NULL };
  g_autoptr (IsoExperiment) experiment = small_experiment (slow);
  g_autoptr (IsoTrainer) trainer = iso_trainer_new (experiment);
  IsoTrainerStatus status;
  iso_trainer_start (trainer);
  wait_for_state (trainer, ISO_TRAINER_RUNNING);
  g_usleep (1100000);
  iso_trainer_status (trainer, &status);
  g_assert_cmpuint (status.step, >=, 3);
  g_assert_cmpuint (status.step, <=, 8);
  gint64 start = g_get_monotonic_time ();
  iso_trainer_pause (trainer);
  wait_for_state (trainer, ISO_TRAINER_PAUSED);
  g_assert_cmpint (g_get_monotonic_time () - start, <, 150000);
}

static void
run_to_end (IsoStepRecord **steps, size_t *count, const char *threads)
{
  g_autofree char *assignment = g_strconcat ("train.threads=", threads, NULL);
  const char *const more[] = { assignment, NULL };
  g_autoptr (IsoExperiment) experiment = small_experiment (more);
  g_autoptr (IsoTrainer) trainer = iso_trainer_new (experiment);
  iso_trainer_start (trainer);
  g_assert_true (iso_trainer_wait (trainer, 60.0));
  *count = iso_history_step_count (iso_trainer_history (trainer));
  *steps = g_new (IsoStepRecord, *count);
  iso_history_read_steps (iso_trainer_history (trainer), *steps, 0, *count);
}

static void
test_same_bytes (void)
{
  g_autofree IsoStepRecord *one = NULL, *two = NULL, *again = NULL;
  size_t one_count, two_count, again_count;
  run_to_end (&one, &one_count, "1");
  run_to_end (&two, &two_count, "2");
  run_to_end (&again, &again_count, "2");
  g_assert_cmpuint (one_count, ==, two_count);
  for (size_t i = 0; i < one_count; i++)
    {
      g_assert_cmpfloat (one[i].loss, ==, two[i].loss);
      g_assert_cmpfloat (two[i].loss, ==, again[i].loss);
      g_assert_cmpfloat (one[i].gradient_norm, ==, two[i].gradient_norm);
    }
}

static void
test_stop_while_busy (void)
{
  for (int i = 0; i < 5; i++)
    {
      g_autoptr (IsoExperiment) experiment = small_experiment (NULL);
      g_autoptr (IsoTrainer) trainer = iso_trainer_new (experiment);
      iso_trainer_watch (trainer, i % 2 == 0 ? ISO_WATCH_LIVE : ISO_WATCH_PROBE);
      iso_trainer_start (trainer);
      g_usleep ((gulong) i * 30000);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/trainer/full-run", test_full_run);
  g_test_add_func ("/trainer/live-changes", test_live_changes);
  g_test_add_func ("/trainer/pending", test_pending);
  g_test_add_func ("/trainer/not-a-number", test_not_a_number);
  g_test_add_func ("/trainer/pace", test_pace);
  g_test_add_func ("/trainer/same-bytes", test_same_bytes);
  g_test_add_func ("/trainer/stop-while-busy", test_stop_while_busy);
  return g_test_run ();
}
