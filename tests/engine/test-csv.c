#include <math.h>

#include "engine/base/random.h"
#include "engine/data/csv.h"
#include "engine/data/natural-order.h"
#include "engine/data/source.h"
#include "tests/support/data-files.h"

static IsoDataset *
load_file (const char *name, GByteArray *bytes, const char *label_column, IsoSourceReport *report, GCancellable *cancellable,
           GError **error)
{
  char *folder = test_folder_new ();
  g_autofree char *path = g_build_filename (folder, name, NULL);
  IsoSourceRequest request = { path, 32, ISO_COLOR_AUTOMATIC, label_column };
  test_folder_put (folder, name, bytes);
  IsoDataset *dataset = iso_source_load (&request, report, cancellable, error);
  test_folder_free (folder);
  return dataset;
}

static GByteArray *
text_bytes (const char *text)
{
  GByteArray *bytes = g_byte_array_new ();
  g_byte_array_append (bytes, (const guint8 *) text, (guint) strlen (text));
  return bytes;
}

static IsoDataset *
load (const char *text, const char *label_column)
{
  g_autoptr (GError) error = NULL;
  IsoDataset *dataset = load_file ("file.csv", text_bytes (text), label_column, NULL, NULL, &error);
  g_assert_no_error (error);
  return dataset;
}

#define assert_refused(text, label_column, code, ...)                                                                            \
  do                                                                                                                             \
    {                                                                                                                            \
      g_autoptr (GError) refusal = NULL;                                                                                         \
      g_assert_null (load_file ("file.csv", text_bytes (text), label_column, NULL, NULL, &refusal));                             \
      test_error (refusal, code, "file.csv", __VA_ARGS__);                                                                       \
    }                                                                                                                            \
  while (0)

/* That the data set has these values (row by row) and the labels' names. */
static void
assert_data (const IsoDataset *dataset, size_t rows, size_t columns, const float *values, const char *const *labels)
{
  g_autofree float *row = g_new (float, columns);
  g_assert_cmpuint (iso_dataset_sample_count (dataset), ==, rows);
  g_assert_cmpuint (iso_dataset_feature_count (dataset), ==, columns);
  for (guint32 i = 0; i < rows; i++)
    {
      iso_dataset_gather (row, dataset, (IsoNormalizer) { 0.0f, 1.0f }, &i, 1);
      for (size_t c = 0; c < columns; c++)
        g_assert_cmpfloat (row[c], ==, values[i * columns + c]);
      g_assert_cmpstr (iso_dataset_class_name (dataset, (guint32) iso_dataset_labels (dataset)[i]), ==, labels[i]);
    }
}

/* One table in all the forms that it may come in. */
static void
test_forms (void)
{
  static const struct {
    const char *text, *label_column;
  } forms[] = {
    { "1,2.5,a\n-3,4e1,b\n", "" },
    { "1,2.5,a\r\n-3,4e1,b", "" },
    { "\xef\xbb\xbf"
      "x,y,kind\n1,2.5,a\n-3,4e1,b\n",
      "" },
    { "x;y;kind\n1;2.5;a\n-3;4e1;b\n", "kind" },
    { "x\ty\tkind\n1\t2.5\ta\n-3\t4e1\tb\n", "3" },
    { "CLASS,x,y\na,1,2.5\nb,-3,4e1\n", "" },
    { "x,Label,y\n1,a,2.5\n-3,b,4e1\n", "" },
    { "x,target,y\n1,a,2.5\n-3,b,4e1\n", "" },
    { "a,1,2.5\nb,-3,4e1\n", "1" },
    { "\"x\",\"y\",\"kind\"\r\n\"1\",\"2.5\",\"a\"\r\n\"-3\",\"4e1\",\"b\"\r\n", "KIND" },
    { "\n\n1, 2.50 , a \n\r\n-3,+40.,b\n\n", "" },
    { ",x,y,label\n0,1,2.5,a\n1,-3,4e1,b\n", "" },
    { "0,1,label\n1,2.5,a\n-3,4e1,b\n", "" },
  };
  const float values[4] = { 1.0f, 2.5f, -3.0f, 40.0f };
  const char *const labels[2] = { "a", "b" };
  for (size_t i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      g_autoptr (IsoDataset) dataset = load (forms[i].text, forms[i].label_column);
      g_test_message ("%s", forms[i].text);
      assert_data (dataset, 2, 2, values, labels);
      g_assert_cmpstr (iso_dataset_name (dataset), ==, "file");
    }
}

