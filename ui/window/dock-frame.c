#include "ui/window/dock-frame.h"

#include <glib/gi18n.h>

#include "ui/plot/view-card.h"

#define EDGE 0.25 /* of a frame's width and height, where a drop splits it */

struct _IsoDockFrame {
  GtkWidget parent_instance;
  GtkWidget *tabs, *overlay, *hint;
  GtkStack *stack;
  IsoDockSide side; /* of the drop that hovers */
  gboolean is_settling;
};

G_DEFINE_FINAL_TYPE (IsoDockFrame, iso_dock_frame, GTK_TYPE_WIDGET)

enum { CHOSEN, DROPPED, SIGNAL_COUNT };
static guint signals[SIGNAL_COUNT];

/* ---- dragging ---- */

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

static GdkDragAction
drop_moved (GtkDropTarget *target, double x, double y, IsoDockFrame *frame)
{
  frame->side = iso_dock_side_at (x, y, gtk_widget_get_width (GTK_WIDGET (frame)), gtk_widget_get_height (GTK_WIDGET (frame)));
  gtk_widget_set_visible (frame->hint, TRUE);
  gtk_widget_queue_allocate (frame->overlay);
  return GDK_ACTION_MOVE;
}

static void
drop_left (GtkDropTarget *target, IsoDockFrame *frame)
{
  gtk_widget_set_visible (frame->hint, FALSE);
}

static gboolean
dropped (GtkDropTarget *target, const GValue *value, double x, double y, IsoDockFrame *frame)
{
  IsoDockSide side = iso_dock_side_at (x, y, gtk_widget_get_width (GTK_WIDGET (frame)), gtk_widget_get_height (GTK_WIDGET (frame)));
  gtk_widget_set_visible (frame->hint, FALSE);
  g_signal_emit (frame, signals[DROPPED], 0, g_value_get_object (value), (int) side);
  return TRUE;
}

/* Where the view would go. */
static gboolean
place_hint (GtkOverlay *overlay, GtkWidget *child, GdkRectangle *place, IsoDockFrame *frame)
{
  int width = gtk_widget_get_width (GTK_WIDGET (overlay)), height = gtk_widget_get_height (GTK_WIDGET (overlay));
  *place = (GdkRectangle){ 0, 0, width, height };
  if (frame->side == ISO_DOCK_LEFT || frame->side == ISO_DOCK_RIGHT)
    place->width = width / 2;
  else if (frame->side != ISO_DOCK_INSIDE)
    place->height = height / 2;
  place->x = frame->side == ISO_DOCK_RIGHT ? width - place->width : 0;
  place->y = frame->side == ISO_DOCK_DOWN ? height - place->height : 0;
  return TRUE;
}

/* ---- tabs ---- */

static void
tab_toggled (GtkToggleButton *tab, IsoDockFrame *frame)
{
  const char *id = g_object_get_data (G_OBJECT (tab), "id");
  gboolean is_active = gtk_toggle_button_get_active (tab);
  gtk_accessible_update_state (GTK_ACCESSIBLE (tab), GTK_ACCESSIBLE_STATE_SELECTED, is_active, -1);
  if (is_active && !frame->is_settling)
    g_signal_emit (frame, signals[CHOSEN], 0, id);
}

static void
add_tab (IsoDockFrame *frame, const char *id, const char *title, const char *icon_name, GtkWidget *view)
{
  GtkWidget *tab = g_object_new (GTK_TYPE_TOGGLE_BUTTON, "accessible-role", GTK_ACCESSIBLE_ROLE_TAB, NULL);
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6), *first = gtk_widget_get_first_child (frame->tabs);
  if (icon_name != NULL)
    gtk_box_append (GTK_BOX (content), gtk_image_new_from_icon_name (icon_name));
  gtk_box_append (GTK_BOX (content), gtk_label_new (title));
  gtk_button_set_child (GTK_BUTTON (tab), content);
  gtk_widget_add_css_class (tab, "flat");
  gtk_widget_add_css_class (tab, "dock-tab");
  gtk_accessible_update_property (GTK_ACCESSIBLE (tab), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  gtk_accessible_update_state (GTK_ACCESSIBLE (tab), GTK_ACCESSIBLE_STATE_SELECTED, FALSE, -1);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (tab), GTK_ACCESSIBLE_RELATION_CONTROLS, view, NULL, -1);
  g_object_set_data_full (G_OBJECT (tab), "id", g_strdup (id), g_free);
  if (first != NULL)
    gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (tab), GTK_TOGGLE_BUTTON (first));
  g_signal_connect (tab, "toggled", G_CALLBACK (tab_toggled), frame);
  iso_dock_drag_by (tab, view, title);
  gtk_box_append (GTK_BOX (frame->tabs), tab);
}

