/* The emoji designs as tools/get-data leaves them, in small: found by name, scaled down, with the names of their classes. */
#include <math.h>

#include "engine/base/checked.h"
#include "engine/data/box-scale.h"
#include "engine/data/source.h"
#include "engine/export/npy.h"
#include "tests/support/data-files.h"

enum { N = 6, SIDE = 8, F = 3 * SIDE * SIDE };

static char *folder; /* isotherm/emoji of the user's data */

static IsoDataset *
load (int size, GError **error)
{
  IsoSourceRequest request = { "emoji", size, ISO_COLOR_AUTOMATIC, "" };
  return iso_source_load (&request, NULL, NULL, error);
}

static void
put_text (const char *name, const char *text)
{
  GByteArray *bytes = g_byte_array_new ();
  g_byte_array_append (bytes, (const guint8 *) text, (guint) strlen (text));
  test_folder_put (folder, name, bytes);
}

static void
put (const char *name, const char *type, const char *shape, const void *values, size_t size)
{
  g_autofree char *dictionary = g_strdup_printf ("{'descr': '%s', 'fortran_order': False, 'shape': %s, }", type, shape);
  test_folder_put (folder, name, test_npy_bytes (1, dictionary, values, size));
}

static guint8
value_at (size_t i)
{
  return (guint8) ((i * 37 + i * i % 101) % 256);
}

static void
put_set (const gint32 labels[N])
{
  guint8 bytes[N * F];
  for (size_t i = 0; i < sizeof bytes; i++)
    bytes[i] = value_at (i);
  put ("features.npy", "|u1", "(6, 3, 8, 8)", bytes, sizeof bytes);
  put ("labels.npy", "<i4", "(6,)", labels, N * sizeof *labels);
  put_text ("classes.txt", "alien\nballoon\n cat face \n");
}

static void
test_missing (void)
{
  g_autoptr (GError) error = NULL;
  g_assert_null (load (32, &error));
  test_error (error, ISO_ERROR_FILE, folder, "tools/get-data emoji");
}

static void
test_loads (void)
{
  g_autoptr (GError) error = NULL;
  put_set ((const gint32[N]) { 0, 0, 1, 1, 2, 2 });
  g_autoptr (IsoDataset) whole = load (SIDE, &error);
  g_assert_no_error (error);
  g_autoptr (IsoDataset) half = load (SIDE / 2, &error);
  g_assert_no_error (error);
  IsoSampleShape shape = iso_dataset_shape (half);
  g_assert_true (shape.is_image && shape.channels == 3 && shape.height == 4 && shape.width == 4);
  g_assert_cmpuint (iso_dataset_sample_count (half), ==, N);
  g_assert_cmpuint (iso_dataset_class_count (half), ==, 3);
  g_assert_cmpstr (iso_dataset_class_name (half, 0), ==, "alien");
  g_assert_cmpstr (iso_dataset_class_name (half, 2), ==, "cat face");
  g_assert_cmpstr (iso_dataset_name (half), ==, "Emoji designs");
  for (guint32 sample = 0; sample < N; sample++)
    {
      float large[F], small[F / 4];
      iso_dataset_gather (large, whole, (IsoNormalizer) { 0.0f, 1.0f }, &sample, 1);
      iso_dataset_gather (small, half, (IsoNormalizer) { 0.0f, 1.0f }, &sample, 1);
      for (size_t i = 0; i < F / 4; i++)
        {
          const float *corner = large + i / 16 * 64 + i / 4 % 4 * 16 + i % 4 * 2;
          g_assert_true (fabsf ((corner[0] + corner[1] + corner[8] + corner[9]) / 4.0f - small[i]) <= 0.5f / 255.0f + 1e-6f);
        }
    }
}

