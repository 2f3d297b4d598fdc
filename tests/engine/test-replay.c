/* A run that was changed while it trained, by another thread and at steps that nobody chose, is had again from its journal, byte for
 * byte; what differs is found. Run under ThreadSanitizer too. */
#include <math.h>
#include <pthread.h>
#include <string.h>

#include "engine/train/replay.h"
#include "engine/train/trainer.h"
#include "tests/support/data-files.h"
#include "tests/support/same-history.h"
#include "tests/support/small-run.h"

#define MOST_SETTINGS 12
/* Sanitizers make a step ten times as long. */
#if defined __SANITIZE_THREAD__ || defined __SANITIZE_ADDRESS__
#define STEPS 60
#else
#define STEPS 500
#endif

static const char *const edits[][2] = {
  { "optimizer.rate", "0.00031415926535897931" },
  { "distill.omega", "0.4" },
  { "distill.lambda", "12.5" },
  { "distill.tau", "0.333333333333333315" },
  { "distill.k", "6" },
  { "distill.tau_d", "0.07" },
  { "optimizer.decay", "0.001" },
  { "distill.mode", "psd" },
  { "distill.mode", "obdp" },
  { "train.health_every", "3" },
};

/* The steps that edits were answered with; by pthread primitives, which ThreadSanitizer sees. */
typedef struct {
  pthread_mutex_t mutex;
  guint64 steps[G_N_ELEMENTS (edits)];
  size_t count;
  bool refused;
} Answers;

static void
note_answer (guint64 step, const char *message, gpointer data)
{
  Answers *answers = data;
  pthread_mutex_lock (&answers->mutex);
  answers->refused = answers->refused || message != NULL;
  answers->steps[answers->count++] = step;
  pthread_mutex_unlock (&answers->mutex);
}

static void
wait_for_step (IsoTrainer *trainer, guint64 step)
{
  IsoTrainerStatus status;
  for (iso_trainer_status (trainer, &status); status.step < step; iso_trainer_status (trainer, &status))
    {
      g_assert_cmpint (status.state, !=, ISO_TRAINER_FAILED);
      g_usleep (200);
    }
}

/* Trains at least `steps` steps, with all edits on the way. */
static void
train_with_edits (IsoTrainer *trainer, guint64 steps, Answers *answers)
{
  IsoTrainerStatus status;
  iso_trainer_start (trainer);
  for (size_t i = 0; i < G_N_ELEMENTS (edits); i++)
    {
      wait_for_step (trainer, (i + 1) * steps / (G_N_ELEMENTS (edits) + 1));
      /* Who looks on must not matter. */
      iso_trainer_watch (trainer, i % 2 == 0 ? ISO_WATCH_LIVE : ISO_WATCH_PROBE);
      iso_trainer_set (trainer, edits[i][0], edits[i][1], note_answer, answers, NULL);
    }
  wait_for_step (trainer, steps);
  iso_trainer_pause (trainer);
  for (iso_trainer_status (trainer, &status); status.pending > 0; iso_trainer_status (trainer, &status))
    g_usleep (200);
}

static IsoStepRecord *
copy_steps (IsoHistory *history, size_t *count)
{
  *count = iso_history_step_count (history);
  IsoStepRecord *steps = g_new (IsoStepRecord, *count);
  g_assert_cmpuint (iso_history_read_steps (history, steps, 0, *count), ==, *count);
  return steps;
}

/* Each number of each step, what the health is measured by included: with a runner of our own, for iso_replay_run() keeps none. */
static void
check_all_numbers (IsoExperiment *experiment, const IsoJournal *journal, IsoHistory *expected, size_t count)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (IsoHistory) history = iso_history_new ();
  g_autoptr (IsoRunner) runner = iso_runner_new (experiment, history, &error);
  size_t next = 0;
  for (size_t i = 0; i < count; i++)
    {
      IsoStepResult result;
      if (iso_runner_is_at_epoch_end (runner))
        iso_runner_end_epoch (runner);
      g_assert_true (iso_journal_apply (journal, &next, runner, &error));
      g_assert_true (iso_runner_step (runner, &result, &error));
    }
  assert_same_steps (expected, history, 0, count);
}

