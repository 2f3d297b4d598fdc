/* Arrays of a .npy file or a .npz archive as the parts of a dataset. */
#pragma once

#include <gio/gio.h>
#include <stdbool.h>

#include "engine/data/dataset.h"
#include "engine/data/npy.h"
#include "engine/data/source.h"

/* An array and what it is called in messages. */
typedef struct {
  IsoNpy npy;
  char *name;
  bool mapped; /* its data lie in a mapped file */
} IsoArray;

void iso_array_clear (IsoArray *array);

/* Samples of (N, F), (N, H, W) or (N, C, H, W); else ISO_ERROR_FORMAT. */
bool iso_array_shape (IsoSampleShape *shape, const IsoArray *features, GError **error);

/* All labels of all arrays, one after the other, owned by the caller (iso_block_free()); labels (count): each of as many whole
 * numbers, or each of as many texts, as the array of features (count) at its place has samples. names (NULL-terminated, or NULL)
 * are those of the classes that numbers mean. *class_names is NULL where numbers stand for themselves. Errors name the array. */
gint32 *iso_arrays_labels (guint32 *class_count, char ***class_names, const IsoArray *labels, const IsoArray *features,
                           size_t count, char **names, GError **error);

/* A dataset of one or two arrays of features, which with parts (count, or NULL) are official parts. Takes over labels, class_names
 * and, out of features, what it can use in place. report may be NULL. */
IsoDataset *iso_arrays_dataset (const char *name, IsoArray *features, const IsoPart *parts, size_t count, gint32 *labels,
                                guint32 class_count, char **class_names, IsoSourceReport *report, GCancellable *cancellable,
                                GError **error);
