/* The row of F_t as bars. */
#include <math.h>

#include "ui/figure/axis.h"
#include "ui/figure/class-bands.h"
#include "ui/figure/text.h"
#include "ui/figure/walk-figure.h"

#define GUTTER 48.0 /* for the scale's ends */
#define RIGHT 4.0
#define TOP 4.0
#define BAND 4.0
#define BAND_GAP 3.0
#define MARK 6.0    /* below the bands: where the walk began */

typedef struct {
  double left, top, width, height;
} Area;

static Area
area_of (double width, double height)
{
  return (Area) { GUTTER, TOP, fmax (width - GUTTER - RIGHT, 1.0), fmax (height - TOP - BAND_GAP - BAND - MARK, 1.0) };
}

size_t
iso_walk_bar_at (const IsoWalkScene *scene, double x, double width)
{
  Area area = area_of (width, 0.0);
  double place = floor ((x - area.left) / area.width * (double) scene->graph->B);
  return place >= 0.0 && place < (double) scene->graph->B ? (size_t) place : G_MAXSIZE;
}

static double
height_of (const IsoWalkScene *scene, double value, const Area *area)
{
  double fraction = iso_heat_fraction (&scene->scale, value);
  return area->height * (isfinite (fraction) ? fraction : 0.0);
}

static double
edge (const Area *area, size_t place, size_t B)
{
  return area->left + area->width * (double) place / (double) B;
}

static void
draw_bar (cairo_t *cairo, const IsoWalkScene *scene, size_t i, const Area *area, const IsoTheme *theme)
{
  size_t B = scene->graph->B;
  double x = edge (area, i, B), width = edge (area, i + 1, B) - x, height = height_of (scene, scene->row[i], area);
  /* A gap between bars, where they are wide enough for one. */
  double gap = width > 4.0 ? 1.0 : 0.0, bottom = area->top + area->height;
  IsoColor color = iso_class_color (theme, (guint32) scene->graph->snapshot->labels[i]);
  color.alpha = scene->faded != NULL && scene->faded[i] ? 0.25 : i == scene->pointed ? 1.0 : 0.85;
  iso_set_color (cairo, color);
  if (scene->row[i] > scene->scale.maximum * (1.0 + 1e-9))
    {
      /* It goes on beyond the scale: a gap near its end says so. */
      cairo_rectangle (cairo, x, bottom - height + 6.0, width - gap, fmax (height - 6.0, 0.0));
      cairo_rectangle (cairo, x, bottom - height, width - gap, 4.0);
    }
  else
    cairo_rectangle (cairo, x, bottom - height, width - gap, height);
  cairo_fill (cairo);
}

static void
draw_limit (cairo_t *cairo, const IsoWalkScene *scene, const Area *area, const IsoTheme *theme)
{
  const double *limit = iso_walk_limit (scene->walk);
  size_t B = scene->graph->B;
  double bottom = area->top + area->height;
  cairo_new_path (cairo);
  for (size_t i = 0; i < B; i++)
    {
      double y = bottom - height_of (scene, limit[i], area);
      cairo_line_to (cairo, edge (area, i, B), y);
      cairo_line_to (cairo, edge (area, i + 1, B), y);
    }
  iso_set_color (cairo, theme->text);
  cairo_set_line_width (cairo, 1.0);
  cairo_stroke (cairo);
}

static void
draw_ends (cairo_t *cairo, const IsoWalkScene *scene, const Area *area, const IsoTheme *theme)
{
  double size = theme->text_size - 2.0, right = area->left - 6.0;
  char text[32];
  iso_number_format (text, sizeof text, scene->scale.maximum, 2);
  iso_text_draw (cairo, text, right, area->top + 0.5 * size, 1.0, 0.5, size, ISO_TEXT_REGULAR, theme->quiet);
  iso_number_format (text, sizeof text, scene->scale.minimum, 2);
  iso_text_draw (cairo, text, right, area->top + area->height - 0.5 * size, 1.0, 0.5, size, ISO_TEXT_REGULAR, theme->quiet);
  iso_set_color (cairo, theme->grid);
  cairo_rectangle (cairo, area->left, floor (area->top), area->width, 1.0);
  cairo_rectangle (cairo, area->left, floor (area->top + area->height), area->width, 1.0);
  cairo_fill (cairo);
}

/* A small triangle that points at a bar from below. */
static void
draw_mark (cairo_t *cairo, double x, double top, IsoColor color)
{
  cairo_move_to (cairo, x, top);
  cairo_line_to (cairo, x + 0.7 * MARK, top + MARK);
  cairo_line_to (cairo, x - 0.7 * MARK, top + MARK);
  cairo_close_path (cairo);
  iso_set_color (cairo, color);
  cairo_fill (cairo);
}

void
iso_walk_draw_bars (cairo_t *cairo, const IsoWalkScene *scene, double width, double height, const IsoTheme *theme)
{
  Area area = area_of (width, height);
  size_t B = scene->graph->B;
  double band = area.top + area.height + BAND_GAP;
  draw_ends (cairo, scene, &area, theme);
  if (scene->pointed < B)
    {
      IsoColor strip = theme->text;
      double x = edge (&area, scene->pointed, B), extent = fmax (edge (&area, scene->pointed + 1, B) - x, 1.0);
      strip.alpha = 0.15;
      iso_set_color (cairo, strip);
      cairo_rectangle (cairo, x - 1.0, area.top, extent + 2.0, area.height);
      cairo_fill (cairo);
    }
  for (size_t i = 0; i < B; i++)
    draw_bar (cairo, scene, i, &area, theme);
  draw_limit (cairo, scene, &area, theme);
  iso_class_bands_draw (cairo, area.left, band, area.width, BAND, scene->graph->snapshot->labels, B, theme);
  draw_mark (cairo, 0.5 * (edge (&area, scene->start, B) + edge (&area, scene->start + 1, B)), band + BAND, theme->text);
}
