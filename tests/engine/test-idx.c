#include "engine/base/checked.h"
#include "engine/data/idx.h"
#include "tests/support/data-files.h"

static const guint32 small_sizes[3] = { 5, 4, 3 };

static bool
parse (IsoIdx *idx, const GByteArray *bytes, size_t length, GError **error)
{
  g_autoptr (GBytes) contents = g_bytes_new (bytes->data, length);
  return iso_idx_parse (idx, "file.idx", contents, error);
}

static void
assert_small (const IsoIdx *idx)
{
  g_assert_cmpuint (idx->dimension_count, ==, 3);
  for (int d = 0; d < 3; d++)
    g_assert_cmpuint (idx->sizes[d], ==, small_sizes[d]);
  for (guint8 i = 0; i < 60; i++)
    g_assert_cmpuint (idx->bytes[i], ==, i);
}

static void
assert_refused (GByteArray *bytes, IsoError code, const char *word)
{
  g_autoptr (GError) error = NULL;
  IsoIdx idx;
  g_assert_false (parse (&idx, bytes, bytes->len, &error));
  test_error (error, code, "file.idx", word);
  g_assert_null (idx.bytes);
  g_byte_array_unref (bytes);
}

static void
test_parse (void)
{
  g_autoptr (GByteArray) plain = test_idx_bytes (8, 3, small_sizes, 60, 256);
  g_autoptr (GByteArray) packed = test_gzip (plain);
  const GByteArray *both[] = { plain, packed };
  for (size_t i = 0; i < 2; i++)
    {
      g_autoptr (GError) error = NULL;
      IsoIdx idx;
      g_assert_true (parse (&idx, both[i], both[i]->len, &error));
      g_assert_no_error (error);
      assert_small (&idx);
      iso_idx_clear (&idx);
    }
}

static void
test_truncated (void)
{
  g_autoptr (GByteArray) plain = test_idx_bytes (8, 3, small_sizes, 60, 256);
  g_autoptr (GByteArray) packed = test_gzip (plain);
  const GByteArray *both[] = { plain, packed };
  for (size_t i = 0; i < 2; i++)
    for (size_t length = 0; length < both[i]->len; length++)
      {
        g_autoptr (GError) error = NULL;
        IsoIdx idx;
        g_assert_false (parse (&idx, both[i], length, &error));
        test_error (error, ISO_ERROR_FORMAT, "file.idx");
        g_assert_null (idx.bytes);
      }
}

static void
test_header (void)
{
  const guint32 five[5] = { 1, 1, 1, 1, 1 };
  GByteArray *magic = test_idx_bytes (8, 3, small_sizes, 60, 256);
  magic->data[0] = 'P';
  assert_refused (magic, ISO_ERROR_FORMAT, "0x50000803");
  assert_refused (test_idx_bytes (0x0d, 3, small_sizes, 60, 256), ISO_ERROR_FORMAT, "0x0d");
  assert_refused (test_idx_bytes (8, 0, NULL, 1, 256), ISO_ERROR_FORMAT, "dimensions");
  assert_refused (test_idx_bytes (8, 5, five, 1, 256), ISO_ERROR_FORMAT, "dimensions");
  assert_refused (g_byte_array_new (), ISO_ERROR_FORMAT, "expected 4");
}

static void
test_lying_sizes (void)
{
  const guint32 more[3] = { 6, 4, 3 }, fewer[3] = { 5, 4, 2 };
  const guint32 huge[3] = { 0xffffffff, 0xffffffff, 1 }, overflow[4] = { 0x80000000, 0x80000000, 4, 1 };
  const guint32 *lies[] = { more, fewer, huge };
  for (size_t i = 0; i < G_N_ELEMENTS (lies); i++)
    {
      assert_refused (test_idx_bytes (8, 3, lies[i], 60, 256), ISO_ERROR_FORMAT, "values");
      g_autoptr (GByteArray) plain = test_idx_bytes (8, 3, lies[i], 60, 256);
      assert_refused (test_gzip (plain), ISO_ERROR_FORMAT, "values");
    }
  assert_refused (test_idx_bytes (8, 4, overflow, 60, 256), ISO_ERROR_FORMAT, "too large");
  g_autoptr (GByteArray) plain = test_idx_bytes (8, 4, overflow, 60, 256);
  assert_refused (test_gzip (plain), ISO_ERROR_FORMAT, "too large");
}

/* 64 MB of zeros behind a header that promises ten bytes: only the ten and one more are ever unpacked, so the damage behind
 * them is never met. */
