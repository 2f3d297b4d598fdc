#include "ui/figure/class-bands.h"

#include <math.h>

#define RADIUS 2.0
#define FADED 0.25  /* alpha of what does not count at the moment */
#define PLAIN 3.0   /* a thinner band has no room for round corners */

static void
fill_band (cairo_t *cairo, double x, double y, double width, double height)
{
  double radius = fmin (RADIUS, 0.5 * fmin (width, height));
  if (fmin (width, height) < PLAIN)
    {
      cairo_rectangle (cairo, x, y, width, height);
      cairo_fill (cairo);
      return;
    }
  cairo_new_sub_path (cairo);
  cairo_arc (cairo, x + width - radius, y + radius, radius, -0.5 * G_PI, 0.0);
  cairo_arc (cairo, x + width - radius, y + height - radius, radius, 0.0, 0.5 * G_PI);
  cairo_arc (cairo, x + radius, y + height - radius, radius, 0.5 * G_PI, G_PI);
  cairo_arc (cairo, x + radius, y + radius, radius, G_PI, 1.5 * G_PI);
  cairo_close_path (cairo);
  cairo_fill (cairo);
}

typedef struct {
  gint32 label;
  bool faded;
} Band;

static bool
is_same (Band a, Band b)
{
  return a.label == b.label && a.faded == b.faded;
}

static Band
band_at (const IsoClassBands *bands, size_t place)
{
  size_t row = bands->order != NULL ? bands->order[place] : place;
  return (Band){ bands->labels[row], bands->faded != NULL && bands->faded[row] };
}

void
iso_class_bands_draw_part (cairo_t *cairo, double x, double y, double width, double height, const IsoClassBands *bands,
                           const IsoTheme *theme)
{
  bool down = height > width;
  double cell = (down ? height : width) / fmax (bands->count, 1e-9), last = bands->first + bands->count;
  cairo_save (cairo);
  cairo_rectangle (cairo, x, y, width, height);
  cairo_clip (cairo);
  size_t start = MIN ((size_t) fmax (bands->first, 0.0), bands->B);
  while (start > 0 && start < bands->B && is_same (band_at (bands, start - 1), band_at (bands, start)))
    start--;
  for (size_t first = start, end; first < bands->B && (double) first < last; first = end)
    {
      Band band = band_at (bands, first);
      for (end = first + 1; end < bands->B && is_same (band_at (bands, end), band); end++)
        continue;
      double from = cell * ((double) first - bands->first), to = cell * ((double) end - bands->first);
      /* A gap between classes, unless they are too narrow for one. */
      double gap = end < bands->B ? fmin (2.0, 0.25 * (to - from)) : 0.0;
      IsoColor color = iso_class_color (theme, band.label >= 0 ? (guint32) band.label : 0);
      if (band.faded)
        color.alpha *= FADED;
      iso_set_color (cairo, color);
      if (down)
        fill_band (cairo, x, y + from, width, to - from - gap);
      else
        fill_band (cairo, x + from, y, to - from - gap, height);
    }
  cairo_restore (cairo);
}

void
iso_class_bands_draw (cairo_t *cairo, double x, double y, double width, double height, const gint32 *labels, size_t B,
                      const IsoTheme *theme)
{
  const IsoClassBands bands = { labels, B, NULL, NULL, 0.0, (double) B };
  iso_class_bands_draw_part (cairo, x, y, width, height, &bands, theme);
}
