#include <math.h>
#include <sys/stat.h>

#include "engine/base/checked.h"
#include "engine/data/source.h"
#include "engine/data/split.h"
#include "engine/export/npy.h"
#include "tests/support/data-files.h"

/* Where the tests put their files; fresh for each. */
typedef struct {
  char *folder;
} Fixture;

static IsoDataset *
load_source (const char *source, GCancellable *cancellable, GError **error)
{
  IsoSourceRequest request = { source, 32, ISO_COLOR_AUTOMATIC, "" };
  return iso_source_load (&request, NULL, cancellable, error);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = test_folder_new ();
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  test_folder_free (fixture->folder);
}

static void
put_images (const Fixture *fixture, const char *name, guint32 count, guint32 height, guint32 width, bool packed)
{
  const guint32 sizes[3] = { count, height, width };
  GByteArray *plain = test_idx_bytes (8, 3, sizes, (size_t) count * height * width, 256);
  test_folder_put (fixture->folder, name, packed ? test_gzip (plain) : g_byte_array_ref (plain));
  g_byte_array_unref (plain);
}

static void
put_labels (const Fixture *fixture, const char *name, guint32 count, int classes, bool packed)
{
  GByteArray *plain = test_idx_bytes (8, 1, &count, count, classes);
  test_folder_put (fixture->folder, name, packed ? test_gzip (plain) : g_byte_array_ref (plain));
  g_byte_array_unref (plain);
}

static IsoDataset *
load (const Fixture *fixture, const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (fixture->folder, name, NULL);
  IsoDataset *dataset = load_source (path, NULL, &error);
  g_assert_no_error (error);
  return dataset;
}

#define assert_refused(fixture, name, code, ...)                                                                                 \
  do                                                                                                                             \
    {                                                                                                                            \
      g_autoptr (GError) refusal = NULL;                                                                                         \
      g_autofree char *refused = g_build_filename ((fixture)->folder, name, NULL);                                               \
      g_assert_null (load_source (refused, NULL, &refusal));                                                                 \
      test_error (refusal, code, __VA_ARGS__);                                                                                   \
    }                                                                                                                            \
  while (0)

static void
test_sample (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (IsoDataset) dataset = load_source ("sample", NULL, &error);
  g_assert_no_error (error);
  IsoSampleShape shape = iso_dataset_shape (dataset);
  g_assert_true (shape.is_image && shape.channels == 1 && shape.height == 28 && shape.width == 28);
  g_assert_cmpuint (iso_dataset_sample_count (dataset), ==, 3000);
  g_assert_cmpuint (iso_dataset_class_count (dataset), ==, 10);
  g_assert_cmpstr (iso_dataset_class_name (dataset, 0), ==, "T-shirt/top");
  g_assert_cmpstr (iso_dataset_class_name (dataset, 9), ==, "Ankle boot");
  int counts[10][3] = { 0 };
  for (size_t i = 0; i < 3000; i++)
    counts[iso_dataset_labels (dataset)[i]][iso_dataset_parts (dataset)[i]]++;
  for (int c = 0; c < 10; c++)
    {
      g_assert_cmpint (counts[c][ISO_PART_TRAIN], ==, 200);
      g_assert_cmpint (counts[c][ISO_PART_TEST], ==, 100);
    }
  IsoSplit split;
  g_assert_true (iso_split_make (&split, dataset, ISO_SPLIT_BY_SAMPLE, ISO_VALIDATION_NONE, 0.0, 1, &error));
  g_assert_cmpuint (split.train.count, ==, 2000);
  g_assert_cmpuint (split.test.count, ==, 1000);
  iso_split_clear (&split);
  g_assert_true (iso_split_make (&split, dataset, ISO_SPLIT_BY_CLASS, ISO_VALIDATION_NONE, 0.0, 1, &error));
  g_assert_cmpuint (split.train.count, ==, 1500);
  g_assert_cmpuint (split.test.count, ==, 1500);
  iso_split_clear (&split);
}

