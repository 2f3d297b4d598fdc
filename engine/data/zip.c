#include "engine/data/zip.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <stdbool.h>
#include <string.h>

#include "engine/base/error.h"
#include "engine/data/crc32.h"

/* Signatures and sizes of the fixed parts. */
#define LOCAL_SIGNATURE 0x04034b50u
#define LOCAL_SIZE 30
#define ENTRY_SIGNATURE 0x02014b50u
#define ENTRY_SIZE 46
#define END_SIGNATURE 0x06054b50u
#define END_SIZE 22
#define LARGE_END_SIGNATURE 0x06064b50u
#define LARGE_END_SIZE 56
#define LOCATOR_SIGNATURE 0x07064b50u
#define LOCATOR_SIZE 20
#define MOST_COMMENT 65535

#define STORED 0
#define DEFLATED 8
#define ENCRYPTED 1
/* Deflate cannot pack more than 258 bytes into two bits; the constant is for the little there is around them. */
#define MOST_RATIO 1032
#define SLACK 64

/* Between two chunks a cancellation is noticed. */
#define CHUNK ((size_t) 8 << 20)

struct _IsoZip {
  char *name;
  GBytes *contents;
  const guint8 *data;
  size_t size;
  GArray *members; /* of IsoZipMember */
};

static guint16
word_at (const guint8 *at)
{
  return (guint16) (at[0] | at[1] << 8);
}

static guint32
long_at (const guint8 *at)
{
  return word_at (at) | (guint32) word_at (at + 2) << 16;
}

static guint64
wide_at (const guint8 *at)
{
  return long_at (at) | (guint64) long_at (at + 4) << 32;
}

static void
clear_member (gpointer data)
{
  g_free (((IsoZipMember *) data)->name);
}

void
iso_zip_free (IsoZip *zip)
{
  if (zip == NULL)
    return;
  g_array_unref (zip->members);
  g_bytes_unref (zip->contents);
  g_free (zip->name);
  g_free (zip);
}

static bool
refuse (const IsoZip *zip, const char *what, GError **error)
{
  g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, "%s: %s", zip->name, what);
  return false;
}

/* Whether `length` bytes from `offset` on lie before `end`. */
static bool
fits (guint64 offset, guint64 length, guint64 end)
{
  return offset <= end && length <= end - offset;
}

/* Where the record at the end starts; its comment must reach exactly to the end. */
static bool
find_end (const IsoZip *zip, size_t *end, GError **error)
{
  if (zip->size < 4 || (long_at (zip->data) != LOCAL_SIGNATURE && long_at (zip->data) != END_SIGNATURE))
    return refuse (zip, _("magic number: expected PK, found something else: not a .npz file"), error);
  for (size_t comment = 0; comment <= MOST_COMMENT && comment + END_SIZE <= zip->size; comment++)
    {
      *end = zip->size - END_SIZE - comment;
      if (long_at (zip->data + *end) == END_SIGNATURE && word_at (zip->data + *end + 20) == comment)
        return true;
    }
  return refuse (zip, _("truncated: the archive's directory, which stands at its end, is missing"), error);
}

typedef struct {
  guint64 count, size, offset, end; /* entries; bytes; where it starts, and where the next record does */
} Directory;

static bool
find_directory (const IsoZip *zip, Directory *directory, GError **error)
{
  size_t end = 0;
  if (!find_end (zip, &end, error))
    return false;
  const guint8 *at = zip->data + end;
  *directory = (Directory) { word_at (at + 10), long_at (at + 12), long_at (at + 16), end };
  bool split = word_at (at + 4) != 0 && word_at (at + 4) != 0xffff;
  if (end >= LOCATOR_SIZE && long_at (at - LOCATOR_SIZE) == LOCATOR_SIGNATURE)
    {
      guint64 large = wide_at (at - LOCATOR_SIZE + 8);
      if (!fits (large, LARGE_END_SIZE, end - LOCATOR_SIZE) || long_at (zip->data + large) != LARGE_END_SIGNATURE)
        return refuse (zip, _("damaged: the ZIP64 record is not where its locator says"), error);
      const guint8 *record = zip->data + large;
      *directory = (Directory) { wide_at (record + 32), wide_at (record + 40), wide_at (record + 48), large };
      split = long_at (record + 16) != 0;
    }
  if (split)
    return refuse (zip, _("found a part of an archive split over several files, expected a whole one"), error);
  if (!fits (directory->offset, directory->size, directory->end) || directory->count > directory->size / ENTRY_SIZE)
    return refuse (zip, _("truncated or damaged: the directory does not fit into the file"), error);
  return true;
}

