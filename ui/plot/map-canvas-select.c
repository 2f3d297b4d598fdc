/* Box and lasso on the map: which of them is chosen, and what the outline that was drawn selects. */
#include "ui/plot/map-canvas-private.h"

void
iso_map_canvas_set_tool (IsoMapCanvas *canvas, IsoMapTool tool)
{
  g_return_if_fail (ISO_IS_MAP_CANVAS (canvas));
  if (canvas->outline.tool == tool)
    return;
  iso_map_canvas_drop_outline (canvas);
  canvas->outline.tool = tool;
  gtk_widget_set_cursor_from_name (GTK_WIDGET (canvas), tool != ISO_MAP_TOOL_NONE ? "crosshair" : NULL);
  g_signal_emit_by_name (canvas, "tool-changed");
}

IsoMapTool
iso_map_canvas_tool (IsoMapCanvas *canvas)
{
  g_return_val_if_fail (ISO_IS_MAP_CANVAS (canvas), ISO_MAP_TOOL_NONE);
  return canvas->outline.tool;
}

bool
iso_map_canvas_drop_outline (IsoMapCanvas *canvas)
{
  gtk_widget_queue_draw (GTK_WIDGET (canvas));
  return iso_select_outline_drop (&canvas->outline);
}

void
iso_map_canvas_end_outline (IsoMapCanvas *canvas)
{
  if (canvas->map != NULL && canvas->is_placed)
    {
      size_t count;
      g_autofree guint32 *inside = g_new (guint32, MAX (canvas->map->N, 1));
      if (iso_select_outline_inside (&canvas->outline, inside, &count, canvas->placed, canvas->map->N, canvas->scale))
        iso_map_canvas_select (canvas, inside, count, canvas->outline.is_adding ? ISO_SELECT_TOO : ISO_SELECT_INSTEAD);
    }
  iso_map_canvas_drop_outline (canvas);
}