/* The nearest image of the test part is of the same class for 739 of 1000, as NumPy counts in float64 on the same files. */
static void
test_sample_neighbors (Fixture *fixture, gconstpointer data)
{
  g_autoptr (IsoDataset) dataset = load_source ("sample", NULL, NULL);
  IsoSplit split;
  g_assert_true (iso_split_make (&split, dataset, ISO_SPLIT_BY_SAMPLE, ISO_VALIDATION_NONE, 0.0, 1, NULL));
  size_t N = split.test.count, F = iso_dataset_feature_count (dataset);
  float *rows = iso_floats_new (N * F);
  iso_dataset_gather (rows, dataset, (IsoNormalizer) { 0.0f, 1.0f }, split.test.indices, N);
  const gint32 *labels = iso_dataset_labels (dataset);
  int hits = 0;
  for (size_t i = 0; i < N; i++)
    {
      size_t nearest = 0;
      float least = INFINITY;
      for (size_t j = 0; j < N; j++)
        {
          float parts[16] = { 0 }, distance = 0.0f; /* 784 = 49 · 16 */
          for (size_t f = 0; f < F; f += 16)
            for (size_t l = 0; l < 16; l++)
              {
                float difference = rows[i * F + f + l] - rows[j * F + f + l];
                parts[l] += difference * difference;
              }
          for (size_t l = 0; l < 16; l++)
            distance += parts[l];
          if (i != j && distance < least)
            {
              least = distance;
              nearest = j;
            }
        }
      hits += labels[split.test.indices[i]] == labels[split.test.indices[nearest]];
    }
  g_assert_cmpint (ABS (hits - 739), <=, 1);
  iso_block_free (rows);
  iso_split_clear (&split);
}

static void
test_idx_both_parts (Fixture *fixture, gconstpointer data)
{
  put_images (fixture, "train-images-idx3-ubyte.gz", 12, 4, 5, true);
  put_labels (fixture, "train-labels.idx1-ubyte", 12, 3, false);
  put_images (fixture, "t10k-images.idx3-ubyte", 6, 4, 5, false);
  put_labels (fixture, "t10k-labels-idx1-ubyte.gz", 6, 4, true);
  g_autoptr (IsoDataset) dataset = load (fixture, "");
  g_assert_cmpuint (iso_dataset_sample_count (dataset), ==, 18);
  g_assert_cmpuint (iso_dataset_class_count (dataset), ==, 4);
  g_assert_cmpuint (iso_dataset_feature_count (dataset), ==, 20);
  const IsoPart *parts = iso_dataset_parts (dataset);
  for (int i = 0; i < 18; i++)
    {
      g_assert_cmpint (parts[i], ==, i < 12 ? ISO_PART_TRAIN : ISO_PART_TEST);
      g_assert_cmpint (iso_dataset_labels (dataset)[i], ==, i < 12 ? i % 3 : (i - 12) % 4);
    }
  guint8 thumbnail[20];
  g_assert_true (iso_dataset_thumbnail (thumbnail, dataset, 13));
  for (int i = 0; i < 20; i++)
    g_assert_cmpint (thumbnail[i], ==, 20 + i);
}

static void
test_idx_one_part (Fixture *fixture, gconstpointer data)
{
  put_images (fixture, "t10k-images-idx3-ubyte", 6, 2, 2, false);
  put_labels (fixture, "t10k-labels-idx1-ubyte", 6, 2, false);
  g_autoptr (IsoDataset) dataset = load (fixture, "");
  g_assert_null (iso_dataset_parts (dataset));
  g_assert_cmpuint (iso_dataset_sample_count (dataset), ==, 6);
  g_assert_cmpstr (iso_dataset_class_name (dataset, 1), ==, "1");
}

