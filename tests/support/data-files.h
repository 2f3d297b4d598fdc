/* Bytes of small data files, made in memory, and a folder to put them in. */
#pragma once

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>

#include "engine/base/error.h"

#define TEST_UNUSED __attribute__ ((unused))

/* IDX of `type` with `count` dimensions of big-endian sizes, then `value_count` bytes 0, 1, 2, … (modulo `modulus`). */
TEST_UNUSED static GByteArray *
test_idx_bytes (guint8 type, guint8 count, const guint32 *sizes, size_t value_count, int modulus)
{
  GByteArray *bytes = g_byte_array_new ();
  const guint8 magic[4] = { 0, 0, type, count };
  g_byte_array_append (bytes, magic, 4);
  for (int d = 0; d < count; d++)
    {
      guint32 size = GUINT32_TO_BE (sizes[d]);
      g_byte_array_append (bytes, (const guint8 *) &size, 4);
    }
  for (size_t i = 0; i < value_count; i++)
    {
      guint8 value = (guint8) (i % (size_t) modulus);
      g_byte_array_append (bytes, &value, 1);
    }
  return bytes;
}

TEST_UNUSED static GByteArray *
test_compress (const GByteArray *plain, GZlibCompressorFormat format)
{
  g_autoptr (GConverter) converter = G_CONVERTER (g_zlib_compressor_new (format, 9));
  GByteArray *packed = g_byte_array_new ();
  guint8 block[4096];
  size_t done = 0;
  GConverterResult result;
  do
    {
      gsize consumed = 0, produced = 0;
      g_autoptr (GError) error = NULL;
      result = g_converter_convert (converter, plain->data + done, plain->len - done, block, sizeof block,
                                    G_CONVERTER_INPUT_AT_END, &consumed, &produced, &error);
      g_assert_no_error (error);
      done += consumed;
      g_byte_array_append (packed, block, (guint) produced);
    }
  while (result != G_CONVERTER_FINISHED);
  return packed;
}

TEST_UNUSED static GByteArray *
test_gzip (const GByteArray *plain)
{
  return test_compress (plain, G_ZLIB_COMPRESSOR_FORMAT_GZIP);
}

/* .npy of any version with this dictionary, padded to 64 bytes and ended by a line feed as NumPy does, then the values. */
TEST_UNUSED static GByteArray *
test_npy_bytes (guint8 version, const char *dictionary, const void *values, size_t size)
{
  GByteArray *bytes = g_byte_array_new ();
  const guint8 magic[8] = { 0x93, 'N', 'U', 'M', 'P', 'Y', version, 0 };
  size_t length_size = version == 1 ? 2 : 4, used = 8 + length_size + strlen (dictionary) + 1;
  size_t length = (used + 63) / 64 * 64 - 8 - length_size;
  g_byte_array_append (bytes, magic, 8);
  for (size_t i = 0; i < length_size; i++)
    {
      guint8 part = (guint8) (length >> (8 * i));
      g_byte_array_append (bytes, &part, 1);
    }
  g_byte_array_append (bytes, (const guint8 *) dictionary, (guint) strlen (dictionary));
  for (size_t i = strlen (dictionary); i + 1 < length; i++)
    g_byte_array_append (bytes, (const guint8 *) " ", 1);
  g_byte_array_append (bytes, (const guint8 *) "\n", 1);
  if (size > 0)
    g_byte_array_append (bytes, values, (guint) size);
  return bytes;
}

/* A safetensors file: the header's length, the header as it is given, the values. */
TEST_UNUSED static GByteArray *
test_safetensors_bytes (const char *header, const void *values, size_t size)
{
  GByteArray *bytes = g_byte_array_new ();
  guint64 length = GUINT64_TO_LE (strlen (header));
  g_byte_array_append (bytes, (const guint8 *) &length, sizeof length);
  g_byte_array_append (bytes, (const guint8 *) header, (guint) strlen (header));
  if (size > 0)
    g_byte_array_append (bytes, values, (guint) size);
  return bytes;
}

TEST_UNUSED static char *
test_folder_new (void)
{
  g_autoptr (GError) error = NULL;
  char *folder = g_dir_make_tmp ("isotherm-test-XXXXXX", &error);
  g_assert_no_error (error);
  return folder;
}

/* Removes the folder and the files in it, and frees the name. */
TEST_UNUSED static void
test_folder_free (char *folder)
{
  g_autoptr (GDir) directory = g_dir_open (folder, 0, NULL);
  const char *name;
  while (directory != NULL && (name = g_dir_read_name (directory)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_remove (path);
    }
  g_rmdir (folder);
  g_free (folder);
}

/* Takes the bytes. */
TEST_UNUSED static void
test_folder_put (const char *folder, const char *name, GByteArray *bytes)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_file_set_contents (path, (const char *) bytes->data, bytes->len, &error);
  g_assert_no_error (error);
  g_byte_array_unref (bytes);
}

/* That an error is of the engine and of `code`, and its message holds each of the `words` (NULL-terminated). */
TEST_UNUSED static void
test_error_says (GError *error, IsoError code, const char *const *words)
{
  g_assert_error (error, ISO_ERROR, (int) code);
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
  for (; *words != NULL; words++)
    if (strstr (error->message, *words) == NULL)
      g_error ("“%s” does not say “%s”", error->message, *words);
}

#define test_error(error, code, ...) test_error_says (error, code, (const char *const[]) { __VA_ARGS__, NULL })
