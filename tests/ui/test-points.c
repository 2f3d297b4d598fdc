/* Stamped discs against cairo's arcs and against what must hold. */
#include <cairo.h>
#include <math.h>
#include <string.h>

#include "engine/base/random.h"
#include "ui/figure/points.h"
#include "ui/figure/theme.h"

#define SIDE 64

static guint32
alpha_of (guint32 pixel)
{
  return pixel >> 24;
}

/* The area of a disc is its coverage, its middle where it was put, at each of the 16 places and between them. */
static void
test_area_and_middle (void)
{
  static const double radii[] = { 0.5, 1.25, 2.5, 3.0, 4.7, 9.9 };
  for (size_t r = 0; r < G_N_ELEMENTS (radii); r++)
    {
      g_autoptr (IsoPointMasks) masks = iso_point_masks_new (radii[r]);
      g_assert_cmpfloat (iso_point_masks_radius (masks), ==, radii[r]);
      for (int place = 0; place < 64; place++)
        {
          g_autofree guint32 *pixels = g_new0 (guint32, SIDE * SIDE);
          const float position[2] = { 30.0f + (float) (place % 8) / 8.0f, 31.0f + (float) (place / 8) / 8.0f };
          const guint32 color = 0xffffffff;
          double sum = 0.0, x_sum = 0.0, y_sum = 0.0;
          iso_points_stamp (pixels, SIDE, SIDE, SIDE, masks, position, &color, NULL, 1);
          for (int y = 0; y < SIDE; y++)
            for (int x = 0; x < SIDE; x++)
              {
                double share = alpha_of (pixels[y * SIDE + x]) / 255.0;
                sum += share;
                x_sum += share * (x + 0.5);
                y_sum += share * (y + 0.5);
              }
          /* An eighth of a pixel by rounding to a place; a disc hardly larger than a pixel also stands in its middle. */
          double area = G_PI * radii[r] * radii[r], tolerance = 0.125 + 0.08 / radii[r];
          g_assert_true (fabs (sum - area) <= 0.015 * area + 0.01);
          g_assert_true (fabs (x_sum / sum - (double) position[0]) <= tolerance);
          g_assert_true (fabs (y_sum / sum - (double) position[1]) <= tolerance);
        }
    }
}

/* Some dozens of half transparent discs over each other look as cairo draws them. */
static void
test_as_cairo (void)
{
  const size_t N = 60;
  g_autofree float *positions = g_new (float, 2 * N);
  g_autofree guint32 *colors = g_new (guint32, N);
  g_autoptr (IsoPointMasks) masks = iso_point_masks_new (5.0);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, SIDE, SIDE);
  cairo_t *cairo = cairo_create (surface);
  g_autofree guint32 *pixels = g_new0 (guint32, SIDE * SIDE);
  IsoRandom random;
  cairo_set_antialias (cairo, CAIRO_ANTIALIAS_BEST);
  cairo_set_tolerance (cairo, 0.01);
  iso_random_init (&random, 1, "test");
  for (size_t i = 0; i < N; i++)
    {
      IsoColor color = iso_class_color (iso_theme (ISO_THEME_LIGHT), (guint32) (i % 12));
      color.alpha = 0.3 + 0.7 * iso_random_uniform (&random);
      positions[2 * i] = (float) iso_random_below (&random, 4 * SIDE) / 4.0f;
      positions[2 * i + 1] = (float) iso_random_below (&random, 4 * SIDE) / 4.0f;
      colors[i] = iso_color_pixel (color);
      iso_set_color (cairo, color);
      cairo_arc (cairo, (double) positions[2 * i], (double) positions[2 * i + 1], 5.0, 0.0, 2.0 * G_PI);
      cairo_fill (cairo);
    }
  cairo_surface_flush (surface);
  iso_points_stamp (pixels, SIDE, SIDE, SIDE, masks, positions, colors, NULL, N);
  const guint8 *ours = (const guint8 *) pixels, *theirs = cairo_image_surface_get_data (surface);
  double sum = 0.0;
  for (size_t i = 0; i < 4 * SIDE * SIDE; i++)
    {
      int difference = abs (ours[i] - theirs[i]);
      g_assert_cmpint (difference, <=, 24);
      sum += difference;
    }
  g_assert_cmpfloat (sum / (4 * SIDE * SIDE), <=, 1.0);
  cairo_destroy (cairo);
  cairo_surface_destroy (surface);
}

