#include "engine/export/npz.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "engine/base/checked.h"
#include "engine/base/error.h"
#include "engine/data/crc32.h"
#include "engine/export/file-writer.h"
#include "engine/export/npy.h"

#if G_BYTE_ORDER != G_LITTLE_ENDIAN
#error "values are copied as they stand in memory: little endian"
#endif

#define LOCAL_SIGNATURE 0x04034b50u
#define CENTRAL_SIGNATURE 0x02014b50u
#define END_SIGNATURE 0x06054b50u
#define VERSION 20       /* of the format that readers must know: 2.0 */
#define FIRST_DAY 0x0021 /* 1 January 1980, the first that the format knows */
#define REGULAR_FILE 0100644u
#define MADE_BY_UNIX 0x0300u

typedef struct {
  char *name;        /* of the member: with ".npy" */
  char header[ISO_NPY_HEADER_SIZE];
  size_t header_size;
  const void *values;
  guint32 *owned;    /* values that are the writer's own, or NULL */
  size_t bytes;      /* of the values */
  bool is_too_large; /* they overflow */
} Member;

struct _IsoNpzWriter {
  GArray *members; /* of Member */
};

static void
clear_member (void *data)
{
  Member *member = data;
  g_free (member->name);
  g_free (member->owned);
}

IsoNpzWriter *
iso_npz_writer_new (void)
{
  IsoNpzWriter *writer = g_new (IsoNpzWriter, 1);
  writer->members = g_array_new (FALSE, FALSE, sizeof (Member));
  g_array_set_clear_func (writer->members, clear_member);
  return writer;
}

void
iso_npz_writer_free (IsoNpzWriter *writer)
{
  if (writer == NULL)
    return;
  g_array_unref (writer->members);
  g_free (writer);
}

static Member *
add_member (IsoNpzWriter *writer, const char *name, const char *type, const char *shape, const void *values, size_t count,
            size_t element_size)
{
  Member member = { .name = g_strconcat (name, ".npy", NULL), .values = values };
  member.header_size = iso_npy_header (member.header, type, shape);
  member.is_too_large = !iso_checked_multiply (&member.bytes, count, element_size);
  g_array_append_val (writer->members, member);
  return &g_array_index (writer->members, Member, writer->members->len - 1);
}

void
iso_npz_writer_add_floats (IsoNpzWriter *writer, const char *name, const float *values, size_t rows, size_t columns)
{
  size_t count = 0;
  g_autofree char *shape = g_strdup_printf ("(%zu, %zu)", rows, columns);
  bool fits = iso_checked_multiply (&count, rows, columns);
  Member *member = add_member (writer, name, "<f4", shape, values, count, sizeof (float));
  member->is_too_large = member->is_too_large || !fits;
}

static void
add_vector (IsoNpzWriter *writer, const char *name, const char *type, const void *values, size_t count)
{
  g_autofree char *shape = g_strdup_printf ("(%zu,)", count);
  add_member (writer, name, type, shape, values, count, sizeof (guint32));
}

void
iso_npz_writer_add_integers (IsoNpzWriter *writer, const char *name, const gint32 *values, size_t count)
{
  add_vector (writer, name, "<i4", values, count);
}

void
iso_npz_writer_add_indices (IsoNpzWriter *writer, const char *name, const guint32 *values, size_t count)
{
  add_vector (writer, name, "<u4", values, count);
}

/* UCS-4, each text filled up with zeros to the longest of them; never of width 0, which NumPy reads, but not every reader does. */
void
iso_npz_writer_add_texts (IsoNpzWriter *writer, const char *name, const char *const *texts, size_t count)
{
  size_t width = 1, cells = 0;
  for (size_t i = 0; i < count; i++)
    width = MAX (width, (size_t) g_utf8_strlen (texts[i], -1));
  g_autofree char *shape = g_strdup_printf ("(%zu,)", count), *type = g_strdup_printf ("<U%zu", width);
  bool fits = iso_checked_multiply (&cells, count, width);
  guint32 *characters = fits ? g_try_new0 (guint32, MAX (cells, 1)) : NULL;
  for (size_t i = 0; characters != NULL && i < count; i++)
    {
      guint32 *out = characters + i * width;
      for (const char *at = texts[i]; *at != '\0'; at = g_utf8_next_char (at))
        *out++ = g_utf8_get_char (at);
    }
  Member *member = add_member (writer, name, type, shape, characters, cells, sizeof (guint32));
  member->owned = characters;
  member->is_too_large = member->is_too_large || characters == NULL;
}

