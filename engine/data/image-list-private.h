/* What the layouts' files share. */
#pragma once

#include "engine/data/image-list.h"

void iso_image_list_skip (GPtrArray *skipped, const char *path, const char *why);

/* Appends an entry, taking `path`; false where there is no such regular file. */
bool iso_image_list_add (IsoImageList *list, char *path, guint32 label, IsoPart part);

/* image-list-products.c: where a list of Stanford Online Products is in the folder (relative), or NULL. */
char *iso_image_list_find_products (const char *folder, IsoPart part);
bool iso_image_list_read_products (IsoImageList *list, GPtrArray *skipped, GCancellable *cancellable, GError **error);