static void
test_quotes (void)
{
  g_autoptr (IsoDataset) dataset = load ("x,label\n1,\"a, \"\"b\"\"\"\n2,\"two\nlines\"\n3,5\" disk\n", "");
  const float values[3] = { 1.0f, 2.0f, 3.0f };
  const char *const labels[3] = { "a, \"b\"", "two\nlines", "5\" disk" };
  assert_data (dataset, 3, 1, values, labels);
  assert_refused ("1,\"a\n2,b\n", "", ISO_ERROR_FORMAT, "line 1", "quote");
  assert_refused ("1,a\n2,\"b\"c\n", "", ISO_ERROR_FORMAT, "line 2", "column 2", "closing quote");
}

static void
test_natural_order (void)
{
  g_autoptr (IsoDataset) dataset = load ("1,c10\n1,c9\n1,b\n1,c09\n1,c\n", "");
  static const char *const order[] = { "b", "c", "c9", "c09", "c10" };
  for (guint32 c = 0; c < 5; c++)
    g_assert_cmpstr (iso_dataset_class_name (dataset, c), ==, order[c]);
  /* a total order: also where numbers are too long for any type */
  g_assert_cmpint (iso_natural_compare ("x99999999999999999999999", "x100000000000000000000000"), <, 0);
  g_assert_cmpint (iso_natural_compare ("10", "9"), >, 0);
  g_assert_cmpint (iso_natural_compare ("1", "01") + iso_natural_compare ("01", "1"), ==, 0);
  g_assert_cmpint (iso_natural_compare ("1", "01"), !=, 0);
  g_assert_cmpint (iso_natural_compare ("a", "a"), ==, 0);
  g_assert_cmpint (iso_natural_compare ("a0", "a"), >, 0);
}

static void
test_values_refused (void)
{
  assert_refused ("x,y,label\n1,2,a\n1,,b\n", "", ISO_ERROR_FORMAT, "line 3", "column 2 (y)", "found nothing");
  assert_refused ("1,2,a\n1,NA,b\n", "", ISO_ERROR_FORMAT, "line 2", "column 2", "“NA”");
  assert_refused ("1,2,a\n1,nan,b\n", "", ISO_ERROR_FORMAT, "line 2", "column 2", "“nan”", "finite");
  assert_refused ("name,x,y\na,1,2\nb,1,2\n", "", ISO_ERROR_FORMAT, "line 2", "column 1 (name)", "“a”", "labels are in column 3",
                  "data.label_column");
  assert_refused ("1,2,a\n1,-inf,b\n", "", ISO_ERROR_FORMAT, "“-inf”");
  assert_refused ("1,2,a\n1,0x10,b\n", "", ISO_ERROR_FORMAT, "“0x10”");
  assert_refused ("1,2,a\n1,1e39,b\n", "", ISO_ERROR_NUMERIC, "line 2", "1e39", "too large");
  assert_refused ("1,2,a\n1,-1e999,b\n", "", ISO_ERROR_NUMERIC, "-1e999", "too large");
  assert_refused ("1;2;a\n1;2,5;b\n", "", ISO_ERROR_FORMAT, "“2,5”", "decimal point");
  assert_refused ("x,label\n1,a\n2,\n", "", ISO_ERROR_FORMAT, "line 3", "column 2 (label)", "found nothing", "label");
  assert_refused ("1,a\n2,\xff\n", "", ISO_ERROR_FORMAT, "line 2", "UTF-8");
  assert_refused ("1,2,a\n1,\xff\xff,b\n", "", ISO_ERROR_FORMAT, "line 2", "column 2");
  assert_refused ("x,\"two\nlines\"\n1,a\n1,b\n,c\n", "", ISO_ERROR_FORMAT, "line 5", "column 1 (x)");
}

