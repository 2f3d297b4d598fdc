/* Axes: where the ticks of a range stand and what they say. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#define ISO_AXIS_MAX_TICKS 24

typedef struct {
  double minimum, maximum; /* of the data, minimum < maximum after iso_axis_fit() */
  bool logarithmic;
  size_t tick_count;
  double ticks[ISO_AXIS_MAX_TICKS];
  char labels[ISO_AXIS_MAX_TICKS][16]; /* "0.25", "1 200", "1e-4" */
} IsoAxis;

/* Widens [minimum, maximum] to round ends and sets about `wanted` ticks of 1, 2, 2.5 or 5 times a power of ten (decades and their
 * 2 and 5 where logarithmic). An empty or single-valued range is widened so that there is always something to draw;
 * logarithmic needs positive values, others are clipped. `widen` false keeps the ends. */
void iso_axis_fit (IsoAxis *axis, double minimum, double maximum, bool logarithmic, int wanted, bool widen);

/* Ticks at whole numbers only (steps, epochs). */
void iso_axis_fit_integers (IsoAxis *axis, double minimum, double maximum, int wanted);

/* Exactly `intervals` equal steps (1, 1.5, 2, 2.5, 3, 4, 5, 6 or 8 times a power of ten) that cover [minimum, maximum]: a second
 * linear axis whose ticks lie on the grid lines of the first. It ends at `ceiling` where it would go beyond for roundness alone
 * (1 for rates; INFINITY: none). */
void iso_axis_fit_aligned (IsoAxis *axis, double minimum, double maximum, int intervals, double ceiling);

/* Fraction 0 … 1 of a value along the axis (outside it for values outside), and back. */
double iso_axis_fraction (const IsoAxis *axis, double value);
double iso_axis_value (const IsoAxis *axis, double fraction);

/* A number as short as it can be at `digits` significant digits: "0.0312", "1 204", "2.1e-5"; a minus sign is U+2212. */
void iso_number_format (char *text, size_t capacity, double value, int digits);
