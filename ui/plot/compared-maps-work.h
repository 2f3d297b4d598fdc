/* The worker that lays two epochs' embeddings out beside each other, one at a time; a newer request cancels what runs. Main thread alone. */
#pragma once

#include <gio/gio.h>

#include "ui/figure/compared-maps.h"

typedef struct _IsoComparedMapsWork IsoComparedMapsWork;

/* maps: a reference to keep, or NULL and why. */
typedef void (*IsoComparedMapsDone) (IsoComparedMaps *maps, const GError *error, gpointer data);

IsoComparedMapsWork *iso_compared_maps_work_new (IsoComparedMapsDone done, gpointer data);
/* Nothing arrives any more. */
void iso_compared_maps_work_free (IsoComparedMapsWork *work);

/* before (or NULL): what is shown, of which all that still holds is taken over. */
void iso_compared_maps_work_request (IsoComparedMapsWork *work, IsoEpochSnapshot *first, IsoEpochSnapshot *second,
                                     const IsoProjectionSettings *settings, IsoComparedMaps *before);
void iso_compared_maps_work_forget (IsoComparedMapsWork *work);
gboolean iso_compared_maps_work_is_busy (IsoComparedMapsWork *work);
/* How far the present request is, 0 … 1. */
double iso_compared_maps_work_progress (IsoComparedMapsWork *work);
