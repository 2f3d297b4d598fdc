/* Files of a figure, read by programs that have nothing to do with us: its drawing by librsvg and poppler, which must look as its pixels do,
 * and its numbers by NumPy. What is missing on a machine is passed over with a message; so is all of it under a sanitizer, to whom
 * foreign programs are no news. */
#pragma once

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <math.h>

#include "ui/figure/figure-file.h"

/* Of what stands on the ground: text and thin lines are laid out and smoothed otherwise by each program; a part that is missing, or
 * elsewhere, is beyond it. */
#define READERS_TOLERANCE 0.25
#define READERS_BLOCK 6 /* pixels */

#ifdef __SANITIZE_ADDRESS__
#define READERS_ARE_FOREIGN false
#else
#define READERS_ARE_FOREIGN true
#endif

static inline char *
readers_path (const char *folder, const char *id, const char *ending)
{
  g_autofree char *name = g_strconcat (id, ending, NULL);
  return g_build_filename (folder, name, NULL);
}

/* Runs a program; false where it is not there. */
static inline bool
readers_run (const char *const *words)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *program = g_find_program_in_path (words[0]), *out = NULL, *complaint = NULL;
  int status = 0;
  if (program == NULL)
    {
      g_test_message ("there is no %s: passed over", words[0]);
      return false;
    }
  g_spawn_sync (NULL, (char **) words, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &out, &complaint, &status, &error);
  g_assert_no_error (error);
  if (!g_spawn_check_wait_status (status, &error))
    g_error ("%s: %s\n%s%s", words[0], error->message, out, complaint);
  return true;
}

/* Means of small blocks: the pixels of a reduced matrix are chosen otherwise by each program. */
static inline GdkPixbuf *
readers_load (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkPixbuf) whole = gdk_pixbuf_new_from_file (path, &error);
  g_assert_no_error (error);
  return gdk_pixbuf_scale_simple (whole, gdk_pixbuf_get_width (whole) / READERS_BLOCK, gdk_pixbuf_get_height (whole) / READERS_BLOCK,
                                  GDK_INTERP_BILINEAR);
}

/* Sum of the absolute differences of red, green and blue; other NULL: to the first pixel, which is the ground. */
static inline double
readers_difference (GdkPixbuf *one, GdkPixbuf *other)
{
  int width = gdk_pixbuf_get_width (one), height = gdk_pixbuf_get_height (one);
  double sum = 0.0;
  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x++)
      {
        const guint8 *a = gdk_pixbuf_read_pixels (one) + (size_t) y * (size_t) gdk_pixbuf_get_rowstride (one)
                          + (size_t) x * (size_t) gdk_pixbuf_get_n_channels (one);
        const guint8 *b = other == NULL ? gdk_pixbuf_read_pixels (one)
                                        : gdk_pixbuf_read_pixels (other) + (size_t) y * (size_t) gdk_pixbuf_get_rowstride (other)
                                              + (size_t) x * (size_t) gdk_pixbuf_get_n_channels (other);
        for (int channel = 0; channel < 3; channel++)
          sum += abs (a[channel] - b[channel]);
      }
  return sum;
}

static inline void
readers_compare (const char *reader, const char *id, const char *own_path, const char *path)
{
  g_autoptr (GdkPixbuf) own = readers_load (own_path), other = readers_load (path);
  g_assert_cmpint (gdk_pixbuf_get_width (other), ==, gdk_pixbuf_get_width (own));
  g_assert_cmpint (gdk_pixbuf_get_height (other), ==, gdk_pixbuf_get_height (own));
  double share = readers_difference (own, other) / readers_difference (own, NULL);
  g_test_message ("%s by %s: %.3f", id, reader, share);
  g_assert_true (share <= READERS_TOLERANCE);
}

