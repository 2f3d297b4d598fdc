#include "engine/store/archive-file.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <inttypes.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/base/error.h"

enum { BLOCK = 1 << 18 };

/* What an honest archive may hold: a run's largest files are weights and embeddings, which hardly shrink; its numbers shrink by ten
 * times or so. What claims to be more than this would only fill the disk. */
#define MOST_FILES 100000
#define MOST_EXPANSION 200
#define EXPANSION_SLACK ((guint64) 64 << 20)

/* Of a name in a message, bytes. */
#define LONGEST_SHOWN 200

struct _IsoArchiveWriter {
  struct archive *archive;
  char *path, *temporary;
  int file; /* −1: closed */
  gint64 time;
};

static bool
check_cancelled (GCancellable *cancellable, GError **error)
{
  if (!g_cancellable_is_cancelled (cancellable))
    return true;
  g_set_error_literal (error, ISO_ERROR, ISO_ERROR_CANCELLED, _("interrupted"));
  return false;
}

static bool
refuse_file (GError **error, const char *path, const char *cause)
{
  g_autofree char *shown = g_filename_display_name (path);
  g_set_error (error, ISO_ERROR, ISO_ERROR_FILE, _("cannot write %s: %s"), shown, cause);
  return false;
}

static bool
refuse_writing (const IsoArchiveWriter *writer, GError **error)
{
  const char *cause = archive_error_string (writer->archive);
  return refuse_file (error, writer->path, cause != NULL ? cause : _("unknown error"));
}

IsoArchiveWriter *
iso_archive_writer_new (const char *path, gint64 time, GError **error)
{
  g_autoptr (IsoArchiveWriter) writer = g_new0 (IsoArchiveWriter, 1);
  writer->path = g_strdup (path);
  writer->time = time;
  writer->temporary = g_strconcat (path, ".XXXXXX", NULL);
  writer->file = g_mkstemp_full (writer->temporary, O_RDWR | O_CLOEXEC, 0666);
  if (writer->file < 0)
    {
      int cause = errno;
      g_clear_pointer (&writer->temporary, g_free);
      refuse_file (error, path, g_strerror (cause));
      return NULL;
    }
  writer->archive = archive_write_new ();
  if (writer->archive == NULL)
    {
      g_set_error_literal (error, ISO_ERROR, ISO_ERROR_MEMORY, _("not enough memory for an archive"));
      return NULL;
    }
  if (archive_write_set_format_pax_restricted (writer->archive) != ARCHIVE_OK
      || (archive_write_add_filter_zstd (writer->archive) != ARCHIVE_OK
          && archive_write_add_filter_gzip (writer->archive) != ARCHIVE_OK)
      || archive_write_open_fd (writer->archive, writer->file) != ARCHIVE_OK)
    {
      refuse_writing (writer, error);
      return NULL;
    }
  return g_steal_pointer (&writer);
}

static bool
begin_file (IsoArchiveWriter *writer, const char *name, guint64 bytes, GError **error)
{
  struct archive_entry *entry = archive_entry_new ();
  archive_entry_set_pathname (entry, name);
  archive_entry_set_size (entry, (la_int64_t) bytes);
  archive_entry_set_filetype (entry, AE_IFREG);
  archive_entry_set_perm (entry, 0644);
  archive_entry_set_mtime (entry, writer->time, 0);
  bool done = archive_write_header (writer->archive, entry) == ARCHIVE_OK;
  archive_entry_free (entry);
  return done || refuse_writing (writer, error);
}

static bool
write_all (IsoArchiveWriter *writer, const void *data, size_t length, GError **error)
{
  const char *rest = data;
  while (length > 0)
    {
      la_ssize_t written = archive_write_data (writer->archive, rest, length);
      if (written <= 0)
        return refuse_writing (writer, error);
      rest += written;
      length -= (size_t) written;
    }
  return true;
}

bool
iso_archive_writer_add (IsoArchiveWriter *writer, const char *name, const void *data, size_t length, GError **error)
{
  return begin_file (writer, name, length, error) && write_all (writer, data, length, error);
}

static GInputStream *
open_stream (const char *path, GError **error)
{
  g_autoptr (GError) cause = NULL;
  g_autoptr (GFile) file = g_file_new_for_path (path);
  GFileInputStream *stream = g_file_read (file, NULL, &cause);
  if (stream == NULL)
    g_set_error (error, ISO_ERROR, ISO_ERROR_FILE, _("cannot read %s: %s"), path, cause->message);
  return (GInputStream *) stream;
}

/* Bytes read into block, 0 at the end, −1 with an error. */
static gssize
read_block (void *block, GInputStream *stream, const char *path, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) cause = NULL;
  if (!check_cancelled (cancellable, error))
    return -1;
  gssize got = g_input_stream_read (stream, block, BLOCK, NULL, &cause);
  if (got < 0)
    g_set_error (error, ISO_ERROR, ISO_ERROR_FILE, _("cannot read %s: %s"), path, cause->message);
  return got;
}

