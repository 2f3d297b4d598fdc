#include "ui/panel/parameter-group.h"

#include <glib/gi18n.h>

#include "engine/train/parameters.h"
#include "ui/panel/value-grid.h"

/* Values named in the summary of a folded group. */
#define SUMMARY_VALUES 3

struct _IsoParameterGroup {
  GtkBox parent_instance;
  char *name;
  GtkWidget *heading, *title, *summary, *arrow, *revealer, *rows, *obstacle;
  GPtrArray *members; /* of IsoParameterRow, owned by the box */
};

G_DEFINE_FINAL_TYPE (IsoParameterGroup, iso_parameter_group, GTK_TYPE_BOX)

static void
heading_clicked (GtkButton *heading, IsoParameterGroup *group)
{
  iso_parameter_group_set_open (group, !iso_parameter_group_is_open (group));
}

static void
iso_parameter_group_init (IsoParameterGroup *group)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  group->members = g_ptr_array_new ();
  gtk_orientable_set_orientation (GTK_ORIENTABLE (group), GTK_ORIENTATION_VERTICAL);
  gtk_widget_add_css_class (GTK_WIDGET (group), "parameter-group");
  group->title = gtk_label_new (NULL);
  group->summary = gtk_label_new (NULL);
  gtk_label_set_ellipsize (GTK_LABEL (group->summary), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (GTK_LABEL (group->summary), 1.0f);
  gtk_widget_set_hexpand (group->summary, TRUE);
  gtk_widget_add_css_class (group->summary, "group-summary");
  gtk_widget_add_css_class (group->summary, "numeric");
  group->arrow = gtk_image_new_from_icon_name ("pan-end-symbolic");
  gtk_widget_add_css_class (group->arrow, "group-arrow");
  gtk_box_append (GTK_BOX (line), group->title);
  gtk_box_append (GTK_BOX (line), group->summary);
  gtk_box_append (GTK_BOX (line), group->arrow);

  group->heading = gtk_button_new ();
  gtk_button_set_child (GTK_BUTTON (group->heading), line);
  gtk_widget_add_css_class (group->heading, "flat");
  gtk_widget_add_css_class (group->heading, "group-heading");
  g_signal_connect (group->heading, "clicked", G_CALLBACK (heading_clicked), group);

  group->rows = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_add_css_class (group->rows, "card");
  gtk_widget_add_css_class (group->rows, "parameter-card");
  group->obstacle = gtk_label_new (NULL);
  gtk_label_set_wrap (GTK_LABEL (group->obstacle), TRUE);
  gtk_label_set_xalign (GTK_LABEL (group->obstacle), 0.0f);
  gtk_label_set_max_width_chars (GTK_LABEL (group->obstacle), 10);
  gtk_widget_add_css_class (group->obstacle, "group-obstacle");
  gtk_widget_set_visible (group->obstacle, FALSE);
  gtk_box_append (GTK_BOX (group->rows), group->obstacle);
  group->revealer = gtk_revealer_new ();
  gtk_revealer_set_child (GTK_REVEALER (group->revealer), group->rows);
  gtk_box_append (GTK_BOX (group), group->heading);
  gtk_box_append (GTK_BOX (group), group->revealer);
}

GtkWidget *
iso_parameter_group_new (const char *name, const char *title)
{
  IsoParameterGroup *group = g_object_new (ISO_TYPE_PARAMETER_GROUP, NULL);
  group->name = g_strdup (name);
  gtk_label_set_text (GTK_LABEL (group->title), title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (group), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (group->heading), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (group->heading), GTK_ACCESSIBLE_RELATION_CONTROLS, group->rows, NULL, -1);
  iso_parameter_group_set_open (group, TRUE);
  return GTK_WIDGET (group);
}

const char *
iso_parameter_group_name (IsoParameterGroup *group)
{
  return group->name;
}

void
iso_parameter_group_add (IsoParameterGroup *group, IsoParameterRow *row)
{
  g_ptr_array_add (group->members, row);
  gtk_box_append (GTK_BOX (group->rows), GTK_WIDGET (row));
}

/* "by sample" alone does not say what is done by sample; what is none goes without saying. */
static char *
summary_of_division (const IsoParameter *parameter, const char *title, const IsoSettings *settings)
{
  if (g_str_equal (parameter->key, "data.split"))
    return g_strdup_printf (_("split %s"), title);
  return settings->data.validation == ISO_VALIDATION_NONE ? NULL : g_strdup_printf (_("validation %s"), title);
}

