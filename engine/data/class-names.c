#include "engine/data/class-names.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

#include "engine/base/error.h"
#include "engine/data/file.h"

#define FILE_NAME "classes.txt"

/* The lines of the file, the last one ended or not. */
static char **
read_lines (GFile *file, const char *name, GCancellable *cancellable, GError **error)
{
  g_autoptr (GBytes) contents = iso_file_load (file, cancellable, error);
  if (contents == NULL)
    return NULL;
  gsize size = 0;
  const char *data = g_bytes_get_data (contents, &size);
  const char *invalid = NULL;
  if (size > 0 && !g_utf8_validate_len (data, size, &invalid))
    {
      g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, _("%s: byte %zu: found no UTF-8, expected text, a name a line"), name,
                   (size_t) (invalid - data));
      return NULL;
    }
  g_autofree char *text = g_strndup (size > 0 ? data : "", size);
  if (size > 0 && text[size - 1] == '\n')
    text[size - 1] = '\0';
  char **lines = g_strsplit (text, "\n", -1);
  for (size_t i = 0; lines[i] != NULL; i++)
    if (g_strstrip (lines[i])[0] == '\0')
      {
        g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, _("%s: line %zu: found nothing, expected the name of a class"), name,
                     i + 1);
        g_strfreev (lines);
        return NULL;
      }
  return lines;
}

/* The largest class that wants a name. */
static guint64
largest_class (char **numbers, guint32 class_count)
{
  guint64 largest = numbers == NULL ? class_count - 1 : 0;
  for (size_t i = 0; numbers != NULL && numbers[i] != NULL; i++)
    largest = MAX (largest, g_ascii_strtoull (numbers[i], NULL, 10));
  return largest;
}

bool
iso_class_names_read (char ***names, guint32 *class_count, GFile *folder, GCancellable *cancellable, GError **error)
{
  g_autoptr (GFile) file = g_file_get_child (folder, FILE_NAME);
  if (*class_count == 0 || !g_file_query_exists (file, cancellable))
    return true;
  g_autofree char *name = g_file_get_parse_name (file);
  g_auto (GStrv) lines = read_lines (file, name, cancellable, error);
  if (lines == NULL)
    return false;
  size_t count = g_strv_length (lines);
  guint64 largest = largest_class (*names, *class_count);
  if (largest >= count)
    {
      g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT,
                   _("%s: found %zu lines, expected at least %" PRIu64 ": the largest label is %" PRIu64), name,
                   count, largest + 1, largest);
      return false;
    }
  if (*names == NULL)
    {
      *names = g_steal_pointer (&lines);
      *class_count = (guint32) count;
      return true;
    }
  for (size_t i = 0; (*names)[i] != NULL; i++)
    {
      char *number = (*names)[i];
      (*names)[i] = g_strdup (lines[g_ascii_strtoull (number, NULL, 10)]);
      g_free (number);
    }
  return true;
}
