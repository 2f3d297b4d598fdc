/* The widgets of a dock's tree: made anew whenever it changes, which is seldom, rather than taken apart and joined in place. */
#include <glib/gi18n.h>
#include <math.h>
#include <stdlib.h>

#include "ui/window/dock-frame.h"
#include "ui/window/dock-private.h"

static int
room_of (GtkPaned *paned)
{
  gboolean across = gtk_orientable_get_orientation (GTK_ORIENTABLE (paned)) == GTK_ORIENTATION_HORIZONTAL;
  return across ? gtk_widget_get_width (GTK_WIDGET (paned)) : gtk_widget_get_height (GTK_WIDGET (paned));
}

static gboolean
place_again (GtkWidget *paned, GdkFrameClock *clock, gpointer node)
{
  g_object_set_data (G_OBJECT (paned), "placing", NULL);
  gtk_paned_set_position (GTK_PANED (paned), (int) lround (((IsoDockNode *) node)->fraction * room_of (GTK_PANED (paned))));
  gtk_widget_queue_resize (paned);
  return G_SOURCE_REMOVE;
}

/* The share holds in a room of any size. What is set while sizes are given out may be lost: it is set again before the next frame. */
static void
room_changed (GtkPaned *paned, GParamSpec *property, IsoDockNode *node)
{
  IsoDock *dock = ISO_DOCK (gtk_widget_get_ancestor (GTK_WIDGET (paned), ISO_TYPE_DOCK));
  int room = room_of (paned);
  if (dock == NULL || room <= 0 || dock->is_building || GPOINTER_TO_INT (g_object_get_data (G_OBJECT (paned), "room")) == room)
    return;
  g_object_set_data (G_OBJECT (paned), "room", GINT_TO_POINTER (room));
  gtk_paned_set_position (paned, (int) lround (node->fraction * room));
  if (g_object_get_data (G_OBJECT (paned), "placing") == NULL)
    gtk_widget_add_tick_callback (GTK_WIDGET (paned), place_again, node, NULL);
  g_object_set_data (G_OBJECT (paned), "placing", paned);
}

/* Only a hand moves the handle while the room stays as it is: to where its share and the least sizes do not put it. */
static void
handle_moved (GtkPaned *paned, GParamSpec *property, IsoDockNode *node)
{
  IsoDock *dock = ISO_DOCK (gtk_widget_get_ancestor (GTK_WIDGET (paned), ISO_TYPE_DOCK));
  int room = room_of (paned), placed = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (paned), "room"));
  int position = gtk_paned_get_position (paned), least, most;
  if (dock == NULL || dock->is_building || dock->filling != NULL || room <= 0 || room != placed
      || g_object_get_data (G_OBJECT (paned), "placing") != NULL || !gtk_widget_get_mapped (GTK_WIDGET (paned)))
    return;
  g_object_get (paned, "min-position", &least, "max-position", &most, NULL);
  if (abs (position - CLAMP ((int) lround (node->fraction * room), least, MAX (least, most))) > 1)
    node->fraction = position / (double) room;
}

static void
tab_chosen (IsoDockFrame *frame, const char *id, IsoDock *dock)
{
  iso_dock_show (dock, id);
}

static void
changed_by_hand (IsoDock *dock)
{
  dock->is_standard = FALSE;
  iso_dock_rebuild (dock);
}

typedef struct {
  IsoDock *dock;
  const char *id, *beside; /* the view that is moved, and one of those where it goes */
  IsoDockSide side;
} Drop;

/* When the drag is over: the widgets that it came from go away. */
static gboolean
carry_out_drop (gpointer data)
{
  Drop *drop = data;
  IsoDockNode *frame = iso_dock_tree_find (drop->dock->tree, drop->beside);
  if (frame != NULL && iso_dock_tree_drop (&drop->dock->tree, drop->id, frame, drop->side))
    changed_by_hand (drop->dock);
  return G_SOURCE_REMOVE;
}

static void
drop_free (gpointer data)
{
  g_object_unref (((Drop *) data)->dock);
  g_free (data);
}

