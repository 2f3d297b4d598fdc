/* A stage of length L = radix · stride takes the rows q, q + stride, q + 2 stride, … of each part of L rows: their small transform,
 * whose output p is turned by exp (−2πi pq / L). What follows are `radix` transforms of length `stride`, the p-th with the
 * coefficients p, p + radix, p + 2 radix, …; the inverse runs the stages backwards. */
#include "engine/linalg/fourier.h"

#include <math.h>

#include "engine/base/kernel.h"

#define LANES ISO_FOURIER_LANES
#define ROW ISO_FOURIER_ROW
#define MOST_STAGES 64
#define MOST_RADIX 5

typedef struct {
  size_t radix, stride;
  float *turns; /* (stride, radix − 1, 2): cosine and sine of −2π pq / L for p ≥ 1 */
} Stage;

struct _IsoFourier {
  size_t length, stage_count;
  Stage stages[MOST_STAGES];
  guint32 *places;
};

/* Large radices first: fewer passes over the rows. 0 where none divides. */
static size_t
next_radix (size_t length)
{
  static const size_t radices[] = { 4, 5, 3, 2 };
  for (size_t i = 0; i < G_N_ELEMENTS (radices); i++)
    if (length % radices[i] == 0)
      return radices[i];
  return 0;
}

bool
iso_fourier_has_length (size_t length)
{
  while (length > 1 && next_radix (length) != 0)
    length /= next_radix (length);
  return length == 1;
}

static float *
turns_of (size_t radix, size_t stride)
{
  float *turns = g_new (float, stride * (radix - 1) * 2);
  for (size_t q = 0; q < stride; q++)
    for (size_t p = 1; p < radix; p++)
      {
        double angle = -2.0 * G_PI * (double) (p * q) / (double) (radix * stride);
        float *turn = turns + (q * (radix - 1) + p - 1) * 2;
        turn[0] = (float) cos (angle);
        turn[1] = (float) sin (angle);
      }
  return turns;
}

IsoFourier *
iso_fourier_new (size_t length)
{
  g_assert (iso_fourier_has_length (length) && length < G_MAXUINT32);
  IsoFourier *fourier = g_new0 (IsoFourier, 1);
  fourier->length = length;
  for (size_t left = length; left > 1; left /= fourier->stages[fourier->stage_count++].radix)
    {
      size_t radix = next_radix (left);
      fourier->stages[fourier->stage_count] = (Stage) { radix, left / radix, turns_of (radix, left / radix) };
    }
  fourier->places = g_new0 (guint32, length);
  for (size_t k = 0; k < length; k++)
    {
      size_t place = 0, rest = k;
      for (size_t s = 0; s < fourier->stage_count; s++)
        {
          place += rest % fourier->stages[s].radix * fourier->stages[s].stride;
          rest /= fourier->stages[s].radix;
        }
      fourier->places[k] = (guint32) place;
    }
  return fourier;
}

void
iso_fourier_free (IsoFourier *fourier)
{
  if (fourier == NULL)
    return;
  for (size_t s = 0; s < fourier->stage_count; s++)
    g_free (fourier->stages[s].turns);
  g_free (fourier->places);
  g_free (fourier);
}

size_t
iso_fourier_length (const IsoFourier *fourier)
{
  return fourier->length;
}

const guint32 *
iso_fourier_places (const IsoFourier *fourier)
{
  return fourier->places;
}

/* One lane of a row. */
typedef struct {
  float re, im;
} Complex;

/* (re, im) turned by a turn, or back. */
static inline __attribute__ ((always_inline)) Complex
turned (Complex x, const float *turn, const bool back)
{
  float sine = back ? -turn[1] : turn[1];
  return (Complex) { x.re * turn[0] - x.im * sine, x.re * sine + x.im * turn[0] };
}

static inline __attribute__ ((always_inline)) Complex
sum (Complex a, Complex b)
{
  return (Complex) { a.re + b.re, a.im + b.im };
}

static inline __attribute__ ((always_inline)) Complex
difference (Complex a, Complex b)
{
  return (Complex) { a.re - b.re, a.im - b.im };
}

/* factor · (−i) x, or with `back` factor · i x. */
static inline __attribute__ ((always_inline)) Complex
quarter (Complex x, float factor, const bool back)
{
  return back ? (Complex) { -factor * x.im, factor * x.re } : (Complex) { factor * x.im, -factor * x.re };
}

