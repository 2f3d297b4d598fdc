/* Figures as files: each format is what it says, what cannot be is refused in one sentence and leaves nothing behind, and the numbers
 * are those of the figure. */
#include <gdk-pixbuf/gdk-pixbuf.h>
#include <math.h>
#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

#include "tests/support/data-files.h"
#include "tests/support/synthetic-batch.h"
#include "ui/figure/figure-file.h"
#include "ui/figure/figures.h"

typedef struct {
  char *folder;
  IsoBatchSnapshot *batch;
  IsoBatchMatrices *matrices;
  IsoMatrixOrder *order;
  IsoFigure *figure;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = test_folder_new ();
  fixture->batch = iso_test_batch (24, 8, 4, 7);
  g_autoptr (IsoTargets) room = iso_targets_new (24);
  fixture->matrices = iso_batch_matrices_new (fixture->batch, &fixture->batch->distill, room);
  fixture->order = iso_matrix_order_new (ISO_ORDER_BY_ROW, fixture->matrices, ISO_MATRIX_OBDP, 3, NULL);
  g_assert_nonnull (fixture->order);
  const IsoBatchFigure batch = { .matrices = fixture->matrices, .large = ISO_MATRIX_OBDP, .logarithmic = true, .order = fixture->order };
  fixture->figure = iso_figure_of_batch (&batch, 7, "Batch at step 7", "24 samples");
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  iso_figure_free (fixture->figure);
  iso_matrix_order_unref (fixture->order);
  iso_batch_matrices_unref (fixture->matrices);
  iso_batch_snapshot_unref (fixture->batch);
  test_folder_free (fixture->folder);
}

static char *
path_of (Fixture *fixture, const char *name)
{
  return g_build_filename (fixture->folder, name, NULL);
}

static guint
files_in (const char *folder)
{
  g_autoptr (GDir) directory = g_dir_open (folder, 0, NULL);
  guint count = 0;
  while (g_dir_read_name (directory) != NULL)
    count++;
  return count;
}

static void
test_formats (void)
{
  g_autoptr (GError) error = NULL;
  IsoFigureFormat format;
  g_assert_true (iso_figure_format_of (&format, "/tmp/a.b.SVG", true, NULL));
  g_assert_cmpint (format, ==, ISO_FIGURE_SVG);
  g_assert_true (iso_figure_format_of (&format, "a.npy", false, NULL));
  g_assert_cmpint (format, ==, ISO_FIGURE_NPY);
  /* A picture is no table, and the other way round. */
  g_assert_false (iso_figure_format_of (&format, "/somewhere/a.csv", true, &error));
  test_error (error, ISO_ERROR_ARGUMENT, "a.csv", "“.csv”", ".png, .svg or .pdf");
  g_clear_error (&error);
  g_assert_false (iso_figure_format_of (&format, "a.png", false, &error));
  test_error (error, ISO_ERROR_ARGUMENT, "a.png", ".csv or .npy");
  g_clear_error (&error);
  g_assert_false (iso_figure_format_of (&format, "figures.d/curves", true, &error));
  test_error (error, ISO_ERROR_ARGUMENT, "curves", "no ending");
}

/* The share of the pixels that are not of the ground. */
static double
inked (cairo_surface_t *surface)
{
  const guint8 *data = cairo_image_surface_get_data (surface);
  int width = cairo_image_surface_get_width (surface), height = cairo_image_surface_get_height (surface);
  int stride = cairo_image_surface_get_stride (surface);
  guint32 ground = *(const guint32 *) (const void *) data;
  size_t count = 0;
  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x++)
      count += ((const guint32 *) (const void *) (data + (size_t) y * (size_t) stride))[x] != ground;
  return (double) count / ((double) width * height);
}

