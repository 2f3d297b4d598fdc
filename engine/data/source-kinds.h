/* The kinds of sources behind iso_source_load(), a file each. */
#pragma once

#include <gio/gio.h>
#include <stdbool.h>

#include "engine/data/dataset.h"
#include "engine/data/idx.h"
#include "engine/data/source.h"

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
/* features (N, F), or images (N, H, W) or (N, C, H, W), with labels beside them. A large file of float32 (or of bytes, for images)
 * is mapped, not read. */
IsoDataset *iso_source_load_npy (GFile *features, const char *name, IsoSourceReport *report, GCancellable *cancellable,
                                 GError **error);

/* An archive of arrays: features with labels, or x_train, y_train, x_test and y_test, which become the official parts; classes may
 * hold the classes' names. report->skipped tells members that are none of these. */
IsoDataset *iso_source_load_npz (GFile *file, const char *name, IsoSourceReport *report, GCancellable *cancellable, GError **error);
/* The same of an archive in memory; path: for messages; mapped: it is a file's mapping. */
IsoDataset *iso_source_parse_npz (GBytes *contents, bool mapped, const char *path, const char *name, IsoSourceReport *report,
                                  GCancellable *cancellable, GError **error);

/* How a table is written. */
typedef struct {
  char delimiter; /* 0: found in the table */
  bool packed;    /* by gzip */
} IsoTableForm;

/* A table as text: numbers, and a column of labels (label_column: as in IsoSourceRequest, or NULL). report->skipped tells a column
 * that is left out. */
IsoDataset *iso_source_load_csv (GFile *file, const char *name, IsoTableForm form, const char *label_column,
                                 IsoSourceReport *report, GCancellable *cancellable, GError **error);
/* The same of a stream of `size` bytes; path: for messages. */
IsoDataset *iso_source_read_csv (GInputStream *stream, goffset size, const char *path, const char *name, IsoTableForm form,
                                 const char *label_column, IsoSourceReport *report, GCancellable *cancellable, GError **error);

/* Whether there are pictures in `folder`, in any layout of image-list.h or none. */
bool iso_source_has_images (GFile *folder);
/* Squares of the request's size and colour; decoded on all cores, or taken from the cache (image-cache.h). Single pictures that
 * cannot be read are left out and reported; none that can be: ISO_ERROR_FORMAT. */
IsoDataset *iso_source_load_images (GFile *folder, const char *name, const IsoSourceRequest *request, IsoSourceReport *report,
                                    GCancellable *cancellable, GError **error);