static void
test_shapes_refused (void)
{
  assert_refused ("1,2,a\n1,2\n", "", ISO_ERROR_FORMAT, "line 2", "found 2 fields, expected 3");
  assert_refused ("x,y,label\n\n1,2,3,a\n", "", ISO_ERROR_FORMAT, "line 3", "found 4 fields, expected 3");
  assert_refused ("1\n2\n", "", ISO_ERROR_FORMAT, "one column");
  assert_refused ("1 2 a\n2 3 b\n", "", ISO_ERROR_FORMAT, "one column");
  assert_refused ("x,y,label\n", "", ISO_ERROR_FORMAT, "no samples");
  assert_refused ("", "", ISO_ERROR_FORMAT, "empty");
  assert_refused ("\n\r\n\n", "", ISO_ERROR_FORMAT, "empty");
  assert_refused ("\xff\xfe,\n", "", ISO_ERROR_FORMAT, "UTF-16");
  assert_refused ("1,a\r2,b\r", "", ISO_ERROR_FORMAT, "CR");
  assert_refused ("x,y\n1,a\n", "z", ISO_ERROR_ARGUMENT, "data.label_column", "“z”", "x, y", "1 to 2");
  assert_refused ("x,y\n1,a\n", "3", ISO_ERROR_ARGUMENT, "data.label_column", "“3”");
  assert_refused ("x,y\n1,a\n", "0", ISO_ERROR_ARGUMENT, "data.label_column");
  assert_refused ("1,a\n2,b\n", "kind", ISO_ERROR_ARGUMENT, "no names of columns");
}

/* A label that is called as its column could be is still a label. */
static void
test_label_words (void)
{
  g_autoptr (IsoDataset) dataset = load ("1,target\n2,target\n3,other\n", "");
  g_assert_cmpuint (iso_dataset_sample_count (dataset), ==, 3);
}

/* Against strtod() of the C locale, over forms and sizes; and what is no number. */
static void
test_numbers (void)
{
  static const char *const formats[] = { "%.17g", "%.9g", "%.0f", "%.3f", "%.18e", "%.40e", "%+.6e" };
  static const char *const others[] = { "",   ".",   "-",    "+-1", "1e",  "1e+", "e5",  "1.2.3", "1,5", "0x1p3", "nan",
                                        "inf", "1 2", "1_000", "--1", "1e5.", "\t1", "١" };
  static const char *const odd[] = { "5e-324", "1.7976931348623157e308", "9007199254740993", "0.000000000000000000000000000001",
                                     "123456789012345678901234567890", "-0", ".5", "5.", "00012.50", "1e-400", "0e999",
                                     "18446744073709551616", "1e0000000000000000000001" };
  IsoRandom random;
  iso_random_init (&random, 3, "numbers");
  for (int i = 0; i < 20000; i++)
    {
      char text[512];
      double value = (double) (iso_random_next (&random) >> 11) * pow (10.0, (double) iso_random_below (&random, 60) - 45.0), read;
      g_ascii_formatd (text, sizeof text, formats[i % G_N_ELEMENTS (formats)], i % 2 == 0 ? value : -value);
      g_assert_true (iso_csv_number (&read, text, strlen (text)));
      if (!(read == g_ascii_strtod (text, NULL)))
        g_error ("%s was read as %.17g", text, read);
    }
  for (size_t i = 0; i < G_N_ELEMENTS (odd); i++)
    {
      double read = NAN;
      g_assert_true (iso_csv_number (&read, odd[i], strlen (odd[i])));
      if (!(read == g_ascii_strtod (odd[i], NULL)))
        g_error ("%s was read as %.17g", odd[i], read);
    }
  for (size_t i = 0; i < G_N_ELEMENTS (others); i++)
    {
      double read;
      if (iso_csv_number (&read, others[i], strlen (others[i])))
        g_error ("“%s” was read as %.17g", others[i], read);
    }
}

static void
note_share (gpointer data, double share)
{
  double *last = data;
  g_assert_true (share >= 0.0 && share <= 1.0);
  *last = MAX (*last, share);
}

/* More rows than fit into one reading, so that records lie across its borders, quoted ones too; plain and packed, in one piece and
 * in two. */
