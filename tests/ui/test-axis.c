/* Ticks and numbers: for every range that can come in there are labels that fit, differ and stand at round values. */
#include <locale.h>
#include <math.h>
#include <string.h>

#include "ui/figure/axis.h"

#define THIN "\u2009"
#define MINUS "\u2212"

static void
check_sound (const IsoAxis *axis)
{
  g_assert_true (isfinite (axis->minimum) && isfinite (axis->maximum) && axis->minimum < axis->maximum);
  g_assert_cmpuint (axis->tick_count, <=, ISO_AXIS_MAX_TICKS);
  double slack = 1e-6 * (axis->maximum - axis->minimum);
  for (size_t i = 0; i < axis->tick_count; i++)
    {
      g_assert_true (axis->ticks[i] >= axis->minimum - slack && axis->ticks[i] <= axis->maximum + slack);
      g_assert_cmpuint (strlen (axis->labels[i]), >, 0);
      g_assert_cmpuint (strnlen (axis->labels[i], sizeof axis->labels[i]), <, sizeof axis->labels[i]);
      g_assert_true (g_utf8_validate (axis->labels[i], -1, NULL));
      if (i > 0)
        {
          g_assert_true (axis->ticks[i] > axis->ticks[i - 1]);
          g_assert_cmpstr (axis->labels[i], !=, axis->labels[i - 1]);
        }
    }
}

static void
check_labels (const IsoAxis *axis, const char *const *labels)
{
  for (size_t i = 0; i < axis->tick_count || labels[i] != NULL; i++)
    g_assert_cmpstr (i < axis->tick_count ? axis->labels[i] : NULL, ==, labels[i]);
}

static void
test_round (void)
{
  IsoAxis axis;
  iso_axis_fit (&axis, 0.0, 1.0, false, 5, true);
  check_labels (&axis, (const char *const[]){ "0.0", "0.2", "0.4", "0.6", "0.8", "1.0", NULL });
  iso_axis_fit (&axis, 0.13, 0.87, false, 4, true);
  check_labels (&axis, (const char *const[]){ "0.0", "0.2", "0.4", "0.6", "0.8", "1.0", NULL });
  iso_axis_fit (&axis, -3.0, 7.0, false, 5, true);
  check_labels (&axis, (const char *const[]){ MINUS "4", MINUS "2", "0", "2", "4", "6", "8", NULL });
  iso_axis_fit (&axis, 0.0, 10.0, false, 4, true);
  check_labels (&axis, (const char *const[]){ "0.0", "2.5", "5.0", "7.5", "10.0", NULL });
  iso_axis_fit (&axis, 0.0, 5200.0, false, 5, true);
  check_labels (&axis, (const char *const[]){ "0", "1" THIN "000", "2" THIN "000", "3" THIN "000", "4" THIN "000", "5" THIN "000",
                                              "6" THIN "000", NULL });
  iso_axis_fit (&axis, 0.0, 3e-6, false, 3, true);
  check_labels (&axis, (const char *const[]){ "0", "1e-6", "2e-6", "3e-6", NULL });
}

static void
test_ends (void)
{
  IsoAxis axis;
  iso_axis_fit (&axis, 0.83, 1.57, false, 4, false);
  g_assert_true (axis.minimum == 0.83 && axis.maximum == 1.57);
  iso_axis_fit (&axis, 0.83, 1.57, false, 4, true);
  g_assert_true (axis.minimum <= 0.83 && axis.maximum >= 1.57);
  g_assert_true (fabs (iso_axis_fraction (&axis, axis.minimum)) < 1e-12);
  g_assert_true (fabs (iso_axis_fraction (&axis, axis.maximum) - 1.0) < 1e-12);
}

static void
test_logarithmic (void)
{
  IsoAxis axis;
  iso_axis_fit (&axis, 0.02, 1500.0, true, 6, true);
  check_sound (&axis);
  check_labels (&axis, (const char *const[]){ "0.1", "1", "10", "100", "1" THIN "000", NULL });
  iso_axis_fit (&axis, 0.3, 9.0, true, 4, true);
  check_labels (&axis, (const char *const[]){ "0.2", "0.5", "1", "2", "5", "10", NULL });
  for (double value = 0.2; value < 10.0; value *= 1.7)
    g_assert_true (fabs (iso_axis_value (&axis, iso_axis_fraction (&axis, value)) / value - 1.0) < 1e-12);
  g_assert_true (fabs (iso_axis_fraction (&axis, sqrt (0.2 * 10.0)) - 0.5) < 1e-12);
  g_assert_true (iso_axis_fraction (&axis, 0.0) == -(double) INFINITY);
  g_assert_true (iso_axis_fraction (&axis, -1.0) == -(double) INFINITY);
  iso_axis_fit (&axis, -5.0, 100.0, true, 5, true);
  check_sound (&axis);
  g_assert_true (axis.minimum > 0.0 && axis.maximum >= 100.0);
}

static void
test_any_range (void)
{
  const double ends[] = { NAN, -INFINITY, INFINITY, 0.0, -0.0, 1.0, 5.0, -7.25, 1e-300, 1e-310, 1e300, -1e300, 1e15, 1e15 + 1.0,
                          1e6, 1e6 + 0.001, 0.3, 0.30000001, 12345.678, -1e-9, 238.0, 3e8 };
  for (size_t i = 0; i < G_N_ELEMENTS (ends); i++)
    for (size_t j = 0; j < G_N_ELEMENTS (ends); j++)
      for (int wanted = -1; wanted < 40; wanted += 5)
        for (int kind = 0; kind < 4; kind++)
          {
            IsoAxis axis;
            iso_axis_fit (&axis, ends[i], ends[j], kind & 1, wanted, kind & 2);
            check_sound (&axis);
            iso_axis_fit_aligned (&axis, ends[i], ends[j], wanted, INFINITY);
            check_sound (&axis);
          }
}

