/* All that is known of a run whose numbers are looked back on: what files, pages and tables of it are made from. */
#pragma once

#include "engine/train/experiment.h"
#include "engine/train/history.h"

typedef struct {
  const IsoExperiment *experiment;
  const char *preset; /* name, or NULL */
  int threads;        /* as used */
  double seconds;     /* wall time from start to end, data and evaluation included */
  gint64 run;         /* its number in the store of runs, or 0 */
  const GPtrArray *skipped; /* lines about data that were left out, or NULL */
  bool interrupted;
  const char *failure; /* one line, or NULL */
  IsoEpochRecord *epochs; /* (epoch_count); the first is the untrained network, the last what was reached */
  size_t epoch_count;
  IsoStepRecord *steps; /* (step_count) */
  size_t step_count;
  IsoEvent *events; /* (event_count) */
  size_t event_count;
} IsoRunReport;

/* Copies epochs, steps and events out of the history. */
void iso_run_report_read (IsoRunReport *report, IsoHistory *history);
void iso_run_report_clear (IsoRunReport *report);

/* Means over the steps that lead to epochs[index] from the evaluation before it; NAN without any. */
typedef struct {
  double loss, metric_loss, divergence;
} IsoStepMeans;
IsoStepMeans iso_run_report_means (const IsoRunReport *report, size_t index);

/* Index of the epoch with the best recall@1 (then map@r, then the earlier) on the validation part; 0 if there is none or no epoch
 * was finished. */
size_t iso_run_report_best (const IsoRunReport *report);

/* The scores that the run evaluated, in the order in which they are shown; returns how many. */
size_t iso_run_report_score_keys (IsoScoreKey keys[ISO_SCORES_MAX], const IsoRunReport *report);
