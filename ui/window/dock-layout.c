/* Where the parts of a dock lie. All views are children of the dock itself and stay so for ever: moving one changes numbers, not the
 * tree of widgets, so that it keeps its focus, its scrolling and its type. Only tabs and handles are made anew. */
#include <glib/gi18n.h>
#include <math.h>

#include "ui/plot/view-card.h"
#include "ui/window/dock-handle.h"
#include "ui/window/dock-private.h"
#include "ui/window/dock-tabs.h"

#define GAP 12 /* between two parts, pixels */

/* ---- tabs and handles ---- */

static void
tab_chosen (IsoDockTabs *tabs, const char *id, IsoDock *dock)
{
  iso_dock_show (dock, id);
}

static void
handle_grasped (IsoDockHandle *handle, IsoDockNode *node)
{
  const IsoDockNode *first = node->children[0];
  node->grasped = node->kind == ISO_DOCK_COLUMNS ? first->width : first->height;
}

static void
handle_moved (IsoDockHandle *handle, double by, IsoDockNode *node)
{
  int room = (node->kind == ISO_DOCK_COLUMNS ? node->width : node->height) - GAP;
  GtkWidget *dock = gtk_widget_get_parent (GTK_WIDGET (handle));
  if (room <= 0)
    return;
  node->fraction = CLAMP ((node->grasped + by) / room, 0.02, 0.98);
  gtk_widget_queue_allocate (dock);
}

static GtkWidget *
tabs_new (IsoDock *dock, IsoDockNode *frame)
{
  GtkWidget *tabs = iso_dock_tabs_new ();
  for (guint i = 0; i < frame->ids->len; i++)
    {
      IsoDockView *view = iso_dock_find_view (dock, g_ptr_array_index (frame->ids, i));
      GtkWidget *tab = iso_dock_tabs_add (ISO_DOCK_TABS_WIDGET (tabs), view->id, view->title, view->icon_name, view->widget);
      iso_dock_drag_by (tab, view->widget, view->title);
    }
  g_signal_connect (tabs, "chosen", G_CALLBACK (tab_chosen), dock);
  return tabs;
}

static void
make_part (IsoDock *dock, IsoDockNode *node)
{
  node->widget = NULL;
  if (node->kind == ISO_DOCK_TABS && node->ids->len > 1)
    node->widget = tabs_new (dock, node);
  else if (node->kind != ISO_DOCK_TABS)
    {
      node->widget = iso_dock_handle_new (node->kind == ISO_DOCK_COLUMNS ? GTK_ORIENTATION_HORIZONTAL : GTK_ORIENTATION_VERTICAL);
      g_signal_connect (node->widget, "grasped", G_CALLBACK (handle_grasped), node);
      g_signal_connect (node->widget, "moved", G_CALLBACK (handle_moved), node);
      make_part (dock, node->children[0]);
      make_part (dock, node->children[1]);
    }
  if (node->widget != NULL)
    {
      gtk_widget_insert_before (node->widget, GTK_WIDGET (dock), dock->hint);
      g_ptr_array_add (dock->parts, node->widget);
    }
}

void
iso_dock_drop_parts (IsoDock *dock)
{
  for (guint i = 0; i < dock->parts->len; i++)
    gtk_widget_unparent (g_ptr_array_index (dock->parts, i));
  g_ptr_array_set_size (dock->parts, 0);
}

void
iso_dock_rebuild (IsoDock *dock)
{
  GtkWidget *focus = iso_dock_focus_widget (dock);
  /* On a tab or a handle, which goes away. */
  gboolean loses_focus = focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (dock)) && iso_dock_view_above (dock, focus) == NULL;
  const char *current = iso_dock_current (dock);
  iso_dock_drop_parts (dock);
  if (dock->tree != NULL)
    make_part (dock, dock->tree);
  for (guint i = 0; i < dock->views->len; i++)
    {
      IsoDockView *view = g_ptr_array_index (dock->views, i);
      IsoDockNode *frame = iso_dock_tree_find (dock->tree, view->id);
      if (ISO_IS_VIEW_CARD (view->widget))
        iso_view_card_set_tab (ISO_VIEW_CARD (view->widget), frame != NULL && frame->ids->len > 1 ? view->title : NULL);
    }
  iso_dock_settle (dock);
  if (loses_focus && current != NULL)
    iso_dock_focus (dock, current);
}

/* ---- visibility ---- */

static void
settle_node (IsoDock *dock, IsoDockNode *node, const IsoDockNode *only)
{
  gboolean is_shown = only == NULL || node == only;
  if (node->kind != ISO_DOCK_TABS)
    {
      settle_node (dock, node->children[0], only);
      settle_node (dock, node->children[1], only);
    }
  else if (is_shown)
    {
      const char *active = g_ptr_array_index (node->ids, node->active);
      iso_dock_find_view (dock, active)->is_in_sight = TRUE;
      if (node->widget != NULL)
        iso_dock_tabs_set_active (ISO_DOCK_TABS_WIDGET (node->widget), active);
    }
  if (node->widget != NULL)
    gtk_widget_set_child_visible (node->widget, is_shown);
}

void
iso_dock_settle_views (IsoDock *dock)
{
  IsoDockNode *only = dock->filling == NULL ? NULL : iso_dock_tree_find (dock->tree, dock->filling);
  if (only == NULL)
    dock->filling = NULL;
  for (guint i = 0; i < dock->views->len; i++)
    ((IsoDockView *) g_ptr_array_index (dock->views, i))->is_in_sight = FALSE;
  if (dock->tree != NULL)
    settle_node (dock, dock->tree, only);
  for (guint i = 0; i < dock->views->len; i++)
    {
      IsoDockView *view = g_ptr_array_index (dock->views, i);
      gtk_widget_set_child_visible (view->widget, view->is_in_sight);
    }
  gtk_widget_queue_resize (GTK_WIDGET (dock));
}

