#include "ui/window/dock-private.h"

#include <glib/gi18n.h>

#include "ui/plot/view-card.h"

G_DEFINE_FINAL_TYPE (IsoDock, iso_dock, GTK_TYPE_WIDGET)

enum { CHANGED, SIGNAL_COUNT };
static guint signals[SIGNAL_COUNT];

static void
view_free (gpointer data)
{
  IsoDockView *view = data;
  g_free (view->title);
  g_free (view->icon_name);
  g_free (view);
}

IsoDockView *
iso_dock_find_view (IsoDock *dock, const char *id)
{
  for (guint i = 0; i < dock->views->len; i++)
    {
      IsoDockView *view = g_ptr_array_index (dock->views, i);
      if (g_strcmp0 (view->id, id) == 0)
        return view;
    }
  return NULL;
}

IsoDockView *
iso_dock_view_above (IsoDock *dock, GtkWidget *widget)
{
  for (; widget != NULL && widget != GTK_WIDGET (dock); widget = gtk_widget_get_parent (widget))
    for (guint i = 0; i < dock->views->len; i++)
      {
        IsoDockView *view = g_ptr_array_index (dock->views, i);
        if (view->widget == widget)
          return view;
      }
  return NULL;
}

GtkWidget *
iso_dock_focus_widget (IsoDock *dock)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (dock));
  return root == NULL ? NULL : gtk_root_get_focus (root);
}

void
iso_dock_settle (IsoDock *dock)
{
  iso_dock_settle_views (dock);
  for (guint i = 0; i < dock->views->len; i++)
    {
      IsoDockView *view = g_ptr_array_index (dock->views, i);
      GAction *action = g_action_map_lookup_action (G_ACTION_MAP (dock->actions), view->id);
      g_simple_action_set_state (G_SIMPLE_ACTION (action), g_variant_new_boolean (iso_dock_is_open (dock, view->id)));
    }
  g_signal_emit (dock, signals[CHANGED], 0);
}

/* ---- views ---- */

static void
state_wanted (GSimpleAction *action, GVariant *value, IsoDock *dock)
{
  const char *id = g_action_get_name (G_ACTION (action));
  if (g_variant_get_boolean (value))
    iso_dock_show (dock, id);
  else
    iso_dock_close (dock, id);
}

void
iso_dock_take_standard (IsoDock *dock)
{
  g_autofree char *text = iso_dock_tree_print (dock->standard, NULL);
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();
  iso_dock_tree_free (dock->tree);
  dock->tree = iso_dock_tree_parse (text, NULL, NULL, NULL);
  iso_dock_tree_collect (dock->tree, ids);
  for (guint i = 0; i < ids->len; i++)
    if (iso_dock_find_view (dock, g_ptr_array_index (ids, i)) == NULL)
      iso_dock_tree_remove (&dock->tree, g_ptr_array_index (ids, i));
  for (guint i = 0; i < dock->views->len; i++)
    {
      IsoDockView *view = g_ptr_array_index (dock->views, i);
      if (iso_dock_tree_find (dock->tree, view->id) == NULL)
        iso_dock_tree_restore (&dock->tree, view->id, dock->standard);
    }
  dock->is_standard = TRUE;
}

void
iso_dock_add (IsoDock *dock, const char *id, const char *title, const char *icon_name, GtkWidget *widget)
{
  g_return_if_fail (ISO_IS_DOCK (dock) && iso_dock_find_view (dock, id) == NULL && gtk_widget_get_parent (widget) == NULL);
  g_autoptr (GSimpleAction) action = g_simple_action_new_stateful (id, NULL, g_variant_new_boolean (TRUE));
  g_autofree char *action_name = g_strconcat ("view.", id, NULL);
  IsoDockView *view = g_new (IsoDockView, 1);
  view->id = g_intern_string (id);
  view->title = g_strdup (title);
  view->icon_name = g_strdup (icon_name);
  view->widget = widget;
  view->is_in_sight = FALSE;
  g_ptr_array_add (dock->views, view);
  g_signal_connect (action, "change-state", G_CALLBACK (state_wanted), dock);
  g_action_map_add_action (G_ACTION_MAP (dock->actions), G_ACTION (action));
  g_menu_append (dock->menu, title, action_name);
  if (ISO_IS_VIEW_CARD (widget))
    iso_dock_drag_by (iso_view_card_header (ISO_VIEW_CARD (widget)), widget, title);
  gtk_widget_insert_before (widget, GTK_WIDGET (dock), dock->hint);
  if (dock->is_standard)
    iso_dock_take_standard (dock);
  else
    iso_dock_tree_restore (&dock->tree, id, dock->standard);
  iso_dock_rebuild (dock);
}

guint
iso_dock_count (IsoDock *dock)
{
  return dock->views->len;
}

const char *
iso_dock_id (IsoDock *dock, guint index)
{
  g_return_val_if_fail (index < dock->views->len, NULL);
  return ((IsoDockView *) g_ptr_array_index (dock->views, index))->id;
}

const char *
iso_dock_title (IsoDock *dock, const char *id)
{
  IsoDockView *view = iso_dock_find_view (dock, id);
  return view == NULL ? NULL : view->title;
}

GtkWidget *
iso_dock_view (IsoDock *dock, const char *id)
{
  IsoDockView *view = iso_dock_find_view (dock, id);
  return view == NULL ? NULL : view->widget;
}

gboolean
iso_dock_is_open (IsoDock *dock, const char *id)
{
  return iso_dock_tree_find (dock->tree, id) != NULL;
}