static inline __attribute__ ((always_inline)) Complex
along (Complex a, float factor, Complex b)
{
  return (Complex) { a.re + factor * b.re, a.im + factor * b.im };
}

/* The transform of x (radix) in place, forward or back. */
static inline __attribute__ ((always_inline)) void
small_transform (Complex *x, const size_t radix, const bool back)
{
  if (radix == 2)
    {
      Complex a = x[0];
      x[0] = sum (a, x[1]);
      x[1] = difference (a, x[1]);
    }
  else if (radix == 3)
    {
      Complex both = sum (x[1], x[2]), apart = quarter (difference (x[1], x[2]), 0.866025404f, back);
      Complex middle = along (x[0], -0.5f, both);
      x[0] = sum (x[0], both);
      x[1] = sum (middle, apart);
      x[2] = difference (middle, apart);
    }
  else if (radix == 4)
    {
      Complex a = sum (x[0], x[2]), b = difference (x[0], x[2]), c = sum (x[1], x[3]);
      Complex d = quarter (difference (x[1], x[3]), 1.0f, back);
      x[0] = sum (a, c);
      x[1] = sum (b, d);
      x[2] = difference (a, c);
      x[3] = difference (b, d);
    }
  else
    {
      const float c1 = 0.309016994f, c2 = -0.809016994f, s1 = 0.951056516f, s2 = 0.587785252f;
      Complex a = sum (x[1], x[4]), b = sum (x[2], x[3]);
      Complex c = difference (x[1], x[4]), d = difference (x[2], x[3]);
      Complex m1 = along (along (x[0], c1, a), c2, b), m2 = along (along (x[0], c2, a), c1, b);
      Complex n1 = along (quarter (c, s1, back), 1.0f, quarter (d, s2, back));
      Complex n2 = along (quarter (c, s2, back), -1.0f, quarter (d, s1, back));
      x[0] = sum (x[0], sum (a, b));
      x[1] = sum (m1, n1);
      x[2] = sum (m2, n2);
      x[3] = difference (m2, n2);
      x[4] = difference (m1, n1);
    }
}

/* The rows that belong together, in all lanes. */
static inline __attribute__ ((always_inline)) void
butterfly (float *rows, size_t distance, const float *turns, const size_t radix, const bool back)
{
#pragma GCC ivdep
  for (size_t l = 0; l < LANES; l++)
    {
      Complex x[MOST_RADIX];
#pragma GCC unroll 5
      for (size_t p = 0; p < radix; p++)
        {
          x[p] = (Complex) { rows[p * distance + l], rows[p * distance + LANES + l] };
          if (back && p > 0)
            x[p] = turned (x[p], turns + 2 * (p - 1), true);
        }
      small_transform (x, radix, back);
#pragma GCC unroll 5
      for (size_t p = 0; p < radix; p++)
        {
          if (!back && p > 0)
            x[p] = turned (x[p], turns + 2 * (p - 1), false);
          rows[p * distance + l] = x[p].re;
          rows[p * distance + LANES + l] = x[p].im;
        }
    }
}

static inline __attribute__ ((always_inline)) void
run_stage (float *rows, size_t length, const Stage *stage, const size_t radix, const bool back)
{
  size_t stride = stage->stride, part = radix * stride;
  for (size_t start = 0; start < length; start += part)
    for (size_t q = 0; q < stride; q++)
      butterfly (rows + (start + q) * ROW, stride * ROW, stage->turns + q * (radix - 1) * 2, radix, back);
}

static inline __attribute__ ((always_inline)) void
choose_stage (float *rows, size_t length, const Stage *stage, const bool back)
{
  switch (stage->radix)
    {
    case 2:
      run_stage (rows, length, stage, 2, back);
      break;
    case 3:
      run_stage (rows, length, stage, 3, back);
      break;
    case 4:
      run_stage (rows, length, stage, 4, back);
      break;
    default:
      run_stage (rows, length, stage, 5, back);
      break;
    }
}

ISO_KERNEL void
iso_fourier_forward (const IsoFourier *fourier, float *rows)
{
  for (size_t s = 0; s < fourier->stage_count; s++)
    choose_stage (rows, fourier->length, &fourier->stages[s], false);
}

ISO_KERNEL void
iso_fourier_inverse (const IsoFourier *fourier, float *rows)
{
  for (size_t s = fourier->stage_count; s-- > 0;)
    choose_stage (rows, fourier->length, &fourier->stages[s], true);
}
