/* The menus of the header bar, made from the table of actions, and the window of keys. */
#include <glib/gi18n.h>
#include <string.h>

#include "engine/train/parameters.h"
#include "ui/window/action-table.h"
#include "ui/window/window-private.h"

#define SHORTCUTS "/org/isotherm/Isotherm/ui/shortcuts.ui"

static GMenu *
section_new (const char *const *actions)
{
  GMenu *section = g_menu_new ();
  iso_action_menu_append (section, actions);
  return section;
}

static void
append_section (GMenu *menu, GMenu *section)
{
  g_menu_append_section (menu, NULL, G_MENU_MODEL (section));
  g_object_unref (section);
}

static void
append_submenu (GMenu *menu, const char *label, GMenu *submenu)
{
  g_menu_append_submenu (menu, label, G_MENU_MODEL (submenu));
  g_object_unref (submenu);
}

static GMenu *
pace_menu_new (IsoWindow *window)
{
  GMenu *menu = g_menu_new ();
  const IsoParameter *pace = iso_parameter_find ("train.pace", iso_session_settings (window->session), NULL);
  for (guint i = 0; pace->choices[i] != NULL; i++)
    {
      g_autoptr (GMenuItem) item = g_menu_item_new (_(pace->titles[i]), NULL);
      g_menu_item_set_action_and_target (item, "win.pace", "s", pace->choices[i]);
      g_menu_append_item (menu, item);
    }
  return menu;
}

static GMenu *
views_menu_new (IsoWindow *window)
{
  static const char *const fill[] = { "win.fill-view", "win.reset-views", NULL };
  GMenu *menu = g_menu_new ();
  g_menu_append_section (menu, NULL, iso_dock_menu (window->dock));
  append_section (menu, section_new (fill));
  return menu;
}

GMenuModel *
iso_window_view_menu (const char *no_picture)
{
  static const char *const fill[] = { "win.fill-view", NULL }, *const close[] = { "win.close-view", NULL };
  static const char *const pictures[] = { "win.export-figure", "win.copy-figure", NULL }, *const numbers[] = { "win.export-numbers", NULL };
  static const char *const move[] = { "win.move-view-left", "win.move-view-right", "win.move-view-up", "win.move-view-down", NULL };
  static const char *const split[] = { "win.split-view-right", "win.split-view-down", NULL };
  GMenu *menu = g_menu_new (), *export = g_menu_new ();
  /* An item that cannot be chosen says why. */
  if (no_picture != NULL)
    g_menu_append (export, no_picture, "win.export-figure");
  else
    iso_action_menu_append (export, pictures);
  iso_action_menu_append (export, numbers);
  append_section (menu, section_new (fill));
  append_section (menu, export);
  append_section (menu, section_new (move));
  append_section (menu, section_new (split));
  append_section (menu, section_new (close));
  return G_MENU_MODEL (menu);
}

void
iso_window_fill_menus (IsoWindow *window)
{
  static const char *const files[] = { "win.open-folder", "win.open-file", NULL };
  static const char *const sources[] = { "win.open-source::sample", "win.open-source::fashion-mnist", "win.open-source::emoji", NULL };
  static const char *const endless[] = { "win.endless", NULL };
  static const char *const checkpoints[] = { "win.fork", "win.save-checkpoint", "win.resume-checkpoint", "win.export-this-run",
                                             NULL };
  static const char *const windows[] = { "win.palette", "win.runs", "win.metrics", "win.compare-with", "win.sweep",
                                         "win.compare-students", "win.show-page-here", NULL };
  static const char *const past[] = { "win.play-film", "win.epoch-before", "win.epoch-after", "win.back-to-now", NULL };
  static const char *const looks[] = { "win.show-panel", "win.show-inspector", "win.present", NULL };
  static const char *const styles[] = { "win.color-style::system", "win.color-style::light", "win.color-style::dark", NULL };
  static const char *const help[] = { "win.preferences", "win.show-help-overlay", "win.about", NULL };
  g_autoptr (GMenu) menu = g_menu_new (), open = g_menu_new ();
  g_autoptr (GMenu) pace = pace_menu_new (window);
  GMenu *training = g_menu_new (), *look = section_new (looks);

  append_section (open, section_new (files));
  append_section (open, section_new (sources));
  adw_split_button_set_menu_model (window->open_button, G_MENU_MODEL (open));
  gtk_menu_button_set_menu_model (window->pace_button, G_MENU_MODEL (pace));

  g_menu_append_submenu (training, _("Pace"), G_MENU_MODEL (pace));
  iso_action_menu_append (training, endless);
  append_section (menu, training);
  append_section (menu, section_new (checkpoints));
  append_section (menu, section_new (windows));
  append_submenu (look, _("Looking Back"), section_new (past));
  append_submenu (look, _("Views"), views_menu_new (window));
  append_submenu (look, _("Style"), section_new (styles));
  append_section (menu, look);
  append_section (menu, section_new (help));
  gtk_menu_button_set_menu_model (window->menu_button, G_MENU_MODEL (menu));
}

/* The keys of actions from the table; those that drawings answer themselves from the file. */
void
iso_window_add_shortcuts (IsoWindow *window)
{
  static const char *const place = "<child><object class=\"GtkShortcutsSection\">";
  g_autoptr (GBytes) bytes = g_resources_lookup_data (SHORTCUTS, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  g_autofree char *file = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  g_autofree char *program = iso_action_names_shortcuts ();
  const char *first = strstr (file, place);
  g_return_if_fail (first != NULL);
  g_autofree char *whole = g_strdup_printf ("%.*s%s%s", (int) (first - file), file, program, first);
  g_autoptr (GtkBuilder) builder = gtk_builder_new_from_string (whole, -1);
  gtk_application_window_set_help_overlay (GTK_APPLICATION_WINDOW (window),
                                           GTK_SHORTCUTS_WINDOW (gtk_builder_get_object (builder, "shortcuts")));
}
