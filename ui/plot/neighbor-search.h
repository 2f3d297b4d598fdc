/* The nearest neighbors of one sample, in the space of the embeddings and on the map, found on a worker: exact, of the newest request
 * alone. What the map's edges and the strip of neighbors show. */
#pragma once

#include <gio/gio.h>

#include "ui/figure/projected-map.h"

/* Of each kind at most. */
#define ISO_NEIGHBORS_MOST 10

typedef struct {
  IsoMapSamples *samples; /* owned reference; indices below are of its rows */
  guint32 point;
  size_t space_count, map_count;
  guint32 space[ISO_NEIGHBORS_MOST], map[ISO_NEIGHBORS_MOST];        /* nearest first */
  double distances[ISO_NEIGHBORS_MOST], map_distances[ISO_NEIGHBORS_MOST]; /* Euclidean; of the space, and in the map's units */
} IsoNeighbors;

/* The k (at most ISO_NEIGHBORS_MOST) nearest of row `point` of samples, and on `map`, which shows these samples (NULL: none there), in
 * place. Any thread. */
IsoNeighbors *iso_neighbors_find (IsoMapSamples *samples, const IsoProjectedMap *map, size_t point, size_t k);
void iso_neighbors_free (IsoNeighbors *neighbors);
/* Whether a point is among those of the space, of the map. */
bool iso_neighbors_in_space (const IsoNeighbors *neighbors, guint32 point);
bool iso_neighbors_on_map (const IsoNeighbors *neighbors, guint32 point);

typedef struct _IsoNeighborSearch IsoNeighborSearch;

/* In the main context; takes the neighbors over. */
typedef void (*IsoNeighborsFound) (IsoNeighbors *neighbors, gpointer data);

IsoNeighborSearch *iso_neighbor_search_new (IsoNeighborsFound found, gpointer data);
/* Nothing arrives any more. */
void iso_neighbor_search_free (IsoNeighborSearch *search);

/* at_once: a person waits; else at the pace of what streams in. Takes references of its own. */
void iso_neighbor_search_request (IsoNeighborSearch *search, IsoMapSamples *samples, IsoProjectedMap *map, size_t point, size_t k,
                                  gboolean at_once);
/* Drops everything asked for so far. */
void iso_neighbor_search_forget (IsoNeighborSearch *search);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoNeighbors, iso_neighbors_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoNeighborSearch, iso_neighbor_search_free)
