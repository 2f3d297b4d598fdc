/* What the window remembers between sittings: a key file of the person's, no more than a convenience. Whatever is missing or
 * wrong in it is passed over. */
#include <errno.h>
#include <glib/gstdio.h>
#include <math.h>

#include "ui/window/window-private.h"

#define GROUP "window"
#define LEAST_SIZE 200
#define MOST_SIZE 16384

static char *
file_path (void)
{
  return g_build_filename (g_get_user_config_dir (), "isotherm", "window.ini", NULL);
}

/* A fraction between two panes, or the one that holds. */
static double
read_fraction (GKeyFile *file, const char *key, double present)
{
  double value = g_key_file_get_double (file, GROUP, key, NULL);
  return value > 0.05 && value < 0.95 ? value : present;
}

/* A score that the curves draw; the key is their property's name. They pass over a name that they do not know. */
static void
recall_score (IsoWindow *window, GKeyFile *file, const char *key)
{
  g_autofree char *name = g_key_file_get_string (file, GROUP, key, NULL);
  if (name != NULL)
    g_object_set (window->curves, key, name, NULL);
}

static void
write_score (IsoWindow *window, GKeyFile *file, const char *key)
{
  g_autofree char *name = NULL;
  g_object_get (window->curves, key, &name, NULL);
  g_key_file_set_string (file, GROUP, key, name);
}

void
iso_window_recall (IsoWindow *window)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *path = file_path (), *style = NULL, *look = NULL, *similarities = NULL;
  g_auto (GStrv) folded = NULL;
  if (!g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, NULL))
    return;
  int width = g_key_file_get_integer (file, GROUP, "width", NULL), height = g_key_file_get_integer (file, GROUP, "height", NULL);
  if (width >= LEAST_SIZE && height >= LEAST_SIZE && width <= MOST_SIZE && height <= MOST_SIZE)
    gtk_window_set_default_size (GTK_WINDOW (window), width, height);
  if (g_key_file_get_boolean (file, GROUP, "maximized", NULL))
    gtk_window_maximize (GTK_WINDOW (window));
  window->rows_fraction = read_fraction (file, "rows", window->rows_fraction);
  window->columns_fraction = read_fraction (file, "columns", window->columns_fraction);
  if (g_key_file_has_key (file, GROUP, "panel", NULL))
    g_object_set (window, "show-panel", g_key_file_get_boolean (file, GROUP, "panel", NULL), NULL);
  style = g_key_file_get_string (file, GROUP, "style", NULL);
  if (style != NULL)
    iso_window_set_color_style (window, style);
  recall_score (window, file, "first-score");
  recall_score (window, file, "second-score");
  look = g_key_file_get_string (file, GROUP, "batch-look", NULL);
  iso_window_set_batch_look (window, look);
  similarities = g_key_file_get_string (file, GROUP, "similarities", NULL);
  if (g_strcmp0 (similarities, "test") == 0)
    iso_batch_view_set_similarities (window->batch, ISO_SIMILARITIES_OF_TEST);
  folded = g_key_file_get_string_list (file, GROUP, "folded", NULL, NULL);
  if (folded != NULL)
    iso_setup_panel_fold (window->panel, (const char *const *) folded);
}

int
iso_window_pane_room (GtkPaned *paned)
{
  if (gtk_orientable_get_orientation (GTK_ORIENTABLE (paned)) == GTK_ORIENTATION_HORIZONTAL)
    return gtk_widget_get_width (GTK_WIDGET (paned));
  return gtk_widget_get_height (GTK_WIDGET (paned));
}

static void
write_fraction (GKeyFile *file, const char *key, GtkPaned *paned)
{
  int room = iso_window_pane_room (paned);
  if (room > 0 && gtk_widget_get_mapped (GTK_WIDGET (paned)))
    g_key_file_set_double (file, GROUP, key, gtk_paned_get_position (paned) / (double) room);
}

void
iso_window_remember (IsoWindow *window)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *path = file_path (), *folder = g_path_get_dirname (path);
  g_auto (GStrv) folded = iso_setup_panel_folded (window->panel);
  int width, height;

  /* What cannot be read now (a pane that is hidden) keeps its last value. */
  g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, NULL);
  gtk_window_get_default_size (GTK_WINDOW (window), &width, &height);
  g_key_file_set_integer (file, GROUP, "width", width);
  g_key_file_set_integer (file, GROUP, "height", height);
  g_key_file_set_boolean (file, GROUP, "maximized", gtk_window_is_maximized (GTK_WINDOW (window)));
  if (window->filling == NULL)
    {
      write_fraction (file, "rows", window->rows_paned);
      write_fraction (file, "columns", window->columns_paned);
    }
  g_key_file_set_boolean (file, GROUP, "panel", window->show_panel);
  g_key_file_set_string (file, GROUP, "style", window->color_style);
  write_score (window, file, "first-score");
  write_score (window, file, "second-score");
  g_key_file_set_string (file, GROUP, "batch-look", iso_window_batch_look (window));
  g_key_file_set_string (file, GROUP, "similarities",
                         iso_batch_view_similarities (window->batch) == ISO_SIMILARITIES_OF_TEST ? "test" : "batch");
  g_key_file_set_string_list (file, GROUP, "folded", (const char *const *) folded, g_strv_length (folded));
  /* g_key_file_save_to_file() replaces the file in one go. */
  if (g_mkdir_with_parents (folder, 0700) != 0)
    g_debug ("%s: %s", folder, g_strerror (errno));
  else if (!g_key_file_save_to_file (file, path, &error))
    g_debug ("%s", error->message);
}
