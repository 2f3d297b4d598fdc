/* The live projection behind the map, as widgets use it: epochs in, frames out in the main context. See engine/projection/live.h for what
 * follows what. */
#pragma once

#include "engine/projection/live.h"
#include "ui/figure/map-samples.h"

typedef struct _IsoMapProjector IsoMapProjector;

/* Called in the main context with the newest frame: of a map, of how far it is prepared, or of why there is none. Its subject is an
 * IsoMapSamples. */
typedef void (*IsoMapNews) (IsoLiveFrame *frame, gpointer data);

IsoMapProjector *iso_map_projector_new (IsoMapNews news, gpointer data);
/* Nothing arrives any more. */
void iso_map_projector_free (IsoMapProjector *projector);

/* Lays the samples out by these settings; returns the number of the request. Goes on from the map before where the samples are another
 * moment of the same and the settings agree. Takes a reference of its own. */
guint64 iso_map_projector_request (IsoMapProjector *projector, IsoMapSamples *samples, const IsoProjectionSettings *settings);

/* Drops everything asked for so far, and the map to go on from. */
void iso_map_projector_forget (IsoMapProjector *projector);

/* Ended by other samples and other settings. */
void iso_map_projector_set_paused (IsoMapProjector *projector, gboolean paused);
gboolean iso_map_projector_is_paused (IsoMapProjector *projector);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoMapProjector, iso_map_projector_free)
