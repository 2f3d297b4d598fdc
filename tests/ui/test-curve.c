/* Series, their buckets and averages against the plain way, and how they become pixels. */
#include <math.h>
#include <string.h>

#include "ui/figure/curve.h"
#include "ui/figure/pen.h"

static void
test_average (void)
{
  g_autoptr (IsoCurve) curve = iso_curve_new (0.9);
  double values[400];
  for (int i = 0; i < 400; i++)
    {
      values[i] = i % 37 == 5 ? (double) NAN : sin (0.1 * i) + 0.01 * i;
      iso_curve_append (curve, values[i]);
    }
  /* The weighted mean it stands for: weights 0.9^k over the finite values, newest first. */
  for (size_t t = 0; t < 400; t++)
    {
      double sum = 0.0, weights = 0.0, weight = 1.0;
      for (size_t back = 0; back <= t; back++)
        if (!isnan (values[t - back]))
          {
            sum += weight * values[t - back];
            weights += weight;
            weight *= 0.9;
          }
      if (isnan (values[t]))
        g_assert_true (isnan (iso_curve_smoothed (curve, t)) && isnan (iso_curve_value (curve, t)));
      else
        g_assert_true (fabs (iso_curve_smoothed (curve, t) - sum / weights) <= 1e-6 * (1.0 + fabs (sum / weights)));
    }
  g_assert_true (isnan (iso_curve_value (curve, 400)) && isnan (iso_curve_smoothed (curve, 400)));
  g_assert_cmpuint (iso_curve_finite_count (curve), ==, 389);
}

static void
test_buckets (void)
{
  g_autoptr (IsoCurve) curve = iso_curve_new (0.5);
  GRand *random = g_rand_new_with_seed (11);
  for (int i = 0; i < 70000; i++)
    iso_curve_append (curve, i % 1000 < 30 ? (double) NAN : i == 54321 ? 99.0 : g_rand_double (random));
  for (int round = 0; round < 300; round++)
    {
      size_t first = (size_t) g_rand_int_range (random, 0, 70000), end = first + (size_t) g_rand_int_range (random, 0, 30000);
      double minimum = INFINITY, maximum = -INFINITY, sum = 0.0;
      size_t count = 0;
      for (size_t i = first; i < end; i++)
        if (!isnan (iso_curve_value (curve, i)))
          {
            minimum = fmin (minimum, iso_curve_value (curve, i));
            maximum = fmax (maximum, iso_curve_value (curve, i));
            sum += iso_curve_smoothed (curve, i);
            count++;
          }
      IsoCurveBucket bucket = iso_curve_bucket (curve, first, end);
      g_assert_cmpuint (bucket.count, ==, count);
      g_assert_true (bucket.minimum == minimum && bucket.maximum == maximum);
      g_assert_true (count > 0 ? fabs (bucket.mean - sum / (double) count) <= 1e-9 * fabs (bucket.mean) : isnan (bucket.mean));
    }
  g_rand_free (random);
}

/* Averaged anew by another β it is as if it had been so from the start, gaps and buckets and what comes later included. */
static void
test_smoothing_anew (void)
{
  static const double smoothings[] = { 0.0, 0.3, 0.97, 0.999 };
  GRand *random = g_rand_new_with_seed (4);
  for (size_t s = 0; s < G_N_ELEMENTS (smoothings); s++)
    {
      g_autoptr (IsoCurve) anew = iso_curve_new (0.9), fresh = iso_curve_new (smoothings[s]);
      for (int i = 0; i < 9000; i++)
        {
          double value = i % 777 < 5 ? (double) NAN : g_rand_double_range (random, -1.0, 1.0);
          if (i == 7000)
            iso_curve_smooth (anew, smoothings[s]);
          iso_curve_append (anew, value);
          iso_curve_append (fresh, value);
        }
      for (size_t i = 0; i < 9000; i++)
        g_assert_true (iso_curve_smoothed (anew, i) == iso_curve_smoothed (fresh, i)
                       || (isnan (iso_curve_smoothed (anew, i)) && isnan (iso_curve_smoothed (fresh, i))));
      for (int round = 0; round < 200; round++)
        {
          size_t first = (size_t) g_rand_int_range (random, 0, 9000), end = first + (size_t) g_rand_int_range (random, 1, 5000);
          double mean = iso_curve_bucket (anew, first, end).mean, expected = iso_curve_bucket (fresh, first, end).mean;
          g_assert_true ((isnan (mean) && isnan (expected)) || fabs (mean - expected) <= 1e-9);
        }
    }
  g_rand_free (random);
}

