#include <math.h>

#include "engine/base/checked.h"
#include "engine/data/npy.h"
#include "engine/export/npy.h"
#include "tests/support/data-files.h"

#define MATRIX "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }"

static const float values[6] = { 0.0f, -1.5f, 2.25f, 1e30f, -1e-30f, 6.0f };

static bool
parse (IsoNpy *npy, const GByteArray *bytes, size_t length, GError **error)
{
  g_autoptr (GBytes) contents = g_bytes_new (bytes->data, length);
  return iso_npy_parse (npy, "file.npy", contents, error);
}

static void
assert_refused (GByteArray *bytes, const char *word)
{
  g_autoptr (GError) error = NULL;
  IsoNpy npy;
  g_assert_false (parse (&npy, bytes, bytes->len, &error));
  test_error (error, ISO_ERROR_FORMAT, "file.npy", word);
  g_assert_null (npy.data);
  g_byte_array_unref (bytes);
}

static void
assert_header_refused (const char *dictionary, const char *word)
{
  assert_refused (test_npy_bytes (1, dictionary, values, sizeof values), word);
}

static void
test_parse (void)
{
  /* as NumPy writes, as Python 2 wrote, and what else is allowed */
  static const char *const dictionaries[] = {
    MATRIX,
    "{'descr': '<f4', 'fortran_order': False, 'shape': (2L, 3L), }",
    "{\"shape\":(2,3),\"descr\":\"<f4\",\"fortran_order\":False}",
  };
  for (guint8 version = 1; version <= 3; version++)
    for (size_t i = 0; i < G_N_ELEMENTS (dictionaries); i++)
      {
        g_autoptr (GError) error = NULL;
        g_autoptr (GByteArray) bytes = test_npy_bytes (version, dictionaries[i], values, sizeof values);
        IsoNpy npy;
        g_assert_true (parse (&npy, bytes, bytes->len, &error));
        g_assert_no_error (error);
        g_assert_cmpint (npy.type, ==, ISO_NPY_FLOAT32);
        g_assert_cmpuint (npy.dimension_count, ==, 2);
        g_assert_cmpuint (npy.sizes[0], ==, 2);
        g_assert_cmpuint (npy.sizes[1], ==, 3);
        g_assert_cmpuint (npy.element_count, ==, 6);
        g_assert_cmpint (memcmp (npy.data, values, sizeof values), ==, 0);
        g_assert_cmpuint ((guintptr) npy.data % 64, ==, 0);
        iso_npy_clear (&npy);
      }
}

/* No offset may crash, and only cuts in the blanks and values could make sense: none does, for the sizes then disagree. */
static void
test_truncated (void)
{
  for (guint8 version = 1; version <= 3; version++)
    {
      g_autoptr (GByteArray) bytes = test_npy_bytes (version, MATRIX, values, sizeof values);
      for (size_t length = 0; length < bytes->len; length++)
        {
          g_autoptr (GError) error = NULL;
          IsoNpy npy;
          g_assert_false (parse (&npy, bytes, length, &error));
          test_error (error, ISO_ERROR_FORMAT, "file.npy");
          g_assert_null (npy.data);
        }
    }
}

static void
test_magic (void)
{
  GByteArray *magic = test_npy_bytes (1, MATRIX, values, sizeof values);
  GByteArray *version = test_npy_bytes (1, MATRIX, values, sizeof values);
  GByteArray *length = test_npy_bytes (1, MATRIX, values, sizeof values);
  magic->data[0] = 'x';
  assert_refused (magic, "magic number");
  version->data[6] = 9;
  assert_refused (version, "found 9.0");
  length->data[9] = 0xff;
  assert_refused (length, "header length");
  assert_refused (g_byte_array_new (), "an empty file");
}