static void
test_covers (void)
{
  GRand *random = g_rand_new_with_seed (5);
  for (int i = 0; i < 20000; i++)
    {
      double size = pow (10.0, g_rand_double_range (random, -6.0, 6.0)), low = size * g_rand_double_range (random, -1.0, 1.0);
      double high = low + size * g_rand_double_range (random, 0.01, 2.0);
      int wanted = g_rand_int_range (random, 2, 12);
      IsoAxis axis;
      iso_axis_fit (&axis, low, high, false, wanted, true);
      check_sound (&axis);
      g_assert_true (axis.minimum <= low && axis.maximum >= high);
      g_assert_true (axis.maximum - axis.minimum <= 3.0 * (high - low) + 1e-9);
      g_assert_cmpuint (axis.tick_count, >=, 2);
      g_assert_cmpuint (axis.tick_count, <=, 2 * (size_t) wanted + 3);
      iso_axis_fit_aligned (&axis, low, high, wanted, INFINITY);
      check_sound (&axis);
      g_assert_cmpuint (axis.tick_count, ==, (size_t) wanted + 1);
      g_assert_true (axis.minimum <= low + 1e-6 * size && axis.maximum >= high - 1e-6 * size);
    }
  g_rand_free (random);
}

static void
test_integers (void)
{
  const double ends[][2] = { { 0, 238 }, { 0, 1 }, { 0, 0 }, { 3, 3 }, { 0, 7 }, { 1, 12 }, { 0, 1e6 }, { 1e6, 1e6 + 40 },
                             { 0, 3e8 }, { NAN, 4 } };
  for (size_t i = 0; i < G_N_ELEMENTS (ends); i++)
    for (int wanted = 1; wanted < 14; wanted++)
      {
        IsoAxis axis;
        iso_axis_fit_integers (&axis, ends[i][0], ends[i][1], wanted);
        check_sound (&axis);
        for (size_t k = 0; k < axis.tick_count; k++)
          g_assert_true (axis.ticks[k] == floor (axis.ticks[k]));
      }
  IsoAxis axis;
  iso_axis_fit_integers (&axis, 0.0, 238.0, 5);
  check_labels (&axis, (const char *const[]){ "0", "50", "100", "150", "200", NULL });
}

static void
test_aligned (void)
{
  IsoAxis axis;
  iso_axis_fit_aligned (&axis, 0.34, 0.87, 4, 1.0);
  check_labels (&axis, (const char *const[]){ "0.30", "0.45", "0.60", "0.75", "0.90", NULL });
  iso_axis_fit_aligned (&axis, 0.28, 0.97, 5, 1.0);
  check_sound (&axis);
  g_assert_true (axis.maximum <= 1.0 + 1e-9 && axis.minimum <= 0.28);
}

static void
test_numbers (void)
{
  const struct {
    double value;
    int digits;
    const char *text;
  } cases[] = {
    { 0.0312, 3, "0.0312" }, { 0.03124, 3, "0.0312" }, { 1204.0, 4, "1" THIN "204" }, { 2.1e-5, 3, "2.1e-5" },
    { -2.1e-4, 2, MINUS "2.1e-4" }, { 0.0, 3, "0" }, { -0.0, 3, "0" }, { NAN, 3, "NaN" }, { INFINITY, 3, "∞" },
    { -INFINITY, 3, MINUS "∞" }, { 0.0999, 1, "0.1" }, { 0.25, 3, "0.25" }, { 20.0, 2, "20" },
    { 1234567.0, 3, "1" THIN "234" THIN "567" },
    { 1.5e9, 3, "1.5e9" }, { 0.001, 3, "0.001" }, { 999.96, 4, "1" THIN "000" }, { 1e-300, 3, "1e-300" },
    { -12.5, 3, MINUS "12.5" },
  };
  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      char text[32];
      iso_number_format (text, sizeof text, cases[i].value, cases[i].digits);
      g_assert_cmpstr (text, ==, cases[i].text);
    }
  char tiny[4];
  iso_number_format (tiny, sizeof tiny, 123456.0, 6);
  g_assert_cmpuint (strlen (tiny), <, sizeof tiny);
}

/* Deep in a zoom, on either scale: as many decimals as it takes, no exponents; and each of a hundred steps in has ticks. */
static void
test_zoomed (void)
{
  IsoAxis axis;
  iso_axis_fit (&axis, 1.00011, 1.00016, false, 5, false);
  check_labels (&axis, (const char *const[]){ "1.00011", "1.00012", "1.00013", "1.00014", "1.00015", "1.00016", NULL });
  for (int logarithmic = 0; logarithmic < 2; logarithmic++)
    {
      double low = 1e-3, high = 10.0;
      for (int i = 0; i < 60; i++)
        {
          iso_axis_fit (&axis, low, high, logarithmic == 1, 5, false);
          check_sound (&axis);
          g_assert_cmpuint (axis.tick_count, >=, 2);
          g_assert_true (axis.minimum == low && axis.maximum == high);
          low = iso_axis_value (&axis, 0.1);
          high = iso_axis_value (&axis, 0.9);
        }
    }
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/axis/round", test_round);
  g_test_add_func ("/axis/ends", test_ends);
  g_test_add_func ("/axis/logarithmic", test_logarithmic);
  g_test_add_func ("/axis/any-range", test_any_range);
  g_test_add_func ("/axis/covers", test_covers);
  g_test_add_func ("/axis/integers", test_integers);
  g_test_add_func ("/axis/aligned", test_aligned);
  g_test_add_func ("/axis/zoomed", test_zoomed);
  g_test_add_func ("/axis/numbers", test_numbers);
  return g_test_run ();
}
