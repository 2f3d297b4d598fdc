/* The density's shade against its definition in double, and what must hold of it. */
#include <math.h>
#include <string.h>

#include "engine/base/random.h"
#include "ui/figure/map-density.h"

#define WIDTH 90
#define HEIGHT 70
#define STEP 4.0
#define SIGMA 1.5 /* cells */
#define REACH 5

static const gint32 labels[600];

static double
draw (guint32 *pixels, const IsoMapPoints *points, const float *placed, IsoPool *pool)
{
  memset (pixels, 0x5a, WIDTH * HEIGHT * sizeof *pixels);
  return iso_map_density_draw (pixels, WIDTH, HEIGHT, WIDTH, points, placed, 1.0, iso_theme (ISO_THEME_LIGHT), pool);
}

/* ---- by its definition ---- */

static double
kernel_at (double cells)
{
  double sum = 0.0;
  for (int i = -REACH; i <= REACH; i++)
    sum += exp (-0.5 * i * i / (SIGMA * SIGMA));
  return fabs (cells) <= REACH ? exp (-0.5 * cells * cells / (SIGMA * SIGMA)) / sum : 0.0;
}

/* Of the cell in the density, in points in one place: each point is shared out among the four cells around it, and spread from there. */
static double
cell_density (const float *placed, size_t N, int column, int row)
{
  double sum = 0.0;
  for (size_t i = 0; i < N; i++)
    {
      double x = (double) placed[2 * i] / STEP - 0.5, y = (double) placed[2 * i + 1] / STEP - 0.5;
      double left = floor (x), top = floor (y), right = x - left, below = y - top;
      sum += ((1.0 - right) * kernel_at (column - left) + right * kernel_at (column - left - 1.0))
             * ((1.0 - below) * kernel_at (row - top) + below * kernel_at (row - top - 1.0));
    }
  return sum / (kernel_at (0.0) * kernel_at (0.0));
}

static double
naive_alpha (const float *placed, size_t N, double most, int x, int y)
{
  double across = (x + 0.5) / STEP - 0.5, down = (y + 0.5) / STEP - 0.5, sum = 0.0;
  int column = (int) floor (across), row = (int) floor (down);
  for (int part = 0; part < 4; part++)
    {
      double weight = (part % 2 == 1 ? across - column : 1.0 - across + column) * (part / 2 == 1 ? down - row : 1.0 - down + row);
      sum += weight * iso_map_density_shade (cell_density (placed, N, column + part % 2, row + part / 2), most);
    }
  return 255.0 * sum;
}

static void
test_as_defined (void)
{
  enum { N = 120 };
  float placed[2 * N];
  guint32 pixels[WIDTH * HEIGHT];
  IsoRandom random;
  iso_random_init (&random, 4, "test");
  for (size_t i = 0; i < N; i++)
    {
      placed[2 * i] = (float) (0.5 * WIDTH + 14.0 * iso_random_normal (&random));
      placed[2 * i + 1] = (float) (0.4 * HEIGHT + 12.0 * iso_random_normal (&random));
    }
  placed[0] = NAN;
  placed[2] = -1e9f;
  const IsoMapPoints points = { .N = N, .labels = labels, .class_count = 1 };
  double most = draw (pixels, &points, placed, NULL), found = 0.0;
  for (int row = 0; row < HEIGHT / STEP; row++)
    for (int column = 0; column < WIDTH / STEP; column++)
      found = fmax (found, cell_density (placed + 4, N - 2, column, row));
  g_assert_true (fabs (most - found) <= 1e-4 * found);
  for (int y = 0; y < HEIGHT; y += 3)
    for (int x = 0; x < WIDTH; x += 2)
      {
        double difference = (double) (pixels[y * WIDTH + x] >> 24) - naive_alpha (placed + 4, N - 2, most, x, y);
        g_assert_true (fabs (difference) <= 1.0);
      }
}

/* ---- what it means ---- */

/* Points in one place, in the middle of a cell: as many as are said. */
static void
test_counts (void)
{
  static const size_t counts[] = { 1, 3, 40, 600 };
  for (size_t c = 0; c < G_N_ELEMENTS (counts); c++)
    {
      g_autofree float *placed = g_new (float, 2 * counts[c]);
      guint32 pixels[WIDTH * HEIGHT];
      for (size_t i = 0; i < counts[c]; i++)
        placed[2 * i] = placed[2 * i + 1] = 42.0f;
      const IsoMapPoints points = { .N = counts[c], .labels = labels, .class_count = 1 };
      double most = draw (pixels, &points, placed, NULL);
      g_assert_true (fabs (most - (double) counts[c]) <= 1e-4 * (double) counts[c]);
      g_assert_cmphex (pixels[0], ==, 0);
    }
  g_assert_cmpfloat (iso_map_density_shade (0.0, 100.0), ==, 0.0);
  g_assert_cmpfloat (iso_map_density_shade (100.0, 100.0), ==, 1.0);
  g_assert_cmpfloat (iso_map_density_shade (2.0, 2.0), <, 0.5);
  double step = iso_map_density_shade (10.0, 1000.0) - iso_map_density_shade (1.0, 1000.0);
  g_assert_true (fabs (iso_map_density_shade (1000.0, 1000.0) - iso_map_density_shade (100.0, 1000.0) - step) <= 1e-12);
}

