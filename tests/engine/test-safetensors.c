/* Safetensors: what is written is read back, bytes made by hand are understood, and what is wrong is refused by name. */
#include <math.h>
#include <string.h>

#include "engine/export/safetensors.h"
#include "tests/support/data-files.h"

static const float six[6] = { 0.0f, 1.5f, -2.0f, 3e38f, 1e-40f, 6.0f };

static IsoSafetensors *
parse (const char *header, const void *values, size_t size, GError **error)
{
  g_autoptr (GBytes) contents = g_byte_array_free_to_bytes (test_safetensors_bytes (header, values, size));
  return iso_safetensors_parse ("t.safetensors", contents, error);
}

static void
test_by_hand (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (IsoSafetensors) file = parse (
      "{\"__metadata__\": {\"format\": \"pt\", \"quote\": \"\\\"{[\\\\\"},\n \"0.bias\": {\"dtype\": \"F32\", \"shape\": [2], "
      "\"data_offsets\": [16, 24]}, \"0.weight\":{\"shape\":[2, 2],\"data_offsets\":[0,16],\"dtype\":\"F32\"},"
      "\"none\":{\"dtype\":\"U8\",\"shape\":[0, 3],\"data_offsets\":[24,24]}}   ", six, 24, &error);
  g_assert_no_error (error);
  size_t count;
  const IsoSafetensor *tensors = iso_safetensors_tensors (file, &count);
  g_assert_cmpuint (count, ==, 3);
  g_assert_cmpstr (tensors[0].name, ==, "0.weight");
  g_assert_cmpuint (tensors[0].dimension_count, ==, 2);
  g_assert_cmpuint (tensors[0].element_count, ==, 4);
  g_assert_cmpmem (tensors[0].values, 16, six, 16);
  g_assert_cmpstr (tensors[1].name, ==, "0.bias");
  g_assert_cmpuint (tensors[2].element_count, ==, 0);
  g_assert_true (iso_safetensors_find (file, "0.bias") == &tensors[1]);
  g_assert_null (iso_safetensors_find (file, "2.bias"));
  g_assert_cmpstr (iso_safetensors_metadata (file, "quote"), ==, "\"{[\\");
  g_assert_null (iso_safetensors_metadata (file, "other"));
  float bias[2];
  g_assert_true (iso_safetensors_copy_floats (bias, file, "0.bias", 1, (const size_t[]){ 2 }, &error));
  g_assert_cmpmem (bias, 8, six + 4, 8);
}

/* Types of floating point, by values whose bits are known from the standards. */
static void
test_types (void)
{
  const guint16 halves[4] = { 0x3c00, 0xc000, 0x3555, 0x0001 }, brains[4] = { 0x3f80, 0xc000, 0x3eab, 0x7f7f };
  const double doubles[4] = { 1.0, -2.0, 0.1, 1e-300 };
  const size_t sizes[] = { 4 };
  g_autoptr (GError) error = NULL;
  float out[4];
  g_autoptr (IsoSafetensors) half = parse ("{\"x\":{\"dtype\":\"F16\",\"shape\":[4],\"data_offsets\":[0,8]}}", halves, 8, &error);
  g_assert_true (iso_safetensors_copy_floats (out, half, "x", 1, sizes, &error));
  g_assert_true (out[0] == 1.0f && out[1] == -2.0f && out[2] == 0.333251953125f && out[3] == 0x1p-24f);
  g_autoptr (IsoSafetensors) brain = parse ("{\"x\":{\"dtype\":\"BF16\",\"shape\":[4],\"data_offsets\":[0,8]}}", brains, 8, &error);
  g_assert_true (iso_safetensors_copy_floats (out, brain, "x", 1, sizes, &error));
  g_assert_true (out[0] == 1.0f && out[1] == -2.0f && out[2] == 0.333984375f && out[3] == 0x1.fep127f);
  g_autoptr (IsoSafetensors) wide = parse ("{\"x\":{\"dtype\":\"F64\",\"shape\":[4],\"data_offsets\":[0,32]}}", doubles, 32, &error);
  g_assert_true (iso_safetensors_copy_floats (out, wide, "x", 1, sizes, &error));
  g_assert_true (out[0] == 1.0f && out[1] == -2.0f && out[2] == 0.1f && out[3] == 0.0f);
  g_assert_no_error (error);
}

