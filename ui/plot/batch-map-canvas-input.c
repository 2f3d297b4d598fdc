/* Pointer and keys on the batch's map: the point they are at, and the box or lasso that selects. */
#include <math.h>

#include "ui/plot/batch-map-canvas-private.h"
#include "ui/plot/canvas-input.h"

#define REACH 10.0
#define DRAG_THRESHOLD 4.0

/* ---- the pointer ---- */

static void
released (GtkGestureClick *gesture, int count, double x, double y, IsoBatchMapCanvas *canvas)
{
  GdkModifierType state = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (gesture));
  if (count == 1 && (state & GDK_CONTROL_MASK) != 0)
    iso_batch_map_canvas_toggle_selected (canvas, canvas->hovered);
  else if (count == 1)
    iso_batch_map_canvas_pick (canvas, canvas->hovered);
}

static void
pointer_moved (GtkEventControllerMotion *controller, double x, double y, IsoBatchMapCanvas *canvas)
{
  const IsoBatchPicture *picture = canvas->picture;
  /* A motion is also told when something moves below a pointer at rest: that must not take the point from the keys. */
  if (picture == NULL || (x == canvas->pointer_x && y == canvas->pointer_y))
    return;
  canvas->pointer_x = x;
  canvas->pointer_y = y;
  if (!canvas->is_dragging)
    iso_batch_map_canvas_hover (canvas, iso_map_nearest (picture->placed, NULL, picture->graph->B, x * picture->scale,
                                                         y * picture->scale, REACH * picture->scale), FALSE);
}

static void
pointer_left (GtkEventControllerMotion *controller, IsoBatchMapCanvas *canvas)
{
  canvas->pointer_x = canvas->pointer_y = -1.0;
  if (!canvas->by_keys)
    iso_batch_map_canvas_hover (canvas, G_MAXSIZE, FALSE);
}

static void
focus_left (GtkEventControllerFocus *controller, IsoBatchMapCanvas *canvas)
{
  if (canvas->by_keys)
    iso_batch_map_canvas_hover (canvas, G_MAXSIZE, FALSE);
}

/* ---- box and lasso ---- */

static gboolean
drop_outline (IsoBatchMapCanvas *canvas)
{
  gtk_widget_queue_draw (GTK_WIDGET (canvas));
  return iso_select_outline_drop (&canvas->outline);
}

void
iso_batch_map_canvas_set_tool (IsoBatchMapCanvas *canvas, IsoMapTool tool)
{
  g_return_if_fail (ISO_IS_BATCH_MAP_CANVAS (canvas));
  if (canvas->outline.tool == tool)
    return;
  drop_outline (canvas);
  canvas->outline.tool = tool;
  gtk_widget_set_cursor_from_name (GTK_WIDGET (canvas), tool != ISO_MAP_TOOL_NONE ? "crosshair" : NULL);
  g_signal_emit_by_name (canvas, "tool-changed");
}

IsoMapTool
iso_batch_map_canvas_tool (IsoBatchMapCanvas *canvas)
{
  g_return_val_if_fail (ISO_IS_BATCH_MAP_CANVAS (canvas), ISO_MAP_TOOL_NONE);
  return canvas->outline.tool;
}

void
iso_batch_map_canvas_end_outline (IsoBatchMapCanvas *canvas)
{
  const IsoBatchPicture *picture = canvas->picture;
  if (picture != NULL && canvas->choice != NULL)
    {
      size_t count, B = picture->graph->B;
      g_autofree guint32 *inside = g_new (guint32, MAX (B, 1));
      if (iso_select_outline_inside (&canvas->outline, inside, &count, picture->placed, B, picture->scale))
        {
          for (size_t i = 0; i < count; i++)
            inside[i] = picture->graph->snapshot->indices[inside[i]];
          iso_sample_choice_select (canvas->choice, inside, count, canvas->outline.is_adding ? ISO_SELECT_TOO : ISO_SELECT_INSTEAD);
        }
    }
  drop_outline (canvas);
}

static void
drag_begun (GtkGestureDrag *gesture, double x, double y, IsoBatchMapCanvas *canvas)
{
  canvas->is_dragging = FALSE;
  drop_outline (canvas);
}

