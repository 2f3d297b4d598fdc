#include "ui/plot/select-outline.h"

#include <math.h>

#include "ui/figure/map-frame.h"

/* Corners of a lasso stand at least so far apart: nearer ones tell the hand's trembling. */
#define LEAST_DISTANCE 2.0

void
iso_select_outline_init (IsoSelectOutline *outline)
{
  *outline = (IsoSelectOutline){ .corners = g_array_new (FALSE, FALSE, 2 * sizeof (float)) };
}

void
iso_select_outline_clear (IsoSelectOutline *outline)
{
  g_clear_pointer (&outline->corners, g_array_unref);
}

IsoMapTool
iso_select_outline_tool_for (const IsoSelectOutline *outline, GdkModifierType state)
{
  return (state & GDK_SHIFT_MASK) != 0 ? ISO_MAP_TOOL_BOX : (state & GDK_ALT_MASK) != 0 ? ISO_MAP_TOOL_LASSO : outline->tool;
}

static void
add_corner (IsoSelectOutline *outline, double x, double y)
{
  const float corner[2] = { (float) x, (float) y };
  g_array_append_val (outline->corners, corner);
}

void
iso_select_outline_begin (IsoSelectOutline *outline, IsoMapTool tool, GdkModifierType state, double x, double y)
{
  outline->drawing = tool;
  outline->is_adding = (state & GDK_CONTROL_MASK) != 0;
  g_array_set_size (outline->corners, 0);
  add_corner (outline, x, y);
}

static const float *
corners_of (const IsoSelectOutline *outline)
{
  return (const float *) (const void *) outline->corners->data;
}

gboolean
iso_select_outline_extend (IsoSelectOutline *outline, double x, double y)
{
  const float *last = corners_of (outline) + 2 * (outline->corners->len - 1);
  if (outline->drawing == ISO_MAP_TOOL_BOX)
    g_array_set_size (outline->corners, 1);
  else if (hypot (x - (double) last[0], y - (double) last[1]) < LEAST_DISTANCE)
    return FALSE;
  add_corner (outline, x, y);
  return TRUE;
}

gboolean
iso_select_outline_drop (IsoSelectOutline *outline)
{
  gboolean was_drawing = outline->drawing != ISO_MAP_TOOL_NONE;
  outline->drawing = ISO_MAP_TOOL_NONE;
  g_array_set_size (outline->corners, 0);
  return was_drawing;
}

gboolean
iso_select_outline_inside (const IsoSelectOutline *outline, guint32 *inside, size_t *count, const float *placed, size_t N, int scale)
{
  guint corners = outline->corners->len, sides = outline->drawing == ISO_MAP_TOOL_BOX ? 4 : corners;
  const float *from = corners_of (outline);
  if (outline->drawing == ISO_MAP_TOOL_NONE || corners < 2)
    return FALSE;
  const float *to = from + 2 * (corners - 1);
  const float box[8] = { from[0], from[1], to[0], from[1], to[0], to[1], from[0], to[1] };
  g_autofree float *shape = g_memdup2 (outline->drawing == ISO_MAP_TOOL_BOX ? box : from, 2 * sides * sizeof (float));
  for (size_t i = 0; i < 2 * (size_t) sides; i++)
    shape[i] *= (float) scale;
  *count = iso_map_points_inside (inside, placed, N, shape, sides);
  return TRUE;
}

void
iso_select_outline_draw (const IsoSelectOutline *outline, cairo_t *cairo, const IsoTheme *theme)
{
  static const double dashes[] = { 5.0, 3.0 };
  const float *corners = corners_of (outline);
  guint count = outline->corners->len;
  if (outline->drawing == ISO_MAP_TOOL_NONE || count < 2)
    return;
  IsoColor fill = theme->accent;
  fill.alpha = 0.12;
  if (outline->drawing == ISO_MAP_TOOL_BOX)
    cairo_rectangle (cairo, (double) corners[0], (double) corners[1], (double) (corners[2 * count - 2] - corners[0]),
                     (double) (corners[2 * count - 1] - corners[1]));
  else
    for (guint i = 0; i < count; i++)
      cairo_line_to (cairo, (double) corners[2 * i], (double) corners[2 * i + 1]);
  cairo_close_path (cairo);
  cairo_set_fill_rule (cairo, CAIRO_FILL_RULE_EVEN_ODD);
  iso_set_color (cairo, fill);
  cairo_fill_preserve (cairo);
  iso_set_color (cairo, theme->text);
  cairo_set_line_width (cairo, 1.25);
  cairo_set_dash (cairo, dashes, 2, 0.0);
  cairo_stroke (cairo);
}
