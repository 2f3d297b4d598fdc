/* NumPy's .npy files, versions 1.0 to 3.0, C order, little endian: float32, float64, int32, int64, uint8 as needed. */
#pragma once

#include <gio/gio.h>
#include <stdbool.h>

#define ISO_NPY_MAX_DIMENSIONS 4

typedef enum { ISO_NPY_FLOAT32, ISO_NPY_FLOAT64, ISO_NPY_INT32, ISO_NPY_INT64, ISO_NPY_UINT8, ISO_NPY_BOOL } IsoNpyType;

typedef struct {
  IsoNpyType type;
  guint32 dimension_count;
  size_t sizes[ISO_NPY_MAX_DIMENSIONS];
  size_t element_count;
  void *data; /* owned, 64-byte aligned; iso_block_free() */
} IsoNpy;

/* Reads a whole file. Refuses wrong magic, truncated or lying headers, Fortran order, big endian, object arrays, data shorter or
 * longer than the shape says. */
bool iso_npy_read (IsoNpy *npy, const char *path, GError **error);
bool iso_npy_parse (IsoNpy *npy, const char *name, GBytes *contents, GError **error);
void iso_npy_clear (IsoNpy *npy);

/* Matrix of any numeric type as float32 (rows, columns), owned by the caller (iso_block_free()); refuses other than two
 * dimensions, and NaN or infinite values (says at which row and column). */
float *iso_npy_read_matrix (size_t *rows, size_t *columns, const char *path, GError **error);
/* Vector of any integer type as int32 (count). */
gint32 *iso_npy_read_labels (size_t *count, const char *path, GError **error);
/* Integer matrix (rows, columns) as int32, such as triplets (T, 3). */
gint32 *iso_npy_read_indices (size_t *rows, size_t *columns, const char *path, GError **error);
