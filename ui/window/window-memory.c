/* What the window remembers between sittings: a key file of the person's, no more than a convenience. Whatever is missing or
 * wrong in it is passed over. */
#include <errno.h>
#include <glib/gstdio.h>

#include "ui/window/window-private.h"

#define GROUP "window"
#define LEAST_SIZE 200
#define MOST_SIZE 16384

static char *
file_path (void)
{
  return g_build_filename (g_get_user_config_dir (), "isotherm", "window.ini", NULL);
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

/* How much is kept of runs; numbers that make no sense are passed over. */
static void
recall_keeping (IsoWindow *window, GKeyFile *file)
{
  int epochs = g_key_file_get_integer (file, GROUP, "keep-epochs", NULL);
  int megabytes = g_key_file_get_integer (file, GROUP, "keep-megabytes", NULL);
  if (g_key_file_has_key (file, GROUP, "keep-runs", NULL))
    window->keeping.keeps = g_key_file_get_boolean (file, GROUP, "keep-runs", NULL);
  if (epochs > 0)
    window->keeping.epochs = epochs;
  if (megabytes > 0)
    window->keeping.megabytes = megabytes;
}

void
iso_window_recall (IsoWindow *window)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *path = file_path (), *style = NULL, *look = NULL, *similarities = NULL, *views = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) folded = NULL;
  if (!g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, NULL))
    return;
  int width = g_key_file_get_integer (file, GROUP, "width", NULL), height = g_key_file_get_integer (file, GROUP, "height", NULL);
  if (width >= LEAST_SIZE && height >= LEAST_SIZE && width <= MOST_SIZE && height <= MOST_SIZE)
    gtk_window_set_default_size (GTK_WINDOW (window), width, height);
  if (g_key_file_get_boolean (file, GROUP, "maximized", NULL))
    gtk_window_maximize (GTK_WINDOW (window));
  views = g_key_file_get_string (file, GROUP, "views", NULL);
  if (views != NULL && !iso_dock_from_text (window->dock, views, &error))
    g_debug ("%s: %s", path, error->message);
  window->recent = g_key_file_get_string_list (file, GROUP, "recent", NULL, NULL);
  if (g_key_file_has_key (file, GROUP, "panel", NULL))
    g_object_set (window, "show-panel", g_key_file_get_boolean (file, GROUP, "panel", NULL), NULL);
  window->recalls_inspector = g_key_file_has_key (file, GROUP, "inspector", NULL);
  if (window->recalls_inspector)
    g_object_set (window, "show-inspector", g_key_file_get_boolean (file, GROUP, "inspector", NULL), NULL);
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
  recall_keeping (window, file);
  folded = g_key_file_get_string_list (file, GROUP, "folded", NULL, NULL);
  if (folded != NULL)
    iso_setup_panel_fold (window->panel, (const char *const *) folded);
}

void
iso_window_remember (IsoWindow *window)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *path = file_path (), *folder = g_path_get_dirname (path), *views = NULL;
  g_auto (GStrv) folded = iso_setup_panel_folded (window->panel);
  int width, height;

  /* What this version does not know stays. */
  g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, NULL);
  gtk_window_get_default_size (GTK_WINDOW (window), &width, &height);
  g_key_file_set_integer (file, GROUP, "width", width);
  g_key_file_set_integer (file, GROUP, "height", height);
  g_key_file_set_boolean (file, GROUP, "maximized", gtk_window_is_maximized (GTK_WINDOW (window)));
  views = iso_dock_to_text (window->dock);
  g_key_file_set_string (file, GROUP, "views", views);
  if (window->recent != NULL)
    g_key_file_set_string_list (file, GROUP, "recent", (const char *const *) window->recent, g_strv_length (window->recent));
  g_key_file_set_boolean (file, GROUP, "panel", window->is_presenting ? window->before.panel : window->show_panel);
  if (adw_flap_get_flap (window->inspector_flap) != NULL)
    g_key_file_set_boolean (file, GROUP, "inspector", window->is_presenting ? window->before.inspector : window->show_inspector);
  g_key_file_set_string (file, GROUP, "style", window->color_style);
  write_score (window, file, "first-score");
  write_score (window, file, "second-score");
  g_key_file_set_string (file, GROUP, "batch-look", iso_window_batch_look (window));
  g_key_file_set_string (file, GROUP, "similarities",
                         iso_batch_view_similarities (window->batch) == ISO_SIMILARITIES_OF_TEST ? "test" : "batch");
  g_key_file_set_boolean (file, GROUP, "keep-runs", window->keeping.keeps);
  g_key_file_set_integer (file, GROUP, "keep-epochs", window->keeping.epochs);
  g_key_file_set_integer (file, GROUP, "keep-megabytes", window->keeping.megabytes);
  g_key_file_set_string_list (file, GROUP, "folded", (const char *const *) folded, g_strv_length (folded));
  /* g_key_file_save_to_file() replaces the file in one go. */
  if (g_mkdir_with_parents (folder, 0700) != 0)
    g_debug ("%s: %s", folder, g_strerror (errno));
  else if (!g_key_file_save_to_file (file, path, &error))
    g_debug ("%s", error->message);
}