/* Takes the wide numbers of the ZIP64 field, which are there for those that are all ones. */
static bool
take_wide (IsoZipMember *member, const guint8 *extra, size_t length)
{
  guint64 *const numbers[] = { &member->size, &member->packed_size, &member->offset };
  const guint8 *field = NULL;
  size_t left = 0;
  for (size_t at = 0; at + 4 <= length && field == NULL; at += 4 + (size_t) word_at (extra + at + 2))
    if (word_at (extra + at) == 1)
      {
        field = extra + at + 4;
        left = MIN ((size_t) word_at (extra + at + 2), length - at - 4);
      }
  for (size_t n = 0; n < G_N_ELEMENTS (numbers); n++)
    if (*numbers[n] == 0xffffffff)
      {
        if (left < 8)
          return false;
        *numbers[n] = wide_at (field);
        field += 8;
        left -= 8;
      }
  return true;
}

static bool
read_entry (IsoZip *zip, const Directory *directory, guint64 *at, GError **error)
{
  const guint8 *entry = zip->data + *at;
  guint64 end = directory->offset + directory->size;
  if (!fits (*at, ENTRY_SIZE, end) || long_at (entry) != ENTRY_SIGNATURE
      || !fits (*at, (guint64) ENTRY_SIZE + word_at (entry + 28) + word_at (entry + 30) + word_at (entry + 32), end))
    {
      g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, _("%s: damaged: entry %u of the directory is not where it should be"),
                   zip->name, zip->members->len + 1);
      return false;
    }
  guint16 name_length = word_at (entry + 28), extra_length = word_at (entry + 30);
  g_autofree char *raw = g_strndup ((const char *) entry + ENTRY_SIZE, name_length);
  IsoZipMember member = {
    .name = g_utf8_make_valid (raw, -1),
    .flags = word_at (entry + 8),
    .method = word_at (entry + 10),
    .crc = long_at (entry + 16),
    .packed_size = long_at (entry + 20),
    .size = long_at (entry + 24),
    .offset = long_at (entry + 42),
  };
  bool sound = take_wide (&member, entry + ENTRY_SIZE + name_length, extra_length);
  if (!sound)
    g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, _("%s: %s: damaged: its size or place is missing"), zip->name, member.name);
  else if (iso_zip_find (zip, member.name) != NULL)
    {
      g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, _("%s: found two members named %s, expected one"), zip->name, member.name);
      sound = false;
    }
  g_array_append_val (zip->members, member);
  *at += (guint64) ENTRY_SIZE + name_length + extra_length + word_at (entry + 32);
  return sound;
}

IsoZip *
iso_zip_open (const char *name, GBytes *contents, GError **error)
{
  g_autoptr (IsoZip) zip = g_new0 (IsoZip, 1);
  Directory directory;
  gsize size = 0;
  zip->name = g_strdup (name);
  zip->contents = g_bytes_ref (contents);
  zip->data = g_bytes_get_data (contents, &size);
  zip->size = size;
  zip->members = g_array_new (FALSE, FALSE, sizeof (IsoZipMember));
  g_array_set_clear_func (zip->members, clear_member);
  if (!find_directory (zip, &directory, error))
    return NULL;
  /* Looking for names twice is quadratic: no one packs so many arrays. */
  if (directory.count > 10000)
    {
      g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, _("%s: found %" PRIu64 " members, expected a few arrays"), name,
                   directory.count);
      return NULL;
    }
  guint64 at = directory.offset;
  for (guint64 i = 0; i < directory.count; i++)
    if (!read_entry (zip, &directory, &at, error))
      return NULL;
  return g_steal_pointer (&zip);
}

const IsoZipMember *
iso_zip_members (const IsoZip *zip, size_t *count)
{
  *count = zip->members->len;
  return (const IsoZipMember *) (const void *) zip->members->data;
}

const IsoZipMember *
iso_zip_find (const IsoZip *zip, const char *name)
{
  for (guint i = 0; i < zip->members->len; i++)
    if (strcmp (g_array_index (zip->members, IsoZipMember, i).name, name) == 0)
      return &g_array_index (zip->members, IsoZipMember, i);
  return NULL;
}

static GBytes *
refuse_member (const IsoZip *zip, const IsoZipMember *member, const char *what, GError **error)
{
  g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, "%s: %s: %s", zip->name, member->name, what);
  return NULL;
}

/* Where the packed bytes start; 0 where they are not within the file. */
static size_t
find_packed (const IsoZip *zip, const IsoZipMember *member)
{
  if (!fits (member->offset, LOCAL_SIZE, zip->size) || long_at (zip->data + member->offset) != LOCAL_SIGNATURE)
    return 0;
  const guint8 *header = zip->data + member->offset;
  guint64 start = member->offset + LOCAL_SIZE + word_at (header + 26) + word_at (header + 28);
  return fits (start, member->packed_size, zip->size) ? (size_t) start : 0;
}

