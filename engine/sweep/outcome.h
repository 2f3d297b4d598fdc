/* How one run of a sweep ended, and what it had come to after each epoch. */
#pragma once

#include "engine/train/history.h"

typedef enum {
  ISO_SWEEP_FINISHED,    /* all planned epochs */
  ISO_SWEEP_FAILED,      /* could not begin, or became NaN on the way */
  ISO_SWEEP_INTERRUPTED, /* asked to stop: to be run again */
} IsoSweepEnd;

typedef struct {
  IsoSweepEnd end;
  char *failure;          /* one line, or NULL */
  IsoEpochRecord *epochs; /* (epoch_count); the first is the untrained network. Scores of the training part are not kept in files */
  size_t epoch_count;
  double seconds;         /* wall time */
} IsoSweepOutcome;

/* Copies what the history (or NULL) has. error: why it ended early, or NULL; ISO_ERROR_CANCELLED is an interruption. */
IsoSweepOutcome *iso_sweep_outcome_new (IsoHistory *history, const GError *error, double seconds);
IsoSweepOutcome *iso_sweep_outcome_copy (const IsoSweepOutcome *outcome);
void iso_sweep_outcome_free (IsoSweepOutcome *outcome);

/* As JSON and back: uuid of its sweep, and the JSON that says which point it is (plan.h). *point: newly allocated text of the latter as
 * it stands in the file. ISO_ERROR_FORMAT, ISO_ERROR_FILE. */
char *iso_sweep_outcome_to_json (const IsoSweepOutcome *outcome, const char *uuid, const char *point);
IsoSweepOutcome *iso_sweep_outcome_read (char **uuid, char **point, const char *path, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoSweepOutcome, iso_sweep_outcome_free)
