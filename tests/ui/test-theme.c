/* The colours of the first ten classes: any two can be told apart, on light and on dark cards, by readers who see all colours and
 * by those who lack the cones for green or for red. Differences are CIEDE2000 (Sharma, Wu, Dalal 2005); what colour-blind readers
 * see is simulated after Machado, Oliveira and Fernandes (2009). */
#include <math.h>

#include "ui/figure/theme.h"

#define CLASSES 10

/* What the palette must keep. About 2 can just be seen side by side; the palette before had 6.6 between two classes, and 1.4 to
 * readers without red cones. */
#define LEAST_DIFFERENCE 24.0
#define LEAST_COLOR_BLIND 15.0
#define LEAST_TO_CARD 25.0

typedef struct {
  double L, a, b;
} Lab;

typedef struct {
  double channel[3]; /* linear sRGB */
} Light;

static const double full_sight[3][3] = { { 1, 0, 0 }, { 0, 1, 0 }, { 0, 0, 1 } };
static const double deuteranopia[3][3] = { { 0.367322, 0.860646, -0.227968 },
                                           { 0.280085, 0.672501, 0.047413 },
                                           { -0.011820, 0.042940, 0.968881 } };
static const double protanopia[3][3] = { { 0.152286, 1.052583, -0.204868 },
                                         { 0.114503, 0.786281, 0.099216 },
                                         { -0.003882, -0.048116, 1.051998 } };

static double
to_linear (double value)
{
  return value <= 0.04045 ? value / 12.92 : pow ((value + 0.055) / 1.055, 2.4);
}

static Light
see (IsoColor color, const double eye[3][3])
{
  double linear[3] = { to_linear (color.red), to_linear (color.green), to_linear (color.blue) };
  Light light;
  for (int i = 0; i < 3; i++)
    light.channel[i] = fmin (1.0, fmax (0.0, eye[i][0] * linear[0] + eye[i][1] * linear[1] + eye[i][2] * linear[2]));
  return light;
}

static double
lab_curve (double t)
{
  return t > 216.0 / 24389.0 ? cbrt (t) : (24389.0 / 27.0 * t + 16.0) / 116.0;
}

/* sRGB to CIELAB under D65. */
static Lab
to_lab (Light light)
{
  const double *c = light.channel;
  double x = lab_curve ((0.4124564 * c[0] + 0.3575761 * c[1] + 0.1804375 * c[2]) / 0.95047);
  double y = lab_curve (0.2126729 * c[0] + 0.7151522 * c[1] + 0.0721750 * c[2]);
  double z = lab_curve ((0.0193339 * c[0] + 0.1191920 * c[1] + 0.9503041 * c[2]) / 1.08883);
  return (Lab) { 116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z) };
}

static double
degrees (double b, double a)
{
  double angle = a == 0.0 && b == 0.0 ? 0.0 : atan2 (b, a) * 180.0 / G_PI;
  return angle < 0.0 ? angle + 360.0 : angle;
}

static double
radians (double angle)
{
  return angle * G_PI / 180.0;
}

/* CIEDE2000 with all weights 1. */
static double
difference (Lab one, Lab two)
{
  double c7 = pow (0.5 * (hypot (one.a, one.b) + hypot (two.a, two.b)), 7.0), g = 0.5 * (1.0 - sqrt (c7 / (c7 + pow (25.0, 7.0))));
  double a1 = (1.0 + g) * one.a, a2 = (1.0 + g) * two.a, C1 = hypot (a1, one.b), C2 = hypot (a2, two.b);
  double h1 = degrees (one.b, a1), h2 = degrees (two.b, a2), dh = 0.0, h = h1 + h2;
  if (C1 * C2 != 0.0)
    {
      dh = h2 - h1;
      dh += dh > 180.0 ? -360.0 : dh < -180.0 ? 360.0 : 0.0;
      h = fabs (h1 - h2) <= 180.0 ? h / 2.0 : h < 360.0 ? (h + 360.0) / 2.0 : (h - 360.0) / 2.0;
    }
  double dH = 2.0 * sqrt (C1 * C2) * sin (radians (dh) / 2.0), L = 0.5 * (one.L + two.L), C = 0.5 * (C1 + C2);
  double T = 1.0 - 0.17 * cos (radians (h - 30.0)) + 0.24 * cos (radians (2.0 * h)) + 0.32 * cos (radians (3.0 * h + 6.0))
             - 0.20 * cos (radians (4.0 * h - 63.0));
  double SL = 1.0 + 0.015 * (L - 50.0) * (L - 50.0) / sqrt (20.0 + (L - 50.0) * (L - 50.0)), SC = 1.0 + 0.045 * C,
         SH = 1.0 + 0.015 * C * T;
  double rotation = -sin (radians (60.0 * exp (-pow ((h - 275.0) / 25.0, 2.0))))
                    * 2.0 * sqrt (pow (C, 7.0) / (pow (C, 7.0) + pow (25.0, 7.0)));
  double l = (two.L - one.L) / SL, c = (C2 - C1) / SC, hue = dH / SH;
  return sqrt (l * l + c * c + hue * hue + rotation * c * hue);
}

