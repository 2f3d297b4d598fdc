/* The maps of two runs beside each other, A and B of a pair: the same test samples, B turned to lie as A, by PCA, t-SNE or UMAP. In B's map
 * lines lead from where the samples whose neighbors changed most stand in A to where they stand in B; beside the maps these samples are
 * listed with their neighbors in both. Neighbors are those in the embedding, whatever the map makes of them.
 *
 * Actions and keys: comparison-maps.method (i; 1, 2, 3), comparison-maps.swap (X), comparison-maps.list (L), comparison-maps.lines (i, how
 * many more; + and − with Control). Those of the maps are as on any map. */
#pragma once

#include "ui/figure/compared-maps.h"
#include "ui/plot/run-pair.h"
#include "ui/plot/sample-choice.h"
#include "ui/plot/view-card.h"

#define ISO_TYPE_COMPARED_MAPS_VIEW (iso_compared_maps_view_get_type ())
G_DECLARE_FINAL_TYPE (IsoComparedMapsView, iso_compared_maps_view, ISO, COMPARED_MAPS_VIEW, IsoViewCard)

GtkWidget *iso_compared_maps_view_new (void);

/* A pair that reads embeddings (ISO_PAIR_EMBEDDINGS), watched while the view is mapped; NULL: nothing. Takes a reference. */
void iso_compared_maps_view_set_pair (IsoComparedMapsView *view, IsoRunPair *pair);
/* Not owned; NULL: there is none. */
IsoRunPair *iso_compared_maps_view_pair (IsoComparedMapsView *view);
/* What is pointed at, picked and selected; NULL: one of its own. Takes a reference. */
void iso_compared_maps_view_set_choice (IsoComparedMapsView *view, IsoSampleChoice *choice);

/* An IsoProjectionMethod other than along axes. */
void iso_compared_maps_view_set_method (IsoComparedMapsView *view, int method);
/* Of how many samples lines are drawn, at most. */
void iso_compared_maps_view_set_lines (IsoComparedMapsView *view, int lines);

/* As shown, not owned; NULL: there are none. */
IsoComparedMaps *iso_compared_maps_view_maps (IsoComparedMapsView *view);
/* What stands in their place, NULL where they are shown. */
const char *iso_compared_maps_view_message (IsoComparedMapsView *view);