bool
iso_archive_writer_add_file (IsoArchiveWriter *writer, const char *name, const char *path, guint64 bytes, GCancellable *cancellable,
                             GError **error)
{
  g_autoptr (GInputStream) stream = open_stream (path, error);
  g_autofree void *block = g_malloc (BLOCK);
  guint64 written = 0;
  gssize got = 0;
  if (stream == NULL || !begin_file (writer, name, bytes, error))
    return false;
  while (written <= bytes && (got = read_block (block, stream, path, cancellable, error)) > 0)
    {
      if (!write_all (writer, block, MIN ((guint64) got, bytes - written + 1), error))
        return false;
      written += (guint64) got;
    }
  if (got < 0)
    return false;
  if (written == bytes)
    return true;
  g_set_error (error, ISO_ERROR, ISO_ERROR_FILE, _("%s changed while it was read"), path);
  return false;
}

bool
iso_archive_writer_finish (IsoArchiveWriter *writer, GError **error)
{
  if (archive_write_close (writer->archive) != ARCHIVE_OK)
    return refuse_writing (writer, error);
  bool closed = fsync (writer->file) == 0;
  closed = close (writer->file) == 0 && closed;
  writer->file = -1;
  if (!closed || g_rename (writer->temporary, writer->path) != 0)
    return refuse_file (error, writer->path, g_strerror (errno));
  g_clear_pointer (&writer->temporary, g_free);
  return true;
}

void
iso_archive_writer_free (IsoArchiveWriter *writer)
{
  if (writer->archive != NULL)
    archive_write_free (writer->archive);
  if (writer->file >= 0)
    close (writer->file);
  if (writer->temporary != NULL)
    g_unlink (writer->temporary);
  g_free (writer->temporary);
  g_free (writer->path);
  g_free (writer);
}

char *
iso_archive_sha256 (guint64 *bytes, const char *path, GCancellable *cancellable, GError **error)
{
  g_autoptr (GInputStream) stream = open_stream (path, error);
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree void *block = g_malloc (BLOCK);
  gssize got = 0;
  *bytes = 0;
  if (stream == NULL)
    return NULL;
  while ((got = read_block (block, stream, path, cancellable, error)) > 0)
    {
      g_checksum_update (checksum, block, got);
      *bytes += (guint64) got;
    }
  return got < 0 ? NULL : g_strdup (g_checksum_get_string (checksum));
}

/* An archive that is being unpacked. */
typedef struct {
  struct archive *archive;
  const char *path, *folder;
  char *shown;       /* path, for messages */
  guint64 room;      /* bytes that may still come */
  GPtrArray *members;
  GCancellable *cancellable;
  void *block;
} Unpacking;

static bool
refuse (const Unpacking *unpacking, GError **error, const char *found)
{
  g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, _("%s: %s; expected an exported run"), unpacking->shown, found);
  return false;
}

static bool
refuse_damaged (const Unpacking *unpacking, GError **error)
{
  const char *cause = archive_error_string (unpacking->archive);
  g_autofree char *found = g_strdup_printf (_("found a damaged archive (%s)"), cause != NULL ? cause : _("unknown error"));
  return refuse (unpacking, error, found);
}

static void
free_member (gpointer data)
{
  IsoArchiveMember *member = data;
  g_free (member->name);
  g_free (member->sha256);
  g_free (member);
}

static bool
check_entry (const Unpacking *unpacking, struct archive_entry *entry, bool (*wanted) (const char *name), GError **error)
{
  const char *name = archive_entry_pathname (entry);
  g_autofree char *beginning = g_strndup (name != NULL ? name : _("a file without a name"), LONGEST_SHOWN);
  g_autofree char *shown = g_utf8_make_valid (beginning, -1);
  g_autofree char *found = NULL;
  bool is_plain = name != NULL && strpbrk (name, "/\\") == NULL && name[0] != '.' && wanted (name);
  bool is_regular = archive_entry_filetype (entry) == AE_IFREG && archive_entry_hardlink (entry) == NULL
                    && archive_entry_symlink (entry) == NULL && archive_entry_sparse_count (entry) == 0;
  if (!is_plain)
    found = g_strdup_printf (_("found “%s” in it"), shown);
  else if (!is_regular)
    found = g_strdup_printf (_("found “%s” in it, which is no regular file"), shown);
  else if (!archive_entry_size_is_set (entry) || archive_entry_size (entry) < 0)
    found = g_strdup_printf (_("found “%s” without a size"), shown);
  else if ((guint64) archive_entry_size (entry) > unpacking->room || unpacking->members->len >= MOST_FILES)
    found = g_strdup_printf (_("found more in it than such an archive can hold, at “%s”"), shown);
  for (guint i = 0; found == NULL && i < unpacking->members->len; i++)
    if (strcmp (((const IsoArchiveMember *) unpacking->members->pdata[i])->name, name) == 0)
      found = g_strdup_printf (_("found “%s” twice"), shown);
  return found == NULL || refuse (unpacking, error, found);
}