/* ---- sizes ---- */

static GtkWidget *
front_of (IsoDock *dock, const IsoDockNode *frame)
{
  return iso_dock_find_view (dock, g_ptr_array_index (frame->ids, frame->active))->widget;
}

static int
least (GtkWidget *widget, GtkOrientation orientation, int for_size)
{
  int minimum = 0;
  if (widget != NULL)
    gtk_widget_measure (widget, orientation, for_size, &minimum, NULL, NULL, NULL);
  return minimum;
}

/* Length of the first of two parts: its share, as far as both have their least. */
static int
first_length (const IsoDockNode *node, int room, int least_first, int least_second)
{
  int wanted = (int) lround (node->fraction * room);
  return MAX (MIN (wanted, room - least_second), least_first);
}

static int measure_node (IsoDock *dock, const IsoDockNode *node, GtkOrientation orientation, int for_size);

static int
measure_split (IsoDock *dock, const IsoDockNode *node, GtkOrientation orientation, int for_size)
{
  gboolean across = node->kind == ISO_DOCK_COLUMNS, along = across == (orientation == GTK_ORIENTATION_HORIZONTAL);
  int sizes[2] = { for_size, for_size };
  if (!along && for_size >= 0)
    {
      GtkOrientation other = across ? GTK_ORIENTATION_HORIZONTAL : GTK_ORIENTATION_VERTICAL;
      int room = MAX (for_size - GAP, 0);
      sizes[0] = first_length (node, room, measure_node (dock, node->children[0], other, -1),
                               measure_node (dock, node->children[1], other, -1));
      sizes[1] = MAX (room - sizes[0], 0);
    }
  int first = measure_node (dock, node->children[0], orientation, sizes[0]);
  int second = measure_node (dock, node->children[1], orientation, sizes[1]);
  return along ? first + GAP + second : MAX (first, second);
}

static int
measure_node (IsoDock *dock, const IsoDockNode *node, GtkOrientation orientation, int for_size)
{
  if (node->kind != ISO_DOCK_TABS)
    return measure_split (dock, node, orientation, for_size);
  GtkWidget *view = front_of (dock, node);
  /* Less than a child's least it must not be asked for. */
  if (orientation == GTK_ORIENTATION_VERTICAL && for_size >= 0)
    for_size = MAX (for_size, least (view, GTK_ORIENTATION_HORIZONTAL, -1));
  int own = least (view, orientation, for_size), tabs = least (node->widget, orientation, -1);
  return orientation == GTK_ORIENTATION_HORIZONTAL ? MAX (own, tabs) : own + tabs;
}

static const IsoDockNode *
shown_root (IsoDock *dock)
{
  return dock->filling != NULL ? iso_dock_tree_find (dock->tree, dock->filling) : dock->tree;
}

void
iso_dock_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural, int *minimum_baseline,
                  int *natural_baseline)
{
  IsoDock *dock = ISO_DOCK (widget);
  const IsoDockNode *root = shown_root (dock);
  /* Its widths do not depend on heights. */
  int size = orientation == GTK_ORIENTATION_HORIZONTAL ? -1 : for_size;
  *minimum = *natural = root == NULL ? 0 : measure_node (dock, root, orientation, size);
  *minimum_baseline = *natural_baseline = -1;
}

static void
allocate_frame (IsoDock *dock, IsoDockNode *node)
{
  int tabs = least (node->widget, GTK_ORIENTATION_VERTICAL, -1);
  if (node->widget != NULL)
    gtk_widget_size_allocate (node->widget, &(GtkAllocation){ node->x, node->y, node->width, tabs }, -1);
  gtk_widget_size_allocate (front_of (dock, node),
                            &(GtkAllocation){ node->x, node->y + tabs, node->width, MAX (node->height - tabs, 1) }, -1);
}

static void
allocate_node (IsoDock *dock, IsoDockNode *node, int x, int y, int width, int height)
{
  node->x = x;
  node->y = y;
  node->width = width;
  node->height = height;
  if (node->kind == ISO_DOCK_TABS)
    {
      allocate_frame (dock, node);
      return;
    }
  gboolean across = node->kind == ISO_DOCK_COLUMNS;
  GtkOrientation along = across ? GTK_ORIENTATION_HORIZONTAL : GTK_ORIENTATION_VERTICAL;
  int room = MAX ((across ? width : height) - GAP, 0), for_size = across ? -1 : width;
  int first = first_length (node, room, measure_node (dock, node->children[0], along, for_size),
                            measure_node (dock, node->children[1], along, for_size));
  int second = MAX (room - first, 0);
  if (across)
    {
      allocate_node (dock, node->children[0], x, y, first, height);
      gtk_widget_size_allocate (node->widget, &(GtkAllocation){ x + first, y, GAP, height }, -1);
      allocate_node (dock, node->children[1], x + first + GAP, y, second, height);
    }
  else
    {
      allocate_node (dock, node->children[0], x, y, width, first);
      gtk_widget_size_allocate (node->widget, &(GtkAllocation){ x, y + first, width, GAP }, -1);
      allocate_node (dock, node->children[1], x, y + first + GAP, width, second);
    }
  iso_dock_handle_describe (ISO_DOCK_HANDLE (node->widget), room > 0 ? first / (double) room : 0.0);
}

void
iso_dock_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  IsoDock *dock = ISO_DOCK (widget);
  IsoDockNode *root = (IsoDockNode *) shown_root (dock);
  if (root != NULL)
    allocate_node (dock, root, 0, 0, width, height);
  if (gtk_widget_get_visible (dock->hint))
    gtk_widget_size_allocate (dock->hint, &dock->hint_room, -1);
}
