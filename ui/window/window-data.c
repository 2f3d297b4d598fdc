#include <glib/gi18n.h>
#include <string.h>

#include "engine/train/preset.h"
#include "ui/window/window-private.h"

/* Asks the session for other data; what is in place stays until they are there. */
static void
open_source (IsoWindow *window, const char *source)
{
  g_autoptr (GError) error = NULL;
  if (!iso_session_set (window->session, "data.source", source, &error))
    {
      iso_window_say (window, error->message);
      return;
    }
  iso_session_reset (window->session);
}

static void
chooser_response (GtkNativeDialog *dialog, int response, IsoWindow *window)
{
  if (response == GTK_RESPONSE_ACCEPT)
    {
      g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
      g_autofree char *path = file == NULL ? NULL : g_file_get_path (file);
      if (path != NULL)
        open_source (window, path);
      else
        iso_window_say (window, _("Only files on this machine can be opened."));
    }
  g_clear_object (&window->chooser);
}

/* Everything that can be opened, then each kind. */
static void
add_filters (GtkFileChooser *chooser)
{
  static const struct {
    const char *name, *suffixes[7];
  } kinds[] = {
    { N_("Arrays and tables"), { "npy", "npz", "csv", "tsv", "csv.gz", "tsv.gz", NULL } },
    { N_("NumPy arrays (.npy, .npz)"), { "npy", "npz", NULL } },
    { N_("Tables (.csv, .tsv, also .gz)"), { "csv", "tsv", "csv.gz", "tsv.gz", NULL } },
  };
  for (size_t k = 0; k < G_N_ELEMENTS (kinds); k++)
    {
      g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();
      gtk_file_filter_set_name (filter, _(kinds[k].name));
      for (size_t s = 0; kinds[k].suffixes[s] != NULL; s++)
        gtk_file_filter_add_suffix (filter, kinds[k].suffixes[s]);
      gtk_file_chooser_add_filter (chooser, filter);
    }
}

static void
choose (IsoWindow *window, const char *title, GtkFileChooserAction action)
{
  if (window->chooser != NULL)
    {
      gtk_native_dialog_show (GTK_NATIVE_DIALOG (window->chooser));
      return;
    }
  window->chooser = gtk_file_chooser_native_new (title, GTK_WINDOW (window), action, _("_Open"), _("_Cancel"));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (window->chooser), TRUE);
  g_signal_connect_object (window->chooser, "response", G_CALLBACK (chooser_response), window, 0);
  if (action == GTK_FILE_CHOOSER_ACTION_OPEN)
    add_filters (GTK_FILE_CHOOSER (window->chooser));
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (window->chooser));
}

void
iso_window_open_folder (GtkWidget *widget, const char *action, GVariant *parameter)
{
  choose (ISO_WINDOW (widget), _("Open a Folder of Data"), GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER);
}

void
iso_window_open_file (GtkWidget *widget, const char *action, GVariant *parameter)
{
  choose (ISO_WINDOW (widget), _("Open an Array or a Table"), GTK_FILE_CHOOSER_ACTION_OPEN);
}

void
iso_window_open_source (GtkWidget *widget, const char *action, GVariant *parameter)
{
  open_source (ISO_WINDOW (widget), g_variant_get_string (parameter, NULL));
}

void
iso_window_choose_preset (GtkWidget *widget, const char *action, GVariant *parameter)
{
  IsoWindow *window = ISO_WINDOW (widget);
  g_autoptr (GError) error = NULL;
  gtk_menu_button_popdown (window->presets_button);
  if (!iso_session_apply_preset (window->session, g_variant_get_string (parameter, NULL), &error))
    {
      iso_window_say (window, error->message);
      return;
    }
  iso_setup_panel_take_start (window->panel);
}

static GtkWidget *
preset_label (const char *text, const char *style)
{
  GtkWidget *label = gtk_label_new (text);
  gtk_label_set_xalign (GTK_LABEL (label), 0.0f);
  gtk_widget_add_css_class (label, style);
  return label;
}

