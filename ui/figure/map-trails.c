#include "ui/figure/map-trails.h"

#include <math.h>

#define FIRST_WIDTH 0.8
#define LAST_WIDTH 3.2
#define HALO 1.2
#define RING 2.4
#define END_RADIUS 3.2

/* A wedge from (x, y) to (to_x, to_y), half as wide as given at each end. */
static void
trace_wedge (cairo_t *cairo, double x, double y, double to_x, double to_y, double first, double last)
{
  double length = hypot (to_x - x, to_y - y);
  double across = length > 0.0 ? -(to_y - y) / length : 0.0, down = length > 0.0 ? (to_x - x) / length : 0.0;
  cairo_new_path (cairo);
  cairo_move_to (cairo, x + first * across, y + first * down);
  cairo_line_to (cairo, to_x + last * across, to_y + last * down);
  cairo_line_to (cairo, to_x - last * across, to_y - last * down);
  cairo_line_to (cairo, x - first * across, y - first * down);
  cairo_close_path (cairo);
}

static void
draw_disc (cairo_t *cairo, double x, double y, double radius)
{
  cairo_new_path (cairo);
  cairo_arc (cairo, x, y, radius, 0.0, 2.0 * G_PI);
  cairo_fill (cairo);
}

/* On a ground of the card's colour, or lines of one class would be lost among its points. */
static void
draw_trail (cairo_t *cairo, double x, double y, double to_x, double to_y, double scale, IsoColor color, const IsoTheme *theme)
{
  IsoColor ground = theme->background, line = iso_legible_color (theme, color);
  ground.alpha = 0.75;
  line.alpha = 0.9;
  iso_set_color (cairo, ground);
  trace_wedge (cairo, x, y, to_x, to_y, scale * (0.5 * FIRST_WIDTH + HALO), scale * (0.5 * LAST_WIDTH + HALO));
  cairo_fill (cairo);
  iso_set_color (cairo, line);
  trace_wedge (cairo, x, y, to_x, to_y, 0.5 * scale * FIRST_WIDTH, 0.5 * scale * LAST_WIDTH);
  cairo_fill (cairo);
  iso_set_color (cairo, theme->background);
  draw_disc (cairo, x, y, scale * (RING + 0.5));
  iso_set_color (cairo, line);
  cairo_arc (cairo, x, y, scale * RING, 0.0, 2.0 * G_PI);
  cairo_set_line_width (cairo, scale);
  cairo_stroke (cairo);
  draw_disc (cairo, to_x, to_y, scale * END_RADIUS);
}

void
iso_map_trails_draw (cairo_t *cairo, const IsoMapTrails *trails, const IsoMapPoints *points, const float *placed,
                     const IsoMapFrame *frame, double scale, const IsoTheme *theme)
{
  cairo_save (cairo);
  for (size_t i = trails->count; i > 0; i--)
    {
      guint32 point = trails->points[i - 1];
      double x = frame->x + frame->scale * (double) trails->from[2 * point];
      double y = frame->y - frame->scale * (double) trails->from[2 * point + 1];
      double to_x = (double) placed[2 * point], to_y = (double) placed[2 * point + 1];
      bool is_shown = points->selected == NULL || points->selected[point];
      if (is_shown && isfinite (x) && isfinite (y) && isfinite (to_x) && isfinite (to_y))
        draw_trail (cairo, x, y, to_x, to_y, scale, iso_map_point_color (theme, points, point), theme);
    }
  cairo_restore (cairo);
}
