#include "ui/window/dock-tabs.h"

#include <glib/gi18n.h>

struct _IsoDockTabs {
  GtkBox parent_instance;
  gboolean is_settling;
};

G_DEFINE_FINAL_TYPE (IsoDockTabs, iso_dock_tabs, GTK_TYPE_BOX)

enum { CHOSEN, SIGNAL_COUNT };
static guint signals[SIGNAL_COUNT];

static void
tab_toggled (GtkToggleButton *tab, IsoDockTabs *tabs)
{
  gboolean is_active = gtk_toggle_button_get_active (tab);
  gtk_accessible_update_state (GTK_ACCESSIBLE (tab), GTK_ACCESSIBLE_STATE_SELECTED, is_active, -1);
  if (is_active && !tabs->is_settling)
    g_signal_emit (tabs, signals[CHOSEN], 0, g_object_get_data (G_OBJECT (tab), "id"));
}

GtkWidget *
iso_dock_tabs_add (IsoDockTabs *tabs, const char *id, const char *title, const char *icon_name, GtkWidget *view)
{
  GtkWidget *tab = g_object_new (GTK_TYPE_TOGGLE_BUTTON, "accessible-role", GTK_ACCESSIBLE_ROLE_TAB, NULL);
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6), *first = gtk_widget_get_first_child (GTK_WIDGET (tabs));
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
  g_signal_connect (tab, "toggled", G_CALLBACK (tab_toggled), tabs);
  gtk_box_append (GTK_BOX (tabs), tab);
  return tab;
}

void
iso_dock_tabs_set_active (IsoDockTabs *tabs, const char *id)
{
  tabs->is_settling = TRUE;
  for (GtkWidget *tab = gtk_widget_get_first_child (GTK_WIDGET (tabs)); tab != NULL; tab = gtk_widget_get_next_sibling (tab))
    if (g_strcmp0 (g_object_get_data (G_OBJECT (tab), "id"), id) == 0)
      gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (tab), TRUE);
  tabs->is_settling = FALSE;
}

static void
iso_dock_tabs_class_init (IsoDockTabsClass *class)
{
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (class), GTK_ACCESSIBLE_ROLE_TAB_LIST);
  signals[CHOSEN] = g_signal_new ("chosen", ISO_TYPE_DOCK_TABS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                  G_TYPE_STRING);
}

static void
iso_dock_tabs_init (IsoDockTabs *tabs)
{
  gtk_box_set_spacing (GTK_BOX (tabs), 2);
  gtk_widget_add_css_class (GTK_WIDGET (tabs), "dock-tabs");
  gtk_accessible_update_property (GTK_ACCESSIBLE (tabs), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Views"), -1);
}

GtkWidget *
iso_dock_tabs_new (void)
{
  return g_object_new (ISO_TYPE_DOCK_TABS, NULL);
}
