/* Forks: without a change the parent's next steps, byte for byte; with one what comes along and what begins anew; what may not. */
#include <math.h>
#include <string.h>
#include <time.h>

#include "engine/train/fork.h"
#include "engine/train/journal.h"
#include "engine/train/replay.h"
#include "engine/train/runner-private.h"
#include "engine/train/trainer.h"
#include "tests/support/data-files.h"
#include "tests/support/same-history.h"
#include "tests/support/small-run.h"

#define MOST_SETTINGS 8
#define PARENT 24 /* steps that the parent has taken when it is forked: in the midst of its second epoch */
#if defined __SANITIZE_THREAD__ || defined __SANITIZE_ADDRESS__
#define MORE 30 /* each ten times as long */
#else
#define MORE 100
#endif

/* The parent, with a change on the way, and its checkpoint at `path`. */
static void
make_parent (SmallRun *run, const char *const *settings, const char *path)
{
  g_autoptr (GError) error = NULL;
  small_run_init (run, settings, NULL);
  small_run_evaluate (run, false);
  small_run_steps (run, 10);
  g_assert_true (iso_runner_set (run->runner, "distill.omega", "0.6", NULL));
  small_run_steps (run, PARENT - 10);
  g_assert_true (iso_runner_save (run->runner, path, &error));
  g_assert_no_error (error);
}

static IsoExperiment *
fork_experiment (const IsoCheckpoint *checkpoint, const char *const *changes, IsoDataset *dataset)
{
  g_autoptr (GError) error = NULL;
  IsoExperiment *experiment = iso_experiment_fork (checkpoint, changes, dataset, NULL, &error);
  g_assert_no_error (error);
  return experiment;
}

/* A fork on the caller's thread. */
static void
fork_run (SmallRun *run, const char *path, const char *const *changes)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (IsoCheckpoint) checkpoint = iso_checkpoint_open (path, &error);
  g_assert_no_error (error);
  run->experiment = fork_experiment (checkpoint, changes, NULL);
  run->history = iso_history_new ();
  run->runner = iso_runner_new (run->experiment, run->history, &error);
  g_assert_true (iso_runner_restore (run->runner, checkpoint, &error));
  g_assert_no_error (error);
}

static void
test_exact (gconstpointer data)
{
  const char *const *settings = data;
  g_autoptr (GError) error = NULL;
  char *folder = test_folder_new ();
  g_autofree char *path = g_build_filename (folder, "parent", NULL);
  IsoTrainerStatus status;
  SmallRun parent;
  make_parent (&parent, settings, path);
  small_run_steps (&parent, MORE);
  g_autoptr (IsoCheckpoint) checkpoint = iso_checkpoint_open (path, &error);
  g_autoptr (IsoExperiment) experiment = fork_experiment (checkpoint, NULL, parent.experiment->dataset);
  g_autoptr (IsoTrainer) trainer = iso_trainer_resume (experiment, checkpoint, &error);
  g_assert_no_error (error);
  iso_trainer_status (trainer, &status);
  g_assert_cmpint (status.state, ==, ISO_TRAINER_PAUSED);
  for (int i = 0; i < MORE; i++)
    iso_trainer_single_step (trainer);
  for (iso_trainer_status (trainer, &status); status.pending > 0; iso_trainer_status (trainer, &status))
    g_usleep (200);
  g_assert_cmpuint (status.step, ==, PARENT + MORE);
  assert_same_steps (parent.history, iso_trainer_history (trainer), 0, PARENT + MORE);
  /* And its journal is the parent's. */
  g_autoptr (IsoJournal) one = iso_journal_from_history (NULL, parent.history);
  g_autoptr (IsoJournal) other = iso_journal_from_history (NULL, iso_trainer_history (trainer));
  g_autofree char *text = iso_journal_to_json (one), *same = iso_journal_to_json (other);
  g_assert_cmpstr (text, ==, same);
  g_assert_nonnull (strstr (text, "\"11 distill.omega=0.6\""));
  small_run_clear (&parent);
  test_folder_free (folder);
}

/* From an open checkpoint to a paused trainer: well below the second of processor time that a person may be kept waiting. */
static void
test_fast (void)
{
  g_autoptr (GError) error = NULL;
  char *folder = test_folder_new ();
  g_autofree char *path = g_build_filename (folder, "parent", NULL);
  SmallRun parent;
  make_parent (&parent, (const char *const[]){ "network.hidden=512, 256", "network.embedding=64", NULL }, path);
  g_autoptr (IsoCheckpoint) checkpoint = iso_checkpoint_open (path, &error);
  struct timespec start, end;
  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &start);
  g_autoptr (IsoExperiment) experiment = fork_experiment (checkpoint, NULL, parent.experiment->dataset);
  g_autoptr (IsoTrainer) trainer = iso_trainer_resume (experiment, checkpoint, &error);
  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &end);
  double seconds = (double) (end.tv_sec - start.tv_sec) + (double) (end.tv_nsec - start.tv_nsec) * 1e-9;
  g_test_message ("%.4f s", seconds);
  g_assert_cmpfloat (seconds, <, 1.0);
  small_run_clear (&parent);
  test_folder_free (folder);
}

