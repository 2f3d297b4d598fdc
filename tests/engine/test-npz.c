#include <math.h>

#include "engine/base/checked.h"
#include "engine/data/source.h"
#include "engine/data/zip.h"
#include "tests/support/zip-files.h"

/* Three samples of two features with labels, as .npy; from `first` on. */
static const float values[12] = { 0.0f, 1.0f, 2.0f, 3.0f, 4.0f, 5.0f, 6.0f, 7.0f, 8.0f, 9.0f, 10.0f, 11.0f };

static GByteArray *
features_bytes (int rows, int first)
{
  g_autofree char *dictionary = g_strdup_printf ("{'descr': '<f4', 'fortran_order': False, 'shape': (%d, 2), }", rows);
  return test_npy_bytes (1, dictionary, values + first, (size_t) rows * 2 * sizeof (float));
}

static GByteArray *
labels_bytes (int rows, const gint64 *labels)
{
  g_autofree char *dictionary = g_strdup_printf ("{'descr': '<i8', 'fortran_order': False, 'shape': (%d,), }", rows);
  return test_npy_bytes (1, dictionary, labels, (size_t) rows * sizeof *labels);
}

/* Texts of up to three characters in UCS-4. */
static GByteArray *
texts_bytes (const char *const *texts, int count)
{
  g_autofree char *dictionary = g_strdup_printf ("{'descr': '<U3', 'fortran_order': False, 'shape': (%d,), }", count);
  g_autofree guint32 *characters = g_new0 (guint32, (size_t) count * 3);
  for (int i = 0; i < count; i++)
    for (int c = 0; texts[i][c] != '\0'; c++)
      characters[3 * i + c] = (guint8) texts[i][c];
  return test_npy_bytes (1, dictionary, characters, (size_t) count * 12);
}

/* Loads the archive from a file of a folder that is made for it. */
static IsoDataset *
load_bytes (GByteArray *zip, GPtrArray *skipped, GError **error)
{
  char *folder = test_folder_new ();
  g_autofree char *path = g_build_filename (folder, "file.npz", NULL);
  IsoSourceRequest request = { path, 32, ISO_COLOR_AUTOMATIC, "" };
  IsoSourceReport report = { .skipped = skipped };
  test_folder_put (folder, "file.npz", zip);
  IsoDataset *dataset = iso_source_load (&request, &report, NULL, error);
  test_folder_free (folder);
  return dataset;
}

static IsoDataset *
load (const TestMember *members, size_t count, GPtrArray *skipped)
{
  g_autoptr (GError) error = NULL;
  IsoDataset *dataset = load_bytes (test_zip (members, count, false), skipped, &error);
  g_assert_no_error (error);
  return dataset;
}

#define assert_refused(zip, code, ...)                                                                                           \
  do                                                                                                                             \
    {                                                                                                                            \
      g_autoptr (GError) refusal = NULL;                                                                                         \
      g_assert_null (load_bytes (zip, NULL, &refusal));                                                                          \
      test_error (refusal, code, "file.npz", __VA_ARGS__);                                                                       \
    }                                                                                                                            \
  while (0)

static void
assert_row (const IsoDataset *dataset, guint32 index, float expected)
{
  float row[2];
  iso_dataset_gather (row, dataset, (IsoNormalizer) { 0.0f, 1.0f }, &index, 1);
  g_assert_cmpfloat (row[0], ==, expected);
  g_assert_cmpfloat (row[1], ==, expected + 1.0f);
}

/* The check value of the checksum's own definition, whole and in two pieces. */
static void
test_checksum (void)
{
  const guint8 *digits = (const guint8 *) "123456789";
  g_assert_cmphex (iso_crc32 (0, digits, 9), ==, 0xcbf43926);
  for (size_t cut = 0; cut <= 9; cut++)
    g_assert_cmphex (iso_crc32 (iso_crc32 (0, digits, cut), digits + cut, 9 - cut), ==, 0xcbf43926);
}