static void
test_idx_refused (Fixture *fixture, gconstpointer data)
{
  put_images (fixture, "train-images-idx3-ubyte", 6, 2, 2, false);
  assert_refused (fixture, "", ISO_ERROR_FILE, "train-images-idx3-ubyte", "train-labels-idx1-ubyte");
  put_labels (fixture, "train-labels-idx1-ubyte", 5, 2, false);
  assert_refused (fixture, "", ISO_ERROR_FORMAT, "train-images-idx3-ubyte has 6 images", "train-labels-idx1-ubyte has 5 labels");
  put_labels (fixture, "train-labels-idx1-ubyte", 6, 2, false);
  put_labels (fixture, "t10k-labels-idx1-ubyte", 6, 2, false);
  assert_refused (fixture, "", ISO_ERROR_FILE, "t10k-labels-idx1-ubyte", "t10k-images-idx3-ubyte");
  put_images (fixture, "t10k-images-idx3-ubyte", 6, 4, 1, false);
  assert_refused (fixture, "", ISO_ERROR_FORMAT, "2 × 2", "4 × 1", "t10k-images-idx3-ubyte");
  put_labels (fixture, "t10k-images-idx3-ubyte", 6, 2, false);
  assert_refused (fixture, "", ISO_ERROR_FORMAT, "t10k-images-idx3-ubyte", "1 dimensions, expected 3");
  put_images (fixture, "t10k-images-idx3-ubyte", 6, 2, 2, false);
  put_images (fixture, "t10k-labels-idx1-ubyte", 6, 1, 1, false);
  assert_refused (fixture, "", ISO_ERROR_FORMAT, "t10k-labels-idx1-ubyte", "3 dimensions, expected 1");
}

static void
test_idx_empty (Fixture *fixture, gconstpointer data)
{
  put_images (fixture, "train-images-idx3-ubyte", 0, 28, 28, false);
  put_labels (fixture, "train-labels-idx1-ubyte", 0, 2, false);
  assert_refused (fixture, "", ISO_ERROR_FORMAT, "no samples");
}

/* A folder of that name is the set, whose labels are known to be 0 … 9. */
static void
test_fashion_labels (Fixture *fixture, gconstpointer data)
{
  Fixture inner = { g_build_filename (fixture->folder, "fashion-mnist", NULL) };
  g_assert_cmpint (g_mkdir (inner.folder, 0700), ==, 0);
  put_images (&inner, "train-images-idx3-ubyte.gz", 12, 2, 2, true);
  put_labels (&inner, "train-labels-idx1-ubyte.gz", 12, 10, true);
  g_autoptr (IsoDataset) dataset = load (&inner, "");
  g_assert_cmpstr (iso_dataset_name (dataset), ==, "Fashion-MNIST");
  g_assert_cmpstr (iso_dataset_class_name (dataset, 8), ==, "Bag");
  put_labels (&inner, "train-labels-idx1-ubyte.gz", 12, 11, true);
  assert_refused (&inner, "", ISO_ERROR_FORMAT, "train-labels-idx1-ubyte.gz", "sample 10", "label 10, expected 0 … 9");
  test_folder_free (inner.folder);
}

static void
put_npy (const Fixture *fixture, const char *name, const char *type, const char *shape, const void *values, size_t size)
{
  g_autofree char *dictionary = g_strdup_printf ("{'descr': '%s', 'fortran_order': False, 'shape': %s, }", type, shape);
  test_folder_put (fixture->folder, name, test_npy_bytes (1, dictionary, values, size));
}

static void
put_features (const Fixture *fixture, const char *name, size_t rows, size_t columns)
{
  g_autofree float *values = g_new (float, rows *columns);
  g_autofree char *path = g_build_filename (fixture->folder, name, NULL);
  for (size_t i = 0; i < rows * columns; i++)
    values[i] = (float) i;
  g_assert_true (iso_npy_write_floats (path, values, rows, columns, NULL));
}

static void
put_npy_labels (const Fixture *fixture, const char *name, const gint32 *values, size_t count)
{
  g_autofree char *path = g_build_filename (fixture->folder, name, NULL);
  g_assert_true (iso_npy_write_labels (path, values, count, NULL));
}

