/* Changes of one image, each against arithmetic of its own. */
#include "engine/data/image-change.h"

#include <math.h>
#include <string.h>

#define MOST 512

typedef struct {
  IsoImageFormat format;
  size_t F;
  float image[MOST], changed[MOST];
} Case;

/* Values 0 … 1 before normalization, no two of an image alike. */
static Case
make (guint32 channels, guint32 height, guint32 width, bool bounded)
{
  Case made = { .format = { { channels, height, width, true }, { 0.25f, 3.0f }, bounded } };
  IsoRandom random;
  iso_random_init (&random, channels * 100 + height * 10 + width, "image");
  made.F = (size_t) channels * height * width;
  g_assert_cmpuint (made.F, <=, MOST);
  for (size_t i = 0; i < made.F; i++)
    made.image[i] = ((float) iso_random_uniform (&random) - 0.25f) * 3.0f;
  return made;
}

static void
apply (Case *made, const IsoImageChange *change)
{
  float scratch[MOST];
  memcpy (made->changed, made->image, sizeof made->changed);
  iso_image_change_apply (made->changed, scratch, &made->format, change);
}

static double
raw (float value)
{
  return (double) value / 3.0 + 0.25;
}

static void
assert_close (double a, double b, double tolerance)
{
  if (!(fabs (a - b) <= tolerance))
    g_error ("%.9g is not %.9g", a, b);
}

static void
test_nothing (void)
{
  Case made = make (3, 7, 5, true);
  IsoImageChange change = iso_image_change_none ();
  apply (&made, &change);
  g_assert_cmpmem (made.changed, made.F * sizeof (float), made.image, made.F * sizeof (float));
  change.padding = ISO_PADDING_BLACK;
  change.erased.width = 3;
  apply (&made, &change);
  g_assert_cmpmem (made.changed, made.F * sizeof (float), made.image, made.F * sizeof (float));
}

static void
test_flip (void)
{
  Case made = make (2, 3, 5, false);
  IsoImageChange change = iso_image_change_none ();
  change.flip = true;
  apply (&made, &change);
  for (size_t row = 0; row < 6; row++)
    for (size_t x = 0; x < 5; x++)
      g_assert_true (made.changed[row * 5 + x] == made.image[row * 5 + 4 - x]);
  Case again = made;
  memcpy (again.image, made.changed, sizeof again.image);
  apply (&again, &change);
  g_assert_cmpmem (again.changed, made.F * sizeof (float), made.image, made.F * sizeof (float));
}

static void
test_move (void)
{
  const float image[12] = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 };
  const float edge[12] = { 1, 1, 2, 3, 1, 1, 2, 3, 5, 5, 6, 7 }; /* one to the right, one down */
  const float black[12] = { -4, -4, -4, -4, -4, 1, 2, 3, -4, 5, 6, 7 };
  const float back[12] = { 7, 8, 8, 8, 11, 12, 12, 12, 11, 12, 12, 12 }; /* two to the left, one up */
  const float mirrored[12] = { 4, 4, 3, 2, 4, 4, 3, 2, 8, 8, 7, 6 };
  Case made = { .format = { { 1, 3, 4, true }, { 0.5f, 8.0f }, true }, .F = 12 };
  memcpy (made.image, image, sizeof image);
  IsoImageChange change = iso_image_change_none ();
  change.right = change.down = 1;
  apply (&made, &change);
  g_assert_cmpmem (made.changed, sizeof edge, edge, sizeof edge);
  change.padding = ISO_PADDING_BLACK; /* 0 is (0 − 0.5) · 8 after normalization */
  apply (&made, &change);
  g_assert_cmpmem (made.changed, sizeof black, black, sizeof black);
  change.padding = ISO_PADDING_EDGE;
  change.flip = true; /* mirrored first, then moved */
  apply (&made, &change);
  g_assert_cmpmem (made.changed, sizeof mirrored, mirrored, sizeof mirrored);
  change.flip = false;
  change.right = -2;
  change.down = -1;
  apply (&made, &change);
  g_assert_cmpmem (made.changed, sizeof back, back, sizeof back);
}

/* Quarter turns are transpositions. */
static void
test_quarter_turns (void)
{
  enum { N = 6 };
  Case made = make (3, N, N, false);
  IsoImageChange change = iso_image_change_none ();
  for (int padding = 0; padding < 2; padding++)
    for (int turn = -1; turn <= 2; turn++)
      for (int flip = 0; flip < 2; flip++)
        {
          change.padding = (IsoPadding) padding;
          change.angle = turn * G_PI / 2.0;
          change.flip = flip;
          apply (&made, &change);
          for (size_t c = 0; c < 3; c++)
            for (size_t y = 0; y < N; y++)
              for (size_t x = 0; x < N; x++)
                {
                  size_t from_y = turn == 1 ? x : turn == -1 ? N - 1 - x : turn == 2 ? N - 1 - y : y;
                  size_t from_x = turn == 1 ? N - 1 - y : turn == -1 ? y : turn == 2 ? N - 1 - x : x;
                  from_x = flip ? N - 1 - from_x : from_x;
                  assert_close ((double) made.changed[(c * N + y) * N + x],
                                (double) made.image[(c * N + from_y) * N + from_x], 2e-6);
                }
        }
}

