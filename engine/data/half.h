/* Floating point of 16 bits, as files have it. */
#pragma once

#include <glib.h>
#include <math.h>
#include <string.h>

/* IEEE 754 binary16. */
static inline float
iso_half_to_float (guint16 half)
{
  int exponent = half >> 10 & 0x1f;
  float fraction = (float) (half & 0x3ff), sign = half >> 15 ? -1.0f : 1.0f;
  if (exponent == 0x1f)
    return fraction > 0.0f ? NAN : sign * INFINITY;
  if (exponent == 0)
    return sign * ldexpf (fraction, -24);
  return sign * ldexpf (fraction + 1024.0f, exponent - 25);
}

/* The upper half of a float32. */
static inline float
iso_bfloat_to_float (guint16 half)
{
  guint32 bits = (guint32) half << 16;
  float value;
  memcpy (&value, &bits, sizeof value);
  return value;
}
