/* What compared runs scored: a row a group with mean, 95 % interval and the difference to a baseline that is chosen, its runs below it;
 * above, in two lines of words, what that comes to. Sorted by a click on a title; copied as TSV (Ctrl+C), saved as CSV (Ctrl+S).
 *
 * Actions: scores.copy, scores.save, scores.by (s: "recall@1"), scores.part (s: "test", "validation", "train"), scores.baseline (i: a
 * group). */
#pragma once

#include "ui/plot/score-sheet.h"
#include "ui/plot/text-table.h"
#include "ui/plot/view-card.h"

#define ISO_TYPE_RUN_SCORES_PAGE (iso_run_scores_page_get_type ())
G_DECLARE_FINAL_TYPE (IsoRunScoresPage, iso_run_scores_page, ISO, RUN_SCORES_PAGE, IsoViewCard)

GtkWidget *iso_run_scores_page_new (void);

/* Takes a reference; NULL: the empty state. Part, score and baseline stay where the new runs have them. */
void iso_run_scores_page_set_runs (IsoRunScoresPage *page, IsoComparedRuns *runs);

/* Writes the table there as CSV, as Ctrl+S does once a file is chosen; the verdict's place says how it went. */
void iso_run_scores_page_save (IsoRunScoresPage *page, GFile *file);

/* For tests. Not owned. */
const char *iso_run_scores_page_verdict (IsoRunScoresPage *page);
IsoTextTable *iso_run_scores_page_table (IsoRunScoresPage *page);
