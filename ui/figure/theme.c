#include "ui/figure/theme.h"

#include <math.h>

#define LEGIBLE 4.6 /* to one; a little more than is asked for, as cards differ a little from the theme's */
#define MIXING_STEPS 32
#define RGB(hex) { ((hex) >> 16) / 255.0, (((hex) >> 8) & 255) / 255.0, ((hex) & 255) / 255.0, 1.0 }

static const IsoTheme themes[] = {
  [ISO_THEME_LIGHT] = { false, false, RGB (0xffffff), RGB (0x2e2e2e), RGB (0x6f6f6f), RGB (0xe7e7e7), RGB (0xc4c4c4), RGB (0x5e5c64),
                        RGB (0x3584e4), RGB (0x1c71d8), RGB (0xe66100), RGB (0x26a269), RGB (0xa347ba), 12.0 },
  [ISO_THEME_DARK] = { true, false, RGB (0x2d2d2d), RGB (0xf2f2f2), RGB (0xa8a8a8), RGB (0x3f3f3f), RGB (0x606060), RGB (0xdeddda),
                       RGB (0x3584e4), RGB (0x78aeed), RGB (0xff7800), RGB (0x33d17a), RGB (0xc061cb), 12.0 },
  [ISO_THEME_LIGHT_CONTRAST] = { false, true, RGB (0xffffff), RGB (0x000000), RGB (0x303030), RGB (0xb0b0b0), RGB (0x404040),
                                 RGB (0x000000), RGB (0x1a5fb4), RGB (0x1a5fb4), RGB (0xa84300), RGB (0x12693f), RGB (0x6d2380),
                                 12.0 },
  [ISO_THEME_DARK_CONTRAST] = { true, true, RGB (0x000000), RGB (0xffffff), RGB (0xe0e0e0), RGB (0x5a5a5a), RGB (0xd0d0d0),
                                RGB (0xffffff), RGB (0x78aeed), RGB (0x99c1f1), RGB (0xffa348), RGB (0x8ff0a4), RGB (0xdc8add),
                                12.0 },
};

/* Found by search: the least difference of any two, and of each from its card, is as large as it gets, to readers with full sight
 * and to those who cannot tell red from green (tests/ui/test-theme.c says how large). Each place has a related hue in all.
 * Those of high contrast, the second of each pair, also stand out from a card by 3 to 1 (WCAG 2.1, 1.4.11). */
static const IsoColor class_colors[2][2][10] = {
  { { RGB (0x5378e3), RGB (0x9c1300), RGB (0x61a772), RGB (0xcac31d), RGB (0x01bbfc), RGB (0x86255e), RGB (0xc46a07), RGB (0x4403e8),
      RGB (0x726e61), RGB (0xc8749c) },
    { RGB (0x3a71d9), RGB (0x7e0000), RGB (0x5fa176), RGB (0xa3970c), RGB (0x0da2bf), RGB (0x6e044c), RGB (0x995907), RGB (0x3d02df),
      RGB (0x5e6254), RGB (0xab6587) } },
  { { RGB (0x5c6afc), RGB (0xc45538), RGB (0x289873), RGB (0xffeb00), RGB (0x0cf9ff), RGB (0xd62f97), RGB (0xe19a41), RGB (0x47b6ff),
      RGB (0xc4afb1), RGB (0xb7f8b4) },
    { RGB (0x6972ff), RGB (0xd95a31), RGB (0x299c73), RGB (0xfffe02), RGB (0x05fcff), RGB (0xf600a2), RGB (0xefae60), RGB (0x53bbfe),
      RGB (0xcab0b3), RGB (0xedffe0) } },
};

const IsoTheme *
iso_theme (IsoThemeName name)
{
  return &themes[name];
}

static IsoColor
from_hue (double hue, double saturation, double value)
{
  double channel[3];
  for (int i = 0; i < 3; i++)
    {
      double k = fmod ((i == 0 ? 5.0 : i == 1 ? 3.0 : 1.0) + hue * 6.0, 6.0);
      double ramp = fmax (0.0, fmin (1.0, fmin (k, 4.0 - k)));
      channel[i] = value - value * saturation * ramp;
    }
  return (IsoColor){ channel[0], channel[1], channel[2], 1.0 };
}

IsoColor
iso_class_color (const IsoTheme *theme, guint32 index)
{
  if (index < G_N_ELEMENTS (class_colors[0][0]))
    return class_colors[theme->is_dark][theme->is_contrast][index];
  double turn = (double) (index - G_N_ELEMENTS (class_colors[0][0])) * 0.618033988749895;
  int round = (int) (index / 16) % 3;
  return from_hue (turn - floor (turn), 0.75 - 0.2 * round, (theme->is_dark ? 0.95 : 0.75) - 0.1 * round);
}

/* Relative luminance as WCAG has it. */
static double
luminance (IsoColor color)
{
  const double channels[3] = { color.red, color.green, color.blue }, weights[3] = { 0.2126, 0.7152, 0.0722 };
  double sum = 0.0;
  for (int i = 0; i < 3; i++)
    sum += weights[i] * (channels[i] <= 0.04045 ? channels[i] / 12.92 : pow ((channels[i] + 0.055) / 1.055, 2.4));
  return sum;
}

IsoColor
iso_legible_color (const IsoTheme *theme, IsoColor color)
{
  double ground = luminance (theme->background);
  IsoColor mixed = color;
  for (int step = 1; step <= MIXING_STEPS; step++)
    {
      double own = luminance (mixed), share = (double) step / MIXING_STEPS;
      if ((fmax (own, ground) + 0.05) / (fmin (own, ground) + 0.05) >= LEGIBLE)
        break;
      mixed = (IsoColor) { color.red + share * (theme->text.red - color.red), color.green + share * (theme->text.green - color.green),
                           color.blue + share * (theme->text.blue - color.blue), color.alpha };
    }
  return mixed;
}

guint32
iso_color_pixel (IsoColor color)
{
  guint32 alpha = (guint32) lround (color.alpha * 255.0);
  guint32 red = (guint32) lround (color.red * color.alpha * 255.0);
  guint32 green = (guint32) lround (color.green * color.alpha * 255.0);
  guint32 blue = (guint32) lround (color.blue * color.alpha * 255.0);
  return alpha << 24 | red << 16 | green << 8 | blue;
}
