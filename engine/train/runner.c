#include "engine/train/runner-private.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/checked.h"
#include "engine/base/error.h"
#include "engine/base/timing.h"
#include "engine/distill/target.h"
#include "engine/train/evaluation-choice.h"

/* At most `limit` samples of the training part, evenly by chance, in ascending order. */
static IsoSubset
choose_train_sample (const IsoSubset *train, size_t limit, guint64 seed)
{
  IsoSubset sample = { g_new (guint32, MAX (train->count, 1)), train->count };
  memcpy (sample.indices, train->indices, train->count * sizeof (guint32));
  if (train->count > limit)
    {
      IsoRandom random;
      iso_random_init (&random, seed, "evaluation");
      size_t kept = 0;
      /* Selection sampling (Knuth, Algorithm S): keeps the order. */
      for (size_t i = 0; i < train->count && kept < limit; i++)
        if (iso_random_uniform (&random) * (double) (train->count - i) < (double) (limit - kept))
          sample.indices[kept++] = train->indices[i];
      sample.count = kept;
    }
  return sample;
}

IsoRunner *
iso_runner_new (IsoExperiment *experiment, IsoHistory *history, GError **error)
{
  g_autoptr (IsoRunner) runner = g_new0 (IsoRunner, 1);
  const IsoSettings *settings = &experiment->settings;
  size_t B = (size_t) settings->batch.size, F = iso_dataset_feature_count (experiment->dataset);
  guint64 seed = (guint64) settings->train.seed;

  runner->experiment = iso_experiment_ref (experiment);
  runner->history = iso_history_ref (history);
  runner->settings = runner->start = *settings;
  runner->knows_start = true;
  runner->sampler = iso_sampler_new (iso_experiment_training_labels (experiment), &experiment->split.train, &settings->batch,
                                     error);
  if (runner->sampler == NULL)
    return NULL;
  runner->input = iso_block_new (B, F, sizeof (float), _("a batch"), error);
  if (runner->input == NULL)
    return NULL;
  runner->pool = iso_pool_new (settings->train.threads);
  runner->step = iso_step_new (experiment->network, B, seed);
  if (!iso_step_prepare_loss (runner->step, settings, experiment->class_count, seed, error))
    return NULL;
  iso_runner_start_teacher (runner);
  runner->indices = g_new0 (guint32, B);
  runner->labels = g_new0 (gint32, B);
  runner->probe = g_new0 (guint32, B);
  runner->steps_per_epoch = iso_sampler_batches_per_epoch (runner->sampler);
  runner->train_sample = choose_train_sample (&experiment->split.train, (size_t) settings->train.evaluate_sample, seed);
  iso_random_init (&runner->sampling, seed, "sampler");
  iso_random_init (&runner->mining, seed, "mining");
  IsoRandom probing;
  iso_random_init (&probing, seed, "probe");
  iso_sampler_next (runner->probe, runner->sampler, &probing);
  return g_steal_pointer (&runner);
}

void
iso_runner_free (IsoRunner *runner)
{
  if (runner == NULL)
    return;
  iso_step_free (runner->step);
  iso_sampler_free (runner->sampler);
  iso_pool_free (runner->pool);
  iso_block_free (runner->input);
  iso_block_free (runner->probe_input);
  g_free (runner->indices);
  g_free (runner->labels);
  g_free (runner->probe);
  g_free (runner->train_sample.indices);
  iso_history_unref (runner->history);
  iso_experiment_unref (runner->experiment);
  g_free (runner);
}

static void
record_step (IsoRunner *runner, const IsoStepResult *result)
{
  IsoStepRecord record = {
    .step = runner->step_count,
    .epoch = runner->epoch,
    .loss = result->loss,
    .metric_loss = result->metric_loss,
    .divergence = result->divergence,
    .gradient_norm = result->gradient_norm,
    .active = result->candidate_count > 0 ? (double) result->active_count / (double) result->candidate_count : 0.0,
    .health = runner->last_health,
  };
  iso_history_add_step (runner->history, &record);
}