static void
test_refused_headers (void)
{
  assert_header_refused ("{'descr': '|O', 'fortran_order': False, 'shape': (2, 3), }", "“|O”");
  assert_header_refused ("{'descr': '<c8', 'fortran_order': False, 'shape': (2, 3), }", "“<c8”");
  assert_header_refused ("{'descr': [('x', '<f4')], 'fortran_order': False, 'shape': (2, 3), }", "descr");
  assert_header_refused ("{'descr': '<U0', 'fortran_order': False, 'shape': (2, 3), }", "“<U0”");
  assert_header_refused ("{'descr': '<S99999999999', 'fortran_order': False, 'shape': (2, 3), }", "“<S99999999999”");
  assert_header_refused ("{'descr': '=f4', 'fortran_order': False, 'shape': (2, 3), }", "“=f4”");
  assert_header_refused ("{'descr': '', 'fortran_order': False, 'shape': (2, 3), }", "“”");
  assert_header_refused ("{'descr': '<f4', 'fortran_order': 0, 'shape': (2, 3), }", "fortran_order");
  assert_header_refused ("{'descr': '<f4', 'shape': (2, 3), }", "“fortran_order” is missing");
  assert_header_refused ("{'fortran_order': False, 'shape': (2, 3), }", "“descr” is missing");
  assert_header_refused ("{'descr': '<f4', 'fortran_order': False, }", "“shape” is missing");
  assert_header_refused ("{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }", "once each");
  assert_header_refused ("{'other': '<f4', 'fortran_order': False, 'shape': (2, 3), }", "“other”");
  assert_header_refused ("{'descr': '<f4', 'fortran_order': False, 'shape': (2, -3), }", "size");
  assert_header_refused ("{'descr': '<f4', 'fortran_order': False, 'shape': (2 3), }", "shape");
  assert_header_refused ("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3) } x", "end");
  assert_header_refused ("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3", "shape");
  assert_header_refused ("{'descr': '<f4\x01', 'fortran_order': False, 'shape': (2, 3), }", "descr");
  assert_header_refused ("", "{");
}

static void
test_lying_shapes (void)
{
  assert_header_refused ("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 4), }", "found 24 bytes, expected 32");
  assert_header_refused ("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 2), }", "found 24 bytes, expected 16");
  assert_header_refused ("{'descr': '<f4', 'fortran_order': False, 'shape': (), }", "expected 4");
  assert_header_refused ("{'descr': '<f4', 'fortran_order': False, 'shape': (1, 1, 1, 1, 6), }", "more dimensions");
  assert_header_refused ("{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999, 1), }", "too large");
  assert_header_refused ("{'descr': '<f4', 'fortran_order': False, 'shape': (4294967296, 4294967296), }", "too large");
  assert_header_refused ("{'descr': '<f4', 'fortran_order': False, 'shape': (4611686018427387905, 1), }", "too large");
  assert_header_refused ("{'descr': '<f4', 'fortran_order': False, 'shape': (1099511627776, 1), }", "expected 4398046511104");
}

typedef struct {
  const char *type;
  const void *data;
  size_t size;
} Typed;

/* The same three numbers in all types: the bytes are those that NumPy's tobytes() gives. */
static void
test_types (void)
{
  const float f4[3] = { 0.0f, 1.0f, 100.0f };
  const double f8[3] = { 0.0, 1.0, 100.0 };
  const guint16 f2[3] = { 0x0000, 0x3c00, 0x5640 };
  const gint8 i1[3] = { 0, 1, 100 };
  const gint16 i2[3] = { 0, 1, 100 };
  const gint32 i4[3] = { 0, 1, 100 };
  const gint64 i8[3] = { 0, 1, 100 };
  const Typed types[] = { { "<f4", f4, 4 }, { "<f8", f8, 8 }, { "<f2", f2, 2 }, { "|i1", i1, 1 },
                          { "<i2", i2, 2 }, { "<i4", i4, 4 }, { "<i8", i8, 8 }, { "|u1", i1, 1 },
                          { "<u2", i2, 2 }, { "<u4", i4, 4 }, { "<u8", i8, 8 } };
  for (size_t t = 0; t < G_N_ELEMENTS (types); t++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *dictionary = g_strdup_printf ("{'descr': '%s', 'fortran_order': False, 'shape': (3,), }", types[t].type);
      g_autoptr (GByteArray) bytes = test_npy_bytes (1, dictionary, types[t].data, 3 * types[t].size);
      IsoNpy npy;
      g_assert_true (parse (&npy, bytes, bytes->len, &error));
      g_assert_no_error (error);
      float *floats = iso_npy_to_floats (&npy, "file.npy", &error);
      g_assert_no_error (error);
      for (int i = 0; i < 3; i++)
        g_assert_cmpfloat (floats[i], ==, f4[i]);
      iso_block_free (floats);
      gint64 *integers = iso_npy_to_integers (&npy, "file.npy", &error);
      if (types[t].type[1] == 'f')
        test_error (error, ISO_ERROR_FORMAT, "floating point");
      else
        for (int i = 0; i < 3; i++)
          g_assert_cmpint (integers[i], ==, i8[i]);
      iso_block_free (integers);
      iso_npy_clear (&npy);
    }
}

