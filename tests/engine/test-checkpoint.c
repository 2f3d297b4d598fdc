/* Checkpoints: a run that was stopped and gone on with is the run that was not, byte for byte; what is wrong is refused. */
#include <math.h>
#include <string.h>

#include "engine/base/checked.h"
#include "engine/export/safetensors.h"
#include "engine/train/runner-private.h"
#include "tests/support/data-files.h"
#include "tests/support/small-run.h"

#define MOST_SETTINGS 8

/* What a run has come to. */
typedef struct {
  IsoStepRecord *steps;
  IsoEpochRecord *epochs;
  size_t step_count, epoch_count;
  float *weights, *own, *embeddings; /* network's, loss's, of the test part */
  size_t weight_bytes, own_bytes, embedding_bytes;
} Outcome;

static Outcome
finish (SmallRun *run, size_t steps)
{
  Outcome outcome = { 0 };
  g_autoptr (GError) error = NULL;
  small_run_steps (run, steps);
  g_autoptr (IsoEpochSnapshot) last = iso_runner_evaluate (run->runner, false, NULL, &error);
  g_assert_no_error (error);
  outcome.step_count = iso_history_step_count (run->history);
  outcome.epoch_count = iso_history_epoch_count (run->history);
  outcome.steps = g_new0 (IsoStepRecord, outcome.step_count);
  outcome.epochs = g_new0 (IsoEpochRecord, outcome.epoch_count);
  iso_history_read_steps (run->history, outcome.steps, 0, outcome.step_count);
  iso_history_read_epochs (run->history, outcome.epochs, 0, outcome.epoch_count);
  outcome.weight_bytes = iso_network_weight_count (run->experiment->network) * sizeof (float);
  outcome.weights = g_memdup2 (iso_step_weights (run->runner->step), outcome.weight_bytes);
  const float *own = iso_step_loss_weights (run->runner->step, &outcome.own_bytes);
  outcome.own_bytes *= sizeof (float);
  outcome.own = g_memdup2 (own, outcome.own_bytes);
  outcome.embedding_bytes = last->N * last->D * sizeof (float);
  outcome.embeddings = g_memdup2 (last->embeddings, outcome.embedding_bytes);
  return outcome;
}

static void
outcome_clear (Outcome *outcome)
{
  g_free (outcome->steps);
  g_free (outcome->epochs);
  g_free (outcome->weights);
  g_free (outcome->own);
  g_free (outcome->embeddings);
}

/* Whether two runs told of the same. */
static void
assert_same_events (IsoHistory *a, IsoHistory *b)
{
  IsoEvent one, other;
  g_assert_cmpuint (iso_history_event_count (a), ==, iso_history_event_count (b));
  for (size_t i = 0; i < iso_history_event_count (a); i++)
    {
      iso_history_read_events (a, &one, i, 1);
      iso_history_read_events (b, &other, i, 1);
      g_assert_cmpuint (one.step, ==, other.step);
      g_assert_cmpint (one.kind, ==, other.kind);
      g_assert_cmpstr (one.key, ==, other.key);
      g_assert_cmpstr (one.text, ==, other.text);
    }
}

/* Bits, so that NaN equals itself. */
#define SAME(a, b) g_assert_cmpmem (&(a), sizeof (a), &(b), sizeof (b))

static void
assert_same (const Outcome *a, const Outcome *b)
{
  g_assert_cmpuint (a->step_count, ==, b->step_count);
  g_assert_cmpuint (a->epoch_count, ==, b->epoch_count);
  for (size_t i = 0; i < a->step_count; i++)
    {
      g_assert_cmpuint (a->steps[i].step, ==, i + 1);
      g_assert_cmpuint (b->steps[i].step, ==, i + 1);
      g_assert_cmpint (a->steps[i].epoch, ==, b->steps[i].epoch);
      SAME (a->steps[i].loss, b->steps[i].loss);
      SAME (a->steps[i].metric_loss, b->steps[i].metric_loss);
      SAME (a->steps[i].divergence, b->steps[i].divergence);
      SAME (a->steps[i].gradient_norm, b->steps[i].gradient_norm);
      SAME (a->steps[i].active, b->steps[i].active);
      SAME (a->steps[i].health, b->steps[i].health);
    }
  for (size_t i = 0; i < a->epoch_count; i++)
    {
      g_assert_cmpint (a->epochs[i].epoch, ==, b->epochs[i].epoch);
      g_assert_cmpuint (a->epochs[i].step, ==, b->epochs[i].step);
      SAME (a->epochs[i].test, b->epochs[i].test);
      SAME (a->epochs[i].validation, b->epochs[i].validation);
      SAME (a->epochs[i].train, b->epochs[i].train);
    }
  g_assert_cmpmem (a->weights, a->weight_bytes, b->weights, b->weight_bytes);
  g_assert_cmpmem (a->own, a->own_bytes, b->own, b->own_bytes);
  g_assert_cmpmem (a->embeddings, a->embedding_bytes, b->embeddings, b->embedding_bytes);
}

