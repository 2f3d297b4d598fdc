/* Parts of matrices as pixels, in any order, enlarged and reduced, faded or not: every pixel against the plain rule. */
#include "ui/figure/heat-window.h"

#include <math.h>

#include "engine/base/random.h"
#include "ui/figure/colormap.h"

#define MISSING 0xff123456
#define B_OF_TEST 37

static guint32 identity[ISO_COLORMAP_SIZE], paler[ISO_COLORMAP_SIZE], palest[ISO_COLORMAP_SIZE];
static const IsoHeatScale scale = { ISO_HEAT_LINEAR, -1.0, 1.0 };

static float *
random_matrix (size_t B, guint64 seed)
{
  float *values = g_new (float, B * B);
  IsoRandom random;
  iso_random_init (&random, seed, "heat window");
  for (size_t i = 0; i < B * B; i++)
    values[i] = (float) (2.0 * iso_random_uniform (&random) - 1.0);
  return values;
}

static guint32 *
random_order (size_t B, guint64 seed)
{
  guint32 *order = g_new (guint32, B);
  IsoRandom random;
  for (size_t i = 0; i < B; i++)
    order[i] = (guint32) i;
  iso_random_init (&random, seed, "order");
  iso_random_shuffle (&random, order, B);
  return order;
}

/* Where places lie and which pixel shows which agree with each other, whatever the sizes. */
static void
test_edges (void)
{
  static const size_t sizes[][2] = { { 112, 392 }, { 112, 149 }, { 7, 7 }, { 5, 23 }, { 112, 336 }, { 1, 9 }, { 2048, 6144 } };
  for (size_t s = 0; s < G_N_ELEMENTS (sizes); s++)
    {
      size_t B = sizes[s][0], whole = sizes[s][1];
      g_assert_cmpint (iso_heat_edge (whole, B, 0), ==, 0);
      g_assert_cmpint (iso_heat_edge (whole, B, B), ==, whole);
      for (size_t at = 0; at < whole; at++)
        {
          size_t place = iso_heat_place (whole, B, at);
          g_assert_cmpint (place, ==, (size_t) floor (((double) at + 0.5) * (double) B / (double) whole));
          g_assert_cmpint (iso_heat_edge (whole, B, place), <=, at);
          g_assert_cmpint (iso_heat_edge (whole, B, place + 1), >, at);
        }
    }
}

static void
test_enlarged (void)
{
  static const size_t parts[][4] = { { 37, 0, 0, 37 }, { 37 * 3, 0, 0, 111 }, { 37 * 6, 50, 101, 60 }, { 50, 3, 7, 43 } };
  g_autofree float *values = random_matrix (B_OF_TEST, 1);
  g_autofree guint32 *order = random_order (B_OF_TEST, 2);
  values[3] = NAN;
  for (size_t p = 0; p < G_N_ELEMENTS (parts); p++)
    for (int ordered = 0; ordered <= 1; ordered++)
      {
        size_t side = parts[p][3], stride = side + 5;
        g_autofree guint32 *pixels = g_new0 (guint32, stride * side);
        const IsoHeatWindow window = { values, B_OF_TEST, ordered ? order : NULL, NULL, parts[p][0], parts[p][1], parts[p][2] };
        const IsoHeatPaint paint = { &scale, identity, MISSING, NULL, NULL, NULL };
        iso_heat_window_draw (pixels, stride, side, side, &window, &paint);
        for (size_t y = 0; y < side; y++)
          for (size_t x = 0; x < side; x++)
            {
              size_t r = iso_heat_place (window.whole, B_OF_TEST, window.y + y);
              size_t c = iso_heat_place (window.whole, B_OF_TEST, window.x + x);
              float value = values[ordered ? order[r] * B_OF_TEST + order[c] : r * B_OF_TEST + c];
              guint32 pixel = pixels[y * stride + x];
              if (isnan (value))
                g_assert_cmphex (pixel, ==, MISSING);
              else
                g_assert_true (fabs ((double) pixel - 255.0 * iso_heat_fraction (&scale, (double) value)) <= 0.51);
            }
        g_assert_cmphex (pixels[side], ==, 0);
      }
}

/* All of it is what iso_heat_draw() makes, and a part of it is that part. */
static void
test_reduced (void)
{
  static const size_t wholes[] = { 20, 31, 36, 5 };
  g_autofree float *values = random_matrix (B_OF_TEST, 4);
  g_autofree guint32 *order = random_order (B_OF_TEST, 5);
  g_autofree float *ordered = g_new (float, B_OF_TEST * B_OF_TEST);
  values[100] = NAN;
  for (size_t r = 0; r < B_OF_TEST; r++)
    for (size_t c = 0; c < B_OF_TEST; c++)
      ordered[r * B_OF_TEST + c] = values[order[r] * B_OF_TEST + order[c]];
  for (size_t w = 0; w < G_N_ELEMENTS (wholes); w++)
    for (int is_ordered = 0; is_ordered <= 1; is_ordered++)
      {
        size_t whole = wholes[w], part = (whole + 1) / 2, from = whole - part;
        g_autofree guint32 *all = g_new0 (guint32, whole * whole), *some = g_new0 (guint32, part * part);
        IsoHeatWindow window = { values, B_OF_TEST, is_ordered ? order : NULL, NULL, whole, from, from / 2 };
        const IsoHeatPaint paint = { &scale, identity, MISSING, NULL, NULL, NULL };
        iso_heat_draw (all, whole, whole, whole, is_ordered ? ordered : values, B_OF_TEST, B_OF_TEST, &scale, identity, MISSING);
        iso_heat_window_draw (some, part, part, part, &window, &paint);
        for (size_t y = 0; y < part; y++)
          for (size_t x = 0; x < part; x++)
            g_assert_cmpint (ABS ((int) some[y * part + x] - (int) all[(y + from / 2) * whole + x + from]), <=, 1);
      }
}

