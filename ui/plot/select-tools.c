#include "ui/plot/select-tools.h"

#include <glib/gi18n-lib.h>

#include "ui/figure/axis.h"

GtkWidget *
iso_map_tool_button_new (const char *icon, const char *name, const char *tooltip)
{
  GtkWidget *button = gtk_toggle_button_new ();
  gtk_button_set_icon_name (GTK_BUTTON (button), icon);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "map-tool");
  gtk_widget_set_tooltip_text (button, tooltip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  return button;
}

GtkWidget *
iso_select_tool_button_new (IsoMapTool tool)
{
  if (tool == ISO_MAP_TOOL_BOX)
    return iso_map_tool_button_new ("isotherm-box-symbolic", _("Select by a box"),
                                    _("Select by a box (B); without this, drag with Shift. With Control: in addition"));
  return iso_map_tool_button_new ("isotherm-lasso-symbolic", _("Select by a lasso"),
                                  _("Select by a lasso (L); without this, drag with Alt. With Control: in addition"));
}

GtkWidget *
iso_map_note_new (void)
{
  GtkWidget *note = g_object_new (GTK_TYPE_BOX, "spacing", 6, "accessible-role", GTK_ACCESSIBLE_ROLE_GROUP, NULL);
  gtk_widget_add_css_class (note, "map-note");
  gtk_widget_set_visible (note, FALSE);
  return note;
}

GtkWidget *
iso_selection_note_new (GtkLabel **label, GCallback clear_clicked, gpointer data)
{
  GtkWidget *note = iso_map_note_new (), *clear = gtk_button_new_from_icon_name ("window-close-symbolic");
  *label = g_object_new (GTK_TYPE_LABEL, "accessible-role", GTK_ACCESSIBLE_ROLE_STATUS, NULL);
  gtk_widget_add_css_class (GTK_WIDGET (*label), "numeric");
  gtk_widget_add_css_class (clear, "flat");
  gtk_widget_add_css_class (clear, "map-note-button");
  gtk_widget_set_tooltip_text (clear, _("Clear the selection (Escape)"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (clear), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Clear the selection"), -1);
  g_signal_connect (clear, "clicked", clear_clicked, data);
  gtk_box_append (GTK_BOX (note), GTK_WIDGET (*label));
  gtk_box_append (GTK_BOX (note), clear);
  return note;
}

void
iso_selection_note_say (GtkLabel *label, size_t here, size_t all, size_t elsewhere)
{
  char count[32], total[32], others[32];
  iso_number_format (count, sizeof count, (double) here, 9);
  iso_number_format (total, sizeof total, (double) all, 9);
  iso_number_format (others, sizeof others, (double) elsewhere, 9);
  g_autofree char *text = here > 0 || elsewhere == 0 ? g_strdup_printf (_("%s of %s selected"), count, total)
                                                     : g_strdup_printf (_("%s of %s selected, %s elsewhere"), count, total, others);
  g_autofree char *tip = elsewhere > 0 ? g_strdup_printf (_("%s selected samples are not on this map"), others) : NULL;
  gtk_label_set_text (label, text);
  gtk_widget_set_tooltip_text (GTK_WIDGET (label), tip);
}