static void
test_wrong_headers (void)
{
  static const struct {
    const char *header, *says;
  } cases[] = {
    { "", "{" },
    { "[1]", "{" },
    { "{", "JSON" },
    { "{\"x\" 1}", "JSON" },
    { "{'x':{}}", "texts and numbers" },
    { "{\"x\":null}", "texts and numbers" },
    { "{/**/}", "texts and numbers" },
    { "{\"\xff\":1}", "UTF-8" },
    { "{\"x\":[[[[1]]]]}", "too deep" },
    { "{\"__metadata__\":[1],\"x\":{\"dtype\":\"F32\",\"shape\":[6],\"data_offsets\":[0,24]}}", "__metadata__" },
    { "{\"__metadata__\":{\"a\":1},\"x\":{\"dtype\":\"F32\",\"shape\":[6],\"data_offsets\":[0,24]}}", "__metadata__" },
    { "{\"x\":1}", "tensor x" },
    { "{\"x\":{\"shape\":[6],\"data_offsets\":[0,24]}}", "dtype" },
    { "{\"x\":{\"dtype\":\"F33\",\"shape\":[6],\"data_offsets\":[0,24]}}", "dtype" },
    { "{\"x\":{\"dtype\":32,\"shape\":[6],\"data_offsets\":[0,24]}}", "dtype" },
    { "{\"x\":{\"dtype\":\"F32\",\"data_offsets\":[0,24]}}", "shape" },
    { "{\"x\":{\"dtype\":\"F32\",\"shape\":6,\"data_offsets\":[0,24]}}", "shape" },
    { "{\"x\":{\"dtype\":\"F32\",\"shape\":[-6],\"data_offsets\":[0,24]}}", "shape" },
    { "{\"x\":{\"dtype\":\"F32\",\"shape\":[6.0],\"data_offsets\":[0,24]}}", "shape" },
    { "{\"x\":{\"dtype\":\"F32\",\"shape\":[1,1,1,1,1,1,1,1,6],\"data_offsets\":[0,24]}}", "shape" },
    { "{\"x\":{\"dtype\":\"F32\",\"shape\":[4611686018427387904,4],\"data_offsets\":[0,24]}}", "too large" },
    { "{\"x\":{\"dtype\":\"F32\",\"shape\":[4611686018427387904],\"data_offsets\":[0,0]}}", "too large" },
    { "{\"x\":{\"dtype\":\"F32\",\"shape\":[6],\"data_offsets\":[0]}}", "data_offsets" },
    { "{\"x\":{\"dtype\":\"F32\",\"shape\":[6],\"data_offsets\":[0,24,48]}}", "data_offsets" },
    { "{\"x\":{\"dtype\":\"F32\",\"shape\":[6],\"data_offsets\":[24,0]}}", "outside" },
    { "{\"x\":{\"dtype\":\"F32\",\"shape\":[7],\"data_offsets\":[0,28]}}", "outside" },
    { "{\"x\":{\"dtype\":\"F32\",\"shape\":[6],\"data_offsets\":[0,20]}}", "agree" },
    { "{\"x\":{\"dtype\":\"F32\",\"shape\":[5],\"data_offsets\":[0,20]}}", "24 bytes" },
    { "{\"x\":{\"dtype\":\"F32\",\"shape\":[5],\"data_offsets\":[4,24]}}", "begin" },
    { "{\"x\":{\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[0,16]},\"y\":{\"dtype\":\"F32\",\"shape\":[4],"
      "\"data_offsets\":[8,24]}}", "begin" },
    { "{}", "24 bytes" },
    { "{\"a\\nb\":{\"dtype\":\"F32\",\"shape\":[5],\"data_offsets\":[4,24]}}", "a\\nb" },
  };
  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_test_message ("case %zu", i);
      g_assert_null (parse (cases[i].header, six, 24, &error));
      test_error (error, ISO_ERROR_FORMAT, "t.safetensors", cases[i].says);
      g_assert_null (strchr (error->message, '\n'));
    }
}