static bool
refuse_not_finite (IsoRunner *runner, const IsoStepResult *result, GError **error)
{
  const char *what = isnan (result->loss)     ? _("The loss became NaN")
                     : isinf (result->loss)   ? _("The loss became infinite")
                                              : _("The gradient became NaN or infinite");
  g_autofree char *text = g_strdup_printf (_("%s at step %" PRIu64), what, runner->step_count + 1);
  IsoEvent event = { runner->step_count + 1, ISO_EVENT_NUMERIC, NULL, g_intern_string (text) };
  iso_history_add_event (runner->history, &event);
  g_set_error (error, ISO_ERROR, ISO_ERROR_NUMERIC,
               _("%s. The last good weights are kept; a lower learning rate or weight λ usually helps."), text);
  return false;
}

static void
augment (IsoRunner *runner)
{
  const IsoDataset *dataset = runner->experiment->dataset;
  IsoImageFormat format = { iso_dataset_shape (dataset), runner->experiment->normalizer, iso_dataset_has_bytes (dataset) };
  iso_augment_batch (runner->input, (size_t) runner->settings.batch.size, &runner->settings.augment, &format,
                     (guint64) runner->settings.train.seed, runner->step_count, runner->pool);
}

bool
iso_runner_step (IsoRunner *runner, IsoStepResult *result, GError **error)
{
  const gint32 *labels = iso_experiment_training_labels (runner->experiment);
  size_t B = (size_t) runner->settings.batch.size;
  /* A step that is refused must leave no trace, so that it can be tried again under other settings. */
  IsoRandom sampling = runner->sampling, mining = runner->mining;
  double start = iso_seconds ();

  iso_sampler_next (runner->indices, runner->sampler, &sampling);
  iso_dataset_gather (runner->input, runner->experiment->dataset, runner->experiment->normalizer, runner->indices, B);
  /* Before the teacher looks at the batch: it sees what the student sees. */
  augment (runner);
  for (size_t i = 0; i < B; i++)
    runner->labels[i] = runner->experiment->classes[labels[runner->indices[i]]];
  if (!iso_runner_look_up (runner, error))
    return false;
  double progress = runner->epoch + (double) runner->steps_in_epoch / (double) runner->steps_per_epoch;
  if (!iso_step_run (runner->step, result, runner->input, runner->labels, &runner->settings, progress,
                     runner->settings.train.epochs, &mining, runner->pool, error))
    return false;
  if (result->finite)
    iso_step_health (&runner->last_health, runner->step, runner->labels, &runner->settings.distill,
                     iso_health_is_due (runner->step_count + 1, runner->settings.train.health_every), runner->pool);
  runner->train_seconds += iso_seconds () - start;
  if (!result->finite)
    return refuse_not_finite (runner, result, error);
  runner->sampling = sampling;
  runner->mining = mining;
  runner->last = *result;
  runner->has_batch = true;
  runner->last_epoch = runner->epoch;
  runner->step_count++;
  runner->steps_in_epoch++;
  record_step (runner, result);
  iso_alarms_watch (&runner->alarms, runner->step_count, &runner->last_health, runner->labels, B, runner->history);
  return true;
}

bool
iso_runner_is_at_epoch_end (const IsoRunner *runner)
{
  return runner->steps_in_epoch >= runner->steps_per_epoch;
}

bool
iso_runner_wants_evaluation (const IsoRunner *runner)
{
  int finished = runner->epoch + 1;
  return finished % runner->settings.evaluate.every == 0 || finished == runner->settings.train.epochs;
}

/* The same model, evaluated again, is not recorded twice: so it is when a run is gone on with. */
static void
record_epoch (IsoRunner *runner, const IsoEpochRecord *record)
{
  size_t count = iso_history_epoch_count (runner->history);
  IsoEpochRecord last;
  bool is_there = count > 0 && iso_history_read_epochs (runner->history, &last, count - 1, 1) == 1
                  && last.step == record->step && last.epoch == record->epoch;
  if (!is_there)
    iso_history_add_epoch (runner->history, record);
}

static void
begin_epoch (IsoRunner *runner)
{
  runner->epoch++;
  runner->steps_in_epoch = 0;
}

void
iso_runner_end_epoch (IsoRunner *runner)
{
  iso_runner_teach (runner, NULL);
  begin_epoch (runner);
}