static void
test_npy_folder (Fixture *fixture, gconstpointer data)
{
  const gint32 labels[6] = { 0, 2, 0, 2, 3, 3 };
  put_features (fixture, "features.npy", 6, 3);
  put_npy_labels (fixture, "labels.npy", labels, 6);
  g_autoptr (IsoDataset) dataset = load (fixture, "");
  g_assert_cmpuint (iso_dataset_sample_count (dataset), ==, 6);
  g_assert_cmpuint (iso_dataset_feature_count (dataset), ==, 3);
  g_assert_cmpuint (iso_dataset_class_count (dataset), ==, 4); /* few gaps: numbers stay */
  g_assert_false (iso_dataset_shape (dataset).is_image);
  const guint32 index = 5;
  float row[3];
  iso_dataset_gather (row, dataset, (IsoNormalizer) { 0.0f, 1.0f }, &index, 1);
  g_assert_cmpfloat (row[2], ==, 17.0f);
}

static void
test_npy_file (Fixture *fixture, gconstpointer data)
{
  const gint32 labels[4] = { 0, 1, 0, 1 }, others[4] = { 1, 1, 0, 0 };
  put_features (fixture, "birds.npy", 4, 3);
  assert_refused (fixture, "birds.npy", ISO_ERROR_FILE, "birds.npy", "birds_labels.npy", "labels.npy");
  put_npy_labels (fixture, "labels.npy", labels, 4);
  g_autoptr (IsoDataset) general = load (fixture, "birds.npy");
  g_assert_cmpint (iso_dataset_labels (general)[0], ==, 0);
  put_npy_labels (fixture, "birds-labels.npy", others, 4);
  g_autoptr (IsoDataset) particular = load (fixture, "birds.npy");
  g_assert_cmpint (iso_dataset_labels (particular)[0], ==, 1);
  g_assert_cmpstr (iso_dataset_name (particular), ==, "birds");
}

static void
test_npy_images (Fixture *fixture, gconstpointer data)
{
  guint8 bytes[3 * 24];
  float floats[3 * 24];
  const gint32 labels[3] = { 0, 1, 0 };
  for (int i = 0; i < 3 * 24; i++)
    {
      bytes[i] = (guint8) (3 * i);
      floats[i] = (float) (3 * i) / 255.0f;
    }
  put_npy_labels (fixture, "labels.npy", labels, 3);
  put_npy (fixture, "flat.npy", "|u1", "(3, 24)", bytes, sizeof bytes);
  put_npy (fixture, "grey.npy", "|u1", "(3, 4, 6)", bytes, sizeof bytes);
  put_npy (fixture, "planes.npy", "<f4", "(3, 2, 4, 3)", floats, sizeof floats);
  put_npy (fixture, "last.npy", "|u1", "(3, 8, 1, 3)", bytes, sizeof bytes);
  g_autoptr (IsoDataset) flat = load (fixture, "flat.npy"), grey = load (fixture, "grey.npy");
  g_autoptr (IsoDataset) planes = load (fixture, "planes.npy");
  g_assert_false (iso_dataset_shape (flat).is_image);
  IsoSampleShape shape = iso_dataset_shape (grey);
  g_assert_true (shape.is_image && shape.channels == 1 && shape.height == 4 && shape.width == 6);
  shape = iso_dataset_shape (planes);
  g_assert_true (shape.is_image && shape.channels == 2 && shape.height == 4 && shape.width == 3);
  const guint32 index = 1;
  float a[24], b[24], c[24];
  iso_dataset_gather (a, flat, (IsoNormalizer) { 0.0f, 1.0f }, &index, 1);
  iso_dataset_gather (b, grey, (IsoNormalizer) { 0.0f, 1.0f }, &index, 1);
  iso_dataset_gather (c, planes, (IsoNormalizer) { 0.0f, 1.0f }, &index, 1);
  for (int i = 0; i < 24; i++)
    {
      g_assert_cmpfloat (a[i], ==, (float) bytes[24 + i]); /* features come as they are */
      g_assert_false (!(fabsf (b[i] - c[i]) <= 1e-6f));
    }
  assert_refused (fixture, "last.npy", ISO_ERROR_FORMAT, "last.npy", "channels last");
}

