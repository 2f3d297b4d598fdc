/* The history of a run as tensors, for a checkpoint: history.steps and history.epochs, matrices of doubles, a row for each record, a
 * column for each of its numbers in the order of IsoStepRecord and IsoEpochRecord; history.events, bytes of UTF-8, a line for each:
 * step, kind, key (or nothing) and text, tabs between them. Of the evaluations only those that ended an epoch, and the first, are
 * kept: another was made because somebody stopped there. For the same reason no event says that the run was resumed. */
#pragma once

#include "engine/export/safetensors.h"
#include "engine/train/checkpoint.h"
#include "engine/train/history.h"

typedef struct {
  double *steps, *epochs; /* (step_count, 27), (epoch_count, 91) */
  size_t step_count, epoch_count;
  GString *events;
} IsoHistoryTensors;

void iso_history_tensors_init (IsoHistoryTensors *tensors, IsoHistory *history, size_t steps_per_epoch);
void iso_history_tensors_clear (IsoHistoryTensors *tensors);

/* Borrowed by the writer. */
void iso_history_tensors_add (const IsoHistoryTensors *tensors, IsoSafetensorsWriter *writer);

/* Appends what a checkpoint holds, or the history that was set beside it, to an empty history: the records of step_count steps.
 * ISO_ERROR_FORMAT. */
bool iso_history_tensors_restore (IsoHistory *history, const IsoCheckpoint *checkpoint, guint64 step_count,
                                  size_t steps_per_epoch, GError **error);
