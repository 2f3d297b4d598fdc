/* The projector's files: tables and configuration as its documentation has them, and the sheet of pictures pixel by pixel. */
#include <gdk-pixbuf/gdk-pixbuf.h>

#include "engine/base/checked.h"
#include "engine/export/projector-sprite.h"
#include "tests/support/data-files.h"

#define N 5

/* `count` samples of 2 × 3 pixels whose classes are a and b, with names that no table bears; sample i is the grey 10 i + 100 but for
 * one pixel, its first, which is 200. Turned: light ink on black. */
static IsoDataset *
make_dataset (guint32 channels, bool is_image, bool is_dark)
{
  g_autoptr (GError) error = NULL;
  size_t features = (size_t) channels * 6;
  guint8 *bytes = iso_block_new (N, features, 1, "pixels", NULL);
  gint32 *labels = iso_block_new (N, 1, sizeof (gint32), "labels", NULL);
  char **names = g_new0 (char *, 3);
  names[0] = g_strdup ("tab\there");
  names[1] = g_strdup ("“b”\nline");
  for (size_t i = 0; i < N; i++)
    {
      labels[i] = (gint32) (i % 2);
      for (size_t f = 0; f < features; f++)
        bytes[i * features + f] = (guint8) (is_dark ? (f == 0 ? 255 : 0) : f % 6 == 0 ? 200 - f : 10 * i + 100 + f);
    }
  IsoSampleShape shape = { channels, is_image ? 2 : 1, is_image ? 3 : 6 * channels, is_image };
  if (!is_image)
    shape.channels = 1;
  IsoDataset *dataset = iso_dataset_new ("set", shape, N, bytes, NULL, labels, NULL, 2, names, &error);
  g_assert_no_error (error);
  return dataset;
}

static const float Z[N * 2] = { 0.5f, -1.0f, 0.1f, 1e-20f, 16777216.0f, 3.0f, 4.0f, 5.0f, 6.0f, 0.333333343f };
static const guint32 indices[N] = { 4, 3, 2, 1, 0 };

typedef struct {
  char *folder;
  IsoDataset *dataset;
  IsoProjectorContents contents;
} Fixture;

static void
write_set (Fixture *fixture, IsoDataset *dataset)
{
  g_autoptr (GError) error = NULL;
  fixture->folder = test_folder_new ();
  fixture->dataset = dataset;
  fixture->contents = (IsoProjectorContents) { "test “embeddings”", N, 2, Z, indices, dataset };
  g_assert_true (iso_projector_write (fixture->folder, &fixture->contents, &error));
  g_assert_no_error (error);
}

static void
clear (Fixture *fixture)
{
  test_folder_free (fixture->folder);
  iso_dataset_unref (fixture->dataset);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Fixture, clear)

static void
assert_text (const Fixture *fixture, const char *name, const char *expected)
{
  g_autofree char *path = g_build_filename (fixture->folder, name, NULL), *text = NULL;
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, expected);
}

static void
test_tables (void)
{
  g_auto (Fixture) fixture = { 0 };
  write_set (&fixture, make_dataset (1, true, false));
  assert_text (&fixture, "metadata.tsv",
               "name\tclass\tindex\ntab here\t0\t4\n“b” line\t1\t3\ntab here\t0\t2\n“b” line\t1\t1\ntab here\t0\t0\n");
  /* Digits that read back as the same float32. */
  g_autofree char *path = g_build_filename (fixture.folder, "vectors.tsv", NULL), *text = NULL;
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_auto (GStrv) rows = g_strsplit (text, "\n", -1);
  g_assert_cmpuint (g_strv_length (rows), ==, N + 1);
  for (size_t i = 0; i < N; i++)
    {
      g_auto (GStrv) cells = g_strsplit (rows[i], "\t", -1);
      g_assert_cmpuint (g_strv_length (cells), ==, 2);
      for (size_t d = 0; d < 2; d++)
        g_assert_true ((float) g_ascii_strtod (cells[d], NULL) == Z[2 * i + d]);
    }
}

