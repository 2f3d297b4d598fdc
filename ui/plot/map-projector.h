/* The worker behind the map: lays the embeddings of an epoch out in the plane, off the main thread.
 *
 * One job runs at a time and one request waits at most: a newer one replaces it. Maps come back to the main context in the
 * order of their generation numbers, each aligned to the one before it; after iso_map_projector_forget(), and after a request
 * of another run, none asked for before arrives.
 */
#pragma once

#include <gio/gio.h>

#include "ui/figure/projected-map.h"

typedef struct _IsoMapProjector IsoMapProjector;

/* Called in the main context; map is NULL where the embeddings could not be projected, error then says why. */
typedef void (*IsoMapReady) (IsoProjectedMap *map, const GError *error, gpointer data);

IsoMapProjector *iso_map_projector_new (IsoMapReady ready, gpointer data);
/* Nothing arrives any more; a job at work ends by itself. */
void iso_map_projector_free (IsoMapProjector *projector);

/* Returns the generation number of the map to come, counted from 1. Takes a reference of its own. */
guint64 iso_map_projector_request (IsoMapProjector *projector, IsoEpochSnapshot *epoch);

/* Drops everything asked for so far, and the map to align to. */
void iso_map_projector_forget (IsoMapProjector *projector);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoMapProjector, iso_map_projector_free)