/* Pairs of Sharma, Wu and Dalal's test data, with the differences that they give. */
static void
test_the_measure (void)
{
  static const struct {
    Lab one, two;
    double difference;
  } pairs[] = {
    { { 50.0, 2.6772, -79.7751 }, { 50.0, 0.0, -82.7485 }, 2.0425 },
    { { 50.0, 0.0, 0.0 }, { 50.0, -1.0, 2.0 }, 2.3669 },
    { { 50.0, 2.5, 0.0 }, { 50.0, 0.0, -2.5 }, 4.3065 },
    { { 50.0, 2.5, 0.0 }, { 73.0, 25.0, -18.0 }, 27.1492 },
    { { 50.0, 2.5, 0.0 }, { 58.0, 24.0, 15.0 }, 19.4535 },
    { { 60.2574, -34.0099, 36.2677 }, { 60.4626, -34.1751, 39.4387 }, 1.2644 },
    { { 22.7233, 20.0904, -46.6940 }, { 23.0331, 14.9730, -42.5619 }, 2.0373 },
    { { 90.8027, -2.0831, 1.4410 }, { 91.1528, -1.6435, 0.0447 }, 1.4441 },
  };
  for (size_t i = 0; i < G_N_ELEMENTS (pairs); i++)
    g_assert_true (fabs (difference (pairs[i].one, pairs[i].two) - pairs[i].difference) < 1e-4);
}

static void
check_eye (const IsoTheme *theme, const double eye[3][3], double least, const char *name)
{
  double smallest = INFINITY;
  for (guint32 i = 0; i < CLASSES; i++)
    for (guint32 j = 0; j < i; j++)
      {
        Lab one = to_lab (see (iso_class_color (theme, i), eye)), two = to_lab (see (iso_class_color (theme, j), eye));
        double between = difference (one, two);
        if (!(between >= least))
          g_error ("classes %u and %u differ by %.1f to %s; expected at least %.0f", i, j, between, name, least);
        smallest = fmin (smallest, between);
      }
  g_test_message ("%s: %.2f", name, smallest);
}

static void
test_classes (gconstpointer data)
{
  const IsoTheme *theme = iso_theme ((IsoThemeName) GPOINTER_TO_INT (data));
  check_eye (theme, full_sight, LEAST_DIFFERENCE, "full sight");
  check_eye (theme, deuteranopia, LEAST_COLOR_BLIND, "deuteranopia");
  check_eye (theme, protanopia, LEAST_COLOR_BLIND, "protanopia");
  for (guint32 i = 0; i < CLASSES; i++)
    {
      Lab color = to_lab (see (iso_class_color (theme, i), full_sight)), card = to_lab (see (theme->background, full_sight));
      g_assert_cmpfloat (difference (color, card), >=, LEAST_TO_CARD);
    }
}

static double
luminance (IsoColor color)
{
  return 0.2126 * to_linear (color.red) + 0.7152 * to_linear (color.green) + 0.0722 * to_linear (color.blue);
}

static double
contrast (IsoColor one, IsoColor two)
{
  double a = luminance (one) + 0.05, b = luminance (two) + 0.05;
  return fmax (a, b) / fmin (a, b);
}

/* Marks by 3 to 1 in high contrast, words by 4.5 to 1 everywhere: WCAG 2.1, 1.4.11 and 1.4.3. Black on white is 21 to 1. */
static void
test_contrast (gconstpointer data)
{
  static const IsoColor black = { 0.0, 0.0, 0.0, 1.0 }, white = { 1.0, 1.0, 1.0, 1.0 }, grey = { 0.5, 0.5, 0.5, 1.0 };
  const IsoTheme *theme = iso_theme ((IsoThemeName) GPOINTER_TO_INT (data));
  const IsoColor curves[] = { theme->loss, theme->divergence, theme->recall, theme->precision };
  g_assert_cmpfloat_with_epsilon (contrast (black, white), 21.0, 1e-9);
  g_assert_cmpfloat (contrast (theme->background, theme->text), >=, 7.0);
  g_assert_cmpfloat (contrast (theme->background, theme->quiet), >=, 4.5);
  for (size_t i = 0; i < G_N_ELEMENTS (curves); i++)
    g_assert_cmpfloat (contrast (theme->background, iso_legible_color (theme, curves[i])), >=, 4.5);
  for (guint32 i = 0; i < CLASSES; i++)
    {
      IsoColor color = iso_class_color (theme, i);
      g_assert_cmpfloat (contrast (theme->background, iso_legible_color (theme, color)), >=, 4.5);
      if (theme->is_contrast)
        g_assert_cmpfloat (contrast (theme->background, color), >=, 3.0);
    }
  g_assert_cmpfloat (contrast (theme->background, iso_legible_color (theme, grey)), >=, 4.5);
  /* What is legible stays as it is. */
  IsoColor same = iso_legible_color (theme, theme->text);
  g_assert_true (same.red == theme->text.red && same.green == theme->text.green && same.blue == theme->text.blue);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/theme/measure", test_the_measure);
  g_test_add_data_func ("/theme/light", GINT_TO_POINTER (ISO_THEME_LIGHT), test_classes);
  g_test_add_data_func ("/theme/dark", GINT_TO_POINTER (ISO_THEME_DARK), test_classes);
  g_test_add_data_func ("/theme/light-contrast", GINT_TO_POINTER (ISO_THEME_LIGHT_CONTRAST), test_classes);
  g_test_add_data_func ("/theme/dark-contrast", GINT_TO_POINTER (ISO_THEME_DARK_CONTRAST), test_classes);
  g_test_add_data_func ("/theme/contrast/light", GINT_TO_POINTER (ISO_THEME_LIGHT), test_contrast);
  g_test_add_data_func ("/theme/contrast/dark", GINT_TO_POINTER (ISO_THEME_DARK), test_contrast);
  g_test_add_data_func ("/theme/contrast/light-contrast", GINT_TO_POINTER (ISO_THEME_LIGHT_CONTRAST), test_contrast);
  g_test_add_data_func ("/theme/contrast/dark-contrast", GINT_TO_POINTER (ISO_THEME_DARK_CONTRAST), test_contrast);
  return g_test_run ();
}