static GtkWidget *
preset_button (const IsoPreset *preset)
{
  GtkWidget *button = gtk_button_new (), *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *description = preset_label (_(preset->description), "caption");
  g_autofree char *title = iso_preset_title (preset);
  gtk_label_set_wrap (GTK_LABEL (description), TRUE);
  gtk_label_set_width_chars (GTK_LABEL (description), 46);
  gtk_label_set_max_width_chars (GTK_LABEL (description), 46);
  gtk_box_append (GTK_BOX (box), preset_label (_(preset->variant), "heading"));
  gtk_box_append (GTK_BOX (box), description);
  gtk_button_set_child (GTK_BUTTON (button), box);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "preset-button");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", preset->name);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.preset");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, _(preset->description), -1);
  return button;
}

/* A heading over the presets of a group. */
static GtkWidget *
preset_group (const char *name)
{
  GtkWidget *group = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_box_append (GTK_BOX (group), preset_label (_(name), "preset-group"));
  return group;
}

/* The groups in two columns: all presets are seen at once, also in a low window. */
void
iso_window_fill_presets (IsoWindow *window)
{
  GtkWidget *popover = gtk_popover_new (), *scrolled = gtk_scrolled_window_new (), *grid = gtk_grid_new (), *group = NULL;
  size_t count;
  const IsoPreset *presets = iso_presets (&count);
  int groups = 0;
  gtk_grid_set_column_spacing (GTK_GRID (grid), 12);
  gtk_grid_set_row_spacing (GTK_GRID (grid), 12);
  gtk_grid_set_column_homogeneous (GTK_GRID (grid), TRUE);
  for (size_t i = 0; i < count; i++)
    {
      if (i == 0 || strcmp (presets[i].group, presets[i - 1].group) != 0)
        {
          group = preset_group (presets[i].group);
          gtk_grid_attach (GTK_GRID (grid), group, groups % 2, groups / 2, 1, 1);
          groups++;
        }
      gtk_box_append (GTK_BOX (group), preset_button (&presets[i]));
    }
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), grid);
  gtk_scrolled_window_set_propagate_natural_width (GTK_SCROLLED_WINDOW (scrolled), TRUE);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scrolled), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scrolled), 640);
  gtk_popover_set_child (GTK_POPOVER (popover), scrolled);
  gtk_menu_button_set_popover (window->presets_button, popover);
}

void
iso_window_note_source (IsoWindow *window)
{
  IsoExperiment *experiment = iso_session_experiment (window->session);
  const char *wanted = iso_session_settings (window->session)->data.source;
  gboolean in_place = experiment != NULL && g_strcmp0 (experiment->settings.data.source, wanted) == 0;
  g_free (window->pending_source);
  window->pending_source = in_place ? NULL : g_strdup (wanted);
}

void
iso_window_explain (IsoWindow *window, const char *heading, const char *reason, const char *consolation)
{
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (window), heading, NULL);
  adw_message_dialog_format_body (ADW_MESSAGE_DIALOG (dialog), consolation != NULL ? "%s\n\n%s" : "%s", reason, consolation);
  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _("_Close"));
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "close");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "close");
  gtk_window_present (GTK_WINDOW (dialog));
}

void
iso_window_say (IsoWindow *window, const char *text)
{
  IsoExperiment *experiment = iso_session_experiment (window->session);
  const char *source = iso_session_settings (window->session)->data.source;
  /* When other data could not be opened, the session has gone back to the settings of those in place. */
  gboolean gave_up = window->pending_source != NULL && iso_session_state (window->session) == ISO_SESSION_LOADING
                     && (experiment == NULL || g_strcmp0 (source, window->pending_source) != 0);
  if (gave_up)
    {
      iso_window_explain (window, _("The data could not be opened"), text,
                          experiment != NULL ? _("What was loaded before is still in place.") : NULL);
      return;
    }
  AdwToast *toast = adw_toast_new ("");
  GtkWidget *label = gtk_label_new (text);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 80);
  gtk_widget_add_css_class (label, "heading");
  adw_toast_set_custom_title (toast, label);
  adw_toast_overlay_add_toast (window->toasts, toast);
}
