#include "ui/panel/method-window.h"

#include <glib/gi18n.h>
#include <string.h>

#include "engine/train/parameters.h"

#define WIDTH 960
#define HEIGHT 780
#define LIST_WIDTH 216
#define PAGE_WIDTH 660

struct _IsoMethodWindow {
  AdwWindow parent_instance;
  IsoSession *session;
  GtkListBox *list;
  GtkScrolledWindow *room;
  GArray *pages; /* of IsoMethodPage, in the order of the list */
  GtkWidget *page;
  IsoMethodPage shown;
};

G_DEFINE_FINAL_TYPE (IsoMethodWindow, iso_method_window, ADW_TYPE_WINDOW)

static const char *
topic_title (const char *key)
{
  return strcmp (key, "loss.name") == 0 ? _("Losses") : strcmp (key, "miner.name") == 0 ? _("Miners") : _("Samplers");
}

static const IsoMethodPage *
page_at (IsoMethodWindow *window, int index)
{
  return &g_array_index (window->pages, IsoMethodPage, (guint) index);
}

static void
row_selected (GtkListBox *list, GtkListBoxRow *row, IsoMethodWindow *window)
{
  if (row == NULL)
    return;
  const IsoMethodPage *page = page_at (window, gtk_list_box_row_get_index (row));
  if (window->page != NULL && window->shown.index == page->index && strcmp (window->shown.key, page->key) == 0)
    return;
  GtkWidget *clamp = adw_clamp_new ();
  window->shown = *page;
  window->page = iso_method_page_view_new (window->session, page);
  adw_clamp_set_maximum_size (ADW_CLAMP (clamp), PAGE_WIDTH);
  adw_clamp_set_tightening_threshold (ADW_CLAMP (clamp), PAGE_WIDTH);
  adw_clamp_set_child (ADW_CLAMP (clamp), window->page);
  gtk_scrolled_window_set_child (window->room, clamp);
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (window->room), 0.0);
}

/* The heading of a topic stands above its first row. */
static void
head_row (GtkListBoxRow *row, GtkListBoxRow *before, gpointer data)
{
  IsoMethodWindow *window = data;
  const IsoMethodPage *page = page_at (window, gtk_list_box_row_get_index (row));
  if (before != NULL && strcmp (page_at (window, gtk_list_box_row_get_index (before))->key, page->key) == 0)
    {
      gtk_list_box_row_set_header (row, NULL);
      return;
    }
  GtkWidget *heading = gtk_label_new (topic_title (page->key));
  gtk_label_set_xalign (GTK_LABEL (heading), 0.0f);
  gtk_widget_add_css_class (heading, "heading");
  gtk_widget_add_css_class (heading, "page-topic");
  gtk_list_box_row_set_header (row, heading);
}

/* A mark at what is in use. */
static void
update_marks (IsoMethodWindow *window)
{
  const IsoSettings *settings = iso_session_settings (window->session);
  for (guint i = 0; i < window->pages->len; i++)
    {
      const IsoMethodPage *page = page_at (window, (int) i);
      const IsoParameter *parameter = iso_parameter_find (page->key, settings, NULL);
      GtkListBoxRow *row = gtk_list_box_get_row_at_index (window->list, (int) i);
      GtkWidget *mark = gtk_widget_get_last_child (gtk_list_box_row_get_child (row));
      gboolean in_use = iso_parameter_applies (parameter, settings)
                        && (int) iso_settings_get_number (settings, parameter) == page->index;
      g_autofree char *spoken = in_use ? g_strdup_printf (_("%s, in use"), _(page->title)) : g_strdup (_(page->title));
      gtk_widget_set_visible (mark, in_use);
      gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
    }
}

static void
add_rows (IsoMethodWindow *window)
{
  const char *const *topics = iso_method_topics ();
  for (int topic = 0; topics[topic] != NULL; topic++)
    {
      IsoMethodPage page;
      for (int index = 0; iso_method_page (&page, topics[topic], index); index++)
        {
          GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6), *name = gtk_label_new (_(page.title));
          GtkWidget *mark = gtk_image_new_from_icon_name ("object-select-symbolic");
          gtk_label_set_xalign (GTK_LABEL (name), 0.0f);
          gtk_label_set_ellipsize (GTK_LABEL (name), PANGO_ELLIPSIZE_END);
          gtk_widget_set_hexpand (name, TRUE);
          gtk_widget_set_tooltip_text (mark, _("in use"));
          gtk_box_append (GTK_BOX (line), name);
          gtk_box_append (GTK_BOX (line), mark);
          g_array_append_val (window->pages, page);
          gtk_list_box_append (window->list, line);
        }
    }
  gtk_list_box_set_header_func (window->list, head_row, window, NULL);
}

