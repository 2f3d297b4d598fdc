#include "engine/base/checked.h"

#include <glib/gi18n-lib.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#ifdef __linux__
#include <sys/mman.h>
#endif

#include "engine/base/error.h"

#define LINE 64
/* From this size on a block lies on large pages, where the system has them: a page's first touch costs more than filling it. */
#define LARGE_PAGE ((size_t) 1 << 21)

void *
iso_block_new (size_t a, size_t b, size_t size, const char *what, GError **error)
{
  size_t count, bytes;
  void *block = NULL;
  if (iso_checked_multiply (&count, a, b) && iso_checked_multiply (&bytes, count, size) && bytes <= SIZE_MAX / 2)
    {
      bytes = bytes == 0 ? LINE : (bytes + LINE - 1) / LINE * LINE;
      bool large = bytes >= 2 * LARGE_PAGE;
      size_t boundary = large ? LARGE_PAGE : LINE;
      block = aligned_alloc (boundary, large ? (bytes + boundary - 1) / boundary * boundary : bytes);
#ifdef MADV_HUGEPAGE
      if (block != NULL && large)
        madvise (block, bytes, MADV_HUGEPAGE);
#endif
      if (block != NULL)
        memset (block, 0, bytes);
    }
  if (block == NULL)
    g_set_error (error, ISO_ERROR, ISO_ERROR_MEMORY, _("no memory for %s: %zu × %zu elements of %zu bytes"), what, a, b, size);
  return block;
}

float *
iso_floats_new (size_t count)
{
  g_autoptr (GError) error = NULL;
  float *floats = iso_block_new (count, 1, sizeof (float), "floats", &error);
  if (floats == NULL)
    g_error ("%s", error->message);
  return floats;
}

void
iso_block_free (void *block)
{
  free (block);
}
