#include "ui/window/fork-change.h"

#include <glib/gi18n.h>

#include "engine/train/parameters.h"
#include "ui/panel/choice-list.h"
#include "ui/window/palette-assign.h"

#define SHORT_VALUE 10
#define LONG_VALUE 18

struct _IsoForkChange {
  AdwActionRow parent_instance;
  const IsoParameter *parameter;
  GtkWidget *editor; /* GtkEntry, GtkDropDown or GtkSwitch */
  char *value;
};

G_DEFINE_FINAL_TYPE (IsoForkChange, iso_fork_change, ADW_TYPE_ACTION_ROW)

enum { EDITED, DROPPED, SIGNAL_COUNT };
static guint signals[SIGNAL_COUNT];

static void
take_value (IsoForkChange *change, const char *value)
{
  if (g_strcmp0 (value, change->value) == 0)
    return;
  g_free (change->value);
  change->value = g_strdup (value);
  g_signal_emit (change, signals[EDITED], 0);
}

static void
typed (GtkEditable *entry, IsoForkChange *change)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (entry)));
  take_value (change, text);
}

static void
chosen (GtkDropDown *list, GParamSpec *property, IsoForkChange *change)
{
  guint index = gtk_drop_down_get_selected (list);
  if (index != GTK_INVALID_LIST_POSITION)
    take_value (change, change->parameter->choices[index]);
}

static void
switched (GtkSwitch *widget, GParamSpec *property, IsoForkChange *change)
{
  take_value (change, gtk_switch_get_active (widget) ? "on" : "off");
}

static GtkWidget *
list_new (IsoForkChange *change)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  for (guint i = 0; change->parameter->titles[i] != NULL; i++)
    g_ptr_array_add (names, (gpointer) _(change->parameter->titles[i]));
  g_ptr_array_add (names, NULL);
  GtkWidget *list = GTK_WIDGET (iso_choice_list_new ((const char *const *) names->pdata));
  g_signal_connect (list, "notify::selected", G_CALLBACK (chosen), change);
  return list;
}

static GtkWidget *
entry_new (IsoForkChange *change)
{
  GtkWidget *entry = gtk_entry_new ();
  gboolean is_text = change->parameter->type == ISO_PARAMETER_TEXT;
  gtk_editable_set_width_chars (GTK_EDITABLE (entry), is_text ? LONG_VALUE : SHORT_VALUE);
  gtk_editable_set_max_width_chars (GTK_EDITABLE (entry), is_text ? LONG_VALUE : SHORT_VALUE);
  gtk_editable_set_alignment (GTK_EDITABLE (entry), is_text ? 0.0f : 1.0f);
  gtk_entry_set_activates_default (GTK_ENTRY (entry), TRUE);
  gtk_widget_add_css_class (entry, "numeric");
  g_signal_connect (entry, "changed", G_CALLBACK (typed), change);
  return entry;
}

static void
drop_clicked (IsoForkChange *change)
{
  g_signal_emit (change, signals[DROPPED], 0);
}

static GtkWidget *
drop_new (IsoForkChange *change, const char *name)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("isotherm-undo-symbolic");
  g_autofree char *spoken = g_strdup_printf (_("Do not change %s"), name);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, _("Leave it as it is"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (drop_clicked), change);
  return button;
}

GtkWidget *
iso_fork_change_new (const IsoParameter *parameter, const IsoSettings *start)
{
  IsoForkChange *change = g_object_new (ISO_TYPE_FORK_CHANGE, NULL);
  g_autofree char *name = iso_palette_parameter_title (parameter), *was = iso_settings_format (start, parameter);
  change->parameter = parameter;
  change->editor = parameter->type == ISO_PARAMETER_CHOICE   ? list_new (change)
                   : parameter->type == ISO_PARAMETER_SWITCH ? gtk_switch_new ()
                                                             : entry_new (change);
  if (GTK_IS_SWITCH (change->editor))
    g_signal_connect (change->editor, "notify::active", G_CALLBACK (switched), change);
  gtk_widget_set_valign (change->editor, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (change->editor), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, _(parameter->help), -1);
  iso_fork_change_set_value (change, was);
  int choice = parameter->type == ISO_PARAMETER_CHOICE ? (int) iso_settings_get_number (start, parameter) : -1;
  g_autofree char *subtitle = g_strdup_printf (_("was %s"), choice >= 0 ? _(parameter->titles[choice]) : was);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (change), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (change), name);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (change), subtitle);
  gtk_widget_set_tooltip_text (GTK_WIDGET (change), _(parameter->help));
  adw_action_row_add_suffix (ADW_ACTION_ROW (change), change->editor);
  adw_action_row_add_suffix (ADW_ACTION_ROW (change), drop_new (change, name));
  return GTK_WIDGET (change);
}

const IsoParameter *
iso_fork_change_parameter (IsoForkChange *change)
{
  return change->parameter;
}

const char *
iso_fork_change_value (IsoForkChange *change)
{
  return change->value;
}

void
iso_fork_change_set_value (IsoForkChange *change, const char *value)
{
  if (GTK_IS_SWITCH (change->editor))
    gtk_switch_set_active (GTK_SWITCH (change->editor), g_str_equal (value, "on"));
  else if (GTK_IS_DROP_DOWN (change->editor))
    {
      for (guint i = 0; change->parameter->choices[i] != NULL; i++)
        if (g_str_equal (change->parameter->choices[i], value))
          gtk_drop_down_set_selected (GTK_DROP_DOWN (change->editor), i);
    }
  else
    gtk_editable_set_text (GTK_EDITABLE (change->editor), value);
  take_value (change, value);
}

void
iso_fork_change_mark (IsoForkChange *change, gboolean is_wrong)
{
  if (is_wrong)
    gtk_widget_add_css_class (change->editor, "error");
  else
    gtk_widget_remove_css_class (change->editor, "error");
}

void
iso_fork_change_focus (IsoForkChange *change)
{
  gtk_widget_grab_focus (change->editor);
  if (GTK_IS_EDITABLE (change->editor))
    gtk_editable_select_region (GTK_EDITABLE (change->editor), 0, -1);
}

static void
iso_fork_change_finalize (GObject *object)
{
  g_free (ISO_FORK_CHANGE (object)->value);
  G_OBJECT_CLASS (iso_fork_change_parent_class)->finalize (object);
}

static void
iso_fork_change_class_init (IsoForkChangeClass *class)
{
  GType type = G_TYPE_FROM_CLASS (class);
  G_OBJECT_CLASS (class)->finalize = iso_fork_change_finalize;
  signals[EDITED] = g_signal_new ("edited", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[DROPPED] = g_signal_new ("dropped", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
iso_fork_change_init (IsoForkChange *change)
{
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (change), FALSE);
  gtk_list_box_row_set_selectable (GTK_LIST_BOX_ROW (change), FALSE);
}
