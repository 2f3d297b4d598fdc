/* Kept runs side by side: where their settings differ, what they scored, and what those that repeat each other say together.
 *
 * Two runs repeat each other when all that they do not share is chance: the same settings but for train.seed and what changes nothing
 * of what is learnt (pace, threads, what is only looked at), the same data, as many finished epochs, the same past (parent and epoch
 * of a fork) and the same changes while they went on. The scores of such a group are summed up by mean and 95 % interval of Student's
 * t (engine/metrics/mean-interval.h). */
#pragma once

#include "engine/metrics/mean-interval.h"
#include "engine/store/run.h"

#define ISO_COMPARE_CONFIDENCE 0.95

/* A parameter that is not the same in all runs. */
typedef struct {
  char *key;     /* "distill.lambda", or one of "data" (by fingerprint), "epochs" (finished) and "journal" (changes on the way) */
  size_t count;  /* the comparison's run_count */
  char **values; /* (count) as typed; NULL where a run has none */
} IsoRunDifference;

/* Runs that repeat each other. */
typedef struct {
  size_t count;                             /* 1 …; runs that nobody repeats are groups too */
  size_t *runs;                             /* (count) their indices, ascending */
  IsoMeanInterval *test, *validation;       /* (score_count) */
} IsoRunGroup;

typedef struct {
  size_t run_count;
  GPtrArray *differences;                   /* of IsoRunDifference, in the order of the parameter table */
  size_t score_count;
  IsoScoreKey scores[ISO_SCORES_MAX];       /* all that any of the runs has */
  double *test, *validation;                /* (run_count, score_count) of the last evaluation; NAN where there is none */
  GPtrArray *groups;                        /* of IsoRunGroup, by their first run */
} IsoRunComparison;

/* runs: of IsoRun, at least one. journals (runs->len): the changes of each as text, the same text for the same changes, "" for none;
 * NULL: nobody changed anything. ISO_ERROR_FORMAT where settings cannot be read. */
IsoRunComparison *iso_run_comparison_new (const GPtrArray *runs, const char *const *journals, GError **error);
void iso_run_comparison_free (IsoRunComparison *comparison);

/* "step 12 distill.omega=0.8, step 40 …" of changes (of IsoRunChange), "" of none; newly allocated. */
char *iso_run_changes_text (const GArray *changes);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoRunComparison, iso_run_comparison_free)