static void
test_bomb (void)
{
  const guint32 ten = 10;
  g_autoptr (GByteArray) plain = test_idx_bytes (8, 1, &ten, 10, 1);
  guint header = plain->len;
  g_byte_array_set_size (plain, 64u << 20);
  memset (plain->data + header, 0, plain->len - header);
  GByteArray *packed = test_gzip (plain);
  g_assert_cmpuint (packed->len, <, 1u << 20);
  memset (packed->data + packed->len / 2, 0xff, packed->len / 2);
  assert_refused (packed, ISO_ERROR_FORMAT, "more bytes than the 10");
}

static void
test_trailing (void)
{
  g_autoptr (GByteArray) plain = test_idx_bytes (8, 3, small_sizes, 60, 256);
  GByteArray *packed = test_gzip (plain), *damaged = test_gzip (plain), *longer = test_idx_bytes (8, 3, small_sizes, 61, 256);
  g_byte_array_append (packed, (const guint8 *) "x", 1);
  assert_refused (packed, ISO_ERROR_FORMAT, "after the end of the gzip data");
  damaged->data[damaged->len - 8] ^= 1; /* the checksum */
  assert_refused (damaged, ISO_ERROR_FORMAT, "gzip");
  assert_refused (longer, ISO_ERROR_FORMAT, "found 61 bytes, expected 60");
}

static void
test_empty_dimension (void)
{
  const guint32 sizes[3] = { 0, 28, 28 };
  g_autoptr (GByteArray) bytes = test_idx_bytes (8, 3, sizes, 0, 256);
  g_autoptr (GError) error = NULL;
  IsoIdx idx;
  g_assert_true (parse (&idx, bytes, bytes->len, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (idx.sizes[0], ==, 0);
  g_assert_nonnull (idx.bytes);
  iso_idx_clear (&idx);
}

/* More than the parser takes at first, so that its block has to grow. */
static void
test_large (void)
{
  const guint32 sizes[2] = { 1234, 3001 };
  g_autoptr (GByteArray) plain = test_idx_bytes (8, 2, sizes, 1234 * 3001, 251);
  g_autoptr (GByteArray) packed = test_gzip (plain);
  g_autoptr (GError) error = NULL;
  IsoIdx idx;
  g_assert_true (parse (&idx, packed, packed->len, &error));
  g_assert_no_error (error);
  g_assert_cmpint (memcmp (idx.bytes, plain->data + 12, 1234 * 3001), ==, 0);
  g_assert_cmpuint ((guintptr) idx.bytes % 64, ==, 0);
  iso_idx_clear (&idx);
}

static void
test_file (void)
{
  g_autoptr (GError) error = NULL;
  char *folder = test_folder_new ();
  IsoIdx idx;
  test_folder_put (folder, "a.idx", test_idx_bytes (8, 3, small_sizes, 60, 256));
  g_autoptr (GFile) parent = g_file_new_for_path (folder);
  g_autoptr (GFile) file = g_file_get_child (parent, "a.idx");
  g_autoptr (GFile) missing = g_file_get_child (parent, "missing.idx");
  g_assert_true (iso_idx_read (&idx, file, NULL, &error));
  g_assert_no_error (error);
  assert_small (&idx);
  iso_idx_clear (&idx);

  g_assert_false (iso_idx_read (&idx, missing, NULL, &error));
  test_error (error, ISO_ERROR_FILE, "missing.idx");
  g_clear_error (&error);
  g_assert_false (iso_idx_read (&idx, parent, NULL, &error));
  test_error (error, ISO_ERROR_FILE, "folder");
  g_clear_error (&error);
  g_autoptr (GCancellable) cancelled = g_cancellable_new ();
  g_cancellable_cancel (cancelled);
  g_assert_false (iso_idx_read (&idx, file, cancelled, &error));
  test_error (error, ISO_ERROR_CANCELLED, "a.idx");
  test_folder_free (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/idx/parse", test_parse);
  g_test_add_func ("/idx/truncated", test_truncated);
  g_test_add_func ("/idx/header", test_header);
  g_test_add_func ("/idx/lying-sizes", test_lying_sizes);
  g_test_add_func ("/idx/bomb", test_bomb);
  g_test_add_func ("/idx/trailing", test_trailing);
  g_test_add_func ("/idx/empty-dimension", test_empty_dimension);
  g_test_add_func ("/idx/large", test_large);
  g_test_add_func ("/idx/file", test_file);
  return g_test_run ();
}
