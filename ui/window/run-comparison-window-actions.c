/* What the keys and the menu of the window that compares runs do. */
#include <glib/gi18n.h>

#include "ui/plot/view-card.h"
#include "ui/window/run-comparison-pages.h"
#include "ui/window/run-comparison-window-private.h"

typedef struct {
  const char *action, *title, *keys; /* no title: not in the menu */
} Action;

static const Action actions[] = {
  { "runs.export-figure", N_("Export Figure…"), "<Control>e" },
  { "runs.export-numbers", N_("Export Numbers…"), "<Control><Shift>e" },
  { "runs.reload", N_("Read Again"), "F5" },
  { "runs.next-page", NULL, "<Control>Page_Down" },
  { "runs.previous-page", NULL, "<Control>Page_Up" },
  { "window.close", NULL, "<Control>w" },
  { "window.close", NULL, "Escape" },
};

/* The card of the page in sight: the page itself, or the first in it. */
static IsoViewCard *
card_in (GtkWidget *widget)
{
  if (widget == NULL || ISO_IS_VIEW_CARD (widget))
    return widget != NULL ? ISO_VIEW_CARD (widget) : NULL;
  IsoViewCard *card = NULL;
  GtkWidget *child = gtk_widget_get_first_child (widget);
  for (; child != NULL && card == NULL; child = gtk_widget_get_next_sibling (child))
    card = card_in (child);
  return card;
}

void
iso_run_comparison_window_focus_page (IsoRunComparisonWindow *window)
{
  IsoViewCard *card = card_in (adw_view_stack_get_visible_child (window->views));
  if (card != NULL)
    iso_view_card_focus (card);
}

static void
choose_page (GtkWidget *widget, const char *action, GVariant *parameter)
{
  iso_run_comparison_window_show_page (ISO_RUN_COMPARISON_WINDOW (widget), g_variant_get_string (parameter, NULL));
  iso_run_comparison_window_focus_page (ISO_RUN_COMPARISON_WINDOW (widget));
}

static void
turn_page (GtkWidget *widget, const char *action, GVariant *parameter)
{
  IsoRunComparisonWindow *window = ISO_RUN_COMPARISON_WINDOW (widget);
  const char *present = iso_run_comparison_window_page (window);
  size_t count, at = 0;
  const IsoRunComparisonPage *pages = iso_run_comparison_pages (&count);
  count = MIN (count, ISO_RUN_COMPARISON_MOST_PAGES);
  while (at + 1 < count && !g_str_equal (pages[at].name, present))
    at++;
  at = g_str_equal (action, "runs.next-page") ? (at + 1) % count : (at + count - 1) % count;
  iso_choice_row_set_active (window->switcher, (int) at);
  iso_run_comparison_window_focus_page (window);
}

static void
export_page (GtkWidget *widget, const char *action, GVariant *parameter)
{
  IsoRunComparisonWindow *window = ISO_RUN_COMPARISON_WINDOW (widget);
  IsoViewCard *card = card_in (adw_view_stack_get_visible_child (window->views));
  if (g_str_equal (action, "runs.export-figure"))
    iso_card_export_figure (window->export, card);
  else
    iso_card_export_numbers (window->export, card);
}

static void
reload (GtkWidget *widget, const char *action, GVariant *parameter)
{
  iso_run_comparison_window_read (ISO_RUN_COMPARISON_WINDOW (widget), TRUE);
}

GtkWidget *
iso_run_comparison_window_menu_button_new (void)
{
  GtkWidget *button = gtk_menu_button_new ();
  g_autoptr (GMenu) menu = g_menu_new ();
  for (size_t i = 0; i < G_N_ELEMENTS (actions); i++)
    {
      if (actions[i].title == NULL)
        continue;
      g_autoptr (GMenuItem) item = g_menu_item_new (_(actions[i].title), actions[i].action);
      g_menu_item_set_attribute (item, "accel", "s", actions[i].keys);
      g_menu_append_item (menu, item);
    }
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "open-menu-symbolic");
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (button), G_MENU_MODEL (menu));
  gtk_menu_button_set_primary (GTK_MENU_BUTTON (button), TRUE);
  gtk_widget_set_tooltip_text (button, _("Menu (F10)"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Menu"), -1);
  return button;
}

void
iso_run_comparison_window_install_actions (GtkWidgetClass *class)
{
  gtk_widget_class_install_action (class, "runs.page", "s", choose_page);
  gtk_widget_class_install_action (class, "runs.next-page", NULL, turn_page);
  gtk_widget_class_install_action (class, "runs.previous-page", NULL, turn_page);
  gtk_widget_class_install_action (class, "runs.reload", NULL, reload);
  gtk_widget_class_install_action (class, "runs.export-figure", NULL, export_page);
  gtk_widget_class_install_action (class, "runs.export-numbers", NULL, export_page);
  for (size_t i = 0; i < G_N_ELEMENTS (actions); i++)
    {
      guint key;
      GdkModifierType modifiers;
      if (gtk_accelerator_parse (actions[i].keys, &key, &modifiers))
        gtk_widget_class_add_binding_action (class, key, modifiers, actions[i].action, NULL);
    }
  size_t count;
  const IsoRunComparisonPage *pages = iso_run_comparison_pages (&count);
  for (size_t i = 0; i < MIN (count, ISO_RUN_COMPARISON_MOST_PAGES); i++)
    gtk_widget_class_add_binding_action (class, GDK_KEY_1 + (guint) i, GDK_ALT_MASK, "runs.page", "s", pages[i].name);
}
