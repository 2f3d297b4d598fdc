/* Views of a dock dragged by their tabs or by the headers of their cards. */
#include "ui/window/dock-private.h"

#define EDGE 0.25 /* of a frame's width and height, where a drop splits it */

static GdkContentProvider *
drag_prepared (GtkDragSource *source, double x, double y, GtkWidget *view)
{
  return gdk_content_provider_new_typed (GTK_TYPE_WIDGET, view);
}

static void
drag_begun (GtkDragSource *source, GdkDrag *drag, GtkWidget *view)
{
  GtkWidget *label = gtk_label_new (g_object_get_data (G_OBJECT (source), "title"));
  gtk_widget_add_css_class (label, "dock-drag");
  gtk_drag_icon_set_child (GTK_DRAG_ICON (gtk_drag_icon_get_for_drag (drag)), label);
}

void
iso_dock_drag_by (GtkWidget *handle, GtkWidget *view, const char *title)
{
  GtkDragSource *source = gtk_drag_source_new ();
  g_object_set_data_full (G_OBJECT (source), "title", g_strdup (title), g_free);
  gtk_drag_source_set_actions (source, GDK_ACTION_MOVE);
  g_signal_connect_object (source, "prepare", G_CALLBACK (drag_prepared), view, 0);
  g_signal_connect_object (source, "drag-begin", G_CALLBACK (drag_begun), view, 0);
  gtk_widget_add_controller (handle, GTK_EVENT_CONTROLLER (source));
}

IsoDockSide
iso_dock_side_at (double x, double y, double width, double height)
{
  const double distances[] = { x / width, 1.0 - x / width, y / height, 1.0 - y / height };
  IsoDockSide nearest = ISO_DOCK_LEFT;
  for (IsoDockSide side = ISO_DOCK_RIGHT; side < ISO_DOCK_INSIDE; side++)
    if (distances[side] < distances[nearest])
      nearest = side;
  return distances[nearest] < EDGE ? nearest : ISO_DOCK_INSIDE;
}

/* The half of a frame that the view would take. */
static GdkRectangle
half_of (GdkRectangle room, IsoDockSide side)
{
  GdkRectangle half = room;
  if (side == ISO_DOCK_LEFT || side == ISO_DOCK_RIGHT)
    half.width /= 2;
  else if (side != ISO_DOCK_INSIDE)
    half.height /= 2;
  if (side == ISO_DOCK_RIGHT)
    half.x += room.width - half.width;
  if (side == ISO_DOCK_DOWN)
    half.y += room.height - half.height;
  return half;
}

/* The frame at a point, and the side of it; NULL over a gap. */
static IsoDockNode *
frame_at (IsoDock *dock, double x, double y, IsoDockSide *side)
{
  IsoDockNode *node = dock->filling != NULL ? iso_dock_tree_find (dock->tree, dock->filling) : dock->tree;
  while (node != NULL && node->kind != ISO_DOCK_TABS)
    {
      IsoDockNode *second = node->children[1];
      gboolean beyond = node->kind == ISO_DOCK_COLUMNS ? x >= second->x : y >= second->y;
      node = beyond ? second : node->children[0];
    }
  if (node != NULL)
    *side = iso_dock_side_at (x - node->x, y - node->y, MAX (node->width, 1), MAX (node->height, 1));
  return node;
}

static GdkDragAction
drop_moved (GtkDropTarget *target, double x, double y, IsoDock *dock)
{
  IsoDockSide side;
  IsoDockNode *frame = frame_at (dock, x, y, &side);
  gtk_widget_set_visible (dock->hint, frame != NULL);
  if (frame == NULL)
    return 0;
  dock->hint_room = half_of ((GdkRectangle){ frame->x, frame->y, frame->width, frame->height }, side);
  gtk_widget_queue_allocate (GTK_WIDGET (dock));
  return GDK_ACTION_MOVE;
}

static void
drop_left (GtkDropTarget *target, IsoDock *dock)
{
  gtk_widget_set_visible (dock->hint, FALSE);
}

static gboolean
dropped (GtkDropTarget *target, const GValue *value, double x, double y, IsoDock *dock)
{
  GtkWidget *widget = g_value_get_object (value);
  IsoDockView *view = widget == NULL ? NULL : iso_dock_view_above (dock, widget);
  IsoDockSide side;
  IsoDockNode *frame = frame_at (dock, x, y, &side);
  gtk_widget_set_visible (dock->hint, FALSE);
  if (view == NULL || view->widget != widget || frame == NULL)
    return FALSE;
  iso_dock_drop (dock, view->id, frame, side);
  return TRUE;
}

void
iso_dock_accept_drops (IsoDock *dock)
{
  GtkDropTarget *target = gtk_drop_target_new (GTK_TYPE_WIDGET, GDK_ACTION_MOVE);
  g_signal_connect (target, "motion", G_CALLBACK (drop_moved), dock);
  g_signal_connect (target, "leave", G_CALLBACK (drop_left), dock);
  g_signal_connect (target, "drop", G_CALLBACK (dropped), dock);
  gtk_widget_add_controller (GTK_WIDGET (dock), GTK_EVENT_CONTROLLER (target));
  dock->hint = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  gtk_widget_add_css_class (dock->hint, "dock-hint");
  gtk_widget_set_can_target (dock->hint, FALSE);
  gtk_widget_set_visible (dock->hint, FALSE);
  gtk_widget_set_parent (dock->hint, GTK_WIDGET (dock));
}
