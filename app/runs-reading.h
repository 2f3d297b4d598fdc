/* What the commands of `isotherm-cli runs` share: options, the runs that are named, and how a run is told of. */
#pragma once

#include "app/json-line.h"
#include "engine/store/store.h"

/* Options that all of them have; words: what is left over, the runs that are meant. */
typedef struct {
  gboolean json;
  char **words;
} IsoRunsOptions;

#define ISO_RUNS_OPTION_ENTRIES(options)                                                                                       \
  { "json", 0, 0, G_OPTION_ARG_NONE, &(options)->json, N_("print JSON"), NULL },                                               \
  { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &(options)->words, NULL, NULL }

void iso_runs_options_clear (IsoRunsOptions *options);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (IsoRunsOptions, iso_runs_options_clear)

/* Complains unless there are from `least` to `most` words; `usage`: "runs show RUN", untranslated. */
bool iso_runs_options_check (const IsoRunsOptions *options, guint least, guint most, const char *usage, GError **error);

/* The one run that the first word names, of the store that is opened; *store as iso_store_open() of the user's. */
IsoRun *iso_runs_find (IsoStore **store, const IsoRunsOptions *options, GError **error);

/* Texts of a terminal: one line whatever they hold, at most `width` characters wide (0: any). Newly allocated. */
char *iso_runs_line (const char *text, size_t width);
/* "3 min ago" of microseconds since 1970. Newly allocated. */
char *iso_runs_age (gint64 then, gint64 now);
/* "2026-11-28 22:40" in local time; "" of 0. Newly allocated. */
char *iso_runs_time (gint64 then);
/* "0.9312", "–" of NAN; the same everywhere. */
#define ISO_RUNS_SCORE_SIZE 32
const char *iso_runs_score (char text[ISO_RUNS_SCORE_SIZE], double value);

/* What a list and everything longer says of a run: members of the object that is open. Scores of the test data stand among them
 * under their own names, recall@1 always. */
void iso_runs_add_json (IsoJsonLine *line, const IsoRun *run);
/* Whether a part of the data was evaluated at all. */
bool iso_runs_has_scores (const IsoScores *scores);
/* An object of the scores that were run; null where there are none. */
void iso_runs_add_scores (IsoJsonLine *line, const char *name, const IsoScores *scores);

/* Prints a table (rows, columns) of texts, the columns aligned and two spaces apart; `numbers` (columns): those to the right. Texts
 * NULL are empty. */
void iso_runs_print_table (const char *const *cells, size_t rows, size_t columns, const bool *numbers);
