/* A run into a checkpoint; back out of it: runner-restore.c. */
#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

#include "engine/base/checked.h"
#include "engine/base/error.h"
#include "engine/export/safetensors.h"
#include "engine/train/history-tensors.h"
#include "engine/train/parameters.h"
#include "engine/train/runner-checkpoint.h"
#include "engine/train/runner-private.h"

const char *const iso_runner_moment_names[] = { "optimizer.first.", "optimizer.second." };

const char *
iso_runner_describe_loss_weights (size_t sizes[2], guint32 *dimension_count, const IsoLossWeights *weights, size_t D)
{
  bool is_beta = weights->learns == ISO_LOSS_LEARNS_BETA;
  sizes[0] = is_beta ? weights->count : weights->count / D;
  sizes[1] = D;
  *dimension_count = is_beta ? 1 : 2;
  return is_beta ? "beta" : "proxies";
}

/* block (block_count): the weights, or the optimizer's moments of those that are trained. */
static bool
add_network (IsoSafetensorsWriter *writer, const char *prefix, const IsoNetwork *network, const float *block, size_t block_count,
             GError **error)
{
  size_t count;
  const IsoTensor *tensors = iso_network_tensors (network, &count);
  for (size_t i = 0; i < count; i++)
    {
      const IsoTensor *tensor = &tensors[i];
      g_autofree char *name = g_strconcat (prefix, tensor->name, NULL);
      const float *values = block + tensor->offset;
      if (tensor->offset >= block_count)
        continue;
      if (iso_tensor_is_turned (tensor))
        {
          float *turned = iso_block_new (iso_tensor_element_count (tensor), 1, sizeof (float), _("weights"), error);
          if (turned == NULL)
            return false;
          iso_tensor_export (turned, tensor, block);
          iso_safetensors_writer_own (writer, turned);
          values = turned;
        }
      iso_safetensors_writer_add (writer, name, ISO_SAFETENSORS_F32, values, tensor->dimension_count, tensor->sizes);
    }
  return true;
}

static void
add_floats (IsoSafetensorsWriter *writer, const char *prefix, const char *name, const float *values, guint32 dimension_count,
            const size_t *sizes)
{
  g_autofree char *whole = g_strconcat (prefix, name, NULL);
  iso_safetensors_writer_add (writer, whole, ISO_SAFETENSORS_F32, values, dimension_count, sizes);
}

static void
describe_count (IsoSafetensorsWriter *writer, const char *key, guint64 count)
{
  char text[24];
  g_snprintf (text, sizeof text, "%" PRIu64, count);
  iso_safetensors_writer_describe (writer, key, text);
}

static void
describe_number (IsoSafetensorsWriter *writer, const char *key, double number)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];
  iso_safetensors_writer_describe (writer, key, g_ascii_dtostr (text, sizeof text, number));
}

static void
describe_random (IsoSafetensorsWriter *writer, const char *key, const IsoRandom *random)
{
  g_autofree char *text = iso_checkpoint_format_random (random);
  iso_safetensors_writer_describe (writer, key, text);
}

static void
describe_run (IsoSafetensorsWriter *writer, const IsoRunner *runner, const IsoStepState *state)
{
  g_autofree char *settings = iso_settings_to_json (&runner->settings), *start = iso_settings_to_json (&runner->start);
  iso_safetensors_writer_describe (writer, "format", "pt");
  iso_safetensors_writer_describe (writer, "isotherm.checkpoint", ISO_CHECKPOINT_VERSION);
  iso_safetensors_writer_describe (writer, "settings", settings);
  if (runner->knows_start)
    iso_safetensors_writer_describe (writer, "settings.start", start);
  iso_safetensors_writer_describe (writer, "data.fingerprint", iso_dataset_fingerprint (runner->experiment->dataset));
  iso_safetensors_writer_describe (writer, "network", iso_network_words (runner->experiment->network));
  describe_number (writer, "input.shift", (double) runner->experiment->normalizer.shift);
  describe_number (writer, "input.scale", (double) runner->experiment->normalizer.scale);
  describe_count (writer, "step", runner->step_count);
  describe_count (writer, "epoch", (guint64) runner->epoch);
  describe_count (writer, "steps_in_epoch", runner->steps_in_epoch);
  describe_count (writer, "optimizer.step", state->optimizer->step);
  describe_count (writer, "optimizer.loss_step", state->loss_weights->optimizer.step);
  describe_count (writer, "memory.next", state->memory->next);
  describe_number (writer, "train_seconds", runner->train_seconds);
  describe_number (writer, "evaluate_seconds", runner->evaluate_seconds);
  describe_random (writer, "random.sampler", &runner->sampling);
  describe_random (writer, "random.mining", &runner->mining);
}

static void
list_alarms (gint32 numbers[ISO_RUNNER_ALARM_NUMBERS], const IsoAlarms *alarms)
{
  for (int a = 0; a < ISO_ALARM_COUNT; a++)
    {
      numbers[2 * a] = alarms->is_raised[a];
      numbers[2 * a + 1] = alarms->counts[a];
    }
  numbers[2 * ISO_ALARM_COUNT] = alarms->is_flat;
}

/* What the teacher has seen, gathered from the table: borrowed by the writer, freed by the caller. */
typedef struct {
  gint32 *samples;   /* (count) */
  float *embeddings; /* (count, D) */
} Seen;