static void
test_pixels (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  const IsoFigureLook light = { 600.0, 400.0, 2.0, iso_theme (ISO_THEME_LIGHT) }, dark = { 600.0, 400.0, 1.0, iso_theme (ISO_THEME_DARK) };
  cairo_surface_t *a = iso_figure_pixels_new (fixture->figure, &light, &error), *b = iso_figure_pixels_new (fixture->figure, &dark, &error);
  g_assert_no_error (error);
  g_assert_cmpint (cairo_image_surface_get_width (a), ==, 1200);
  g_assert_cmpint (cairo_image_surface_get_height (b), ==, 400);
  g_assert_cmpfloat (inked (a), >, 0.2);
  g_assert_cmpfloat (inked (b), >, 0.2);
  /* The ground is the card's, opaque. */
  g_assert_cmphex (*(guint32 *) (void *) cairo_image_surface_get_data (a), ==, iso_color_pixel (light.theme->background));
  g_assert_cmphex (*(guint32 *) (void *) cairo_image_surface_get_data (b), ==, iso_color_pixel (dark.theme->background));
  cairo_surface_destroy (a);
  cairo_surface_destroy (b);
  const IsoFigureLook huge = { 4000.0, 4000.0, 16.0, light.theme };
  g_assert_null (iso_figure_pixels_new (fixture->figure, &huge, &error));
  test_error (error, ISO_ERROR_MEMORY, "could not be drawn");
}

static void
test_pictures (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  const IsoFigureLook look = { 600.0, 400.0, 2.0, iso_theme (ISO_THEME_LIGHT) };
  const char *const names[] = { "a.png", "a.svg", "a.pdf" };
  for (size_t i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = path_of (fixture, names[i]), *bytes = NULL;
      gsize length;
      g_assert_true (iso_figure_write (fixture->figure, path, &look, &error));
      g_assert_no_error (error);
      g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
      g_assert_cmpuint (length, >, 2000);
      if (i == 0)
        {
          g_autoptr (GdkPixbuf) pixbuf = gdk_pixbuf_new_from_file (path, &error);
          g_assert_no_error (error);
          g_assert_cmpint (gdk_pixbuf_get_width (pixbuf), ==, 1200);
        }
      else if (i == 1)
        {
          g_assert_nonnull (strstr (bytes, "width=\"600\""));
          g_assert_true (g_str_has_suffix (bytes, "</svg>\n"));
        }
      else
        {
          g_assert_true (g_str_has_prefix (bytes, "%PDF-"));
          g_assert_nonnull (memmem (bytes + length - 32, 32, "%%EOF", 5));
          /* 600 × 400 pixels of a 96th of an inch. */
          g_assert_nonnull (memmem (bytes, length, "[ 0 0 450 300 ]", 15));
        }
    }
  g_assert_cmpuint (files_in (fixture->folder), ==, 3);
}

/* Nothing is left where nothing can be, and what was there stays. */
static void
test_refused (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  const IsoFigureLook look = { 600.0, 400.0, 1.0, iso_theme (ISO_THEME_LIGHT) };
  g_autofree char *jpeg = path_of (fixture, "a.jpg"), *below = path_of (fixture, "missing/a.svg"), *table = path_of (fixture, "missing/a.csv");
  g_assert_false (iso_figure_write (fixture->figure, jpeg, &look, &error));
  test_error (error, ISO_ERROR_ARGUMENT, "a.jpg", "“.jpg”", ".png, .svg or .pdf");
  g_clear_error (&error);
  g_assert_false (iso_figure_write (fixture->figure, below, &look, &error));
  test_error (error, ISO_ERROR_FILE, "a.svg");
  g_clear_error (&error);
  g_assert_false (iso_figure_write_numbers (fixture->figure, table, &error));
  test_error (error, ISO_ERROR_FILE, "a.csv");
  g_clear_error (&error);
  g_assert_cmpuint (files_in (fixture->folder), ==, 0);
  if (geteuid () == 0)
    {
      g_test_skip ("root may write anywhere");
      return;
    }
  g_assert_cmpint (g_chmod (fixture->folder, 0500), ==, 0);
  g_autofree char *path = path_of (fixture, "a.png");
  g_assert_false (iso_figure_write (fixture->figure, path, &look, &error));
  test_error (error, ISO_ERROR_FILE, "a.png");
  g_chmod (fixture->folder, 0700);
}