/* The value between pixels as a sum of tents over the plane, which goes on for a while beyond the border. */
static double
tents (const Case *made, size_t channel, double y, double x, IsoPadding padding)
{
  int height = (int) made->format.shape.height, width = (int) made->format.shape.width;
  double sum = 0.0;
  for (int i = -20; i < height + 20; i++)
    for (int j = -20; j < width + 20; j++)
      {
        bool inside = i >= 0 && i < height && j >= 0 && j < width;
        double tent = MAX (1.0 - fabs (y - i), 0.0) * MAX (1.0 - fabs (x - j), 0.0);
        int row = CLAMP (i, 0, height - 1), column = CLAMP (j, 0, width - 1);
        double value = inside || padding == ISO_PADDING_EDGE ? (double) made->image[((int) channel * height + row) * width + column]
                                                             : -0.25 * 3.0;
        sum += tent * value;
      }
  return sum;
}

static void
test_rotation (void)
{
  static const double angles[] = { 0.3, -1.1, 2.9 };
  Case made = make (2, 7, 5, false);
  for (int padding = 0; padding < 2; padding++)
    for (size_t a = 0; a < G_N_ELEMENTS (angles); a++)
      {
        IsoImageChange change = iso_image_change_none ();
        change.angle = angles[a];
        change.padding = (IsoPadding) padding;
        change.right = 2;
        change.down = -1;
        change.flip = a == 1;
        apply (&made, &change);
        for (size_t c = 0; c < 2; c++)
          for (int y = 0; y < 7; y++)
            for (int x = 0; x < 5; x++)
              {
                /* back: unmoved, turned clockwise, mirrored; complex numbers with the imaginary axis upwards */
                double re = x - 2.0 - 2.0, im = -(y + 1.0 - 3.0);
                double turned_re = re * cos (-angles[a]) - im * sin (-angles[a]);
                double turned_im = re * sin (-angles[a]) + im * cos (-angles[a]);
                double expected = tents (&made, c, 3.0 - turned_im, 2.0 + (change.flip ? -turned_re : turned_re),
                                         (IsoPadding) padding);
                assert_close ((double) made.changed[(c * 7 + (size_t) y) * 5 + (size_t) x], expected, 1e-5);
              }
      }
}

static double
luma (const float *image, size_t plane, size_t i)
{
  return 0.299 * raw (image[i]) + 0.587 * raw (image[plane + i]) + 0.114 * raw (image[2 * plane + i]);
}

/* Brightness, then contrast, then saturation, one after the other, before normalization. */
static void
test_colors (void)
{
  static const double factors[][3] = { { 0.5, 1, 1 }, { 1, 0.4, 1 }, { 1, 1, 0.3 }, { 1.3, 0.7, 1.4 }, { 1, 0, 1 }, { 1, 1, 0 } };
  for (int bounded = 0; bounded < 2; bounded++)
    for (size_t f = 0; f < G_N_ELEMENTS (factors); f++)
      {
        enum { PLANE = 4 * 6 };
        Case made = make (3, 4, 6, bounded);
        double mean = 0.0;
        IsoImageChange change = iso_image_change_none ();
        change.brightness = factors[f][0];
        change.contrast = factors[f][1];
        change.saturation = factors[f][2];
        apply (&made, &change);
        for (size_t i = 0; i < PLANE; i++)
          mean += change.brightness * luma (made.image, PLANE, i) / PLANE;
        for (size_t i = 0; i < PLANE; i++)
          {
            double grey = mean + change.contrast * (change.brightness * luma (made.image, PLANE, i) - mean);
            for (size_t c = 0; c < 3; c++)
              {
                double value = mean + change.contrast * (change.brightness * raw (made.image[c * PLANE + i]) - mean);
                value = grey + change.saturation * (value - grey);
                value = bounded ? CLAMP (value, 0.0, 1.0) : value;
                assert_close (raw (made.changed[c * PLANE + i]), value, 2e-6);
              }
          }
      }
}

static void
test_grey_has_no_saturation (void)
{
  Case made = make (1, 5, 5, true);
  IsoImageChange change = iso_image_change_none ();
  change.saturation = 0.2;
  apply (&made, &change);
  g_assert_cmpmem (made.changed, made.F * sizeof (float), made.image, made.F * sizeof (float));
}

static void
test_erase (void)
{
  Case made = make (2, 9, 8, true);
  IsoImageChange change = iso_image_change_none ();
  change.erased.top = 2;
  change.erased.left = 3;
  change.erased.height = 7; /* down to the border */
  change.erased.width = 4;
  iso_random_init (&change.erased.values, 5, "erased");
  apply (&made, &change);
  double least = 1.0, most = 0.0;
  for (size_t c = 0; c < 2; c++)
    for (size_t y = 0; y < 9; y++)
      for (size_t x = 0; x < 8; x++)
        {
          size_t at = (c * 9 + y) * 8 + x;
          bool inside = y >= 2 && x >= 3 && x < 7;
          g_assert_true ((made.changed[at] != made.image[at]) == inside);
          least = inside ? MIN (least, raw (made.changed[at])) : least;
          most = inside ? MAX (most, raw (made.changed[at])) : most;
        }
  g_assert_true (least >= -1e-6 && least < 0.15 && most > 0.85 && most <= 1.0 + 1e-6);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/image-change/nothing", test_nothing);
  g_test_add_func ("/image-change/flip", test_flip);
  g_test_add_func ("/image-change/move", test_move);
  g_test_add_func ("/image-change/quarter-turns", test_quarter_turns);
  g_test_add_func ("/image-change/rotation", test_rotation);
  g_test_add_func ("/image-change/colors", test_colors);
  g_test_add_func ("/image-change/grey-has-no-saturation", test_grey_has_no_saturation);
  g_test_add_func ("/image-change/erase", test_erase);
  return g_test_run ();
}