static void
test_large (void)
{
  enum { ROWS = 60000 };
  g_autoptr (GString) text = g_string_new ("a,b,label\n");
  for (int i = 0; i < ROWS; i++)
    g_string_append_printf (text, "%d,\"%d.5\",\"class\n%d\"\n", i, -i, i % 7);
  g_autoptr (GByteArray) plain = text_bytes (text->str), first = g_byte_array_new (), second = g_byte_array_new ();
  g_assert_cmpuint (plain->len, >, 1 << 20);
  g_byte_array_append (first, plain->data, plain->len / 3);
  g_byte_array_append (second, plain->data + plain->len / 3, plain->len - plain->len / 3);
  GByteArray *packed = test_gzip (plain), *joined = test_gzip (first), *rest = test_gzip (second);
  g_byte_array_append (joined, rest->data, rest->len);
  g_byte_array_unref (rest);
  GByteArray *const files[] = { g_byte_array_ref (plain), packed, joined };
  for (int f = 0; f < 3; f++)
    {
      g_autoptr (GError) error = NULL;
      double share = 0.0;
      IsoSourceReport report = { .progress = note_share, .data = &share };
      g_autoptr (IsoDataset) dataset = load_file (f == 0 ? "file.csv" : "file.csv.gz", files[f], "", &report, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (iso_dataset_sample_count (dataset), ==, ROWS);
      g_assert_cmpuint (iso_dataset_class_count (dataset), ==, 7);
      g_assert_cmpstr (iso_dataset_class_name (dataset, 6), ==, "class\n6");
      for (guint32 i = 0; i < ROWS; i += 1237)
        {
          float row[2];
          iso_dataset_gather (row, dataset, (IsoNormalizer) { 0.0f, 1.0f }, &i, 1);
          g_assert_cmpfloat (row[0], ==, (float) i);
          g_assert_cmpfloat (row[1], ==, i == 0 ? 0.5f : -(float) i - 0.5f);
          g_assert_cmpint (iso_dataset_labels (dataset)[i], ==, (gint32) (i % 7));
        }
      g_assert_cmpfloat (share, >, 0.5);
    }
}

static void
test_packed_refused (void)
{
  g_autoptr (GByteArray) plain = text_bytes ("x,label\n1,a\n2,b\n3,a\n");
  g_autoptr (GByteArray) packed = test_gzip (plain);
  for (guint length = 0; length < packed->len; length++)
    {
      g_autoptr (GError) error = NULL;
      GByteArray *cut = g_byte_array_new ();
      g_byte_array_append (cut, packed->data, length);
      g_assert_null (load_file ("file.csv.gz", cut, "", NULL, NULL, &error));
      test_error (error, ISO_ERROR_FORMAT, "file.csv.gz");
    }
  g_autoptr (GError) error = NULL;
  GByteArray *trailing = g_byte_array_new ();
  g_byte_array_append (trailing, packed->data, packed->len);
  g_byte_array_append (trailing, (const guint8 *) "more", 4);
  g_assert_null (load_file ("file.csv.gz", trailing, "", NULL, NULL, &error));
  test_error (error, ISO_ERROR_FORMAT, "file.csv.gz", "gzip");
}

static void
cancel (gpointer data, double share)
{
  g_cancellable_cancel (data);
}

static void
test_cancelled (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GString) text = g_string_new (NULL);
  while (text->len < 3 << 20)
    g_string_append (text, "1,2,3,4,5,6,a\n");
  IsoSourceReport report = { .progress = cancel, .data = cancellable };
  g_assert_null (load_file ("file.csv", text_bytes (text->str), "", &report, cancellable, &error));
  test_error (error, ISO_ERROR_CANCELLED, "file.csv");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/csv/forms", test_forms);
  g_test_add_func ("/csv/quotes", test_quotes);
  g_test_add_func ("/csv/natural-order", test_natural_order);
  g_test_add_func ("/csv/values-refused", test_values_refused);
  g_test_add_func ("/csv/shapes-refused", test_shapes_refused);
  g_test_add_func ("/csv/label-words", test_label_words);
  g_test_add_func ("/csv/numbers", test_numbers);
  g_test_add_func ("/csv/large", test_large);
  g_test_add_func ("/csv/packed-refused", test_packed_refused);
  g_test_add_func ("/csv/cancelled", test_cancelled);
  return g_test_run ();
}
