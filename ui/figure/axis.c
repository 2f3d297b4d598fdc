/* Ticks after Heckbert, "Nice numbers for graph labels" (Graphics Gems, 1990), with 2.5 among the steps, and the decades of a
 * logarithmic axis. Labels are all written with the decimals that the step needs, so that they line up. */
#include "ui/figure/axis.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define MINUS "\u2212"
#define GROUP "\u2009"
/* Ends nearer together than this (relative) cannot be told apart in a label of 15 bytes. */
#define LEAST_SPAN 1e-6
#define LOGARITHMIC_REACH 1e-4
#define LABEL_SIZE sizeof (((IsoAxis *) NULL)->labels[0])

/* ---- numbers ---- */

/* Writes digits[] with thin spaces between groups of three before the point: "12345.6" -> "12 345.6". Four digits are grouped
 * too, as in "1 204". */
static void
append_grouped (GString *text, const char *digits)
{
  size_t whole = strcspn (digits, ".");
  for (size_t i = 0; i < whole; i++)
    {
      if (i > 0 && (whole - i) % 3 == 0)
        g_string_append (text, GROUP);
      g_string_append_c (text, digits[i]);
    }
  g_string_append (text, digits + whole);
}

static void
strip_zeros (char *digits)
{
  if (strchr (digits, '.') == NULL)
    return;
  size_t length = strlen (digits);
  while (digits[length - 1] == '0')
    length--;
  if (digits[length - 1] == '.')
    length--;
  digits[length] = '\0';
}

/* "2.1e-5": mantissa with at most `digits` significant digits, exponent without padding. */
static void
append_scientific (GString *text, double magnitude, int digits)
{
  char written[48], point[G_ASCII_DTOSTR_BUF_SIZE];
  char format[16];
  g_snprintf (format, sizeof format, "%%.%de", MAX (digits, 1) - 1);
  g_ascii_formatd (written, (int) sizeof written, format, magnitude);
  char *exponent = strchr (written, 'e');
  int power = (int) g_ascii_strtoll (exponent + 1, NULL, 10);
  *exponent = '\0';
  g_strlcpy (point, written, sizeof point);
  strip_zeros (point);
  g_string_append_printf (text, "%se%d", point, power);
}

static void
append_fixed (GString *text, double magnitude, int decimals, bool strip, bool group)
{
  char written[400], format[16];
  g_snprintf (format, sizeof format, "%%.%df", decimals);
  g_ascii_formatd (written, (int) sizeof written, format, magnitude);
  if (strip)
    strip_zeros (written);
  if (group)
    append_grouped (text, written);
  else
    g_string_append (text, written);
}

/* Position of the first significant digit once rounded to `digits` of them: 0.0999 at one digit stands at -1, not -2. */
static int
leading_power (double magnitude, int digits)
{
  char written[48], format[16];
  g_snprintf (format, sizeof format, "%%.%de", digits - 1);
  g_ascii_formatd (written, (int) sizeof written, format, magnitude);
  return (int) g_ascii_strtoll (strchr (written, 'e') + 1, NULL, 10);
}

void
iso_number_format (char *text, size_t capacity, double value, int digits)
{
  g_autoptr (GString) built = g_string_new (NULL);
  double magnitude = fabs (value);
  digits = CLAMP (digits, 1, 17);
  if (isnan (value))
    g_string_append (built, "NaN");
  else
    {
      if (value < 0.0)
        g_string_append (built, MINUS);
      if (isinf (value))
        g_string_append (built, "∞");
      else if (magnitude == 0.0)
        g_string_append (built, "0");
      else
        {
          int power = leading_power (magnitude, digits);
          bool whole = magnitude == floor (magnitude);
          if (power < -3 || power >= (whole ? 9 : 6))
            append_scientific (built, magnitude, digits);
          else
            append_fixed (built, magnitude, CLAMP (digits - 1 - power, 0, 17), true, true);
        }
    }
  g_strlcpy (text, built->str, capacity);
}

/* ---- ticks ---- */

static const double step_factors[] = { 1.0, 2.0, 2.5, 5.0, 10.0 };

static double
nice_step (double span, int wanted)
{
  double rough = span / wanted, power = pow (10.0, floor (log10 (rough))), best = 0.0, distance = INFINITY;
  for (size_t i = 0; i < G_N_ELEMENTS (step_factors); i++)
    {
      double off = fabs (log (step_factors[i] * power / rough));
      if (off < distance)
        {
          distance = off;
          best = step_factors[i] * power;
        }
    }
  return best;
}

static double
larger_step (double step)
{
  double power = pow (10.0, floor (log10 (step) + 1e-9));
  size_t i = 0;
  while (step_factors[i] * power < step * 1.001)
    i++;
  return step_factors[i] * power;
}

static int
decimals_of (double step)
{
  for (int decimals = 0; decimals < 16; decimals++)
    {
      double scaled = step * pow (10.0, decimals);
      if (fabs (scaled - rint (scaled)) < 1e-6 * scaled)
        return decimals;
    }
  return 16;
}

