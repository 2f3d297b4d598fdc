/* Matrices as pixels: every pixel against the plain rule, at many sizes and scales. */
#include "ui/figure/heat.h"

#include <math.h>

#include "engine/base/random.h"
#include "engine/base/timing.h"
#include "ui/figure/colormap.h"

#define MISSING 0xff123456

/* The index of a pixel in a table whose entries are their own index. */
static guint32 identity[ISO_COLORMAP_SIZE];

static const IsoHeatScale scales[] = {
  { ISO_HEAT_LINEAR, -0.4, 0.9 },
  { ISO_HEAT_LOGARITHMIC, 1e-3, 0.8 },
  { ISO_HEAT_DIVERGING, -0.7, 0.7 },
  { ISO_HEAT_DIVERGING_LOGARITHMIC, -0.7, 0.7 },
};

static float *
random_matrix (size_t rows, size_t columns, guint64 seed)
{
  float *values = g_new (float, rows * columns);
  IsoRandom random;
  iso_random_init (&random, seed, "heat");
  for (size_t i = 0; i < rows * columns; i++)
    values[i] = (float) (2.4 * iso_random_uniform (&random) - 1.2);
  return values;
}

static void
assert_index (guint32 pixel, const IsoHeatScale *scale, double value)
{
  double expected = 255.0 * iso_heat_fraction (scale, value);
  g_assert_true (fabs ((double) pixel - expected) <= 0.502);
}

static void
test_nearest (void)
{
  static const size_t sizes[][4] = { { 7, 7, 7, 7 }, { 5, 5, 23, 23 }, { 3, 4, 10, 9 }, { 1, 1, 4, 4 }, { 112, 112, 145, 145 } };
  for (size_t s = 0; s < G_N_ELEMENTS (sizes); s++)
    for (size_t k = 0; k < G_N_ELEMENTS (scales); k++)
      {
        size_t rows = sizes[s][0], columns = sizes[s][1], width = sizes[s][2], height = sizes[s][3], stride = width + 3;
        g_autofree float *values = random_matrix (rows, columns, s);
        g_autofree guint32 *pixels = g_new0 (guint32, stride * height);
        iso_heat_draw (pixels, stride, width, height, values, rows, columns, &scales[k], identity, MISSING);
        for (size_t y = 0; y < height; y++)
          {
            for (size_t x = 0; x < width; x++)
              {
                size_t row = (size_t) floor (((double) y + 0.5) * (double) rows / (double) height);
                size_t column = (size_t) floor (((double) x + 0.5) * (double) columns / (double) width);
                assert_index (pixels[y * stride + x], &scales[k], (double) values[row * columns + column]);
              }
            for (size_t x = width; x < stride; x++)
              g_assert_cmphex (pixels[y * stride + x], ==, 0);
          }
      }
}

/* Mean over the area of a pixel, in double, cell by cell. */
static double
area_mean (const float *values, size_t B, size_t side, size_t x, size_t y)
{
  double step = (double) B / (double) side, sum = 0.0, weight = 0.0;
  for (size_t r = 0; r < B; r++)
    for (size_t c = 0; c < B; c++)
      {
        double down = fmin ((double) r + 1.0, (double) (y + 1) * step) - fmax ((double) r, (double) y * step);
        double across = fmin ((double) c + 1.0, (double) (x + 1) * step) - fmax ((double) c, (double) x * step);
        if (down <= 0.0 || across <= 0.0 || isnan (values[r * B + c]))
          continue;
        sum += down * across * (double) values[r * B + c];
        weight += down * across;
      }
  return weight > 1e-6 ? sum / weight : (double) NAN;
}

static void
test_averaged (void)
{
  static const size_t sizes[][2] = { { 10, 5 }, { 30, 13 }, { 31, 30 }, { 9, 1 } };
  for (size_t s = 0; s < G_N_ELEMENTS (sizes); s++)
    {
      size_t B = sizes[s][0], side = sizes[s][1];
      g_autofree float *values = random_matrix (B, B, 40 + s);
      g_autofree guint32 *pixels = g_new0 (guint32, side * side);
      values[3] = NAN;
      for (size_t r = 0; r < 8; r++)
        for (size_t c = 0; c < 8; c++)
          values[r * B + c] = NAN;
      iso_heat_draw (pixels, side, side, side, values, B, B, &scales[0], identity, MISSING);
      for (size_t y = 0; y < side; y++)
        for (size_t x = 0; x < side; x++)
          {
            double mean = area_mean (values, B, side, x, y);
            if (isnan (mean))
              g_assert_cmphex (pixels[y * side + x], ==, MISSING);
            else
              g_assert_true (fabs ((double) pixels[y * side + x] - 255.0 * iso_heat_fraction (&scales[0], mean)) <= 0.51);
          }
    }
}

