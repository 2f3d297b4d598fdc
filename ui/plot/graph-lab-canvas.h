/* The charts of the kNN lab as a widget: a cursor through all of them, and k chosen by click, drag and keys. To assistive
 * technologies it is a slider for k that describes what the charts show there.
 *
 * Signals: "k-chosen" (int k) the person wants this k; "cursor-moved" () another place or chart is pointed at. */
#pragma once

#include <gtk/gtk.h>

#include "ui/figure/graph-lab-figure.h"

#define ISO_TYPE_GRAPH_LAB_CANVAS (iso_graph_lab_canvas_get_type ())
G_DECLARE_FINAL_TYPE (IsoGraphLabCanvas, iso_graph_lab_canvas, ISO, GRAPH_LAB_CANVAS, GtkWidget)

GtkWidget *iso_graph_lab_canvas_new (void);

/* Takes the sweep over; NULL, or one without any k: nothing to show. */
void iso_graph_lab_canvas_take (IsoGraphLabCanvas *canvas, IsoGraphSweep *sweep);
const IsoGraphSweep *iso_graph_lab_canvas_sweep (IsoGraphLabCanvas *canvas);

/* The k in force; 0 and more than B − 1: all. */
void iso_graph_lab_canvas_set_k (IsoGraphLabCanvas *canvas, int k);

/* The place in the sweep that is read: that of the cursor, else of the k in force. */
size_t iso_graph_lab_canvas_place (IsoGraphLabCanvas *canvas);
/* The chart that is pointed at; −1: none. */
int iso_graph_lab_canvas_chart (IsoGraphLabCanvas *canvas);

/* words: what the charts show, for assistive technologies. */
void iso_graph_lab_canvas_describe (IsoGraphLabCanvas *canvas, const char *words);
