/* Small picture files made in memory, right and wrong ones, and nested folders to put them in. */
#pragma once

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <stdio.h>

#include "isotherm-config.h"
#include "tests/support/data-files.h"

#ifdef ISO_HAVE_JPEG
#include <jpeglib.h>
#endif

TEST_UNUSED static guint32
test_crc (const guint8 *data, size_t size)
{
  guint32 crc = 0xffffffffu;
  for (size_t i = 0; i < size; i++)
    {
      crc ^= data[i];
      for (int bit = 0; bit < 8; bit++)
        crc = crc >> 1 ^ ((crc & 1) != 0 ? 0xedb88320u : 0);
    }
  return ~crc;
}

TEST_UNUSED static void
test_png_chunk (GByteArray *png, const char *type, const guint8 *data, size_t size)
{
  guint32 length = GUINT32_TO_BE ((guint32) size), at = png->len + 4;
  g_byte_array_append (png, (const guint8 *) &length, 4);
  g_byte_array_append (png, (const guint8 *) type, 4);
  if (size > 0)
    g_byte_array_append (png, data, (guint) size);
  guint32 crc = GUINT32_TO_BE (test_crc (png->data + at, size + 4));
  g_byte_array_append (png, (const guint8 *) &crc, 4);
}

/* A PNG whose header says width × height, with `rows` (size bytes, each row after a filter byte of 0) and perhaps a palette. */
TEST_UNUSED static GByteArray *
test_png (guint32 width, guint32 height, guint8 depth, guint8 kind, const guint8 *palette, size_t palette_size, const guint8 *rows,
          size_t size)
{
  GByteArray *png = g_byte_array_new ();
  g_autoptr (GConverter) converter = G_CONVERTER (g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_ZLIB, 6));
  gsize consumed = 0, produced = 0, room = size + size / 8 + 256;
  g_autofree guint8 *packed = g_malloc (room);
  guint8 header[13] = { 0 };
  width = GUINT32_TO_BE (width);
  height = GUINT32_TO_BE (height);
  memcpy (header, &width, 4);
  memcpy (header + 4, &height, 4);
  header[8] = depth;
  header[9] = kind;
  g_assert_cmpint (g_converter_convert (converter, rows, size, packed, room, G_CONVERTER_INPUT_AT_END, &consumed, &produced, NULL),
                   ==, G_CONVERTER_FINISHED);
  g_byte_array_append (png, (const guint8 *) "\x89PNG\r\n\x1a\n", 8);
  test_png_chunk (png, "IHDR", header, sizeof header);
  if (palette_size > 0)
    test_png_chunk (png, "PLTE", palette, palette_size);
  test_png_chunk (png, "IDAT", packed, produced);
  test_png_chunk (png, "IEND", NULL, 0);
  return png;
}

/* One colour all over; `alpha` below 0: none. */
TEST_UNUSED static GByteArray *
test_plain_png (guint32 width, guint32 height, guint8 red, guint8 green, guint8 blue, int alpha)
{
  size_t pixel = alpha < 0 ? 3 : 4;
  g_autoptr (GByteArray) rows = g_byte_array_new ();
  const guint8 color[4] = { red, green, blue, (guint8) MAX (alpha, 0) }, filter = 0;
  for (guint32 y = 0; y < height; y++)
    {
      g_byte_array_append (rows, &filter, 1);
      for (guint32 x = 0; x < width; x++)
        g_byte_array_append (rows, color, (guint) pixel);
    }
  return test_png (width, height, 8, alpha < 0 ? 2 : 6, NULL, 0, rows->data, rows->len);
}