static void
test_refused (void)
{
  g_autoptr (GError) error = NULL;
  put_set ((const gint32[N]) { 0, 0, 1, 1, 2, 2 });
  g_assert_null (load (9, &error));
  test_error (error, ISO_ERROR_ARGUMENT, "data.size is 9", "8 × 8", "at most 8");
  g_clear_error (&error);
  put_text ("classes.txt", "alien\nballoon");
  g_assert_null (load (8, &error));
  test_error (error, ISO_ERROR_FORMAT, "classes.txt", "found 2 lines", "at least 3", "largest label is 2");
  g_clear_error (&error);
  put_text ("classes.txt", "alien\n \ncat face\n");
  g_assert_null (load (8, &error));
  test_error (error, ISO_ERROR_FORMAT, "classes.txt", "line 2");
  g_clear_error (&error);
  put_text ("classes.txt", "alien\nball\xff\ncat face\n");
  g_assert_null (load (8, &error));
  test_error (error, ISO_ERROR_FORMAT, "classes.txt", "byte 10", "UTF-8");
  g_clear_error (&error);
  put_text ("classes.txt", "");
  g_assert_null (load (8, &error));
  test_error (error, ISO_ERROR_FORMAT, "classes.txt", "found 0 lines");
  g_clear_error (&error);
  float floats[N * 4] = { 0 };
  put ("features.npy", "<f4", "(6, 4)", floats, sizeof floats);
  g_assert_null (load (8, &error));
  test_error (error, ISO_ERROR_FORMAT, "features.npy", "no color images");
  g_clear_error (&error);
  put_set ((const gint32[N]) { 0, 0, 1, 1, 2, 2 });
  g_assert_null (load (0, &error));
  test_error (error, ISO_ERROR_ARGUMENT, "data.size is 0");
  g_clear_error (&error);
  put ("labels.npy", "<i4", "(4,)", floats, 16);
  g_assert_null (load (8, &error));
  test_error (error, ISO_ERROR_FORMAT, "labels.npy", "found 4 values", "expected 6");
  g_clear_error (&error);
  put ("labels.npy", "<i4", "(6,)", (const gint32[N]) { 0, 0, 1, -1, 2, 2 }, 24);
  g_assert_null (load (8, &error));
  test_error (error, ISO_ERROR_FORMAT, "labels.npy", "label -1");
}

/* Labels that leave gaps are numbered anew; names follow the numbers that the file has. */
static void
test_names_of_gaps (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) names = g_string_new (NULL);
  for (int i = 0; i <= 5000; i++)
    g_string_append_printf (names, "name %d\n", i);
  put_set ((const gint32[N]) { 5000, 5000, 17, 17, 300, 300 });
  put_text ("classes.txt", names->str);
  g_autoptr (IsoDataset) dataset = load (8, &error);
  g_assert_no_error (error);
  const gint32 expected[N] = { 2, 2, 0, 0, 1, 1 };
  g_assert_cmpuint (iso_dataset_class_count (dataset), ==, 3);
  g_assert_cmpmem (iso_dataset_labels (dataset), sizeof expected, expected, sizeof expected);
  g_assert_cmpstr (iso_dataset_class_name (dataset, 0), ==, "name 17");
  g_assert_cmpstr (iso_dataset_class_name (dataset, 2), ==, "name 5000");
}

/* The mean of a box by steps so fine that a pixel's border never lies within one: parts of a pixel as many as there are pixels. */
static double
fine_mean (const guint8 *plane, size_t height, size_t width, size_t size, size_t y, size_t x)
{
  double sum = 0.0;
  for (size_t i = 0; i < height; i++)
    for (size_t j = 0; j < width; j++)
      {
        size_t row = (size_t) (((double) (y * height + i) + 0.5) / (double) size);
        size_t column = (size_t) (((double) (x * width + j) + 0.5) / (double) size);
        sum += plane[row * width + column];
      }
  return sum / (double) (height * width);
}

static void
test_box_scale (void)
{
  static const size_t shapes[][3] = { { 8, 8, 8 }, { 8, 8, 4 }, { 7, 5, 3 }, { 9, 4, 4 }, { 6, 6, 1 }, { 12, 10, 9 } };
  guint8 in[2 * 12 * 10], out[2 * 12 * 10];
  for (size_t s = 0; s < G_N_ELEMENTS (shapes); s++)
    {
      size_t height = shapes[s][0], width = shapes[s][1], size = shapes[s][2];
      for (size_t i = 0; i < 2 * height * width; i++)
        in[i] = value_at (i + s);
      iso_box_scale (out, in, 2, height, width, size);
      for (size_t p = 0; p < 2; p++)
        for (size_t y = 0; y < size; y++)
          for (size_t x = 0; x < size; x++)
            {
              double expected = fine_mean (in + p * height * width, height, width, size, y, x);
              g_assert_true (fabs (out[(p * size + y) * size + x] - expected) <= 0.5 + 1e-6);
            }
    }
}

/* The folders that isotherm/emoji stands in go too. */
static void
remove_folders (const char *data)
{
  g_autofree char *isotherm = g_path_get_dirname (folder);
  test_folder_free (g_steal_pointer (&folder));
  g_rmdir (isotherm);
  g_rmdir (data);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_autofree char *data = test_folder_new ();
  g_setenv ("XDG_DATA_HOME", data, TRUE);
  folder = g_build_filename (data, "isotherm", "emoji", NULL);
  g_mkdir_with_parents (folder, 0700);
  g_test_add_func ("/emoji/missing", test_missing);
  g_test_add_func ("/emoji/loads", test_loads);
  g_test_add_func ("/emoji/refused", test_refused);
  g_test_add_func ("/emoji/names-of-gaps", test_names_of_gaps);
  g_test_add_func ("/emoji/box-scale", test_box_scale);
  int status = g_test_run ();
  remove_folders (data);
  return status;
}
