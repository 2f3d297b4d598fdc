#include "ui/figure/row-bars.h"

#include <math.h>

#define BASELINE 1.0
/* The gap in a bar that is cut off: from the top, and how wide. */
#define CUT_AT 5.0
#define CUT 2.0

/* The sample under pixel column `pixel` of `width` whose value is the largest. */
static size_t
largest_at (const float *values, size_t B, double pixel, double width)
{
  size_t first = (size_t) (pixel * (double) B / width), end = (size_t) ceil ((pixel + 1.0) * (double) B / width);
  size_t best = MIN (first, B - 1);
  for (size_t j = best + 1; j < MIN (end, B); j++)
    if (values[j] > values[best])
      best = j;
  return best;
}

static IsoColor
color_of (const gint32 *labels, size_t place, const IsoTheme *theme)
{
  return iso_class_color (theme, labels[place] >= 0 ? (guint32) labels[place] : 0);
}

/* One bar a sample, with a gap where there is room for one; or one a pixel. */
static void
draw_bars (cairo_t *cairo, double x, double bottom, double width, double height, const float *values, const gint32 *labels, size_t B,
           double highest, const IsoTheme *theme)
{
  double cell = width / (double) B, gap = cell >= 4.0 ? 1.0 : 0.0;
  bool is_dense = cell < 1.0;
  size_t count = is_dense ? (size_t) floor (width) : B;
  for (size_t bar = 0; bar < count; bar++)
    {
      size_t place = is_dense ? largest_at (values, B, (double) bar, width) : bar;
      double value = (double) values[place], tall = height * fmin (value / highest, 1.0);
      double from = is_dense ? (double) bar : cell * (double) bar, wide = is_dense ? 1.0 : cell - gap;
      if (!(value > 0.0))
        continue;
      iso_set_color (cairo, color_of (labels, place, theme));
      if (value > highest && height > CUT_AT + CUT)
        {
          cairo_rectangle (cairo, x + from, bottom - tall, wide, CUT_AT);
          tall -= CUT_AT + CUT;
        }
      cairo_rectangle (cairo, x + from, bottom - tall, wide, tall);
      cairo_fill (cairo);
    }
}

static void
draw_tick (cairo_t *cairo, double middle, double top, const IsoTheme *theme)
{
  iso_set_color (cairo, theme->text);
  cairo_move_to (cairo, middle, top);
  cairo_line_to (cairo, middle + 3.0, top + ISO_ROW_BARS_TICKS - 1.0);
  cairo_line_to (cairo, middle - 3.0, top + ISO_ROW_BARS_TICKS - 1.0);
  cairo_close_path (cairo);
  cairo_fill (cairo);
}

void
iso_row_bars_draw (cairo_t *cairo, double x, double y, double width, double height, const float *values, const gint32 *labels,
                   size_t B, double highest, const int *marks, size_t mark_count, const IsoTheme *theme)
{
  double bottom = y + height - ISO_ROW_BARS_TICKS - BASELINE;
  if (B == 0 || width < 1.0 || bottom <= y)
    return;
  if (highest > 0.0)
    draw_bars (cairo, x, bottom, width, bottom - y, values, labels, B, highest, theme);
  iso_set_color (cairo, theme->axis);
  cairo_rectangle (cairo, x, bottom, width, BASELINE);
  cairo_fill (cairo);
  for (size_t m = 0; m < mark_count; m++)
    if (marks[m] >= 0 && (size_t) marks[m] < B)
      draw_tick (cairo, x + width * ((double) marks[m] + 0.5) / (double) B, bottom + BASELINE + 1.0, theme);
}
