#include "engine/data/idx.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "engine/base/checked.h"
#include "engine/base/error.h"
#include "engine/data/file.h"

#define UNSIGNED_BYTES 0x08

/* Memory for values grows with what is really there, from here on by doubling: a header alone cannot make us take gigabytes. */
#define FIRST_BLOCK ((size_t) 1 << 20)

/* The contents, unpacked on the way where they are gzip. */
typedef struct {
  const char *name;
  const guint8 *data;
  size_t left;
  GConverter *converter; /* NULL where the contents are plain */
  bool ended;            /* the gzip stream has ended */
} Reader;

static bool
reader_unpack (Reader *reader, guint8 *out, size_t wanted, size_t *got, GError **error)
{
  while (*got < wanted && !reader->ended)
    {
      g_autoptr (GError) cause = NULL;
      gsize consumed = 0, produced = 0;
      GConverterResult result = g_converter_convert (reader->converter, reader->data, reader->left, out + *got, wanted - *got,
                                                     G_CONVERTER_INPUT_AT_END, &consumed, &produced, &cause);
      if (result == G_CONVERTER_ERROR)
        {
          if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT))
            g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, _("%s: truncated: the gzip data end too early"), reader->name);
          else
            g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, _("%s: damaged gzip data: %s"), reader->name, cause->message);
          return false;
        }
      reader->data += consumed;
      reader->left -= consumed;
      *got += produced;
      reader->ended = result == G_CONVERTER_FINISHED;
    }
  return true;
}

/* Fills out with `wanted` bytes, or fewer where the contents end before. */
static bool
reader_read (Reader *reader, guint8 *out, size_t wanted, size_t *got, GError **error)
{
  *got = 0;
  if (reader->converter != NULL)
    return reader_unpack (reader, out, wanted, got, error);
  *got = MIN (wanted, reader->left);
  if (*got > 0)
    memcpy (out, reader->data, *got);
  reader->data += *got;
  reader->left -= *got;
  return true;
}

/* Nothing may follow: neither values, nor bytes behind the gzip stream (whose checksum is looked at here). */
static bool
reader_finish (Reader *reader, size_t promised, GError **error)
{
  guint8 byte;
  size_t got;
  if (!reader_read (reader, &byte, 1, &got, error))
    return false;
  if (got > 0)
    {
      g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, _("%s: values: found more bytes than the %zu that the header promises"),
                   reader->name, promised);
      return false;
    }
  if (reader->left > 0)
    {
      g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, _("%s: found %zu bytes after the end of the gzip data, expected none"),
                   reader->name, reader->left);
      return false;
    }
  return true;
}

static bool
read_header (IsoIdx *idx, size_t *promised, Reader *reader, GError **error)
{
  guint8 magic[4], sizes[4 * ISO_IDX_MAX_DIMENSIONS];
  size_t got;
  if (!reader_read (reader, magic, sizeof magic, &got, error))
    return false;
  if (got < sizeof magic)
    {
      g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, _("%s: magic number: found %zu bytes, expected 4"), reader->name, got);
      return false;
    }
  if (magic[0] != 0 || magic[1] != 0)
    {
      g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT,
                   _("%s: magic number: found 0x%02x%02x%02x%02x, expected 0x0000 and a type: not an IDX file"), reader->name,
                   magic[0], magic[1], magic[2], magic[3]);
      return false;
    }
  if (magic[2] != UNSIGNED_BYTES)
    {
      g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, _("%s: value type: found 0x%02x, expected 0x08 (unsigned bytes)"),
                   reader->name, magic[2]);
      return false;
    }
  if (magic[3] < 1 || magic[3] > ISO_IDX_MAX_DIMENSIONS)
    {
      g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, _("%s: number of dimensions: found %u, expected 1 to %d"), reader->name,
                   magic[3], ISO_IDX_MAX_DIMENSIONS);
      return false;
    }
  size_t wanted = (size_t) magic[3] * 4;
  if (!reader_read (reader, sizes, wanted, &got, error))
    return false;
  if (got < wanted)
    {
      g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, _("%s: sizes of the dimensions: found %zu bytes, expected %zu"),
                   reader->name, got, wanted);
      return false;
    }

  idx->dimension_count = magic[3];
  *promised = 1;
  for (guint32 d = 0; d < idx->dimension_count; d++)
    {
      guint32 size;
      memcpy (&size, sizes + (size_t) d * 4, 4);
      idx->sizes[d] = GUINT32_FROM_BE (size);
      if (!iso_checked_multiply (promised, *promised, idx->sizes[d]))
        {
          g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT,
                       _("%s: sizes of the dimensions: their product is too large (%zu in dimension %u)"),
                       reader->name, idx->sizes[d], d + 1);
          return false;
        }
    }
  return true;
}

static bool
read_values (IsoIdx *idx, size_t promised, Reader *reader, GError **error)
{
  if (reader->converter == NULL && reader->left != promised)
    {
      g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, _("%s: values: found %zu bytes, expected %zu by the header"), reader->name,
                   reader->left, promised);
      return false;
    }
  size_t capacity = reader->converter == NULL ? promised : MIN (promised, FIRST_BLOCK), filled = 0;
  idx->bytes = iso_block_new (capacity, 1, 1, reader->name, error);
  if (idx->bytes == NULL)
    return false;
  while (filled < promised)
    {
      size_t got;
      if (filled == capacity)
        {
          size_t larger = capacity <= promised / 2 ? capacity * 2 : promised;
          guint8 *bytes = iso_block_new (larger, 1, 1, reader->name, error);
          if (bytes == NULL)
            return false;
          memcpy (bytes, idx->bytes, filled);
          iso_block_free (idx->bytes);
          idx->bytes = bytes;
          capacity = larger;
        }
      if (!reader_read (reader, idx->bytes + filled, capacity - filled, &got, error))
        return false;
      filled += got;
      if (filled < capacity)
        {
          g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, _("%s: values: found %zu bytes, expected %zu by the header"),
                       reader->name, filled, promised);
          return false;
        }
    }
  return true;
}

bool
iso_idx_parse (IsoIdx *idx, const char *name, GBytes *contents, GError **error)
{
  gsize size = 0;
  const guint8 *data = g_bytes_get_data (contents, &size);
  g_autoptr (GConverter) converter = NULL;
  if (size >= 2 && data[0] == 0x1f && data[1] == 0x8b)
    converter = G_CONVERTER (g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP));

  Reader reader = { .name = name, .data = data, .left = size, .converter = converter };
  size_t promised = 0;
  *idx = (IsoIdx) { 0 };
  if (read_header (idx, &promised, &reader, error)
      && read_values (idx, promised, &reader, error)
      && reader_finish (&reader, promised, error))
    return true;
  iso_idx_clear (idx);
  return false;
}

bool
iso_idx_read (IsoIdx *idx, GFile *file, GCancellable *cancellable, GError **error)
{
  *idx = (IsoIdx) { 0 };
  g_autoptr (GBytes) contents = iso_file_load (file, cancellable, error);
  if (contents == NULL)
    return false;
  g_autofree char *name = g_file_get_parse_name (file);
  return iso_idx_parse (idx, name, contents, error);
}

void
iso_idx_clear (IsoIdx *idx)
{
  iso_block_free (idx->bytes);
  *idx = (IsoIdx) { 0 };
}
