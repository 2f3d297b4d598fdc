/* The map of embeddings: PCA, t-SNE, UMAP or chosen axes of the test or of training samples, coloured by class or by how well each point keeps its
 * neighbors, live from epoch to epoch.
 *
 * t-SNE and UMAP run when the person has chosen them, not before. The view does not change parameters itself: signal "parameter-chosen"
 * (key, value as typed) asks for "projection.method", "projection.seed" and the ends of axes; iso_map_view_set_settings() then says what holds.
 *
 * Signal "shown" (): iso_map_view_map() is another map than before, or none.
 *
 * Samples pointed at, picked and selected are those of an IsoSampleChoice, one for all views; without one the view has its own. The
 * picked sample's nearest neighbors have lines to them. Points that lie on top of each other are told apart by their density.
 *
 * Keys while it has the focus: 1, 2, 3, 4 the method; s test or training samples; p pause and go on; n another seed; c colour by
 * neighbors kept; d points or density; b, l select by box, by lasso; e lines to neighbors; [ and ] lay the axis across from and to the
 * sample under the pointer; those of the canvas (map-canvas.h). Actions: map.method (i), map.part, map.pause, map.new-seed, map.tint,
 * map.density, map.box, map.lasso, map.edges, map.clear-selection, map.across-from, map.across-to. */
#pragma once

#include "engine/projection/settings.h"
#include "engine/train/snapshot.h"
#include "ui/figure/projected-map.h"
#include "ui/plot/sample-choice.h"
#include "ui/plot/view-card.h"

#define ISO_TYPE_MAP_VIEW (iso_map_view_get_type ())
G_DECLARE_FINAL_TYPE (IsoMapView, iso_map_view, ISO, MAP_VIEW, IsoViewCard)

GtkWidget *iso_map_view_new (void);

/* The newest epoch (NULL: forget, empty state). Projected on a thread, aligned to the map before, drawn when ready; a stale result
 * is dropped. Takes a reference of its own. */
void iso_map_view_set_epoch (IsoMapView *view, IsoEpochSnapshot *epoch);

/* How maps are made from now on. */
void iso_map_view_set_settings (IsoMapView *view, const IsoProjectionSettings *settings);

/* NULL: a choice of its own. Takes a reference; what is selected in it stays selected. */
void iso_map_view_set_choice (IsoMapView *view, IsoSampleChoice *choice);

/* Frames shown so far, and the longest time in milliseconds from an epoch's arrival to its first map in the view; for tests and
 * measurements. */
guint64 iso_map_view_frame_count (IsoMapView *view);
double iso_map_view_longest_wait (IsoMapView *view);

/* The map as shown, or NULL; not owned. */
IsoProjectedMap *iso_map_view_map (IsoMapView *view);