/* Every file cut short is refused, as is a length that no file has. */
static void
test_cut_short (void)
{
  g_autoptr (GByteArray) whole =
      test_safetensors_bytes ("{\"x\":{\"dtype\":\"F32\",\"shape\":[6],\"data_offsets\":[0,24]}}", six, 24);
  for (guint size = 0; size <= whole->len; size++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) contents = g_bytes_new (whole->data, size);
      g_autoptr (IsoSafetensors) file = iso_safetensors_parse ("t", contents, &error);
      g_assert_true ((file != NULL) == (size == whole->len));
      g_assert_true ((error == NULL) == (size == whole->len));
    }
  static const guint64 lengths[] = { G_MAXUINT64, G_MAXUINT64 - 7, (guint64) 1 << 63, (guint64) 1 << 32, 100 };
  for (size_t i = 0; i < G_N_ELEMENTS (lengths); i++)
    {
      g_autoptr (GError) error = NULL;
      guint64 length = GUINT64_TO_LE (lengths[i]);
      memcpy (whole->data, &length, sizeof length);
      g_autoptr (GBytes) contents = g_bytes_new (whole->data, whole->len);
      g_assert_null (iso_safetensors_parse ("t", contents, &error));
      test_error (error, ISO_ERROR_FORMAT, "header");
    }
}

static void
test_long_header (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *header = g_strnfill ((5u << 20), ' ');
  header[0] = '{';
  header[(5u << 20) - 1] = '}';
  g_assert_null (parse (header, NULL, 0, &error));
  test_error (error, ISO_ERROR_FORMAT, "header", "4194304");
}

static void
test_wrong_tensors (void)
{
  g_autoptr (GError) error = NULL;
  float out[6];
  const float bad[2] = { 1.0f, NAN };
  g_autoptr (IsoSafetensors) file = parse ("{\"x\":{\"dtype\":\"F32\",\"shape\":[2,3],\"data_offsets\":[0,24]}}", six, 24, &error);
  g_assert_false (iso_safetensors_copy_floats (out, file, "y", 2, (const size_t[]){ 2, 3 }, &error));
  test_error (error, ISO_ERROR_FORMAT, "no tensor y", "[2, 3]");
  g_clear_error (&error);
  g_assert_false (iso_safetensors_copy_floats (out, file, "x", 2, (const size_t[]){ 3, 2 }, &error));
  test_error (error, ISO_ERROR_FORMAT, "tensor x", "found shape [2, 3]", "expected [3, 2]");
  g_clear_error (&error);
  g_assert_false (iso_safetensors_copy_floats (out, file, "x", 1, (const size_t[]){ 6 }, &error));
  test_error (error, ISO_ERROR_FORMAT, "expected [6]");
  g_clear_error (&error);
  g_assert_false (iso_safetensors_copy (out, file, "x", ISO_SAFETENSORS_I32, 2, (const size_t[]){ 2, 3 }, &error));
  test_error (error, ISO_ERROR_FORMAT, "found type F32", "expected I32");
  g_clear_error (&error);
  g_autoptr (IsoSafetensors) nan = parse ("{\"x\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}", bad, 8, &error);
  g_assert_false (iso_safetensors_copy_floats (out, nan, "x", 1, (const size_t[]){ 2 }, &error));
  test_error (error, ISO_ERROR_NUMERIC, "tensor x", "value 1");
  g_clear_error (&error);
  g_autoptr (IsoSafetensors) whole = parse ("{\"x\":{\"dtype\":\"I64\",\"shape\":[1],\"data_offsets\":[0,8]}}", bad, 8, &error);
  g_assert_false (iso_safetensors_copy_floats (out, whole, "x", 1, (const size_t[]){ 1 }, &error));
  test_error (error, ISO_ERROR_FORMAT, "found type I64");
}