/* Fills out (member->size) and wants the packed bytes to end there. */
static bool
inflate_member (guint8 *out, const IsoZip *zip, const IsoZipMember *member, const guint8 *packed, GCancellable *cancellable,
                GError **error)
{
  g_autoptr (GConverter) converter = G_CONVERTER (g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_RAW));
  size_t done = 0, taken = 0, size = (size_t) member->size, packed_size = (size_t) member->packed_size;
  guint8 beyond;
  for (;;)
    {
      g_autoptr (GError) cause = NULL;
      gsize consumed = 0, produced = 0;
      bool full = done == size; /* one more byte, to see that there is none */
      if (g_cancellable_is_cancelled (cancellable))
        {
          g_set_error (error, ISO_ERROR, ISO_ERROR_CANCELLED, _("reading %s was cancelled"), zip->name);
          return false;
        }
      GConverterResult result =
          g_converter_convert (converter, packed + taken, packed_size - taken, full ? &beyond : out + done,
                               full ? 1 : MIN (size - done, CHUNK), G_CONVERTER_INPUT_AT_END, &consumed, &produced, &cause);
      if (result == G_CONVERTER_ERROR)
        {
          g_autofree char *what = g_strdup_printf (_("damaged: %s"), cause->message);
          return refuse_member (zip, member, what, error) != NULL;
        }
      taken += consumed;
      if (full && produced > 0)
        return refuse_member (zip, member, _("damaged: it unpacks to more than its size in the directory"), error) != NULL;
      done += produced;
      if (result == G_CONVERTER_FINISHED)
        break;
    }
  if (done < size)
    return refuse_member (zip, member, _("damaged: it unpacks to less than its size in the directory"), error) != NULL;
  return true;
}

static GBytes *
unpack (const IsoZip *zip, const IsoZipMember *member, const guint8 *packed, GCancellable *cancellable, GError **error)
{
  if (member->size / MOST_RATIO > member->packed_size + SLACK)
    return refuse_member (zip, member, _("damaged: its size in the directory is more than its bytes can unpack to"), error);
  /* Not zeroed: what is only claimed must not be touched. */
  g_autofree guint8 *out = g_try_malloc (MAX ((size_t) member->size, 1));
  if (out == NULL)
    {
      g_set_error (error, ISO_ERROR, ISO_ERROR_MEMORY, _("no memory for %s: %s: %" PRIu64 " bytes"), zip->name, member->name,
                   member->size);
      return NULL;
    }
  if (!inflate_member (out, zip, member, packed, cancellable, error))
    return NULL;
  return g_bytes_new_take (g_steal_pointer (&out), (size_t) member->size);
}

static bool
check_sum (const IsoZip *zip, const IsoZipMember *member, GBytes *bytes, GCancellable *cancellable, GError **error)
{
  gsize size = 0;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  guint32 crc = 0;
  for (size_t at = 0; at < size; at += CHUNK)
    {
      if (g_cancellable_is_cancelled (cancellable))
        {
          g_set_error (error, ISO_ERROR, ISO_ERROR_CANCELLED, _("reading %s was cancelled"), zip->name);
          return false;
        }
      crc = iso_crc32 (crc, data + at, MIN (CHUNK, size - at));
    }
  return crc == member->crc
         || refuse_member (zip, member, _("damaged: its checksum is not that of the directory"), error) != NULL;
}

GBytes *
iso_zip_read (IsoZip *zip, const IsoZipMember *member, GCancellable *cancellable, GError **error)
{
  g_autoptr (GBytes) bytes = NULL;
  size_t start = find_packed (zip, member);
  if ((member->flags & ENCRYPTED) != 0)
    return refuse_member (zip, member, _("found an encrypted member, expected a plain one"), error);
  if (member->method != STORED && member->method != DEFLATED)
    {
      g_autofree char *what = g_strdup_printf (_("found packing method %u, expected stored (0) or deflated (8)"), member->method);
      return refuse_member (zip, member, what, error);
    }
  if (start == 0)
    return refuse_member (zip, member, _("truncated or damaged: its bytes are not within the file"), error);
  if (member->method == STORED && member->size != member->packed_size)
    return refuse_member (zip, member, _("damaged: stored, but its two sizes differ"), error);
  if (member->method == STORED)
    bytes = g_bytes_new_from_bytes (zip->contents, start, (size_t) member->size);
  else
    bytes = unpack (zip, member, zip->data + start, cancellable, error);
  if (bytes == NULL || !check_sum (zip, member, bytes, cancellable, error))
    return NULL;
  return g_steal_pointer (&bytes);
}