/* Stored and deflated, with short and with wide numbers, in either kind of end: always the same data. */
static void
test_kinds (void)
{
  const gint64 labels[3] = { 1, 0, 1 };
  g_autoptr (GByteArray) X = features_bytes (3, 0), y = labels_bytes (3, labels);
  g_autofree char *fingerprint = NULL;
  for (int kind = 0; kind < 8; kind++)
    {
      g_autoptr (GError) error = NULL;
      bool deflated = kind & 1, large = kind & 2, large_end = kind & 4;
      const TestMember members[] = { { "features.npy", X, deflated, large }, { "labels.npy", y, deflated, large } };
      g_autoptr (IsoDataset) dataset = load_bytes (test_zip (members, 2, large_end), NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (iso_dataset_sample_count (dataset), ==, 3);
      g_assert_cmpuint (iso_dataset_class_count (dataset), ==, 2);
      g_assert_cmpstr (iso_dataset_name (dataset), ==, "file");
      assert_row (dataset, 2, 4.0f);
      if (fingerprint == NULL)
        fingerprint = g_strdup (iso_dataset_fingerprint (dataset));
      g_assert_cmpstr (iso_dataset_fingerprint (dataset), ==, fingerprint);
    }
}

static void
test_parts (void)
{
  const gint64 train[3] = { 1, 0, 1 }, test[2] = { 2, 0 };
  g_autoptr (GByteArray) a = features_bytes (3, 0), b = features_bytes (2, 6), c = labels_bytes (3, train);
  g_autoptr (GByteArray) d = labels_bytes (2, test);
  g_autoptr (GPtrArray) skipped = g_ptr_array_new_with_free_func (g_free);
  const TestMember members[] = { { "x_test.npy", b }, { "y_test.npy", d }, { "x_train.npy", a, true }, { "y_train.npy", c },
                                 { "notes.txt", d } };
  g_autoptr (IsoDataset) dataset = load (members, 5, skipped);
  g_assert_cmpuint (iso_dataset_sample_count (dataset), ==, 5);
  g_assert_cmpuint (iso_dataset_class_count (dataset), ==, 3);
  const gint32 expected[5] = { 1, 0, 1, 2, 0 };
  g_assert_cmpmem (iso_dataset_labels (dataset), sizeof expected, expected, sizeof expected);
  for (guint32 i = 0; i < 5; i++)
    {
      g_assert_cmpint (iso_dataset_parts (dataset)[i], ==, i < 3 ? ISO_PART_TRAIN : ISO_PART_TEST);
      assert_row (dataset, i, 2.0f * (float) i);
    }
  g_assert_cmpuint (skipped->len, ==, 1);
  g_assert_nonnull (strstr (skipped->pdata[0], "notes.txt"));
}

/* One part alone is the whole; other names are known too. */
static void
test_names (void)
{
  static const char *const pairs[][2] = { { "X.npy", "y.npy" }, { "embeddings.npy", "targets.npy" },
                                          { "train_images.npy", "train_labels.npy" }, { "arr_0.npy", "arr_1.npy" } };
  const gint64 labels[3] = { 0, 1, 1 };
  g_autoptr (GByteArray) X = features_bytes (3, 0), y = labels_bytes (3, labels);
  for (size_t p = 0; p < G_N_ELEMENTS (pairs); p++)
    {
      const TestMember members[] = { { pairs[p][0], X }, { pairs[p][1], y } };
      g_autoptr (IsoDataset) dataset = load (members, 2, NULL);
      g_assert_null (iso_dataset_parts (dataset));
      assert_row (dataset, 1, 2.0f);
    }
}

/* Texts are classes in natural order; numbers may have names of their own. */
static void
test_class_names (void)
{
  const char *const texts[3] = { "b10", "b9", "b10" }, *const names[3] = { "cat", "dog", "elk" };
  const gint64 labels[3] = { 1, 0, 1 }, far[3] = { 1, 0, 3 };
  g_autoptr (GByteArray) X = features_bytes (3, 0), t = texts_bytes (texts, 3), n = texts_bytes (names, 3);
  g_autoptr (GByteArray) y = labels_bytes (3, labels), z = labels_bytes (3, far);
  const TestMember textual[] = { { "X.npy", X }, { "y.npy", t } };
  const TestMember named[] = { { "X.npy", X }, { "y.npy", y }, { "classes.npy", n } };
  const TestMember wrong[] = { { "X.npy", X }, { "y.npy", z }, { "classes.npy", n } };
  const TestMember numbers[] = { { "X.npy", X }, { "y.npy", y }, { "classes.npy", y } };
  g_autoptr (IsoDataset) a = load (textual, 2, NULL), b = load (named, 3, NULL);
  const gint32 expected[3] = { 1, 0, 1 };
  g_assert_cmpmem (iso_dataset_labels (a), sizeof expected, expected, sizeof expected);
  g_assert_cmpstr (iso_dataset_class_name (a, 0), ==, "b9");
  g_assert_cmpstr (iso_dataset_class_name (a, 1), ==, "b10");
  g_assert_cmpuint (iso_dataset_class_count (b), ==, 3);
  g_assert_cmpstr (iso_dataset_class_name (b, 2), ==, "elk");
  assert_refused (test_zip (wrong, 3, false), ISO_ERROR_FORMAT, "y.npy", "sample 2", "label 3", "at most 2");
  assert_refused (test_zip (numbers, 3, false), ISO_ERROR_FORMAT, "classes.npy", "texts");
}

static void
test_contents_refused (void)
{
  const gint64 labels[3] = { 0, 1, -1 };
  const float odd[4] = { 0.0f, 1.0f, 2.0f, NAN };
  g_autoptr (GByteArray) X = features_bytes (3, 0), y = labels_bytes (2, labels), z = labels_bytes (3, labels);
  g_autoptr (GByteArray) N = test_npy_bytes (1, "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 2), }", odd, 16);
  g_autoptr (GByteArray) wide = test_npy_bytes (1, "{'descr': '<f4', 'fortran_order': False, 'shape': (1, 3), }", odd, 12);
  g_autoptr (GByteArray) one = labels_bytes (1, labels), junk = g_byte_array_new ();
  const TestMember nothing[] = { { "foo.npy", X } }, counts[] = { { "X.npy", X }, { "y.npy", y } };
  const TestMember negative[] = { { "X.npy", X }, { "y.npy", z } }, nan[] = { { "X.npy", N, true }, { "y.npy", y } };
  const TestMember shapes[] = { { "x_train.npy", N }, { "y_train.npy", y }, { "x_test.npy", wide }, { "y_test.npy", one } };
  const TestMember no_array[] = { { "X.npy", junk }, { "y.npy", y } }, twice[] = { { "X.npy", X }, { "X.npy", X } };
  assert_refused (test_zip (nothing, 1, false), ISO_ERROR_FORMAT, "found foo.npy", "features", "x_train");
  assert_refused (test_zip (nothing, 0, false), ISO_ERROR_FORMAT, "found nothing");
  assert_refused (test_zip (counts, 2, false), ISO_ERROR_FORMAT, "X.npy has 3 samples", "y.npy has 2 labels");
  assert_refused (test_zip (negative, 2, false), ISO_ERROR_FORMAT, "y.npy", "sample 2", "label -1");
  assert_refused (test_zip (nan, 2, false), ISO_ERROR_NUMERIC, "X.npy", "row 1, column 1", "NaN");
  assert_refused (test_zip (shapes, 4, false), ISO_ERROR_FORMAT, "x_train.npy", "x_test.npy", "different shapes");
  assert_refused (test_zip (no_array, 2, false), ISO_ERROR_FORMAT, "X.npy", "an empty file");
  assert_refused (test_zip (twice, 2, false), ISO_ERROR_FORMAT, "two members named X.npy");
}

/* What the directory says against what is there. */
static void
test_lies (void)
{
  const gint64 labels[3] = { 0, 1, 1 };
  g_autoptr (GByteArray) X = features_bytes (3, 0), y = labels_bytes (3, labels);
  const struct {
    TestMember member;
    const char *word;
  } lies[] = {
    { { "X.npy", X, .crc_error = 1 }, "checksum" },
    { { "X.npy", X, true, .crc_error = 1 }, "checksum" },
    { { "X.npy", X, .claimed_size = 100 }, "two sizes differ" },
    { { "X.npy", X, true, .claimed_size = X->len - 1 }, "more than its size" },
    { { "X.npy", X, true, .claimed_size = X->len + 1 }, "less than its size" },
    { { "X.npy", X, true, .claimed_packed_size = 20 }, "damaged" },
    { { "X.npy", X, true, true, .claimed_size = G_GUINT64_CONSTANT (1) << 40 }, "more than its bytes can unpack to" },
    { { "X.npy", X, true, true, .claimed_size = G_MAXUINT64 }, "more than its bytes can unpack to" },
    { { "X.npy", X, false, true, .claimed_size = G_MAXUINT64 - 8, .claimed_packed_size = G_MAXUINT64 - 8 }, "within the file" },
    { { "X.npy", X, .claimed_packed_size = 100000, .claimed_size = 100000 }, "within the file" },
    { { "X.npy", X, .claimed_offset = 7 }, "within the file" },
    { { "X.npy", X, false, true, .claimed_offset = G_MAXUINT64 - 10 }, "within the file" },
    { { "X.npy", X, .method = 12 }, "packing method 12" },
    { { "X.npy", X, .flags = 1 }, "encrypted" },
  };
  for (size_t i = 0; i < G_N_ELEMENTS (lies); i++)
    {
      const TestMember members[] = { lies[i].member, { "y.npy", y } };
      assert_refused (test_zip (members, 2, false), ISO_ERROR_FORMAT, "X.npy", lies[i].word);
    }
}

/* No cut may crash, and none makes sense: the directory stands at the end. Nor does any byte that is changed. */
static void
test_damage (void)
{
  const gint64 labels[3] = { 0, 1, 1 };
  g_autoptr (GByteArray) X = features_bytes (3, 0), y = labels_bytes (3, labels);
  for (int large = 0; large < 2; large++)
    {
      const TestMember members[] = { { "X.npy", X, true, large }, { "y.npy", y, false, large } };
      g_autoptr (GByteArray) whole = test_zip (members, 2, large);
      for (guint length = 0; length < whole->len; length++)
        {
          g_autoptr (GError) error = NULL;
          g_autoptr (GBytes) cut = g_bytes_new (whole->data, length);
          g_assert_null (iso_zip_open ("file.npz", cut, &error));
          test_error (error, ISO_ERROR_FORMAT, "file.npz");
        }
      for (guint at = 0; at < whole->len; at++)
        {
          g_autoptr (GError) error = NULL;
          g_autofree guint8 *copy = g_memdup2 (whole->data, whole->len);
          copy[at] ^= 0xff;
          g_autoptr (GBytes) changed = g_bytes_new (copy, whole->len);
          g_autoptr (IsoZip) zip = iso_zip_open ("file.npz", changed, &error);
          const IsoZipMember *member = zip != NULL ? iso_zip_find (zip, "X.npy") : NULL;
          g_autoptr (GBytes) contents = member != NULL ? iso_zip_read (zip, member, NULL, &error) : NULL;
          if (contents != NULL) /* what still comes out is what was put in */
            g_assert_cmpmem (g_bytes_get_data (contents, NULL), g_bytes_get_size (contents), X->data, X->len);
          else if (error != NULL)
            test_error (error, ISO_ERROR_FORMAT, "file.npz");
        }
    }
  assert_refused (g_byte_array_new (), ISO_ERROR_FORMAT, "magic number");
}

static void
test_comment (void)
{
  const gint64 labels[3] = { 0, 1, 1 };
  g_autoptr (GByteArray) X = features_bytes (3, 0), y = labels_bytes (3, labels);
  const TestMember members[] = { { "X.npy", X }, { "y.npy", y } };
  g_autoptr (GError) error = NULL;
  GByteArray *zip = test_zip (members, 2, false);
  zip->data[zip->len - 2] = 5;
  g_byte_array_append (zip, (const guint8 *) "hello", 5);
  g_autoptr (IsoDataset) dataset = load_bytes (zip, NULL, &error);
  g_assert_no_error (error);
}

static void
test_cancelled (void)
{
  const gint64 labels[3] = { 0, 1, 1 };
  g_autoptr (GByteArray) X = features_bytes (3, 0), y = labels_bytes (3, labels);
  const TestMember members[] = { { "X.npy", X, true }, { "y.npy", y } };
  g_autoptr (GError) error = NULL;
  g_autoptr (GByteArray) bytes = test_zip (members, 2, false);
  g_autoptr (GBytes) contents = g_bytes_new (bytes->data, bytes->len);
  g_autoptr (IsoZip) zip = iso_zip_open ("file.npz", contents, &error);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_cancellable_cancel (cancellable);
  g_assert_null (iso_zip_read (zip, iso_zip_find (zip, "X.npy"), cancellable, &error));
  test_error (error, ISO_ERROR_CANCELLED, "file.npz");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/npz/checksum", test_checksum);
  g_test_add_func ("/npz/kinds", test_kinds);
  g_test_add_func ("/npz/parts", test_parts);
  g_test_add_func ("/npz/names", test_names);
  g_test_add_func ("/npz/class-names", test_class_names);
  g_test_add_func ("/npz/contents-refused", test_contents_refused);
  g_test_add_func ("/npz/lies", test_lies);
  g_test_add_func ("/npz/damage", test_damage);
  g_test_add_func ("/npz/comment", test_comment);
  g_test_add_func ("/npz/cancelled", test_cancelled);
  return g_test_run ();
}