static GtkWidget *
scrolled_new (const char *name)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_widget_set_vexpand (scrolled, TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (scrolled), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  return scrolled;
}

static void
build (IsoMethodWindow *window)
{
  GtkWidget *whole = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), *sides = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *header = adw_header_bar_new (), *list_room = scrolled_new (_("All pages"));
  window->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (window->list, GTK_SELECTION_BROWSE);
  gtk_widget_add_css_class (GTK_WIDGET (window->list), "navigation-sidebar");
  gtk_accessible_update_property (GTK_ACCESSIBLE (window->list), GTK_ACCESSIBLE_PROPERTY_LABEL, _("All pages"), -1);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (list_room), GTK_WIDGET (window->list));
  gtk_widget_set_size_request (list_room, LIST_WIDTH, -1);
  window->room = GTK_SCROLLED_WINDOW (scrolled_new (_("Page")));
  gtk_widget_set_hexpand (GTK_WIDGET (window->room), TRUE);
  gtk_box_append (GTK_BOX (sides), list_room);
  gtk_box_append (GTK_BOX (sides), gtk_separator_new (GTK_ORIENTATION_VERTICAL));
  gtk_box_append (GTK_BOX (sides), GTK_WIDGET (window->room));
  gtk_box_append (GTK_BOX (whole), header);
  gtk_box_append (GTK_BOX (whole), sides);
  adw_window_set_content (ADW_WINDOW (window), whole);
}

IsoMethodWindow *
iso_method_window_new (GtkWindow *parent, IsoSession *session)
{
  IsoMethodWindow *window = g_object_new (ISO_TYPE_METHOD_WINDOW, "transient-for", parent, "title",
                                          _("Losses, miners and samplers"), "default-width", WIDTH, "default-height", HEIGHT,
                                          "destroy-with-parent", TRUE, NULL);
  window->session = g_object_ref (session);
  build (window);
  add_rows (window);
  g_signal_connect (window->list, "row-selected", G_CALLBACK (row_selected), window);
  g_signal_connect_object (session, "settings-changed", G_CALLBACK (update_marks), window, G_CONNECT_SWAPPED);
  update_marks (window);
  return window;
}

void
iso_method_window_show_page (IsoMethodWindow *window, const char *key, int index)
{
  const IsoSettings *settings = iso_session_settings (window->session);
  const IsoParameter *parameter = iso_parameter_find (key, settings, NULL);
  if (parameter != NULL && index < 0)
    index = (int) iso_settings_get_number (settings, parameter);
  for (guint i = 0; i < window->pages->len; i++)
    if (page_at (window, (int) i)->index == index && strcmp (page_at (window, (int) i)->key, key) == 0)
      {
        GtkListBoxRow *row = gtk_list_box_get_row_at_index (window->list, (int) i);
        gtk_list_box_select_row (window->list, row);
        gtk_widget_grab_focus (GTK_WIDGET (row));
      }
}

IsoMethodPageView *
iso_method_window_page (IsoMethodWindow *window)
{
  return window->page == NULL ? NULL : ISO_METHOD_PAGE_VIEW (window->page);
}

const IsoMethodPage *
iso_method_window_shown (IsoMethodWindow *window)
{
  return &window->shown;
}

static void
iso_method_window_finalize (GObject *object)
{
  IsoMethodWindow *window = ISO_METHOD_WINDOW (object);
  g_array_unref (window->pages);
  g_clear_object (&window->session);
  G_OBJECT_CLASS (iso_method_window_parent_class)->finalize (object);
}

static void
iso_method_window_class_init (IsoMethodWindowClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  G_OBJECT_CLASS (class)->finalize = iso_method_window_finalize;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_DIALOG);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_w, GDK_CONTROL_MASK, "window.close", NULL);
}

static void
iso_method_window_init (IsoMethodWindow *window)
{
  window->pages = g_array_new (FALSE, FALSE, sizeof (IsoMethodPage));
}
