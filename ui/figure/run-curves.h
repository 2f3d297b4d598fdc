/* What the chart of a run draws, gathered from its history bit by bit: each call reads only what is new.
 * Plain data: the window, an export and the command line fill it alike. */
#pragma once

#include "engine/train/history.h"
#include "ui/figure/curve.h"
#include "ui/figure/number-table.h"

typedef enum {
  ISO_RUN_LOSS,       /* L, each step */
  ISO_RUN_DIVERGENCE, /* L_KD, each step */
  ISO_RUN_FIRST_SCORE,  /* of the test part, each evaluation: recall@1 unless another is chosen */
  ISO_RUN_SECOND_SCORE, /* likewise: map@r */
} IsoRunSeries;

/* β at first: about ten steps of memory, calm enough to see a trend within an epoch of the embedded sample (17 steps and more). */
#define ISO_RUN_SMOOTHING 0.9

typedef struct _IsoRunBranch IsoRunBranch; /* run-branch.h */

#define ISO_RUN_SERIES 4
#define ISO_RUN_SCORES 2 /* of these, from ISO_RUN_FIRST_SCORE on */

typedef struct {
  IsoCurve *loss, *divergence; /* index i is of step first_step + i */
  guint64 first_step;
  GArray *epochs; /* IsoEpochRecord */
  GArray *events; /* IsoEvent */
  size_t events_read, steps_read;
  guint64 broken_step; /* the first whose loss is no number; 0: none */
  size_t steps_per_epoch; /* 0: unknown */
  IsoScoreKey scores[ISO_RUN_SCORES]; /* which the last two series are */
  GPtrArray *branches; /* of IsoRunBranch: other runs beside it; NULL: none */
  double raw_recall, raw_precision; /* recall@1 and map@r of the raw pixels; NAN: unknown */
} IsoRunCurves;

IsoRunCurves *iso_run_curves_new (size_t steps_per_epoch);
void iso_run_curves_free (IsoRunCurves *curves);
/* As they are now, for another thread. */
IsoRunCurves *iso_run_curves_copy (const IsoRunCurves *curves);

/* Other runs beside it (of IsoRunBranch; NULL: none), averaged as it is; taken over. */
void iso_run_curves_set_branches (IsoRunCurves *curves, GPtrArray *branches);
/* The last step of the run or of any branch. */
guint64 iso_run_curves_last_of_all (const IsoRunCurves *curves);

/* Takes what the history has and this has not; true where there was something. Steps left out in between become a gap. */
bool iso_run_curves_read (IsoRunCurves *curves, IsoHistory *history);

/* 0 before the first step. */
guint64 iso_run_curves_last_step (const IsoRunCurves *curves);

/* The last evaluation at or before `step`, NULL before the first; and the epochs finished by then. */
const IsoEpochRecord *iso_run_curves_epoch_at (const IsoRunCurves *curves, guint64 step);
int iso_run_curves_finished_epochs (const IsoRunCurves *curves, guint64 step);

/* The evaluations first … end - 1 of which lines between these steps consist: one more at either side. */
void iso_run_curves_epochs_in (const IsoRunCurves *curves, double from, double to, guint *first, guint *end);

/* Averages loss and divergence anew by another β in [0, 1); 0.9 at first. A million steps take some ten milliseconds. */
void iso_run_curves_smooth (IsoRunCurves *curves, double smoothing);

/* The loss or divergence at a step (NAN where there is none), smoothed or as it was. */
double iso_run_curves_value (const IsoRunCurves *curves, IsoRunSeries series, guint64 step);
double iso_run_curves_smoothed (const IsoRunCurves *curves, IsoRunSeries series, guint64 step);

/* The value of a score in an evaluation, NAN where it was not computed; and that of the raw pixels, NAN where it is unknown. */
double iso_run_curves_score (const IsoRunCurves *curves, IsoRunSeries series, const IsoEpochRecord *record);
double iso_run_curves_raw_score (const IsoRunCurves *curves, IsoRunSeries series);

/* The numbers of the steps first … last: a column of steps, loss and divergence with their averages, and the scores in the rows at
 * which they were taken. */
IsoNumberTable *iso_run_curves_table (const IsoRunCurves *curves, guint64 first, guint64 last);

/* "loss", "KL", "recall@1", "map@r", …, and the colour of each. */
const char *iso_run_series_name (const IsoRunCurves *curves, IsoRunSeries series);
IsoColor iso_run_series_color (const IsoTheme *theme, IsoRunSeries series);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoRunCurves, iso_run_curves_free)