static void
test_columns_keep_spikes (void)
{
  const size_t counts[] = { 1, 7, 100, 5000, 300000 };
  for (size_t c = 0; c < G_N_ELEMENTS (counts); c++)
    for (size_t columns = 1; columns <= MIN (counts[c], 700); columns += 97)
      for (int where = 0; where < 4; where++)
        {
          g_autoptr (IsoCurve) curve = iso_curve_new (0.9);
          size_t spike = (counts[c] - 1) * (size_t) where / 3, total = 0;
          for (size_t i = 0; i < counts[c]; i++)
            iso_curve_append (curve, i == spike ? 50.0 : 1.0);
          double highest = 0.0;
          for (size_t i = 0; i < columns; i++)
            {
              IsoCurveBucket bucket = iso_curve_column (curve, i, columns);
              highest = fmax (highest, bucket.maximum);
              total += bucket.count;
            }
          g_assert_true (highest == 50.0);
          g_assert_cmpuint (total, ==, counts[c]);
        }
}

/* Rows of column x that are painted. */
static int
painted (const guint32 *pixels, int width, int height, int x, int *first)
{
  int count = 0;
  for (int row = height - 1; row >= 0; row--)
    if (pixels[row * width + x] >> 24 > 0)
      {
        count++;
        *first = row;
      }
  return count;
}

static void
test_raster (void)
{
  const int width = 100, height = 60;
  g_autofree guint32 *pixels = g_new0 (guint32, (size_t) (width * height));
  g_autoptr (IsoCurve) curve = iso_curve_new (0.9);
  for (int i = 0; i <= 20000; i++)
    iso_curve_append (curve, i >= 8000 && i < 12000 ? (double) NAN : i == 5100 ? 0.9 : i == 15100 ? 7.0 : 0.5);
  IsoAxis steps, values;
  iso_axis_fit (&steps, 0.0, 20000.0, false, 5, false);
  iso_axis_fit (&values, 0.0, 1.0, false, 5, false);
  iso_curve_raster (curve, pixels, width, height, width, 0.0, &steps, &values, (IsoColor){ 1.0, 0.0, 0.0, 0.5 }, 1.0);
  int first = -1;
  g_assert_cmpint (painted (pixels, width, height, 2, &first), <=, 2);
  g_assert_cmpint (abs (first - 30), <=, 1);
  g_assert_cmpint (painted (pixels, width, height, 25, &first), >=, 23);
  g_assert_cmpint (first, ==, 5);
  /* The gap, and the spike that leaves the picture: up to the edge, with a bar of stronger colour there. */
  g_assert_cmpint (painted (pixels, width, height, 50, &first), ==, 0);
  g_assert_cmpint (painted (pixels, width, height, 75, &first), >=, 30);
  g_assert_cmpint (first, ==, 0);
  g_assert_cmpuint (pixels[75] >> 24, >, pixels[10 * width + 75] >> 24);
  g_assert_cmpuint (abs ((int) (pixels[10 * width + 75] >> 24) - 128), <=, 2);
}

static void
test_pen (void)
{
  const int width = 60, height = 60;
  g_autofree guint32 *pixels = g_new0 (guint32, (size_t) (width * height));
  double rows[60 * ISO_PEN_SAMPLES];
  for (int k = 0; k < width * ISO_PEN_SAMPLES; k++)
    {
      double x = (k + 0.5) / ISO_PEN_SAMPLES;
      rows[k] = x < 30.0 ? 10.0 + x : (double) NAN;
    }
  iso_pen_stroke (pixels, width, height, width, rows, 4.0, 0xffffffff);
  /* Across a slope of 45° the pen is √2 times as high as it is thick. */
  double covered = 0.0;
  for (int row = 0; row < height; row++)
    covered += (pixels[row * width + 15] >> 24) / 255.0;
  g_assert_true (fabs (covered - 4.0 * sqrt (2.0)) < 0.15);
  g_assert_cmphex (pixels[25 * width + 15], ==, 0xffffffff);
  /* Round ends reach two pixels beyond the last point, not three. */
  int first = -1;
  g_assert_cmpint (painted (pixels, width, height, 31, &first), >, 0);
  g_assert_cmpint (painted (pixels, width, height, 32, &first), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/curve/average", test_average);
  g_test_add_func ("/curve/buckets", test_buckets);
  g_test_add_func ("/curve/smoothing-anew", test_smoothing_anew);
  g_test_add_func ("/curve/columns-keep-spikes", test_columns_keep_spikes);
  g_test_add_func ("/curve/raster", test_raster);
  g_test_add_func ("/curve/pen", test_pen);
  return g_test_run ();
}
