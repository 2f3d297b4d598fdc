/* "kNN lab": what k does to the batch's graph and to the targets diffused over it, as curves over k; a click tries that k on the
 * X-ray's batch. */
#pragma once

#include "engine/distill/graph-statistics.h"
#include "ui/plot/sample-choice.h"
#include "ui/plot/view-card.h"
#include "ui/plot/xray.h"

#define ISO_TYPE_GRAPH_LAB_VIEW (iso_graph_lab_view_get_type ())
G_DECLARE_FINAL_TYPE (IsoGraphLabView, iso_graph_lab_view, ISO, GRAPH_LAB_VIEW, IsoViewCard)

GtkWidget *iso_graph_lab_view_new (void);

/* Whose batch is measured, under whose settings; NULL: none. Takes a reference. */
void iso_graph_lab_view_set_xray (IsoGraphLabView *view, IsoXray *xray);
/* Who is told of the hub that is pointed at; NULL: nobody. Takes a reference. */
void iso_graph_lab_view_set_choice (IsoGraphLabView *view, IsoSampleChoice *choice);

/* What is shown, or NULL; not owned. For a moment it may be of the batch or settings before. */
const IsoGraphSweep *iso_graph_lab_view_sweep (IsoGraphLabView *view);
/* The line below the charts. */
const char *iso_graph_lab_view_hint (IsoGraphLabView *view);
