/* The map of the test embeddings: PCA, coloured by class, kept from turning between epochs. */
#pragma once

#include "engine/train/snapshot.h"
#include "ui/plot/view-card.h"

#define ISO_TYPE_MAP_VIEW (iso_map_view_get_type ())
G_DECLARE_FINAL_TYPE (IsoMapView, iso_map_view, ISO, MAP_VIEW, IsoViewCard)

GtkWidget *iso_map_view_new (void);

/* The newest epoch (NULL: forget, empty state). Projected on a worker, aligned to the map before, drawn when ready; a stale result
 * is dropped. Takes a reference of its own. */
void iso_map_view_set_epoch (IsoMapView *view, IsoEpochSnapshot *epoch);