/* Metrics of one part, of its classes too; `embeddings` (count, D) is filled. */
static bool
evaluate_part (IsoRunner *runner, IsoEvaluation *evaluation, float *embeddings, const IsoSubset *part, GCancellable *cancellable,
               GError **error)
{
  const gint32 *all = iso_dataset_labels (runner->experiment->dataset);
  size_t D = iso_network_embedding_size (runner->experiment->network);
  IsoKmeansSettings kmeans = ISO_EVALUATION_KMEANS;
  IsoMetricChoice choice;
  if (!iso_evaluation_choice (&choice, &runner->settings, error))
    return false;
  kmeans.restarts = runner->settings.evaluate.restarts;
  iso_evaluation_init (evaluation, &choice, kmeans);
  if (part->count == 0)
    return true;
  g_autofree gint32 *labels = g_new (gint32, part->count);
  for (size_t i = 0; i < part->count; i++)
    labels[i] = all[part->indices[i]];
  iso_step_embed (runner->step, embeddings, runner->experiment->dataset, runner->experiment->normalizer, part->indices,
                  part->count, runner->pool);
  return iso_evaluation_run (evaluation, embeddings, labels, NULL, part->count, D, runner->pool, cancellable, error);
}

IsoEpochSnapshot *
iso_runner_evaluate (IsoRunner *runner, bool finish, GCancellable *cancellable, GError **error)
{
  const IsoSplit *split = &runner->experiment->split;
  size_t D = iso_network_embedding_size (runner->experiment->network);
  g_autoptr (IsoEpochSnapshot) snapshot = iso_epoch_snapshot_new (runner->experiment, split->test.count, D);
  float *scratch = iso_block_new (split->validation.count, D, sizeof (float), _("embeddings"), error);
  double start = iso_seconds ();

  bool done = scratch != NULL && iso_epoch_snapshot_add_train (snapshot, &runner->train_sample, error)
              && evaluate_part (runner, &snapshot->test_classes, snapshot->embeddings, &split->test, cancellable, error)
              && evaluate_part (runner, &snapshot->validation_classes, scratch, &split->validation, cancellable, error)
              && evaluate_part (runner, &snapshot->train_classes, snapshot->train_embeddings, &runner->train_sample, cancellable,
                               error);
  if (done && finish)
    iso_runner_teach (runner, snapshot->train_embeddings);
  /* Between the ends of epochs somebody looks on only: training must not depend on it. */
  if (done && (finish || runner->step_count == 0))
    iso_sampler_learn (runner->sampler, snapshot->train_embeddings, runner->train_sample.indices, runner->train_sample.count, D);
  iso_block_free (scratch);
  if (!done)
    return NULL;
  iso_scores_take (&snapshot->test, &snapshot->test_classes);
  iso_scores_take (&snapshot->validation, &snapshot->validation_classes);
  iso_scores_take (&snapshot->train, &snapshot->train_classes);
  if (finish)
    begin_epoch (runner);
  runner->evaluate_seconds += iso_seconds () - start;
  snapshot->step = runner->step_count;
  snapshot->epoch = runner->epoch;
  IsoEpochRecord record = {
    .step = runner->step_count,
    .epoch = runner->epoch,
    .test = snapshot->test,
    .validation = snapshot->validation,
    .train = snapshot->train,
    .train_seconds = runner->train_seconds,
    .evaluate_seconds = runner->evaluate_seconds,
  };
  record_epoch (runner, &record);
  return g_steal_pointer (&snapshot);
}

void
iso_runner_keep_loss_gradient (IsoRunner *runner, bool keep)
{
  iso_step_keep_loss_gradient (runner->step, keep);
}

const IsoSettings *
iso_runner_settings (const IsoRunner *runner)
{
  return &runner->settings;
}

guint64
iso_runner_step_count (const IsoRunner *runner)
{
  return runner->step_count;
}

int
iso_runner_epoch (const IsoRunner *runner)
{
  return runner->epoch;
}

size_t
iso_runner_steps_per_epoch (const IsoRunner *runner)
{
  return runner->steps_per_epoch;
}

double
iso_runner_train_seconds (const IsoRunner *runner)
{
  return runner->train_seconds;
}

double
iso_runner_evaluate_seconds (const IsoRunner *runner)
{
  return runner->evaluate_seconds;
}
