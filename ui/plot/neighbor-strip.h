/* The nearest neighbors of the picked sample as small pictures, nearest first: a row of those in the space of the embeddings, one of those
 * on the map. Each is framed as right (of the same class: green, with a check mark) or wrong (red, with a cross). Pointing at one points
 * at the sample everywhere, a click picks it. Found on a worker, exactly. */
#pragma once

#include <gtk/gtk.h>

#include "ui/figure/projected-map.h"
#include "ui/plot/sample-choice.h"

/* Neighbors in a row. */
#define ISO_STRIP_NEIGHBORS 8

#define ISO_TYPE_NEIGHBOR_STRIP (iso_neighbor_strip_get_type ())
G_DECLARE_FINAL_TYPE (IsoNeighborStrip, iso_neighbor_strip, ISO, NEIGHBOR_STRIP, GtkWidget)

GtkWidget *iso_neighbor_strip_new (void);

/* Whose picked sample it is about; NULL: none. Takes a reference. */
void iso_neighbor_strip_set_choice (IsoNeighborStrip *strip, IsoSampleChoice *choice);
/* The map in sight, and with it its epoch; NULL: there is none. Takes a reference. A sample that the map does not show is looked for in
 * the other part of its epoch. */
void iso_neighbor_strip_set_map (IsoNeighborStrip *strip, IsoProjectedMap *map);
/* Without a map: the embeddings of this epoch, of its test samples and of those training samples that were evaluated; NULL: none. Takes
 * a reference. */
void iso_neighbor_strip_set_epoch (IsoNeighborStrip *strip, IsoEpochSnapshot *epoch);
