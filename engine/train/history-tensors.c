#include "engine/train/history-tensors.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <math.h>
#include <stddef.h>
#include <string.h>

#include "engine/base/checked.h"
#include "engine/base/error.h"

/* Where the numbers behind step and epoch, the first two columns, stand in a record. */
#define STEP(field) offsetof (IsoStepRecord, field)
static const size_t step_fields[] = {
  STEP (loss), STEP (metric_loss), STEP (divergence), STEP (gradient_norm), STEP (active),
  STEP (health.targets.entropy), STEP (health.targets.effective_neighbors), STEP (health.targets.same_class),
  STEP (health.targets.spread), STEP (health.targets.row_error), STEP (health.spectral_gap),
  STEP (health.embedding.mean_similarity), STEP (health.embedding.effective_rank),
};
/* Behind them, numbers of 32 bits; the first, a kind, is one of few. */
#define MINED(field) STEP (health.mined.field)
static const size_t step_counts[] = {
  MINED (kind), MINED (active), MINED (candidates), MINED (triplets), MINED (hard), MINED (semi_hard), MINED (easy),
  MINED (swapped), MINED (violating), MINED (pairs), MINED (positive_pairs), MINED (negative_pairs),
};

/* The scores of a part: metrics, k_count, ks, recall, values. */
enum { SCORE_COLUMNS = 2 + 2 * ISO_RETRIEVAL_MAX_KS + ISO_METRIC_COUNT, PARTS = 3 };

enum {
  COUNTS_START = 2 + G_N_ELEMENTS (step_fields),
  STEP_COLUMNS = COUNTS_START + G_N_ELEMENTS (step_counts),
  EPOCH_COLUMNS = 2 + PARTS * SCORE_COLUMNS + 2,
};

static void
gather (double *row, guint64 step, int epoch, const void *record, const size_t *fields, size_t count)
{
  row[0] = (double) step;
  row[1] = (double) epoch;
  for (size_t f = 0; f < count; f++)
    row[2 + f] = *(const double *) (const void *) ((const char *) record + fields[f]);
}

static const IsoScores *
part_of (const IsoEpochRecord *record, size_t part)
{
  return part == 0 ? &record->test : part == 1 ? &record->validation : &record->train;
}

static void
gather_epoch (double *row, const IsoEpochRecord *record)
{
  gather (row, record->step, record->epoch, record, NULL, 0);
  row += 2;
  for (size_t part = 0; part < PARTS; part++)
    {
      const IsoScores *scores = part_of (record, part);
      *row++ = (double) scores->metrics;
      *row++ = (double) scores->k_count;
      for (size_t i = 0; i < ISO_RETRIEVAL_MAX_KS; i++)
        *row++ = (double) scores->ks[i];
      memcpy (row, scores->recall, sizeof scores->recall);
      memcpy (row + ISO_RETRIEVAL_MAX_KS, scores->values, sizeof scores->values);
      row += ISO_RETRIEVAL_MAX_KS + ISO_METRIC_COUNT;
    }
  row[0] = record->train_seconds;
  row[1] = record->evaluate_seconds;
}

static guint32 *
count_of (IsoStepRecord *record, size_t c)
{
  return (guint32 *) (void *) ((char *) record + step_counts[c]);
}

static GString *
list_events (IsoHistory *history)
{
  GString *lines = g_string_new (NULL);
  IsoEvent event;
  for (size_t i = 0; iso_history_read_events (history, &event, i, 1) == 1; i++)
    if (event.kind != ISO_EVENT_RESUMED)
      g_string_append_printf (lines, "%" PRIu64 "\t%d\t%s\t%s\n", event.step, (int) event.kind, event.key != NULL ? event.key : "",
                              event.text != NULL ? event.text : "");
  return lines;
}

void
iso_history_tensors_init (IsoHistoryTensors *tensors, IsoHistory *history, size_t steps_per_epoch)
{
  size_t step_count = iso_history_step_count (history), epoch_count = iso_history_epoch_count (history);
  g_autofree IsoStepRecord *steps = g_new (IsoStepRecord, MAX (step_count, 1));
  g_autofree IsoEpochRecord *epochs = g_new (IsoEpochRecord, MAX (epoch_count, 1));
  step_count = iso_history_read_steps (history, steps, 0, step_count);
  epoch_count = iso_history_read_epochs (history, epochs, 0, epoch_count);
  *tensors = (IsoHistoryTensors) { .steps = g_new (double, MAX (step_count, 1) * STEP_COLUMNS),
                                   .epochs = g_new (double, MAX (epoch_count, 1) * EPOCH_COLUMNS),
                                   .step_count = step_count,
                                   .events = list_events (history) };
  for (size_t i = 0; i < step_count; i++)
    {
      double *row = tensors->steps + i * STEP_COLUMNS;
      gather (row, steps[i].step, steps[i].epoch, &steps[i], step_fields, G_N_ELEMENTS (step_fields));
      for (size_t c = 0; c < G_N_ELEMENTS (step_counts); c++)
        row[COUNTS_START + c] = (double) *count_of (&steps[i], c);
    }
  for (size_t i = 0; i < epoch_count; i++)
    if (epochs[i].step == (guint64) epochs[i].epoch * steps_per_epoch)
      gather_epoch (tensors->epochs + tensors->epoch_count++ * EPOCH_COLUMNS, &epochs[i]);
}