static void
test_configuration (void)
{
  g_auto (Fixture) fixture = { 0 };
  write_set (&fixture, make_dataset (1, true, false));
  assert_text (&fixture, "projector_config.pbtxt",
               "embeddings {\n  tensor_name: \"test \\342\\200\\234embeddings\\342\\200\\235\"\n  tensor_shape: 5\n  tensor_shape: 2\n"
               "  tensor_path: \"vectors.tsv\"\n  metadata_path: \"metadata.tsv\"\n"
               "  sprite {\n    image_path: \"sprite.png\"\n    single_image_dim: 3\n    single_image_dim: 2\n  }\n}\n");
  g_autofree char *path = g_build_filename (fixture.folder, "projector_config.json", NULL), *text = NULL;
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, "\"sprite.png\""));
}

static GdkPixbuf *
load_sprite (const Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (fixture->folder, ISO_PROJECTOR_SPRITE, NULL);
  GdkPixbuf *sprite = gdk_pixbuf_new_from_file (path, &error);
  g_assert_no_error (error);
  return sprite;
}

static void
assert_pixel (const GdkPixbuf *sprite, int x, int y, int red, int green, int blue)
{
  const guint8 *pixel = gdk_pixbuf_read_pixels (sprite) + y * gdk_pixbuf_get_rowstride (sprite) + x * gdk_pixbuf_get_n_channels (sprite);
  g_assert_cmpint (pixel[0], ==, red);
  g_assert_cmpint (pixel[1], ==, green);
  g_assert_cmpint (pixel[2], ==, blue);
}

static void
test_sprite (void)
{
  g_auto (Fixture) fixture = { 0 };
  write_set (&fixture, make_dataset (1, true, false));
  g_autoptr (GdkPixbuf) sprite = load_sprite (&fixture);
  /* Five samples of 3 × 2 pixels in three columns and three rows. */
  g_assert_cmpint (gdk_pixbuf_get_width (sprite), ==, 9);
  g_assert_cmpint (gdk_pixbuf_get_height (sprite), ==, 6);
  assert_pixel (sprite, 0, 0, 200, 200, 200); /* sample 4 */
  assert_pixel (sprite, 1, 0, 141, 141, 141);
  assert_pixel (sprite, 2, 1, 145, 145, 145);
  assert_pixel (sprite, 4, 0, 131, 131, 131); /* sample 3, right of it */
  assert_pixel (sprite, 5, 3, 105, 105, 105); /* sample 0: fifth, in the middle of the second row */
  assert_pixel (sprite, 8, 5, 255, 255, 255); /* left over */
}

static void
test_colors (void)
{
  g_auto (Fixture) fixture = { 0 };
  write_set (&fixture, make_dataset (3, true, false));
  g_autoptr (GdkPixbuf) sprite = load_sprite (&fixture);
  assert_pixel (sprite, 0, 0, 200, 194, 188);
  assert_pixel (sprite, 1, 0, 141, 147, 153);
}

/* Light ink on black becomes dark ink on white. */
static void
test_turned (void)
{
  g_auto (Fixture) fixture = { 0 };
  write_set (&fixture, make_dataset (1, true, true));
  g_autoptr (GdkPixbuf) sprite = load_sprite (&fixture);
  assert_pixel (sprite, 0, 0, 0, 0, 0);
  assert_pixel (sprite, 1, 0, 255, 255, 255);
  assert_pixel (sprite, 3, 0, 0, 0, 0);
}

