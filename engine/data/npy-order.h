/* Values of a .npy file brought into C order and into the machine's byte order. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

/* out (sizes[0], …, sizes[count − 1]) in C order = in, the same array in Fortran order (first dimension fastest). At most
 * ISO_NPY_MAX_DIMENSIONS; elements of element_size bytes; in may be unaligned. */
void iso_npy_reorder (void *out, const guint8 *in, const size_t *sizes, guint32 dimension_count, size_t element_size);

/* Turns the bytes of every element around; of texts those of every character of four bytes. */
void iso_npy_swap (void *data, size_t element_count, size_t element_size, bool characters);