/* At the edges nothing is written beside the picture, and what is within is what a larger picture would show. */
static void
test_edges (void)
{
  enum { WIDTH = 23, HEIGHT = 17, STRIDE = 31, MARGIN = 20, WIDE = WIDTH + 2 * MARGIN, HIGH = HEIGHT + 2 * MARGIN };
  const size_t N = 400;
  g_autofree float *positions = g_new (float, 2 * N), *shifted = g_new (float, 2 * N);
  g_autofree guint32 *colors = g_new (guint32, N);
  g_autofree guint32 *small = g_new (guint32, STRIDE * (HEIGHT + 2)), *large = g_new0 (guint32, WIDE * HIGH);
  g_autoptr (IsoPointMasks) masks = iso_point_masks_new (3.3);
  IsoRandom random;
  iso_random_init (&random, 2, "test");
  for (size_t i = 0; i < N; i++)
    {
      positions[2 * i] = (float) (iso_random_uniform (&random) * (WIDTH + 16) - 8.0);
      positions[2 * i + 1] = (float) (iso_random_uniform (&random) * (HEIGHT + 16) - 8.0);
      shifted[2 * i] = positions[2 * i] + MARGIN;
      shifted[2 * i + 1] = positions[2 * i + 1] + MARGIN;
      colors[i] = 0xff000000 | (guint32) iso_random_next (&random);
    }
  for (size_t i = 0; i < STRIDE * (HEIGHT + 2); i++)
    small[i] = 0x5a5a5a5a;
  for (int y = 0; y < HEIGHT; y++)
    memset (small + (y + 1) * STRIDE, 0, WIDTH * sizeof *small);
  iso_points_stamp (small + STRIDE, WIDTH, HEIGHT, STRIDE, masks, positions, colors, NULL, N);
  iso_points_stamp (large, WIDE, HIGH, WIDE, masks, shifted, colors, NULL, N);
  for (int y = -1; y <= HEIGHT; y++)
    for (int x = 0; x < STRIDE; x++)
      {
        bool inside = y >= 0 && y < HEIGHT && x < WIDTH;
        guint32 expected = inside ? large[(y + MARGIN) * WIDE + x + MARGIN] : 0x5a5a5a5a;
        g_assert_cmphex (small[(y + 1) * STRIDE + x], ==, expected);
      }
}

/* What is no place, or far away, is left out; the last is on top; full colour is the colour itself. */
static void
test_order (void)
{
  const float positions[] = { 10.0f, 10.0f, NAN, 10.0f, 10.0f, INFINITY, 1e30f, -1e30f, 12.0f, 10.0f };
  const guint32 colors[] = { 0xff102030, 0xffffffff, 0xffffffff, 0xffffffff, 0xff405060 }, backward[] = { 4, 3, 2, 1, 0 };
  guint32 pixels[20 * 20] = { 0 };
  g_autoptr (IsoPointMasks) masks = iso_point_masks_new (4.0);
  iso_points_stamp (pixels, 20, 20, 20, masks, positions, colors, NULL, 5);
  g_assert_cmphex (pixels[10 * 20 + 10], ==, 0xff405060);
  iso_points_stamp (pixels, 20, 20, 20, masks, positions, colors, backward, 5);
  g_assert_cmphex (pixels[10 * 20 + 10], ==, 0xff102030);
  g_assert_cmphex (pixels[10 * 20 + 15], ==, 0xff405060);
  g_assert_cmphex (pixels[0], ==, 0);
}

/* Parts of a picture, by one thread or by several, are what the whole is there, to the last bit; around them nothing is touched. */
static void
test_within (void)
{
  enum { WIDTH = 301, HEIGHT = 207, N = 6000 };
  static const double radii[] = { 0.7, 1.25, 2.5, 6.3 };
  g_autofree float *positions = g_new (float, 2 * N);
  g_autofree guint32 *colors = g_new (guint32, N), *order = g_new (guint32, N), *whole = g_new (guint32, WIDTH * HEIGHT);
  g_autofree guint32 *part = g_new (guint32, WIDTH * HEIGHT);
  g_autoptr (IsoPool) pool = iso_pool_new (3);
  IsoRandom random;
  iso_random_init (&random, 5, "test");
  for (guint32 i = 0; i < N; i++)
    {
      positions[2 * i] = (float) (iso_random_uniform (&random) * (WIDTH + 20) - 10.0);
      positions[2 * i + 1] = (float) (iso_random_uniform (&random) * (HEIGHT + 20) - 10.0);
      colors[i] = 0xd0000000 | ((guint32) iso_random_next (&random) & 0x7f7f7f);
      order[i] = i;
    }
  iso_random_shuffle (&random, order, N);
  for (size_t round = 0; round < 24; round++)
    {
      g_autoptr (IsoPointMasks) masks = iso_point_masks_new (radii[round % G_N_ELEMENTS (radii)]);
      IsoPixelBox box = { (int) iso_random_below (&random, WIDTH), (int) iso_random_below (&random, HEIGHT), WIDTH, HEIGHT };
      box.right -= (int) iso_random_below (&random, (guint32) (WIDTH - box.left));
      box.bottom -= (int) iso_random_below (&random, (guint32) (HEIGHT - box.top));
      if (round < 4)
        box = (IsoPixelBox) { 0, 0, WIDTH, HEIGHT };
      memset (whole, 0, WIDTH * HEIGHT * sizeof *whole);
      memset (part, 0, WIDTH * HEIGHT * sizeof *part);
      iso_points_stamp (whole, WIDTH, HEIGHT, WIDTH, masks, positions, colors, order, N);
      iso_points_stamp_within (part, WIDTH, &box, masks, positions, colors, order, N, round % 2 == 0 ? pool : NULL);
      for (int y = 0; y < HEIGHT; y++)
        for (int x = 0; x < WIDTH; x++)
          {
            bool inside = x >= box.left && x < box.right && y >= box.top && y < box.bottom;
            g_assert_cmphex (part[y * WIDTH + x], ==, inside ? whole[y * WIDTH + x] : 0);
          }
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/points/area-and-middle", test_area_and_middle);
  g_test_add_func ("/points/as-cairo", test_as_cairo);
  g_test_add_func ("/points/edges", test_edges);
  g_test_add_func ("/points/order", test_order);
  g_test_add_func ("/points/within", test_within);
  return g_test_run ();
}
