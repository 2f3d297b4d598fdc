/* What the files of the curves' card share: curve-plot.c is the card, curve-plot-legend.c the row below the chart,
 * curve-plot-export.c what can be taken away. */
#pragma once

#include "ui/plot/curve-canvas.h"
#include "ui/plot/curve-plot.h"
#include "ui/plot/smoothing-button.h"

struct _IsoCurvePlot {
  IsoViewCard parent_instance;
  IsoHistory *history;
  IsoRunCurves *curves;
  double raw_recall, raw_precision;
  IsoScoreKey scores[ISO_RUN_SCORES]; /* drawn, whatever the history */
  GtkToggleButton *entries[ISO_RUN_SERIES];
  GtkStack *pages;
  IsoCurveCanvas *canvas;
  IsoSmoothingButton *smoothing;
  GtkWidget *zoom_buttons;
  GtkWidget *branch_entry; /* of other runs beside it */
};

/* curve-plot-export.c */
gboolean iso_curve_plot_can_export (IsoViewCard *card);
IsoFigure *iso_curve_plot_figure (IsoViewCard *card);
/* Which steps are in sight, the untrained network's scores, which stand before the first, included; FALSE: there are none. */
gboolean iso_curve_plot_steps (IsoCurvePlot *plot, guint64 *first, guint64 *last);

/* What is drawn, each a toggle, with the menus of the scores; and while the chart is zoomed the ways back. */
GtkWidget *iso_curve_plot_legend_new (IsoCurvePlot *plot);

/* Whether there are branches to show or hide, and whose. */
void iso_curve_plot_show_branches (IsoCurvePlot *plot);

/* Name and tooltip of an entry; those of the scores change with the choice. */
void iso_curve_plot_name_entry (IsoCurvePlot *plot, IsoRunSeries series);
