#include <fcntl.h>
#include <math.h>
#include <unistd.h>

#include "engine/base/checked.h"
#include "engine/base/random.h"
#include "engine/data/source.h"
#include "engine/data/summary.h"
#include "engine/data/values.h"
#include "tests/support/data-files.h"

/* More than files that are read instead of mapped, and no whole number of blocks. */
#define ROWS 10001
#define COLUMNS 2048

static bool
scan (IsoValueFacts *facts, const float *floats, size_t rows, size_t columns, GError **error)
{
  const IsoValues values = { NULL, floats, rows, columns, false };
  return iso_values_scan (facts, &values, "values", NULL, NULL, error);
}

/* Least and greatest against a plain loop, of signs and sizes of all kinds. */
static void
test_range (void)
{
  IsoRandom random;
  float values[1000];
  guint8 bytes[1000];
  iso_random_init (&random, 1, "range");
  for (int round = 0; round < 200; round++)
    {
      size_t count = 1 + iso_random_below (&random, 1000);
      float low = INFINITY, high = -INFINITY;
      int least = 255, greatest = 0;
      for (size_t i = 0; i < count; i++)
        {
          values[i] = ldexpf ((float) iso_random_below (&random, 2001) - (round % 3 == 0 ? 2001.0f : 1000.0f),
                              (int) iso_random_below (&random, 200) - 100);
          bytes[i] = (guint8) (20 + iso_random_below (&random, 200));
          low = fminf (low, values[i]);
          high = fmaxf (high, values[i]);
          least = MIN (least, bytes[i]);
          greatest = MAX (greatest, bytes[i]);
        }
      IsoValueFacts facts;
      const IsoValues plain = { bytes, NULL, count, 1, false };
      g_assert_true (scan (&facts, values, count, 1, NULL));
      g_assert_cmpfloat (facts.low, ==, (double) low);
      g_assert_cmpfloat (facts.high, ==, (double) high);
      g_assert_true (iso_values_scan (&facts, &plain, "values", NULL, NULL, NULL));
      g_assert_cmpfloat (facts.low, ==, least);
      g_assert_cmpfloat (facts.high, ==, greatest);
    }
}

/* Whatever is no number is found, wherever it is; the greatest numbers pass. */
static void
test_odd_values (void)
{
  const float odd[] = { NAN, -NAN, INFINITY, -INFINITY }, sound[] = { 3.4028235e38f, -3.4028235e38f, 1e-45f, -0.0f };
  const char *const words[] = { "NaN", "NaN", "found infinity", "-infinity" };
  const size_t count = 3 << 20; /* of several blocks */
  float *values = iso_block_new (count, 1, sizeof (float), "values", NULL);
  for (size_t at = 0; at < count; at += at < 70 ? 1 : at + 12345)
    for (size_t k = 0; k < 4; k++)
      {
        g_autoptr (GError) error = NULL;
        g_autofree char *where = g_strdup_printf ("row %zu, column %zu:", at / 16, at % 16);
        IsoValueFacts facts;
        values[at] = odd[k];
        g_assert_false (scan (&facts, values, count / 16, 16, &error));
        test_error (error, ISO_ERROR_NUMERIC, "values", where, words[k]);
        values[at] = sound[k];
        if (at < 8)
          g_assert_true (scan (&facts, values, count / 16, 16, NULL));
        values[at] = 0.0f;
      }
  iso_block_free (values);
}