static void
check_journal (const IsoJournal *journal, const Answers *answers)
{
  size_t count;
  const IsoChange *changes = iso_journal_changes (journal, &count);
  g_assert_false (answers->refused);
  g_assert_cmpuint (count, ==, G_N_ELEMENTS (edits));
  g_assert_cmpuint (answers->count, ==, count);
  for (size_t i = 0; i < count; i++)
    {
      g_assert_cmpuint (changes[i].step, ==, answers->steps[i]);
      g_assert_cmpuint (changes[i].step, >, i > 0 ? changes[i - 1].step : 1);
      g_assert_cmpstr (changes[i].key, ==, edits[i][0]);
    }
  g_assert_cmpfloat (g_ascii_strtod (changes[0].value, NULL), ==, 0.00031415926535897931);
}

static IsoExperiment *
new_experiment (const char *const *settings, int threads)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *workers = g_strdup_printf ("train.threads=%d", threads);
  IsoSettings all;
  const char *const more[] = { "train.epochs=60", workers, NULL };
  small_settings (&all, settings);
  g_assert_true (iso_settings_set_all (&all, more, &error));
  IsoExperiment *experiment = iso_experiment_new (&all, NULL, NULL, &error);
  g_assert_no_error (error);
  return experiment;
}

typedef struct {
  const char *name;
  const char *settings[MOST_SETTINGS];
} Case;

static void
replay (const char *const *settings)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (IsoExperiment) experiment = new_experiment (settings, 2), alone = new_experiment (settings, 1);
  g_autoptr (IsoTrainer) trainer = iso_trainer_new (experiment);
  Answers answers = { PTHREAD_MUTEX_INITIALIZER, { 0 }, 0, false };
  IsoReplayResult result;
  train_with_edits (trainer, STEPS, &answers);
  IsoHistory *history = iso_trainer_history (trainer);
  g_autoptr (IsoJournal) told = iso_trainer_journal (trainer);
  check_journal (told, &answers);
  /* By way of a file's text, and with another number of threads. */
  g_autofree char *text = iso_journal_to_json (told);
  g_autoptr (IsoJournal) journal = iso_journal_parse ("journal", text, &error);
  g_assert_no_error (error);
  size_t count;
  g_autofree IsoStepRecord *records = copy_steps (history, &count);
  g_assert_cmpuint (count, >=, STEPS);
  g_assert_true (iso_replay_run (&result, alone, NULL, journal, records, count, NULL, NULL, NULL, &error));
  g_assert_no_error (error);
  g_test_message ("%zu steps; first difference: step %" G_GUINT64_FORMAT " %s", count, result.step, result.number);
  g_assert_cmpuint (result.step, ==, 0);
  g_assert_cmpuint (result.compared, ==, count);
  g_assert_true (isfinite (records[count - 1].divergence));
  if (experiment->settings.batch.sampler != ISO_SAMPLER_HARD_CLASSES)
    check_all_numbers (alone, journal, history, count);
}

static void
test_replay (gconstpointer data)
{
  const Case *this = data;
  replay (this->settings);
}

static void
test_fixed_teacher (void)
{
  g_autoptr (GError) error = NULL;
  char *folder = test_folder_new ();
  g_autofree char *path = g_build_filename (folder, "teacher", NULL), *setting = g_strconcat ("teacher.checkpoint=", path, NULL);
  SmallRun run;
  small_run_init (&run, (const char *const[]){ "train.seed=2", NULL }, NULL);
  small_run_epoch (&run);
  g_assert_true (iso_runner_save (run.runner, path, &error));
  small_run_clear (&run);
  replay ((const char *const[]){ "teacher.kind=checkpoint", setting, NULL });
  test_folder_free (folder);
}

/* Takes `count` steps with one change, and their records. */
static IsoStepRecord *
changed_run (size_t count, const char *key, const char *value, guint64 step)
{
  SmallRun run;
  small_run_init (&run, (const char *const[]){ NULL }, NULL);
  small_run_steps (&run, (size_t) step - 1);
  g_assert_true (iso_runner_set (run.runner, key, value, NULL));
  small_run_steps (&run, count + 1 - (size_t) step);
  IsoStepRecord *records = copy_steps (run.history, &count);
  small_run_clear (&run);
  return records;
}