/* One column of labels, and labels as texts. */
static void
test_npy_labels (Fixture *fixture, gconstpointer data)
{
  const gint32 column[4] = { 0, 1, 0, 1 };
  put_features (fixture, "features.npy", 4, 2);
  put_npy (fixture, "labels.npy", "<i4", "(4, 1)", column, sizeof column);
  g_autoptr (IsoDataset) numbers = load (fixture, "");
  g_assert_cmpmem (iso_dataset_labels (numbers), sizeof column, column, sizeof column);
  put_npy (fixture, "labels.npy", "|S2", "(4,)", "b\0a\0b\0ab", 8);
  g_autoptr (IsoDataset) texts = load (fixture, "");
  const gint32 expected[4] = { 2, 0, 2, 1 };
  g_assert_cmpmem (iso_dataset_labels (texts), sizeof expected, expected, sizeof expected);
  g_assert_cmpstr (iso_dataset_class_name (texts, 1), ==, "ab");
  put_npy (fixture, "labels.npy", "|S2", "(4,)", "b\0\xff\0b\0ab", 8);
  assert_refused (fixture, "", ISO_ERROR_FORMAT, "labels.npy", "element 1", "no text");
}

static void
test_npy_identifiers (Fixture *fixture, gconstpointer data)
{
  const gint64 identifiers[5] = { 70, G_GINT64_CONSTANT (5000000000), 70, 3, G_GINT64_CONSTANT (5000000000) };
  put_features (fixture, "embeddings.npy", 5, 2);
  put_npy (fixture, "labels.npy", "<i8", "(5,)", identifiers, sizeof identifiers);
  g_autoptr (IsoDataset) dataset = load (fixture, "");
  const gint32 expected[5] = { 1, 2, 1, 0, 2 };
  g_assert_cmpuint (iso_dataset_class_count (dataset), ==, 3);
  g_assert_cmpmem (iso_dataset_labels (dataset), sizeof expected, expected, sizeof expected);
  g_assert_cmpstr (iso_dataset_class_name (dataset, 0), ==, "3");
  g_assert_cmpstr (iso_dataset_class_name (dataset, 2), ==, "5000000000");
}

static void
test_npy_refused (Fixture *fixture, gconstpointer data)
{
  const gint32 labels[4] = { 0, 1, -3, 1 };
  const float values[8] = { 0.0f, 1.0f, 2.0f, 3.0f, 4.0f, (float) NAN, 6.0f, 7.0f };
  put_features (fixture, "features.npy", 4, 2);
  put_npy_labels (fixture, "labels.npy", labels, 3);
  assert_refused (fixture, "", ISO_ERROR_FORMAT, "features.npy has 4 samples", "labels.npy has 3 labels");
  put_npy_labels (fixture, "labels.npy", labels, 4);
  assert_refused (fixture, "", ISO_ERROR_FORMAT, "labels.npy", "sample 2", "label -3");
  put_npy (fixture, "labels.npy", "<f4", "(4,)", values, 16);
  assert_refused (fixture, "", ISO_ERROR_FORMAT, "labels.npy", "floating point");
  put_npy (fixture, "labels.npy", "<i4", "(2, 2)", labels, 16);
  assert_refused (fixture, "", ISO_ERROR_FORMAT, "labels.npy", "2 dimensions, expected 1");
  put_npy (fixture, "features.npy", "<f4", "(8,)", values, 32);
  assert_refused (fixture, "", ISO_ERROR_FORMAT, "features.npy", "1 dimensions");
  const gint32 good[4] = { 0, 1, 0, 1 };
  put_npy_labels (fixture, "labels.npy", good, 4);
  put_npy (fixture, "features.npy", "<f4", "(4, 2)", values, 32);
  assert_refused (fixture, "", ISO_ERROR_NUMERIC, "features.npy", "row 2, column 1", "NaN");
  put_npy (fixture, "features.npy", "<f4", "(0, 2)", NULL, 0);
  put_npy (fixture, "labels.npy", "<i4", "(0,)", NULL, 0);
  assert_refused (fixture, "", ISO_ERROR_FORMAT, "no samples");
  put_npy_labels (fixture, "labels.npy", good, 4);
  put_npy (fixture, "features.npy", "<f4", "(4, 0)", NULL, 0);
  assert_refused (fixture, "", ISO_ERROR_FORMAT, "expected at least one value");
}

