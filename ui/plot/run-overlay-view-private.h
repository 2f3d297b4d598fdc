/* What the files of the card of compared curves share: run-overlay-view.c asks for lines and draws them, run-overlay-tools.c is what can
 * be chosen, run-overlay-legend.c the toggles below. */
#pragma once

#include "ui/plot/latest-job.h"
#include "ui/plot/run-overlay-view.h"
#include "ui/plot/smoothing-button.h"

struct _IsoRunOverlayView {
  IsoViewCard parent_instance;
  IsoComparedRuns *runs;   /* or NULL */
  IsoRunOverlay *overlay;  /* what is shown of them, or NULL */
  IsoChart *chart;         /* drawn, or NULL */
  IsoOverlayOptions options;
  gboolean is_logarithmic;
  GHashTable *hidden;      /* labels of lines */
  IsoLatestJob *job;
  gboolean is_stale;       /* something has changed while it was out of sight */
  gboolean is_filling;     /* the controls are set by us */

  IsoChartView *plot;
  GtkWidget *legend;
  GtkDropDown *quantity_list, *part_list;
  GtkStringList *quantities;
  guint parts[3], part_count; /* the places of the list: an IsoOverlayPart each */
  GtkWidget *grouping_row, *over_row, *scale_row;
  IsoSmoothingButton *smoothing;
};

/* run-overlay-view.c */
/* Other lines are wanted. */
void iso_run_overlay_view_ask (IsoRunOverlayView *view);
/* The same lines, shown or hidden, on this scale or that. */
void iso_run_overlay_view_draw (IsoRunOverlayView *view);
bool iso_run_overlay_view_is_hidden (IsoRunOverlayView *view, size_t line);
void iso_run_overlay_view_toggle (IsoRunOverlayView *view, size_t line);

/* run-overlay-tools.c */
/* Adds the lists to the card's header; the row of the others. */
GtkWidget *iso_run_overlay_tools_new (IsoRunOverlayView *view);
/* What the runs have can be chosen. */
void iso_run_overlay_tools_fill (IsoRunOverlayView *view);
/* They show what holds. */
void iso_run_overlay_tools_show (IsoRunOverlayView *view);
void iso_run_overlay_tools_install (GtkWidgetClass *class);

/* run-overlay-legend.c */
GtkWidget *iso_run_overlay_legend_new (void);
/* The lines of the overlay, which may be other ones. */
void iso_run_overlay_legend_show (IsoRunOverlayView *view);
