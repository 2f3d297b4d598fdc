/* Decimal numbers as text: the hot loop of reading tables. */
#include <math.h>

#include "engine/data/csv.h"

/* Up to here integers are exact in float64, and so are powers of ten: one multiplication or division then rounds rightly
 * (Clinger: How to Read Floating Point Numbers Accurately, 1990). */
#define MOST_EXACT ((guint64) 1 << 53)
#define MOST_POWER 22
/* So many digits fit into 64 bits. */
#define MOST_DIGITS 19

static const double powers[MOST_POWER + 1] = { 1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                               1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22 };

/* What has been read of a number. */
typedef struct {
  guint64 digits;
  int digit_count, power;
  bool any, inexact;
} Decimal;

static inline bool
is_digit (char c)
{
  return (guint8) (c - '0') < 10;
}

static inline const char *
take_digits (Decimal *decimal, const char *at, const char *end, int power_step)
{
  for (; at < end && is_digit (*at); at++)
    {
      decimal->any = true;
      if (decimal->digit_count < MOST_DIGITS)
        {
          decimal->digits = 10 * decimal->digits + (guint64) (*at - '0');
          decimal->digit_count += decimal->digits > 0;
          decimal->power += power_step;
        }
      else
        decimal->inexact = true;
    }
  return at;
}

/* An exponent, bounded: any that large is beyond float64 or nothing. */
static const char *
take_exponent (Decimal *decimal, const char *at, const char *end)
{
  bool negative = at < end && *at == '-';
  int exponent = 0;
  const char *first = at += at < end && (*at == '-' || *at == '+');
  for (; at < end && is_digit (*at); at++)
    exponent = MIN (10 * exponent + (*at - '0'), 100000);
  decimal->power += negative ? -exponent : exponent;
  return at > first ? at : NULL;
}

bool
iso_csv_number (double *value, const char *text, size_t length)
{
  const char *at = text, *end = text + length;
  Decimal decimal = { 0 };
  while (at < end && *at == ' ')
    at++;
  while (end > at && end[-1] == ' ')
    end--;
  const char *start = at;
  bool negative = at < end && *at == '-';
  at += at < end && (*at == '-' || *at == '+');
  at = take_digits (&decimal, at, end, 0);
  if (at < end && *at == '.')
    at = take_digits (&decimal, at + 1, end, -1);
  if (decimal.any && at < end && (*at == 'e' || *at == 'E'))
    at = take_exponent (&decimal, at + 1, end);
  if (!decimal.any || at != end)
    return false;
  if (decimal.digits == 0 && !decimal.inexact)
    *value = negative ? -0.0 : 0.0;
  else if (decimal.inexact || decimal.digits > MOST_EXACT || decimal.power < -MOST_POWER || decimal.power > MOST_POWER)
    *value = g_ascii_strtod (start, NULL); /* what stands behind the field cannot belong to a number */
  else
    {
      double exact = (double) decimal.digits;
      exact = decimal.power < 0 ? exact / powers[-decimal.power] : exact * powers[decimal.power];
      *value = negative ? -exact : exact;
    }
  return true;
}