void
iso_dock_show (IsoDock *dock, const char *id)
{
  if (iso_dock_find_view (dock, id) == NULL)
    return;
  if (dock->filling != NULL)
    dock->filling = g_intern_string (id);
  dock->current = g_intern_string (id);
  if (!iso_dock_is_open (dock, id))
    {
      iso_dock_tree_restore (&dock->tree, id, dock->standard);
      dock->is_standard = FALSE;
      iso_dock_rebuild (dock);
      return;
    }
  iso_dock_tree_raise (dock->tree, id);
  iso_dock_settle (dock);
}

gboolean
iso_dock_close (IsoDock *dock, const char *id)
{
  IsoDockNode *frame = iso_dock_tree_find (dock->tree, id);
  if (frame == NULL || (frame == dock->tree && frame->ids->len == 1))
    return FALSE;
  iso_dock_tree_remove (&dock->tree, id);
  dock->is_standard = FALSE;
  iso_dock_rebuild (dock);
  return TRUE;
}

void
iso_dock_focus (IsoDock *dock, const char *id)
{
  IsoDockView *view = iso_dock_find_view (dock, id);
  if (view == NULL || !gtk_widget_get_mapped (view->widget))
    return;
  dock->current = view->id;
  if (iso_dock_view_above (dock, iso_dock_focus_widget (dock)) == view)
    return;
  if (ISO_IS_VIEW_CARD (view->widget))
    iso_view_card_focus (ISO_VIEW_CARD (view->widget));
  else
    gtk_widget_child_focus (view->widget, GTK_DIR_TAB_FORWARD);
}

const char *
iso_dock_current (IsoDock *dock)
{
  GtkWidget *focus = iso_dock_focus_widget (dock);
  IsoDockView *view = focus == NULL ? NULL : iso_dock_view_above (dock, focus);
  IsoDockNode *last = iso_dock_tree_last (dock->tree);
  if (view != NULL)
    dock->current = view->id;
  if (dock->current != NULL && iso_dock_is_open (dock, dock->current))
    return dock->current;
  return last == NULL ? NULL : g_ptr_array_index (last->ids, last->active);
}

void
iso_dock_fill (IsoDock *dock, const char *id)
{
  dock->filling = id == NULL ? NULL : g_intern_string (id);
  if (id != NULL)
    iso_dock_show (dock, id);
  else
    iso_dock_settle (dock);
}

const char *
iso_dock_filling (IsoDock *dock)
{
  return dock->filling;
}

GActionGroup *
iso_dock_actions (IsoDock *dock)
{
  return G_ACTION_GROUP (dock->actions);
}

GMenuModel *
iso_dock_menu (IsoDock *dock)
{
  return G_MENU_MODEL (dock->menu);
}

/* ---- the object ---- */

static void
iso_dock_dispose (GObject *object)
{
  IsoDock *dock = ISO_DOCK (object);
  iso_dock_drop_parts (dock);
  for (guint i = 0; i < dock->views->len; i++)
    {
      GAction *action = g_action_map_lookup_action (G_ACTION_MAP (dock->actions), iso_dock_id (dock, i));
      g_signal_handlers_disconnect_by_data (action, dock);
      gtk_widget_unparent (((IsoDockView *) g_ptr_array_index (dock->views, i))->widget);
    }
  g_ptr_array_set_size (dock->views, 0);
  g_clear_pointer (&dock->hint, gtk_widget_unparent);
  G_OBJECT_CLASS (iso_dock_parent_class)->dispose (object);
}

static void
iso_dock_finalize (GObject *object)
{
  IsoDock *dock = ISO_DOCK (object);
  iso_dock_tree_free (dock->tree);
  iso_dock_tree_free (dock->standard);
  g_ptr_array_unref (dock->views);
  g_ptr_array_unref (dock->parts);
  g_object_unref (dock->actions);
  g_object_unref (dock->menu);
  G_OBJECT_CLASS (iso_dock_parent_class)->finalize (object);
}

static GtkSizeRequestMode
request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
iso_dock_class_init (IsoDockClass *class)
{
  G_OBJECT_CLASS (class)->dispose = iso_dock_dispose;
  G_OBJECT_CLASS (class)->finalize = iso_dock_finalize;
  GTK_WIDGET_CLASS (class)->measure = iso_dock_measure;
  GTK_WIDGET_CLASS (class)->size_allocate = iso_dock_size_allocate;
  GTK_WIDGET_CLASS (class)->get_request_mode = request_mode;
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (class), GTK_ACCESSIBLE_ROLE_GROUP);
  signals[CHANGED] = g_signal_new ("changed", ISO_TYPE_DOCK, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
iso_dock_init (IsoDock *dock)
{
  dock->views = g_ptr_array_new_with_free_func (view_free);
  dock->parts = g_ptr_array_new ();
  dock->actions = g_simple_action_group_new ();
  dock->menu = g_menu_new ();
  dock->is_standard = TRUE;
  iso_dock_listen (dock);
  iso_dock_accept_drops (dock);
  gtk_widget_add_css_class (GTK_WIDGET (dock), "views");
  gtk_accessible_update_property (GTK_ACCESSIBLE (dock), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Views"), -1);
}

GtkWidget *
iso_dock_new (const char *standard)
{
  g_autoptr (GError) error = NULL;
  IsoDock *dock = g_object_new (ISO_TYPE_DOCK, NULL);
  dock->standard = iso_dock_tree_parse (standard, NULL, NULL, &error);
  if (dock->standard == NULL)
    g_error ("%s", error->message); /* a mistake of the programmer */
  return GTK_WIDGET (dock);
}
