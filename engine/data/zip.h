/* ZIP archives, as far as NumPy's .npz are such: stored and deflated members, ZIP64 included.
 *
 *     local header, member | local header, member | … | central directory | [ZIP64 end, its locator] | end, comment
 *
 * The central directory alone says what is in the archive; of the local headers only their length is taken. Every length and
 * offset is checked against the file's own size before anything is read by it.
 */
#pragma once

#include <gio/gio.h>

typedef struct _IsoZip IsoZip;

typedef struct {
  char *name; /* valid UTF-8 */
  guint64 size, packed_size, offset; /* offset: of its local header */
  guint32 crc;
  guint16 method, flags;
} IsoZipMember;

/* name: for messages. Takes a reference of contents. ISO_ERROR_FORMAT on what is no archive, is cut short, contradicts itself or
 * is split over several files. */
IsoZip *iso_zip_open (const char *name, GBytes *contents, GError **error);
void iso_zip_free (IsoZip *zip);

/* In the order of the directory. */
const IsoZipMember *iso_zip_members (const IsoZip *zip, size_t *count);
/* NULL where there is none of this name. */
const IsoZipMember *iso_zip_find (const IsoZip *zip, const char *name);

/* What the member holds: a part of contents if it is stored, else unpacked. Errors name archive and member: ISO_ERROR_FORMAT
 * (encrypted, another method of packing, sizes that lie, a wrong checksum), ISO_ERROR_MEMORY, ISO_ERROR_CANCELLED. */
GBytes *iso_zip_read (IsoZip *zip, const IsoZipMember *member, GCancellable *cancellable, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoZip, iso_zip_free)
