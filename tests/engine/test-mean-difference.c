/* Welch's interval against R (qt, pt, t.test), and what must hold. */
#include <glib.h>
#include <math.h>

#include "engine/base/random.h"
#include "engine/metrics/mean-difference.h"

#define NEAR(a, b, tolerance) g_assert_true (fabs ((a) - (b)) <= (tolerance) * fabs (b))

static void
test_quantile (void)
{
  /* R: qt (0.975, ν) */
  static const struct { double degrees, at; } cases[] = {
    { 0.5, 164.5576734804944579 }, { 1.0, 12.7062047361746941 }, { 1.5, 6.0166631044279288 },  { 2.7, 3.3921483831737502 },
    { 4.3, 2.7016948982822306 },   { 7.9, 2.3110949278664230 },  { 30.2, 2.0417054550397280 }, { 1000.5, 1.9623378924593478 },
  };
  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    NEAR (iso_student_real_quantile (cases[i].degrees, 0.95), cases[i].at, 1e-11);
  /* R: 1 - 2 * pt (-t, ν) */
  NEAR (iso_student_share_within (1.5, 0.1), 0.067958546513037454, 1e-12);
  NEAR (iso_student_share_within (2.7, 1.0), 0.601675652779227299, 1e-12);
  NEAR (iso_student_share_within (4.3, 3.3), 0.973120995191445126, 1e-12);
  NEAR (iso_student_share_within (30.2, 4.0), 0.999621589532110444, 1e-12);
  g_assert_true (iso_student_share_within (3.0, 0.0) == 0.0);
  /* The finite sum of whole degrees is another way to the same. */
  for (size_t degrees = 1; degrees < 60; degrees++)
    NEAR (iso_student_real_quantile ((double) degrees, 0.95), iso_student_quantile (degrees, 0.95), 1e-12);
}

static void
test_difference (void)
{
  /* R: t.test (a, b) */
  static const double a[] = { 0.812, 0.807, 0.819, 0.811, 0.815 }, b[] = { 0.801, 0.799, (double) NAN, 0.806, 0.790 };
  IsoMeanInterval first = iso_mean_interval (a, 5, 0.95), second = iso_mean_interval (b, 5, 0.95);
  IsoMeanDifference difference = iso_mean_difference (&first, &second, 0.95);
  NEAR (difference.difference, 0.0138, 1e-12);
  NEAR (difference.difference - difference.half_width, 0.0038150342551340833, 1e-10);
  NEAR (difference.difference + difference.half_width, 0.0237849657448657645, 1e-11);
  NEAR (difference.degrees, 5.0660887904520502, 1e-10);
  NEAR (difference.probability, 0.016223243494793045, 1e-10);
  difference = iso_mean_difference (&first, &second, 0.99);
  NEAR (difference.difference - difference.half_width, -0.0018185969391064983, 1e-9);
  /* The other way round, everything but the sign is the same. */
  IsoMeanDifference back = iso_mean_difference (&second, &first, 0.99);
  g_assert_true (back.difference == -difference.difference);
  NEAR (back.half_width, difference.half_width, 1e-12);
  /* R: t.test (x, y): two against six. */
  static const double x[] = { 0.8, 0.83 }, y[] = { 0.7, 0.705, 0.71, 0.70, 0.69, 0.71 };
  first = iso_mean_interval (x, 2, 0.95);
  second = iso_mean_interval (y, 6, 0.95);
  difference = iso_mean_difference (&first, &second, 0.95);
  NEAR (difference.difference - difference.half_width, -0.049024644258565536, 1e-9);
  NEAR (difference.degrees, 1.0866050657888879, 1e-10);
  NEAR (difference.probability, 0.073795158622382742, 1e-10);
}

static void
test_few (void)
{
  static const double one[] = { 0.5 }, none[] = { (double) NAN }, same[] = { 0.25, 0.25 }, other[] = { 0.25, 0.5 };
  IsoMeanInterval single = iso_mean_interval (one, 1, 0.95), empty = iso_mean_interval (none, 1, 0.95);
  IsoMeanInterval flat = iso_mean_interval (same, 2, 0.95), varied = iso_mean_interval (other, 2, 0.95);
  IsoMeanDifference difference = iso_mean_difference (&single, &varied, 0.95);
  g_assert_true (difference.difference == 0.125 && isnan (difference.half_width) && isnan (difference.probability));
  difference = iso_mean_difference (&empty, &varied, 0.95);
  g_assert_true (isnan (difference.difference) && isnan (difference.half_width));
  difference = iso_mean_difference (&flat, &flat, 0.95);
  g_assert_true (difference.difference == 0.0 && difference.half_width == 0.0 && isnan (difference.degrees));
  /* Where one does not vary the degrees are those of the other. */
  difference = iso_mean_difference (&flat, &varied, 0.95);
  NEAR (difference.degrees, 1.0, 1e-15);
  g_assert_true (isfinite (difference.half_width) && isfinite (difference.probability));
}

/* An interval of 95 % holds the true difference about 95 times of 100, also where groups vary differently. */
static void
test_coverage (void)
{
  enum { ROUNDS = 4000 };
  IsoRandom random;
  int held = 0;
  iso_random_init (&random, 5, "coverage");
  for (int round = 0; round < ROUNDS; round++)
    {
      double a[4], b[7];
      for (size_t i = 0; i < G_N_ELEMENTS (a); i++)
        a[i] = 1.0 + 3.0 * iso_random_normal (&random);
      for (size_t i = 0; i < G_N_ELEMENTS (b); i++)
        b[i] = 0.5 + 0.5 * iso_random_normal (&random);
      IsoMeanInterval first = iso_mean_interval (a, G_N_ELEMENTS (a), 0.95), second = iso_mean_interval (b, G_N_ELEMENTS (b), 0.95);
      IsoMeanDifference difference = iso_mean_difference (&first, &second, 0.95);
      held += fabs (difference.difference - 0.5) <= difference.half_width;
    }
  g_assert_cmpint (held, >, (int) (0.935 * ROUNDS));
  g_assert_cmpint (held, <, (int) (0.965 * ROUNDS));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/mean-difference/quantile", test_quantile);
  g_test_add_func ("/mean-difference/difference", test_difference);
  g_test_add_func ("/mean-difference/few", test_few);
  g_test_add_func ("/mean-difference/coverage", test_coverage);
  return g_test_run ();
}
