/* The line through points of ascending x as a cairo path whose length goes by the pixels: of the points that share a column the first,
 * the extremes and the last are kept, so that nothing is seen to be missing. */
#pragma once

#include <cairo.h>
#include <stdbool.h>

typedef struct {
  cairo_t *cairo;
  double limit; /* heights are brought within ±limit: far beyond the picture, yet a number */
  bool has_column, goes_on;
  double x, first, last, least, greatest; /* of the present column */
} IsoLineTrace;

void iso_line_trace_begin (IsoLineTrace *trace, cairo_t *cairo, double limit);
/* In the context's units. y not finite: a gap. */
void iso_line_trace_add (IsoLineTrace *trace, double x, double y);
/* The path is in the context: stroke it. */
void iso_line_trace_end (IsoLineTrace *trace);
