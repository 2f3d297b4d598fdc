#include "engine/export/npy.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "engine/base/checked.h"
#include "engine/base/error.h"

#if G_BYTE_ORDER != G_LITTLE_ENDIAN
#error "values are copied as they stand in memory: little endian"
#endif

/* The format aligns the values to 64 bytes; the longest header here (two sizes of 20 digits) stays below 128. */
#define ALIGNMENT 64

size_t
iso_npy_header (char out[ISO_NPY_HEADER_SIZE], const char *type, const char *shape)
{
  static const char magic[8] = { '\x93', 'N', 'U', 'M', 'P', 'Y', 1, 0 };
  char *text = out + sizeof magic + 2;
  size_t capacity = ISO_NPY_HEADER_SIZE - sizeof magic - 2;
  int length = g_snprintf (text, capacity, "{'descr': '%s', 'fortran_order': False, 'shape': %s, }", type, shape);
  size_t used = sizeof magic + 2 + (size_t) length + 1; /* with the line's end */
  size_t total = (used + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  g_assert (total <= ISO_NPY_HEADER_SIZE);

  size_t text_size = total - sizeof magic - 2;
  memset (text + length, ' ', text_size - (size_t) length - 1);
  text[text_size - 1] = '\n';
  memcpy (out, magic, sizeof magic);
  out[8] = (char) (text_size & 0xff);
  out[9] = (char) (text_size >> 8);
  return total;
}

static bool
write_array (const char *path, const char *type, const char *shape, const void *values, size_t count, size_t element_size,
             GError **error)
{
  char header[ISO_NPY_HEADER_SIZE];
  size_t header_size = iso_npy_header (header, type, shape), bytes, total;
  if (!iso_checked_multiply (&bytes, count, element_size) || __builtin_add_overflow (bytes, header_size, &total)
      || total > G_MAXSSIZE)
    {
      g_set_error (error, ISO_ERROR, ISO_ERROR_MEMORY, _("%s: shape %s is too large to be written"), path, shape);
      return false;
    }
  g_autofree char *contents = g_try_malloc (total);
  if (contents == NULL)
    {
      g_set_error (error, ISO_ERROR, ISO_ERROR_MEMORY, _("no memory for %s: %zu bytes"), path, total);
      return false;
    }
  memcpy (contents, header, header_size);
  if (bytes > 0)
    memcpy (contents + header_size, values, bytes);

  /* writes a temporary file beside the name and renames it */
  g_autoptr (GError) cause = NULL;
  if (g_file_set_contents_full (path, contents, (gssize) total, G_FILE_SET_CONTENTS_CONSISTENT, 0666, &cause))
    return true;
  g_set_error (error, ISO_ERROR, ISO_ERROR_FILE, _("cannot write %s: %s"), path, cause->message);
  return false;
}

static bool
write_rows (const char *path, const char *type, const void *values, size_t rows, size_t columns, size_t element_size, GError **error)
{
  size_t count;
  g_autofree char *shape = g_strdup_printf ("(%zu, %zu)", rows, columns);
  if (!iso_checked_multiply (&count, rows, columns))
    {
      g_set_error (error, ISO_ERROR, ISO_ERROR_MEMORY, _("%s: shape %s is too large to be written"), path, shape);
      return false;
    }
  return write_array (path, type, shape, values, count, element_size, error);
}

bool
iso_npy_write_floats (const char *path, const float *values, size_t rows, size_t columns, GError **error)
{
  return write_rows (path, "<f4", values, rows, columns, sizeof (float), error);
}

bool
iso_npy_write_doubles (const char *path, const double *values, size_t rows, size_t columns, GError **error)
{
  return write_rows (path, "<f8", values, rows, columns, sizeof (double), error);
}

bool
iso_npy_write_vector (const char *path, const float *values, size_t count, GError **error)
{
  g_autofree char *shape = g_strdup_printf ("(%zu,)", count);
  return write_array (path, "<f4", shape, values, count, sizeof (float), error);
}

bool
iso_npy_write_labels (const char *path, const gint32 *values, size_t count, GError **error)
{
  g_autofree char *shape = g_strdup_printf ("(%zu,)", count);
  return write_array (path, "<i4", shape, values, count, sizeof (gint32), error);
}
