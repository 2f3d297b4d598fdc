/* The curves of compared runs over one another, as a card: any quantity, over epochs or steps, repetitions as mean and band or each run
 * by itself; read out, moved and zoomed as a chart (chart-view.h), each line with a toggle.
 *
 * Keys: B the next way to draw repetitions, E epochs or steps, L linear or logarithmic, 1 … 9 show and hide the first, second, … line,
 * T the numbers in sight as a table. Actions: overlay.quantity (s: "recall@1", "loss", "metric-loss", "divergence", "gradient-norm"),
 * overlay.part (s: "test", "validation", "train"), overlay.grouping, overlay.over, overlay.scale, overlay.toggle (i). */
#pragma once

#include "ui/figure/run-overlay.h"
#include "ui/plot/chart-view.h"
#include "ui/plot/compared-runs.h"
#include "ui/plot/view-card.h"

#define ISO_TYPE_RUN_OVERLAY_VIEW (iso_run_overlay_view_get_type ())
G_DECLARE_FINAL_TYPE (IsoRunOverlayView, iso_run_overlay_view, ISO, RUN_OVERLAY_VIEW, IsoViewCard)

GtkWidget *iso_run_overlay_view_new (void);

/* Takes a reference; NULL: the empty state. What was chosen stays where the new runs have it. */
void iso_run_overlay_view_set_runs (IsoRunOverlayView *view, IsoComparedRuns *runs);

/* What is shown; another way of showing is worked out by a worker. */
const IsoOverlayOptions *iso_run_overlay_view_options (IsoRunOverlayView *view);
void iso_run_overlay_view_set_options (IsoRunOverlayView *view, const IsoOverlayOptions *options);

/* What is drawn, NULL: nothing yet. Not owned. */
const IsoChart *iso_run_overlay_view_chart (IsoRunOverlayView *view);
IsoChartView *iso_run_overlay_view_plot (IsoRunOverlayView *view);