/* Stops once, at `stop` steps of `total`, and goes on from the file. */
static Outcome
run_in_two (const char *const *settings, size_t stop, size_t total, const char *path)
{
  g_autoptr (GError) error = NULL;
  SmallRun first, second;
  small_run_init (&first, settings, NULL);
  small_run_evaluate (&first, false);
  small_run_steps (&first, stop);
  /* Whoever stops in the middle of an epoch looks at what was reached; the run must not notice. */
  small_run_evaluate (&first, false);
  g_assert_true (iso_runner_save (first.runner, path, &error));
  g_assert_no_error (error);
  small_run_clear (&first);
  small_run_init (&second, NULL, path);
  g_assert_cmpuint (iso_runner_step_count (second.runner), ==, stop);
  Outcome outcome = finish (&second, total - stop);
  small_run_clear (&second);
  return outcome;
}

static void
test_resume (gconstpointer data)
{
  const char *const *settings = data;
  char *folder = test_folder_new ();
  g_autofree char *path = g_build_filename (folder, "checkpoint.safetensors", NULL);
  SmallRun whole;
  small_run_init (&whole, settings, NULL);
  size_t epoch = iso_runner_steps_per_epoch (whole.runner), total = 2 * epoch + 5;
  const size_t stops[] = { epoch, epoch + 6, 3 };
  small_run_evaluate (&whole, false);
  Outcome expected = finish (&whole, total);
  small_run_clear (&whole);
  g_assert_true (isfinite (expected.steps[total - 1].loss));
  for (size_t s = 0; s < G_N_ELEMENTS (stops); s++)
    {
      Outcome found = run_in_two (settings, stops[s], total, path);
      assert_same (&expected, &found);
      outcome_clear (&found);
    }
  outcome_clear (&expected);
  test_folder_free (folder);
}

/* Fixed weights come out of the checkpoint, though the file they were read from is gone. */
static void
test_fixed_teacher (void)
{
  g_autoptr (GError) error = NULL;
  char *folder = test_folder_new ();
  g_autofree char *path = g_build_filename (folder, "run", NULL), *taught = g_build_filename (folder, "teacher", NULL);
  g_autofree char *setting = g_strconcat ("teacher.checkpoint=", taught, NULL);
  const char *const settings[] = { "teacher.kind=checkpoint", setting, "distill.mode=obdp", "distill.ramp=constant", NULL };
  SmallRun run;
  small_run_init (&run, (const char *const[]){ "train.seed=2", NULL }, NULL);
  small_run_epoch (&run);
  g_assert_true (iso_runner_save (run.runner, taught, &error));
  small_run_clear (&run);
  small_run_init (&run, settings, NULL);
  small_run_evaluate (&run, false);
  Outcome expected = finish (&run, 30);
  small_run_clear (&run);

  SmallRun first;
  small_run_init (&first, settings, NULL);
  small_run_evaluate (&first, false);
  small_run_steps (&first, 20);
  g_assert_true (iso_runner_save (first.runner, path, &error));
  small_run_clear (&first);
  g_assert_cmpint (g_remove (taught), ==, 0);
  small_run_init (&run, NULL, path);
  Outcome found = finish (&run, 10);
  assert_same (&expected, &found);
  outcome_clear (&expected);
  outcome_clear (&found);
  small_run_clear (&run);
  test_folder_free (folder);
}

