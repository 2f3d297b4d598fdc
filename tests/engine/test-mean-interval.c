/* Mean, deviation and Student's interval against R (qt, sd, t.test) and what must hold. */
#include <glib.h>
#include <math.h>

#include "engine/base/random.h"
#include "engine/metrics/mean-interval.h"

#define NEAR(a, b, tolerance) g_assert_true (fabs ((a) - (b)) <= (tolerance) * fabs (b))

static void
test_quantile (void)
{
  /* R: qt (0.975, n), qt (0.995, n) */
  static const struct { size_t degrees; double at_95, at_99; } cases[] = {
    { 1, 12.706204736174694, 63.656741162871526 },  { 2, 4.3026527297494619, 9.9248432009182892 },
    { 3, 3.1824463052837078, 5.8409093097333544 },  { 4, 2.7764451051977934, 4.6040948713499921 },
    { 9, 2.2621571627982049, 3.2498355415921254 },  { 29, 2.0452296421327034, 2.7563859036706049 },
    { 99, 1.9842169515864172, 2.6264054572808275 }, { 1000, 1.9623390808264076, 2.5807546980659501 },
  };
  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      NEAR (iso_student_quantile (cases[i].degrees, 0.95), cases[i].at_95, 1e-11);
      NEAR (iso_student_quantile (cases[i].degrees, 0.99), cases[i].at_99, 1e-11);
    }
  /* R: qt (0.75, 5), qt (0.9999995, 2) */
  NEAR (iso_student_quantile (5, 0.5), 0.72668684380042292, 1e-12);
  NEAR (iso_student_quantile (2, 0.999999), 999.99925004097702, 1e-9);
}

static void
test_interval (void)
{
  /* R: x <- c (0.5, 0.25, 0.75, 0.625); sd (x); t.test (x)$conf.int */
  const double values[] = { 0.5, (double) NAN, 0.25, 0.75, (double) INFINITY, 0.625 };
  IsoMeanInterval interval = iso_mean_interval (values, G_N_ELEMENTS (values), 0.95);
  g_assert_cmpuint (interval.count, ==, 4);
  NEAR (interval.mean, 0.53125, 1e-15);
  NEAR (interval.deviation, 0.21347814095749162, 1e-14);
  NEAR (interval.mean - interval.half_width, 0.19155863952549812, 1e-12);
  NEAR (interval.mean + interval.half_width, 0.87094136047450199, 1e-12);
}

static void
test_few (void)
{
  const double one[] = { 0.25 }, none[] = { (double) NAN }, same[] = { 0.5, 0.5, 0.5 };
  IsoMeanInterval interval = iso_mean_interval (one, 1, 0.95);
  g_assert_cmpuint (interval.count, ==, 1);
  g_assert_true (interval.mean == 0.25 && isnan (interval.deviation) && isnan (interval.half_width));
  interval = iso_mean_interval (none, 1, 0.95);
  g_assert_true (interval.count == 0 && isnan (interval.mean) && isnan (interval.deviation) && isnan (interval.half_width));
  interval = iso_mean_interval (same, 3, 0.95);
  g_assert_true (interval.mean == 0.5 && interval.deviation == 0.0 && interval.half_width == 0.0);
}

/* An interval of 95 % holds the true mean 95 times of 100. */
static void
test_coverage (void)
{
  IsoRandom random;
  iso_random_init (&random, 7, "coverage");
  size_t held = 0, trials = 20000;
  for (size_t i = 0; i < trials; i++)
    {
      double values[4];
      for (size_t j = 0; j < G_N_ELEMENTS (values); j++)
        values[j] = 3.0 + 0.5 * iso_random_normal (&random);
      IsoMeanInterval interval = iso_mean_interval (values, G_N_ELEMENTS (values), 0.95);
      held += fabs (interval.mean - 3.0) <= interval.half_width;
    }
  g_assert_true (fabs ((double) held / (double) trials - 0.95) < 0.006);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/mean-interval/quantile", test_quantile);
  g_test_add_func ("/mean-interval/interval", test_interval);
  g_test_add_func ("/mean-interval/few", test_few);
  g_test_add_func ("/mean-interval/coverage", test_coverage);
  return g_test_run ();
}
