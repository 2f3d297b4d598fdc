/* The transform against the defining sum in double. */
#include <math.h>

#include "engine/base/checked.h"
#include "engine/base/random.h"
#include "engine/linalg/fourier.h"
#include "engine/linalg/grid-convolution.h"

#define ROW ISO_FOURIER_ROW
#define LANES ISO_FOURIER_LANES

static float *
random_rows (size_t length, guint64 seed)
{
  float *rows = iso_floats_new (length * ROW);
  IsoRandom random;
  iso_random_init (&random, seed, "test");
  for (size_t i = 0; i < length * ROW; i++)
    rows[i] = (float) iso_random_normal (&random);
  return rows;
}

/* Σ_n x_n exp (sign 2πi kn / length) of one lane. */
static void
naive_coefficient (double *re, double *im, const float *rows, size_t length, size_t lane, size_t k, double sign)
{
  *re = *im = 0.0;
  for (size_t n = 0; n < length; n++)
    {
      double angle = sign * 2.0 * G_PI * (double) (k * n % length) / (double) length;
      double a = (double) rows[n * ROW + lane], b = (double) rows[n * ROW + LANES + lane];
      *re += a * cos (angle) - b * sin (angle);
      *im += a * sin (angle) + b * cos (angle);
    }
}

static void
check_length (size_t length)
{
  g_autoptr (IsoFourier) fourier = iso_fourier_new (length);
  const guint32 *places = iso_fourier_places (fourier);
  float *before = random_rows (length, length), *rows = random_rows (length, length);
  double tolerance = 1e-6 * sqrt ((double) length) * (2.0 + log2 ((double) length));
  g_assert_cmpuint (iso_fourier_length (fourier), ==, length);
  iso_fourier_forward (fourier, rows);
  for (size_t k = 0; k < length; k++)
    for (size_t lane = 0; lane < LANES; lane += length > 100 ? 7 : 1)
      {
        double re, im;
        naive_coefficient (&re, &im, before, length, lane, k, -1.0);
        g_assert_true (fabs ((double) rows[places[k] * ROW + lane] - re) <= tolerance);
        g_assert_true (fabs ((double) rows[places[k] * ROW + LANES + lane] - im) <= tolerance);
      }
  iso_fourier_inverse (fourier, rows);
  for (size_t i = 0; i < length * ROW; i++)
    g_assert_true (fabs ((double) rows[i] / (double) length - (double) before[i]) <= 1e-6 * (2.0 + log2 ((double) length)));
  iso_block_free (before);
  iso_block_free (rows);
}

static void
test_naive (void)
{
  static const size_t lengths[] = { 1, 2, 3, 4, 5, 6, 8, 9, 10, 12, 15, 16, 25, 27, 30, 32, 45, 64, 96, 125, 128, 160, 180, 288, 320, 600 };
  for (size_t i = 0; i < G_N_ELEMENTS (lengths); i++)
    check_length (lengths[i]);
}

/* numpy.fft.fft ([1, 2, -1, 4, 0.5j, 3]), numpy 1.24.2, in every lane. */
static void
test_numpy (void)
{
  static const float in[6][2] = { { 1, 0 }, { 2, 0 }, { -1, 0 }, { 4, 0 }, { 0, 0.5f }, { 3, 0 } };
  static const double out[6][2] = { { 9.0, 0.5 },
                                    { -0.43301270189221963, 1.4820508075688772 },
                                    { 3.433012701892219, -0.25 },
                                    { -9.0, 0.4999999999999998 },
                                    { 2.566987298107781, -0.25 },
                                    { 0.43301270189221963, -1.982050807568877 } };
  g_autoptr (IsoFourier) fourier = iso_fourier_new (6);
  float *rows = iso_floats_new (6 * ROW);
  for (size_t n = 0; n < 6 * ROW; n++)
    rows[n] = in[n / ROW][n % ROW / LANES];
  iso_fourier_forward (fourier, rows);
  const guint32 *places = iso_fourier_places (fourier);
  for (size_t k = 0; k < 6; k++)
    for (size_t i = 0; i < ROW; i++)
      g_assert_true (fabs ((double) rows[places[k] * ROW + i] - out[k][i / LANES]) <= 1e-6);
  iso_block_free (rows);
}

