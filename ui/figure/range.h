/* A stretch of values. */
#pragma once

#include <math.h>
#include <stdbool.h>

typedef struct {
  double low, high; /* low > high: nothing */
} IsoRange;

#define ISO_RANGE_EMPTY ((IsoRange){ INFINITY, -INFINITY })

static inline bool
iso_range_is_empty (IsoRange range)
{
  return !(range.low <= range.high);
}

/* The least stretch with both in it. */
static inline IsoRange
iso_range_union (IsoRange a, IsoRange b)
{
  return (IsoRange){ fmin (a.low, b.low), fmax (a.high, b.high) };
}

/* With one value more, unless that is no number. */
static inline IsoRange
iso_range_with (IsoRange range, double value)
{
  return isfinite (value) ? iso_range_union (range, (IsoRange){ value, value }) : range;
}
