#include "engine/train/history-rows.h"

#include <math.h>
#include <stddef.h>
#include <string.h>

/* Steps are counted in doubles here. */
#define MOST_STEPS 9007199254740992.0

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

enum { COUNTS_START = 2 + G_N_ELEMENTS (step_fields) };

G_STATIC_ASSERT (ISO_STEP_COLUMNS == COUNTS_START + G_N_ELEMENTS (step_counts));
G_STATIC_ASSERT (ISO_EPOCH_COLUMNS == 2 + PARTS * SCORE_COLUMNS + 2);

/* Within a record that is handed in as one that may be written, or not. */
static guint32 *
count_of (const IsoStepRecord *record, size_t c)
{
  return (guint32 *) (void *) ((char *) record + step_counts[c]);
}

static double *
field_of (const IsoStepRecord *record, size_t f)
{
  return (double *) (void *) ((char *) record + step_fields[f]);
}

static IsoScores *
part_of (const IsoEpochRecord *record, size_t part)
{
  return (IsoScores *) (part == 0 ? &record->test : part == 1 ? &record->validation : &record->train);
}

static bool
is_whole (double value, double most)
{
  return value >= 0.0 && value <= most && value == floor (value);
}

void
iso_step_to_row (double row[ISO_STEP_COLUMNS], const IsoStepRecord *record)
{
  row[0] = (double) record->step;
  row[1] = (double) record->epoch;
  for (size_t f = 0; f < G_N_ELEMENTS (step_fields); f++)
    row[2 + f] = *field_of (record, f);
  for (size_t c = 0; c < G_N_ELEMENTS (step_counts); c++)
    row[COUNTS_START + c] = (double) *count_of (record, c);
}

bool
iso_step_from_row (IsoStepRecord *record, const double row[ISO_STEP_COLUMNS])
{
  if (!is_whole (row[0], MOST_STEPS) || !is_whole (row[1], (double) G_MAXINT))
    return false;
  *record = (IsoStepRecord) { .step = (guint64) row[0], .epoch = (int) row[1] };
  for (size_t f = 0; f < G_N_ELEMENTS (step_fields); f++)
    *field_of (record, f) = row[2 + f];
  for (size_t c = 0; c < G_N_ELEMENTS (step_counts); c++)
    {
      if (!is_whole (row[COUNTS_START + c], c == 0 ? (double) ISO_MINED_PAIRS : (double) G_MAXUINT32))
        return false;
      *count_of (record, c) = (guint32) row[COUNTS_START + c];
    }
  return true;
}

void
iso_epoch_to_row (double row[ISO_EPOCH_COLUMNS], const IsoEpochRecord *record)
{
  *row++ = (double) record->step;
  *row++ = (double) record->epoch;
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

static bool
scores_from_row (IsoScores *scores, const double *row)
{
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
  return true;
}

bool
iso_epoch_from_row (IsoEpochRecord *record, const double row[ISO_EPOCH_COLUMNS])
{
  if (!is_whole (row[0], MOST_STEPS) || !is_whole (row[1], (double) G_MAXINT))
    return false;
  *record = (IsoEpochRecord) { .step = (guint64) row[0], .epoch = (int) row[1] };
  for (size_t part = 0; part < PARTS; part++)
    if (!scores_from_row (part_of (record, part), row + 2 + part * SCORE_COLUMNS))
      return false;
  record->train_seconds = row[2 + PARTS * SCORE_COLUMNS];
  record->evaluate_seconds = row[3 + PARTS * SCORE_COLUMNS];
  return true;
}
