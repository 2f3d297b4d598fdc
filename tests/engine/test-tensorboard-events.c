/* Event files: checksums against published vectors, and the bytes against a file that was made by hand from the format's description. */
#include <math.h>

#include "engine/export/crc32c.h"
#include "engine/export/tensorboard-events.h"
#include "tests/support/data-files.h"

static void
test_checksum (void)
{
  /* RFC 3720, appendix B.4, and the check value of the polynomial. */
  guint8 bytes[32];
  g_assert_cmphex (iso_crc32c ((const guint8 *) "123456789", 9), ==, 0xe3069283u);
  g_assert_cmphex (iso_crc32c (NULL, 0), ==, 0u);
  memset (bytes, 0, sizeof bytes);
  g_assert_cmphex (iso_crc32c (bytes, sizeof bytes), ==, 0x8a9136aau);
  memset (bytes, 0xff, sizeof bytes);
  g_assert_cmphex (iso_crc32c (bytes, sizeof bytes), ==, 0x62a8ab43u);
  for (guint8 i = 0; i < sizeof bytes; i++)
    bytes[i] = i;
  g_assert_cmphex (iso_crc32c (bytes, sizeof bytes), ==, 0x46dd794eu);
}

static void
test_mask (void)
{
  /* Rotated right by 15 bits: 0x00008000 becomes 1, 1 becomes 0x00020000; and the sum wraps round. */
  g_assert_cmphex (iso_crc32c_mask (0), ==, 0xa282ead8u);
  g_assert_cmphex (iso_crc32c_mask (0x00008000u), ==, 0xa282ead9u);
  g_assert_cmphex (iso_crc32c_mask (1), ==, 0xa284ead8u);
  g_assert_cmphex (iso_crc32c_mask (0xffffffffu), ==, 0xa282ead7u);
  /* As TensorFlow has it of "123456789": ((0xe3069283 >> 15) | (0xe3069283 << 17)) + 0xa282ead8. */
  g_assert_cmphex (iso_crc32c_mask (0xe3069283u), ==, 0xc78ab0e5u);
}

/* The record at *at, whose checksums must agree; *at goes on to the next. */
static GByteArray *
next_record (const guint8 *file, size_t size, size_t *at)
{
  guint64 length;
  guint32 checksum;
  g_assert_cmpuint (size - *at, >=, 12);
  memcpy (&length, file + *at, 8);
  memcpy (&checksum, file + *at + 8, 4);
  g_assert_cmphex (checksum, ==, iso_crc32c_mask (iso_crc32c (file + *at, 8)));
  g_assert_cmpuint (size - *at, >=, length + 16);
  GByteArray *record = g_byte_array_new ();
  g_byte_array_append (record, file + *at + 12, (guint) length);
  memcpy (&checksum, file + *at + 12 + length, 4);
  g_assert_cmphex (checksum, ==, iso_crc32c_mask (iso_crc32c (record->data, record->len)));
  *at += length + 16;
  return record;
}

static void
assert_record (const guint8 *file, size_t size, size_t *at, const guint8 *bytes, size_t count)
{
  g_autoptr (GByteArray) record = next_record (file, size, at);
  g_assert_cmpmem (record->data, record->len, bytes, count);
}

static void
test_bytes (void)
{
  char *folder = test_folder_new ();
  g_autofree char *path = g_build_filename (folder, "events.out.tfevents.test", NULL), *contents = NULL;
  g_autoptr (GError) error = NULL;
  gsize size, at = 0;
  IsoTensorboardEvents *events = iso_tensorboard_events_new (path, 1.5);
  iso_tensorboard_events_begin (events, 2.0, 300);
  iso_tensorboard_events_add_scalar (events, "a/b", 0.5);
  iso_tensorboard_events_add_scalar (events, "missing", (double) NAN);
  iso_tensorboard_events_add_scalar (events, "c", -INFINITY);
  iso_tensorboard_events_begin (events, 3.0, 301); /* nothing in it: no record */
  iso_tensorboard_events_add_scalar (events, "missing", (double) NAN);
  iso_tensorboard_events_begin (events, 4.0, 0);
  iso_tensorboard_events_add_text (events, "t", "x");
  g_assert_true (iso_tensorboard_events_finish (events, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (path, &contents, &size, NULL));
  const guint8 *file = (const guint8 *) contents;
  static const guint8 first[] = { 0x09, 0, 0, 0, 0, 0, 0, 0xf8, 0x3f, 0x1a, 13, 'b', 'r', 'a', 'i', 'n', '.', 'E', 'v', 'e', 'n', 't', ':', '2' };
  assert_record (file, size, &at, first, sizeof first);
  static const guint8 scalars[] = { 0x09, 0, 0, 0, 0, 0, 0, 0, 0x40, 0x10, 0xac, 0x02, 0x2a, 22,
                                    0x0a, 10, 0x0a, 3, 'a', '/', 'b', 0x15, 0, 0, 0, 0x3f,
                                    0x0a, 8, 0x0a, 1, 'c', 0x15, 0, 0, 0x80, 0xff };
  assert_record (file, size, &at, scalars, sizeof scalars);
  static const guint8 text[] = { 0x09, 0, 0, 0, 0, 0, 0, 0x10, 0x40, 0x10, 0, 0x2a, 28, 0x0a, 26, 0x0a, 1, 't',
                                 0x42, 11, 0x08, 7, 0x12, 4, 0x12, 2, 0x08, 1, 0x42, 1, 'x',
                                 0x4a, 8, 0x0a, 6, 0x0a, 4, 't', 'e', 'x', 't' };
  assert_record (file, size, &at, text, sizeof text);
  g_assert_cmpuint (at, ==, size);
  test_folder_free (folder);
}

static void
test_nowhere (void)
{
  g_autoptr (GError) error = NULL;
  IsoTensorboardEvents *events = iso_tensorboard_events_new ("/nowhere/at/all/events", 0.0);
  iso_tensorboard_events_begin (events, 0.0, 1);
  iso_tensorboard_events_add_scalar (events, "a", 1.0);
  g_assert_false (iso_tensorboard_events_finish (events, &error));
  test_error (error, ISO_ERROR_FILE, "/nowhere/at/all/events");
}

/* What is abandoned leaves nothing, and what was there before stays. */
static void
test_abandoned (void)
{
  char *folder = test_folder_new ();
  g_autofree char *path = g_build_filename (folder, "events", NULL), *contents = NULL;
  g_assert_true (g_file_set_contents (path, "before", -1, NULL));
  IsoTensorboardEvents *events = iso_tensorboard_events_new (path, 0.0);
  iso_tensorboard_events_abandon (events);
  g_assert_true (g_file_get_contents (path, &contents, NULL, NULL));
  g_assert_cmpstr (contents, ==, "before");
  g_remove (path);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
  g_free (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tensorboard-events/checksum", test_checksum);
  g_test_add_func ("/tensorboard-events/mask", test_mask);
  g_test_add_func ("/tensorboard-events/bytes", test_bytes);
  g_test_add_func ("/tensorboard-events/nowhere", test_nowhere);
  g_test_add_func ("/tensorboard-events/abandoned", test_abandoned);
  return g_test_run ();
}