static void
test_lengths (void)
{
  static const size_t good[] = { 1, 2, 60, 1024, 1080 }, bad[] = { 0, 7, 14, 22, 1001 };
  for (size_t i = 0; i < G_N_ELEMENTS (good); i++)
    g_assert_true (iso_fourier_has_length (good[i]));
  for (size_t i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (iso_fourier_has_length (bad[i]));
}

static void
time_convolution (size_t n)
{
  g_autoptr (IsoGridConvolution) convolution = iso_grid_convolution_new (n, 1, NULL);
  float *grid = iso_floats_new (n * n);
  gint64 best = G_MAXINT64;
  for (int repeat = 0; repeat < 20; repeat++)
    {
      gint64 start = g_get_monotonic_time ();
      iso_grid_convolution_apply (convolution, grid, NULL);
      best = MIN (best, g_get_monotonic_time () - start);
    }
  g_test_message ("convolution %zu x %zu: %.0f µs on one thread", n, n, (double) best);
  iso_block_free (grid);
}

static void
test_time (void)
{
  static const size_t lengths[] = { 64, 96, 288, 320, 640 };
  for (size_t i = 0; i < G_N_ELEMENTS (lengths); i++)
    {
      g_autoptr (IsoFourier) fourier = iso_fourier_new (lengths[i]);
      float *rows = random_rows (lengths[i], 1);
      gint64 best = G_MAXINT64;
      for (int repeat = 0; repeat < 10; repeat++)
        {
          gint64 start = g_get_monotonic_time ();
          for (int r = 0; r < 20; r++)
            {
              iso_fourier_forward (fourier, rows);
              for (size_t j = 0; j < lengths[i] * ROW; j++)
                rows[j] *= 1e-3f;
            }
          best = MIN (best, g_get_monotonic_time () - start);
        }
      double flops = 5.0 * (double) lengths[i] * log2 ((double) lengths[i]) * LANES * 20.0;
      g_test_message ("length %zu: %.2f µs for 16 columns, %.1f GFLOP/s", lengths[i], (double) best / 20.0,
                      flops / (double) best / 1e3);
      iso_block_free (rows);
      time_convolution (lengths[i]);
    }
}

/* Any even kernel, of full range, on a grid with something in its corners; against the sum in double. */
static void
check_convolution (size_t n, IsoPool *pool)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (IsoGridConvolution) convolution = iso_grid_convolution_new (n, 3, &error);
  g_assert_no_error (error);
  float *grid = iso_floats_new (n * n);
  g_autofree double *kernel = g_new (double, (n + 1) * (n + 1)), *spectrum = g_new (double, (n + 1) * (n + 1));
  IsoRandom random;
  iso_random_init (&random, n, "test");
  for (size_t i = 0; i < (n + 1) * (n + 1); i++)
    kernel[i] = spectrum[i] = iso_random_normal (&random);
  size_t places[40];
  float weights[40];
  for (size_t i = 0; i < G_N_ELEMENTS (places); i++)
    {
      places[i] = i < 2 ? i * (n * n - 1) : iso_random_below (&random, (guint32) (n * n));
      weights[i] = (float) iso_random_normal (&random);
      grid[places[i]] += weights[i];
    }
  iso_grid_convolution_set_kernel (convolution, spectrum, NULL, pool, NULL, &error);
  g_assert_no_error (error);
  iso_grid_convolution_apply (convolution, grid, pool);
  for (size_t at = 0; at < n * n; at += at < n ? 1 : n / 5 + 1)
    {
      double sum = 0.0;
      for (size_t i = 0; i < G_N_ELEMENTS (places); i++)
        {
          gint64 dy = (gint64) (at / n) - (gint64) (places[i] / n), dx = (gint64) (at % n) - (gint64) (places[i] % n);
          sum += (double) weights[i] * kernel[(size_t) ABS (dy) * (n + 1) + (size_t) ABS (dx)];
        }
      g_assert_true (fabs ((double) grid[at] - sum) <= 2e-5);
    }
  iso_block_free (grid);
}

static void
test_convolution (void)
{
  static const size_t sizes[] = { 32, 64, 96, 160, 192 };
  for (int threads = 1; threads <= 3; threads++)
    {
      g_autoptr (IsoPool) pool = iso_pool_new (threads);
      for (size_t i = 0; i < G_N_ELEMENTS (sizes); i++)
        check_convolution (sizes[i], pool);
    }
}

static void
test_sizes (void)
{
  static const size_t wanted[] = { 0, 1, 32, 33, 200, 210, 300, 1000 }, given[] = { 32, 32, 32, 64, 256, 256, 320, 1024 };
  for (size_t i = 0; i < G_N_ELEMENTS (wanted); i++)
    g_assert_cmpuint (iso_grid_convolution_size (wanted[i]), ==, given[i]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/fourier/naive", test_naive);
  g_test_add_func ("/fourier/numpy", test_numpy);
  g_test_add_func ("/fourier/lengths", test_lengths);
  g_test_add_func ("/fourier/convolution", test_convolution);
  g_test_add_func ("/fourier/convolution/sizes", test_sizes);
  g_test_add_func ("/fourier/time", test_time);
  return g_test_run ();
}
