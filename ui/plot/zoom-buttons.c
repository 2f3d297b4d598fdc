#include "ui/plot/zoom-buttons.h"

#include <glib/gi18n-lib.h>

static GtkWidget *
button_new (const char *icon, const char *action, const char *name, const char *tip)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "card-button");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, tip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  return button;
}

GtkWidget *
iso_zoom_buttons_new (const char *undo_action, const char *fit_action)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 2);
  gtk_widget_add_css_class (box, "zoom-buttons");
  gtk_box_append (GTK_BOX (box), button_new ("isotherm-undo-symbolic", undo_action, _("Undo zoom"), _("Undo zoom (BackSpace)")));
  gtk_box_append (GTK_BOX (box), button_new ("zoom-fit-best-symbolic", fit_action, _("Show everything"),
                                             _("Show everything (0, or double click)")));
  gtk_widget_set_visible (box, FALSE);
  return box;
}
