#include "ui/panel/map-settings.h"

#include <glib/gi18n.h>
#include <string.h>

#include "engine/train/parameters.h"
#include "ui/panel/parameter-row.h"
#include "ui/plot/spoken.h"

#define WIDTH 280
#define MOST_HEIGHT 560

struct _IsoMapSettings {
  GtkWidget parent_instance;
  IsoSession *session;
  GtkWidget *button, *reset, *seed;
  GtkLabel *title;
  GPtrArray *rows; /* of IsoParameterRow, owned by their box */
};

G_DEFINE_FINAL_TYPE (IsoMapSettings, iso_map_settings, GTK_TYPE_WIDGET)

gboolean
iso_map_settings_shows (const IsoParameter *parameter)
{
  return g_str_has_prefix (parameter->key, "projection.");
}

static void
update (IsoMapSettings *self)
{
  const IsoSettings *settings = iso_session_settings (self->session);
  IsoSettings start;
  gboolean differs = FALSE;
  iso_settings_init (&start);
  start.projection.method = settings->projection.method;
  for (guint i = 0; i < self->rows->len; i++)
    {
      IsoParameterRow *row = g_ptr_array_index (self->rows, i);
      g_autofree char *is = iso_settings_format (settings, iso_parameter_row_parameter (row));
      g_autofree char *was = iso_settings_format (&start, iso_parameter_row_parameter (row));
      iso_parameter_row_update (row, settings, &start);
      differs |= gtk_widget_get_visible (GTK_WIDGET (row)) && strcmp (is, was) != 0;
    }
  const IsoParameter *method = iso_parameter_find ("projection.method", settings, NULL);
  g_autofree char *title = g_strdup_printf (_("How %s is made"), _(method->titles[settings->projection.method]));
  gtk_label_set_text (self->title, title);
  gtk_widget_set_sensitive (self->reset, differs);
  gtk_widget_set_visible (self->seed, iso_projection_method_has_steps (settings->projection.method));
}

static void
seed_clicked (GtkButton *button, IsoMapSettings *self)
{
  int seed = iso_session_settings (self->session)->projection.seed;
  g_autofree char *text = g_strdup_printf ("%d", seed == G_MAXINT ? 0 : seed + 1);
  iso_session_set (self->session, "projection.seed", text, NULL);
}

/* Those of the present method: the others' values are kept. */
static void
reset_clicked (GtkButton *button, IsoMapSettings *self)
{
  IsoSettings start;
  iso_settings_init (&start);
  for (guint i = 0; i < self->rows->len; i++)
    {
      IsoParameterRow *row = g_ptr_array_index (self->rows, i);
      const IsoParameter *parameter = iso_parameter_row_parameter (row);
      g_autofree char *text = iso_settings_format (&start, parameter);
      if (iso_parameter_applies (parameter, iso_session_settings (self->session)))
        iso_session_set (self->session, parameter->key, text, NULL);
    }
}

static GtkWidget *
rows_new (IsoMapSettings *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  size_t count;
  const IsoParameter *table = iso_parameters (&count);
  gtk_widget_add_css_class (box, "card");
  gtk_widget_add_css_class (box, "parameter-card");
  for (size_t i = 0; i < count; i++)
    {
      if (!iso_map_settings_shows (&table[i]) || g_str_equal (table[i].key, "projection.method"))
        continue;
      GtkWidget *row = iso_parameter_row_new (&table[i], self->session);
      g_ptr_array_add (self->rows, row);
      gtk_box_append (GTK_BOX (box), row);
    }
  return box;
}

