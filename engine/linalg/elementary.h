/* exp for hot loops: inline and without branches, so that the compiler runs it in vector registers.
 * Relative error below 2e-7 on [−87, 88]; below that the result is 0, above it is +inf, NaN stays NaN. */
#pragma once

#include <math.h>
#include <stdint.h>
#include <string.h>

static inline float
iso_exp (float x)
{
  /* x = n ln 2 + r with |r| ≤ ln 2 / 2; e^r by a polynomial, 2^n by the exponent bits in two halves. */
  float limited = x < -104.0f ? -104.0f : (x > 89.0f ? 89.0f : x);
  float n = limited * 1.44269504f;
  n = (n + 12582912.0f) - 12582912.0f; /* to the nearest integer */
  float r = limited - n * 0.693359375f;
  r = r - n * -2.12194440e-4f;
  float p = 1.9875691500e-4f;
  p = p * r + 1.3981999507e-3f;
  p = p * r + 8.3334519073e-3f;
  p = p * r + 4.1665795894e-2f;
  p = p * r + 1.6666665459e-1f;
  p = p * r + 5.0000001201e-1f;
  p = p * r * r + r + 1.0f;
  int32_t i = (int32_t) (n == n ? n : 0.0f);
  int32_t half = i >> 1;
  uint32_t a = (uint32_t) (half + 127) << 23, b = (uint32_t) (i - half + 127) << 23;
  float scale_a, scale_b;
  memcpy (&scale_a, &a, sizeof a);
  memcpy (&scale_b, &b, sizeof b);
  float result = p * scale_a * scale_b;
  return x < -104.0f ? 0.0f : (x > 88.8f ? INFINITY : result);
}