static void
label_scientific (char *label, double value, double step)
{
  int digits = 1 + (int) floor (log10 (fabs (value)) + 1e-9) - (int) floor (log10 (step) + 1e-9);
  for (digits = CLAMP (digits + 1, 1, 9); digits > 0; digits--)
    {
      g_autoptr (GString) built = g_string_new (value < 0.0 ? MINUS : "");
      append_scientific (built, fabs (value), digits);
      if (built->len < LABEL_SIZE || digits == 1)
        {
          g_strlcpy (label, built->str, LABEL_SIZE);
          return;
        }
    }
}

/* All labels of an axis have the same form: fixed with the step's decimals, or scientific where that would be long. Deep in a zoom
 * many decimals are what tells the labels apart: 1.00012, not 1.00012e0. */
static void
label_linear (IsoAxis *axis, double step)
{
  double largest = fmax (fabs (axis->minimum), fabs (axis->maximum));
  int decimals = decimals_of (step);
  bool fixed = (decimals <= 4 && largest < (decimals == 0 ? 1e9 : 1e6)) || (decimals <= 8 && largest >= 0.01 && largest < 1e3);
  for (size_t i = 0; i < axis->tick_count; i++)
    {
      double value = axis->ticks[i];
      if (value == 0.0 && !fixed)
        g_strlcpy (axis->labels[i], "0", LABEL_SIZE);
      else if (!fixed)
        label_scientific (axis->labels[i], value, step);
      else
        for (int group = 1; group >= 0; group--)
          {
            g_autoptr (GString) built = g_string_new (value < 0.0 ? MINUS : "");
            append_fixed (built, fabs (value), decimals, false, group == 1);
            g_strlcpy (axis->labels[i], built->str, LABEL_SIZE);
            if (built->len < LABEL_SIZE)
              break;
          }
    }
}

/* Ticks at the multiples of step in [minimum, maximum], ends included within rounding. */
static void
place_linear (IsoAxis *axis, double step)
{
  double first = ceil (axis->minimum / step - 1e-6), last = floor (axis->maximum / step + 1e-6);
  axis->tick_count = 0;
  for (double i = first; i <= last && axis->tick_count < ISO_AXIS_MAX_TICKS; i++)
    axis->ticks[axis->tick_count++] = i == 0.0 ? 0.0 : i * step;
  label_linear (axis, step);
}

static double
step_for (double minimum, double maximum, int wanted, bool widen)
{
  double step = nice_step (maximum - minimum, wanted);
  while ((widen ? ceil (maximum / step) - floor (minimum / step) : floor (maximum / step) - ceil (minimum / step)) + 1.0
         > ISO_AXIS_MAX_TICKS)
    step = larger_step (step);
  return step;
}

static void
fit_linear (IsoAxis *axis, int wanted, bool widen)
{
  double step = step_for (axis->minimum, axis->maximum, wanted, widen);
  if (widen)
    {
      axis->minimum = floor (axis->minimum / step + 1e-6) * step;
      axis->maximum = ceil (axis->maximum / step - 1e-6) * step;
    }
  place_linear (axis, step);
}

/* ---- logarithmic ---- */

static const double mantissas[] = { 1.0, 2.0, 5.0 };

/* Powers by number: 3k -> 10^k, 3k+1 -> 2·10^k, 3k+2 -> 5·10^k. */
static double
rung (int index)
{
  int decade = index >= 0 ? index / 3 : -((2 - index) / 3);
  return mantissas[index - 3 * decade] * pow (10.0, decade);
}

static int
rung_below (double value)
{
  int index = 3 * (int) floor (log10 (value)) - 1;
  while (rung (index + 1) <= value * (1.0 + 1e-9))
    index++;
  return index;
}

static int
rung_above (double value)
{
  int index = rung_below (value);
  return rung (index) >= value * (1.0 - 1e-9) ? index : index + 1;
}

static void
fit_logarithmic (IsoAxis *axis, int wanted, bool widen)
{
  int first = rung_below (axis->minimum), last = rung_above (axis->maximum);
  /* Within less than a decade the rungs are too few to read values off: plain round numbers do better there. */
  if (axis->maximum / axis->minimum < 6.0)
    {
      double step = step_for (axis->minimum, axis->maximum, wanted, false);
      if (widen && floor (axis->minimum / step + 1e-6) > 0.0)
        fit_linear (axis, wanted, true);
      else
        place_linear (axis, step);
      return;
    }
  if (widen)
    {
      axis->minimum = rung (first);
      axis->maximum = rung (last);
    }
  /* Every rung, or the decades alone, or every n-th of them. */
  int stride = last - first + 1 <= MIN (2 * wanted, ISO_AXIS_MAX_TICKS) ? 1 : 3;
  while (stride > 1 && (last - first) / stride > MIN (2 * wanted, ISO_AXIS_MAX_TICKS) - 1)
    stride += 3;
  axis->tick_count = 0;
  for (int i = first; i <= last && axis->tick_count < ISO_AXIS_MAX_TICKS; i++)
    {
      double value = rung (i);
      if (i % stride != 0 || value < axis->minimum * (1.0 - 1e-9) || value > axis->maximum * (1.0 + 1e-9))
        continue;
      axis->ticks[axis->tick_count] = value;
      iso_number_format (axis->labels[axis->tick_count], LABEL_SIZE, value, 2);
      axis->tick_count++;
    }
}

