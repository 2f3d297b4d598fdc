/* The single numbers of an evaluation as a plain value: copied, kept in the history, listed by name in tables and files. What
 * stands behind them, the values of the classes, is in the IsoEvaluation they were taken from. */
#pragma once

#include "engine/metrics/evaluation.h"

typedef struct {
  guint32 metrics;                     /* bits of those that were run */
  size_t k_count;
  int ks[ISO_RETRIEVAL_MAX_KS];        /* of recall@k */
  double recall[ISO_RETRIEVAL_MAX_KS]; /* NAN, like all here, where not run or not defined */
  union {
    double values[ISO_METRIC_COUNT];   /* that of ISO_METRIC_RECALL is recall@1 */
    struct {
      double recall_1, map_at_r;       /* the two that every evaluation of a run has, by name */
    };
  };
} IsoScores;

/* One of them: a metric, and for recall its k (0 for all others). */
typedef struct {
  IsoMetricName metric;
  int k;
} IsoScoreKey;

#define ISO_SCORES_MAX (ISO_RETRIEVAL_MAX_KS + ISO_METRIC_COUNT - 1)

/* All that `evaluation` asks for and has found; before it ran: NAN, under the same names. */
void iso_scores_take (IsoScores *scores, const IsoEvaluation *evaluation);
/* Nothing was run. */
void iso_scores_init (IsoScores *scores);

/* Those that were run, in the order in which they are shown; returns how many. */
size_t iso_scores_keys (IsoScoreKey keys[ISO_SCORES_MAX], const IsoScores *scores);
/* NAN where it was not run. */
double iso_scores_value (const IsoScores *scores, IsoScoreKey key);

/* That of one class, 0 ≤ c < evaluation->class_count; NAN where it was not computed or a class has none. */
double iso_score_of_class (const IsoEvaluation *evaluation, IsoScoreKey key, size_t c);

static inline bool
iso_score_key_equal (IsoScoreKey a, IsoScoreKey b)
{
  return a.metric == b.metric && a.k == b.k;
}

/* The default of what is drawn and of what a run is judged by. */
#define ISO_SCORE_RECALL_1 ((IsoScoreKey){ ISO_METRIC_RECALL, 1 })
#define ISO_SCORE_MAP_AT_R ((IsoScoreKey){ ISO_METRIC_MAP_AT_R, 0 })

/* "Recall@4", "MAP@R", "Distance within classes": as shown, translated; newly allocated. */
char *iso_score_key_title (IsoScoreKey key);
/* "recall@4", "map@r": as typed, and as files and tables name it; interned. */
const char *iso_score_key_name (IsoScoreKey key);
/* The key of such a name; false if there is none. */
bool iso_score_key_find (IsoScoreKey *key, const char *name);