static void
test_levels (void)
{
  size_t B = 301;
  g_autofree float *values = random_matrix (B, 6);
  g_autofree guint32 *order = random_order (B, 7);
  /* Smooth enough that halves of cells do not matter. */
  for (size_t r = 0; r < B; r++)
    for (size_t c = 0; c < B; c++)
      values[order[r] * B + order[c]] = (float) sin (0.02 * (double) r) * (float) cos (0.03 * (double) c);
  g_autoptr (IsoHeatLevels) levels = iso_heat_levels_new (values, B, order);
  g_assert_cmpint (levels->count, ==, 4);
  g_assert_cmpint (levels->sides[0], ==, 151);
  g_assert_cmpint (levels->sides[3], ==, 19);
  double mean = 0.25 * ((double) values[order[4] * B + order[6]] + (double) values[order[5] * B + order[6]]
                        + (double) values[order[4] * B + order[7]] + (double) values[order[5] * B + order[7]]);
  g_assert_true (fabs ((double) levels->values[0][2 * 151 + 3] - mean) <= 1e-6);
  /* The last one has no neighbor: it stands for itself. */
  g_assert_true (fabs ((double) levels->values[0][150 * 151 + 150] - (double) values[order[300] * B + order[300]]) <= 1e-6);
  for (size_t whole = 20; whole < B; whole += 31)
    {
      g_autofree guint32 *with = g_new (guint32, whole * whole), *without = g_new (guint32, whole * whole);
      IsoHeatWindow window = { values, B, order, levels, whole, 0, 0 };
      const IsoHeatPaint paint = { &scale, identity, MISSING, NULL, NULL, NULL };
      iso_heat_window_draw (with, whole, whole, whole, &window, &paint);
      window.levels = NULL;
      iso_heat_window_draw (without, whole, whole, whole, &window, &paint);
      for (size_t i = 0; i < whole * whole; i++)
        g_assert_cmpint (ABS ((int) with[i] - (int) without[i]), <=, 4);
    }
}

/* Levels of what is no number: of four the numbers count, of none nothing comes. */
static void
test_levels_missing (void)
{
  size_t B = 64;
  g_autofree float *values = random_matrix (B, 8);
  values[0] = NAN;
  for (size_t r = 2; r < 4; r++)
    values[r * B + 2] = values[r * B + 3] = NAN;
  g_autoptr (IsoHeatLevels) levels = iso_heat_levels_new (values, B, NULL);
  double mean = ((double) values[1] + (double) values[B] + (double) values[B + 1]) / 3.0;
  g_assert_true (fabs ((double) levels->values[0][0] - mean) <= 1e-6);
  g_assert_true (isnan (levels->values[0][1 * 32 + 1]));
}

static void
test_faded (void)
{
  g_autofree float *values = random_matrix (B_OF_TEST, 9);
  g_autofree guint32 *order = random_order (B_OF_TEST, 10);
  guint8 faded[B_OF_TEST] = { 0 };
  for (size_t i = 0; i < B_OF_TEST; i += 3)
    faded[i] = 1;
  size_t whole = 3 * B_OF_TEST, side = 80;
  g_autofree guint32 *pixels = g_new (guint32, side * side);
  const IsoHeatWindow window = { values, B_OF_TEST, order, NULL, whole, 11, 29 };
  const IsoHeatPaint paint = { &scale, identity, MISSING, faded, paler, palest };
  iso_heat_window_draw (pixels, side, side, side, &window, &paint);
  for (size_t y = 0; y < side; y++)
    for (size_t x = 0; x < side; x++)
      {
        size_t r = order[iso_heat_place (whole, B_OF_TEST, 29 + y)], c = order[iso_heat_place (whole, B_OF_TEST, 11 + x)];
        g_assert_cmpint (pixels[y * side + x] / 1000, ==, faded[r] + faded[c]);
      }
  /* Reduced, a pixel with a row that counts counts. */
  for (size_t i = 0; i < B_OF_TEST; i++)
    faded[i] = order[i % B_OF_TEST] < B_OF_TEST && i != order[20];
  const IsoHeatWindow all = { values, B_OF_TEST, order, NULL, 10, 0, 0 };
  g_autofree guint32 *small = g_new (guint32, 100);
  iso_heat_window_draw (small, 10, 10, 10, &all, &paint);
  for (size_t y = 0; y < 10; y++)
    for (size_t x = 0; x < 10; x++)
      g_assert_cmpint (small[y * 10 + x] / 1000, ==, (y != 5) + (x != 5));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint32 i = 0; i < ISO_COLORMAP_SIZE; i++)
    {
      identity[i] = i;
      paler[i] = 1000 + i;
      palest[i] = 2000 + i;
    }
  g_test_add_func ("/heat-window/edges", test_edges);
  g_test_add_func ("/heat-window/enlarged", test_enlarged);
  g_test_add_func ("/heat-window/reduced", test_reduced);
  g_test_add_func ("/heat-window/levels", test_levels);
  g_test_add_func ("/heat-window/levels-missing", test_levels_missing);
  g_test_add_func ("/heat-window/faded", test_faded);
  return g_test_run ();
}
