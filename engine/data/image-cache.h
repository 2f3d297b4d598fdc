/* Decoded pictures kept between runs: a file a set in isotherm/images of the user's cache folder, named by a digest of what the set
 * was made from (each picture's path, size and time of change, the square's size, the colours, what can be decoded).
 *
 * A file that is cut short or changed is noticed by its digests and counts as none. All of them together stay below 8 GB: those
 * unused for longest go first. Nothing here is an error for who opens data: without a cache they are decoded again. */
#pragma once

#include "engine/data/dataset.h"
#include "engine/data/image-list.h"

/* Hexadecimal; color: IsoImageColor. Free with g_free(). */
char *iso_image_cache_key (const IsoImageList *list, int size, int color);

/* The set kept under `key`, with the lines about pictures left out added to `skipped`; NULL if there is none. */
IsoDataset *iso_image_cache_load (const char *key, GPtrArray *skipped);

/* Keeps a set of byte images that came from `folder`, in one piece or not at all. skipped: from its line `first` on. */
void iso_image_cache_store (const char *key, const char *folder, const IsoDataset *dataset, const GPtrArray *skipped, guint first);

typedef struct {
  char *path, *folder; /* of the kept file; of the pictures ("" where the file is broken) */
  guint64 bytes;       /* the file's size */
  size_t count;        /* pictures */
  IsoSampleShape shape;
  gint64 used;         /* seconds since 1970 */
} IsoImageCacheEntry;

/* Where they are; free with g_free(). */
char *iso_image_cache_folder (void);
/* All that are kept (of IsoImageCacheEntry), the last used first. Free with g_array_unref(). */
GArray *iso_image_cache_list (void);
/* Removes all of them. ISO_ERROR_FILE names the first that stays. */
bool iso_image_cache_clear (GError **error);
