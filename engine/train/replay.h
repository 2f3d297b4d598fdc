/* Takes a run's steps again, with its journal, and compares: whether a run can be had again, and where it begins to differ. On the
 * caller's thread, which no window's may be. What is looked at (evaluations, snapshots) plays no part in what is learnt and is left
 * out, but where batches are drawn by it (batch.sampler=hard-classes). */
#pragma once

#include "engine/train/experiment.h"
#include "engine/train/journal.h"

typedef struct {
  guint64 compared;   /* steps that are the same, from the first on */
  guint64 step;       /* the first that differs; 0: none does */
  const char *number; /* which of it, a column of steps.csv: "loss", "metric_loss", "divergence", "gradient_norm", "active" */
  double expected, found;
} IsoReplayResult;

/* After each step; last: the last to be taken. */
typedef void (*IsoReplayProgress) (guint64 step, guint64 last, gpointer data);

/* experiment: of the settings at the start; or, with `checkpoint`, iso_experiment_resume()'s or iso_experiment_fork()'s, to begin
 * where that stands. records (count): the steps that follow, as the history has them. Numbers are compared by their bytes, NaN with
 * NaN. Ends at the first that differs, which is no error. progress may be NULL. ISO_ERROR_CANCELLED; ISO_ERROR_ARGUMENT where
 * records are not of the steps that follow or a change cannot be made; what iso_runner_step() fails with. */
bool iso_replay_run (IsoReplayResult *result, IsoExperiment *experiment, const IsoCheckpoint *checkpoint, const IsoJournal *journal,
                     const IsoStepRecord *records, size_t count, IsoReplayProgress progress, gpointer data,
                     GCancellable *cancellable, GError **error);