void
iso_history_tensors_clear (IsoHistoryTensors *tensors)
{
  g_free (tensors->steps);
  g_free (tensors->epochs);
  g_string_free (tensors->events, TRUE);
  *tensors = (IsoHistoryTensors) { 0 };
}

void
iso_history_tensors_add (const IsoHistoryTensors *tensors, IsoSafetensorsWriter *writer)
{
  iso_safetensors_writer_add (writer, "history.steps", ISO_SAFETENSORS_F64, tensors->steps, 2,
                              (const size_t[]) { tensors->step_count, STEP_COLUMNS });
  iso_safetensors_writer_add (writer, "history.epochs", ISO_SAFETENSORS_F64, tensors->epochs, 2,
                              (const size_t[]) { tensors->epoch_count, EPOCH_COLUMNS });
  iso_safetensors_writer_add (writer, "history.events", ISO_SAFETENSORS_U8, tensors->events->str, 1, &tensors->events->len);
}

static void
scatter (void *record, const double *row, const size_t *fields, size_t count)
{
  for (size_t f = 0; f < count; f++)
    *(double *) (void *) ((char *) record + fields[f]) = row[2 + f];
}

static bool
refuse_row (const double *row, const IsoCheckpoint *checkpoint, const char *name, GError **error)
{
  g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, _("%s: tensor %s: found step %g of epoch %g, which cannot follow there"),
               iso_safetensors_name (iso_checkpoint_file (checkpoint)), name, row[0], row[1]);
  return false;
}

/* A newly allocated (rows, columns), or NULL. Room is made for what is there, not for what a counter says. */
static double *
read_rows (const IsoCheckpoint *checkpoint, const char *name, size_t rows, size_t columns, GError **error)
{
  const IsoSafetensors *file = iso_checkpoint_file (checkpoint);
  const IsoSafetensor *found = iso_safetensors_find (file, name);
  size_t room = found != NULL ? found->element_count : 0;
  double *values = iso_block_new (room, 1, sizeof *values, name, error);
  if (values != NULL
      && !iso_safetensors_copy (values, file, name, ISO_SAFETENSORS_F64, 2, (const size_t[]) { rows, columns }, error))
    g_clear_pointer (&values, iso_block_free);
  return values;
}

static bool
restore_steps (IsoHistory *history, const double *rows, const IsoCheckpoint *checkpoint, guint64 count, size_t steps_per_epoch,
               GError **error)
{
  for (guint64 i = 0; i < count; i++)
    {
      const double *row = rows + i * STEP_COLUMNS;
      IsoStepRecord record = { .step = i + 1, .epoch = (int) (i / steps_per_epoch) };
      if (row[0] != (double) record.step || row[1] != (double) record.epoch)
        return refuse_row (row, checkpoint, "history.steps", error);
      scatter (&record, row, step_fields, G_N_ELEMENTS (step_fields));
      for (size_t c = 0; c < G_N_ELEMENTS (step_counts); c++)
        {
          double found = row[COUNTS_START + c], most = c == 0 ? (double) ISO_MINED_PAIRS : (double) G_MAXUINT32;
          if (!(found >= 0.0 && found <= most) || found != floor (found))
            return refuse_row (row, checkpoint, "history.steps", error);
          *count_of (&record, c) = (guint32) found;
        }
      iso_history_add_step (history, &record);
    }
  return true;
}

static bool
is_whole (double value, double most)
{
  return value >= 0.0 && value <= most && value == floor (value);
}

static bool
scatter_epoch (IsoEpochRecord *record, const double *row)
{
  for (size_t part = 0; part < PARTS; part++)
    {
      IsoScores *scores = (IsoScores *) part_of (record, part);
      if (!is_whole (row[0], (double) ISO_METRICS_ALL) || !is_whole (row[1], ISO_RETRIEVAL_MAX_KS))
        return false;
      scores->metrics = (guint32) row[0];
      scores->k_count = (size_t) row[1];
      row += 2;
      for (size_t i = 0; i < ISO_RETRIEVAL_MAX_KS; i++, row++)
        {
          if (!is_whole (*row, (double) G_MAXINT))
            return false;
          scores->ks[i] = (int) *row;
        }
      memcpy (scores->recall, row, sizeof scores->recall);
      memcpy (scores->values, row + ISO_RETRIEVAL_MAX_KS, sizeof scores->values);
      row += ISO_RETRIEVAL_MAX_KS + ISO_METRIC_COUNT;
    }
  record->train_seconds = row[0];
  record->evaluate_seconds = row[1];
  return true;
}