/* A smooth picture, the same for the same size: red grows to the right, green downwards, blue is 60. */
TEST_UNUSED static GdkPixbuf *
test_slope (int width, int height)
{
  GdkPixbuf *pixbuf = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, width, height);
  int stride = gdk_pixbuf_get_rowstride (pixbuf);
  guint8 *pixels = gdk_pixbuf_get_pixels (pixbuf);
  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x++)
      {
        guint8 *pixel = pixels + y * stride + 3 * x;
        pixel[0] = (guint8) (255 * x / MAX (width - 1, 1));
        pixel[1] = (guint8) (255 * y / MAX (height - 1, 1));
        pixel[2] = 60;
      }
  return pixbuf;
}

/* The slope as gdk-pixbuf writes it: "png", "jpeg", "tiff" or "bmp". */
TEST_UNUSED static GByteArray *
test_slope_file (int width, int height, const char *kind)
{
  g_autoptr (GdkPixbuf) pixbuf = test_slope (width, height);
  g_autoptr (GError) error = NULL;
  g_autofree char *data = NULL;
  gsize size;
  gdk_pixbuf_save_to_buffer (pixbuf, &data, &size, kind, &error, strcmp (kind, "jpeg") == 0 ? "quality" : NULL, "98", NULL);
  g_assert_no_error (error);
  GByteArray *bytes = g_byte_array_new ();
  g_byte_array_append (bytes, (const guint8 *) data, (guint) size);
  return bytes;
}

#ifdef ISO_HAVE_JPEG
/* One colour all over, of as many components as the space has. */
TEST_UNUSED static GByteArray *
test_plain_jpeg (unsigned int width, unsigned int height, J_COLOR_SPACE space, int components, const guint8 *color, bool progressive)
{
  struct jpeg_compress_struct jpeg = { 0 };
  struct jpeg_error_mgr errors;
  unsigned char *data = NULL;
  unsigned long size = 0;
  g_autofree guint8 *row = g_malloc ((gsize) width * (gsize) components);
  for (unsigned int x = 0; x < width; x++)
    memcpy (row + x * (gsize) components, color, (gsize) components);
  jpeg.err = jpeg_std_error (&errors);
  jpeg_create_compress (&jpeg);
  jpeg_mem_dest (&jpeg, &data, &size);
  jpeg.image_width = width;
  jpeg.image_height = height;
  jpeg.input_components = components;
  jpeg.in_color_space = space;
  jpeg_set_defaults (&jpeg);
  jpeg_set_quality (&jpeg, 100, TRUE);
  if (progressive)
    jpeg_simple_progression (&jpeg);
  jpeg_start_compress (&jpeg, TRUE);
  while (jpeg.next_scanline < height)
    jpeg_write_scanlines (&jpeg, &row, 1);
  jpeg_finish_compress (&jpeg);
  jpeg_destroy_compress (&jpeg);
  GByteArray *bytes = g_byte_array_new ();
  g_byte_array_append (bytes, data, (guint) size);
  free (data);
  return bytes;
}
#endif

/* Takes the bytes; `name` may lie in folders, which are made. */
TEST_UNUSED static void
test_tree_put (const char *folder, const char *name, GByteArray *bytes)
{
  g_autofree char *path = g_build_filename (folder, name, NULL), *parent = g_path_get_dirname (path);
  g_assert_cmpint (g_mkdir_with_parents (parent, 0700), ==, 0);
  test_folder_put (folder, name, bytes);
}

TEST_UNUSED static GByteArray *
test_text (const char *text)
{
  GByteArray *bytes = g_byte_array_new ();
  return g_byte_array_append (bytes, (const guint8 *) text, (guint) strlen (text));
}

/* Removes a folder with everything in it, and frees the name. */
TEST_UNUSED static void
test_tree_free (char *path)
{
  g_autoptr (GDir) directory = g_file_test (path, G_FILE_TEST_IS_SYMLINK) ? NULL : g_dir_open (path, 0, NULL);
  const char *name;
  while (directory != NULL && (name = g_dir_read_name (directory)) != NULL)
    test_tree_free (g_build_filename (path, name, NULL));
  g_remove (path);
  g_free (path);
}