static void
view_dropped (IsoDockFrame *frame, GtkWidget *widget, int side, IsoDockNode *node)
{
  IsoDock *dock = ISO_DOCK (gtk_widget_get_ancestor (GTK_WIDGET (frame), ISO_TYPE_DOCK));
  IsoDockView *view = dock == NULL ? NULL : iso_dock_view_above (dock, widget);
  if (view == NULL || view->widget != widget)
    return;
  for (guint i = 0; i < node->ids->len; i++)
    if (g_ptr_array_index (node->ids, i) != view->id)
      {
        Drop *drop = g_new (Drop, 1);
        *drop = (Drop){ g_object_ref (dock), view->id, g_ptr_array_index (node->ids, i), (IsoDockSide) side };
        g_idle_add_full (G_PRIORITY_HIGH_IDLE, carry_out_drop, drop, drop_free);
        return;
      }
}

static GtkWidget *
build_frame (IsoDock *dock, IsoDockNode *node)
{
  GtkWidget *frame = iso_dock_frame_new ();
  for (guint i = 0; i < node->ids->len; i++)
    {
      IsoDockView *view = iso_dock_find_view (dock, g_ptr_array_index (node->ids, i));
      iso_dock_frame_add (ISO_DOCK_FRAME (frame), view->id, view->title, view->icon_name, view->widget);
    }
  iso_dock_frame_raise (ISO_DOCK_FRAME (frame), g_ptr_array_index (node->ids, node->active));
  g_signal_connect (frame, "chosen", G_CALLBACK (tab_chosen), dock);
  g_signal_connect (frame, "dropped", G_CALLBACK (view_dropped), node);
  return frame;
}

static GtkWidget *
build (IsoDock *dock, IsoDockNode *node)
{
  if (node->kind == ISO_DOCK_TABS)
    return node->widget = build_frame (dock, node);
  GtkWidget *paned = gtk_paned_new (node->kind == ISO_DOCK_COLUMNS ? GTK_ORIENTATION_HORIZONTAL : GTK_ORIENTATION_VERTICAL);
  gtk_paned_set_wide_handle (GTK_PANED (paned), TRUE);
  gtk_paned_set_shrink_start_child (GTK_PANED (paned), FALSE);
  gtk_paned_set_shrink_end_child (GTK_PANED (paned), FALSE);
  gtk_paned_set_start_child (GTK_PANED (paned), build (dock, node->children[0]));
  gtk_paned_set_end_child (GTK_PANED (paned), build (dock, node->children[1]));
  gtk_accessible_update_property (GTK_ACCESSIBLE (paned), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  node->kind == ISO_DOCK_COLUMNS ? _("Views beside each other") : _("Views above each other"), -1);
  g_signal_connect (paned, "notify::max-position", G_CALLBACK (room_changed), node);
  g_signal_connect (paned, "notify::position", G_CALLBACK (handle_moved), node);
  return node->widget = paned;
}

/* Lets go of the views in all frames at or below a widget. */
static void
take_apart (GtkWidget *widget)
{
  if (ISO_IS_DOCK_FRAME (widget))
    {
      iso_dock_frame_clear (ISO_DOCK_FRAME (widget));
      return;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    if (GTK_IS_PANED (child) || ISO_IS_DOCK_FRAME (child))
      take_apart (child);
}

void
iso_dock_drop_widgets (IsoDock *dock)
{
  if (dock->root == NULL)
    return;
  dock->is_building = TRUE;
  g_autoptr (GtkWidget) root = g_object_ref (g_steal_pointer (&dock->root));
  /* Out of sight first: no view behind a tab is to come forward while others leave. */
  gtk_widget_unparent (root);
  take_apart (root);
  dock->is_building = FALSE;
}

void
iso_dock_rebuild (IsoDock *dock)
{
  GtkWidget *focus = iso_dock_focus_widget (dock);
  IsoDockView *focused = focus == NULL ? NULL : iso_dock_view_above (dock, focus);
  const char *current = iso_dock_current (dock);
  g_autoptr (GtkWidget) kept = focused == NULL ? NULL : g_object_ref (focus);
  gboolean had_focus = focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (dock));
  iso_dock_drop_widgets (dock);
  if (dock->tree != NULL)
    {
      dock->root = build (dock, dock->tree);
      gtk_widget_set_parent (dock->root, GTK_WIDGET (dock));
    }
  iso_dock_settle (dock);
  /* Whoever works by keyboard goes on where they were. */
  if (kept != NULL && gtk_widget_get_root (kept) != NULL && gtk_widget_get_mapped (kept))
    gtk_widget_grab_focus (kept);
  else if (had_focus && current != NULL)
    iso_dock_focus (dock, current);
}