/* ---- the doors ---- */

/* Makes minimum < maximum of whatever came in, far enough apart for labels to differ. */
static void
set_range (IsoAxis *axis, double minimum, double maximum)
{
  if (!isfinite (minimum) || !isfinite (maximum) || minimum > maximum)
    {
      bool low = isfinite (minimum), high = isfinite (maximum);
      minimum = low && !high ? minimum : high && !low ? maximum : axis->logarithmic ? 0.1 : 0.0;
      maximum = low != high ? minimum : 1.0;
    }
  if (axis->logarithmic)
    {
      if (maximum <= 0.0)
        maximum = 1.0;
      if (minimum <= 0.0)
        minimum = maximum * LOGARITHMIC_REACH;
    }
  double largest = fmin (fmax (fabs (minimum), fabs (maximum)), 1e300);
  minimum = fmax (minimum, -1e300);
  maximum = fmin (maximum, 1e300);
  if (maximum - minimum < LEAST_SPAN * largest || maximum - minimum < 1e-300)
    {
      double margin = largest > 1e-290 ? 0.1 * largest : 0.5;
      minimum -= margin;
      maximum += margin;
      if (axis->logarithmic && minimum <= 0.0)
        minimum = 0.1 * maximum;
    }
  axis->minimum = minimum;
  axis->maximum = maximum;
}

void
iso_axis_fit (IsoAxis *axis, double minimum, double maximum, bool logarithmic, int wanted, bool widen)
{
  memset (axis, 0, sizeof *axis);
  axis->logarithmic = logarithmic;
  wanted = CLAMP (wanted, 2, ISO_AXIS_MAX_TICKS - 2);
  set_range (axis, minimum, maximum);
  if (logarithmic)
    fit_logarithmic (axis, wanted, widen);
  else
    fit_linear (axis, wanted, widen);
}

void
iso_axis_fit_integers (IsoAxis *axis, double minimum, double maximum, int wanted)
{
  memset (axis, 0, sizeof *axis);
  if (!isfinite (minimum) || !isfinite (maximum) || minimum > maximum)
    minimum = maximum = 0.0;
  axis->minimum = minimum;
  axis->maximum = maximum - minimum < 1.0 ? minimum + 1.0 : maximum;
  wanted = CLAMP (wanted, 1, ISO_AXIS_MAX_TICKS - 2);
  double step = fmax (1.0, step_for (axis->minimum, axis->maximum, wanted, false));
  while (step != floor (step))
    step = larger_step (step);
  place_linear (axis, step);
}

void
iso_axis_fit_aligned (IsoAxis *axis, double minimum, double maximum, int intervals, double ceiling)
{
  static const double factors[] = { 1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0 };
  memset (axis, 0, sizeof *axis);
  intervals = CLAMP (intervals, 1, ISO_AXIS_MAX_TICKS - 1);
  set_range (axis, minimum, maximum);
  double power = pow (10.0, floor (log10 ((axis->maximum - axis->minimum) / intervals) + 1e-9));
  double step = 0.0, start = 0.0, grid = 1.0;
  /* Ticks at multiples of the step; a single interval around zero is only to be had at halves of it. */
  for (; step == 0.0; grid *= 0.5)
    for (size_t i = 0; step == 0.0 && i < 2 * G_N_ELEMENTS (factors); i++)
      {
        double factor = factors[i % G_N_ELEMENTS (factors)] * (i < G_N_ELEMENTS (factors) ? power : 10.0 * power);
        start = floor (axis->minimum / (factor * grid) + 1e-6) * factor * grid;
        if (start + intervals * factor >= axis->maximum - 1e-6 * factor)
          step = factor;
      }
  if (start + intervals * step > ceiling + 1e-6 * step && axis->maximum <= ceiling)
    start = fmax (ceiling - intervals * step, axis->minimum >= 0.0 ? 0.0 : -1e300);
  axis->minimum = start;
  axis->maximum = start + intervals * step;
  axis->tick_count = (size_t) intervals + 1;
  for (int i = 0; i <= intervals; i++)
    axis->ticks[i] = fabs (start + i * step) < 1e-9 * step ? 0.0 : start + i * step;
  label_linear (axis, grid < 0.5 ? 0.5 * step : step);
}

double
iso_axis_fraction (const IsoAxis *axis, double value)
{
  if (!axis->logarithmic)
    return (value - axis->minimum) / (axis->maximum - axis->minimum);
  if (value <= 0.0)
    return -INFINITY;
  return log (value / axis->minimum) / log (axis->maximum / axis->minimum);
}

double
iso_axis_value (const IsoAxis *axis, double fraction)
{
  if (!axis->logarithmic)
    return axis->minimum + fraction * (axis->maximum - axis->minimum);
  return axis->minimum * pow (axis->maximum / axis->minimum, fraction);
}
