/* exp and log for hot loops: inline and without branches, so that the compiler runs them in vector registers. */
#pragma once

#include <math.h>
#include <stdint.h>
#include <string.h>

/* Relative error below 2e-7 on [−87, 88.7]. Below that the result runs through the subnormal numbers to 0 (from −104), above it
 * is +inf, NaN stays NaN. */
static inline __attribute__ ((always_inline)) float
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

/* ln x in double for normal x > 0 (FLT_MIN ≤ x ≤ FLT_MAX), absolute error below 2e-11; NaN stays NaN. For anything else the
 * result is meaningless but finite, so that a caller may mask it. */
static inline __attribute__ ((always_inline)) double
iso_log (float x)
{
  /* x = 2^e m with m in [√½, √2); ln m = 2 artanh s with s = (m − 1)/(m + 1), |s| < 0.172. */
  uint32_t bits;
  memcpy (&bits, &x, sizeof bits);
  int32_t e = (int32_t) (bits - 0x3f3504f3u) >> 23;
  bits -= (uint32_t) e << 23;
  float m;
  memcpy (&m, &bits, sizeof m);
  double s = ((double) m - 1.0) / ((double) m + 1.0);
  double t = s * s;
  double p = 1.0 / 13.0;
  p = p * t + 1.0 / 11.0;
  p = p * t + 1.0 / 9.0;
  p = p * t + 1.0 / 7.0;
  p = p * t + 1.0 / 5.0;
  p = p * t + 1.0 / 3.0;
  p = p * t + 1.0;
  double result = 2.0 * s * p + (double) e * 0.69314718055994530942;
  return x == x ? result : (double) x;
}