static GtkWidget *
popover_new (IsoMapSettings *self)
{
  GtkWidget *popover = gtk_popover_new (), *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 10), *scrolled = gtk_scrolled_window_new ();
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8), *title = gtk_label_new (NULL);
  self->title = GTK_LABEL (title);
  gtk_label_set_xalign (self->title, 0.0f);
  gtk_widget_set_hexpand (title, TRUE);
  gtk_widget_add_css_class (title, "heading");
  self->seed = gtk_button_new_with_label (_("New seed"));
  self->reset = gtk_button_new_with_label (_("Reset"));
  gtk_widget_add_css_class (self->seed, "header-link");
  gtk_widget_add_css_class (self->reset, "header-link");
  gtk_widget_set_tooltip_text (self->seed, _("Lay the points out anew from another beginning (N)"));
  gtk_widget_set_tooltip_text (self->reset, _("Back to the values that all began with"));
  g_signal_connect (self->seed, "clicked", G_CALLBACK (seed_clicked), self);
  g_signal_connect (self->reset, "clicked", G_CALLBACK (reset_clicked), self);
  gtk_box_append (GTK_BOX (line), title);
  gtk_box_append (GTK_BOX (line), self->seed);
  gtk_box_append (GTK_BOX (line), self->reset);
  gtk_box_append (GTK_BOX (box), line);
  /* As tall as its rows where the window has room for them. */
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scrolled), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scrolled), MOST_HEIGHT);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), rows_new (self));
  iso_speak_scroller (scrolled, _("How the map is made"));
  gtk_box_append (GTK_BOX (box), scrolled);
  gtk_widget_set_size_request (box, WIDTH, -1);
  gtk_widget_add_css_class (box, "map-settings");
  gtk_popover_set_child (GTK_POPOVER (popover), box);
  gtk_widget_set_halign (popover, GTK_ALIGN_END);
  return popover;
}

GtkWidget *
iso_map_settings_new (IsoSession *session)
{
  IsoMapSettings *self = g_object_new (ISO_TYPE_MAP_SETTINGS, NULL);
  self->session = g_object_ref (session);
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (self->button), popover_new (self));
  g_signal_connect_object (session, "settings-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  return GTK_WIDGET (self);
}

void
iso_map_settings_open (IsoMapSettings *settings, const IsoParameter *parameter)
{
  gtk_menu_button_popup (GTK_MENU_BUTTON (settings->button));
  for (guint i = 0; i < settings->rows->len; i++)
    {
      IsoParameterRow *row = g_ptr_array_index (settings->rows, i);
      if ((parameter == NULL || iso_parameter_row_parameter (row) == parameter) && gtk_widget_get_visible (GTK_WIDGET (row)))
        {
          gtk_widget_child_focus (GTK_WIDGET (row), GTK_DIR_TAB_FORWARD);
          return;
        }
    }
}

static void
iso_map_settings_dispose (GObject *object)
{
  IsoMapSettings *self = ISO_MAP_SETTINGS (object);
  g_clear_pointer (&self->button, gtk_widget_unparent);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  G_OBJECT_CLASS (iso_map_settings_parent_class)->dispose (object);
}

static void
iso_map_settings_finalize (GObject *object)
{
  g_clear_object (&ISO_MAP_SETTINGS (object)->session);
  G_OBJECT_CLASS (iso_map_settings_parent_class)->finalize (object);
}

static void
iso_map_settings_class_init (IsoMapSettingsClass *class)
{
  G_OBJECT_CLASS (class)->dispose = iso_map_settings_dispose;
  G_OBJECT_CLASS (class)->finalize = iso_map_settings_finalize;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (class), GTK_TYPE_BIN_LAYOUT);
}

static void
iso_map_settings_init (IsoMapSettings *self)
{
  self->rows = g_ptr_array_new ();
  self->button = gtk_menu_button_new ();
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (self->button), "isotherm-sliders-symbolic");
  gtk_widget_add_css_class (self->button, "flat");
  gtk_widget_add_css_class (self->button, "card-menu");
  gtk_widget_set_valign (self->button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (self->button, _("How the map is made (Ctrl+Shift+M)"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL, _("How the map is made"), -1);
  gtk_widget_set_parent (self->button, GTK_WIDGET (self));
}
