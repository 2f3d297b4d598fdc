#include <math.h>

#include "engine/base/checked.h"
#include "engine/data/dataset.h"
#include "tests/support/data-files.h"

#define N 6
#define F 12

/* Bytes 0, 7, 14, … modulo 256, or the same as floats minus 100, and labels 0, 1, 2, 0, 1, 2. */
static IsoDataset *
make (bool bytes, float odd_value, gint32 odd_label, guint32 class_count, GError **error)
{
  IsoSampleShape shape = { 3, 2, 2, true };
  guint8 *b = bytes ? iso_block_new (N, F, 1, "bytes", NULL) : NULL;
  float *f = bytes ? NULL : iso_block_new (N, F, sizeof (float), "floats", NULL);
  gint32 *labels = iso_block_new (N, 1, sizeof (gint32), "labels", NULL);
  for (int i = 0; i < N * F; i++)
    if (bytes)
      b[i] = (guint8) (i * 7);
    else
      f[i] = (float) (guint8) (i * 7) - 100.0f;
  for (int i = 0; i < N; i++)
    labels[i] = i % 3;
  if (!bytes)
    f[2 * F + 5] = odd_value;
  labels[4] = odd_label;
  return iso_dataset_new ("small", shape, N, b, f, labels, NULL, class_count, NULL, error);
}