/* Smaller pictures are means of what each pixel covers, in part or in whole. */
static void
test_reduced (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (GError) error = NULL;
  write_set (&fixture, make_dataset (1, true, false));
  g_autofree char *path = g_build_filename (fixture.folder, ISO_PROJECTOR_SPRITE, NULL);
  const IsoProjectorGrid single = { 3, 1, 1 }, wide = { 3, 2, 2 };
  g_assert_true (iso_projector_write_sprite (path, &fixture.contents, &single, &error));
  g_autoptr (GdkPixbuf) points = load_sprite (&fixture);
  g_assert_cmpint (gdk_pixbuf_get_width (points), ==, 3);
  assert_pixel (points, 0, 0, 153, 153, 153); /* (200 + 141 + 142 + 143 + 144 + 145) / 6 */
  g_assert_true (iso_projector_write_sprite (path, &fixture.contents, &wide, &error));
  g_autoptr (GdkPixbuf) reduced = load_sprite (&fixture);
  g_assert_cmpint (gdk_pixbuf_get_width (reduced), ==, 6);
  assert_pixel (reduced, 0, 0, 180, 180, 180); /* (200 + 141 / 2) / 1.5 */
  assert_pixel (reduced, 1, 1, 145, 145, 145); /* (144 / 2 + 145) / 1.5 = 144.67 */
}

static void
test_features (void)
{
  g_auto (Fixture) fixture = { 0 };
  write_set (&fixture, make_dataset (1, false, false));
  g_autofree char *path = g_build_filename (fixture.folder, ISO_PROJECTOR_SPRITE, NULL);
  g_assert_false (iso_projector_has_sprite (&fixture.contents));
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  g_autofree char *pbtxt = g_build_filename (fixture.folder, "projector_config.pbtxt", NULL), *text = NULL;
  g_assert_true (g_file_get_contents (pbtxt, &text, NULL, NULL));
  g_assert_null (strstr (text, "sprite"));
}

static void
assert_grid (size_t count, size_t width, size_t height, size_t columns, size_t cell_width, size_t cell_height)
{
  IsoProjectorGrid grid = iso_projector_grid (count, width, height);
  g_assert_cmpuint (grid.columns, ==, columns);
  g_assert_cmpuint (grid.width, ==, cell_width);
  g_assert_cmpuint (grid.height, ==, cell_height);
  g_assert_cmpuint (grid.columns * grid.columns, >=, count);
  g_assert_cmpuint (grid.columns * MAX (grid.width, grid.height), <=, ISO_PROJECTOR_MOST_PIXELS);
}

static void
test_grids (void)
{
  assert_grid (1, 28, 28, 1, 28, 28);
  assert_grid (1000, 28, 28, 32, 28, 28);
  assert_grid (1024, 28, 28, 32, 28, 28);
  assert_grid (1025, 28, 28, 33, 28, 28);
  assert_grid (60000, 28, 28, 245, 28, 28);
  assert_grid (60000, 64, 64, 245, 33, 33); /* 8192 / 245 */
  assert_grid (60000, 64, 32, 245, 33, 16);
  assert_grid (1, 20000, 10000, 1, 8192, 4096);
  assert_grid ((size_t) 8192 * 8192, 28, 28, 8192, 1, 1);
}

static void
test_nowhere (void)
{
  g_autoptr (IsoDataset) dataset = make_dataset (1, true, false);
  const IsoProjectorContents contents = { "test", N, 2, Z, indices, dataset };
  g_autoptr (GError) error = NULL;
  g_assert_false (iso_projector_write ("/nowhere/at/all", &contents, &error));
  test_error (error, ISO_ERROR_FILE, "/nowhere/at/all/vectors.tsv");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/embedding-projector/tables", test_tables);
  g_test_add_func ("/embedding-projector/configuration", test_configuration);
  g_test_add_func ("/embedding-projector/sprite", test_sprite);
  g_test_add_func ("/embedding-projector/colors", test_colors);
  g_test_add_func ("/embedding-projector/turned", test_turned);
  g_test_add_func ("/embedding-projector/reduced", test_reduced);
  g_test_add_func ("/embedding-projector/features", test_features);
  g_test_add_func ("/embedding-projector/grids", test_grids);
  g_test_add_func ("/embedding-projector/nowhere", test_nowhere);
  return g_test_run ();
}