/* The hash sees every byte and the order of blocks. */
static void
test_hash (void)
{
  const size_t count = 5 << 20;
  guint8 *bytes = iso_block_new (count, 1, 1, "bytes", NULL);
  const IsoValues values = { bytes, NULL, count, 1, false };
  IsoValueFacts first, second;
  bytes[0] = 1;
  g_assert_true (iso_values_scan (&first, &values, "bytes", NULL, NULL, NULL));
  g_assert_true (iso_values_scan (&second, &values, "bytes", NULL, NULL, NULL));
  g_assert_cmphex (first.hash, ==, second.hash);
  for (size_t at = 1; at < count; at = 3 * at + 1)
    {
      bytes[at] ^= 4;
      g_assert_true (iso_values_scan (&second, &values, "bytes", NULL, NULL, NULL));
      g_assert_cmphex (first.hash, !=, second.hash);
      bytes[at] ^= 4;
    }
  bytes[0] = 0;
  bytes[2 << 20] = 1; /* the same block, as the second instead of the first */
  g_assert_true (iso_values_scan (&second, &values, "bytes", NULL, NULL, NULL));
  g_assert_cmphex (first.hash, !=, second.hash);
  for (size_t size = 0; size < 100; size++)
    g_assert_cmphex (iso_values_mix (1, bytes, size), !=, iso_values_mix (1, bytes, size + 1));
  iso_block_free (bytes);
}

