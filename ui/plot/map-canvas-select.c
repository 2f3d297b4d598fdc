/* Box and lasso: which of them is chosen, and the outline that is being drawn. */
#include <math.h>

#include "ui/plot/map-canvas-private.h"

/* Corners of a lasso stand at least so far apart: nearer ones tell the hand's trembling. */
#define LEAST_DISTANCE 2.0

void
iso_map_canvas_set_tool (IsoMapCanvas *canvas, IsoMapTool tool)
{
  g_return_if_fail (ISO_IS_MAP_CANVAS (canvas));
  if (canvas->tool == tool)
    return;
  iso_map_canvas_drop_outline (canvas);
  canvas->tool = tool;
  gtk_widget_set_cursor_from_name (GTK_WIDGET (canvas), tool != ISO_MAP_TOOL_NONE ? "crosshair" : NULL);
  g_signal_emit_by_name (canvas, "tool-changed");
}

IsoMapTool
iso_map_canvas_tool (IsoMapCanvas *canvas)
{
  g_return_val_if_fail (ISO_IS_MAP_CANVAS (canvas), ISO_MAP_TOOL_NONE);
  return canvas->tool;
}

IsoMapTool
iso_map_canvas_tool_for (IsoMapCanvas *canvas, GdkModifierType state)
{
  return (state & GDK_SHIFT_MASK) != 0 ? ISO_MAP_TOOL_BOX : (state & GDK_ALT_MASK) != 0 ? ISO_MAP_TOOL_LASSO : canvas->tool;
}

static void
add_corner (IsoMapCanvas *canvas, double x, double y)
{
  const float corner[2] = { (float) x, (float) y };
  g_array_append_val (canvas->outline, corner);
}

void
iso_map_canvas_begin_outline (IsoMapCanvas *canvas, IsoMapTool tool, bool is_adding, double x, double y)
{
  canvas->drawing = tool;
  canvas->is_adding = is_adding;
  g_array_set_size (canvas->outline, 0);
  add_corner (canvas, x, y);
}

void
iso_map_canvas_extend_outline (IsoMapCanvas *canvas, double x, double y)
{
  const float *last = (const float *) (const void *) canvas->outline->data + 2 * (canvas->outline->len - 1);
  if (canvas->drawing == ISO_MAP_TOOL_BOX)
    g_array_set_size (canvas->outline, 1);
  else if (hypot (x - (double) last[0], y - (double) last[1]) < LEAST_DISTANCE)
    return;
  add_corner (canvas, x, y);
  gtk_widget_queue_draw (GTK_WIDGET (canvas));
}

bool
iso_map_canvas_drop_outline (IsoMapCanvas *canvas)
{
  bool was_drawing = canvas->drawing != ISO_MAP_TOOL_NONE;
  canvas->drawing = ISO_MAP_TOOL_NONE;
  g_array_set_size (canvas->outline, 0);
  gtk_widget_queue_draw (GTK_WIDGET (canvas));
  return was_drawing;
}

void
iso_map_canvas_end_outline (IsoMapCanvas *canvas)
{
  guint corners = canvas->outline->len;
  float *outline = (float *) (void *) canvas->outline->data;
  if (canvas->map != NULL && canvas->is_placed && canvas->drawing != ISO_MAP_TOOL_NONE && corners >= 2)
    {
      float box[8] = { outline[0], outline[1], outline[2 * corners - 2], outline[1], outline[2 * corners - 2], outline[2 * corners - 1],
                       outline[0], outline[2 * corners - 1] };
      bool is_box = canvas->drawing == ISO_MAP_TOOL_BOX;
      g_autofree guint32 *inside = g_new (guint32, MAX (canvas->map->N, 1));
      float *shape = is_box ? box : outline;
      for (size_t i = 0; i < (is_box ? G_N_ELEMENTS (box) : 2 * (size_t) corners); i++)
        shape[i] *= (float) canvas->scale;
      size_t count = iso_map_points_inside (inside, canvas->placed, canvas->map->N, shape, is_box ? 4 : corners);
      iso_map_canvas_select (canvas, inside, count, canvas->is_adding ? ISO_SELECT_TOO : ISO_SELECT_INSTEAD);
    }
  iso_map_canvas_drop_outline (canvas);
}