static void
test_halves (void)
{
  /* smallest subnormal, largest subnormal, smallest normal, largest, negative */
  const guint16 halves[5] = { 0x0001, 0x03ff, 0x0400, 0x7bff, 0xc000 };
  const float expected[5] = { 0x1p-24f, 1023.0f * 0x1p-24f, 0x1p-14f, 65504.0f, -2.0f };
  g_autoptr (GByteArray) bytes
      = test_npy_bytes (1, "{'descr': '<f2', 'fortran_order': False, 'shape': (5,), }", halves, sizeof halves);
  IsoNpy npy;
  g_assert_true (parse (&npy, bytes, bytes->len, NULL));
  float *floats = iso_npy_to_floats (&npy, "file.npy", NULL);
  for (int i = 0; i < 5; i++)
    g_assert_cmpfloat (floats[i], ==, expected[i]);
  iso_block_free (floats);
  iso_npy_clear (&npy);
}

static void
test_round_trip (void)
{
  g_autoptr (GError) error = NULL;
  char *folder = test_folder_new ();
  g_autofree char *matrix = g_build_filename (folder, "matrix.npy", NULL);
  g_autofree char *vector = g_build_filename (folder, "vector.npy", NULL);
  const gint32 labels[4] = { 0, -5, G_MAXINT32, G_MININT32 };
  size_t rows = 0, columns = 0, count = 0;
  g_assert_true (iso_npy_write_floats (matrix, values, 2, 3, &error));
  g_assert_true (iso_npy_write_floats (matrix, values, 3, 2, &error)); /* replaces */
  g_assert_true (iso_npy_write_labels (vector, labels, 4, &error));
  g_assert_no_error (error);

  float *read = iso_npy_read_matrix (&rows, &columns, matrix, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (rows, ==, 3);
  g_assert_cmpuint (columns, ==, 2);
  g_assert_cmpint (memcmp (read, values, sizeof values), ==, 0);
  gint32 *read_labels = iso_npy_read_labels (&count, vector, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (count, ==, 4);
  g_assert_cmpint (memcmp (read_labels, labels, sizeof labels), ==, 0);
  iso_block_free (read);
  iso_block_free (read_labels);

  /* the bytes that NumPy itself writes for this array */
  g_autofree char *contents = NULL;
  gsize size = 0;
  g_assert_true (g_file_get_contents (vector, &contents, &size, &error));
  const char *dictionary = "{'descr': '<i4', 'fortran_order': False, 'shape': (4,), }";
  g_assert_cmpuint (size, ==, 128 + 16);
  g_assert_cmpint (memcmp (contents, "\x93NUMPY\x01\x00\x76\x00", 10), ==, 0);
  g_assert_cmpint (memcmp (contents + 10, dictionary, strlen (dictionary)), ==, 0);
  g_assert_cmpint (contents[127], ==, '\n');

  /* nothing is left beside the two */
  g_autoptr (GDir) directory = g_dir_open (folder, 0, NULL);
  int files = 0;
  while (g_dir_read_name (directory) != NULL)
    files++;
  g_assert_cmpint (files, ==, 2);
  test_folder_free (folder);
}

static void
test_write_failures (void)
{
  g_autoptr (GError) error = NULL;
  char *folder = test_folder_new ();
  g_autofree char *path = g_build_filename (folder, "missing", "matrix.npy", NULL);
  g_assert_false (iso_npy_write_floats (path, values, 2, 3, &error));
  test_error (error, ISO_ERROR_FILE, "matrix.npy");
  g_clear_error (&error);
  g_assert_false (iso_npy_write_floats (path, values, G_MAXSIZE / 2, 3, &error));
  test_error (error, ISO_ERROR_MEMORY, "matrix.npy");
  test_folder_free (folder);
}

static void
assert_matrix_refused (const char *folder, float value, IsoError code, const char *word)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (folder, "bad.npy", NULL);
  float copy[6] = { 0 };
  size_t rows, columns;
  copy[5] = value;
  g_assert_true (iso_npy_write_floats (path, copy, 2, 3, &error));
  g_assert_null (iso_npy_read_matrix (&rows, &columns, path, &error));
  test_error (error, code, "bad.npy", "row 1, column 2", word);
}

static void
test_contents (void)
{
  g_autoptr (GError) error = NULL;
  char *folder = test_folder_new ();
  g_autofree char *path = g_build_filename (folder, "bad.npy", NULL);
  size_t rows, columns, count;
  assert_matrix_refused (folder, NAN, ISO_ERROR_NUMERIC, "NaN");
  assert_matrix_refused (folder, INFINITY, ISO_ERROR_NUMERIC, "found infinity");
  assert_matrix_refused (folder, -INFINITY, ISO_ERROR_NUMERIC, "-infinity");

  const double large[2] = { 0.0, 1e300 };
  test_folder_put (folder, "bad.npy",
                   test_npy_bytes (1, "{'descr': '<f8', 'fortran_order': False, 'shape': (2, 1), }", large, sizeof large));
  g_assert_null (iso_npy_read_matrix (&rows, &columns, path, &error));
  test_error (error, ISO_ERROR_NUMERIC, "row 1, column 0", "1e+300");
  g_clear_error (&error);
  g_assert_null (iso_npy_read_labels (&count, path, &error));
  test_error (error, ISO_ERROR_FORMAT, "bad.npy", "2 dimensions, expected 1");
  g_clear_error (&error);

  const gint64 wide[3] = { 0, 1, G_GINT64_CONSTANT (3000000000) };
  test_folder_put (folder, "bad.npy",
                   test_npy_bytes (1, "{'descr': '<i8', 'fortran_order': False, 'shape': (3,), }", wide, sizeof wide));
  g_assert_null (iso_npy_read_labels (&count, path, &error));
  test_error (error, ISO_ERROR_FORMAT, "element 2", "3000000000");
  g_clear_error (&error);
  g_assert_null (iso_npy_read_indices (&rows, &columns, path, &error));
  test_error (error, ISO_ERROR_FORMAT, "1 dimensions, expected 2");
  g_clear_error (&error);

  const guint64 unsigned_wide = G_MAXUINT64;
  test_folder_put (folder, "bad.npy",
                   test_npy_bytes (1, "{'descr': '<u8', 'fortran_order': False, 'shape': (1,), }", &unsigned_wide, 8));
  g_assert_null (iso_npy_read_labels (&count, path, &error));
  test_error (error, ISO_ERROR_FORMAT, "18446744073709551615");
  g_clear_error (&error);

  g_assert_null (iso_npy_read_labels (&count, folder, &error));
  test_error (error, ISO_ERROR_FILE, "folder");
  test_folder_free (folder);
}

/* A file of the vectors, made by NumPy. */
static void
test_numpy_wrote (void)
{
  g_autoptr (GError) error = NULL;
  const char *data = g_getenv ("ISO_TEST_DATA");
  size_t rows = 0, columns = 0, count = 0;
  g_assert_nonnull (data);
  g_autofree char *embeddings = g_build_filename (data, "reference", "metrics", "set-0", "embeddings.npy", NULL);
  g_autofree char *labels = g_build_filename (data, "reference", "metrics", "set-0", "labels.npy", NULL);
  float *Z = iso_npy_read_matrix (&rows, &columns, embeddings, &error);
  g_assert_no_error (error);
  gint32 *y = iso_npy_read_labels (&count, labels, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (rows, ==, count);
  g_assert_cmpuint (columns, >, 0);
  iso_block_free (Z);
  iso_block_free (y);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/npy/parse", test_parse);
  g_test_add_func ("/npy/truncated", test_truncated);
  g_test_add_func ("/npy/magic", test_magic);
  g_test_add_func ("/npy/refused-headers", test_refused_headers);
  g_test_add_func ("/npy/lying-shapes", test_lying_shapes);
  g_test_add_func ("/npy/types", test_types);
  g_test_add_func ("/npy/halves", test_halves);
  g_test_add_func ("/npy/round-trip", test_round_trip);
  g_test_add_func ("/npy/write-failures", test_write_failures);
  g_test_add_func ("/npy/contents", test_contents);
  g_test_add_func ("/npy/numpy-wrote", test_numpy_wrote);
  return g_test_run ();
}