/* ---- the archive ---- */

static void
put_16 (GByteArray *out, guint32 value)
{
  const guint8 bytes[2] = { (guint8) value, (guint8) (value >> 8) };
  g_byte_array_append (out, bytes, sizeof bytes);
}

static void
put_32 (GByteArray *out, guint32 value)
{
  put_16 (out, value & 0xffff);
  put_16 (out, value >> 16);
}

/* What local header and directory say alike of a member: version, flags, method, time, day, checksum, sizes, length of the name. */
static void
put_facts (GByteArray *out, const Member *member, guint32 checksum)
{
  guint32 size = (guint32) (member->header_size + member->bytes);
  put_16 (out, VERSION);
  put_16 (out, 0);
  put_16 (out, 0); /* stored */
  put_16 (out, 0);
  put_16 (out, FIRST_DAY);
  put_32 (out, checksum);
  put_32 (out, size);
  put_32 (out, size);
  put_16 (out, (guint32) strlen (member->name));
  put_16 (out, 0); /* no extra fields */
}

static void
put_local (GByteArray *out, const Member *member, guint32 checksum)
{
  put_32 (out, LOCAL_SIGNATURE);
  put_facts (out, member, checksum);
  g_byte_array_append (out, (const guint8 *) member->name, (guint) strlen (member->name));
}

static void
put_entry (GByteArray *out, const Member *member, guint32 checksum, guint32 offset)
{
  put_32 (out, CENTRAL_SIGNATURE);
  put_16 (out, MADE_BY_UNIX | VERSION);
  put_facts (out, member, checksum);
  put_16 (out, 0); /* no comment */
  put_16 (out, 0); /* on the first disk */
  put_16 (out, 0);
  put_32 (out, REGULAR_FILE << 16);
  put_32 (out, offset);
  g_byte_array_append (out, (const guint8 *) member->name, (guint) strlen (member->name));
}

static void
put_end (GByteArray *out, guint32 count, guint32 size, guint32 offset)
{
  put_32 (out, END_SIGNATURE);
  put_16 (out, 0);
  put_16 (out, 0);
  put_16 (out, count);
  put_16 (out, count);
  put_32 (out, size);
  put_32 (out, offset);
  put_16 (out, 0);
}

/* Whether every number has room in 32 bits: members, their headers twice, and the end. */
static bool
fits (const IsoNpzWriter *writer)
{
  size_t total = 22;
  for (guint i = 0; i < writer->members->len; i++)
    {
      const Member *member = &g_array_index (writer->members, Member, i);
      size_t around = 30 + 46 + 2 * strlen (member->name) + member->header_size;
      if (member->is_too_large || __builtin_add_overflow (total, member->bytes, &total)
          || __builtin_add_overflow (total, around, &total))
        return false;
    }
  return total < G_MAXUINT32 && writer->members->len < G_MAXUINT16;
}

bool
iso_npz_writer_save (const IsoNpzWriter *writer, const char *path, GError **error)
{
  g_autoptr (GByteArray) directory = g_byte_array_new (), header = g_byte_array_new ();
  guint32 offset = 0, count = writer->members->len;
  if (!fits (writer))
    {
      g_set_error (error, ISO_ERROR, ISO_ERROR_MEMORY, _("%s: the arrays are too large for one archive"), path);
      return false;
    }
  IsoFileWriter *file = iso_file_writer_new (path);
  for (guint32 i = 0; i < count; i++)
    {
      const Member *member = &g_array_index (writer->members, Member, i);
      guint32 checksum = iso_crc32 (0, (const guint8 *) member->header, member->header_size);
      checksum = iso_crc32 (checksum, member->values, member->bytes);
      g_byte_array_set_size (header, 0);
      put_local (header, member, checksum);
      put_entry (directory, member, checksum, offset);
      iso_file_writer_add (file, header->data, header->len);
      iso_file_writer_add (file, member->header, member->header_size);
      iso_file_writer_add (file, member->values, member->bytes);
      offset += header->len + (guint32) (member->header_size + member->bytes);
    }
  guint32 directory_size = directory->len;
  put_end (directory, count, directory_size, offset);
  iso_file_writer_add (file, directory->data, directory->len);
  return iso_file_writer_finish (file, error);
}
