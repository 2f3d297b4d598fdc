/* The kinds of sources behind iso_source_load(), a file each. */
#pragma once

#include <gio/gio.h>
#include <stdbool.h>

#include "engine/data/dataset.h"
#include "engine/data/idx.h"

#define ISO_FASHION_CLASSES 10

/* The garments' names as the set's authors give them; free with g_strfreev(). */
char **iso_source_fashion_class_names (void);

IsoDataset *iso_source_load_sample (GError **error);

/* The emoji designs, size × size pixels in colour; ISO_ERROR_FILE says how to get them, ISO_ERROR_ARGUMENT where size is larger
 * than the images that are there. */
IsoDataset *iso_source_load_emoji (int size, GCancellable *cancellable, GError **error);

/* Whether any of the files that MNIST's naming knows is in `folder`. */
bool iso_source_has_idx (GFile *folder);
/* fashion: 10 classes with their names, else as many as the labels say. Both parts where there are both. */
IsoDataset *iso_source_load_idx (GFile *folder, const char *name, bool fashion, GCancellable *cancellable, GError **error);

/* embeddings.npy or features.npy in `folder`; NULL where there is neither. */
GFile *iso_source_find_npy (GFile *folder);
/* features (N, F), or images (N, H, W) or (N, C, H, W), with labels beside them. */
IsoDataset *iso_source_load_npy (GFile *features, const char *name, GCancellable *cancellable, GError **error);