/* No room for all of the file, as on a full disk: what was there under the name is still there, whole, and nothing beside it. */
static void
test_no_room (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  const IsoFigureLook small = { 480.0, 320.0, 1.0, iso_theme (ISO_THEME_LIGHT) }, large = { 900.0, 600.0, 2.0, iso_theme (ISO_THEME_DARK) };
  g_autofree char *path = path_of (fixture, "a.png"), *before = NULL, *after = NULL;
  gsize length_before, length_after;
  struct rlimit usual, narrow;
  g_assert_true (iso_figure_write (fixture->figure, path, &small, &error));
  g_assert_true (g_file_get_contents (path, &before, &length_before, NULL));
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &usual), ==, 0);
  narrow = usual;
  narrow.rlim_cur = 4096;
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &narrow), ==, 0);
  gboolean written = iso_figure_write (fixture->figure, path, &large, &error);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &usual), ==, 0);
  signal (SIGXFSZ, SIG_DFL);
  g_assert_false (written);
  test_error (error, ISO_ERROR_FILE, "a.png", "could not be written");
  g_assert_true (g_file_get_contents (path, &after, &length_after, NULL));
  g_assert_cmpmem (before, length_before, after, length_after);
  g_assert_cmpuint (files_in (fixture->folder), ==, 1);
}

static void
test_matrix_numbers (Fixture *fixture, gconstpointer data)
{
  g_autoptr (IsoNumberTable) table = iso_figure_tabulate (fixture->figure);
  const IsoBatchMatrices *matrices = fixture->matrices;
  size_t B = matrices->B;
  g_assert_cmpuint (iso_number_table_rows (table), ==, B);
  g_assert_cmpuint (iso_number_table_columns (table), ==, B + 2);
  g_assert_cmpuint (iso_number_table_row_names (table), ==, 2);
  for (size_t i = 0; i < B; i++)
    {
      size_t row = fixture->order->rows[i];
      g_assert_cmpfloat (iso_number_table_value (table, i, 0), ==, matrices->indices[row]);
      g_assert_cmpfloat (iso_number_table_value (table, i, 1), ==, matrices->labels[row]);
      for (size_t j = 0; j < B; j++)
        g_assert_cmpfloat (iso_number_table_value (table, i, j + 2), ==,
                           (double) matrices->values[ISO_MATRIX_OBDP][row * B + fixture->order->rows[j]]);
    }
  /* Ordered by the values of row 3: its first value is its largest. */
  size_t place = fixture->order->places[3];
  for (size_t j = 1; j < B; j++)
    g_assert_true (!(iso_number_table_value (table, place, j + 2) > iso_number_table_value (table, place, 2)));
}

static void
test_matrix_files (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *npy = path_of (fixture, "a.npy"), *csv = path_of (fixture, "a.csv"), *bytes = NULL, *text = NULL;
  gsize length;
  g_assert_true (iso_figure_write_numbers (fixture->figure, npy, &error) && iso_figure_write_numbers (fixture->figure, csv, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (npy, &bytes, &length, NULL));
  g_assert_nonnull (g_strstr_len (bytes + 10, 118, "'descr': '<f4'"));
  g_assert_nonnull (g_strstr_len (bytes + 10, 118, "'shape': (24, 24)"));
  g_assert_cmpuint (length, ==, 128 + 24 * 24 * sizeof (float));
  float first;
  memcpy (&first, bytes + 128, sizeof first);
  size_t row = fixture->order->rows[0];
  g_assert_cmpfloat ((double) first, ==, (double) fixture->matrices->values[ISO_MATRIX_OBDP][row * 24 + row]);
  g_assert_true (g_file_get_contents (csv, &text, NULL, NULL));
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 26);
  g_auto (GStrv) head = g_strsplit (lines[0], ",", -1), values = g_strsplit (lines[1], ",", -1);
  g_assert_cmpuint (g_strv_length (head), ==, 26);
  g_assert_cmpint (atoi (head[2]), ==, (int) fixture->matrices->indices[row]);
  g_assert_cmpfloat ((double) (float) g_ascii_strtod (values[2], NULL), ==, (double) first);
}

