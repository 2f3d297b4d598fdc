/* What a run evaluates, and when: the metrics chosen, their classes, evaluate.every, live changes. The numbers are compared with
 * plain loops over all pairs and with an evaluation of the snapshot's own embeddings. */
#include <glib.h>
#include <math.h>
#include <string.h>

#include "engine/train/parameters.h"
#include "engine/train/runner.h"
#include "engine/train/trainer.h"

static IsoExperiment *
small_experiment (const char *const *more)
{
  g_autoptr (GError) error = NULL;
  const char *const base[] = { "network.hidden=16", "network.embedding=8", "batch.size=32", "train.epochs=5", "train.threads=1",
                               "train.evaluate_sample=200", "data.validation=sample", NULL };
  IsoSettings settings;
  iso_settings_init (&settings);
  g_assert_true (iso_settings_set_all (&settings, base, &error));
  if (more != NULL)
    g_assert_true (iso_settings_set_all (&settings, more, &error));
  IsoExperiment *experiment = iso_experiment_new (&settings, NULL, NULL, &error);
  g_assert_no_error (error);
  return experiment;
}

/* Squared distance in double. */
static double
distance (const float *Z, size_t D, size_t i, size_t j)
{
  double sum = 0.0;
  for (size_t d = 0; d < D; d++)
    sum += ((double) Z[i * D + d] - (double) Z[j * D + d]) * ((double) Z[i * D + d] - (double) Z[j * D + d]);
  return sum;
}

/* recall@k of the samples of `label` (−1: all), one query after the other. */
static double
naive_recall (const float *Z, const gint32 *labels, size_t N, size_t D, size_t k, gint32 label)
{
  double hits = 0.0, queries = 0.0;
  for (size_t i = 0; i < N; i++)
    {
      double nearest = INFINITY;
      size_t place = N, before = 0;
      if (label >= 0 && labels[i] != label)
        continue;
      for (size_t j = 0; j < N; j++)
        if (j != i && labels[j] == labels[i] && distance (Z, D, i, j) < nearest)
          {
            nearest = distance (Z, D, i, j);
            place = j;
          }
      for (size_t j = 0; j < N && place < N; j++)
        if (j != i && (distance (Z, D, i, j) < nearest || (distance (Z, D, i, j) == nearest && j < place)))
          before++;
      hits += place < N && before < k;
      queries += 1.0;
    }
  return hits / queries;
}

/* 1 − cosine, mean over the pairs of one class. */
static double
naive_intra (const float *Z, const gint32 *labels, size_t N, size_t D, gint32 label)
{
  double sum = 0.0, pairs = 0.0;
  for (size_t i = 0; i < N; i++)
    for (size_t j = 0; j < i; j++)
      {
        double dot = 0.0, a = 0.0, b = 0.0;
        if (labels[i] != label || labels[j] != label)
          continue;
        for (size_t d = 0; d < D; d++)
          {
            dot += (double) Z[i * D + d] * (double) Z[j * D + d];
            a += (double) Z[i * D + d] * (double) Z[i * D + d];
            b += (double) Z[j * D + d] * (double) Z[j * D + d];
          }
        sum += 1.0 - dot / sqrt (a * b);
        pairs += 1.0;
      }
  return sum / pairs;
}

static gint32 *
test_labels (const IsoExperiment *experiment)
{
  const IsoSubset *test = &experiment->split.test;
  gint32 *labels = g_new (gint32, test->count);
  for (size_t i = 0; i < test->count; i++)
    labels[i] = iso_dataset_labels (experiment->dataset)[test->indices[i]];
  return labels;
}

static void
assert_near (double found, double expected, const char *what)
{
  if (!(fabs (found - expected) <= 1e-6))
    g_error ("%s: found %.12g, expected %.12g", what, found, expected);
}

