/* What the files of the curves' card share: curve-plot.c is the card, curve-plot-legend.c the row below the chart. */
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
};

/* What is drawn, each a toggle, with the menus of the scores; and while the chart is zoomed the ways back. */
GtkWidget *iso_curve_plot_legend_new (IsoCurvePlot *plot);

/* Name and tooltip of an entry; those of the scores change with the choice. */
void iso_curve_plot_name_entry (IsoCurvePlot *plot, IsoRunSeries series);
