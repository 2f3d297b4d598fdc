/* Lines from where points stand in another map. Kept in a node of their own as long as the points stay where they are: rings and
 * outlines move without them. */
#include "ui/plot/map-canvas-private.h"

static void
forget_node (IsoMapCanvas *canvas)
{
  g_clear_pointer (&canvas->trails_node, gsk_render_node_unref);
  g_clear_pointer (&canvas->trails_below, gsk_render_node_unref);
}

void
iso_map_canvas_drop_trails (IsoMapCanvas *canvas)
{
  forget_node (canvas);
  g_clear_pointer (&canvas->trail_from, g_free);
  g_clear_pointer (&canvas->trail_points, g_free);
  canvas->trail_count = 0;
}

void
iso_map_canvas_set_trails (IsoMapCanvas *canvas, const IsoMapTrails *trails)
{
  g_return_if_fail (ISO_IS_MAP_CANVAS (canvas));
  iso_map_canvas_drop_trails (canvas);
  if (trails != NULL && canvas->map != NULL && trails->count > 0)
    {
      canvas->trail_from = g_memdup2 (trails->from, 2 * canvas->map->N * sizeof *trails->from);
      canvas->trail_points = g_memdup2 (trails->points, trails->count * sizeof *trails->points);
      canvas->trail_count = trails->count;
    }
  gtk_widget_queue_draw (GTK_WIDGET (canvas));
}

size_t
iso_map_canvas_trail_count (IsoMapCanvas *canvas)
{
  g_return_val_if_fail (ISO_IS_MAP_CANVAS (canvas), 0);
  return canvas->trail_count;
}

static void
draw (IsoMapCanvas *canvas)
{
  const IsoMapTrails trails = { canvas->trail_from, canvas->trail_points, canvas->trail_count };
  graphene_rect_t bounds = GRAPHENE_RECT_INIT (0.0f, 0.0f, (float) canvas->width, (float) canvas->height);
  IsoMapPoints points = iso_projected_map_points (canvas->map);
  IsoMapFrame frame = iso_map_canvas_present_frame (canvas);
  frame.x *= canvas->scale;
  frame.y *= canvas->scale;
  frame.scale *= canvas->scale;
  points.tint = canvas->tint;
  points.selected = canvas->selected;
  canvas->trails_node = gsk_cairo_node_new (&bounds);
  canvas->trails_below = gsk_render_node_ref (canvas->node);
  cairo_t *cairo = gsk_cairo_node_get_draw_context (canvas->trails_node);
  cairo_scale (cairo, 1.0 / canvas->scale, 1.0 / canvas->scale);
  iso_map_trails_draw (cairo, &trails, &points, canvas->placed, &frame, canvas->scale, canvas->theme);
  cairo_destroy (cairo);
}

void
iso_map_canvas_append_trails (IsoMapCanvas *canvas, GtkSnapshot *snapshot)
{
  if (canvas->trail_count == 0)
    return;
  if (canvas->trails_below != canvas->node)
    {
      forget_node (canvas);
      draw (canvas);
    }
  gtk_snapshot_append_node (snapshot, canvas->trails_node);
}
