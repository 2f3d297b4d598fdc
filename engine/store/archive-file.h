/* The file that carries a run from one machine to another: a tar archive, compressed by Zstandard, of a few files without folders.
 * Writing leaves the whole file or none. Reading trusts nothing: what is unpacked are regular files of names that the caller wants,
 * each once, no longer than they say they are and all together no larger than an archive of that size can honestly hold. */
#pragma once

#include <gio/gio.h>
#include <stdbool.h>

typedef struct _IsoArchiveWriter IsoArchiveWriter;

/* Begins a temporary file beside path. ISO_ERROR_FILE. time: seconds since 1970, of all files in it; so that the same run gives the
 * same bytes. */
IsoArchiveWriter *iso_archive_writer_new (const char *path, gint64 time, GError **error);
bool iso_archive_writer_add (IsoArchiveWriter *writer, const char *name, const void *data, size_t length, GError **error);
/* A file of this machine, of which exactly `bytes` are expected. */
bool iso_archive_writer_add_file (IsoArchiveWriter *writer, const char *name, const char *path, guint64 bytes,
                                  GCancellable *cancellable, GError **error);
/* Moves it in place. */
bool iso_archive_writer_finish (IsoArchiveWriter *writer, GError **error);
/* Without iso_archive_writer_finish() nothing is left. */
void iso_archive_writer_free (IsoArchiveWriter *writer);

/* A file that was unpacked. */
typedef struct {
  char *name;
  guint64 bytes;
  char *sha256; /* in hexadecimal digits */
} IsoArchiveMember;

/* Unpacks all into an empty folder; of IsoArchiveMember, in their order, freed with the array. `wanted` says whether a name may be
 * there. ISO_ERROR_FILE where something cannot be read or written, ISO_ERROR_FORMAT, naming the file and what was found, for an
 * archive that is damaged or not of this kind, ISO_ERROR_CANCELLED. After an error the folder holds what it holds: the caller removes
 * it. */
GPtrArray *iso_archive_unpack (const char *path, const char *folder, bool (*wanted) (const char *name), GCancellable *cancellable,
                               GError **error);

/* In hexadecimal digits, newly allocated; NULL and ISO_ERROR_FILE or ISO_ERROR_CANCELLED. *bytes: the file's length. */
char *iso_archive_sha256 (guint64 *bytes, const char *path, GCancellable *cancellable, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoArchiveWriter, iso_archive_writer_free)
