/* What stands above the points: lines to neighbors, rings, the outline that is being drawn, and how many points are in sight. Each in
 * a node no larger than it is, so that little is drawn anew when only this changes. */
#include <math.h>

#include "ui/plot/map-canvas-private.h"
#include "ui/plot/view-card.h"

#define RING_GAP 3.5
#define RING_WIDTH 2.0
#define SHARE_WIDTH 260
#define SHARE_HEIGHT 22

/* In pixels of the widget. */
static void
place_of (IsoMapCanvas *canvas, size_t point, double *x, double *y)
{
  *x = (double) canvas->placed[2 * point] / canvas->scale;
  *y = (double) canvas->placed[2 * point + 1] / canvas->scale;
}

static cairo_t *
begin (GtkSnapshot *snapshot, double left, double top, double right, double bottom)
{
  float x = (float) floor (left), y = (float) floor (top);
  graphene_rect_t bounds = GRAPHENE_RECT_INIT (x, y, (float) ceil (right) - x, (float) ceil (bottom) - y);
  return gtk_snapshot_append_cairo (snapshot, &bounds);
}

/* ---- rings ---- */

/* The point once more, above all others, in a ring with a gap; in a second one where it is picked. */
static void
append_ring (IsoMapCanvas *canvas, GtkSnapshot *snapshot, size_t point, bool is_picked)
{
  double x, y, radius = iso_point_masks_radius (canvas->masks) / canvas->scale, ring = radius + RING_GAP;
  double outer = ring + (is_picked ? 2.0 * RING_WIDTH + 1.5 : RING_WIDTH);
  IsoMapPoints points = iso_projected_map_points (canvas->map);
  points.tint = canvas->tint;
  place_of (canvas, point, &x, &y);
  if (!(x > -outer && y > -outer && x < canvas->width + outer && y < canvas->height + outer))
    return;
  cairo_t *cairo = begin (snapshot, x - outer - 1.0, y - outer - 1.0, x + outer + 1.0, y + outer + 1.0);
  iso_set_color (cairo, canvas->theme->background);
  cairo_arc (cairo, x, y, outer, 0.0, 2.0 * G_PI);
  cairo_fill (cairo);
  cairo_set_line_width (cairo, RING_WIDTH);
  iso_set_color (cairo, canvas->theme->text);
  cairo_arc (cairo, x, y, ring, 0.0, 2.0 * G_PI);
  cairo_stroke (cairo);
  if (is_picked)
    {
      cairo_arc (cairo, x, y, outer - 0.5 * RING_WIDTH, 0.0, 2.0 * G_PI);
      cairo_stroke (cairo);
    }
  iso_set_color (cairo, iso_map_point_color (canvas->theme, &points, point));
  cairo_arc (cairo, x, y, radius + 0.5, 0.0, 2.0 * G_PI);
  cairo_fill (cairo);
  cairo_destroy (cairo);
}

static void
append_rings (IsoMapCanvas *canvas, GtkSnapshot *snapshot)
{
  for (int i = 0; i < 2; i++)
    if (canvas->picked[i] != G_MAXSIZE)
      append_ring (canvas, snapshot, canvas->picked[i], true);
  for (int i = 0; i < 2; i++)
    if (canvas->pointed[i] != G_MAXSIZE && canvas->pointed[i] != canvas->hovered && canvas->pointed[i] != canvas->picked[0]
        && canvas->pointed[i] != canvas->picked[1])
      append_ring (canvas, snapshot, canvas->pointed[i], false);
  if (canvas->hovered != G_MAXSIZE && canvas->hovered != canvas->picked[0] && canvas->hovered != canvas->picked[1])
    append_ring (canvas, snapshot, canvas->hovered, false);
}

/* ---- lines to neighbors ---- */

