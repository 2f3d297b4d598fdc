#include "ui/window/preferences-window.h"

#include <glib/gi18n.h>

#include "ui/plot/latest-job.h"
#include "ui/window/window-private.h"

#define MOST_EPOCHS 10000
#define MOST_MEGABYTES 1000000

/* What the window holds on to while it is open. */
typedef struct {
  IsoWindow *window; /* not owned: it is open longer */
  GtkWidget *rows[2];
  AdwActionRow *place;
  IsoLatestJob *job;
} Preferences;

/* Rows go with the window, whoever still holds it. */
static void
stop_measuring (GtkWidget *window, Preferences *preferences)
{
  g_clear_pointer (&preferences->job, iso_latest_job_free);
}

/* ---- how large the store is ---- */

static gpointer
measure (gpointer request, GCancellable *cancellable, GError **error)
{
  g_autoptr (GFile) folder = g_file_new_for_path (request);
  guint64 bytes = 0;
  if (!g_file_measure_disk_usage (folder, G_FILE_MEASURE_NONE, cancellable, NULL, NULL, &bytes, NULL, NULL, error))
    return NULL;
  return g_memdup2 (&bytes, sizeof bytes);
}

static void
measured (gpointer result, const GError *error, gpointer data)
{
  Preferences *preferences = data;
  g_autofree guint64 *bytes = result;
  g_autofree char *size = bytes != NULL ? g_format_size (*bytes) : NULL;
  g_autofree char *text = bytes != NULL ? g_strdup_printf (_("%s on disk, all runs together"), size) : g_strdup (error->message);
  adw_action_row_set_subtitle (preferences->place, text);
}

/* ---- rows ---- */

static void
hold (Preferences *preferences)
{
  for (size_t i = 0; i < G_N_ELEMENTS (preferences->rows); i++)
    gtk_widget_set_sensitive (preferences->rows[i], preferences->window->keeping.keeps);
  iso_window_update_keeping (preferences->window);
}

static void
keep_switched (GtkSwitch *control, GParamSpec *property, Preferences *preferences)
{
  preferences->window->keeping.keeps = gtk_switch_get_active (control);
  hold (preferences);
}

static void
epochs_changed (GtkSpinButton *spin, Preferences *preferences)
{
  preferences->window->keeping.epochs = gtk_spin_button_get_value_as_int (spin);
  hold (preferences);
}

static void
megabytes_changed (GtkSpinButton *spin, Preferences *preferences)
{
  preferences->window->keeping.megabytes = gtk_spin_button_get_value_as_int (spin);
  hold (preferences);
}

static void
open_folder (GtkButton *button, Preferences *preferences)
{
  g_autofree char *uri = g_filename_to_uri (iso_run_library_folder (preferences->window->library), NULL, NULL);
  if (uri != NULL)
    gtk_show_uri (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (button))), uri, GDK_CURRENT_TIME);
}

static GtkWidget *
row_new (GtkWidget *group, const char *title, const char *subtitle, GtkWidget *control)
{
  GtkWidget *row = adw_action_row_new ();
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  gtk_widget_set_valign (control, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (control), GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, subtitle, -1);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), control);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), control);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
  return row;
}

static GtkWidget *
spin_new (double least, double most, double step, int value)
{
  GtkWidget *spin = gtk_spin_button_new (gtk_adjustment_new (value, least, most, step, 10.0 * step, 0.0), step, 0);
  gtk_spin_button_set_numeric (GTK_SPIN_BUTTON (spin), TRUE);
  gtk_editable_set_width_chars (GTK_EDITABLE (spin), 6);
  return spin;
}

static GtkWidget *
keeping_new (Preferences *preferences)
{
  const IsoWindow *window = preferences->window;
  GtkWidget *group = adw_preferences_group_new (), *keeps = gtk_switch_new ();
  GtkWidget *epochs = spin_new (2, MOST_EPOCHS, 10, window->keeping.epochs);
  GtkWidget *megabytes = spin_new (1, MOST_MEGABYTES, 100, window->keeping.megabytes);
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), _("What Is Kept"));
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (group),
                                         _("Of every step the numbers and changes are kept. What is chosen here holds for runs that begin "
                                           "from now on."));
  gtk_switch_set_active (GTK_SWITCH (keeps), window->keeping.keeps);
  row_new (group, _("Keep Runs"), _("To look back on them, go on with them, fork and compare them"), keeps);
  preferences->rows[0] = row_new (group, _("Epochs of a Run"), _("With model, map and batch; beyond so many they are thinned out evenly"),
                                  epochs);
  preferences->rows[1] = row_new (group, _("Room for a Run"), _("In megabytes, for these files; beyond it they are thinned out likewise"),
                                  megabytes);
  g_signal_connect (keeps, "notify::active", G_CALLBACK (keep_switched), preferences);
  g_signal_connect (epochs, "value-changed", G_CALLBACK (epochs_changed), preferences);
  g_signal_connect (megabytes, "value-changed", G_CALLBACK (megabytes_changed), preferences);
  return group;
}

static GtkWidget *
place_new (Preferences *preferences)
{
  const char *folder = iso_run_library_folder (preferences->window->library);
  GtkWidget *group = adw_preferences_group_new (), *button = gtk_button_new_with_mnemonic (_("_Open Folder"));
  g_autofree char *shown = g_filename_display_name (folder);
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), _("Where It Is Kept"));
  GtkWidget *row = row_new (group, shown, "", button);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Open the folder of kept runs"), -1);
  g_signal_connect (button, "clicked", G_CALLBACK (open_folder), preferences);
  preferences->place = ADW_ACTION_ROW (row);
  preferences->job = iso_latest_job_new (measure, g_free, measured, g_free, preferences);
  iso_latest_job_request (preferences->job, g_strdup (folder), TRUE);
  return group;
}

static GtkWidget *
nothing_new (void)
{
  GtkWidget *group = adw_preferences_group_new ();
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), _("Runs Are Not Kept"));
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (group),
                                         _("Isotherm was started with --no-store, or for a demonstration: nothing that is trained in this "
                                           "window is kept. Start it without to keep runs."));
  return group;
}

GtkWindow *
iso_preferences_window_new (IsoWindow *window)
{
  GtkWidget *preferences_window = g_object_new (ADW_TYPE_PREFERENCES_WINDOW, "transient-for", window, "modal", TRUE,
                                                "destroy-with-parent", TRUE,
                                                "search-enabled", FALSE,
                                                "title", _("Preferences"), "default-width", 600, "default-height", 480, NULL);
  GtkWidget *page = adw_preferences_page_new ();
  Preferences *preferences = g_new0 (Preferences, 1);
  preferences->window = window;
  adw_preferences_page_set_title (ADW_PREFERENCES_PAGE (page), _("Runs"));
  if (window->library != NULL)
    {
      adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (keeping_new (preferences)));
      adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (place_new (preferences)));
      hold (preferences);
    }
  else
    adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (nothing_new ()));
  adw_preferences_window_add (ADW_PREFERENCES_WINDOW (preferences_window), ADW_PREFERENCES_PAGE (page));
  g_object_set_data_full (G_OBJECT (preferences_window), "preferences", preferences, g_free);
  g_signal_connect (preferences_window, "destroy", G_CALLBACK (stop_measuring), preferences);
  return GTK_WINDOW (preferences_window);
}
