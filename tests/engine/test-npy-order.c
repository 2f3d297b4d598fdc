/* .npy files in other orders than the machine's, and arrays that stay in the file's memory. */
#include "engine/base/checked.h"
#include "engine/data/npy.h"
#include "tests/support/data-files.h"

#define MATRIX "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }"

static const float values[6] = { 0.0f, -1.5f, 2.25f, 1e30f, -1e-30f, 6.0f };

static bool
parse (IsoNpy *npy, const GByteArray *bytes, GError **error)
{
  g_autoptr (GBytes) contents = g_bytes_new (bytes->data, bytes->len);
  return iso_npy_parse (npy, "file.npy", contents, error);
}

/* As numpy.array([1, 258, -2], '>i2').tobytes() and its kin. */
static void
test_byte_order (void)
{
  static const guint8 i2[6] = { 0, 1, 1, 2, 0xff, 0xfe }, f4[4] = { 0x3f, 0xc0, 0, 0 };
  static const guint8 u4[8] = { 0, 0, 0, 'a', 0, 0, 0, 0xe9 };
  g_autoptr (GError) error = NULL;
  g_autoptr (GByteArray) integers = test_npy_bytes (1, "{'descr': '>i2', 'fortran_order': False, 'shape': (3,), }", i2, 6);
  g_autoptr (GByteArray) floats = test_npy_bytes (1, "{'descr': '>f4', 'fortran_order': False, 'shape': (1,), }", f4, 4);
  g_autoptr (GByteArray) texts = test_npy_bytes (1, "{'descr': '>U2', 'fortran_order': False, 'shape': (1,), }", u4, 8);
  IsoNpy npy;
  g_assert_true (parse (&npy, integers, &error));
  gint64 *read = iso_npy_to_integers (&npy, "file.npy", &error);
  g_assert_cmpint (read[0], ==, 1);
  g_assert_cmpint (read[1], ==, 258);
  g_assert_cmpint (read[2], ==, -2);
  iso_block_free (read);
  iso_npy_clear (&npy);
  g_assert_true (parse (&npy, floats, &error));
  g_assert_cmpfloat (*(const float *) npy.data, ==, 1.5f);
  iso_npy_clear (&npy);
  g_assert_true (parse (&npy, texts, &error));
  g_autofree char *text = iso_npy_text (&npy, 0, "file.npy", &error);
  g_assert_cmpstr (text, ==, "aé");
  g_assert_null (iso_npy_to_floats (&npy, "file.npy", &error));
  test_error (error, ISO_ERROR_FORMAT, "file.npy", "found texts");
  g_clear_error (&error);
  g_assert_null (iso_npy_to_integers (&npy, "file.npy", &error));
  test_error (error, ISO_ERROR_FORMAT, "file.npy", "found texts");
  iso_npy_clear (&npy);
}

/* The element at (i, j, k, l) lies at i + j·s0 + k·s0·s1 + l·s0·s1·s2 in the file, and comes out where C order has it. */
static void
test_fortran_order (void)
{
  static const size_t shapes[][4] = { { 2, 3 },       { 70, 40 },       { 5, 1 }, { 3, 4, 5 },
                                      { 2, 3, 4, 5 }, { 40, 2, 3, 37 }, { 6 },    { 0, 3 } };
  for (size_t s = 0; s < G_N_ELEMENTS (shapes); s++)
    {
      size_t sizes[4] = { 1, 1, 1, 1 }, count = 1;
      guint32 dimensions = 0;
      g_autoptr (GString) text = g_string_new ("{'descr': '<i4', 'fortran_order': True, 'shape': (");
      g_autoptr (GError) error = NULL;
      for (; dimensions < 4 && (shapes[s][dimensions] > 0 || dimensions == 0); dimensions++)
        {
          sizes[dimensions] = shapes[s][dimensions];
          count *= sizes[dimensions];
          g_string_append_printf (text, "%zu, ", sizes[dimensions]);
        }
      g_string_append (text, "), }");
      g_autofree gint32 *numbers = g_new (gint32, count + 1);
      for (size_t i = 0; i < count; i++)
        numbers[i] = (gint32) i;
      g_autoptr (GByteArray) bytes = test_npy_bytes (1, text->str, numbers, count * 4);
      IsoNpy npy;
      g_assert_true (parse (&npy, bytes, &error));
      g_assert_no_error (error);
      const gint32 *out = npy.data;
      for (size_t i = 0; i < sizes[0]; i++)
        for (size_t j = 0; j < sizes[1]; j++)
          for (size_t k = 0; k < sizes[2]; k++)
            for (size_t l = 0; l < sizes[3]; l++)
              g_assert_cmpint (*out++, ==, (gint32) (i + sizes[0] * (j + sizes[1] * (k + sizes[2] * l))));
      iso_npy_clear (&npy);
    }
}

/* A view lies in the contents where that is possible, and only there. */
static void
test_view (void)
{
  static const struct {
    const char *dictionary;
    bool in_place;
  } cases[] = {
    { MATRIX, true },
    { "{'descr': '<f4', 'fortran_order': True, 'shape': (6,), }", true },
    { "{'descr': '<f4', 'fortran_order': True, 'shape': (2, 3), }", false },
    { "{'descr': '>f4', 'fortran_order': False, 'shape': (2, 3), }", false },
    { "{'descr': '<U1', 'fortran_order': False, 'shape': (2, 3), }", false },
  };
  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    for (size_t shift = 0; shift < 2; shift++)
      {
        g_autoptr (GError) error = NULL;
        g_autoptr (GByteArray) bytes = test_npy_bytes (1, cases[i].dictionary, values, sizeof values);
        size_t length = bytes->len;
        if (shift > 0)
          g_byte_array_prepend (bytes, (const guint8 *) "x", 1);
        g_autoptr (GBytes) all = g_bytes_new (bytes->data, bytes->len);
        g_autoptr (GBytes) contents = g_bytes_new_from_bytes (all, shift, length);
        IsoNpy npy;
        g_assert_true (iso_npy_view (&npy, "file.npy", contents, &error));
        const char *start = g_bytes_get_data (contents, NULL), *data = npy.data;
        bool within = data >= start && data < start + length;
        g_assert_true (within == (cases[i].in_place && shift == 0));
        g_assert_true (within == (npy.owner != NULL));
        if (i < 2)
          g_assert_cmpmem (npy.data, sizeof values, values, sizeof values);
        iso_npy_clear (&npy);
      }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/npy-order/byte-order", test_byte_order);
  g_test_add_func ("/npy-order/fortran-order", test_fortran_order);
  g_test_add_func ("/npy-order/view", test_view);
  return g_test_run ();
}