/* A line from the point to another, on a broader one in the card's colour: it must be seen above the points. */
static void
draw_line (IsoMapCanvas *canvas, cairo_t *cairo, size_t from, size_t to, IsoMapLine line)
{
  double x, y, other_x, other_y;
  IsoColor ground = canvas->theme->background;
  ground.alpha = 0.7;
  place_of (canvas, from, &x, &y);
  place_of (canvas, to, &other_x, &other_y);
  cairo_move_to (cairo, x, y);
  cairo_line_to (cairo, other_x, other_y);
  cairo_set_dash (cairo, NULL, 0, 0.0);
  cairo_set_line_width (cairo, 4.0);
  iso_set_color (cairo, ground);
  cairo_stroke_preserve (cairo);
  iso_set_color (cairo, canvas->theme->text);
  iso_map_line_style (cairo, line);
  cairo_stroke (cairo);
}

void
iso_map_line_style (cairo_t *cairo, IsoMapLine line)
{
  static const double dashed[] = { 6.0, 4.0 }, dotted[] = { 0.01, 4.0 };
  cairo_set_line_cap (cairo, line == ISO_MAP_LINE_DOTTED ? CAIRO_LINE_CAP_ROUND : CAIRO_LINE_CAP_BUTT);
  cairo_set_line_width (cairo, line == ISO_MAP_LINE_DOTTED ? 2.0 : 1.5);
  cairo_set_dash (cairo, line == ISO_MAP_LINE_DOTTED ? dotted : dashed, line == ISO_MAP_LINE_SOLID ? 0 : 2, 0.0);
}

static void
append_neighbors (IsoMapCanvas *canvas, GtkSnapshot *snapshot)
{
  const IsoNeighbors *neighbors = canvas->neighbors;
  if (neighbors == NULL || neighbors->point >= canvas->map->N)
    return;
  cairo_t *cairo = begin (snapshot, 0.0, 0.0, canvas->width, canvas->height);
  for (size_t i = 0; i < neighbors->map_count; i++)
    if (!iso_neighbors_in_space (neighbors, neighbors->map[i]))
      draw_line (canvas, cairo, neighbors->point, neighbors->map[i], ISO_MAP_LINE_DOTTED);
  for (size_t i = 0; i < neighbors->space_count; i++)
    draw_line (canvas, cairo, neighbors->point, neighbors->space[i],
               iso_neighbors_on_map (neighbors, neighbors->space[i]) ? ISO_MAP_LINE_SOLID : ISO_MAP_LINE_DASHED);
  cairo_destroy (cairo);
}

/* ---- what is being drawn ---- */

static void
append_outline (IsoMapCanvas *canvas, GtkSnapshot *snapshot)
{
  if (canvas->outline.drawing == ISO_MAP_TOOL_NONE)
    return;
  cairo_t *cairo = begin (snapshot, 0.0, 0.0, canvas->width, canvas->height);
  iso_select_outline_draw (&canvas->outline, cairo, canvas->theme);
  cairo_destroy (cairo);
}

/* A number that flickers while points are on their way, or the map in the hand, says nothing. */
static void
append_share (IsoMapCanvas *canvas, GtkSnapshot *snapshot)
{
  graphene_rect_t bounds = GRAPHENE_RECT_INIT ((float) canvas->width - SHARE_WIDTH, (float) canvas->height - SHARE_HEIGHT, SHARE_WIDTH,
                                               SHARE_HEIGHT);
  if (canvas->tick != 0 || canvas->is_dragging || canvas->is_sketch || canvas->inside == canvas->map->N)
    return;
  if (canvas->share == NULL || canvas->share_inside != canvas->inside)
    {
      g_clear_pointer (&canvas->share, gsk_render_node_unref);
      canvas->share = gsk_cairo_node_new (&bounds);
      canvas->share_inside = canvas->inside;
      cairo_t *cairo = gsk_cairo_node_get_draw_context (canvas->share);
      iso_map_draw_share (cairo, canvas->inside, canvas->map->N, canvas->width - 8.0, canvas->height - 4.0, canvas->theme);
      cairo_destroy (cairo);
    }
  gtk_snapshot_append_node (snapshot, canvas->share);
}

void
iso_map_canvas_append_marks (IsoMapCanvas *canvas, GtkSnapshot *snapshot)
{
  append_share (canvas, snapshot);
  iso_map_canvas_append_trails (canvas, snapshot);
  append_neighbors (canvas, snapshot);
  append_rings (canvas, snapshot);
  append_outline (canvas, snapshot);
}
