#include "ui/plot/spoken.h"

void
iso_speak_value (GtkWidget *widget, const char *value, const char *help)
{
  g_autofree char *both = help == NULL || *help == '\0' ? g_strdup (value) : g_strdup_printf ("%s. %s", value, help);
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, value,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, both, -1);
}

static void
name_button (GtkDropDown *list, GParamSpec *property, const char *name)
{
  GtkWidget *button = gtk_widget_get_first_child (GTK_WIDGET (list));
  GObject *chosen = gtk_drop_down_get_selected_item (list);
  g_autofree char *spoken = GTK_IS_STRING_OBJECT (chosen)
                              ? g_strdup_printf ("%s: %s", name, gtk_string_object_get_string (GTK_STRING_OBJECT (chosen)))
                              : g_strdup (name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
}

static void
forget_name (gpointer name, GClosure *closure)
{
  g_free (name);
}

void
iso_speak_drop_down (GtkDropDown *list, const char *name)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_signal_connect_data (list, "notify::selected-item", G_CALLBACK (name_button), g_strdup (name), forget_name, 0);
  name_button (list, NULL, name);
}

void
iso_speak_scroller (GtkWidget *scroller, const char *name)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (scroller), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}