static void
test_all_metrics (void)
{
  const char *const more[] = { "evaluate.metrics=all", "evaluate.ks=3, 1000000", NULL };
  g_autoptr (IsoExperiment) experiment = small_experiment (more);
  g_autoptr (IsoHistory) history = iso_history_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (IsoRunner) runner = iso_runner_new (experiment, history, &error);
  g_autoptr (IsoEpochSnapshot) snapshot = iso_runner_evaluate (runner, false, NULL, &error);
  g_assert_no_error (error);
  g_autofree gint32 *labels = test_labels (experiment);
  const float *Z = snapshot->embeddings;
  size_t N = snapshot->N, D = snapshot->D;
  const IsoEvaluation *of = &snapshot->test_classes;

  g_assert_cmpuint (snapshot->test.k_count, ==, 3);
  assert_near (snapshot->test.recall_1, naive_recall (Z, labels, N, D, 1, -1), "recall@1");
  assert_near (snapshot->test.recall[1], naive_recall (Z, labels, N, D, 3, -1), "recall@3");
  /* Beyond the number of samples: all of them. */
  assert_near (snapshot->test.recall[2], 1.0, "recall@1000000");
  g_assert_cmpuint (of->class_count, ==, 10);
  double intra = 0.0;
  for (size_t c = 0; c < of->class_count; c++)
    {
      gint32 label = of->class_labels[c];
      assert_near (of->class_recall[c * 3], naive_recall (Z, labels, N, D, 1, label), "recall@1 of a class");
      assert_near (of->class_recall[c * 3 + 1], naive_recall (Z, labels, N, D, 3, label), "recall@3 of a class");
      assert_near (of->class_values[ISO_METRIC_INTRA][c], naive_intra (Z, labels, N, D, label), "intra of a class");
      intra += naive_intra (Z, labels, N, D, label) / 10.0;
    }
  assert_near (snapshot->test.values[ISO_METRIC_INTRA], intra, "intra");

  /* The same as an evaluation of the embeddings from outside, and all parts have all metrics. */
  g_auto (IsoEvaluation) outside = { .metrics = ISO_METRICS_ALL, .k_count = 1, .ks = { 1 }, .kmeans = ISO_EVALUATION_KMEANS };
  g_autoptr (IsoPool) pool = iso_pool_new (2);
  g_assert_true (iso_evaluation_run (&outside, Z, labels, NULL, N, D, pool, NULL, NULL));
  for (guint name = ISO_METRIC_RECALL + 1; name < ISO_METRIC_COUNT; name++)
    {
      assert_near (snapshot->test.values[name], outside.values[name], iso_metric ((IsoMetricName) name)->name);
      g_assert_true (isfinite (snapshot->validation.values[name]) && isfinite (snapshot->train.values[name]));
    }
  IsoEpochRecord record;
  g_assert_cmpuint (iso_history_read_epochs (history, &record, 0, 1), ==, 1);
  g_assert_cmpmem (&record.test, sizeof record.test, &snapshot->test, sizeof snapshot->test);
  g_assert_cmpmem (&record.validation, sizeof record.validation, &snapshot->validation, sizeof snapshot->validation);
}

/* The snapshot's training samples are those that the training scores are of. */
static void
test_train_embeddings (void)
{
  const char *const more[] = { "train.evaluate_sample=200", NULL };
  g_autoptr (IsoExperiment) experiment = small_experiment (more);
  g_autoptr (IsoHistory) history = iso_history_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (IsoRunner) runner = iso_runner_new (experiment, history, &error);
  g_autoptr (IsoEpochSnapshot) snapshot = iso_runner_evaluate (runner, false, NULL, &error);
  g_assert_no_error (error);
  const IsoSubset *train = &experiment->split.train;
  size_t N = snapshot->train_count, at = 0;
  g_autofree gint32 *labels = g_new (gint32, N);
  g_assert_cmpuint (N, ==, MIN (200, train->count));
  for (size_t i = 0; i < N; i++)
    {
      while (at < train->count && train->indices[at] != snapshot->train_indices[i])
        at++;
      g_assert_cmpuint (at, <, train->count);
      labels[i] = iso_dataset_labels (experiment->dataset)[snapshot->train_indices[i]];
    }
  assert_near (snapshot->train.recall_1, naive_recall (snapshot->train_embeddings, labels, N, snapshot->D, 1, -1),
               "recall@1 of the training samples");
}

static void
test_only_what_is_chosen (void)
{
  const char *const more[] = { "evaluate.metrics=inter", "data.validation=none", NULL };
  g_autoptr (IsoExperiment) experiment = small_experiment (more);
  g_autoptr (IsoHistory) history = iso_history_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (IsoRunner) runner = iso_runner_new (experiment, history, &error);
  g_autoptr (IsoEpochSnapshot) snapshot = iso_runner_evaluate (runner, false, NULL, &error);
  g_assert_no_error (error);
  for (guint name = 0; name < ISO_METRIC_COUNT; name++)
    {
      bool is_chosen = name == ISO_METRIC_RECALL || name == ISO_METRIC_MAP_AT_R || name == ISO_METRIC_INTER;
      g_assert_cmpint (isfinite (snapshot->test.values[name]), ==, is_chosen);
      g_assert_true (is_chosen || snapshot->test_classes.class_values[name] == NULL);
    }
  /* A part that is empty has the names without values. */
  IsoScoreKey keys[ISO_SCORES_MAX];
  g_assert_cmpuint (iso_scores_keys (keys, &snapshot->validation), ==, 3);
  for (size_t i = 0; i < 3; i++)
    g_assert_true (isnan (iso_scores_value (&snapshot->validation, keys[i])));
  g_assert_cmpuint (snapshot->validation_classes.class_count, ==, 0);
}

/* Which epochs of the run have records. */
static void
assert_epochs (IsoHistory *history, const int *expected, size_t count)
{
  IsoEpochRecord records[16];
  size_t read = iso_history_read_epochs (history, records, 0, G_N_ELEMENTS (records));
  g_assert_cmpuint (read, ==, count);
  for (size_t i = 0; i < count; i++)
    g_assert_cmpint (records[i].epoch, ==, expected[i]);
}

