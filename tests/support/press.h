/* Keys of a widget's class, pressed without a keyboard. */
#pragma once

#include <gtk/gtk.h>

/* What the key, without modifiers, does in this widget; false: it is not bound, or does nothing. */
static inline gboolean
test_press (GtkWidget *widget, guint key)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);
  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GObject) controller = g_list_model_get_item (controllers, i);
      for (guint at = 0; GTK_IS_SHORTCUT_CONTROLLER (controller) && at < g_list_model_get_n_items (G_LIST_MODEL (controller)); at++)
        {
          g_autoptr (GtkShortcut) shortcut = g_list_model_get_item (G_LIST_MODEL (controller), at);
          GtkShortcutTrigger *trigger = gtk_shortcut_get_trigger (shortcut);
          if (GTK_IS_KEYVAL_TRIGGER (trigger) && gtk_keyval_trigger_get_keyval (GTK_KEYVAL_TRIGGER (trigger)) == key)
            return gtk_shortcut_action_activate (gtk_shortcut_get_action (shortcut), 0, widget, gtk_shortcut_get_arguments (shortcut));
        }
    }
  return FALSE;
}