/* One view needs no tab: its card says what it is. */
static void
settle_titles (IsoDockFrame *frame)
{
  gboolean has_tabs = gtk_widget_get_first_child (frame->tabs) != gtk_widget_get_last_child (frame->tabs);
  gtk_widget_set_visible (frame->tabs, has_tabs);
  for (GtkWidget *tab = gtk_widget_get_first_child (frame->tabs); tab != NULL; tab = gtk_widget_get_next_sibling (tab))
    {
      GtkWidget *view = gtk_stack_get_child_by_name (frame->stack, g_object_get_data (G_OBJECT (tab), "id"));
      GtkWidget *label = gtk_widget_get_last_child (gtk_button_get_child (GTK_BUTTON (tab)));
      if (ISO_IS_VIEW_CARD (view))
        iso_view_card_set_tab (ISO_VIEW_CARD (view), has_tabs ? gtk_label_get_text (GTK_LABEL (label)) : NULL);
    }
}

void
iso_dock_frame_add (IsoDockFrame *frame, const char *id, const char *title, const char *icon_name, GtkWidget *view)
{
  g_return_if_fail (ISO_IS_DOCK_FRAME (frame) && gtk_widget_get_parent (view) == NULL);
  gtk_stack_add_named (frame->stack, view, id);
  add_tab (frame, id, title, icon_name, view);
  settle_titles (frame);
}

void
iso_dock_frame_clear (IsoDockFrame *frame)
{
  GtkWidget *child;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (frame->stack))) != NULL)
    gtk_stack_remove (frame->stack, child);
  while ((child = gtk_widget_get_first_child (frame->tabs)) != NULL)
    gtk_box_remove (GTK_BOX (frame->tabs), child);
}

void
iso_dock_frame_raise (IsoDockFrame *frame, const char *id)
{
  gtk_stack_set_visible_child_name (frame->stack, id);
  frame->is_settling = TRUE;
  for (GtkWidget *tab = gtk_widget_get_first_child (frame->tabs); tab != NULL; tab = gtk_widget_get_next_sibling (tab))
    if (g_str_equal (g_object_get_data (G_OBJECT (tab), "id"), id))
      gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (tab), TRUE);
  frame->is_settling = FALSE;
}

/* ---- the object ---- */

static void
iso_dock_frame_dispose (GObject *object)
{
  IsoDockFrame *frame = ISO_DOCK_FRAME (object);
  g_clear_pointer (&frame->tabs, gtk_widget_unparent);
  g_clear_pointer (&frame->overlay, gtk_widget_unparent);
  G_OBJECT_CLASS (iso_dock_frame_parent_class)->dispose (object);
}

static void
iso_dock_frame_class_init (IsoDockFrameClass *class)
{
  G_OBJECT_CLASS (class)->dispose = iso_dock_frame_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (class), GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (class), "dock-frame");
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (class), GTK_ACCESSIBLE_ROLE_GROUP);
  signals[CHOSEN] = g_signal_new ("chosen", ISO_TYPE_DOCK_FRAME, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                  G_TYPE_STRING);
  signals[DROPPED] = g_signal_new ("dropped", ISO_TYPE_DOCK_FRAME, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                                   GTK_TYPE_WIDGET, G_TYPE_INT);
}

static void
iso_dock_frame_init (IsoDockFrame *frame)
{
  GtkDropTarget *target = gtk_drop_target_new (GTK_TYPE_WIDGET, GDK_ACTION_MOVE);
  gtk_orientable_set_orientation (GTK_ORIENTABLE (gtk_widget_get_layout_manager (GTK_WIDGET (frame))), GTK_ORIENTATION_VERTICAL);
  frame->tabs = g_object_new (GTK_TYPE_BOX, "accessible-role", GTK_ACCESSIBLE_ROLE_TAB_LIST, "spacing", 2, NULL);
  gtk_widget_add_css_class (frame->tabs, "dock-tabs");
  gtk_accessible_update_property (GTK_ACCESSIBLE (frame->tabs), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Views"), -1);
  frame->stack = GTK_STACK (gtk_stack_new ());
  /* What is hidden asks for no room. */
  gtk_stack_set_hhomogeneous (frame->stack, FALSE);
  gtk_stack_set_vhomogeneous (frame->stack, FALSE);
  frame->hint = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  gtk_widget_add_css_class (frame->hint, "dock-hint");
  gtk_widget_set_can_target (frame->hint, FALSE);
  gtk_widget_set_visible (frame->hint, FALSE);
  frame->overlay = gtk_overlay_new ();
  gtk_widget_set_vexpand (frame->overlay, TRUE);
  gtk_overlay_set_child (GTK_OVERLAY (frame->overlay), GTK_WIDGET (frame->stack));
  gtk_overlay_add_overlay (GTK_OVERLAY (frame->overlay), frame->hint);
  g_signal_connect (frame->overlay, "get-child-position", G_CALLBACK (place_hint), frame);
  gtk_widget_set_parent (frame->tabs, GTK_WIDGET (frame));
  gtk_widget_set_parent (frame->overlay, GTK_WIDGET (frame));
  g_signal_connect (target, "motion", G_CALLBACK (drop_moved), frame);
  g_signal_connect (target, "leave", G_CALLBACK (drop_left), frame);
  g_signal_connect (target, "drop", G_CALLBACK (dropped), frame);
  gtk_widget_add_controller (GTK_WIDGET (frame), GTK_EVENT_CONTROLLER (target));
}

GtkWidget *
iso_dock_frame_new (void)
{
  return g_object_new (ISO_TYPE_DOCK_FRAME, NULL);
}
