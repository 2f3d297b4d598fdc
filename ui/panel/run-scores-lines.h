/* A score sheet as the rows of a table: a row a group, its runs below it. */
#pragma once

#include "ui/plot/score-sheet.h"
#include "ui/plot/text-table.h"

/* key: the score that groups are compared by stands first, with the difference to the baseline beside it. */
void iso_run_scores_fill (IsoTextTable *table, const IsoScoreSheet *sheet, IsoScoreKey key);