static void
test_round_trip (void)
{
  g_autoptr (GError) error = NULL;
  char *folder = test_folder_new ();
  g_autofree char *path = g_build_filename (folder, "x.safetensors", NULL);
  const gint32 numbers[3] = { -1, 0, G_MAXINT32 };
  const double wide[2] = { 0.1, -1e300 };
  for (int round = 0; round < 2; round++) /* the second time over the first file */
    {
      g_autoptr (IsoSafetensorsWriter) writer = iso_safetensors_writer_new ();
      iso_safetensors_writer_describe (writer, "text", "before");
      iso_safetensors_writer_describe (writer, "text", "“λ” \\ \"quoted\"\n");
      iso_safetensors_writer_add (writer, "floats", ISO_SAFETENSORS_F32, six, 2, (const size_t[]){ 2, 3 });
      iso_safetensors_writer_add (writer, "numbers", ISO_SAFETENSORS_I32, numbers, 1, (const size_t[]){ 3 });
      iso_safetensors_writer_add (writer, "wide", ISO_SAFETENSORS_F64, wide, 1, (const size_t[]){ 2 });
      iso_safetensors_writer_add (writer, "nothing", ISO_SAFETENSORS_F64, NULL, 2, (const size_t[]){ 0, 7 });
      g_assert_true (iso_safetensors_writer_save (writer, path, &error));
      g_assert_no_error (error);
    }
  g_autoptr (IsoSafetensors) file = iso_safetensors_read (path, &error);
  g_assert_no_error (error);
  float floats[6];
  gint32 read[3];
  double doubles[2];
  g_assert_true (iso_safetensors_copy (floats, file, "floats", ISO_SAFETENSORS_F32, 2, (const size_t[]){ 2, 3 }, &error));
  g_assert_true (iso_safetensors_copy (read, file, "numbers", ISO_SAFETENSORS_I32, 1, (const size_t[]){ 3 }, &error));
  g_assert_true (iso_safetensors_copy (doubles, file, "wide", ISO_SAFETENSORS_F64, 1, (const size_t[]){ 2 }, &error));
  g_assert_true (iso_safetensors_copy (NULL, file, "nothing", ISO_SAFETENSORS_F64, 2, (const size_t[]){ 0, 7 }, &error));
  g_assert_cmpmem (floats, sizeof floats, six, sizeof six);
  g_assert_cmpmem (read, sizeof read, numbers, sizeof numbers);
  g_assert_cmpmem (doubles, sizeof doubles, wide, sizeof wide);
  g_assert_cmpstr (iso_safetensors_metadata (file, "text"), ==, "“λ” \\ \"quoted\"\n");
  /* The largest values come first, so none lies across its own size. */
  size_t count;
  const IsoSafetensor *tensors = iso_safetensors_tensors (file, &count);
  g_assert_cmpuint (count, ==, 4);
  for (size_t i = 0; i < count; i++)
    g_assert_cmpuint ((size_t) (tensors[i].values - tensors[0].values) % iso_safetensors_type_size (tensors[i].type), ==, 0);
  test_folder_free (folder);
}

/* A failed save leaves what was there, and nothing beside it. */
static void
test_failed_save (void)
{
  g_autoptr (GError) error = NULL;
  char *folder = test_folder_new ();
  g_autofree char *path = g_build_filename (folder, "taken", NULL), *missing = g_build_filename (folder, "no", "x", NULL);
  g_autoptr (IsoSafetensorsWriter) writer = iso_safetensors_writer_new ();
  iso_safetensors_writer_add (writer, "floats", ISO_SAFETENSORS_F32, six, 1, (const size_t[]){ 6 });
  g_assert_cmpint (g_mkdir (path, 0700), ==, 0);
  g_assert_false (iso_safetensors_writer_save (writer, path, &error));
  test_error (error, ISO_ERROR_FILE, path);
  g_clear_error (&error);
  g_assert_false (iso_safetensors_writer_save (writer, missing, &error));
  test_error (error, ISO_ERROR_FILE, missing);
  g_clear_error (&error);
  g_autoptr (GDir) directory = g_dir_open (folder, 0, NULL);
  g_assert_cmpstr (g_dir_read_name (directory), ==, "taken");
  g_assert_null (g_dir_read_name (directory));
  iso_safetensors_writer_add (writer, "large", ISO_SAFETENSORS_F32, six, 2, (const size_t[]){ G_MAXSIZE / 2, 4 });
  g_assert_false (iso_safetensors_writer_save (writer, path, &error));
  test_error (error, ISO_ERROR_MEMORY, path);
  g_assert_null (iso_safetensors_read (path, NULL));
  test_folder_free (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/safetensors/by-hand", test_by_hand);
  g_test_add_func ("/safetensors/types", test_types);
  g_test_add_func ("/safetensors/wrong-headers", test_wrong_headers);
  g_test_add_func ("/safetensors/cut-short", test_cut_short);
  g_test_add_func ("/safetensors/long-header", test_long_header);
  g_test_add_func ("/safetensors/wrong-tensors", test_wrong_tensors);
  g_test_add_func ("/safetensors/round-trip", test_round_trip);
  g_test_add_func ("/safetensors/failed-save", test_failed_save);
  return g_test_run ();
}