/* An alarm that is raised stands in the resumed run; one that was about to be is raised at the same step; changes are told. */
static void
test_alarms (void)
{
  static const char *const settings[] = { "loss.name=triplet", "miner.name=hard", "distill.mode=none", NULL };
  static const size_t stops[] = { 10, 15, 60 };
  g_autoptr (GError) error = NULL;
  char *folder = test_folder_new ();
  g_autofree char *path = g_build_filename (folder, "c", NULL);
  SmallRun whole;
  small_run_init (&whole, settings, NULL);
  small_run_evaluate (&whole, false);
  small_run_steps (&whole, 5);
  g_assert_true (iso_runner_set (whole.runner, "optimizer.rate", "0.02", &error));
  small_run_steps (&whole, 75);
  IsoEvent last = { 0 };
  g_assert_cmpuint (iso_history_event_count (whole.history), >=, 2);
  iso_history_read_events (whole.history, &last, 1, 1);
  g_assert_cmpint (last.kind, ==, ISO_EVENT_ALARM);
  g_assert_true (last.step > stops[1] && last.step < stops[2]);
  for (size_t s = 0; s < G_N_ELEMENTS (stops); s++)
    {
      SmallRun first, second;
      small_run_init (&first, settings, NULL);
      small_run_evaluate (&first, false);
      small_run_steps (&first, 5);
      iso_runner_set (first.runner, "optimizer.rate", "0.02", NULL);
      small_run_steps (&first, stops[s] - 5);
      g_assert_true (iso_runner_save (first.runner, path, &error));
      small_run_clear (&first);
      small_run_init (&second, NULL, path);
      small_run_steps (&second, 80 - stops[s]);
      assert_same_events (whole.history, second.history);
      small_run_clear (&second);
    }
  small_run_clear (&whole);
  test_folder_free (folder);
}

/* The settings in force are kept, not those that it started with; a view asks for the probe until there is a batch. */
static void
test_live_change (void)
{
  g_autoptr (GError) error = NULL;
  char *folder = test_folder_new ();
  g_autofree char *path = g_build_filename (folder, "c", NULL);
  SmallRun run;
  small_run_init (&run, (const char *const[]){ "distill.omega=0.5", NULL }, NULL);
  small_run_evaluate (&run, false);
  small_run_steps (&run, 4);
  g_assert_true (iso_runner_set (run.runner, "distill.omega", "0.123456789", &error));
  g_assert_true (iso_runner_save (run.runner, path, &error));
  small_run_clear (&run);
  small_run_init (&run, NULL, path);
  g_assert_cmpfloat (iso_runner_settings (run.runner)->distill.omega, ==, 0.123456789);
  g_autoptr (IsoBatchSnapshot) probe = iso_runner_snapshot (run.runner, false);
  g_assert_true (probe->is_probe);
  small_run_steps (&run, 1);
  g_autoptr (IsoBatchSnapshot) batch = iso_runner_snapshot (run.runner, false);
  g_assert_false (batch->is_probe);
  small_run_clear (&run);
  test_folder_free (folder);
}

/* Copies a checkpoint, with one entry of __metadata__ changed (text NULL: left out) and one tensor left out. */
static void
rewrite (const char *from, const char *to, const char *key, const char *text, const char *left_out)
{
  static const char *const keys[] = { "format", "isotherm.checkpoint", "settings", "data.fingerprint", "step", "epoch",
                                      "steps_in_epoch", "optimizer.step", "optimizer.loss_step", "memory.next", "train_seconds",
                                      "evaluate_seconds", "random.sampler", "random.mining" };
  g_autoptr (GError) error = NULL;
  g_autoptr (IsoSafetensors) file = iso_safetensors_read (from, &error);
  g_assert_no_error (error);
  g_autoptr (IsoSafetensorsWriter) writer = iso_safetensors_writer_new ();
  size_t count;
  const IsoSafetensor *tensors = iso_safetensors_tensors (file, &count);
  for (size_t k = 0; k < G_N_ELEMENTS (keys); k++)
    {
      bool changes = g_strcmp0 (keys[k], key) == 0;
      const char *value = changes ? text : iso_safetensors_metadata (file, keys[k]);
      g_assert_true (value != NULL || changes);
      if (value != NULL)
        iso_safetensors_writer_describe (writer, keys[k], value);
    }
  for (size_t i = 0; i < count; i++)
    if (g_strcmp0 (tensors[i].name, left_out) != 0)
      iso_safetensors_writer_add (writer, tensors[i].name, tensors[i].type, tensors[i].values, tensors[i].dimension_count,
                                  tensors[i].sizes);
  iso_safetensors_writer_save (writer, to, &error);
  g_assert_no_error (error);
}

/* All the way from the file to a runner; NULL where all went well. */
static GError *
try_to_resume (const char *path)
{
  GError *error = NULL;
  IsoSettings settings;
  g_autoptr (IsoCheckpoint) checkpoint = iso_checkpoint_open (path, &error);
  if (checkpoint == NULL || !iso_checkpoint_settings (&settings, checkpoint, &error))
    return error;
  g_autoptr (IsoExperiment) experiment = iso_experiment_resume (checkpoint, &settings, NULL, NULL, &error);
  if (experiment == NULL)
    return error;
  g_autoptr (IsoHistory) history = iso_history_new ();
  g_autoptr (IsoRunner) runner = iso_runner_new (experiment, history, &error);
  g_assert_no_error (error);
  g_assert_true (iso_runner_restore (runner, checkpoint, &error) == (error == NULL));
  return error;
}

