/* What a sweep has come to, live while it runs: its settings as lines, as cells and as a table, with one selection; below them the choice
 * in words, and what can be done with a setting. Its buttons and menus activate "sweep.use", "sweep.compare", "sweep.export-figure",
 * "sweep.copy-figure" and "sweep.export-numbers" (the last three with the name of a view: "lines", "cells" or "table"), which the window
 * answers. */
#pragma once

#include "ui/plot/sweep-choice.h"
#include "ui/plot/view-card.h"
#include "ui/session/sweeper.h"

#define ISO_TYPE_SWEEP_OVERVIEW (iso_sweep_overview_get_type ())
G_DECLARE_FINAL_TYPE (IsoSweepOverview, iso_sweep_overview, ISO, SWEEP_OVERVIEW, GtkBox)

/* Keeps a reference to the sweeper. */
GtkWidget *iso_sweep_overview_new (IsoSweeper *sweeper);

IsoSweepChoice *iso_sweep_overview_choice (IsoSweepOverview *overview);
/* "lines", "cells" or "table"; NULL for other names. */
IsoViewCard *iso_sweep_overview_view (IsoSweepOverview *overview, const char *name);
/* The setting that "use" means: the one selected, else, where none is, the chosen one; −1: none. */
int iso_sweep_overview_target (IsoSweepOverview *overview);
/* Runs of the store of the settings selected (without a selection, of the chosen one): ids, newly allocated, (*count). */
gint64 *iso_sweep_overview_runs (IsoSweepOverview *overview, size_t *count);

/* The choice, its test score, and what failed, in words: as shown. */
const char *iso_sweep_overview_words (IsoSweepOverview *overview);
/* Brings everything up to date now; it is done by itself soon after runs have ended. */
void iso_sweep_overview_update (IsoSweepOverview *overview);
