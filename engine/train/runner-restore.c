/* A run out of a checkpoint, under its own settings or, as a fork, under others. */
#include <glib/gi18n-lib.h>

#include "engine/base/checked.h"
#include "engine/base/error.h"
#include "engine/train/history-tensors.h"
#include "engine/train/parameters.h"
#include "engine/train/runner-checkpoint.h"
#include "engine/train/runner-private.h"

/* Counters that no run reaches, but products of which stay in range. */
#define MOST_STEPS ((guint64) 1 << 53)

/* Whether the moments of one optimizer mean to the other what they mean to itself. */
static bool
share_moments (int name, int other)
{
  return (name == ISO_OPTIMIZER_SGD) == (other == ISO_OPTIMIZER_SGD);
}

/* old: the checkpoint's settings. */
static bool
restore_learnt (IsoRunner *runner, const IsoStepState *state, const IsoCheckpoint *checkpoint, const IsoSettings *old, GError **error)
{
  const IsoSafetensors *file = iso_checkpoint_file (checkpoint);
  const IsoNetwork *network = runner->experiment->network;
  IsoLossWeights *own = state->loss_weights;
  float *const moments[] = { state->optimizer->first, state->optimizer->second };
  float *const own_moments[] = { own->optimizer.first, own->optimizer.second };
  size_t sizes[2];
  guint32 dimensions;
  const char *name = iso_runner_describe_loss_weights (sizes, &dimensions, own, iso_network_embedding_size (network));
  bool keeps_own = old->loss.name == runner->settings.loss.name, has_own = keeps_own && own->count > 0;
  if (!iso_checkpoint_copy_tensors (state->weights, file, "", network, iso_network_weight_count (network), error)
      || (has_own && !iso_safetensors_copy_floats (own->weights, file, name, dimensions, sizes, error)))
    return false;
  if (!share_moments (old->optimizer.name, runner->settings.optimizer.name))
    return true;
  if (!iso_checkpoint_read_count (&state->optimizer->step, checkpoint, "optimizer.step", MOST_STEPS, error)
      || (keeps_own
          && !iso_checkpoint_read_count (&own->optimizer.step, checkpoint, "optimizer.loss_step", MOST_STEPS, error)))
    return false;
  for (int m = 0; m < 2; m++)
    {
      g_autofree char *moment = g_strconcat (iso_runner_moment_names[m], name, NULL);
      if (!iso_checkpoint_copy_tensors (moments[m], file, iso_runner_moment_names[m], network, iso_network_trained_count (network), error)
          || (has_own && !iso_safetensors_copy_floats (own_moments[m], file, moment, dimensions, sizes, error)))
        return false;
    }
  return true;
}

static bool
refuse (const IsoCheckpoint *checkpoint, const char *tensor, GError **error)
{
  g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, _("%s: %s does not agree with the settings and data of the checkpoint"),
               iso_safetensors_name (iso_checkpoint_file (checkpoint)), tensor);
  return false;
}

static bool
restore_memory (IsoEmbeddingMemory *memory, const IsoCheckpoint *checkpoint, GError **error)
{
  const IsoSafetensors *file = iso_checkpoint_file (checkpoint);
  const IsoSafetensor *labels = iso_safetensors_find (file, "memory.labels");
  guint64 next = 0;
  if (memory->capacity == 0)
    return true;
  if (labels == NULL || labels->dimension_count != 1 || labels->sizes[0] > memory->capacity)
    return refuse (checkpoint, "memory.labels", error);
  size_t count = labels->sizes[0];
  if (!iso_safetensors_copy (memory->labels, file, "memory.labels", ISO_SAFETENSORS_I32, 1, &count, error)
      || !iso_safetensors_copy_floats (memory->embeddings, file, "memory.embeddings", 2, (size_t[]) { count, memory->D }, error)
      || !iso_checkpoint_read_count (&next, checkpoint, "memory.next", memory->capacity - 1, error))
    return false;
  if (count < memory->capacity && next != count)
    return refuse (checkpoint, "memory.next", error);
  memory->count = count;
  memory->next = (size_t) next;
  return true;
}

/* Whether the checkpoint's teacher is the one to go on with; if not, there is the fixed one already, or none. */
static bool
keeps_teacher (const IsoSettings *settings, const IsoSettings *old)
{
  switch ((IsoTeacherKind) settings->teacher.kind)
    {
    case ISO_TEACHER_MOVING_AVERAGE:
      return old->teacher.kind == ISO_TEACHER_MOVING_AVERAGE;
    case ISO_TEACHER_CHECKPOINT:
      return old->teacher.kind == ISO_TEACHER_CHECKPOINT && strcmp (settings->teacher.checkpoint, old->teacher.checkpoint) == 0;
    case ISO_TEACHER_PREVIOUS_EPOCH:
    default:
      return true;
    }
}

