#include "engine/loss/exponentials.h"

#include <math.h>
#include <string.h>

#include "engine/base/kernel.h"
#include "engine/linalg/elementary.h"
#include "engine/linalg/lanes.h"

/* shares = exp(x − shift); returns their sum: floats within a chunk, the chunks in double. */
static inline __attribute__ ((always_inline)) double
exponentials (float *shares, const float *exponents, float shift, size_t count)
{
  double sum = 0.0;
  for (size_t start = 0; start < count; start += ISO_CHUNK)
    {
      size_t end = start + ISO_CHUNK < count ? start + ISO_CHUNK : count;
      for (size_t j = start; j < end; j++)
        shares[j] = iso_exp (exponents[j] - shift);
      sum += (double) iso_lanes_sum (shares + start, end - start);
    }
  return sum;
}

static inline __attribute__ ((always_inline)) void
divide (float *shares, double sum, size_t count)
{
  float scale = (float) (1.0 / sum);
  for (size_t j = 0; j < count; j++)
    shares[j] *= scale;
}

/* The largest exponent is subtracted first, so nothing overflows. */
ISO_KERNEL double
iso_log_sum_exp (float *shares, const float *exponents, size_t count)
{
  float shift = count > 0 ? iso_lanes_maximum (exponents, count) : -INFINITY;
  if (shift == -INFINITY)
    {
      memset (shares, 0, count * sizeof *shares);
      return -INFINITY;
    }
  double sum = exponentials (shares, exponents, shift, count);
  divide (shares, sum, count);
  return (double) shift + log (sum);
}

ISO_KERNEL double
iso_log_one_sum_exp (float *shares, const float *exponents, size_t count)
{
  float greatest = count > 0 ? iso_lanes_maximum (exponents, count) : -INFINITY;
  float shift = greatest > 0.0f ? greatest : 0.0f;
  double rest = exponentials (shares, exponents, shift, count), one = exp (-(double) shift);
  divide (shares, one + rest, count);
  return shift > 0.0f ? (double) shift + log (one + rest) : log1p (rest);
}
