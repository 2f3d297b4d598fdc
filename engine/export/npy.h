/* Writing NumPy's .npy, version 1.0. Files are written beside their name and moved in place when complete. */
#pragma once

#include <glib.h>
#include <stdbool.h>

bool iso_npy_write_floats (const char *path, const float *values, size_t rows, size_t columns, GError **error);
bool iso_npy_write_doubles (const char *path, const double *values, size_t rows, size_t columns, GError **error);
/* one-dimensional */
bool iso_npy_write_vector (const char *path, const float *values, size_t count, GError **error);
bool iso_npy_write_labels (const char *path, const gint32 *values, size_t count, GError **error);

/* What stands before the values of any array: out is filled, the bytes of it that count are returned. type: "<f4"; shape: "(3, 2)",
 * "(3,)". For those who put arrays into an archive. */
#define ISO_NPY_HEADER_SIZE 192
size_t iso_npy_header (char out[ISO_NPY_HEADER_SIZE], const char *type, const char *shape);