/* A large file of zeros, which takes no room on the disk, with a few values in it. */
static char *
make_large (const char *folder, float last)
{
  char *path = g_build_filename (folder, "large.npy", NULL);
  g_autofree char *dictionary = g_strdup_printf ("{'descr': '<f4', 'fortran_order': False, 'shape': (%d, %d), }", ROWS, COLUMNS);
  g_autoptr (GByteArray) header = test_npy_bytes (1, dictionary, NULL, 0);
  goffset size = (goffset) header->len + (goffset) ROWS * COLUMNS * 4;
  int file = open (path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
  g_assert_cmpint (file, >=, 0);
  g_assert_cmpint (ftruncate (file, size), ==, 0);
  g_assert_cmpint (pwrite (file, header->data, header->len, 0), ==, (gssize) header->len);
  g_assert_cmpint (pwrite (file, &last, 4, size - 4), ==, 4);
  g_assert_cmpint (close (file), ==, 0);
  gint32 *labels = g_new0 (gint32, ROWS);
  g_autofree char *text = g_strdup_printf ("{'descr': '<i4', 'fortran_order': False, 'shape': (%d,), }", ROWS);
  for (int i = 0; i < ROWS; i++)
    labels[i] = i % 2;
  test_folder_put (folder, "labels.npy", test_npy_bytes (1, text, labels, ROWS * sizeof *labels));
  g_free (labels);
  return path;
}

/* Bytes of files that are resident in this process. */
static size_t
resident (void)
{
  g_autofree char *text = NULL;
  unsigned long long whole = 0, all = 0, of_files = 0;
  if (g_file_get_contents ("/proc/self/statm", &text, NULL, NULL))
    g_assert_cmpint (sscanf (text, "%llu %llu %llu", &whole, &all, &of_files), ==, 3);
  return (size_t) of_files * (size_t) sysconf (_SC_PAGESIZE);
}

static void
note (gpointer data, double share)
{
  double *last = data;
  g_assert_true (share >= *last && share <= 1.0);
  *last = share;
}

/* Opened, a large file is not in this process's memory; what is then read of it is right. */
static void
test_mapped (void)
{
  g_autoptr (GError) error = NULL;
  char *folder = test_folder_new ();
  g_autofree char *path = make_large (folder, 7.5f);
  IsoSourceRequest request = { path, 32, ISO_COLOR_AUTOMATIC, "" };
  double share = 0.0;
  IsoSourceReport report = { .progress = note, .data = &share };
  size_t before = resident ();
  g_autoptr (IsoDataset) dataset = iso_source_load (&request, &report, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (resident (), <, before + ((size_t) 64 << 20));
  g_assert_cmpfloat (share, ==, 1.0);
  float row[COLUMNS];
  const guint32 index = ROWS - 1;
  double low, high;
  iso_dataset_gather (row, dataset, (IsoNormalizer) { 0.0f, 1.0f }, &index, 1);
  g_assert_cmpfloat (row[COLUMNS - 2], ==, 0.0f);
  g_assert_cmpfloat (row[COLUMNS - 1], ==, 7.5f);
  iso_dataset_range (dataset, &low, &high);
  g_assert_cmpfloat (low, ==, 0.0);
  g_assert_cmpfloat (high, ==, 7.5);

  /* the same in memory: the same fingerprint */
  float *floats = iso_block_new (ROWS, COLUMNS, sizeof (float), "floats", NULL);
  gint32 *labels = iso_block_new (ROWS, 1, sizeof (gint32), "labels", NULL);
  floats[(size_t) ROWS * COLUMNS - 1] = 7.5f;
  memcpy (labels, iso_dataset_labels (dataset), ROWS * sizeof *labels);
  g_autoptr (IsoDataset) copy
      = iso_dataset_new ("copy", iso_dataset_shape (dataset), ROWS, NULL, floats, labels, NULL, 2, NULL, NULL);
  g_assert_cmpstr (iso_dataset_fingerprint (copy), ==, iso_dataset_fingerprint (dataset));
  test_folder_free (folder);
}

static void
cancel (gpointer data, double share)
{
  g_cancellable_cancel (data);
}

static void
test_mapped_refused (void)
{
  g_autoptr (GError) error = NULL;
  char *folder = test_folder_new ();
  g_autofree char *path = make_large (folder, NAN);
  IsoSourceRequest request = { path, 32, ISO_COLOR_AUTOMATIC, "" };
  g_assert_null (iso_source_load (&request, NULL, NULL, &error));
  test_error (error, ISO_ERROR_NUMERIC, "large.npy", "row 10000, column 2047", "NaN");
  g_clear_error (&error);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  IsoSourceReport report = { .progress = cancel, .data = cancellable };
  g_assert_null (iso_source_load (&request, &report, cancellable, &error));
  test_error (error, ISO_ERROR_CANCELLED, "large.npy");
  test_folder_free (folder);
}

static void
test_summary (void)
{
  const IsoSampleShape shape = { 1, 1, 1, false };
  const gint32 all[9] = { 0, 0, 0, 2, 3, 3, 3, 3, 5 };
  const IsoPart kinds[9] = { ISO_PART_TRAIN, ISO_PART_TEST, ISO_PART_TRAIN, ISO_PART_TRAIN, ISO_PART_UNSPECIFIED, ISO_PART_TEST,
                             ISO_PART_TRAIN, ISO_PART_TRAIN, ISO_PART_TRAIN };
  float *floats = iso_block_new (9, 1, sizeof (float), "floats", NULL);
  gint32 *labels = iso_block_new (9, 1, sizeof (gint32), "labels", NULL);
  IsoPart *parts = iso_block_new (9, 1, sizeof (IsoPart), "parts", NULL);
  memcpy (labels, all, sizeof all);
  memcpy (parts, kinds, sizeof kinds);
  g_autoptr (IsoDataset) dataset = iso_dataset_new ("nine", shape, 9, NULL, floats, labels, parts, 6, NULL, NULL);
  IsoDataSummary summary;
  iso_data_summarize (&summary, dataset);
  g_assert_cmpuint (summary.smallest, ==, 1);
  g_assert_cmpuint (summary.largest, ==, 4);
  g_assert_cmpfloat (summary.median, ==, 2.0); /* of 1, 1, 3, 4 */
  g_assert_cmpuint (summary.empty_classes, ==, 2);
  g_assert_cmpuint (summary.single_classes, ==, 2);
  g_assert_true (summary.has_parts);
  g_assert_cmpuint (summary.part_counts[ISO_PART_TRAIN], ==, 6);
  g_assert_cmpuint (summary.part_counts[ISO_PART_TEST], ==, 2);
  g_assert_cmpuint (summary.part_counts[ISO_PART_UNSPECIFIED], ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/values/range", test_range);
  g_test_add_func ("/values/odd-values", test_odd_values);
  g_test_add_func ("/values/hash", test_hash);
  g_test_add_func ("/values/mapped", test_mapped);
  g_test_add_func ("/values/mapped-refused", test_mapped_refused);
  g_test_add_func ("/values/summary", test_summary);
  return g_test_run ();
}
