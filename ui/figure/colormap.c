#include "ui/figure/colormap.h"

#include <math.h>

/* Lightness of the lowest entry: below it eight bits do not tell neighbors apart. */
#define DARKEST_GREY 0.14

typedef struct {
  size_t count;
  guint32 colors[18]; /* evenly spaced, 0xRRGGBB */
} Control;

enum { VIRIDIS, MAGMA, INFERNO, CIVIDIS, BLUE_WHITE_RED, BLUE_DARK_RED, CONTROL_COUNT };

static const Control controls[CONTROL_COUNT] = {
  [VIRIDIS] = { 18, { 0x440154, 0x481769, 0x472a7a, 0x433d84, 0x3d4e8a, 0x355e8d, 0x2e6d8e, 0x297b8e, 0x23898e,
                      0x1f978b, 0x21a585, 0x2eb37c, 0x46c06f, 0x65cb5e, 0x89d548, 0xb0dd2f, 0xd8e219, 0xfde725 } },
  [MAGMA] = { 18, { 0x000004, 0x090720, 0x1a1042, 0x311165, 0x4a1079, 0x621980, 0x792282, 0x912b81, 0xaa337d,
                    0xc23b75, 0xd9466b, 0xec5860, 0xf7725c, 0xfc8e64, 0xfeaa74, 0xfec68a, 0xfde2a3, 0xfcfdbf } },
  [INFERNO] = { 18, { 0x000004, 0x0a0722, 0x1e0c45, 0x380962, 0x510e6c, 0x69166e, 0x801f6c, 0x982766, 0xb0315b,
                      0xc63d4d, 0xd94d3d, 0xe9612b, 0xf47918, 0xfa9407, 0xfcb014, 0xf8cd37, 0xf2ea69, 0xfcffa4 } },
  [CIVIDIS] = { 18, { 0x00224e, 0x002d68, 0x163770, 0x2e416d, 0x3f4c6c, 0x4e566c, 0x5c616e, 0x696b71, 0x767676,
                      0x838179, 0x928c78, 0xa09875, 0xafa471, 0xbfb06b, 0xcfbd62, 0xdfca57, 0xf0d846, 0xfee838 } },
  [BLUE_WHITE_RED] = { 11, { 0x053061, 0x2166ac, 0x4393c3, 0x92c5de, 0xd1e5f0, 0xf7f7f7,
                             0xfddbc7, 0xf4a582, 0xd6604d, 0xb2182b, 0x67001f } },
  [BLUE_DARK_RED] = { 11, { 0x92cdff, 0x68a9e5, 0x4b85ba, 0x37638a, 0x2b4258, 0x232323,
                            0x563632, 0x874c46, 0xb6675e, 0xe0877d, 0xffaea4 } },
};

static double
channel (guint32 color, int shift)
{
  return (double) (color >> shift & 255);
}

/* Catmull and Rom's cubic through the control values, the ends continued straight. */
static guint32
interpolate (const Control *control, double position)
{
  size_t last = control->count - 1, at = MIN ((size_t) position, last - 1);
  double f = position - (double) at;
  guint32 pixel = 0xff000000;
  for (int shift = 0; shift <= 16; shift += 8)
    {
      double p1 = channel (control->colors[at], shift), p2 = channel (control->colors[at + 1], shift);
      double p0 = at > 0 ? channel (control->colors[at - 1], shift) : 2.0 * p1 - p2;
      double p3 = at + 2 <= last ? channel (control->colors[at + 2], shift) : 2.0 * p2 - p1;
      double value = p1 + 0.5 * f * (p2 - p0 + f * (2.0 * p0 - 5.0 * p1 + 4.0 * p2 - p3 + f * (3.0 * (p1 - p2) + p3 - p0)));
      pixel |= (guint32) lround (CLAMP (value, 0.0, 255.0)) << shift;
    }
  return pixel;
}

/* Of equal steps of OKLab lightness, which for greys is the cube root of their light; sRGB. */
static guint32
grey (double lightness)
{
  double light = lightness * lightness * lightness;
  double code = light <= 0.0031308 ? 12.92 * light : 1.055 * pow (light, 1.0 / 2.4) - 0.055;
  return 0xff000000 | (guint32) lround (255.0 * code) * 0x010101;
}

static guint32 tables[CONTROL_COUNT][ISO_COLORMAP_SIZE], greys[ISO_COLORMAP_SIZE];

static void
fill_tables (void)
{
  for (size_t map = 0; map < CONTROL_COUNT; map++)
    for (size_t i = 0; i < ISO_COLORMAP_SIZE; i++)
      tables[map][i] = interpolate (&controls[map],
                                    (double) i * (double) (controls[map].count - 1) / (double) (ISO_COLORMAP_SIZE - 1));
  for (size_t i = 0; i < ISO_COLORMAP_SIZE; i++)
    greys[i] = grey (DARKEST_GREY + (1.0 - DARKEST_GREY) * (double) i / (double) (ISO_COLORMAP_SIZE - 1));
}

const guint32 *
iso_colormap_table (IsoColormap map, bool is_dark)
{
  static gsize filled = 0;
  if (g_once_init_enter (&filled))
    {
      fill_tables ();
      g_once_init_leave (&filled, 1);
    }
  switch (map)
    {
    case ISO_COLORMAP_VIRIDIS:
      return tables[VIRIDIS];
    case ISO_COLORMAP_MAGMA:
      return tables[MAGMA];
    case ISO_COLORMAP_INFERNO:
      return tables[INFERNO];
    case ISO_COLORMAP_CIVIDIS:
      return tables[CIVIDIS];
    case ISO_COLORMAP_GREY:
      return greys;
    case ISO_COLORMAP_DIVERGING:
    default:
      return tables[is_dark ? BLUE_DARK_RED : BLUE_WHITE_RED];
    }
}

guint32
iso_colormap_missing (bool is_dark)
{
  return is_dark ? 0xff6f6f73 : 0xffb5b5b8;
}

guint32
iso_colormap_missing_in (IsoColormap map, bool is_dark)
{
  if (map != ISO_COLORMAP_GREY && map != ISO_COLORMAP_CIVIDIS)
    return iso_colormap_missing (is_dark);
  return is_dark ? 0xff7d6391 : 0xffb79fc9;
}

void
iso_colormap_fade (guint32 *faded, const guint32 *table, guint32 ground, double share)
{
  for (size_t i = 0; i < ISO_COLORMAP_SIZE; i++)
    {
      double light = 0.2126 * channel (table[i], 16) + 0.7152 * channel (table[i], 8) + 0.0722 * channel (table[i], 0);
      faded[i] = 0xff000000;
      for (int shift = 0; shift <= 16; shift += 8)
        faded[i] |= (guint32) lround (light + share * (channel (ground, shift) - light)) << shift;
    }
}