/* As its drawings are: of no device, so that nothing is moved to whole pixels, as squares of matrices are in a PNG. */
static inline void
readers_draw (const char *path, const IsoFigure *figure, const IsoFigureLook *look)
{
  const IsoFigureLook drawn = { look->width, look->height, 0.0, look->theme };
  cairo_surface_t *record = cairo_recording_surface_create (CAIRO_CONTENT_COLOR, NULL);
  cairo_surface_t *pixels = cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int) look->width, (int) look->height);
  cairo_t *cairo = cairo_create (record);
  iso_figure_draw (figure, cairo, &drawn);
  cairo_destroy (cairo);
  cairo = cairo_create (pixels);
  cairo_set_source_surface (cairo, record, 0.0, 0.0);
  cairo_paint (cairo);
  cairo_destroy (cairo);
  g_assert_cmpint (cairo_surface_write_to_png (pixels, path), ==, CAIRO_STATUS_SUCCESS);
  cairo_surface_destroy (pixels);
  cairo_surface_destroy (record);
}

/* ID.svg and ID.pdf have been written of this figure with this look, whose sides are whole; title: words that are in it. */
static inline void
readers_check_pictures (const char *folder, const char *id, const IsoFigure *figure, const IsoFigureLook *look, const char *title)
{
  g_autofree char *own = readers_path (folder, id, "-own.png"), *svg = readers_path (folder, id, ".svg");
  g_autofree char *pdf = readers_path (folder, id, ".pdf");
  g_autofree char *by_rsvg = readers_path (folder, id, "-rsvg.png"), *stem = readers_path (folder, id, "-poppler");
  g_autofree char *by_poppler = readers_path (folder, id, "-poppler.png"), *words = readers_path (folder, id, ".txt"), *text = NULL;
  if (!READERS_ARE_FOREIGN)
    return;
  readers_draw (own, figure, look);
  /* A unit is a 96th of an inch. */
  if (readers_run ((const char *const[]) { "rsvg-convert", "--dpi-x=96", "--dpi-y=96", "-o", by_rsvg, svg, NULL }))
    readers_compare ("librsvg", id, own, by_rsvg);
  if (readers_run ((const char *const[]) { "pdftoppm", "-png", "-singlefile", "-r", "96", pdf, stem, NULL }))
    readers_compare ("poppler", id, own, by_poppler);
  /* Words are words, to be found and copied. */
  if (readers_run ((const char *const[]) { "pdftotext", pdf, words, NULL }))
    {
      g_assert_true (g_file_get_contents (words, &text, NULL, NULL));
      g_assert_nonnull (strstr (text, title));
    }
}

/* Writes the numbers in both formats: NumPy finds the same in them, as many rows as the table has, and no header where none belongs. */
static inline void
readers_check_numbers (const char *folder, const char *id, const IsoFigure *figure)
{
  static const char *const check
      = "import sys\n"
        "try:\n"
        "    import numpy\n"
        "except ImportError:\n"
        "    sys.exit(0)\n"
        "npy, csv, rows, names = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])\n"
        "array = numpy.load(npy, allow_pickle=False)\n"
        "table = numpy.atleast_2d(numpy.genfromtxt(csv, delimiter=',', skip_header=1, encoding='utf-8', dtype=float))\n"
        "assert array.ndim == 2 and array.shape[0] == rows == table.shape[0], (array.shape, table.shape, rows)\n"
        "assert array.shape[1] == table.shape[1] - names, (array.shape, table.shape, names)\n"
        "# What is a float32 stands in text with the digits of one.\n"
        "assert numpy.array_equal(array.astype('f4'), table[:, names:].astype('f4'), equal_nan=True)\n";
  g_autoptr (GError) error = NULL;
  g_autofree char *csv = readers_path (folder, id, ".csv"), *npy = readers_path (folder, id, ".npy");
  g_autoptr (IsoNumberTable) table = iso_figure_tabulate (figure);
  g_autofree char *rows = g_strdup_printf ("%zu", iso_number_table_rows (table));
  g_autofree char *names = g_strdup_printf ("%zu", iso_number_table_row_names (table));
  g_assert_true (iso_figure_write_numbers (figure, csv, &error) && iso_figure_write_numbers (figure, npy, &error));
  g_assert_no_error (error);
  if (READERS_ARE_FOREIGN)
    readers_run ((const char *const[]) { "/usr/bin/python3", "-c", check, npy, csv, rows, names, NULL });
}
