/* A file: its path, which can be typed, and buttons that choose another or none. A file may be dropped on the row. */
#include <glib/gi18n.h>

#include "engine/train/parameters.h"
#include "ui/panel/parameter-row-private.h"
#include "ui/panel/value-entry.h"

G_DECLARE_FINAL_TYPE (IsoFileRow, iso_file_row, ISO, FILE_ROW, IsoParameterRow)

struct _IsoFileRow {
  IsoParameterRow parent_instance;
  GtkWidget *entry, *clear;
  GtkFileChooserNative *chooser; /* while it is open */
};

G_DEFINE_FINAL_TYPE (IsoFileRow, iso_file_row, ISO_TYPE_PARAMETER_ROW)

static gboolean
path_typed (GtkWidget *entry, const char *text, gpointer data)
{
  return iso_parameter_row_request (ISO_PARAMETER_ROW (data), text);
}

static gboolean
take_file (IsoFileRow *self, GFile *file)
{
  g_autofree char *path = file == NULL ? NULL : g_file_get_path (file);
  if (path == NULL)
    iso_parameter_row_refuse (ISO_PARAMETER_ROW (self), _("Only files on this machine can be opened."));
  return path != NULL && iso_parameter_row_request (ISO_PARAMETER_ROW (self), path);
}

static void
chooser_response (GtkNativeDialog *dialog, int response, IsoFileRow *self)
{
  if (response == GTK_RESPONSE_ACCEPT)
    {
      g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
      take_file (self, file);
    }
  g_clear_object (&self->chooser);
}

/* It opens where the present file lies. */
static void
choose (GtkButton *button, IsoFileRow *self)
{
  const char *present = iso_settings_get_text (iso_session_settings (iso_parameter_row_session (ISO_PARAMETER_ROW (self))),
                                               iso_parameter_row_parameter (ISO_PARAMETER_ROW (self)));
  g_autoptr (GtkFileFilter) weights = gtk_file_filter_new (), all = gtk_file_filter_new ();
  g_autoptr (GFile) file = g_file_new_for_path (present);
  if (self->chooser != NULL)
    return;
  self->chooser = gtk_file_chooser_native_new (_("Choose a File of Weights"), GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                                               GTK_FILE_CHOOSER_ACTION_OPEN, _("_Choose"), _("_Cancel"));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  gtk_file_filter_set_name (weights, _("Weights (.safetensors)"));
  gtk_file_filter_add_suffix (weights, "safetensors");
  gtk_file_filter_set_name (all, _("All files"));
  gtk_file_filter_add_pattern (all, "*");
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (self->chooser), weights);
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (self->chooser), all);
  if (present[0] != '\0')
    gtk_file_chooser_set_file (GTK_FILE_CHOOSER (self->chooser), file, NULL);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (chooser_response), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
clear (GtkButton *button, IsoFileRow *self)
{
  /* The button vanishes with the path: whoever works by keyboard goes on beside it. */
  if (iso_parameter_row_request (ISO_PARAMETER_ROW (self), ""))
    gtk_widget_grab_focus (self->entry);
}

static gboolean
dropped (GtkDropTarget *target, const GValue *value, double x, double y, IsoFileRow *self)
{
  return take_file (self, g_value_get_object (value));
}

static GtkWidget *
add_button (IsoFileRow *self, const char *icon, const char *name, GCallback clicked)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "row-button");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, name);
  iso_parameter_row_place (ISO_PARAMETER_ROW (self), ISO_ROW_VALUE, button);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_signal_connect (button, "clicked", clicked, self);
  return button;
}

static void
iso_file_row_build (IsoParameterRow *row)
{
  IsoFileRow *self = ISO_FILE_ROW (row);
  GtkDropTarget *target = gtk_drop_target_new (G_TYPE_FILE, GDK_ACTION_COPY);
  g_autofree char *choose_name = g_strdup_printf (_("Choose a file: %s"), iso_parameter_row_name (row));
  g_autofree char *clear_name = g_strdup_printf (_("No file: %s"), iso_parameter_row_name (row));
  self->entry = iso_value_entry_new (path_typed, row);
  gtk_editable_set_alignment (GTK_EDITABLE (self->entry), 0.0f);
  gtk_entry_set_placeholder_text (GTK_ENTRY (self->entry), _("none"));
  gtk_widget_add_css_class (self->entry, "path-entry");
  gtk_widget_set_hexpand (self->entry, TRUE);
  iso_parameter_row_place (row, ISO_ROW_BELOW, self->entry);
  self->clear = add_button (self, "edit-clear-symbolic", clear_name, G_CALLBACK (clear));
  add_button (self, "document-open-symbolic", choose_name, G_CALLBACK (choose));
  g_signal_connect (target, "drop", G_CALLBACK (dropped), self);
  /* Before the entry takes the file's address for text. */
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (target), GTK_PHASE_CAPTURE);
  gtk_widget_add_controller (GTK_WIDGET (row), GTK_EVENT_CONTROLLER (target));
}

/* The end of a path, its name, is what tells files apart. */
static void
iso_file_row_show (IsoParameterRow *row, const IsoSettings *settings)
{
  IsoFileRow *self = ISO_FILE_ROW (row);
  const char *path = iso_settings_get_text (settings, iso_parameter_row_parameter (row));
  iso_value_entry_show (self->entry, path);
  gtk_widget_set_tooltip_text (self->entry, path[0] != '\0' ? path : NULL);
  gtk_widget_set_visible (self->clear, path[0] != '\0');
  if (!(gtk_widget_get_state_flags (self->entry) & GTK_STATE_FLAG_FOCUS_WITHIN))
    gtk_editable_set_position (GTK_EDITABLE (self->entry), -1);
}

static void
iso_file_row_dispose (GObject *object)
{
  IsoFileRow *self = ISO_FILE_ROW (object);
  if (self->chooser != NULL)
    gtk_native_dialog_destroy (GTK_NATIVE_DIALOG (self->chooser));
  g_clear_object (&self->chooser);
  G_OBJECT_CLASS (iso_file_row_parent_class)->dispose (object);
}

static void
iso_file_row_class_init (IsoFileRowClass *class)
{
  G_OBJECT_CLASS (class)->dispose = iso_file_row_dispose;
  ISO_PARAMETER_ROW_CLASS (class)->build = iso_file_row_build;
  ISO_PARAMETER_ROW_CLASS (class)->show = iso_file_row_show;
}

static void
iso_file_row_init (IsoFileRow *self)
{
}
