/* The 3×3 convolution: forward, turned and weights' gradient against the sum written out in double, at sizes that leave ragged
 * tiles, and NaN. */
#include "engine/network/convolution.h"

#include <glib.h>
#include <math.h>
#include <string.h>

#include "engine/base/checked.h"
#include "engine/base/random.h"

typedef struct {
  IsoConvolution c;
  float *X, *W, *Y, *dY, *packed, *dX, *dW;
} Fixture;

static float *
normal (size_t count, IsoRandom *random)
{
  float *values = iso_floats_new (count);
  for (size_t i = 0; i < count; i++)
    values[i] = (float) iso_random_normal (random);
  return values;
}

/* A framed image: zeros around. */
static float *
framed (size_t height, size_t width, size_t channels, IsoRandom *random)
{
  float *values = iso_floats_new ((height + 2) * (width + 2) * channels);
  for (size_t y = 1; y <= height; y++)
    for (size_t i = channels; i < (width + 1) * channels; i++)
      values[y * (width + 2) * channels + i] = (float) iso_random_normal (random);
  return values;
}

static void
fixture_init (Fixture *f, size_t height, size_t width, size_t in, size_t out)
{
  IsoRandom random;
  iso_random_init (&random, height * 131 + width * 17 + in * 7 + out, "convolution");
  f->c = (IsoConvolution) { height, width, in, out };
  f->X = framed (height, width, in, &random);
  f->dY = framed (height, width, out, &random);
  f->W = normal (9 * in * out, &random);
  f->Y = normal (height * width * out, &random);
  f->dX = normal (height * width * in, &random);
  f->dW = normal (9 * in * out, &random);
  f->packed = iso_floats_new (9 * in * out);
}

static void
fixture_clear (Fixture *f)
{
  float *all[] = { f->X, f->W, f->Y, f->dY, f->packed, f->dX, f->dW };
  for (size_t i = 0; i < G_N_ELEMENTS (all); i++)
    iso_block_free (all[i]);
}

static void
assert_close (double value, double expected, double scale)
{
  g_assert_true (fabs (value - expected) <= 1e-5 * scale);
}

static void
check_forward (Fixture *f, bool add)
{
  size_t in = f->c.input_channels, out = f->c.output_channels, width = f->c.width;
  g_autofree float *before = g_memdup2 (f->Y, f->c.height * width * out * sizeof (float));
  iso_convolution_pack (f->packed, f->W, &f->c);
  iso_convolution_forward (f->Y, f->X, f->packed, &f->c, add);
  for (size_t y = 0; y < f->c.height; y++)
    for (size_t x = 0; x < width; x++)
      for (size_t o = 0; o < out; o++)
        {
          double sum = add ? (double) before[(y * width + x) * out + o] : 0.0;
          for (size_t tap = 0; tap < 9; tap++)
            for (size_t i = 0; i < in; i++)
              sum += (double) f->X[((y + tap / 3) * (width + 2) + x + tap % 3) * in + i] * (double) f->W[(tap * in + i) * out + o];
          assert_close ((double) f->Y[(y * width + x) * out + o], sum, sqrt (9.0 * (double) in) * 3.0);
        }
}

/* ∂L/∂X of L = Σ dY · Y. */
static void
check_turned (Fixture *f)
{
  size_t in = f->c.input_channels, out = f->c.output_channels, width = f->c.width;
  IsoConvolution turned = iso_convolution_turned (&f->c);
  iso_convolution_pack_turned (f->packed, f->W, &f->c);
  iso_convolution_forward (f->dX, f->dY, f->packed, &turned, false);
  for (size_t y = 0; y < f->c.height; y++)
    for (size_t x = 0; x < width; x++)
      for (size_t i = 0; i < in; i++)
        {
          double sum = 0.0; /* input (y, x) meets output (y + 1 − tap / 3, x + 1 − tap % 3) under `tap`; dY has a frame of one */
          for (size_t tap = 0; tap < 9; tap++)
            for (size_t o = 0; o < out; o++)
              sum += (double) f->dY[((y + 2 - tap / 3) * (width + 2) + x + 2 - tap % 3) * out + o]
                     * (double) f->W[(tap * in + i) * out + o];
          assert_close ((double) f->dX[(y * width + x) * in + i], sum, sqrt (9.0 * (double) out) * 3.0);
        }
}

static void
check_weights (Fixture *f)
{
  size_t in = f->c.input_channels, out = f->c.output_channels, width = f->c.width;
  g_autofree float *before = g_memdup2 (f->dW, 9 * in * out * sizeof (float));
  iso_convolution_backward_weights (f->dW, f->X, f->dY, &f->c);
  for (size_t tap = 0; tap < 9; tap++)
    for (size_t i = 0; i < in; i++)
      for (size_t o = 0; o < out; o++)
        {
          double sum = (double) before[(tap * in + i) * out + o];
          for (size_t y = 0; y < f->c.height; y++)
            for (size_t x = 0; x < width; x++)
              sum += (double) f->X[((y + tap / 3) * (width + 2) + x + tap % 3) * in + i]
                     * (double) f->dY[((y + 1) * (width + 2) + x + 1) * out + o];
          assert_close ((double) f->dW[(tap * in + i) * out + o], sum, sqrt ((double) (f->c.height * width)) * 3.0);
        }
}

static void
test_sizes (void)
{
  static const size_t sizes[][4] = { { 28, 28, 1, 32 }, { 14, 14, 32, 64 }, { 7, 7, 64, 128 }, { 5, 3, 3, 4 }, { 1, 1, 4, 8 },
                                     { 2, 15, 8, 20 },  { 4, 29, 3, 60 },   { 9, 31, 12, 12 }, { 6, 64, 1, 44 } };
  for (size_t s = 0; s < G_N_ELEMENTS (sizes); s++)
    {
      Fixture f;
      fixture_init (&f, sizes[s][0], sizes[s][1], sizes[s][2], sizes[s][3]);
      check_forward (&f, false);
      check_forward (&f, true);
      if (sizes[s][2] % ISO_CHANNEL_UNIT == 0)
        check_turned (&f);
      check_weights (&f);
      fixture_clear (&f);
    }
}

static void
test_nan (void)
{
  Fixture f;
  fixture_init (&f, 5, 5, 4, 8);
  f.X[(2 * 7 + 3) * 4] = NAN; /* the pixel (1, 2) */
  iso_convolution_pack (f.packed, f.W, &f.c);
  iso_convolution_forward (f.Y, f.X, f.packed, &f.c, false);
  for (size_t y = 0; y < 5; y++)
    for (size_t x = 0; x < 5; x++)
      g_assert_cmpint (isnan (f.Y[(y * 5 + x) * 8]) != 0, ==, y <= 2 && x >= 1 && x <= 3);
  fixture_clear (&f);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/convolution/sizes", test_sizes);
  g_test_add_func ("/convolution/nan", test_nan);
  return g_test_run ();
}