/* "MLP", "512, 256", "D 64"; NULL: not worth a word. */
static char *
summary_of (const IsoParameter *parameter, const IsoSettings *settings)
{
  switch (parameter->type)
    {
    case ISO_PARAMETER_CHOICE:
      {
        const char *title = _(parameter->titles[(int) iso_settings_get_number (settings, parameter)]);
        if (g_str_equal (parameter->key, "data.split") || g_str_equal (parameter->key, "data.validation"))
          return summary_of_division (parameter, title, settings);
        return g_strdup (title);
      }
    case ISO_PARAMETER_TEXT:
      {
        const char *text = iso_settings_get_text (settings, parameter);
        return text[0] == '\0'             ? NULL
               : g_path_is_absolute (text) ? g_path_get_basename (text)
                                           : g_strdup (text);
      }
    case ISO_PARAMETER_REAL:
    case ISO_PARAMETER_INTEGER:
      {
        g_autofree char *value = iso_value_text (parameter, iso_settings_get_number (settings, parameter));
        return g_strdup_printf ("%s %s", parameter->symbol != NULL ? parameter->symbol : _(parameter->title), value);
      }
    case ISO_PARAMETER_SWITCH:
    default:
      return NULL;
    }
}

/* What is off unless it is switched on says nothing while it is off. */
static bool
is_off (const IsoParameter *parameter, const IsoSettings *settings)
{
  bool is_number = parameter->type == ISO_PARAMETER_REAL || parameter->type == ISO_PARAMETER_INTEGER;
  return is_number && parameter->initial == 0.0 && parameter->minimum == 0.0
         && iso_settings_get_number (settings, parameter) == 0.0;
}

static void
summarise (IsoParameterGroup *group, const IsoSettings *settings)
{
  g_autoptr (GString) text = g_string_new (NULL);
  guint named = 0, looked = 0, off = 0;
  for (guint i = 0; i < group->members->len && looked < SUMMARY_VALUES; i++)
    {
      const IsoParameter *parameter = iso_parameter_row_parameter (g_ptr_array_index (group->members, i));
      if (!iso_parameter_applies (parameter, settings) || parameter->type == ISO_PARAMETER_SWITCH)
        continue;
      off += is_off (parameter, settings);
      /* How something is done is not worth a word either while nothing of it is. */
      if (is_off (parameter, settings) || (parameter->type == ISO_PARAMETER_CHOICE && off > 0 && named == 0))
        continue;
      g_autofree char *value = summary_of (parameter, settings);
      looked++;
      if (value == NULL)
        continue;
      g_string_append_printf (text, "%s%s", named == 0 ? "" : " · ", value);
      named++;
    }
  gtk_label_set_text (GTK_LABEL (group->summary), named == 0 && off > 0 ? _("off") : text->str);
}

void
iso_parameter_group_update (IsoParameterGroup *group, const IsoSettings *settings, const IsoSettings *start)
{
  gboolean any = FALSE;
  for (guint i = 0; i < group->members->len; i++)
    {
      IsoParameterRow *row = g_ptr_array_index (group->members, i);
      iso_parameter_row_update (row, settings, start);
      any |= gtk_widget_get_visible (GTK_WIDGET (row));
    }
  summarise (group, settings);
  gtk_widget_set_visible (GTK_WIDGET (group), any);
}

void
iso_parameter_group_set_open (IsoParameterGroup *group, gboolean open)
{
  gtk_revealer_set_reveal_child (GTK_REVEALER (group->revealer), open);
  gtk_image_set_from_icon_name (GTK_IMAGE (group->arrow), open ? "pan-down-symbolic" : "pan-end-symbolic");
  gtk_widget_set_opacity (group->summary, open ? 0.0 : 1.0);
  gtk_accessible_update_state (GTK_ACCESSIBLE (group->heading), GTK_ACCESSIBLE_STATE_EXPANDED, open, -1);
}

gboolean
iso_parameter_group_is_open (IsoParameterGroup *group)
{
  return gtk_revealer_get_reveal_child (GTK_REVEALER (group->revealer));
}

void
iso_parameter_group_set_obstacle (IsoParameterGroup *group, const char *obstacle)
{
  gtk_label_set_text (GTK_LABEL (group->obstacle), obstacle != NULL ? obstacle : "");
  gtk_widget_set_visible (group->obstacle, obstacle != NULL);
  for (guint i = 0; i < group->members->len; i++)
    gtk_widget_set_sensitive (g_ptr_array_index (group->members, i), obstacle == NULL);
}

static void
iso_parameter_group_finalize (GObject *object)
{
  IsoParameterGroup *group = ISO_PARAMETER_GROUP (object);
  g_free (group->name);
  g_ptr_array_unref (group->members);
  G_OBJECT_CLASS (iso_parameter_group_parent_class)->finalize (object);
}

static void
iso_parameter_group_class_init (IsoParameterGroupClass *class)
{
  G_OBJECT_CLASS (class)->finalize = iso_parameter_group_finalize;
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (class), GTK_ACCESSIBLE_ROLE_GROUP);
}
