#include "ui/figure/class-bands.h"

#include <math.h>

#define RADIUS 2.0

static void
fill_band (cairo_t *cairo, double x, double y, double width, double height)
{
  double radius = fmin (RADIUS, 0.5 * fmin (width, height));
  cairo_new_sub_path (cairo);
  cairo_arc (cairo, x + width - radius, y + radius, radius, -0.5 * G_PI, 0.0);
  cairo_arc (cairo, x + width - radius, y + height - radius, radius, 0.0, 0.5 * G_PI);
  cairo_arc (cairo, x + radius, y + height - radius, radius, 0.5 * G_PI, G_PI);
  cairo_arc (cairo, x + radius, y + radius, radius, G_PI, 1.5 * G_PI);
  cairo_close_path (cairo);
  cairo_fill (cairo);
}

void
iso_class_bands_draw (cairo_t *cairo, double x, double y, double width, double height, const gint32 *labels, size_t B,
                      const IsoTheme *theme)
{
  bool down = height > width;
  double length = down ? height : width, cell = length / (double) MAX (B, 1);
  for (size_t first = 0, end; first < B; first = end)
    {
      for (end = first + 1; end < B && labels[end] == labels[first]; end++)
        continue;
      double from = cell * (double) first, to = cell * (double) end;
      /* A gap between classes, unless they are too narrow for one. */
      double gap = end < B ? fmin (2.0, 0.25 * (to - from)) : 0.0;
      iso_set_color (cairo, iso_class_color (theme, labels[first] >= 0 ? (guint32) labels[first] : 0));
      if (down)
        fill_band (cairo, x, y + from, width, to - from - gap);
      else
        fill_band (cairo, x + from, y, to - from - gap, height);
    }
}
