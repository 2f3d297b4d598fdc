#include "ui/plot/trial-stops.h"

#include <math.h>

/* A hundred are about as many as a short slider has pixels to tell apart. */
#define OF_A_DECADE 24.0
#define OF_A_DECADE_OF_OMEGA 20.0
#define EVEN_STOPS 75.0
#define RATIO_OF_K 1.05

/* To so many significant digits, and the nearest double to that. */
static double
rounded (double value, int digits)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE], format[8];
  g_snprintf (format, sizeof format, "%%.%de", digits - 1);
  return g_ascii_strtod (g_ascii_formatd (text, sizeof text, format, value), NULL);
}

static void
add (GArray *stops, double value)
{
  if (stops->len == 0 || value > g_array_index (stops, double, stops->len - 1))
    g_array_append_val (stops, value);
}

static void
add_decades (GArray *stops, double low, double high)
{
  int count = (int) lround (OF_A_DECADE * log10 (high / low));
  for (int i = 0; i <= count; i++)
    add (stops, rounded (low * pow (10.0, i / OF_A_DECADE), 2));
}

/* 1 − ω = 1 … 1/1000. */
static void
add_towards_one (GArray *stops, double high)
{
  int count = (int) lround (-OF_A_DECADE_OF_OMEGA * log10 (1.0 - high));
  for (int i = 0; i <= count; i++)
    add (stops, rounded (1.0 - rounded (pow (10.0, -i / OF_A_DECADE_OF_OMEGA), 2), 6));
}

static void
add_neighbors (GArray *stops, size_t B)
{
  for (double k = 1.0; k < (double) B - 1.0; k = fmax (k + 1.0, round (RATIO_OF_K * k)))
    add (stops, k);
  add (stops, INFINITY);
}

static void
add_evenly (GArray *stops, double low, double high)
{
  for (int i = 0; i <= (int) EVEN_STOPS; i++)
    add (stops, rounded (low + (high - low) * i / EVEN_STOPS, 2));
}

GArray *
iso_trial_stops_new (const IsoParameter *parameter, size_t B)
{
  GArray *stops = g_array_new (FALSE, FALSE, sizeof (double));
  double low = parameter->soft_minimum, high = parameter->soft_maximum;
  if (parameter->type == ISO_PARAMETER_INTEGER)
    add_neighbors (stops, B);
  else if ((parameter->flags & ISO_PARAMETER_BELOW_MAXIMUM) != 0)
    add_towards_one (stops, high);
  else if ((parameter->flags & ISO_PARAMETER_LOGARITHMIC) != 0)
    add_decades (stops, low, high);
  else if (low > 0.0)
    add_evenly (stops, low, high);
  else
    {
      add (stops, 0.0);
      add_decades (stops, high / 2000.0, 10.0 * high);
    }
  return stops;
}

double
iso_trial_stops_position (const GArray *stops, double value)
{
  const double *at = (const double *) (const void *) stops->data;
  guint last = stops->len - 1;
  if (!(value > at[0]))
    return 0.0;
  for (guint i = 1; i <= last; i++)
    if (value <= at[i])
      return isinf (at[i]) ? (isinf (value) ? i : i - 1) : i - 1 + (value - at[i - 1]) / (at[i] - at[i - 1]);
  return last;
}