static void
test_every (void)
{
  const char *const more[] = { "evaluate.every=2", NULL };
  const int expected[] = { 0, 2, 4, 5 };
  g_autoptr (IsoExperiment) experiment = small_experiment (more);
  g_autoptr (IsoTrainer) trainer = iso_trainer_new (experiment);
  IsoTrainerStatus status;
  iso_trainer_start (trainer);
  g_assert_true (iso_trainer_wait (trainer, 60.0));
  iso_trainer_status (trainer, &status);
  g_assert_cmpint (status.state, ==, ISO_TRAINER_FINISHED);
  g_assert_cmpint (status.epoch, ==, 5);
  assert_epochs (iso_trainer_history (trainer), expected, G_N_ELEMENTS (expected));
  /* An epoch without an evaluation ends all the same: from the second on there is a teacher. */
  g_autofree IsoStepRecord *steps = g_new (IsoStepRecord, status.step);
  iso_history_read_steps (iso_trainer_history (trainer), steps, 0, status.step);
  g_assert_true (isnan (steps[status.steps_per_epoch - 1].divergence));
  g_assert_true (isfinite (steps[status.steps_per_epoch].divergence));
}

/* How often and what is evaluated changes nothing in what is learnt. */
static void
test_same_steps (void)
{
  const char *const seldom[] = { "evaluate.every=3", "train.epochs=3", NULL };
  const char *const much[] = { "evaluate.metrics=all", "train.epochs=3", NULL };
  IsoStepRecord *steps[2];
  size_t counts[2];
  for (int i = 0; i < 2; i++)
    {
      g_autoptr (IsoExperiment) experiment = small_experiment (i == 0 ? seldom : much);
      g_autoptr (IsoTrainer) trainer = iso_trainer_new (experiment);
      iso_trainer_start (trainer);
      g_assert_true (iso_trainer_wait (trainer, 60.0));
      counts[i] = iso_history_step_count (iso_trainer_history (trainer));
      steps[i] = g_new (IsoStepRecord, counts[i]);
      iso_history_read_steps (iso_trainer_history (trainer), steps[i], 0, counts[i]);
    }
  g_assert_cmpuint (counts[0], ==, counts[1]);
  for (size_t i = 0; i < counts[0]; i++)
    {
      g_assert_cmpfloat (steps[0][i].loss, ==, steps[1][i].loss);
      g_assert_cmpfloat (steps[0][i].gradient_norm, ==, steps[1][i].gradient_norm);
    }
  g_free (steps[0]);
  g_free (steps[1]);
}

static void
take_epoch (IsoRunner *runner)
{
  IsoStepResult result;
  do
    g_assert_true (iso_runner_step (runner, &result, NULL));
  while (!iso_runner_is_at_epoch_end (runner));
}

/* A change while training runs acts from the next evaluation on, and leaves no mark: nothing is learnt otherwise. */
static void
test_live (void)
{
  g_autoptr (IsoExperiment) experiment = small_experiment (NULL);
  g_autoptr (IsoHistory) history = iso_history_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (IsoRunner) runner = iso_runner_new (experiment, history, &error);
  take_epoch (runner);
  g_autoptr (IsoEpochSnapshot) before = iso_runner_evaluate (runner, true, NULL, &error);
  g_assert_true (iso_runner_set (runner, "evaluate.metrics", "nmi, map@r", &error));
  g_assert_true (iso_runner_set (runner, "evaluate.every", "3", &error));
  g_assert_no_error (error);
  g_assert_false (iso_runner_set (runner, "evaluate.metrics", "nmi, mapr", &error));
  g_assert_nonnull (strstr (error->message, "map@r"));
  g_assert_cmpstr (iso_runner_settings (runner)->evaluate.metrics, ==, "nmi, map@r");
  take_epoch (runner);
  g_assert_false (iso_runner_wants_evaluation (runner));
  iso_runner_end_epoch (runner);
  take_epoch (runner);
  g_assert_true (iso_runner_wants_evaluation (runner));
  g_autoptr (IsoEpochSnapshot) after = iso_runner_evaluate (runner, true, NULL, NULL);
  g_assert_cmpint (after->epoch, ==, 3);
  g_assert_true (isnan (before->test.values[ISO_METRIC_NMI]));
  g_assert_true (isfinite (after->test.values[ISO_METRIC_NMI]));
  g_assert_true (isfinite (after->test.recall_1) && isfinite (after->test.map_at_r));
  g_assert_cmpuint (after->test.k_count, ==, 1);
  g_assert_cmpuint (iso_history_event_count (history), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/run-evaluation/all-metrics", test_all_metrics);
  g_test_add_func ("/run-evaluation/train-embeddings", test_train_embeddings);
  g_test_add_func ("/run-evaluation/only-what-is-chosen", test_only_what_is_chosen);
  g_test_add_func ("/run-evaluation/every", test_every);
  g_test_add_func ("/run-evaluation/same-steps", test_same_steps);
  g_test_add_func ("/run-evaluation/live", test_live);
  return g_test_run ();
}
