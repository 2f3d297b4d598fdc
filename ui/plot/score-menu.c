#include "ui/plot/score-menu.h"

#include <glib/gi18n-lib.h>

typedef struct {
  const char *action;
  IsoScoreMenuKeys keys;
  gpointer data;
} ScoreMenu;

static void
fill (GtkMenuButton *button, gpointer data)
{
  ScoreMenu *menu = data;
  IsoScoreKey keys[ISO_SCORES_MAX];
  size_t count = menu->keys (keys, menu->data);
  g_autoptr (GMenu) whole = g_menu_new (), scores = g_menu_new (), more = g_menu_new ();
  for (size_t i = 0; i < count; i++)
    {
      g_autoptr (GMenuItem) item = g_menu_item_new (iso_score_key_name (keys[i]), NULL);
      g_menu_item_set_action_and_target (item, menu->action, "s", iso_score_key_name (keys[i]));
      g_menu_append_item (scores, item);
    }
  g_menu_append (more, _("Metrics…"), "win.metrics");
  g_menu_append_section (whole, NULL, G_MENU_MODEL (scores));
  g_menu_append_section (whole, NULL, G_MENU_MODEL (more));
  gtk_menu_button_set_menu_model (button, G_MENU_MODEL (whole));
}

GtkWidget *
iso_score_menu_new (const char *label, const char *action, IsoScoreMenuKeys keys, gpointer data)
{
  GtkWidget *button = gtk_menu_button_new ();
  ScoreMenu *menu = g_new (ScoreMenu, 1);
  *menu = (ScoreMenu) { g_intern_string (action), keys, data };
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "score-menu");
  gtk_widget_set_tooltip_text (button, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  /* What can be chosen is asked for when it is looked at. */
  gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (button), fill, menu, g_free);
  return button;
}
