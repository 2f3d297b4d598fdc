/* The curves of a run: loss and divergence a step, recall@1 and map@r an epoch, with a cursor that reads them out. */
#pragma once

#include "engine/train/history.h"
#include "ui/plot/view-card.h"

#define ISO_TYPE_CURVE_PLOT (iso_curve_plot_get_type ())
G_DECLARE_FINAL_TYPE (IsoCurvePlot, iso_curve_plot, ISO, CURVE_PLOT, IsoViewCard)

GtkWidget *iso_curve_plot_new (void);

/* The history to show from now on (NULL: the empty state, which says what to do); takes a reference of its own. */
void iso_curve_plot_set_history (IsoCurvePlot *plot, IsoHistory *history, size_t steps_per_epoch);

/* Called on the frame clock: draws what is new, does nothing where nothing is. */
void iso_curve_plot_update (IsoCurvePlot *plot);

/* Quiet reference lines: raw pixels' recall@1 and map@r (NAN: none). The untrained network's come from the history's epoch 0. */
void iso_curve_plot_set_raw (IsoCurvePlot *plot, double recall_1, double map_at_r);
