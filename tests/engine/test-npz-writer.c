/* Archives of arrays, read again by the engine's own readers of ZIP and .npy, which were written for files of others. (NumPy reads them
 * in tests/e2e/test-cli-exports.) */
#include <math.h>

#include "engine/data/npy.h"
#include "engine/data/zip.h"
#include "engine/export/npz.h"
#include "tests/support/data-files.h"

static const float Z[6] = { 0.0f, -1.5f, 2.25f, 1e30f, -1e-30f, 6.0f };
static const gint32 labels[3] = { 2, 0, -7 };
static const guint32 indices[3] = { 5, 4000000000u, 0 };
static const char *const names[4] = { "Shirt", "Ankle boot", "", "Größe 𝕏" };

static IsoNpzWriter *
make_writer (void)
{
  IsoNpzWriter *writer = iso_npz_writer_new ();
  iso_npz_writer_add_floats (writer, "embeddings", Z, 3, 2);
  iso_npz_writer_add_integers (writer, "labels", labels, 3);
  iso_npz_writer_add_indices (writer, "indices", indices, 3);
  iso_npz_writer_add_texts (writer, "class_names", names, 4);
  return writer;
}

static GBytes *
load (const char *path)
{
  char *contents;
  gsize size;
  g_assert_true (g_file_get_contents (path, &contents, &size, NULL));
  return g_bytes_new_take (contents, size);
}

/* The header's dictionary and the values behind it. */
static void
assert_member (IsoZip *zip, const char *name, const char *dictionary, const void *values, size_t size)
{
  g_autoptr (GError) error = NULL;
  const IsoZipMember *member = iso_zip_find (zip, name);
  g_assert_nonnull (member);
  g_assert_cmpint (member->method, ==, 0);
  g_autoptr (GBytes) bytes = iso_zip_read (zip, member, NULL, &error); /* checks the sum */
  g_assert_no_error (error);
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);
  g_assert_cmpmem (data, 8, "\x93NUMPY\x01\x00", 8);
  size_t header = 10 + data[8] + 256u * data[9];
  g_assert_cmpuint (header % 64, ==, 0);
  g_assert_cmpmem (data + 10, strlen (dictionary), dictionary, strlen (dictionary));
  g_assert_cmpmem (data + header, length - header, values, size);
}

static void
test_contents (void)
{
  char *folder = test_folder_new ();
  g_autofree char *path = g_build_filename (folder, "run.npz", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (IsoNpzWriter) writer = make_writer ();
  g_assert_true (iso_npz_writer_save (writer, path, &error));
  g_assert_no_error (error);
  g_autoptr (GBytes) first = load (path);
  g_autoptr (IsoZip) zip = iso_zip_open (path, first, &error);
  g_assert_no_error (error);
  size_t count;
  iso_zip_members (zip, &count);
  g_assert_cmpuint (count, ==, 4);
  assert_member (zip, "embeddings.npy", "{'descr': '<f4', 'fortran_order': False, 'shape': (3, 2), }", Z, sizeof Z);
  assert_member (zip, "labels.npy", "{'descr': '<i4', 'fortran_order': False, 'shape': (3,), }", labels, sizeof labels);
  assert_member (zip, "indices.npy", "{'descr': '<u4', 'fortran_order': False, 'shape': (3,), }", indices, sizeof indices);
  /* Characters, not bytes: the longest name has 10; the last lies outside the first plane. */
  guint32 characters[40] = { 0 };
  for (int i = 0; i < 4; i++)
    {
      glong length;
      g_autofree gunichar *text = g_utf8_to_ucs4_fast (names[i], -1, &length);
      memcpy (characters + 10 * i, text, (size_t) length * sizeof *text);
    }
  g_assert_cmphex (characters[36], ==, 0x1d54f);
  assert_member (zip, "class_names.npy", "{'descr': '<U10', 'fortran_order': False, 'shape': (4,), }", characters, sizeof characters);
  /* The same again, byte for byte. */
  g_assert_true (iso_npz_writer_save (writer, path, &error));
  g_autoptr (GBytes) second = load (path);
  g_assert_true (g_bytes_equal (first, second));
  test_folder_free (folder);
}

static void
test_empty (void)
{
  char *folder = test_folder_new ();
  g_autofree char *path = g_build_filename (folder, "run.npz", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (IsoNpzWriter) writer = iso_npz_writer_new ();
  iso_npz_writer_add_floats (writer, "embeddings", NULL, 0, 64);
  iso_npz_writer_add_texts (writer, "class_names", names, 0);
  g_assert_true (iso_npz_writer_save (writer, path, &error));
  g_assert_no_error (error);
  g_autoptr (GBytes) bytes = load (path);
  g_autoptr (IsoZip) zip = iso_zip_open (path, bytes, &error);
  g_assert_no_error (error);
  assert_member (zip, "embeddings.npy", "{'descr': '<f4', 'fortran_order': False, 'shape': (0, 64), }", NULL, 0);
  assert_member (zip, "class_names.npy", "{'descr': '<U1', 'fortran_order': False, 'shape': (0,), }", NULL, 0);
  test_folder_free (folder);
}

static void
test_refused (void)
{
  char *folder = test_folder_new ();
  g_autofree char *path = g_build_filename (folder, "run.npz", NULL);
  g_autoptr (IsoNpzWriter) writer = make_writer (), large = iso_npz_writer_new (), endless = iso_npz_writer_new ();
  g_autoptr (GError) error = NULL;
  g_assert_false (iso_npz_writer_save (writer, "/nowhere/at/all/run.npz", &error));
  test_error (error, ISO_ERROR_FILE, "/nowhere/at/all/run.npz");
  g_clear_error (&error);
  /* 4 GiB of floats, whose numbers would not fit; refused before a value is read. */
  iso_npz_writer_add_floats (large, "embeddings", Z, (size_t) 1 << 20, (size_t) 1 << 10);
  g_assert_false (iso_npz_writer_save (large, path, &error));
  test_error (error, ISO_ERROR_MEMORY, "run.npz", "too large");
  g_clear_error (&error);
  iso_npz_writer_add_floats (endless, "embeddings", Z, G_MAXSIZE / 2, 3);
  g_assert_false (iso_npz_writer_save (endless, path, &error));
  test_error (error, ISO_ERROR_MEMORY, "run.npz", "too large");
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  test_folder_free (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/npz-writer/contents", test_contents);
  g_test_add_func ("/npz-writer/empty", test_empty);
  g_test_add_func ("/npz-writer/refused", test_refused);
  return g_test_run ();
}