/* Numbers that float32 does not hold are kept as float64. */
static void
test_doubles (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree IsoSimilarityHistogram *histogram = g_new (IsoSimilarityHistogram, 1);
  g_assert_true (iso_similarity_histogram_of_matrix (histogram, fixture->batch->student_similarity, fixture->batch->labels, 24, &error));
  g_autoptr (IsoFigure) figure = iso_figure_of_similarities (histogram, "similarities", "Similarities", NULL);
  g_autoptr (IsoNumberTable) table = iso_figure_tabulate (figure);
  double positives = 0.0, negatives = 0.0, mass = 0.0;
  size_t bins = iso_number_table_rows (table);
  for (size_t bin = 0; bin < bins; bin++)
    {
      positives += iso_number_table_value (table, bin, 2);
      negatives += iso_number_table_value (table, bin, 3);
      mass += iso_number_table_value (table, bin, 4) * 2.0 / (double) bins;
    }
  /* 4 classes of 6: 4 · 15 pairs of one class, 24 · 23 / 2 in all. */
  g_assert_cmpfloat (positives, ==, 60.0);
  g_assert_cmpfloat (negatives, ==, 276.0 - 60.0);
  g_assert_true (fabs (mass - 1.0) < 1e-9);
  g_autofree char *path = path_of (fixture, "b.npy"), *bytes = NULL;
  gsize length;
  g_assert_true (iso_figure_write_numbers (figure, path, &error));
  g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
  g_assert_nonnull (g_strstr_len (bytes + 10, 118, "'descr': '<f8'"));
  g_assert_cmpuint (length, ==, 128 + bins * 6 * sizeof (double));
}

/* A figure of a run keeps what it had when the run goes on. */
static void
test_curves (void)
{
  IsoCurvesOptions options = ISO_CURVES_OPTIONS_DEFAULT;
  g_autoptr (IsoRunCurves) curves = iso_run_curves_new (10);
  curves->first_step = 1;
  for (int i = 0; i < 40; i++)
    {
      iso_curve_append (curves->loss, 2.0 - 0.03 * i);
      iso_curve_append (curves->divergence, 0.25);
    }
  g_autoptr (IsoFigure) figure = iso_figure_of_curves (curves, &options, 5, 20, "Curves", "train step");
  for (int i = 0; i < 1000; i++)
    iso_curve_append (curves->loss, 9.0);
  iso_run_curves_smooth (curves, 0.0);
  g_autoptr (IsoNumberTable) table = iso_figure_tabulate (figure);
  g_assert_cmpstr (iso_figure_name (figure), ==, "curves-step-40");
  g_assert_cmpuint (iso_number_table_rows (table), ==, 16);
  for (size_t row = 0; row < 16; row++)
    {
      g_assert_cmpfloat (iso_number_table_value (table, row, 0), ==, (double) row + 5.0);
      g_assert_cmpfloat (iso_number_table_value (table, row, 1), ==, (double) (float) (2.0 - 0.03 * ((double) row + 4.0)));
      g_assert_true (iso_number_table_value (table, row, 2) > iso_number_table_value (table, row, 1));
    }
  const IsoFigureLook look = { 600.0, 400.0, 1.0, iso_theme (ISO_THEME_LIGHT) };
  cairo_surface_t *pixels = iso_figure_pixels_new (figure, &look, NULL);
  g_assert_cmpfloat (inked (pixels), >, 0.01);
  cairo_surface_destroy (pixels);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/figure-file/formats", test_formats);
  g_test_add ("/figure-file/pixels", Fixture, NULL, set_up, test_pixels, tear_down);
  g_test_add ("/figure-file/pictures", Fixture, NULL, set_up, test_pictures, tear_down);
  g_test_add ("/figure-file/refused", Fixture, NULL, set_up, test_refused, tear_down);
  g_test_add ("/figure-file/no-room", Fixture, NULL, set_up, test_no_room, tear_down);
  g_test_add ("/figure-file/matrix-numbers", Fixture, NULL, set_up, test_matrix_numbers, tear_down);
  g_test_add ("/figure-file/matrix-files", Fixture, NULL, set_up, test_matrix_files, tear_down);
  g_test_add ("/figure-file/doubles", Fixture, NULL, set_up, test_doubles, tear_down);
  g_test_add_func ("/figure-file/curves", test_curves);
  return g_test_run ();
}
