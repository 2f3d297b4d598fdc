/* Embeddings from a file of NumPy. */
#pragma once

#include <gio/gio.h>

/* Matrix (N, D) of any real numbers from a .npy file, or from a .npz archive that holds a single array or one called embeddings,
 * features, X, x or data; owned by the caller (iso_block_free()). Errors name the file, and of a value that is no finite number its
 * row and column; no rows or no columns are an error too. */
float *iso_matrix_input_read (size_t *N, size_t *D, const char *path, GCancellable *cancellable, GError **error);
