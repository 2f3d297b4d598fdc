/* Colour maps against published entries that are not among their control values. */
#include <math.h>

#include "ui/figure/colormap.h"

static int
difference (guint32 a, guint32 b)
{
  int largest = 0;
  for (int shift = 0; shift <= 24; shift += 8)
    largest = MAX (largest, ABS ((int) (a >> shift & 255) - (int) (b >> shift & 255)));
  return largest;
}

static void
test_published (void)
{
  static const struct {
    IsoColormap map;
    size_t at;
    guint32 pixel;
  } published[] = {
    { ISO_COLORMAP_VIRIDIS, 7, 0xff460b5e },
    { ISO_COLORMAP_VIRIDIS, 100, 0xff2a768e },
    { ISO_COLORMAP_VIRIDIS, 128, 0xff21918c },
    { ISO_COLORMAP_VIRIDIS, 200, 0xff70cf57 },
    { ISO_COLORMAP_VIRIDIS, 248, 0xffece51b },
    { ISO_COLORMAP_VIRIDIS, 255, 0xfffde725 },
    { ISO_COLORMAP_MAGMA, 7, 0xff03030f },
    { ISO_COLORMAP_MAGMA, 100, 0xff892881 },
    { ISO_COLORMAP_MAGMA, 128, 0xffb73779 },
    { ISO_COLORMAP_MAGMA, 200, 0xfffd9869 },
    { ISO_COLORMAP_MAGMA, 248, 0xfffcf0b2 },
    { ISO_COLORMAP_INFERNO, 128, 0xffbc3754 },
    { ISO_COLORMAP_INFERNO, 200, 0xfffb9d07 },
    { ISO_COLORMAP_INFERNO, 248, 0xfff3f68a },
    { ISO_COLORMAP_CIVIDIS, 100, 0xff656870 },
    { ISO_COLORMAP_CIVIDIS, 128, 0xff7d7c78 },
    { ISO_COLORMAP_CIVIDIS, 200, 0xffc4b468 },
    { ISO_COLORMAP_CIVIDIS, 232, 0xffe7d150 },
    { ISO_COLORMAP_GREY, 0, 0xff090909 },
    { ISO_COLORMAP_GREY, 255, 0xffffffff },
  };
  for (size_t i = 0; i < G_N_ELEMENTS (published); i++)
    g_assert_cmpint (difference (iso_colormap_table (published[i].map, FALSE)[published[i].at], published[i].pixel), <=, 3);
}

/* Relative luminance as the eye weighs it, 0 … 1. */
static double
luminance (guint32 pixel)
{
  static const double weights[] = { 0.0722, 0.7152, 0.2126 };
  double sum = 0.0;
  for (int i = 0; i < 3; i++)
    sum += weights[i] * pow ((double) (pixel >> (8 * i) & 255) / 255.0, 2.2);
  return sum;
}

static double
linear (guint32 pixel, int shift)
{
  double code = (double) (pixel >> shift & 255) / 255.0;
  return code <= 0.04045 ? code / 12.92 : pow ((code + 0.055) / 1.055, 2.4);
}

/* L of OKLab (Ottosson 2020). */
static double
lightness (guint32 pixel)
{
  double r = linear (pixel, 16), g = linear (pixel, 8), b = linear (pixel, 0);
  double l = 0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b, m = 0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b;
  double s = 0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b;
  return 0.2104542553 * cbrt (l) + 0.7936177850 * cbrt (m) - 0.0040720468 * cbrt (s);
}

/* Lightness rises all the way, and evenly: no tenth of a map takes more than three times its share, or less than a third. */
static void
test_order (void)
{
  for (IsoColormap map = ISO_COLORMAP_VIRIDIS; map < ISO_COLORMAP_DIVERGING; map++)
    {
      const guint32 *table = iso_colormap_table (map, TRUE);
      double range = lightness (table[255]) - lightness (table[0]);
      g_assert_cmpfloat (range, >, 0.5);
      for (size_t i = 4; i < ISO_COLORMAP_SIZE; i++)
        g_assert_cmpfloat (lightness (table[i]), >, lightness (table[i - 4]));
      for (size_t i = 25; i < ISO_COLORMAP_SIZE; i++)
        {
          double part = (lightness (table[i]) - lightness (table[i - 25])) / (25.0 / 255.0 * range);
          g_assert_true (part > 1.0 / 3.0 && part < 3.0);
        }
      for (size_t i = 8; i < ISO_COLORMAP_SIZE; i++)
        g_assert_cmpfloat (luminance (table[i]), >, luminance (table[i - 8]));
    }
}

/* Without colour, and nearer to the ground the larger the share. */
static void
test_fade (void)
{
  const guint32 *table = iso_colormap_table (ISO_COLORMAP_VIRIDIS, TRUE);
  guint32 faded[ISO_COLORMAP_SIZE], gone[ISO_COLORMAP_SIZE];
  iso_colormap_fade (faded, table, 0xff303030, 0.5);
  iso_colormap_fade (gone, table, 0xff303030, 1.0);
  for (size_t i = 0; i < ISO_COLORMAP_SIZE; i++)
    {
      g_assert_cmphex (gone[i], ==, 0xff303030);
      g_assert_cmpint (faded[i] & 255, ==, faded[i] >> 16 & 255);
      g_assert_cmpint (faded[i] & 255, ==, faded[i] >> 8 & 255);
    }
  g_assert_cmpint (faded[255] & 255, >, faded[0] & 255);
}

/* Neutral in the middle, and moving away from the card's lightness to both sides. */
static void
test_diverging (void)
{
  for (int dark = 0; dark <= 1; dark++)
    {
      const guint32 *table = iso_colormap_table (ISO_COLORMAP_DIVERGING, dark != 0);
      double sign = dark ? 1.0 : -1.0;
      guint32 middle = table[128];
      g_assert_cmpint (ABS ((int) (middle & 255) - (int) (middle >> 16 & 255)), <=, 8);
      for (size_t i = 8; i <= 127; i++)
        {
          g_assert_cmpfloat (sign * luminance (table[127 - i]), >, sign * luminance (table[127 - i + 8]));
          g_assert_cmpfloat (sign * luminance (table[128 + i]), >, sign * luminance (table[128 + i - 8]));
        }
      g_assert_cmpint (table[20] & 255, >, table[20] >> 16 & 255);
      g_assert_cmpint (table[235] & 255, <, table[235] >> 16 & 255);
    }
}

static void
test_missing (void)
{
  for (IsoColormap map = ISO_COLORMAP_VIRIDIS; map <= ISO_COLORMAP_DIVERGING; map++)
    for (int dark = 0; dark <= 1; dark++)
      for (size_t i = 0; i < ISO_COLORMAP_SIZE; i++)
        {
          const guint32 *table = iso_colormap_table (map, dark != 0);
          g_assert_cmphex (table[i] >> 24, ==, 255);
          g_assert_cmpint (difference (table[i], iso_colormap_missing_in (map, dark != 0)), >, 12);
        }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/colormap/published", test_published);
  g_test_add_func ("/colormap/order", test_order);
  g_test_add_func ("/colormap/diverging", test_diverging);
  g_test_add_func ("/colormap/fade", test_fade);
  g_test_add_func ("/colormap/missing", test_missing);
  return g_test_run ();
}