static double
to_linear (double value)
{
  return value <= 0.04045 ? value / 12.92 : pow ((value + 0.055) / 1.055, 2.4);
}

/* Three parts of one class and one of another: their mean in linear light, whatever order they come in. */
static void
test_mixture (void)
{
  enum { N = 200 };
  float placed[2 * N];
  gint32 classes[N];
  guint32 pixels[WIDTH * HEIGHT], other[WIDTH * HEIGHT];
  const IsoTheme *theme = iso_theme (ISO_THEME_LIGHT);
  for (int turn = 0; turn < 2; turn++)
    {
      for (size_t i = 0; i < N; i++)
        {
          placed[2 * i] = placed[2 * i + 1] = 42.0f;
          classes[turn == 0 ? i : N - 1 - i] = i < N / 4;
        }
      const IsoMapPoints points = { .N = N, .labels = classes, .class_count = 2 };
      draw (turn == 0 ? pixels : other, &points, placed, NULL);
    }
  g_assert_cmpmem (pixels, sizeof pixels, other, sizeof other);
  guint32 pixel = pixels[42 * WIDTH + 42];
  double alpha = (pixel >> 24) / 255.0;
  IsoColor many = iso_class_color (theme, 0), few = iso_class_color (theme, 1);
  const double wanted[3] = { 0.75 * to_linear (many.red) + 0.25 * to_linear (few.red),
                             0.75 * to_linear (many.green) + 0.25 * to_linear (few.green),
                             0.75 * to_linear (many.blue) + 0.25 * to_linear (few.blue) };
  for (int channel = 0; channel < 3; channel++)
    {
      double value = (pixel >> (16 - 8 * channel) & 255) / 255.0 / alpha;
      g_assert_true (fabs (to_linear (value) - wanted[channel]) <= 0.01);
    }
}

/* What is not selected is grey, and below. */
static void
test_selected (void)
{
  const float placed[] = { 22.0f, 42.0f, 62.0f, 42.0f };
  const bool selected[] = { false, true };
  guint32 pixels[WIDTH * HEIGHT];
  const IsoMapPoints points = { .N = 2, .labels = labels, .class_count = 1, .selected = selected };
  g_assert_cmpfloat (draw (pixels, &points, placed, NULL), >, 0.9);
  guint32 grey = pixels[42 * WIDTH + 22], colored = pixels[42 * WIDTH + 62];
  g_assert_cmpuint (grey >> 24, >, 5);
  g_assert_cmpuint (grey >> 24, <, colored >> 24);
  g_assert_cmpuint (grey & 255, ==, grey >> 16 & 255);
  g_assert_cmpuint (colored & 255, >, colored >> 16 & 255); /* class 0 is blue */
}

/* The same bytes for any number of threads; nothing where nothing is. */
static void
test_threads (void)
{
  enum { N = 600 };
  float placed[2 * N];
  guint32 pixels[WIDTH * HEIGHT], other[WIDTH * HEIGHT];
  g_autoptr (IsoPool) pool = iso_pool_new (3);
  IsoRandom random;
  iso_random_init (&random, 6, "test");
  for (size_t i = 0; i < 2 * N; i++)
    placed[i] = (float) (120.0 * iso_random_uniform (&random) - 20.0);
  const IsoMapPoints points = { .N = N, .labels = labels, .class_count = 1 }, none = { .N = 0, .labels = labels, .class_count = 1 };
  double alone = draw (pixels, &points, placed, NULL), together = draw (other, &points, placed, pool);
  g_assert_cmpfloat (alone, ==, together);
  g_assert_cmpmem (pixels, sizeof pixels, other, sizeof other);
  g_assert_cmpfloat (draw (pixels, &none, placed, pool), ==, 0.0);
  for (size_t i = 0; i < WIDTH * HEIGHT; i++)
    g_assert_cmphex (pixels[i], ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/map-density/as-defined", test_as_defined);
  g_test_add_func ("/map-density/counts", test_counts);
  g_test_add_func ("/map-density/mixture", test_mixture);
  g_test_add_func ("/map-density/selected", test_selected);
  g_test_add_func ("/map-density/threads", test_threads);
  return g_test_run ();
}
