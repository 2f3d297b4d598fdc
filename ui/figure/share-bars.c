#include "ui/figure/share-bars.h"

#include <math.h>

#include "ui/figure/text.h"

/* Of the columns' texts, in the theme's size of text. */
#define SMALL (10.0 / 12.0)
#define LINE (14.0 / 12.0)
#define GAP 6.0

static void
fill_rounded (cairo_t *cairo, double x, double y, double width, double height)
{
  double radius = 0.5 * fmin (width, height);
  cairo_new_sub_path (cairo);
  cairo_arc (cairo, x + width - radius, y + radius, radius, -0.5 * G_PI, 0.5 * G_PI);
  cairo_arc (cairo, x + radius, y + height - radius, radius, 0.5 * G_PI, 1.5 * G_PI);
  cairo_close_path (cairo);
  cairo_fill (cairo);
}

void
iso_share_bar_draw (cairo_t *cairo, double x, double y, double width, double height, double share, IsoColor color,
                    const IsoTheme *theme)
{
  iso_set_color (cairo, theme->grid);
  fill_rounded (cairo, x, y, width, height);
  if (!(share > 0.0))
    return;
  iso_set_color (cairo, color);
  fill_rounded (cairo, x, y, fmax (width * fmin (share, 1.0), height), height);
}

void
iso_share_columns_draw (cairo_t *cairo, double x, double y, double width, double height, const double *shares,
                        const char *const *texts, const char *const *names, size_t count, const IsoTheme *theme)
{
  double cell = width / (double) MAX (count, 1), size = SMALL * theme->text_size, line = LINE * theme->text_size;
  double bottom = y + height - line, room = bottom - y - line, most = 0.0;
  for (size_t i = 0; i < count; i++)
    most = fmax (most, shares[i]);
  for (size_t i = 0; i < count; i++)
    {
      double left = x + cell * (double) i, middle = left + 0.5 * cell;
      double tall = most > 0.0 ? fmax (room * fmax (shares[i], 0.0) / most, 1.0) : 1.0;
      iso_set_color (cairo, shares[i] > 0.0 ? theme->accent : theme->grid);
      cairo_rectangle (cairo, left + 0.5 * GAP, bottom - tall, cell - GAP, tall);
      cairo_fill (cairo);
      iso_text_draw (cairo, texts[i], middle, bottom - tall - 1.0, 0.5, 1.0, size, ISO_TEXT_REGULAR, theme->text);
      iso_text_draw (cairo, names[i], middle, bottom + 2.0, 0.5, 0.0, size, ISO_TEXT_REGULAR, theme->quiet);
    }
}
