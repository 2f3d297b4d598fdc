/* Files that are there whole or not at all. */
#include <errno.h>
#include <signal.h>
#include <sys/resource.h>

#include "engine/export/file-writer.h"
#include "tests/support/data-files.h"

typedef struct {
  char *folder, *path;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = test_folder_new ();
  fixture->path = g_build_filename (fixture->folder, "file", NULL);
  g_assert_true (g_file_set_contents (fixture->path, "before", -1, NULL));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  test_folder_free (fixture->folder);
  g_free (fixture->path);
}

/* That the file has `expected`, and that nothing else is in its folder. */
static void
assert_contents (const Fixture *fixture, const void *expected, size_t size)
{
  g_autofree char *contents = NULL;
  gsize length;
  g_assert_true (g_file_get_contents (fixture->path, &contents, &length, NULL));
  g_assert_cmpmem (contents, length, expected, size);
  g_autoptr (GDir) folder = g_dir_open (fixture->folder, 0, NULL);
  g_assert_cmpstr (g_dir_read_name (folder), ==, "file");
  g_assert_null (g_dir_read_name (folder));
}

/* Pieces around the size that is gathered before it is written: their order and all of their bytes. */
static void
test_pieces (Fixture *fixture, gconstpointer data)
{
  static const size_t sizes[] = { 1, 0, 65535, 65536, 2, 65537, 200000, 65534, 1, 1, 1, 65536 };
  g_autoptr (GByteArray) expected = g_byte_array_new ();
  g_autoptr (GError) error = NULL;
  IsoFileWriter *writer = iso_file_writer_new (fixture->path);
  guint8 next = 0;
  for (size_t i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autofree guint8 *piece = g_malloc (sizes[i] + 1);
      for (size_t b = 0; b < sizes[i]; b++)
        piece[b] = (guint8) (next += 37);
      iso_file_writer_add (writer, piece, sizes[i]);
      g_byte_array_append (expected, piece, (guint) sizes[i]);
    }
  iso_file_writer_add_text (writer, "end");
  g_byte_array_append (expected, (const guint8 *) "end", 3);
  g_assert_true (iso_file_writer_is_well (writer));
  g_assert_true (iso_file_writer_finish (writer, &error));
  g_assert_no_error (error);
  assert_contents (fixture, expected->data, expected->len);
}

static void
test_empty (Fixture *fixture, gconstpointer data)
{
  g_assert_true (iso_file_write (fixture->path, NULL, 0, NULL));
  assert_contents (fixture, "", 0);
}

static void
test_abandoned (Fixture *fixture, gconstpointer data)
{
  {
    g_autoptr (IsoFileWriter) writer = iso_file_writer_new (fixture->path);
    iso_file_writer_add_text (writer, "after");
  }
  assert_contents (fixture, "before", 6);
}

/* A disk without room: what was there stays, and the message says which file and why. */
static void
test_full (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  struct rlimit former, small;
  g_autofree char *block = g_malloc0 (300000);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &former), ==, 0);
  small = (struct rlimit) { 100000, former.rlim_max };
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &small), ==, 0);
  IsoFileWriter *writer = iso_file_writer_new (fixture->path);
  iso_file_writer_add (writer, block, 300000);
  bool is_well = iso_file_writer_is_well (writer);
  iso_file_writer_add_text (writer, "more");
  bool done = iso_file_writer_finish (writer, &error);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &former), ==, 0);
  g_assert_false (is_well);
  g_assert_false (done);
  test_error (error, ISO_ERROR_FILE, fixture->path, g_strerror (EFBIG));
  assert_contents (fixture, "before", 6);
}

static void
test_in_the_way (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  /* A folder of that name, and no folder for it. */
  g_assert_false (iso_file_write (fixture->folder, "x", 1, &error));
  test_error (error, ISO_ERROR_FILE, fixture->folder);
  g_clear_error (&error);
  g_assert_false (iso_file_write ("/nowhere/at/all", "x", 1, &error));
  test_error (error, ISO_ERROR_FILE, "/nowhere/at/all");
  assert_contents (fixture, "before", 6);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function) g_test_add ("/file-writer/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("pieces", test_pieces);
  ADD ("empty", test_empty);
  ADD ("abandoned", test_abandoned);
  ADD ("full", test_full);
  ADD ("in-the-way", test_in_the_way);
  return g_test_run ();
}