static void
test_refused (void)
{
  static const struct {
    const char *key, *text, *left_out, *says;
  } cases[] = {
    { "isotherm.checkpoint", NULL, NULL, "another program" },
    { "isotherm.checkpoint", "1", NULL, "an earlier version" },
    { "isotherm.checkpoint", "3", NULL, "another version" },
    { "settings", NULL, NULL, "settings" },
    { "settings", "{", NULL, "JSON" },
    { "settings", "{\"no.such\": 1}", NULL, "no.such" },
    { "settings", "{}", NULL, "shape" },
    { "data.fingerprint", "0", NULL, "other data" },
    { "step", NULL, NULL, "step" },
    { "step", "-1", NULL, "step" },
    { "step", "21", NULL, "step" },
    { "step", "9007199254740992", NULL, "step" },
    { "epoch", "99999999999", NULL, "epoch" },
    { "epoch", "2", NULL, "step" },
    { "steps_in_epoch", "18", NULL, "steps_in_epoch" },
    { "optimizer.step", "x", NULL, "optimizer.step" },
    { "memory.next", "64", NULL, "memory.next" },
    { "train_seconds", "nan", NULL, "train_seconds" },
    { "train_seconds", "-1", NULL, "train_seconds" },
    { "random.sampler", "0 0 0 0", NULL, "random.sampler" },
    { "random.sampler", "1 2 3", NULL, "random.sampler" },
    { "random.mining", "1 2 3 4 5", NULL, "random.mining" },
    { "random.mining", "1 2 3 y", NULL, "random.mining" },
    { NULL, NULL, "0.weight", "0.weight" },
    { NULL, NULL, "2.bias", "2.bias" },
    { NULL, NULL, "teacher.2.weight", "teacher.2.weight" },
    { NULL, NULL, "teacher.embeddings", "teacher.embeddings" },
    { NULL, NULL, "optimizer.second.0.bias", "optimizer.second.0.bias" },
    { NULL, NULL, "memory.labels", "memory.labels" },
    { NULL, NULL, "memory.embeddings", "memory.embeddings" },
    { NULL, NULL, "history.steps", "history.steps" },
    { NULL, NULL, "history.epochs", "history.epochs" },
    { NULL, NULL, "history.events", "history.events" },
    { NULL, NULL, "alarms", "alarms" },
  };
  g_autoptr (GError) error = NULL;
  char *folder = test_folder_new ();
  g_autofree char *path = g_build_filename (folder, "good", NULL), *changed = g_build_filename (folder, "changed", NULL);
  SmallRun run;
  small_run_init (&run, (const char *const[]){ "memory.size=64", "train.evaluate_sample=0", NULL }, NULL);
  small_run_evaluate (&run, false);
  small_run_steps (&run, 20);
  g_assert_true (iso_runner_save (run.runner, path, &error));
  small_run_clear (&run);
  rewrite (path, changed, NULL, NULL, NULL);
  g_assert_null (try_to_resume (changed));
  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s %s %s", cases[i].key, cases[i].text, cases[i].left_out);
      rewrite (path, changed, cases[i].key, cases[i].text, cases[i].left_out);
      g_autoptr (GError) problem = try_to_resume (changed);
      g_assert_nonnull (problem);
      g_assert_true (problem->domain == ISO_ERROR);
      g_assert_nonnull (strstr (problem->message, cases[i].says));
      g_assert_nonnull (strstr (problem->message, changed));
      g_assert_null (strchr (problem->message, '\n'));
    }
  test_folder_free (folder);
}

