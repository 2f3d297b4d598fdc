#include "ui/window/fork-changes.h"

#include <glib/gi18n.h>

#include "engine/train/parameters.h"
#include "ui/window/fork-change.h"

struct _IsoForkChanges {
  GtkBox parent_instance;
  IsoSettings start;
  GPtrArray *rows;        /* of IsoForkChange, the list's */
  GtkWidget *list, *none; /* none: what is said where there are none */
};

G_DEFINE_FINAL_TYPE (IsoForkChanges, iso_fork_changes, GTK_TYPE_BOX)

enum { EDITED, DROPPED, SIGNAL_COUNT };
static guint signals[SIGNAL_COUNT];

static void
tell (IsoForkChanges *changes)
{
  gtk_widget_set_visible (changes->none, changes->rows->len == 0);
  gtk_widget_set_visible (changes->list, changes->rows->len > 0);
  g_signal_emit (changes, signals[EDITED], 0);
}

static IsoForkChange *
find (IsoForkChanges *changes, const IsoParameter *parameter)
{
  for (guint i = 0; i < changes->rows->len; i++)
    if (iso_fork_change_parameter (g_ptr_array_index (changes->rows, i)) == parameter)
      return g_ptr_array_index (changes->rows, i);
  return NULL;
}

void
iso_fork_changes_drop (IsoForkChanges *changes, const IsoParameter *parameter)
{
  IsoForkChange *change = find (changes, parameter);
  if (change == NULL)
    return;
  g_ptr_array_remove (changes->rows, change);
  gtk_list_box_remove (GTK_LIST_BOX (changes->list), GTK_WIDGET (change));
  tell (changes);
  g_signal_emit (changes, signals[DROPPED], 0);
}

static void
taken_back (IsoForkChange *change, IsoForkChanges *changes)
{
  iso_fork_changes_drop (changes, iso_fork_change_parameter (change));
}

void
iso_fork_changes_add (IsoForkChanges *changes, const IsoParameter *parameter, const char *value)
{
  IsoForkChange *change = find (changes, parameter);
  if (change == NULL)
    {
      change = ISO_FORK_CHANGE (iso_fork_change_new (parameter, &changes->start));
      g_ptr_array_add (changes->rows, change);
      gtk_list_box_append (GTK_LIST_BOX (changes->list), GTK_WIDGET (change));
      g_signal_connect_swapped (change, "edited", G_CALLBACK (tell), changes);
      g_signal_connect (change, "dropped", G_CALLBACK (taken_back), changes);
    }
  if (value != NULL)
    iso_fork_change_set_value (change, value);
  tell (changes);
}

void
iso_fork_changes_focus (IsoForkChanges *changes, const IsoParameter *parameter)
{
  IsoForkChange *change = find (changes, parameter);
  if (change != NULL)
    iso_fork_change_focus (change);
}

void
iso_fork_changes_set_start (IsoForkChanges *changes, const IsoSettings *start)
{
  changes->start = *start;
}

char **
iso_fork_changes_assignments (IsoForkChanges *changes)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  for (guint i = 0; i < changes->rows->len; i++)
    {
      IsoForkChange *change = g_ptr_array_index (changes->rows, i);
      g_autofree char *text = g_strconcat (iso_fork_change_parameter (change)->key, "=", iso_fork_change_value (change), NULL);
      g_strv_builder_add (builder, text);
    }
  return g_strv_builder_end (builder);
}

GPtrArray *
iso_fork_changes_parameters (IsoForkChanges *changes)
{
  GPtrArray *parameters = g_ptr_array_new ();
  for (guint i = 0; i < changes->rows->len; i++)
    g_ptr_array_add (parameters, (gpointer) iso_fork_change_parameter (g_ptr_array_index (changes->rows, i)));
  return parameters;
}

/* A value may make sense only beside another change. */
void
iso_fork_changes_settings (IsoForkChanges *changes, IsoSettings *settings)
{
  *settings = changes->start;
  for (guint i = 0; i < changes->rows->len; i++)
    {
      IsoForkChange *change = g_ptr_array_index (changes->rows, i);
      const char *key = iso_fork_change_parameter (change)->key, *value = iso_fork_change_value (change);
      IsoSettings alone = changes->start;
      iso_fork_change_mark (change, !iso_settings_set (settings, key, value, NULL) && !iso_settings_set (&alone, key, value, NULL));
    }
}

static void
iso_fork_changes_finalize (GObject *object)
{
  g_ptr_array_unref (ISO_FORK_CHANGES (object)->rows);
  G_OBJECT_CLASS (iso_fork_changes_parent_class)->finalize (object);
}

static void
iso_fork_changes_class_init (IsoForkChangesClass *class)
{
  GType type = G_TYPE_FROM_CLASS (class);
  G_OBJECT_CLASS (class)->finalize = iso_fork_changes_finalize;
  signals[EDITED] = g_signal_new ("edited", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[DROPPED] = g_signal_new ("dropped", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
iso_fork_changes_init (IsoForkChanges *changes)
{
  changes->rows = g_ptr_array_new ();
  changes->none = gtk_label_new (_("Nothing is changed yet: such a fork repeats the run, to the last bit."));
  changes->list = gtk_list_box_new ();
  gtk_orientable_set_orientation (GTK_ORIENTABLE (changes), GTK_ORIENTATION_VERTICAL);
  gtk_label_set_wrap (GTK_LABEL (changes->none), TRUE);
  gtk_label_set_xalign (GTK_LABEL (changes->none), 0.0f);
  gtk_widget_add_css_class (changes->none, "dim-label");
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (changes->list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (changes->list, "boxed-list");
  gtk_widget_set_visible (changes->list, FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (changes->list), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Changes"), -1);
  gtk_box_append (GTK_BOX (changes), changes->none);
  gtk_box_append (GTK_BOX (changes), changes->list);
}

GtkWidget *
iso_fork_changes_new (void)
{
  return g_object_new (ISO_TYPE_FORK_CHANGES, NULL);
}