static bool
restore_teacher (IsoRunner *runner, const IsoCheckpoint *checkpoint, const IsoSettings *old, GError **error)
{
  const IsoExperiment *experiment = runner->experiment;
  const IsoSafetensors *file = iso_checkpoint_file (checkpoint);
  const IsoSafetensor *samples = iso_safetensors_find (file, "teacher.samples");
  IsoTeacher *teacher = iso_step_teacher (runner->step);
  size_t D = iso_network_embedding_size (experiment->network);
  if (!keeps_teacher (&runner->settings, old))
    {
      if (runner->settings.teacher.kind == ISO_TEACHER_MOVING_AVERAGE)
        iso_step_teach (runner->step);
      return true;
    }
  if (iso_safetensors_find (file, "teacher.0.weight") == NULL)
    return runner->settings.teacher.kind == ISO_TEACHER_PREVIOUS_EPOCH || refuse (checkpoint, "teacher.0.weight", error);
  float *weights = iso_checkpoint_read_weights (file, "teacher.", experiment->network, error);
  if (weights == NULL)
    return false;
  iso_teacher_set (teacher, weights);
  iso_block_free (weights);
  if (samples == NULL)
    return true;
  if (samples->dimension_count != 1 || samples->sizes[0] > experiment->split.train.count)
    return refuse (checkpoint, "teacher.samples", error);
  size_t count = samples->sizes[0];
  g_autofree gint32 *indices = g_new (gint32, MAX (count, 1));
  float *embeddings = iso_block_new (count, D, sizeof (float), _("the teacher's embeddings"), error);
  bool done = embeddings != NULL
              && iso_safetensors_copy (indices, file, "teacher.samples", ISO_SAFETENSORS_I32, 1, &count, error)
              && iso_safetensors_copy_floats (embeddings, file, "teacher.embeddings", 2, (size_t[]) { count, D }, error)
              && iso_teacher_remember (teacher, &experiment->split.train, iso_dataset_sample_count (experiment->dataset), error);
  if (done)
    iso_embedding_table_keep (iso_teacher_table (teacher), (const guint32 *) indices, embeddings, count);
  iso_block_free (embeddings);
  return done;
}

static bool
restore_sampler (IsoRunner *runner, const IsoCheckpoint *checkpoint, const IsoSettings *old, GError **error)
{
  const IsoSafetensors *file = iso_checkpoint_file (checkpoint);
  size_t sizes[2];
  iso_sampler_neighbors (runner->sampler, &sizes[0], &sizes[1]);
  if (runner->settings.batch.sampler != ISO_SAMPLER_HARD_CLASSES || iso_safetensors_find (file, "sampler.neighbors") == NULL
      || runner->settings.batch.neighborhood != old->batch.neighborhood)
    return true;
  guint32 *near = iso_block_new (sizes[0], sizes[1], sizeof *near, "sampler.neighbors", error);
  bool read = near != NULL && iso_safetensors_copy (near, file, "sampler.neighbors", ISO_SAFETENSORS_I32, 2, sizes, error);
  bool taken = read && iso_sampler_set_neighbors (runner->sampler, near, sizes[0], sizes[1]);
  iso_block_free (near);
  return taken || (read && refuse (checkpoint, "sampler.neighbors", error));
}

static bool
restore_alarms (IsoAlarms *alarms, const IsoCheckpoint *checkpoint, GError **error)
{
  gint32 numbers[ISO_RUNNER_ALARM_NUMBERS];
  if (!iso_safetensors_copy (numbers, iso_checkpoint_file (checkpoint), "alarms", ISO_SAFETENSORS_I32, 1,
                             (size_t[]) { ISO_RUNNER_ALARM_NUMBERS }, error))
    return false;
  for (int a = 0; a < ISO_ALARM_COUNT; a++)
    {
      if (numbers[2 * a + 1] < 0 || numbers[2 * a + 1] > ISO_ALARM_STEPS)
        return refuse (checkpoint, "alarms", error);
      alarms->is_raised[a] = numbers[2 * a] != 0;
      alarms->counts[a] = numbers[2 * a + 1];
    }
  alarms->is_flat = numbers[2 * ISO_ALARM_COUNT] != 0;
  return true;
}

static bool
restore_counters (IsoRunner *runner, const IsoCheckpoint *checkpoint, GError **error)
{
  guint64 epoch = 0, steps = 0;
  if (!iso_checkpoint_read_count (&runner->step_count, checkpoint, "step", MOST_STEPS, error)
      || !iso_checkpoint_read_count (&epoch, checkpoint, "epoch", G_MAXINT / 2, error)
      || !iso_checkpoint_read_count (&steps, checkpoint, "steps_in_epoch", runner->steps_per_epoch, error)
      || !iso_checkpoint_read_seconds (&runner->train_seconds, checkpoint, "train_seconds", error)
      || !iso_checkpoint_read_seconds (&runner->evaluate_seconds, checkpoint, "evaluate_seconds", error)
      || !iso_checkpoint_read_random (&runner->sampling, checkpoint, "random.sampler", error)
      || !iso_checkpoint_read_random (&runner->mining, checkpoint, "random.mining", error))
    return false;
  if ((double) epoch * (double) runner->steps_per_epoch + (double) steps != (double) runner->step_count)
    return refuse (checkpoint, "step", error);
  runner->epoch = runner->last_epoch = (int) epoch;
  runner->steps_in_epoch = (size_t) steps;
  return true;
}

bool
iso_runner_restore (IsoRunner *runner, const IsoCheckpoint *checkpoint, GError **error)
{
  const IsoStepState state = iso_step_state (runner->step);
  IsoSettings old;
  g_return_val_if_fail (runner->step_count == 0 && iso_history_step_count (runner->history) == 0, false);
  if (!iso_checkpoint_settings (&old, checkpoint, error)
      || !iso_checkpoint_start_settings (&runner->start, &runner->knows_start, checkpoint, error))
    return false;
  bool keeps_memory = old.memory.size == runner->settings.memory.size;
  if (!restore_counters (runner, checkpoint, error) || !restore_learnt (runner, &state, checkpoint, &old, error)
      || (keeps_memory && !restore_memory (state.memory, checkpoint, error)) || !restore_teacher (runner, checkpoint, &old, error)
      || !restore_sampler (runner, checkpoint, &old, error) || !restore_alarms (&runner->alarms, checkpoint, error)
      || !iso_history_tensors_restore (runner->history, checkpoint, runner->step_count, runner->steps_per_epoch, error))
    return false;
  iso_runner_record_differences (runner, &old);
  return true;
}
