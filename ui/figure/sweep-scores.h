/* What a sweep's figures show, apart from the sweep: the values of each setting and what it came to. A plain copy, that holds whatever
 * goes on with the results. */
#pragma once

#include "engine/sweep/results.h"

typedef struct {
  size_t setting_count, key_count;
  char **keys;       /* (key_count) "distill.lambda", then NULL */
  char **values;     /* (setting_count, key_count) as typed, then NULL */
  double *numbers;   /* (setting_count, key_count); NAN where the value is a word */
  bool *is_number;   /* (key_count) whether all its values are numbers, and */
  bool *is_logarithmic; /* whether they spread over more than a factor of 20, none of them 0 or less */
  double *score;     /* (setting_count) mean over the seeds that have finished; NAN without any */
  double *deviation; /* (setting_count) over seeds; NAN below two */
  size_t *finished;  /* (setting_count) seeds that have finished, */
  size_t *failed;    /* (setting_count) that have failed, */
  size_t seed_count; /* of so many */
  char *score_title; /* "Validation Recall@1", translated, and */
  char *score_name;  /* "Recall@1" */
  bool is_lower_better;
  int chosen;        /* a setting, or −1 */
} IsoSweepScores;

/* Of the score that the sweep chooses by, on the validation part; where it does not choose, on the test part. */
IsoSweepScores *iso_sweep_scores_new (const IsoSweepResults *results);
IsoSweepScores *iso_sweep_scores_copy (const IsoSweepScores *scores);
void iso_sweep_scores_free (IsoSweepScores *scores);

/* Place of a key, or −1. */
int iso_sweep_scores_find (const IsoSweepScores *scores, const char *key);
/* The least and the greatest score; false where there is none. They differ. */
bool iso_sweep_scores_range (double *minimum, double *maximum, const IsoSweepScores *scores);

/* The different values of a key, in ascending order; words in the order in which the settings have them. */
typedef struct {
  size_t count;
  size_t *settings; /* (count) one that has it */
  size_t *of;       /* (setting_count) which each setting has */
} IsoSweepLevels;

IsoSweepLevels *iso_sweep_levels_new (const IsoSweepScores *scores, size_t key);
void iso_sweep_levels_free (IsoSweepLevels *levels);

/* What a figure shows, for those who do not see it: "Validation Recall@1 of 12 settings: from 0.5813 (λ 200, ω 0.9) to 0.6238 (λ 10,
 * ω 0.7); chosen is 0.6238 (λ 10, ω 0.7)". Translated, newly allocated. */
char *iso_sweep_scores_words (const IsoSweepScores *scores);

/* "λ" where the parameter has a symbol, else its title, "Batch size", translated; a key that there is none of as it stands. */
const char *iso_sweep_key_label (const char *key);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoSweepScores, iso_sweep_scores_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoSweepLevels, iso_sweep_levels_free)