static void
test_special (void)
{
  const float values[] = { NAN, INFINITY, -INFINITY, 0.0f, -0.0f, 1e30f, -1e30f, 1e-40f };
  for (size_t k = 0; k < G_N_ELEMENTS (scales); k++)
    {
      guint32 pixels[8];
      gboolean diverging = scales[k].kind >= ISO_HEAT_DIVERGING;
      iso_heat_draw (pixels, 8, 8, 1, values, 1, 8, &scales[k], identity, MISSING);
      g_assert_cmphex (pixels[0], ==, MISSING);
      g_assert_cmpint (pixels[1], ==, 255);
      g_assert_cmpint (pixels[2], ==, 0);
      g_assert_cmpint (pixels[3], ==, pixels[4]);
      g_assert_cmpint (pixels[5], ==, 255);
      g_assert_cmpint (pixels[6], ==, 0);
      if (diverging)
        g_assert_cmpint (ABS ((int) pixels[3] - 128), <=, 1);
      if (scales[k].kind == ISO_HEAT_LOGARITHMIC)
        g_assert_cmpint (pixels[3], ==, 0);
      g_assert_cmpint (pixels[7], ==, pixels[3]);
    }
}

static void
test_round_trip (void)
{
  for (size_t k = 0; k < G_N_ELEMENTS (scales); k++)
    for (double fraction = 0.0; fraction <= 1.0; fraction += 0.0625)
      g_assert_true (fabs (iso_heat_fraction (&scales[k], iso_heat_value (&scales[k], fraction)) - fraction) <= 1e-9);
}

static void
test_surface (void)
{
  g_autofree float *values = random_matrix (20, 20, 3);
  cairo_surface_t *surface = iso_heat_surface_new (60, 6.0, values, 20, &scales[0],
                                                   iso_colormap_table (ISO_COLORMAP_MAGMA, FALSE), MISSING);
  const guint32 *pixels = (const guint32 *) (const void *) cairo_image_surface_get_data (surface);
  size_t stride = (size_t) cairo_image_surface_get_stride (surface) / 4;
  g_assert_cmphex (pixels[0], ==, 0);
  g_assert_cmphex (pixels[59], ==, 0);
  g_assert_cmphex (pixels[59 * stride], ==, 0);
  g_assert_cmphex (pixels[59 * stride + 59], ==, 0);
  g_assert_cmphex (pixels[30] >> 24, ==, 255);
  g_assert_cmphex (pixels[30 * stride] >> 24, ==, 255);
  for (size_t at = 0; at < 60; at++)
    for (int shift = 0; shift <= 16; shift += 8)
      g_assert_cmpint (pixels[at] >> shift & 255, <=, pixels[at] >> 24);
  cairo_surface_destroy (surface);
}

static void
test_snap (void)
{
  g_assert_cmpint (iso_heat_snap (345, 112), ==, 336);  /* 3 pixels a cell */
  g_assert_cmpint (iso_heat_snap (418, 112), ==, 392);  /* 3½ */
  g_assert_cmpint (iso_heat_snap (150, 112), ==, 149);  /* 4/3 */
  g_assert_cmpint (iso_heat_snap (112, 112), ==, 112);
  g_assert_cmpint (iso_heat_snap (100, 112), ==, 100);  /* smaller than the matrix: averaged */
  g_assert_cmpint (iso_heat_snap (50, 0), ==, 50);
  for (size_t room = 1; room < 900; room++)
    {
      size_t side = iso_heat_snap (room, 112);
      g_assert_cmpint (side, <=, room);
      g_assert_cmpint (side * 100, >=, room * 85);
    }
}

/* Half a millisecond is what a frame can spare; twice that is allowed here, for machines that are busy or sanitized. */
static void
test_speed (void)
{
  g_autofree float *values = random_matrix (112, 112, 9);
  g_autofree guint32 *pixels = g_new (guint32, 700 * 700);
  double best = INFINITY;
  for (int i = 0; i < 40; i++)
    {
      double start = iso_seconds ();
      iso_heat_draw (pixels, 700, 700, 700, values, 112, 112, &scales[1], identity, MISSING);
      best = fmin (best, iso_seconds () - start);
    }
  g_test_minimized_result (1e3 * best, "112² to 700² in %.3f ms", 1e3 * best);
#ifdef __OPTIMIZE__
#ifndef __SANITIZE_ADDRESS__
  g_assert_true (best <= 1e-3);
#endif
#endif
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint32 i = 0; i < ISO_COLORMAP_SIZE; i++)
    identity[i] = i;
  g_test_add_func ("/heat/nearest", test_nearest);
  g_test_add_func ("/heat/averaged", test_averaged);
  g_test_add_func ("/heat/special", test_special);
  g_test_add_func ("/heat/round-trip", test_round_trip);
  g_test_add_func ("/heat/surface", test_surface);
  g_test_add_func ("/heat/snap", test_snap);
  g_test_add_func ("/heat/speed", test_speed);
  return g_test_run ();
}