static bool
restore_epochs (IsoHistory *history, const double *rows, const IsoCheckpoint *checkpoint, size_t count, guint64 step_count,
                size_t steps_per_epoch, GError **error)
{
  double before = -1.0, most = (double) (step_count / steps_per_epoch);
  for (size_t i = 0; i < count; i++)
    {
      const double *row = rows + i * EPOCH_COLUMNS;
      bool follows = row[1] > before && row[1] <= most && row[1] == floor (row[1]);
      if (!follows || row[0] != row[1] * (double) steps_per_epoch)
        return refuse_row (row, checkpoint, "history.epochs", error);
      IsoEpochRecord record = { .step = (guint64) row[0], .epoch = (int) row[1] };
      before = row[1];
      if (!scatter_epoch (&record, row + 2))
        return refuse_row (row, checkpoint, "history.epochs", error);
      iso_history_add_epoch (history, &record);
    }
  return true;
}

static bool
restore_event (IsoHistory *history, const char *line)
{
  g_auto (GStrv) words = g_strsplit (line, "\t", 4);
  guint64 step = 0, kind = 0;
  if (g_strv_length (words) != 4 || !g_ascii_string_to_unsigned (words[0], 10, 0, G_MAXUINT64, &step, NULL)
      || !g_ascii_string_to_unsigned (words[1], 10, 0, ISO_EVENT_ALARM_END, &kind, NULL))
    return false;
  IsoEvent event = { step, (IsoEventKind) kind, words[2][0] != '\0' ? g_intern_string (words[2]) : NULL,
                     g_intern_string (words[3]) };
  iso_history_add_event (history, &event);
  return true;
}

static bool
restore_events (IsoHistory *history, const IsoCheckpoint *checkpoint, GError **error)
{
  const IsoSafetensors *file = iso_checkpoint_file (checkpoint);
  const IsoSafetensor *found = iso_safetensors_find (file, "history.events");
  size_t length = found != NULL ? found->element_count : 0;
  g_autofree char *text = g_malloc0 (length + 1);
  if (!iso_safetensors_copy (text, file, "history.events", ISO_SAFETENSORS_U8, 1, &length, error))
    return false;
  bool good = g_utf8_validate_len (text, length, NULL);
  g_auto (GStrv) lines = g_strsplit (good ? text : "", "\n", -1);
  for (char **line = lines; *line != NULL && good; line++)
    good = (*line)[0] == '\0' || restore_event (history, *line);
  if (!good)
    g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, _("%s: tensor %s: found something other than lines of events"),
                 iso_safetensors_name (file), "history.events");
  return good;
}

static bool
refuse_count (const IsoCheckpoint *checkpoint, guint64 found, guint64 expected, GError **error)
{
  g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, _("%s: found the history of %" PRIu64 " steps, expected that of %" PRIu64),
               iso_safetensors_name (iso_checkpoint_file (checkpoint)), found, expected);
  return false;
}

/* What a file would have of the history that was kept elsewhere: no evaluation that was made only because somebody stopped there, and
 * nothing about having been resumed. */
static bool
copy_history (IsoHistory *history, const IsoCheckpoint *checkpoint, guint64 step_count, size_t steps_per_epoch, GError **error)
{
  IsoHistory *kept = iso_checkpoint_history (checkpoint);
  size_t found = iso_history_step_count (kept);
  IsoStepRecord step;
  IsoEpochRecord epoch;
  IsoEvent event;
  if (found != step_count)
    return refuse_count (checkpoint, found, step_count, error);
  for (size_t i = 0; i < found; i++)
    {
      if (iso_history_read_steps (kept, &step, i, 1) != 1 || step.step != i + 1 || step.epoch != (int) (i / steps_per_epoch))
        return refuse_count (checkpoint, i, step_count, error);
      iso_history_add_step (history, &step);
    }
  for (size_t i = 0; iso_history_read_epochs (kept, &epoch, i, 1) == 1; i++)
    if (epoch.step == (guint64) epoch.epoch * steps_per_epoch && epoch.step <= step_count)
      iso_history_add_epoch (history, &epoch);
  for (size_t i = 0; iso_history_read_events (kept, &event, i, 1) == 1; i++)
    if (event.kind != ISO_EVENT_RESUMED)
      iso_history_add_event (history, &event);
  return true;
}

bool
iso_history_tensors_restore (IsoHistory *history, const IsoCheckpoint *checkpoint, guint64 step_count, size_t steps_per_epoch,
                             GError **error)
{
  if (iso_checkpoint_history (checkpoint) != NULL)
    return copy_history (history, checkpoint, step_count, steps_per_epoch, error);
  const IsoSafetensor *found = iso_safetensors_find (iso_checkpoint_file (checkpoint), "history.epochs");
  size_t epoch_count = found != NULL && found->dimension_count == 2 ? found->sizes[0] : 1;
  double *steps = read_rows (checkpoint, "history.steps", (size_t) step_count, STEP_COLUMNS, error);
  double *epochs = steps != NULL ? read_rows (checkpoint, "history.epochs", epoch_count, EPOCH_COLUMNS, error) : NULL;
  bool done = epochs != NULL && restore_steps (history, steps, checkpoint, step_count, steps_per_epoch, error)
              && restore_epochs (history, epochs, checkpoint, epoch_count, step_count, steps_per_epoch, error)
              && restore_events (history, checkpoint, error);
  iso_block_free (steps);
  iso_block_free (epochs);
  return done;
}
