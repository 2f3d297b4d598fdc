#include "ui/panel/sweep-add-button.h"

#include <glib/gi18n.h>
#include <string.h>

#include "engine/train/parameters.h"
#include "ui/panel/sweep-change-row.h"

#define LIST_WIDTH 340
#define LIST_HEIGHT 320

struct _IsoSweepAddButton {
  GtkWidget parent_instance;
  GtkWidget *button, *popover, *search, *list, *empty;
};

G_DEFINE_FINAL_TYPE (IsoSweepAddButton, iso_sweep_add_button, GTK_TYPE_WIDGET)

enum { CHOSEN, SIGNAL_COUNT };
static guint signals[SIGNAL_COUNT];

static const char *
key_of (gpointer row)
{
  return g_object_get_data (G_OBJECT (row), "key");
}

/* All words that are typed are to be found, in title, key or symbol. */
static gboolean
is_shown (GtkListBoxRow *row, gpointer data)
{
  IsoSweepAddButton *button = data;
  g_autofree char *typed = g_utf8_casefold (gtk_editable_get_text (GTK_EDITABLE (button->search)), -1);
  g_auto (GStrv) words = g_strsplit (typed, " ", -1);
  const char *text = g_object_get_data (G_OBJECT (row), "text");
  for (size_t i = 0; words[i] != NULL; i++)
    if (words[i][0] != '\0' && strstr (text, words[i]) == NULL)
      return FALSE;
  return TRUE;
}

static void
search_changed (IsoSweepAddButton *button)
{
  gtk_list_box_invalidate_filter (GTK_LIST_BOX (button->list));
}

static void
row_activated (GtkListBox *list, GtkListBoxRow *row, IsoSweepAddButton *button)
{
  g_autofree char *key = g_strdup (key_of (row));
  gtk_popover_popdown (GTK_POPOVER (button->popover));
  g_signal_emit (button, signals[CHOSEN], 0, key);
}

/* Enter takes the first in sight; Down goes into the list. */
static void
search_activated (IsoSweepAddButton *button)
{
  for (GtkWidget *row = gtk_widget_get_first_child (button->list); row != NULL; row = gtk_widget_get_next_sibling (row))
    if (GTK_IS_LIST_BOX_ROW (row) && gtk_widget_get_child_visible (row))
      {
        row_activated (GTK_LIST_BOX (button->list), GTK_LIST_BOX_ROW (row), button);
        return;
      }
}

static void
add_row (IsoSweepAddButton *button, const IsoParameter *parameter, bool applies)
{
  GtkWidget *row = gtk_list_box_row_new (), *line = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  g_autofree char *title = iso_sweep_parameter_title (parameter);
  const char *format = applies ? "%s" : _("%s · plays no part under these settings");
  g_autofree char *below = g_strdup_printf (format, parameter->key);
  GtkWidget *name = gtk_label_new (title), *key = gtk_label_new (below);
  g_autofree char *whole = g_strdup_printf ("%s %s", title, parameter->key);
  gtk_label_set_xalign (GTK_LABEL (name), 0.0f);
  gtk_label_set_xalign (GTK_LABEL (key), 0.0f);
  gtk_widget_add_css_class (key, "caption");
  gtk_widget_add_css_class (key, "dim-label");
  gtk_box_append (GTK_BOX (line), name);
  gtk_box_append (GTK_BOX (line), key);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), line);
  g_object_set_data (G_OBJECT (row), "key", (gpointer) parameter->key);
  g_object_set_data_full (G_OBJECT (row), "text", g_utf8_casefold (whole, -1), g_free);
  gtk_widget_set_tooltip_text (row, parameter->help != NULL ? _(parameter->help) : NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, whole, -1);
  gtk_list_box_append (GTK_LIST_BOX (button->list), row);
}

static bool
is_there (const IsoSweepDraft *draft, const char *key)
{
  for (guint i = 0; i < draft->changes->len; i++)
    if (strcmp (((const IsoSweepChange *) draft->changes->pdata[i])->key, key) == 0)
      return true;
  return false;
}