/* The contents of the entry that was reached, `bytes` of them, into an open file; updates the checksum. */
static bool
copy_contents (const Unpacking *unpacking, int file, const char *target, guint64 bytes, GChecksum *checksum, GError **error)
{
  guint64 got = 0;
  for (;;)
    {
      if (!check_cancelled (unpacking->cancellable, error))
        return false;
      la_ssize_t read = archive_read_data (unpacking->archive, unpacking->block, BLOCK);
      if (read < 0)
        return refuse_damaged (unpacking, error);
      if (read == 0)
        break;
      got += (guint64) read;
      if (got > bytes)
        break;
      g_checksum_update (checksum, unpacking->block, read);
      for (la_ssize_t done = 0; done < read;)
        {
          ssize_t written = write (file, (const char *) unpacking->block + done, (size_t) (read - done));
          if (written < 0 && errno == EINTR)
            continue;
          if (written <= 0)
            return refuse_file (error, target, g_strerror (errno));
          done += written;
        }
    }
  return got == bytes || refuse (unpacking, error, _("found a file of another length than it says"));
}

static bool
unpack_entry (Unpacking *unpacking, struct archive_entry *entry, GError **error)
{
  const char *name = archive_entry_pathname (entry);
  guint64 bytes = (guint64) archive_entry_size (entry);
  g_autofree char *target = g_build_filename (unpacking->folder, name, NULL);
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  int file = g_open (target, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0666);
  if (file < 0)
    return refuse_file (error, target, g_strerror (errno));
  bool done = copy_contents (unpacking, file, target, bytes, checksum, error);
  /* What is imported is as safe as what was recorded here. */
  if (done && fsync (file) != 0)
    done = refuse_file (error, target, g_strerror (errno));
  if (close (file) != 0 && done)
    done = refuse_file (error, target, g_strerror (errno));
  if (!done)
    return false;
  IsoArchiveMember *member = g_new (IsoArchiveMember, 1);
  *member = (IsoArchiveMember) { g_strdup (name), bytes, g_strdup (g_checksum_get_string (checksum)) };
  g_ptr_array_add (unpacking->members, member);
  unpacking->room -= bytes;
  return true;
}

static bool
unpack_all (Unpacking *unpacking, bool (*wanted) (const char *name), GError **error)
{
  struct archive_entry *entry;
  if (archive_read_open_filename (unpacking->archive, unpacking->path, BLOCK) != ARCHIVE_OK)
    return refuse_damaged (unpacking, error);
  for (;;)
    {
      int result = archive_read_next_header (unpacking->archive, &entry);
      if (result == ARCHIVE_EOF)
        return true;
      /* Warnings too: our own archives give none. */
      if (result != ARCHIVE_OK)
        return refuse_damaged (unpacking, error);
      if (!check_entry (unpacking, entry, wanted, error) || !unpack_entry (unpacking, entry, error))
        return false;
    }
}

GPtrArray *
iso_archive_unpack (const char *path, const char *folder, bool (*wanted) (const char *name), GCancellable *cancellable, GError **error)
{
  GStatBuf status;
  g_autofree char *shown = g_filename_display_name (path);
  g_autoptr (GPtrArray) members = g_ptr_array_new_with_free_func (free_member);
  /* Before it is opened: a pipe would wait for ever. */
  if (g_stat (path, &status) != 0 || !S_ISREG (status.st_mode))
    {
      int cause = errno;
      bool is_there = g_file_test (path, G_FILE_TEST_EXISTS);
      g_set_error (error, ISO_ERROR, ISO_ERROR_FILE, _("cannot read %s: %s"), shown,
                   is_there ? _("it is no regular file") : g_strerror (cause));
      return NULL;
    }
  g_autofree void *block = g_malloc (BLOCK);
  Unpacking unpacking = { archive_read_new (), path, folder, shown, EXPANSION_SLACK, members, cancellable, block };
  unpacking.room += (guint64) status.st_size * MOST_EXPANSION;
  if (unpacking.archive == NULL)
    {
      g_set_error_literal (error, ISO_ERROR, ISO_ERROR_MEMORY, _("not enough memory for an archive"));
      return NULL;
    }
  archive_read_support_filter_zstd (unpacking.archive);
  archive_read_support_filter_gzip (unpacking.archive);
  archive_read_support_format_tar (unpacking.archive);
  bool done = unpack_all (&unpacking, wanted, error);
  archive_read_free (unpacking.archive);
  return done ? g_steal_pointer (&members) : NULL;
}
