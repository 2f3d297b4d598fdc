#include "engine/export/file-writer.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "engine/base/error.h"

/* What one call of write() is asked for, at most; and what small pieces are gathered to. */
#define CHUNK ((size_t) 1 << 26)
#define GATHERED ((size_t) 1 << 16)

struct _IsoFileWriter {
  char *path, *temporary;
  int file;    /* −1: there is none */
  int problem; /* errno of the first thing that went wrong; 0: nothing has */
  size_t used; /* of what is gathered */
  char gathered[GATHERED];
};

IsoFileWriter *
iso_file_writer_new (const char *path)
{
  IsoFileWriter *writer = g_new (IsoFileWriter, 1);
  writer->path = g_strdup (path);
  writer->temporary = g_strconcat (path, ".XXXXXX", NULL);
  writer->used = 0;
  writer->file = g_mkstemp_full (writer->temporary, O_RDWR | O_CLOEXEC, 0666);
  writer->problem = writer->file < 0 ? errno : 0;
  return writer;
}

static void
write_bytes (IsoFileWriter *writer, const char *at, size_t count)
{
  while (count > 0 && writer->problem == 0)
    {
      ssize_t written = write (writer->file, at, MIN (count, CHUNK));
      if (written < 0 && errno == EINTR)
        continue;
      if (written < 0)
        {
          writer->problem = errno;
          return;
        }
      at += written;
      count -= (size_t) written;
    }
}

static void
flush (IsoFileWriter *writer)
{
  write_bytes (writer, writer->gathered, writer->used);
  writer->used = 0;
}

void
iso_file_writer_add (IsoFileWriter *writer, const void *bytes, size_t count)
{
  if (count == 0)
    return;
  if (count > GATHERED - writer->used)
    flush (writer);
  if (count > GATHERED)
    {
      write_bytes (writer, bytes, count);
      return;
    }
  memcpy (writer->gathered + writer->used, bytes, count);
  writer->used += count;
}

void
iso_file_writer_add_text (IsoFileWriter *writer, const char *text)
{
  iso_file_writer_add (writer, text, strlen (text));
}

bool
iso_file_writer_is_well (const IsoFileWriter *writer)
{
  return writer->problem == 0;
}

static void
free_writer (IsoFileWriter *writer)
{
  g_free (writer->path);
  g_free (writer->temporary);
  g_free (writer);
}

bool
iso_file_writer_finish (IsoFileWriter *writer, GError **error)
{
  bool is_made = writer->file >= 0;
  flush (writer);
  if (writer->problem == 0 && fsync (writer->file) != 0)
    writer->problem = errno;
  if (is_made && close (writer->file) != 0 && writer->problem == 0)
    writer->problem = errno;
  if (writer->problem == 0 && g_rename (writer->temporary, writer->path) != 0)
    writer->problem = errno;
  bool done = writer->problem == 0;
  if (!done && is_made)
    g_unlink (writer->temporary);
  if (!done)
    g_set_error (error, ISO_ERROR, ISO_ERROR_FILE, _("cannot write %s: %s"), writer->path, g_strerror (writer->problem));
  free_writer (writer);
  return done;
}

void
iso_file_writer_abandon (IsoFileWriter *writer)
{
  if (writer == NULL)
    return;
  if (writer->file >= 0)
    {
      close (writer->file);
      g_unlink (writer->temporary);
    }
  free_writer (writer);
}

bool
iso_file_write (const char *path, const void *bytes, size_t count, GError **error)
{
  IsoFileWriter *writer = iso_file_writer_new (path);
  iso_file_writer_add (writer, bytes, count);
  return iso_file_writer_finish (writer, error);
}