/* Each of the changes that may be made leaves the data, the split and the network as they were, goes on well, is another run than
 * the parent, is told in the journal, and can be replayed from the checkpoint. */
static void
test_changes (gconstpointer data)
{
  const char *const *changes = data;
  g_autoptr (GError) error = NULL;
  char *folder = test_folder_new ();
  g_autofree char *path = g_build_filename (folder, "parent", NULL), *key = g_strndup (changes[0], strcspn (changes[0], "="));
  SmallRun parent, fork;
  make_parent (&parent, (const char *const[]){ "loss.name=margin", "memory.size=0", NULL }, path);
  fork_run (&fork, path, changes);
  g_assert_cmpuint (iso_runner_step_count (fork.runner), ==, PARENT);
  g_assert_cmpmem (fork.experiment->split.train.indices, fork.experiment->split.train.count * sizeof (guint32),
                   parent.experiment->split.train.indices, parent.experiment->split.train.count * sizeof (guint32));
  g_assert_cmpmem (iso_step_weights (fork.runner->step), iso_network_weight_count (fork.experiment->network) * sizeof (float),
                   iso_step_weights (parent.runner->step), iso_network_weight_count (parent.experiment->network) * sizeof (float));
  small_run_steps (&parent, MORE);
  small_run_steps (&fork, MORE);
  assert_same_steps (parent.history, fork.history, 0, PARENT);
  g_autofree IsoStepRecord *steps = g_new (IsoStepRecord, PARENT + MORE), *others = g_new (IsoStepRecord, PARENT + MORE);
  iso_history_read_steps (parent.history, steps, 0, PARENT + MORE);
  iso_history_read_steps (fork.history, others, 0, PARENT + MORE);
  bool differs = false;
  for (size_t i = PARENT; i < PARENT + MORE; i++)
    {
      g_assert_true (isfinite (others[i].loss));
      differs = differs || steps[i].loss != others[i].loss;
    }
  g_assert_true (differs);
  g_autoptr (IsoJournal) journal = iso_journal_from_history (NULL, fork.history);
  size_t count;
  const IsoChange *told = iso_journal_changes (journal, &count);
  g_assert_cmpuint (count, >=, 2);
  bool is_told = false;
  for (size_t i = 1; i < count; i++)
    {
      g_assert_cmpuint (told[i].step, ==, PARENT + 1);
      is_told = is_told || strcmp (told[i].key, key) == 0;
    }
  g_assert_true (is_told);
  g_autoptr (IsoCheckpoint) checkpoint = iso_checkpoint_open (path, &error);
  IsoReplayResult result;
  g_assert_true (iso_replay_run (&result, fork.experiment, checkpoint, journal, others + PARENT, MORE, NULL, NULL, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (result.step == 0 && result.compared == MORE);
  small_run_clear (&parent);
  small_run_clear (&fork);
  test_folder_free (folder);
}

/* A fork saved and resumed under its own settings, for these are its checkpoint's then. */
static void
test_fork_of_a_fork (void)
{
  g_autoptr (GError) error = NULL;
  char *folder = test_folder_new ();
  g_autofree char *path = g_build_filename (folder, "parent", NULL), *next = g_build_filename (folder, "fork", NULL);
  SmallRun parent, fork, again;
  make_parent (&parent, (const char *const[]){ NULL }, path);
  small_run_clear (&parent);
  fork_run (&fork, path, (const char *const[]){ "loss.name=proxy-anchor", "teacher.kind=moving-average", "train.epochs=9", NULL });
  small_run_steps (&fork, 20);
  g_assert_true (iso_runner_save (fork.runner, next, &error));
  small_run_steps (&fork, 30);
  fork_run (&again, next, NULL);
  g_assert_cmpint (iso_runner_settings (again.runner)->train.epochs, ==, 9);
  g_assert_cmpint (iso_runner_start_settings (again.runner)->train.epochs, ==, 3);
  small_run_steps (&again, 30);
  assert_same_steps (fork.history, again.history, 0, PARENT + 50);
  small_run_clear (&fork);
  small_run_clear (&again);
  test_folder_free (folder);
}

static void
test_refused (void)
{
  static const struct {
    const char *change, *says;
  } cases[] = {
    { "data.split=class", "data.split" },
    { "data.label_noise=0.1", "the parent's" },
    { "data.normalization=none", "data.normalization" },
    { "network.hidden=12", "network.hidden" },
    { "network.kind=linear", "network.kind" },
    { "network.embedding=16", "network.embedding" },
    { "train.seed=8", "train.seed" },
    { "batch.size=56", "batch.size" },
    { "distill.omega=1", "distill.omega" },
    { "distil.omega=1", "did you mean" },
    { "omega", "omega" },
    { "memory.size=-1", "memory.size" },
    { "distill.normalization=symmetric", "directed" },
    { "teacher.kind=checkpoint", "teacher.checkpoint" },
    { "batch.samples_per_class=3", "batch.size" },
  };
  g_autoptr (GError) failure = NULL;
  char *folder = test_folder_new ();
  g_autofree char *path = g_build_filename (folder, "parent", NULL);
  SmallRun parent;
  make_parent (&parent, (const char *const[]){ NULL }, path);
  g_autoptr (IsoCheckpoint) checkpoint = iso_checkpoint_open (path, &failure);
  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      const char *const changes[] = { cases[i].change, NULL };
      g_test_message ("%s", cases[i].change);
      g_assert_null (iso_experiment_fork (checkpoint, changes, parent.experiment->dataset, NULL, &error));
      g_assert_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT);
      g_assert_nonnull (strstr (error->message, cases[i].says));
    }
  /* What is as it was is no change. */
  g_autoptr (IsoExperiment) same = fork_experiment (checkpoint, (const char *const[]){ "batch.size=112", "train.seed=7", NULL },
                                                    parent.experiment->dataset);
  g_assert_nonnull (same);
  small_run_clear (&parent);
  test_folder_free (folder);
}

