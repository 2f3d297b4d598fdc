/* What the files of compared runs share: compared-runs.c reads them, compared-runs-labels.c finds what they are called. */
#pragma once

#include "ui/plot/compared-runs.h"

/* Labels of all groups and runs, which have none so far. */
void iso_compared_runs_label (IsoComparedRuns *runs);