void
iso_sweep_add_button_fill (IsoSweepAddButton *button, const IsoSweepDraft *draft)
{
  g_return_if_fail (ISO_IS_SWEEP_ADD_BUTTON (button));
  size_t count;
  const IsoParameter *table = iso_parameters (&count);
  GtkListBoxRow *row;
  while ((row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (button->list), 0)) != NULL)
    gtk_list_box_remove (GTK_LIST_BOX (button->list), GTK_WIDGET (row));
  for (int applies = 1; applies >= 0; applies--)
    {
      g_autoptr (GHashTable) known = g_hash_table_new (g_str_hash, g_str_equal);
      for (size_t i = 0; i < count; i++)
        {
          const IsoParameter *meant = iso_sweep_parameter (table[i].key, &draft->base);
          bool plays = iso_parameter_find (table[i].key, &draft->base, NULL) != NULL && iso_parameter_applies (meant, &draft->base);
          if (iso_sweep_offers (&table[i]) && !is_there (draft, table[i].key) && g_hash_table_add (known, (gpointer) table[i].key)
              && plays == (applies == 1))
            add_row (button, meant, plays);
        }
    }
}

guint
iso_sweep_add_button_search (IsoSweepAddButton *button, const char *text)
{
  g_return_val_if_fail (ISO_IS_SWEEP_ADD_BUTTON (button), 0);
  guint count = 0;
  gtk_editable_set_text (GTK_EDITABLE (button->search), text);
  search_changed (button);
  for (GtkWidget *row = gtk_widget_get_first_child (button->list); row != NULL; row = gtk_widget_get_next_sibling (row))
    count += GTK_IS_LIST_BOX_ROW (row) && is_shown (GTK_LIST_BOX_ROW (row), button);
  return count;
}

static void
shown (GtkWidget *popover, IsoSweepAddButton *button)
{
  gtk_editable_set_text (GTK_EDITABLE (button->search), "");
  search_changed (button);
  gtk_widget_grab_focus (button->search);
}

static gboolean
iso_sweep_add_button_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (ISO_SWEEP_ADD_BUTTON (widget)->button);
}

static void
iso_sweep_add_button_dispose (GObject *object)
{
  g_clear_pointer (&ISO_SWEEP_ADD_BUTTON (object)->button, gtk_widget_unparent);
  G_OBJECT_CLASS (iso_sweep_add_button_parent_class)->dispose (object);
}

static void
iso_sweep_add_button_class_init (IsoSweepAddButtonClass *class)
{
  G_OBJECT_CLASS (class)->dispose = iso_sweep_add_button_dispose;
  GTK_WIDGET_CLASS (class)->grab_focus = iso_sweep_add_button_grab_focus;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (class), GTK_TYPE_BIN_LAYOUT);
  signals[CHOSEN] = g_signal_new ("chosen", ISO_TYPE_SWEEP_ADD_BUTTON, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                  G_TYPE_STRING);
}

static void
iso_sweep_add_button_init (IsoSweepAddButton *button)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6), *scroller = gtk_scrolled_window_new ();
  button->search = gtk_search_entry_new ();
  button->list = gtk_list_box_new ();
  button->empty = gtk_label_new (_("No parameter of that name."));
  gtk_widget_add_css_class (button->empty, "dim-label");
  gtk_widget_set_margin_top (button->empty, 12);
  gtk_widget_set_margin_bottom (button->empty, 12);
  gtk_widget_add_css_class (button->list, "sweep-parameters");
  gtk_list_box_set_placeholder (GTK_LIST_BOX (button->list), button->empty);
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (button->list), GTK_SELECTION_NONE);
  gtk_list_box_set_filter_func (GTK_LIST_BOX (button->list), is_shown, button, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button->list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Parameters that a sweep may change"), -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button->search), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Find a parameter"), -1);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), button->list);
  gtk_widget_set_size_request (scroller, LIST_WIDTH, LIST_HEIGHT);
  gtk_box_append (GTK_BOX (box), button->search);
  gtk_box_append (GTK_BOX (box), scroller);
  button->popover = gtk_popover_new ();
  gtk_popover_set_child (GTK_POPOVER (button->popover), box);
  button->button = gtk_menu_button_new ();
  gtk_menu_button_set_label (GTK_MENU_BUTTON (button->button), _("Add Parameter"));
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (button->button), button->popover);
  gtk_widget_set_parent (button->button, GTK_WIDGET (button));
  g_signal_connect (button->popover, "show", G_CALLBACK (shown), button);
  g_signal_connect_swapped (button->search, "search-changed", G_CALLBACK (search_changed), button);
  g_signal_connect_swapped (button->search, "activate", G_CALLBACK (search_activated), button);
  g_signal_connect (button->list, "row-activated", G_CALLBACK (row_activated), button);
}

GtkWidget *
iso_sweep_add_button_new (void)
{
  return g_object_new (ISO_TYPE_SWEEP_ADD_BUTTON, NULL);
}