/* The table answers for each parameter, so that a panel can grey out what may not change. */
static void
test_refusals (void)
{
  size_t count, refused = 0;
  const IsoParameter *table = iso_parameters (&count);
  for (size_t i = 0; i < count; i++)
    {
      const char *reason = iso_fork_refusal (&table[i]);
      refused += reason != NULL;
      if ((table[i].flags & ISO_PARAMETER_LIVE) != 0)
        g_assert_null (reason);
    }
  g_assert_cmpuint (refused, ==, 16);
}

int
main (int argc, char **argv)
{
  static const char *const parents[][MOST_SETTINGS] = {
    { "distill.mode=obdp" },
    { "teacher.kind=moving-average", "teacher.decay=0.9" },
    { "augment.shift=2", "augment.flip=0.5" },
    { "loss.name=supcon", "memory.size=150" },
    { "batch.sampler=hard-classes", "batch.neighborhood=3" },
    { "network.kind=text", "network.layers=conv 4, pool, conv 4, pool", "batch.size=48" },
  };
  static const char *const changes[][MOST_SETTINGS] = {
    { "distill.lambda=5" },
    { "optimizer.rate=0.004", "distill.tau=0.1" },
    { "train.epochs=40", "schedule.name=cosine" },
    { "schedule.milestones=2, 3", "schedule.name=step" },
    { "optimizer.name=adamw", "optimizer.decay=0.1" },
    { "optimizer.name=sgd", "optimizer.rate=0.05" },
    { "loss.name=triplet", "loss.margin=0.2" },
    { "loss.name=proxy-anchor" },
    { "loss.name=supcon", "memory.size=200" },
    { "miner.name=hard" },
    { "teacher.kind=moving-average", "teacher.decay=0.9" },
    { "batch.sampler=hard-classes", "batch.neighborhood=3" },
    { "batch.samples_per_class=2" },
    { "augment.shift=3" },
  };
  g_test_init (&argc, &argv, NULL);
  for (size_t i = 0; i < G_N_ELEMENTS (parents); i++)
    {
      g_autofree char *path = g_strdup_printf ("/fork/exact/%s", parents[i][0]);
      g_test_add_data_func (path, parents[i], test_exact);
    }
  for (size_t i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      g_autofree char *path = g_strdup_printf ("/fork/changes/%zu-%s", i, changes[i][0]);
      g_test_add_data_func (path, changes[i], test_changes);
    }
  g_test_add_func ("/fork/fast", test_fast);
  g_test_add_func ("/fork/of-a-fork", test_fork_of_a_fork);
  g_test_add_func ("/fork/refused", test_refused);
  g_test_add_func ("/fork/refusals", test_refusals);
  return g_test_run ();
}
