/* How training is going, on stderr: a bar on a terminal, else (when asked for) a line an epoch, else nothing. */
#pragma once

#include <stdbool.h>

#include "engine/train/history.h"

typedef struct {
  bool terminal, verbose, unicode, shown;
  int epochs;
  size_t steps_per_epoch;
  double started, drawn; /* seconds */
  double loss;           /* smoothed */
  double recall;         /* recall@1 of the last evaluation */
} IsoProgress;

void iso_progress_start (IsoProgress *progress, int epochs, size_t steps_per_epoch, bool verbose);

/* After each step: `step` of the run, `epoch` zero-based. Draws at most ten times a second. */
void iso_progress_step (IsoProgress *progress, guint64 step, int epoch, double loss);

/* Something has begun to go wrong, or no longer does: one line, on a terminal or when lines were asked for. */
void iso_progress_alarm (IsoProgress *progress, const IsoEvent *event);

/* After each evaluation; `loss` is the mean over the epoch, NAN before the first step. */
void iso_progress_epoch (IsoProgress *progress, const IsoEpochRecord *record, double loss);

/* How far reading the data is, 0 … 1: a bar on a terminal. */
void iso_progress_reading (IsoProgress *progress, double share);
/* And how far embedding them is. */
void iso_progress_embedding (IsoProgress *progress, double share);

/* How far any other work is, 0 … 1, and what there is to say of it: a bar on a terminal. */
void iso_progress_share (IsoProgress *progress, double share, const char *text);

/* Takes the bar away. */
void iso_progress_end (IsoProgress *progress);
