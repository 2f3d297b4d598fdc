/* NumPy's .npy files, versions 1.0 to 3.0, of any real number type or of texts, in either byte order and either order of the
 * dimensions; what is handed out is in the machine's byte order and in C order. */
#pragma once

#include <gio/gio.h>
#include <stdbool.h>

#define ISO_NPY_MAX_DIMENSIONS 4

typedef enum {
  ISO_NPY_FLOAT32,
  ISO_NPY_FLOAT64,
  ISO_NPY_INT32,
  ISO_NPY_INT64,
  ISO_NPY_UINT8,
  ISO_NPY_BOOL,
  ISO_NPY_FLOAT16,
  ISO_NPY_INT8,
  ISO_NPY_INT16,
  ISO_NPY_UINT16,
  ISO_NPY_UINT32,
  ISO_NPY_UINT64,
  ISO_NPY_UNICODE, /* texts of element_size / 4 characters of UCS-4, padded with zeros */
  ISO_NPY_BYTES,   /* texts of element_size bytes, padded with zeros */
} IsoNpyType;

typedef struct {
  IsoNpyType type;
  guint32 dimension_count;
  size_t sizes[ISO_NPY_MAX_DIMENSIONS];
  size_t element_count;
  size_t element_size; /* bytes */
  GBytes *owner;       /* what the data lie in, owned; NULL: in a block of their own */
  void *data;          /* a block is 64-byte aligned (iso_block_free()); in an owner they are aligned to element_size, read-only */
} IsoNpy;

/* Reads a whole file. Refuses wrong magic, truncated or lying headers, object arrays, data shorter or longer than the shape says.
 * The values are in a block of their own. */
bool iso_npy_read (IsoNpy *npy, const char *path, GError **error);
bool iso_npy_load (IsoNpy *npy, GFile *file, GCancellable *cancellable, GError **error);
bool iso_npy_parse (IsoNpy *npy, const char *name, GBytes *contents, GError **error);
/* As iso_npy_parse(), but the data stay in contents where they lie there as they are wanted: aligned, in C order, little endian. */
bool iso_npy_view (IsoNpy *npy, const char *name, GBytes *contents, GError **error);
void iso_npy_clear (IsoNpy *npy);

/* All values as float32 (element_count), owned by the caller (iso_block_free()). ISO_ERROR_NUMERIC names `name`, row and column
 * (all dimensions after the first counted as one) of a value that is NaN, infinite or too large. */
float *iso_npy_to_floats (const IsoNpy *npy, const char *name, GError **error);
/* The same, into out (element_count). */
bool iso_npy_copy_floats (float *out, const IsoNpy *npy, const char *name, GError **error);
/* All values of an array of integers or booleans as int64 (element_count), owned by the caller (iso_block_free()). */
gint64 *iso_npy_to_integers (const IsoNpy *npy, const char *name, GError **error);

bool iso_npy_is_text (const IsoNpy *npy);
/* Element `index` of an array of texts as UTF-8, newly allocated. ISO_ERROR_FORMAT names `name` and the element of what is no
 * text. */
char *iso_npy_text (const IsoNpy *npy, size_t index, const char *name, GError **error);

/* Matrix of any numeric type as float32 (rows, columns), owned by the caller (iso_block_free()); refuses other than two
 * dimensions, and NaN or infinite values (says at which row and column). */
float *iso_npy_read_matrix (size_t *rows, size_t *columns, const char *path, GError **error);
/* Vector of any integer type as int32 (count). */
gint32 *iso_npy_read_labels (size_t *count, const char *path, GError **error);
/* Integer matrix (rows, columns) as int32, such as triplets (T, 3). */
gint32 *iso_npy_read_indices (size_t *rows, size_t *columns, const char *path, GError **error);