static bool
add_teacher (IsoSafetensorsWriter *writer, Seen *seen, IsoRunner *runner, GError **error)
{
  IsoTeacher *teacher = iso_step_teacher (runner->step);
  const IsoNetwork *network = runner->experiment->network;
  const IsoEmbeddingTable *table = iso_teacher_table (teacher);
  if (!iso_teacher_is_there (teacher))
    return true;
  if (!add_network (writer, "teacher.", network, iso_teacher_weights (teacher), iso_network_weight_count (network), error))
    return false;
  if (table == NULL)
    return true;
  size_t D = table->D, count = 0;
  seen->embeddings = iso_block_new (table->known_count, D, sizeof (float), _("the teacher's embeddings"), error);
  if (seen->embeddings == NULL)
    return false;
  seen->samples = g_new (gint32, MAX (table->known_count, 1));
  for (size_t index = 0; index < table->index_count; index++)
    {
      const float *embedding = iso_embedding_table_find (table, (guint32) index);
      if (embedding == NULL)
        continue;
      memcpy (seen->embeddings + count * D, embedding, D * sizeof (float));
      seen->samples[count++] = (gint32) index;
    }
  iso_safetensors_writer_add (writer, "teacher.samples", ISO_SAFETENSORS_I32, seen->samples, 1, &count);
  iso_safetensors_writer_add (writer, "teacher.embeddings", ISO_SAFETENSORS_F32, seen->embeddings, 2, (size_t[]) { count, D });
  return true;
}

static bool
add_learnt (IsoSafetensorsWriter *writer, IsoRunner *runner, const IsoStepState *state, GError **error)
{
  const IsoNetwork *network = runner->experiment->network;
  const IsoLossWeights *own = state->loss_weights;
  const float *const moments[] = { state->optimizer->first, state->optimizer->second };
  const float *const own_moments[] = { own->optimizer.first, own->optimizer.second };
  size_t sizes[2], D = iso_network_embedding_size (network);
  guint32 dimensions;
  const char *name = iso_runner_describe_loss_weights (sizes, &dimensions, own, D);
  if (!add_network (writer, "", network, state->weights, iso_network_weight_count (network), error))
    return false;
  for (int m = 0; m < 2; m++)
    if (!add_network (writer, iso_runner_moment_names[m], network, moments[m], iso_network_trained_count (network), error))
      return false;
  if (own->count == 0)
    return true;
  add_floats (writer, "", name, own->weights, dimensions, sizes);
  for (int m = 0; m < 2; m++)
    add_floats (writer, iso_runner_moment_names[m], name, own_moments[m], dimensions, sizes);
  return true;
}

/* What a writer borrows until it has written. */
typedef struct {
  IsoHistoryTensors curves;
  Seen seen;
  gint32 alarms[ISO_RUNNER_ALARM_NUMBERS];
} Borrowed;

static void
clear_borrowed (Borrowed *borrowed)
{
  iso_block_free (borrowed->seen.embeddings);
  g_free (borrowed->seen.samples);
  if (borrowed->curves.events != NULL)
    iso_history_tensors_clear (&borrowed->curves);
}

/* Everything but the history. */
static bool
add_run (IsoSafetensorsWriter *writer, Borrowed *borrowed, IsoRunner *runner, GError **error)
{
  const IsoStepState state = iso_step_state (runner->step);
  const IsoEmbeddingMemory *memory = state.memory;
  size_t near_sizes[2];
  const guint32 *near = iso_sampler_neighbors (runner->sampler, &near_sizes[0], &near_sizes[1]);
  list_alarms (borrowed->alarms, &runner->alarms);
  describe_run (writer, runner, &state);
  if (memory->capacity > 0)
    {
      iso_safetensors_writer_add (writer, "memory.embeddings", ISO_SAFETENSORS_F32, memory->embeddings, 2,
                                  (size_t[]) { memory->count, memory->D });
      iso_safetensors_writer_add (writer, "memory.labels", ISO_SAFETENSORS_I32, memory->labels, 1, &memory->count);
    }
  if (near != NULL)
    iso_safetensors_writer_add (writer, "sampler.neighbors", ISO_SAFETENSORS_I32, near, 2, near_sizes);
  iso_safetensors_writer_add (writer, "alarms", ISO_SAFETENSORS_I32, borrowed->alarms, 1, (size_t[]) { ISO_RUNNER_ALARM_NUMBERS });
  return add_learnt (writer, runner, &state, error) && add_teacher (writer, &borrowed->seen, runner, error);
}

bool
iso_runner_save (IsoRunner *runner, const char *path, GError **error)
{
  g_autoptr (IsoSafetensorsWriter) writer = iso_safetensors_writer_new ();
  Borrowed borrowed = { 0 };
  bool done = add_run (writer, &borrowed, runner, error);
  if (done)
    {
      iso_history_tensors_init (&borrowed.curves, runner->history, runner->steps_per_epoch);
      iso_history_tensors_add (&borrowed.curves, writer);
      done = iso_safetensors_writer_save (writer, path, error);
    }
  clear_borrowed (&borrowed);
  return done;
}

GBytes *
iso_runner_image (IsoRunner *runner, GError **error)
{
  g_autoptr (IsoSafetensorsWriter) writer = iso_safetensors_writer_new ();
  Borrowed borrowed = { 0 };
  GBytes *image = NULL;
  describe_count (writer, "history.epoch_count", iso_history_epoch_count (runner->history));
  describe_count (writer, "history.event_count", iso_history_event_count (runner->history));
  if (add_run (writer, &borrowed, runner, error))
    image = iso_safetensors_writer_bytes (writer, error);
  clear_borrowed (&borrowed);
  return image;
}