static void
test_accessors (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (IsoDataset) dataset = make (true, 0.0f, 1, 3, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (iso_dataset_name (dataset), ==, "small");
  g_assert_cmpuint (iso_dataset_sample_count (dataset), ==, N);
  g_assert_cmpuint (iso_dataset_feature_count (dataset), ==, F);
  g_assert_cmpuint (iso_dataset_class_count (dataset), ==, 3);
  g_assert_cmpstr (iso_dataset_class_name (dataset, 2), ==, "2");
  g_assert_cmpuint (iso_dataset_shape (dataset).channels, ==, 3);
  g_assert_cmpint (iso_dataset_labels (dataset)[5], ==, 2);
  g_assert_null (iso_dataset_parts (dataset));
  g_autoptr (IsoDataset) second = iso_dataset_ref (dataset);
  g_assert_true (second == dataset);
}

static void
test_fingerprint (void)
{
  g_autoptr (IsoDataset) a = make (true, 0.0f, 1, 3, NULL), b = make (true, 0.0f, 1, 3, NULL);
  g_autoptr (IsoDataset) label = make (true, 0.0f, 2, 3, NULL), classes = make (true, 0.0f, 1, 4, NULL);
  g_autoptr (IsoDataset) floats = make (false, 0.0f, 1, 3, NULL), value = make (false, 1.0f, 1, 3, NULL);
  const char *fingerprint = iso_dataset_fingerprint (a);
  g_assert_cmpuint (strlen (fingerprint), ==, 16);
  g_assert_cmpuint (strspn (fingerprint, "0123456789abcdef"), ==, 16);
  g_assert_cmpstr (fingerprint, ==, iso_dataset_fingerprint (b));
  g_assert_cmpstr (fingerprint, !=, iso_dataset_fingerprint (label));
  g_assert_cmpstr (fingerprint, !=, iso_dataset_fingerprint (floats));
  g_assert_cmpstr (fingerprint, !=, iso_dataset_fingerprint (classes));
  g_assert_cmpstr (iso_dataset_fingerprint (value), !=, iso_dataset_fingerprint (floats));
}

static void
assert_refused (bool bytes, float value, gint32 label, guint32 classes, const char *where, const char *what)
{
  g_autoptr (GError) error = NULL;
  g_assert_null (make (bytes, value, label, classes, &error));
  test_error (error, isfinite (value) ? ISO_ERROR_FORMAT : ISO_ERROR_NUMERIC, "small", where, what);
}

static void
test_refused (void)
{
  assert_refused (true, 0.0f, 3, 3, "sample 4", "found label 3, expected 0 … 2");
  assert_refused (true, 0.0f, -1, 3, "sample 4", "found label -1");
  assert_refused (true, 0.0f, 1, 0, "0 classes", "expected 1");
  assert_refused (false, NAN, 1, 3, "row 2, column 5", "NaN");
  assert_refused (false, INFINITY, 1, 3, "row 2, column 5", "found infinity");
  assert_refused (false, -INFINITY, 1, 3, "row 2, column 5", "-infinity");
}

static void
test_empty (void)
{
  const IsoSampleShape shapes[] = { { 1, 28, 28, true }, { 1, 0, 28, true }, { G_MAXUINT32, G_MAXUINT32, G_MAXUINT32, true } };
  const size_t counts[] = { 0, 1, 1 };
  const IsoError codes[] = { ISO_ERROR_FORMAT, ISO_ERROR_FORMAT, ISO_ERROR_MEMORY };
  for (size_t i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      g_autoptr (GError) error = NULL;
      guint8 *bytes = iso_block_new (1, 1, 1, "bytes", NULL);
      gint32 *labels = iso_block_new (1, 1, sizeof (gint32), "labels", NULL);
      g_assert_null (iso_dataset_new ("empty", shapes[i], counts[i], bytes, NULL, labels, NULL, 1, NULL, &error));
      test_error (error, codes[i], "empty");
    }
}

static void
test_gather (void)
{
  g_autoptr (IsoDataset) bytes = make (true, 0.0f, 1, 3, NULL), floats = make (false, -30.0f, 1, 3, NULL);
  const guint32 indices[4] = { 5, 0, 0, 3 };
  const IsoNormalizer normalizer = { 0.25f, 1.5f };
  float out[4 * F];
  iso_dataset_gather (out, bytes, normalizer, indices, 4);
  for (size_t i = 0; i < 4; i++)
    for (size_t j = 0; j < F; j++)
      {
        double raw = (double) (guint8) ((indices[i] * F + j) * 7) / 255.0;
        double expected = (raw - 0.25) * 1.5;
        g_assert_false (!(fabs ((double) out[i * F + j] - expected) <= 1e-6));
      }
  iso_dataset_gather (out, floats, normalizer, indices, 4);
  for (size_t i = 0; i < 4; i++)
    for (size_t j = 0; j < F; j++)
      {
        double raw = (double) (guint8) ((indices[i] * F + j) * 7) - 100.0;
        double expected = (raw - 0.25) * 1.5;
        g_assert_false (!(fabs ((double) out[i * F + j] - expected) <= 1e-4));
      }
}

/* Bytes without normalization reach exactly 0 and 1. */
static void
test_range (void)
{
  guint8 *bytes = iso_block_new (1, 256, 1, "bytes", NULL);
  gint32 *labels = iso_block_new (1, 1, sizeof (gint32), "labels", NULL);
  for (int i = 0; i < 256; i++)
    bytes[i] = (guint8) i;
  const IsoSampleShape shape = { 1, 16, 16, true };
  g_autoptr (IsoDataset) dataset = iso_dataset_new ("range", shape, 1, bytes, NULL, labels, NULL, 1, NULL, NULL);
  const guint32 index = 0;
  float out[256];
  iso_dataset_gather (out, dataset, iso_dataset_normalizer (dataset, ISO_NORMALIZATION_NONE, NULL, 0), &index, 1);
  g_assert_cmpfloat (out[0], ==, 0.0f);
  g_assert_cmpfloat (out[255], ==, 1.0f);
  iso_dataset_gather (out, dataset, iso_dataset_normalizer (dataset, ISO_NORMALIZATION_CENTERED, NULL, 0), &index, 1);
  g_assert_cmpfloat (out[0], ==, -1.0f);
  g_assert_cmpfloat (out[255], ==, 1.0f);
  guint8 thumbnail[256];
  g_assert_true (iso_dataset_thumbnail (thumbnail, dataset, 0));
  for (int i = 0; i < 256; i++)
    g_assert_cmpint (thumbnail[i], ==, i);
}

/* Whatever the kind of values, what was standardized has mean 0 and deviation 1 over the samples asked for. */
static void
test_standard (void)
{
  const guint32 indices[3] = { 1, 2, 4 };
  for (int bytes = 0; bytes < 2; bytes++)
    {
      g_autoptr (IsoDataset) dataset = make (bytes != 0, 5.0f, 1, 3, NULL);
      IsoNormalizer normalizer = iso_dataset_normalizer (dataset, ISO_NORMALIZATION_STANDARD, indices, 3);
      float out[3 * F];
      double mean = 0.0, square = 0.0;
      iso_dataset_gather (out, dataset, normalizer, indices, 3);
      for (int i = 0; i < 3 * F; i++)
        {
          mean += (double) out[i] / (3 * F);
          square += (double) out[i] * (double) out[i] / (3 * F);
        }
      g_assert_false (!(fabs (mean) <= 1e-5));
      g_assert_false (!(fabs (square - 1.0) <= 1e-5));
    }
  g_autoptr (IsoDataset) floats = make (false, 5.0f, 1, 3, NULL);
  IsoNormalizer centered = iso_dataset_normalizer (floats, ISO_NORMALIZATION_CENTERED, indices, 3);
  g_assert_cmpfloat (centered.shift, ==, 0.0f);
  g_assert_cmpfloat (centered.scale, ==, 1.0f);
}

static void
test_constant (void)
{
  guint8 *bytes = iso_block_new (2, 4, 1, "bytes", NULL);
  gint32 *labels = iso_block_new (2, 1, sizeof (gint32), "labels", NULL);
  memset (bytes, 51, 8);
  const IsoSampleShape shape = { 1, 2, 2, true };
  g_autoptr (IsoDataset) dataset = iso_dataset_new ("constant", shape, 2, bytes, NULL, labels, NULL, 1, NULL, NULL);
  const guint32 indices[2] = { 0, 1 };
  IsoNormalizer normalizer = iso_dataset_normalizer (dataset, ISO_NORMALIZATION_STANDARD, indices, 2);
  g_assert_false (!(fabsf (normalizer.shift - 0.2f) <= 1e-6f));
  g_assert_cmpfloat (normalizer.scale, ==, 1.0f);
}

/* The inverse of a subnormal deviation is beyond float32. */
static void
test_subnormal (void)
{
  float *values = iso_block_new (2, 4, sizeof (float), "values", NULL);
  gint32 *labels = iso_block_new (2, 1, sizeof (gint32), "labels", NULL);
  for (int i = 0; i < 8; i++)
    values[i] = 1e-42f * (float) i;
  const IsoSampleShape shape = { 1, 1, 4, false };
  g_autoptr (IsoDataset) dataset = iso_dataset_new ("subnormal", shape, 2, NULL, values, labels, NULL, 1, NULL, NULL);
  const guint32 indices[2] = { 0, 1 };
  float out[8];
  iso_dataset_gather (out, dataset, iso_dataset_normalizer (dataset, ISO_NORMALIZATION_STANDARD, indices, 2), indices, 2);
  for (int i = 0; i < 8; i++)
    g_assert_true (isfinite (out[i]));
}

static void
test_thumbnail (void)
{
  g_autoptr (IsoDataset) bytes = make (true, 0.0f, 1, 3, NULL), floats = make (false, 0.0f, 1, 3, NULL);
  guint8 out[4];
  g_assert_true (iso_dataset_thumbnail (out, bytes, 1));
  for (int i = 0; i < 4; i++)
    {
      const double luma[3] = { 0.299, 0.587, 0.114 };
      double grey = 0.0;
      for (int c = 0; c < 3; c++)
        grey += luma[c] * (double) (guint8) ((F + c * 4 + i) * 7);
      g_assert_cmpint (ABS (out[i] - (int) (grey + 0.5)), <=, 1);
    }
  g_assert_true (iso_dataset_thumbnail (out, floats, 1));

  float *values = iso_block_new (1, 4, sizeof (float), "values", NULL);
  gint32 *labels = iso_block_new (1, 1, sizeof (gint32), "labels", NULL);
  const IsoSampleShape shape = { 1, 1, 4, false };
  g_autoptr (IsoDataset) plain = iso_dataset_new ("plain", shape, 1, NULL, values, labels, NULL, 1, NULL, NULL);
  g_assert_false (iso_dataset_thumbnail (out, plain, 0));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/dataset/accessors", test_accessors);
  g_test_add_func ("/dataset/fingerprint", test_fingerprint);
  g_test_add_func ("/dataset/refused", test_refused);
  g_test_add_func ("/dataset/empty", test_empty);
  g_test_add_func ("/dataset/gather", test_gather);
  g_test_add_func ("/dataset/range", test_range);
  g_test_add_func ("/dataset/standard", test_standard);
  g_test_add_func ("/dataset/subnormal", test_subnormal);
  g_test_add_func ("/dataset/constant", test_constant);
  g_test_add_func ("/dataset/thumbnail", test_thumbnail);
  return g_test_run ();
}
