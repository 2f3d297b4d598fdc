#include "ui/panel/choice-list.h"

#include <glib/gi18n.h>

/* How wide a reason is, and how many lines of it are shown; the tooltip has all of it. */
#define REASON_CHARS 34
#define REASON_LINES 2

static GQuark
reason_quark (void)
{
  return g_quark_from_static_string ("isotherm-choice-reason");
}

const char *
iso_choice_list_reason (GtkDropDown *list, guint index)
{
  g_autoptr (GObject) item = g_list_model_get_item (gtk_drop_down_get_model (list), index);
  return item == NULL ? NULL : g_object_get_qdata (item, reason_quark ());
}

/* Name and reason above each other, the mark of the chosen one at the right: as in GTK's own lists. */
static void
setup_item (GtkSignalListItemFactory *factory, GtkListItem *item, GtkDropDown *list)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10), *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 1);
  GtkWidget *name = gtk_label_new (NULL), *reason = gtk_label_new (NULL);
  GtkWidget *mark = gtk_image_new_from_icon_name ("object-select-symbolic");
  gtk_label_set_xalign (GTK_LABEL (name), 0.0f);
  gtk_label_set_xalign (GTK_LABEL (reason), 0.0f);
  gtk_label_set_wrap (GTK_LABEL (reason), TRUE);
  gtk_label_set_width_chars (GTK_LABEL (reason), REASON_CHARS);
  gtk_label_set_max_width_chars (GTK_LABEL (reason), REASON_CHARS);
  gtk_label_set_lines (GTK_LABEL (reason), REASON_LINES);
  gtk_label_set_ellipsize (GTK_LABEL (reason), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (reason, "choice-reason");
  gtk_widget_set_hexpand (words, TRUE);
  gtk_box_append (GTK_BOX (words), name);
  gtk_box_append (GTK_BOX (words), reason);
  gtk_box_append (GTK_BOX (line), words);
  gtk_box_append (GTK_BOX (line), mark);
  gtk_list_item_set_child (item, line);
}

static void
update_mark (GtkDropDown *list, GParamSpec *property, GtkListItem *item)
{
  GtkWidget *mark = gtk_widget_get_last_child (gtk_list_item_get_child (item));
  gtk_widget_set_opacity (mark, gtk_drop_down_get_selected_item (list) == gtk_list_item_get_item (item) ? 1.0 : 0.0);
}

static void
bind_item (GtkSignalListItemFactory *factory, GtkListItem *item, GtkDropDown *list)
{
  GtkWidget *line = gtk_list_item_get_child (item), *words = gtk_widget_get_first_child (line);
  GtkWidget *name = gtk_widget_get_first_child (words), *reason = gtk_widget_get_last_child (words);
  gpointer object = gtk_list_item_get_item (item);
  const char *text = gtk_string_object_get_string (object), *why = g_object_get_qdata (object, reason_quark ());
  g_autofree char *spoken = why == NULL ? g_strdup (text) : g_strdup_printf (_("%s, cannot be chosen: %s"), text, why);

  gtk_label_set_text (GTK_LABEL (name), text);
  gtk_widget_set_sensitive (name, why == NULL);
  gtk_label_set_text (GTK_LABEL (reason), why == NULL ? "" : why);
  gtk_widget_set_visible (reason, why != NULL);
  gtk_widget_set_tooltip_text (line, why);
  gtk_list_item_set_activatable (item, why == NULL);
  gtk_list_item_set_selectable (item, why == NULL);
  /* The row that takes the focus is made by the list, around the line. */
  GtkWidget *row = gtk_widget_get_parent (line);
  if (row != NULL)
    {
      gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
      gtk_accessible_update_state (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_STATE_DISABLED, why != NULL, -1);
    }
  g_signal_connect_object (list, "notify::selected-item", G_CALLBACK (update_mark), item, 0);
  update_mark (list, NULL, item);
}

static void
unbind_item (GtkSignalListItemFactory *factory, GtkListItem *item, GtkDropDown *list)
{
  g_signal_handlers_disconnect_by_func (list, G_CALLBACK (update_mark), item);
}

/* Anew after each change of reasons, so that every row is bound again. */
static void
renew_factory (GtkDropDown *list)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();
  g_signal_connect (factory, "setup", G_CALLBACK (setup_item), list);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_item), list);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind_item), list);
  gtk_drop_down_set_list_factory (list, factory);
}

GtkDropDown *
iso_choice_list_new (const char *const *names)
{
  GtkDropDown *list = GTK_DROP_DOWN (gtk_drop_down_new_from_strings (names));
  renew_factory (list);
  return list;
}

void
iso_choice_list_set_reasons (GtkDropDown *list, const char *const *reasons)
{
  GListModel *names = gtk_drop_down_get_model (list);
  gboolean differs = FALSE;
  for (guint i = 0; i < g_list_model_get_n_items (names); i++)
    {
      g_autoptr (GObject) item = g_list_model_get_item (names, i);
      const char *reason = i == gtk_drop_down_get_selected (list) ? NULL : reasons[i];
      if (g_strcmp0 (reason, g_object_get_qdata (item, reason_quark ())) == 0)
        continue;
      g_object_set_qdata_full (item, reason_quark (), g_strdup (reason), g_free);
      differs = TRUE;
    }
  if (differs)
    renew_factory (list);
}
