#include "ui/figure/line-trace.h"

#include <glib.h>
#include <math.h>

void
iso_line_trace_begin (IsoLineTrace *trace, cairo_t *cairo, double limit)
{
  *trace = (IsoLineTrace){ .cairo = cairo, .limit = limit };
  cairo_new_path (cairo);
}

/* The column's points into the path. */
static void
flush (IsoLineTrace *trace)
{
  if (!trace->has_column)
    return;
  if (trace->goes_on)
    cairo_line_to (trace->cairo, trace->x, trace->first);
  else
    cairo_move_to (trace->cairo, trace->x, trace->first);
  if (trace->least < trace->greatest)
    {
      cairo_line_to (trace->cairo, trace->x, trace->least);
      cairo_line_to (trace->cairo, trace->x, trace->greatest);
      cairo_line_to (trace->cairo, trace->x, trace->last);
    }
  /* A point alone is a line to itself, which round caps make a dot. */
  else if (!trace->goes_on)
    cairo_line_to (trace->cairo, trace->x, trace->first);
  trace->has_column = false;
  trace->goes_on = true;
}

void
iso_line_trace_add (IsoLineTrace *trace, double x, double y)
{
  if (!isfinite (y))
    {
      flush (trace);
      trace->goes_on = false;
      return;
    }
  y = CLAMP (y, -trace->limit, trace->limit);
  if (trace->has_column && floor (x) != floor (trace->x))
    flush (trace);
  if (!trace->has_column)
    {
      trace->has_column = true;
      trace->x = x;
      trace->first = trace->least = trace->greatest = y;
    }
  trace->last = y;
  trace->least = fmin (trace->least, y);
  trace->greatest = fmax (trace->greatest, y);
}

void
iso_line_trace_end (IsoLineTrace *trace)
{
  flush (trace);
  trace->goes_on = false;
}
