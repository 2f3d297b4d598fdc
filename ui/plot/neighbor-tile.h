/* One neighbor as a small picture in a frame that says whether its class is that of the sample whose neighbor it is. A button: pressed,
 * it picks the sample; under the pointer or with the focus it points at it. Square, as wide as there is room. */
#pragma once

#include <gtk/gtk.h>

#include "ui/plot/sample-choice.h"

#define ISO_TYPE_NEIGHBOR_TILE (iso_neighbor_tile_get_type ())
G_DECLARE_FINAL_TYPE (IsoNeighborTile, iso_neighbor_tile, ISO, NEIGHBOR_TILE, GtkButton)

typedef struct {
  guint32 sample;         /* of the data */
  guint32 class;
  const char *class_name; /* need not outlive the call */
  gboolean is_right;
  int rank;               /* 1: the nearest */
  double distance;
} IsoNeighborFacts;

GtkWidget *iso_neighbor_tile_new (void);

/* picture: taken over; NULL: the data hold none, and the class's colour stands in its place. */
void iso_neighbor_tile_set (IsoNeighborTile *tile, const IsoNeighborFacts *facts, cairo_surface_t *picture);
/* Where it points and picks; NULL: nowhere. Takes a reference. */
void iso_neighbor_tile_set_choice (IsoNeighborTile *tile, IsoSampleChoice *choice);
guint32 iso_neighbor_tile_sample (IsoNeighborTile *tile);