static void
test_kinds (Fixture *fixture, gconstpointer data)
{
  static const struct {
    const char *name;
    IsoSourceKind kind;
  } files[] = { { "a.npy", ISO_SOURCE_NPY },    { "a.NPZ", ISO_SOURCE_NPZ },    { "a.csv", ISO_SOURCE_CSV },
                { "a.b.tsv", ISO_SOURCE_CSV },  { "a.csv.gz", ISO_SOURCE_CSV }, { "sample", ISO_SOURCE_SAMPLE },
                { "fashion-mnist", ISO_SOURCE_IDX } };
  for (size_t i = 0; i < G_N_ELEMENTS (files); i++)
    g_assert_cmpint (iso_source_kind (files[i].name), ==, files[i].kind);
  g_assert_cmpint (iso_source_kind (fixture->folder), ==, ISO_SOURCE_PICTURES);
  put_features (fixture, "features.npy", 4, 2);
  g_assert_cmpint (iso_source_kind (fixture->folder), ==, ISO_SOURCE_NPY);
  put_images (fixture, "train-images-idx3-ubyte", 6, 2, 2, false);
  g_assert_cmpint (iso_source_kind (fixture->folder), ==, ISO_SOURCE_IDX);
}

static void
test_nothing_there (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_assert_null (load_source ("", NULL, &error));
  test_error (error, ISO_ERROR_ARGUMENT, "data.source");
  assert_refused (fixture, "", ISO_ERROR_FILE, "train-images-idx3-ubyte", "embeddings.npy");
  assert_refused (fixture, "missing", ISO_ERROR_FILE, "missing");
  test_folder_put (fixture->folder, "notes.txt", test_idx_bytes (8, 0, NULL, 0, 1));
  assert_refused (fixture, "notes.txt", ISO_ERROR_FILE, "notes.txt", ".npy", ".csv");
  g_autofree char *pipe = g_build_filename (fixture->folder, "pipe.npy", NULL);
  g_assert_cmpint (mkfifo (pipe, 0600), ==, 0);
  assert_refused (fixture, "pipe.npy", ISO_ERROR_FILE, "pipe.npy");
}

/* Where the set is installed it loads whole; elsewhere the message says what to install. */
static void
test_fashion (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (IsoDataset) dataset = load_source ("fashion-mnist", NULL, &error);
  if (dataset == NULL)
    {
      test_error (error, ISO_ERROR_FILE, "dataset-fashion-mnist");
      return;
    }
  g_assert_cmpuint (iso_dataset_sample_count (dataset), ==, 70000);
  g_assert_cmpuint (iso_dataset_class_count (dataset), ==, 10);
  g_assert_cmpint (iso_dataset_parts (dataset)[59999], ==, ISO_PART_TRAIN);
  g_assert_cmpint (iso_dataset_parts (dataset)[60000], ==, ISO_PART_TEST);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)
  ADD ("/source/sample", test_sample);
  ADD ("/source/sample-neighbors", test_sample_neighbors);
  ADD ("/source/idx-both-parts", test_idx_both_parts);
  ADD ("/source/idx-one-part", test_idx_one_part);
  ADD ("/source/idx-refused", test_idx_refused);
  ADD ("/source/idx-empty", test_idx_empty);
  ADD ("/source/fashion-labels", test_fashion_labels);
  ADD ("/source/npy-folder", test_npy_folder);
  ADD ("/source/npy-file", test_npy_file);
  ADD ("/source/npy-images", test_npy_images);
  ADD ("/source/npy-labels", test_npy_labels);
  ADD ("/source/npy-identifiers", test_npy_identifiers);
  ADD ("/source/npy-refused", test_npy_refused);
  ADD ("/source/kinds", test_kinds);
  ADD ("/source/nothing-there", test_nothing_there);
  ADD ("/source/fashion", test_fashion);
  return g_test_run ();
}
