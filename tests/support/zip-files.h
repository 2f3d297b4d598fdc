/* ZIP archives made in memory, honest or lying. */
#pragma once

#include <stdbool.h>

#include "engine/data/crc32.h"
#include "tests/support/data-files.h"

/* One member to be; what is zero is as it should be. */
typedef struct {
  const char *name;
  const GByteArray *plain;
  bool deflated, large; /* large: sizes and place in a ZIP64 field */
  guint64 claimed_size, claimed_packed_size, claimed_offset;
  guint32 crc_error;
  guint16 method, flags;
} TestMember;

TEST_UNUSED static void
test_put_number (GByteArray *bytes, guint64 number, int size)
{
  for (int i = 0; i < size; i++)
    {
      guint8 byte = (guint8) (number >> (8 * i));
      g_byte_array_append (bytes, &byte, 1);
    }
}

/* The fields that a local header and an entry of the directory have in common. */
TEST_UNUSED static void
test_put_common (GByteArray *zip, const TestMember *member, guint64 packed_size, bool wide)
{
  test_put_number (zip, member->large ? 45 : 20, 2);
  test_put_number (zip, member->flags, 2);
  test_put_number (zip, member->method != 0 ? member->method : member->deflated ? 8 : 0, 2);
  test_put_number (zip, 0, 4);
  test_put_number (zip, iso_crc32 (0, member->plain->data, member->plain->len) ^ member->crc_error, 4);
  test_put_number (zip, wide ? 0xffffffff : member->claimed_packed_size != 0 ? member->claimed_packed_size : packed_size, 4);
  test_put_number (zip, wide ? 0xffffffff : member->claimed_size != 0 ? member->claimed_size : member->plain->len, 4);
  test_put_number (zip, strlen (member->name), 2);
}

TEST_UNUSED static GByteArray *
test_zip (const TestMember *members, size_t count, bool large_end)
{
  GByteArray *zip = g_byte_array_new ();
  g_autoptr (GByteArray) directory = g_byte_array_new ();
  for (size_t m = 0; m < count; m++)
    {
      const TestMember *member = &members[m];
      g_autoptr (GByteArray) packed = member->deflated ? test_compress (member->plain, G_ZLIB_COMPRESSOR_FORMAT_RAW) : NULL;
      const GByteArray *body = packed != NULL ? packed : member->plain;
      guint64 offset = member->claimed_offset != 0 ? member->claimed_offset : zip->len;
      test_put_number (zip, 0x04034b50, 4);
      test_put_common (zip, member, body->len, member->large);
      test_put_number (zip, member->large ? 20 : 0, 2);
      g_byte_array_append (zip, (const guint8 *) member->name, (guint) strlen (member->name));
      if (member->large) /* as NumPy writes local headers */
        {
          test_put_number (zip, 1 | 16 << 16, 4);
          test_put_number (zip, member->plain->len, 8);
          test_put_number (zip, body->len, 8);
        }
      g_byte_array_append (zip, body->data, body->len);

      test_put_number (directory, 0x02014b50, 4);
      test_put_number (directory, 45, 2);
      test_put_common (directory, member, body->len, member->large);
      test_put_number (directory, member->large ? 28 : 0, 2);
      test_put_number (directory, 0, 2 + 2 + 2); /* comment, disk, attributes within */
      test_put_number (directory, 0, 4);         /* and without */
      test_put_number (directory, member->large ? 0xffffffff : offset, 4);
      g_byte_array_append (directory, (const guint8 *) member->name, (guint) strlen (member->name));
      if (member->large)
        {
          test_put_number (directory, 1 | 24 << 16, 4);
          test_put_number (directory, member->claimed_size != 0 ? member->claimed_size : member->plain->len, 8);
          test_put_number (directory, member->claimed_packed_size != 0 ? member->claimed_packed_size : body->len, 8);
          test_put_number (directory, offset, 8);
        }
    }
  guint64 start = zip->len;
  g_byte_array_append (zip, directory->data, directory->len);
  if (large_end)
    {
      guint64 end = zip->len;
      test_put_number (zip, 0x06064b50, 4);
      test_put_number (zip, 44, 8);
      test_put_number (zip, 45 | 45 << 16, 4);
      test_put_number (zip, 0, 8);
      test_put_number (zip, count, 8);
      test_put_number (zip, count, 8);
      test_put_number (zip, directory->len, 8);
      test_put_number (zip, start, 8);
      test_put_number (zip, 0x07064b50, 4);
      test_put_number (zip, 0, 4);
      test_put_number (zip, end, 8);
      test_put_number (zip, 1, 4);
    }
  test_put_number (zip, 0x06054b50, 4);
  test_put_number (zip, 0, 4);
  test_put_number (zip, large_end ? 0xffff : count, 2);
  test_put_number (zip, large_end ? 0xffff : count, 2);
  test_put_number (zip, large_end ? 0xffffffff : directory->len, 4);
  test_put_number (zip, large_end ? 0xffffffff : start, 4);
  test_put_number (zip, 0, 2);
  return zip;
}
