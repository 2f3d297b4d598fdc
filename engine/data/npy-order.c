#include "engine/data/npy-order.h"

#include <string.h>

#include "engine/data/npy.h"

/* Rows and columns of a tile, which stays in the first cache while it is turned. */
#define TILE 32

/* The plane of (rows, columns) elements: element (r, c) goes from in + r · element_size + c · in_step to
 * out + r · out_step + c · element_size. */
static inline void
turn_plane (guint8 *out, const guint8 *in, size_t rows, size_t columns, size_t out_step, size_t in_step, size_t element_size)
{
  for (size_t r0 = 0; r0 < rows; r0 += TILE)
    for (size_t c0 = 0; c0 < columns; c0 += TILE)
      for (size_t r = r0; r < MIN (r0 + TILE, rows); r++)
        for (size_t c = c0; c < MIN (c0 + TILE, columns); c++)
          memcpy (out + r * out_step + c * element_size, in + r * element_size + c * in_step, element_size);
}

/* The sizes of elements are constants to the compiler where they are usual. */
static void
turn (guint8 *out, const guint8 *in, size_t rows, size_t columns, size_t out_step, size_t in_step, size_t element_size)
{
  switch (element_size)
    {
    case 1:
      turn_plane (out, in, rows, columns, out_step, in_step, 1);
      break;
    case 4:
      turn_plane (out, in, rows, columns, out_step, in_step, 4);
      break;
    case 8:
      turn_plane (out, in, rows, columns, out_step, in_step, 8);
      break;
    default:
      turn_plane (out, in, rows, columns, out_step, in_step, element_size);
    }
}

void
iso_npy_reorder (void *out, const guint8 *in, const size_t *sizes, guint32 dimension_count, size_t element_size)
{
  /* Four dimensions always: those that are missing, in the middle, have size 1. */
  size_t s[4] = { sizes[0], 1, 1, sizes[dimension_count - 1] };
  g_assert (dimension_count >= 2 && dimension_count <= ISO_NPY_MAX_DIMENSIONS && G_N_ELEMENTS (s) == ISO_NPY_MAX_DIMENSIONS);
  for (guint32 d = 1; d + 1 < dimension_count; d++)
    s[d] = sizes[d];
  for (size_t i = 0; i < s[1]; i++)
    for (size_t j = 0; j < s[2]; j++)
      turn ((guint8 *) out + (i * s[2] + j) * s[3] * element_size, in + (i + j * s[1]) * s[0] * element_size, s[0], s[3],
            s[1] * s[2] * s[3] * element_size, s[0] * s[1] * s[2] * element_size, element_size);
}

void
iso_npy_swap (void *data, size_t element_count, size_t element_size, bool characters)
{
  size_t width = characters ? 4 : element_size, count = characters ? element_count * (element_size / 4) : element_count;
  guint8 *bytes = data;
  for (size_t i = 0; i < count; i++, bytes += width)
    for (size_t low = 0, high = width - 1; low < high; low++, high--)
      {
        guint8 byte = bytes[low];
        bytes[low] = bytes[high];
        bytes[high] = byte;
      }
}