/* A drag that begins nothing is left to the click. */
static void
dragged (GtkGestureDrag *gesture, double dx, double dy, IsoBatchMapCanvas *canvas)
{
  GdkModifierType state = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (gesture));
  IsoMapTool tool = iso_select_outline_tool_for (&canvas->outline, state);
  double x = 0.0, y = 0.0;
  if (canvas->picture == NULL || (!canvas->is_dragging && (tool == ISO_MAP_TOOL_NONE || hypot (dx, dy) < DRAG_THRESHOLD)))
    return;
  gtk_gesture_drag_get_start_point (gesture, &x, &y);
  if (!canvas->is_dragging)
    {
      canvas->is_dragging = TRUE;
      gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
      gtk_widget_set_cursor_from_name (GTK_WIDGET (canvas), "crosshair");
      iso_batch_map_canvas_hover (canvas, G_MAXSIZE, FALSE);
      iso_select_outline_begin (&canvas->outline, tool, state, x, y);
    }
  /* Escape, or other samples, may have ended it under the hand. */
  if (canvas->outline.drawing != ISO_MAP_TOOL_NONE && iso_select_outline_extend (&canvas->outline, x + dx, y + dy))
    gtk_widget_queue_draw (GTK_WIDGET (canvas));
}

static void
drag_ended (GtkGestureDrag *gesture, double dx, double dy, IsoBatchMapCanvas *canvas)
{
  canvas->is_dragging = FALSE;
  gtk_widget_set_cursor_from_name (GTK_WIDGET (canvas), canvas->outline.tool != ISO_MAP_TOOL_NONE ? "crosshair" : NULL);
  iso_batch_map_canvas_end_outline (canvas);
}

/* ---- keys ---- */

static gboolean
step (IsoBatchMapCanvas *canvas, int step_x, int step_y)
{
  const IsoBatchPicture *picture = canvas->picture;
  if (picture == NULL || picture->graph->B == 0)
    return GDK_EVENT_PROPAGATE;
  size_t sample = canvas->hovered == G_MAXSIZE
                      ? iso_map_nearest (picture->placed, NULL, picture->graph->B, 0.5 * picture->width * picture->scale,
                                         0.5 * picture->height * picture->scale, INFINITY)
                      : iso_map_neighbor (picture->placed, NULL, picture->graph->B, canvas->hovered, step_x, step_y);
  iso_batch_map_canvas_hover (canvas, sample, TRUE);
  return GDK_EVENT_STOP;
}

/* One thing after the other; what is left when nothing is, is for whoever is around. */
static gboolean
escape (IsoBatchMapCanvas *canvas)
{
  if (drop_outline (canvas))
    return GDK_EVENT_STOP;
  if (canvas->outline.tool != ISO_MAP_TOOL_NONE)
    iso_batch_map_canvas_set_tool (canvas, ISO_MAP_TOOL_NONE);
  else if (canvas->hovered != G_MAXSIZE)
    iso_batch_map_canvas_hover (canvas, G_MAXSIZE, FALSE);
  else
    return GDK_EVENT_PROPAGATE;
  return GDK_EVENT_STOP;
}

static gboolean
key_pressed (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state, IsoBatchMapCanvas *canvas)
{
  if ((state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK)) != 0)
    return GDK_EVENT_PROPAGATE;
  switch (key)
    {
    case GDK_KEY_Left: case GDK_KEY_KP_Left:
      return step (canvas, -1, 0);
    case GDK_KEY_Right: case GDK_KEY_KP_Right:
      return step (canvas, 1, 0);
    case GDK_KEY_Up: case GDK_KEY_KP_Up:
      return step (canvas, 0, -1);
    case GDK_KEY_Down: case GDK_KEY_KP_Down:
      return step (canvas, 0, 1);
    case GDK_KEY_Return: case GDK_KEY_KP_Enter: case GDK_KEY_ISO_Enter:
      return canvas->hovered != G_MAXSIZE ? iso_batch_map_canvas_pick (canvas, canvas->hovered) : GDK_EVENT_PROPAGATE;
    case GDK_KEY_space: case GDK_KEY_KP_Space:
      return iso_batch_map_canvas_toggle_selected (canvas, canvas->hovered);
    case GDK_KEY_Escape:
      return escape (canvas);
    default:
      return GDK_EVENT_PROPAGATE;
    }
}

void
iso_batch_map_canvas_add_controllers (IsoBatchMapCanvas *canvas)
{
  static const IsoCanvasInput input = { G_CALLBACK (pointer_moved), G_CALLBACK (pointer_left), G_CALLBACK (key_pressed),
                                        G_CALLBACK (focus_left) };
  GtkGesture *click = gtk_gesture_click_new (), *drag = gtk_gesture_drag_new ();
  iso_canvas_listen (GTK_WIDGET (canvas), &input);
  g_signal_connect (click, "released", G_CALLBACK (released), canvas);
  g_signal_connect (drag, "drag-begin", G_CALLBACK (drag_begun), canvas);
  g_signal_connect (drag, "drag-update", G_CALLBACK (dragged), canvas);
  g_signal_connect (drag, "drag-end", G_CALLBACK (drag_ended), canvas);
  gtk_widget_add_controller (GTK_WIDGET (canvas), GTK_EVENT_CONTROLLER (click));
  gtk_widget_add_controller (GTK_WIDGET (canvas), GTK_EVENT_CONTROLLER (drag));
}