/* Names, shapes and values as a reader finds them who knows the network only. */
static void
test_contents (void)
{
  g_autoptr (GError) error = NULL;
  char *folder = test_folder_new ();
  g_autofree char *path = g_build_filename (folder, "c", NULL);
  SmallRun run;
  small_run_init (&run, (const char *const[]){ "loss.name=margin", NULL }, NULL);
  small_run_evaluate (&run, false);
  small_run_epoch (&run);
  g_assert_true (iso_runner_save (run.runner, path, &error));
  g_autoptr (IsoSafetensors) file = iso_safetensors_read (path, &error);
  g_assert_no_error (error);
  const float *weights = iso_step_weights (run.runner->step);
  const IsoSafetensor *tensor = iso_safetensors_find (file, "0.weight");
  g_assert_true (tensor->dimension_count == 2 && tensor->sizes[0] == 24 && tensor->sizes[1] == 784);
  g_assert_cmpmem (tensor->values, 24 * 784 * 4, weights, 24 * 784 * 4);
  tensor = iso_safetensors_find (file, "0.bias");
  g_assert_true (tensor->dimension_count == 1 && tensor->sizes[0] == 24);
  g_assert_cmpmem (tensor->values, 24 * 4, weights + 24 * 784, 24 * 4);
  tensor = iso_safetensors_find (file, "teacher.2.weight"); /* of the epoch that has just ended: the student */
  g_assert_cmpmem (tensor->values, 8 * 24 * 4, weights + 24 * 785, 8 * 24 * 4);
  /* A trunk's statistics are weights that nothing trains. */
  SmallRun trunk;
  g_autofree char *other = g_build_filename (folder, "trunk", NULL);
  small_run_init (&trunk, (const char *const[]){ "network.kind=text", "network.layers=conv 4, pool, linear 6", NULL }, NULL);
  g_assert_true (iso_runner_save (trunk.runner, other, &error));
  g_autoptr (IsoSafetensors) images = iso_safetensors_read (other, &error);
  tensor = iso_safetensors_find (images, "0.weight");
  g_assert_true (tensor->dimension_count == 4 && tensor->sizes[0] == 4 && tensor->sizes[1] == 1 && tensor->sizes[2] == 3
                 && tensor->sizes[3] == 3);
  g_assert_true (iso_safetensors_find (images, "1.running_mean")->sizes[0] == 4);
  g_assert_true (iso_safetensors_find (images, "optimizer.first.1.weight")->dimension_count == 1);
  g_assert_true (iso_safetensors_find (images, "optimizer.first.0.weight")->dimension_count == 4);
  g_assert_null (iso_safetensors_find (images, "optimizer.first.1.running_mean"));
  g_assert_true (iso_safetensors_find (images, "6.weight")->sizes[0] == 6);
  g_assert_true (iso_safetensors_find (images, "8.weight")->sizes[0] == 8);
  g_assert_cmpstr (iso_safetensors_metadata (images, "network"), ==, "conv 4, pool, linear 6, embed 8");
  small_run_clear (&trunk);

  tensor = iso_safetensors_find (file, "beta");
  g_assert_true (tensor->dimension_count == 1 && tensor->sizes[0] == 10);
  g_assert_nonnull (iso_safetensors_find (file, "optimizer.first.beta"));
  g_assert_null (iso_safetensors_find (file, "proxies"));
  small_run_clear (&run);
  test_folder_free (folder);
}

int
main (int argc, char **argv)
{
  static const char *const kinds[][MOST_SETTINGS] = {
    { "loss.name=multi-similarity", "distill.mode=obdp" },
    { "loss.name=margin", "miner.name=distance-weighted", "distill.mode=psd" },
    { "loss.name=proxy-anchor", "distill.mode=obdp" },
    { "loss.name=supcon", "memory.size=250", "distill.mode=obdp" },
    { "teacher.kind=moving-average", "teacher.decay=0.9", "distill.mode=obdp" },
    { "loss.name=quadruplet", "distill.mode=uniform", "data.label_noise=0.1" },
    { "batch.sampler=hard-classes", "batch.neighborhood=3", "distill.mode=none" },
    { "train.evaluate_sample=0", "distill.mode=psd", "data.validation=sample" },
    { "network.kind=text", "network.layers=conv 4, pool, conv 8, pool", "teacher.kind=moving-average", "teacher.decay=0.9",
      "optimizer.name=sgd", "optimizer.rate=0.05", "schedule.name=cosine" },
    { "network.layers=conv 4, pool, residual 4, pool", "network.kind=text", "optimizer.name=adamw", "optimizer.clip=0.5" },
  };
  g_test_init (&argc, &argv, NULL);
  for (size_t i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *path = g_strdup_printf ("/checkpoint/resume/%s", kinds[i][0]);
      g_test_add_data_func (path, kinds[i], test_resume);
    }
  g_test_add_func ("/checkpoint/fixed-teacher", test_fixed_teacher);
  g_test_add_func ("/checkpoint/live-change", test_live_change);
  g_test_add_func ("/checkpoint/alarms", test_alarms);
  g_test_add_func ("/checkpoint/refused", test_refused);
  g_test_add_func ("/checkpoint/contents", test_contents);
  return g_test_run ();
}