/* A journal with another value, or with the value a step too late, is found out at the very step. */
static void
test_difference (void)
{
  const struct {
    guint64 step;
    const char *value, *number;
    guint64 found;
  } cases[] = {
    { 30, "0.002", NULL, 0 },
    /* The rate acts on the weights after the step's loss is known: on the loss of the step after it. */
    { 30, "0.0020000000000000005", "metric_loss", 0 },
    { 31, "0.002", "loss", 31 },
    { 29, "0.002", "loss", 30 },
  };
  g_autoptr (GError) error = NULL;
  g_autofree IsoStepRecord *records = changed_run (50, "optimizer.rate", "0.002", 30);
  g_autoptr (IsoExperiment) experiment = small_experiment ((const char *const[]){ NULL }, &error);
  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      IsoReplayResult result;
      g_autoptr (IsoJournal) journal = iso_journal_new (NULL);
      iso_journal_add (journal, cases[i].step, "optimizer.rate", cases[i].value);
      g_assert_true (iso_replay_run (&result, experiment, NULL, journal, records, 50, NULL, NULL, NULL, &error));
      g_assert_no_error (error);
      if (cases[i].found == 0 && cases[i].number == NULL)
        g_assert_true (result.step == 0 && result.compared == 50);
      else if (cases[i].found != 0)
        {
          g_assert_cmpuint (result.step, ==, cases[i].found);
          g_assert_cmpuint (result.compared, ==, result.step - 1);
          g_assert_cmpstr (result.number, ==, cases[i].number);
          g_assert_true (result.expected != result.found && result.expected == records[result.step - 1].loss);
        }
      else /* the last bit of a rate: sooner or later, but not before */
        g_assert_true (result.step == 0 || result.step > 30);
    }
}

typedef struct {
  guint64 last, calls, end;
  GCancellable *cancellable;
} Seen;

static void
note_progress (guint64 step, guint64 last, gpointer data)
{
  Seen *seen = data;
  g_assert_cmpuint (step, ==, seen->last + 1);
  seen->last = step;
  seen->calls++;
  seen->end = last;
  if (seen->cancellable != NULL && step == 7)
    g_cancellable_cancel (seen->cancellable);
}

static void
test_progress_and_refusals (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autofree IsoStepRecord *records = changed_run (20, "distill.lambda", "1", 9);
  g_autoptr (IsoExperiment) experiment = small_experiment ((const char *const[]){ NULL }, &error);
  g_autoptr (IsoJournal) journal = iso_journal_new (NULL), wrong = iso_journal_new (NULL);
  IsoReplayResult result;
  Seen seen = { 0 }, cut = { .cancellable = cancellable };
  iso_journal_add (journal, 9, "distill.lambda", "1");
  g_assert_true (iso_replay_run (&result, experiment, NULL, journal, records, 20, note_progress, &seen, NULL, &error));
  g_assert_true (seen.calls == 20 && seen.last == 20 && seen.end == 20 && result.step == 0);
  g_assert_false (iso_replay_run (&result, experiment, NULL, journal, records, 20, note_progress, &cut, cancellable, &error));
  g_assert_error (error, ISO_ERROR, ISO_ERROR_CANCELLED);
  g_assert_cmpuint (cut.last, ==, 7);
  g_clear_error (&error);
  g_assert_false (iso_replay_run (&result, experiment, NULL, journal, records + 1, 19, NULL, NULL, NULL, &error));
  g_assert_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT);
  g_clear_error (&error);
  iso_journal_add (wrong, 3, "distill.omega", "1");
  g_assert_false (iso_replay_run (&result, experiment, NULL, wrong, records, 20, NULL, NULL, NULL, &error));
  g_assert_nonnull (strstr (error->message, "step 3"));
  g_assert_cmpuint (result.compared, ==, 2);
  /* Nothing to compare. */
  g_clear_error (&error);
  g_assert_true (iso_replay_run (&result, experiment, NULL, journal, NULL, 0, NULL, NULL, NULL, &error));
}

int
main (int argc, char **argv)
{
  static const Case cases[] = {
    { "mlp", { "teacher.kind=previous-epoch", NULL } },
    { "moving-average", { "teacher.kind=moving-average", "teacher.decay=0.95", NULL } },
    { "augmented", { "augment.shift=2", "augment.flip=0.5", "augment.erase=0.3", NULL } },
    { "proxies-and-memory", { "loss.name=supcon", "memory.size=150", "optimizer.name=adamw", NULL } },
    { "hard-classes", { "batch.sampler=hard-classes", "batch.neighborhood=3", "evaluate.every=2", NULL } },
    { "conv", { "network.kind=text", "network.layers=conv 4, pool, conv 4, pool", "augment.rotation=10",
                     "teacher.kind=moving-average", "batch.size=48", NULL } },
  };
  g_test_init (&argc, &argv, NULL);
  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/replay/edits/", cases[i].name, NULL);
      g_test_add_data_func (path, &cases[i], test_replay);
    }
  g_test_add_func ("/replay/edits/fixed-teacher", test_fixed_teacher);
  g_test_add_func ("/replay/difference", test_difference);
  g_test_add_func ("/replay/progress", test_progress_and_refusals);
  return g_test_run ();
}
