/* Time that only moves forward. */
#pragma once

#include <time.h>

/* Seconds since some fixed moment, at nanosecond resolution. */
static inline double
iso_seconds (void)
{
  struct timespec time;
  clock_gettime (CLOCK_MONOTONIC, &time);
  return (double) time.tv_sec + 1e-9 * (double) time.tv_nsec;
}
