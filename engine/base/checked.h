/* Sizes that are multiplied before memory is taken: every product is checked, so that a lying header cannot make a small block
 * of what is then filled as a large one. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

/* *product = a * b; false on overflow (then *product is untouched). */
static inline bool
iso_checked_multiply (size_t *product, size_t a, size_t b)
{
  return !__builtin_mul_overflow (a, b, product);
}

/* Zeroed block of a * b elements of `size` bytes, on a 64-byte boundary, padded to full cache lines; free with iso_block_free().
 * NULL and ISO_ERROR_MEMORY when the product overflows or memory is not to be had; `what` names the thing for the message. */
void *iso_block_new (size_t a, size_t b, size_t size, const char *what, GError **error);

/* As iso_block_new() for sizes already validated (a batch, a layer): memory exhaustion ends the program as g_malloc does. */
float *iso_floats_new (size_t count);

void iso_block_free (void *block);
