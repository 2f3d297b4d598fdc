/* What compared runs scored, worked out for one part of the data and one group as the baseline: of each group mean, 95 % interval of
 * Student's t and the difference to the baseline with Welch's interval (engine/metrics/mean-difference.h), of each run its scores.
 *
 * Plain data and words; the page (ui/panel/run-scores-page.h) lays it out. */
#pragma once

#include "engine/metrics/mean-difference.h"
#include "ui/figure/run-overlay.h"
#include "ui/plot/compared-runs.h"

typedef struct {
  IsoComparedRuns *runs;
  IsoOverlayPart part;
  size_t baseline;              /* a group */
  size_t key_count;
  IsoScoreKey keys[ISO_SCORES_MAX]; /* all that any run has on that part */
  double *values;               /* (runs->count, key_count) of the last evaluation; NAN where there is none */
  IsoMeanInterval *intervals;   /* (runs->group_count, key_count) */
  IsoMeanDifference *differences; /* (runs->group_count, key_count) to the baseline */
  size_t best[ISO_SCORES_MAX];  /* of each key the group with the best mean; group_count: there is none to choose */
} IsoScoreSheet;

/* Takes a reference of the runs. baseline: taken for the first where there is no such group. Some microseconds. */
IsoScoreSheet *iso_score_sheet_new (IsoComparedRuns *runs, IsoOverlayPart part, size_t baseline);
void iso_score_sheet_free (IsoScoreSheet *sheet);

/* Whether any run has a score on that part. */
bool iso_score_sheet_has_part (const IsoComparedRuns *runs, IsoOverlayPart part);

/* The group that a person would choose as the baseline: a plain one, else the first. */
size_t iso_score_sheet_default_baseline (const IsoComparedRuns *runs);

/* Place of a key, 0 where it is not there. */
size_t iso_score_sheet_find (const IsoScoreSheet *sheet, IsoScoreKey key);

/* ---- words, all newly allocated ---- */

/* "0.7980", "–"; "0.7980 ± 0.0123"; "+0.0120 [0.0040, 0.0200]", "" for the baseline itself. */
char *iso_score_text (double value);
char *iso_score_interval_text (const IsoMeanInterval *interval);
char *iso_score_sheet_difference_text (const IsoScoreSheet *sheet, size_t group, size_t key);

/* Two lines on one key: "OBDP is +0.0120 [0.0040, 0.0200] recall@1 above plain, 5 runs each.", and how much of that may be chance. */
char *iso_score_sheet_verdict (const IsoScoreSheet *sheet, size_t key);

/* The whole as a table: tabs between cells, or commas (RFC 4180): a row a group, then a row a run; numbers with all their digits. */
char *iso_score_sheet_table (const IsoScoreSheet *sheet, char separator);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoScoreSheet, iso_score_sheet_free)
