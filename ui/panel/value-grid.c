#include "ui/panel/value-grid.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* About as many stops as a slider has pixels to tell them apart. */
#define STOPS_WANTED 150.0
/* A logarithmic slider whose range begins at zero shows this many decades. */
#define DECADES_FROM_ZERO 4.0

struct _IsoValueGrid {
  bool logarithmic;
  GArray *values; /* of double, rising */
};

/* mantissa · 10^exponent, rounded once: the nearest double to the decimal number. */
static double
decimal (double mantissa, int exponent)
{
  return exponent < 0 ? mantissa / pow (10.0, -exponent) : mantissa * pow (10.0, exponent);
}

static void
add_value (IsoValueGrid *grid, double value)
{
  if (grid->values->len == 0 || value > g_array_index (grid->values, double, grid->values->len - 1))
    g_array_append_val (grid->values, value);
}

/* The smallest of 1, 2, 5 times a power of ten (whole numbers: also 4, 8 and the like) that makes few enough steps. */
static void
fill_evenly (IsoValueGrid *grid, double low, double high, bool whole)
{
  static const double real_steps[] = { 1.0, 2.0, 5.0 }, whole_steps[] = { 1.0, 2.0, 4.0, 5.0 };
  const double *steps = whole ? whole_steps : real_steps;
  size_t step_count = whole ? G_N_ELEMENTS (whole_steps) : G_N_ELEMENTS (real_steps), s = 0;
  double least = (high - low) / (whole ? STOPS_WANTED * 4.0 / 3.0 : STOPS_WANTED);
  int exponent = whole ? 0 : (int) floor (log10 (least));
  if (whole && least > 1.0)
    least = (high - low) / STOPS_WANTED;
  while (decimal (steps[s], exponent) < least * (1.0 - 1e-9))
    if (++s == step_count)
      {
        s = 0;
        exponent++;
      }
  double step = decimal (steps[s], exponent);
  add_value (grid, low);
  for (double i = floor (low / step) + 1.0; decimal (i * steps[s], exponent) < high; i += 1.0)
    add_value (grid, decimal (i * steps[s], exponent));
  add_value (grid, high);
}

/* 1, 1.1, … 2, 2.2, … 5, 5.5, … of each decade: steps of five to ten parts in a hundred. */
static void
fill_by_decades (IsoValueGrid *grid, double low, double high, bool whole)
{
  add_value (grid, low);
  for (int exponent = (int) floor (log10 (low)); decimal (1.0, exponent) < high; exponent++)
    for (int tenths = 10; tenths < 100; tenths += tenths < 20 ? 1 : tenths < 50 ? 2 : 5)
      {
        double value = decimal (tenths, exponent - 1);
        if (value > low && value < high && (!whole || value == floor (value)))
          add_value (grid, value);
      }
  add_value (grid, high);
}

IsoValueGrid *
iso_value_grid_new (const IsoParameter *parameter)
{
  IsoValueGrid *grid = g_new0 (IsoValueGrid, 1);
  bool is_soft = parameter->soft_minimum < parameter->soft_maximum, whole = parameter->type == ISO_PARAMETER_INTEGER;
  double low = is_soft ? parameter->soft_minimum : parameter->minimum;
  double high = is_soft ? parameter->soft_maximum : parameter->maximum;

  g_assert (parameter->type == ISO_PARAMETER_REAL || whole);
  grid->values = g_array_new (FALSE, FALSE, sizeof (double));
  grid->logarithmic = (parameter->flags & ISO_PARAMETER_LOGARITHMIC) != 0;
  if (grid->logarithmic && low <= 0.0)
    low = whole ? 1.0 : high * pow (10.0, -DECADES_FROM_ZERO);
  if (grid->logarithmic)
    fill_by_decades (grid, low, high, whole);
  else
    fill_evenly (grid, low, high, whole);
  if ((parameter->flags & ISO_PARAMETER_ABOVE_MINIMUM) != 0 && g_array_index (grid->values, double, 0) <= parameter->minimum)
    g_array_remove_index (grid->values, 0);
  if ((parameter->flags & ISO_PARAMETER_BELOW_MAXIMUM) != 0 && high >= parameter->maximum)
    g_array_set_size (grid->values, grid->values->len - 1);
  return grid;
}

void
iso_value_grid_free (IsoValueGrid *grid)
{
  g_array_unref (grid->values);
  g_free (grid);
}

guint
iso_value_grid_count (const IsoValueGrid *grid)
{
  return grid->values->len;
}

double
iso_value_grid_value (const IsoValueGrid *grid, guint stop)
{
  g_assert (stop < grid->values->len);
  return g_array_index (grid->values, double, stop);
}

double
iso_value_grid_position (const IsoValueGrid *grid, double value)
{
  guint low = 0, high = grid->values->len - 1;
  if (!(value > iso_value_grid_value (grid, low)))
    return 0.0;
  if (value >= iso_value_grid_value (grid, high))
    return high;
  while (high - low > 1)
    {
      guint middle = (low + high) / 2;
      if (iso_value_grid_value (grid, middle) <= value)
        low = middle;
      else
        high = middle;
    }
  double below = iso_value_grid_value (grid, low), above = iso_value_grid_value (grid, high);
  double fraction = grid->logarithmic ? log (value / below) / log (above / below) : (value - below) / (above - below);
  return low + fraction;
}

/* "3.0e-04" as "3e-4". */
static char *
shorten_exponent (const char *text)
{
  const char *e = strchr (text, 'e');
  if (e == NULL)
    return g_strdup (text);
  return g_strdup_printf ("%.*se%d", (int) (e - text), text, atoi (e + 1));
}

char *
iso_value_text (const IsoParameter *parameter, double value)
{
  char digits[G_ASCII_DTOSTR_BUF_SIZE], format[8];
  double size = fabs (value);
  bool is_scientific = value != 0.0 && (size < 1e-3 || size >= 1e7);
  if (parameter->type != ISO_PARAMETER_REAL)
    return g_strdup_printf ("%.0f", value);
  for (int precision = 1; precision <= 17; precision++)
    {
      g_snprintf (format, sizeof format, is_scientific ? "%%.%de" : "%%.%dg", is_scientific ? precision - 1 : precision);
      g_ascii_formatd (digits, sizeof digits, format, value);
      if (g_ascii_strtod (digits, NULL) == value)
        break;
    }
  if (is_scientific || strchr (digits, 'e') != NULL)
    {
      /* %g turns to an exponent by itself where digits are few: 20 would read 2e+01. */
      if (!is_scientific)
        return g_strdup_printf ("%.0f", value);
      return shorten_exponent (digits);
    }
  /* Two decimals where values are about one: they stay in line while the slider moves. */
  const char *point = strchr (digits, '.');
  double most = parameter->soft_maximum > 0.0 ? parameter->soft_maximum : parameter->maximum;
  if (most <= 10.0 && value != 0.0 && (point == NULL || strlen (point + 1) < 2))
    g_ascii_formatd (digits, sizeof digits, "%.2f", value);
  return g_strdup (digits);
}
