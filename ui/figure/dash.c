#include "ui/figure/dash.h"

#include <glib.h>

/* Lengths of strokes and gaps, in the context's units: told apart in a key of 24 of them too. */
static const double patterns[ISO_DASHES][6] = {
  { 0.0 },
  { 7.0, 3.5 },
  { 2.0, 2.5 },
  { 8.0, 3.0, 2.0, 3.0 },
  { 12.0, 3.0 },
  { 8.0, 2.5, 2.0, 2.5, 2.0, 2.5 },
};
static const int lengths[ISO_DASHES] = { 0, 2, 2, 4, 2, 6 };

void
iso_dash_set (cairo_t *cairo, int dash)
{
  int pattern = MAX (dash, 0) % ISO_DASHES;
  cairo_set_dash (cairo, patterns[pattern], lengths[pattern], 0.0);
}

void
iso_dash_draw_key (cairo_t *cairo, int dash, double x, double y, double width, double line_width)
{
  iso_dash_set (cairo, dash);
  cairo_set_line_width (cairo, line_width);
  cairo_set_line_cap (cairo, CAIRO_LINE_CAP_BUTT);
  cairo_move_to (cairo, x, y);
  cairo_line_to (cairo, x + width, y);
  cairo_stroke (cairo);
  iso_dash_set (cairo, 0);
}
