#include "engine/base/checked.h"

#include <glib/gi18n-lib.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/error.h"

#define LINE 64

void *
iso_block_new (size_t a, size_t b, size_t size, const char *what, GError **error)
{
  size_t count, bytes;
  void *block = NULL;
  if (iso_checked_multiply (&count, a, b) && iso_checked_multiply (&bytes, count, size) && bytes <= SIZE_MAX / 2)
    {
      bytes = bytes == 0 ? LINE : (bytes + LINE - 1) / LINE * LINE;
      block = aligned_alloc (LINE, bytes);
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
