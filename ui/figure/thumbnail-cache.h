/* The small pictures of many samples, each made when it is first wanted, at the size at which it is drawn, so that a list that is scrolled
 * reads none twice and large images take no more room than small ones. Bounded: beyond ISO_THUMBNAIL_CACHE_MOST all are let go. One
 * thread at a time. */
#pragma once

#include "ui/figure/thumbnail.h"

#define ISO_THUMBNAIL_CACHE_MOST 2048

typedef struct _IsoThumbnailCache IsoThumbnailCache;

/* side: of the square that each fills, in units; scale: device pixels in a unit. Takes a reference of its own; dataset may be NULL. */
IsoThumbnailCache *iso_thumbnail_cache_new (IsoDataset *dataset, int side, int scale);
void iso_thumbnail_cache_free (IsoThumbnailCache *cache);

/* Draws the picture of a sample with its top left corner at the origin, side × side units; false if the set holds no images. */
bool iso_thumbnail_cache_draw (IsoThumbnailCache *cache, cairo_t *cairo, guint32 sample);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoThumbnailCache, iso_thumbnail_cache_free)
