/* The curves of a run: loss and divergence a step, two scores (recall@1 and map@r at first) an evaluation, with a cursor that reads
 * them out; moved and zoomed as plot-input.h says, smoothed as wished, and as a table (T).
 *
 * Signal "cursor-moved" (guint64 step, 0: gone): by pointer or keys. With iso_curve_plot_set_cursor() plots read out one step
 * together. */
#pragma once

#include "engine/train/history.h"
#include "ui/figure/run-branch.h"
#include "ui/plot/view-card.h"

#define ISO_TYPE_CURVE_PLOT (iso_curve_plot_get_type ())
G_DECLARE_FINAL_TYPE (IsoCurvePlot, iso_curve_plot, ISO, CURVE_PLOT, IsoViewCard)

GtkWidget *iso_curve_plot_new (void);

/* The history to show from now on (NULL: the empty state, which says what to do); takes a reference of its own. */
void iso_curve_plot_set_history (IsoCurvePlot *plot, IsoHistory *history, size_t steps_per_epoch);

/* Called on the frame clock: draws what is new, does nothing where nothing is. */
void iso_curve_plot_update (IsoCurvePlot *plot);

/* Draws another score on the right: which 0 (recall@1 at first) or 1 (map@r). What the history does not have is drawn nowhere. */
void iso_curve_plot_draw_score (IsoCurvePlot *plot, int which, IsoScoreKey key);

/* Other runs beside the one shown (of IsoRunBranch; NULL: none), pale, with a toggle in the legend: the one that it was forked from
 * and those that were forked from it. Taken over; gone with the next history. */
void iso_curve_plot_set_branches (IsoCurvePlot *plot, GPtrArray *branches);

/* Quiet reference lines: raw pixels' recall@1 and map@r (NAN: none). The untrained network's come from the history's epoch 0. */
void iso_curve_plot_set_raw (IsoCurvePlot *plot, double recall_1, double map_at_r);

/* The step that another plot's cursor is at, 0: none. This plot's own cursor goes before it. Says no "cursor-moved". */
void iso_curve_plot_set_cursor (IsoCurvePlot *plot, guint64 step);

/* β of the moving average in [0, 0.999], 0.9 at first. A million steps are averaged anew in some ten milliseconds. */
double iso_curve_plot_smoothing (IsoCurvePlot *plot);
void iso_curve_plot_set_smoothing (IsoCurvePlot *plot, double smoothing);
