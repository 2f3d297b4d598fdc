#include "ui/window/run-comparison-export.h"

#include <glib/gi18n.h>

#include "ui/window/card-export.h"
#include "ui/window/run-comparison-window.h"

static IsoViewCard *
find_card (GtkWidget *widget)
{
  if (ISO_IS_VIEW_CARD (widget))
    return ISO_VIEW_CARD (widget);
  IsoViewCard *found = NULL;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL; child = gtk_widget_get_next_sibling (child))
    found = find_card (child);
  return found;
}

static void
export_wanted (GtkWidget *widget, const char *action, GVariant *parameter)
{
  IsoRunComparisonWindow *window = ISO_RUN_COMPARISON_WINDOW (widget);
  const char *page = iso_run_comparison_window_page (window);
  GtkWidget *shown = page != NULL ? iso_run_comparison_window_page_widget (window, page) : NULL;
  IsoViewCard *card = shown != NULL ? find_card (shown) : NULL;
  GtkWidget *toasts = shown != NULL ? gtk_widget_get_ancestor (shown, ADW_TYPE_TOAST_OVERLAY) : NULL;
  if (card != NULL && iso_view_card_can_export (card))
    {
      if (g_str_equal (action, "runs.export-figure"))
        iso_card_export_figure (card);
      else
        iso_card_export_numbers (card);
    }
  else if (toasts != NULL)
    adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (toasts), adw_toast_new (_("This page shows nothing that could be exported.")));
}

void
iso_run_comparison_export_install (GtkWidgetClass *class)
{
  gtk_widget_class_install_action (class, "runs.export-figure", NULL, export_wanted);
  gtk_widget_class_install_action (class, "runs.export-numbers", NULL, export_wanted);
  gtk_widget_class_add_binding_action (class, GDK_KEY_e, GDK_CONTROL_MASK, "runs.export-figure", NULL);
  gtk_widget_class_add_binding_action (class, GDK_KEY_e, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "runs.export-numbers", NULL);
}

GtkWidget *
iso_run_comparison_export_button_new (void)
{
  GtkWidget *button = gtk_menu_button_new ();
  g_autoptr (GMenu) menu = g_menu_new ();
  g_menu_append (menu, _("Export Figure…"), "runs.export-figure");
  g_menu_append (menu, _("Export Numbers…"), "runs.export-numbers");
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "view-more-symbolic");
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (button), G_MENU_MODEL (menu));
  gtk_widget_set_tooltip_text (button, _("Export what this page shows (Ctrl+E)"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Export what this page shows"), -1);
  return button;
}
