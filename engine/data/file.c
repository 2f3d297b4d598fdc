#include "engine/data/file.h"

#include <glib/gi18n-lib.h>
#include <stdbool.h>

#include "engine/base/error.h"

/* Between two chunks a cancellation is noticed. */
#define CHUNK (8u << 20)

/* From this size on files are mapped: reading fewer bytes is not noticed. */
#define LARGE ((goffset) 64 << 20)

void
iso_file_translate_error (GError **error, const char *name, const GError *cause)
{
  if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_set_error (error, ISO_ERROR, ISO_ERROR_CANCELLED, _("reading %s was cancelled"), name);
  else
    g_set_error (error, ISO_ERROR, ISO_ERROR_FILE, _("cannot read %s: %s"), name, cause->message);
}

static void
translate_error (GError **error, GFile *file, const GError *cause)
{
  g_autofree char *name = g_file_get_parse_name (file);
  iso_file_translate_error (error, name, cause);
}

/* Anything but a regular file is refused before it is opened: opening a pipe would wait for a writer. */
static bool
check_regular (goffset *size, GFile *file, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) cause = NULL;
  g_autoptr (GFileInfo) info = g_file_query_info (file, G_FILE_ATTRIBUTE_STANDARD_TYPE "," G_FILE_ATTRIBUTE_STANDARD_SIZE,
                                                  G_FILE_QUERY_INFO_NONE, cancellable, &cause);
  if (info == NULL)
    {
      translate_error (error, file, cause);
      return false;
    }
  GFileType type = (GFileType) g_file_info_get_attribute_uint32 (info, G_FILE_ATTRIBUTE_STANDARD_TYPE);
  if (type != G_FILE_TYPE_REGULAR)
    {
      g_autofree char *name = g_file_get_parse_name (file);
      g_set_error (error, ISO_ERROR, ISO_ERROR_FILE, _("cannot read %s: found %s, expected a regular file"), name,
                   type == G_FILE_TYPE_DIRECTORY ? _("a folder") : _("a device or pipe"));
      return false;
    }
  *size = (goffset) g_file_info_get_attribute_uint64 (info, G_FILE_ATTRIBUTE_STANDARD_SIZE);
  return true;
}

GInputStream *
iso_file_open (GFile *file, goffset *size, GCancellable *cancellable, GError **error)
{
  if (!check_regular (size, file, cancellable, error))
    return NULL;
  g_autoptr (GError) cause = NULL;
  GFileInputStream *stream = g_file_read (file, cancellable, &cause);
  if (stream == NULL)
    translate_error (error, file, cause);
  return stream != NULL ? G_INPUT_STREAM (stream) : NULL;
}

GBytes *
iso_file_load (GFile *file, GCancellable *cancellable, GError **error)
{
  goffset file_size = 0;
  g_autoptr (GError) cause = NULL;
  g_autoptr (GInputStream) stream = iso_file_open (file, &file_size, cancellable, error);
  if (stream == NULL)
    return NULL;
  size_t size = (size_t) MAX (file_size, 0), done = 0;
  g_autofree guint8 *data = g_try_malloc (MAX (size, 1));
  if (data == NULL)
    {
      g_autofree char *name = g_file_get_parse_name (file);
      g_set_error (error, ISO_ERROR, ISO_ERROR_MEMORY, _("no memory for %s: %zu bytes"), name, size);
      return NULL;
    }
  while (done < size)
    {
      size_t got = 0, wanted = MIN (size - done, (size_t) CHUNK);
      if (!g_input_stream_read_all (stream, data + done, wanted, &got, cancellable, &cause))
        {
          translate_error (error, file, cause);
          return NULL;
        }
      done += got;
      if (got < wanted) /* the file shrank meanwhile; its parser will notice */
        break;
    }
  return g_bytes_new_take (g_steal_pointer (&data), done);
}

GBytes *
iso_file_map (GFile *file, gboolean *mapped, GCancellable *cancellable, GError **error)
{
  goffset size = 0;
  *mapped = FALSE;
  if (!check_regular (&size, file, cancellable, error))
    return NULL;
  g_autofree char *path = g_file_get_path (file);
  if (path == NULL || size < LARGE)
    return iso_file_load (file, cancellable, error);
  g_autoptr (GError) cause = NULL;
  g_autoptr (GMappedFile) mapping = g_mapped_file_new (path, FALSE, &cause);
  if (mapping == NULL)
    {
      translate_error (error, file, cause);
      return NULL;
    }
  *mapped = TRUE;
  return g_mapped_file_get_bytes (mapping);
}
