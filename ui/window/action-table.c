#include "ui/window/action-table.h"

#include <glib/gi18n.h>
#include <string.h>

#define TRAINING N_("Training")
#define DATA N_("Data")
#define WINDOW N_("Window")
#define PANEL N_("Setup panel")
#define VIEWS N_("Views")
#define MOVING N_("Moving views")
#define EXPORT N_("Export")
#define STYLE N_("Style")
#define BATCH N_("Batch")
#define PAST N_("Looking back")
#define SWEEPS N_("Window of sweeps")

static const IsoActionName names[] = {
  { "win.start", NULL, N_("Start or Pause Training"), "F5", TRAINING },
  { "win.step", NULL, N_("One Training Step"), "F10", TRAINING },
  { "win.fork", NULL, N_("Fork…"), "<Control>d", TRAINING },
  { "win.reset", NULL, N_("Reset: a Fresh Run"), "<Control>r", TRAINING },
  { "win.endless", NULL, N_("Endless Training"), NULL, TRAINING },
  { "win.save-checkpoint", NULL, N_("Save Checkpoint…"), "<Control>s", TRAINING },
  { "win.resume-checkpoint", NULL, N_("Resume from Checkpoint…"), "<Control><Shift>r", TRAINING },
  { "win.open-folder", NULL, N_("Open Folder…"), "<Control>o", DATA },
  { "win.open-file", NULL, N_("Open File…"), "<Control><Shift>o", DATA },
  { "win.open-source", "sample", N_("Embedded Sample"), NULL, DATA },
  { "win.open-source", "fashion-mnist", N_("Installed Fashion-MNIST"), NULL, DATA },
  { "win.open-source", "emoji", N_("Emoji Designs"), NULL, DATA },
  { "win.cancel-opening", NULL, N_("Stop Reading Data"), "<Control>period", DATA },
  { "win.palette", NULL, N_("Command Palette"), "<Control>k", WINDOW },
  { "win.runs", NULL, N_("Runs"), "<Control>l", WINDOW },
  { "win.metrics", NULL, N_("Metrics"), "<Control>m", WINDOW },
  { "win.compare-with", NULL, N_("Compare with Another Run…"), "<Control><Shift>b", WINDOW },
  { "win.compare-students", NULL, N_("Students Side by Side"), "<Control>b", WINDOW },
  { "win.sweep", NULL, N_("Sweep…"), "<Control><Shift>s", WINDOW },
  { "win.show-page-here", NULL, N_("Losses, Miners and Samplers"), "<Control>i", WINDOW },
  { "win.map-settings", NULL, N_("How the Map Is Made"), "<Control><Shift>m", WINDOW },
  { "win.show-panel", NULL, N_("Setup Panel"), "F9", WINDOW },
  { "win.show-inspector", NULL, N_("Inspector"), "F8", WINDOW },
  { "win.present", NULL, N_("Presentation"), "F12", WINDOW },
  { "win.preferences", NULL, N_("Preferences"), "<Control>comma", WINDOW },
  { "win.show-help-overlay", NULL, N_("Keyboard Shortcuts"), "<Control>question", WINDOW },
  { "win.about", NULL, N_("About Isotherm"), NULL, WINDOW },
  { "window.close", NULL, N_("Close the Window"), "<Control>w", WINDOW },
  { "win.quit", NULL, N_("Quit"), "<Control>q", WINDOW },
  { NULL, NULL, N_("The page of the focused loss, miner or sampler"), "F1", PANEL },
  { NULL, NULL, N_("Move a slider by one stop"), "Left Right", PANEL },
  { NULL, NULL, N_("Move a slider by ten stops"), "Page_Up Page_Down", PANEL },
  { NULL, NULL, N_("Take the typed value"), "Return", PANEL },
  { NULL, NULL, N_("Forget the typed value"), "Escape", PANEL },
  { "win.fill-view", NULL, N_("Fill the Window with a View"), "F11", VIEWS },
  { "win.show-all-views", NULL, N_("Back to All Views"), "Escape", VIEWS },
  { "win.next-view", NULL, N_("To the Next View"), "F6", VIEWS },
  { "win.previous-view", NULL, N_("To the View Before"), "<Shift>F6", VIEWS },
  { NULL, NULL, N_("To the First, Second, … View"), "<Control>1...7", VIEWS },
  { "win.next-tab", NULL, N_("Next Tab"), "<Control>Page_Down", VIEWS },
  { "win.previous-tab", NULL, N_("Previous Tab"), "<Control>Page_Up", VIEWS },
  { "win.close-view", NULL, N_("Close View"), "<Control><Shift>w", VIEWS },
  { "win.reset-views", NULL, N_("Reset Views"), "<Control>0", VIEWS },
  { "win.move-view-left", NULL, N_("Move View Left"), "<Control><Shift>Left", MOVING },
  { "win.move-view-right", NULL, N_("Move View Right"), "<Control><Shift>Right", MOVING },
  { "win.move-view-up", NULL, N_("Move View Up"), "<Control><Shift>Up", MOVING },
  { "win.move-view-down", NULL, N_("Move View Down"), "<Control><Shift>Down", MOVING },
  { "win.split-view-left", NULL, N_("Split View Off to the Left"), "<Alt><Shift>Left", MOVING },
  { "win.split-view-right", NULL, N_("Split View Off to the Right"), "<Alt><Shift>Right", MOVING },
  { "win.split-view-up", NULL, N_("Split View Off Above"), "<Alt><Shift>Up", MOVING },
  { "win.split-view-down", NULL, N_("Split View Off Below"), "<Alt><Shift>Down", MOVING },
  { "win.batch-look", "matrices", N_("Matrices of the Batch"), "<Alt>1", BATCH },
  { "win.batch-look", "map", N_("Map of the Batch"), "<Alt>2", BATCH },
  { "win.batch-look", "similarities", N_("Similarities of the Batch"), "<Alt>3", BATCH },
  { "win.batch-change", NULL, N_("What the Trial Changes"), "<Alt>4", BATCH },
  { "win.play-film", NULL, N_("Play the Film of the Epochs"), "<Control>p", PAST },
  { "win.epoch-before", NULL, N_("To the Kept Epoch Before"), "<Alt>Left", PAST },
  { "win.epoch-after", NULL, N_("To the Kept Epoch After"), "<Alt>Right", PAST },
  { "win.back-to-now", NULL, N_("Back to Now"), "<Alt>End", PAST },
  { NULL, NULL, N_("Along the timeline, by kept epochs"), "Left Right", PAST },
  { NULL, NULL, N_("To the first or last kept epoch"), "Home End", PAST },
  { "win.export-figure", NULL, N_("Export Figure…"), "<Control>e", EXPORT },
  { "win.export-numbers", NULL, N_("Export Numbers…"), "<Control><Shift>e", EXPORT },
  { "win.copy-figure", NULL, N_("Copy Figure"), "<Control><Shift>c", EXPORT },
  { "win.export-this-run", NULL, N_("Export Run…"), "<Control><Alt>e", EXPORT },
  { NULL, NULL, N_("Set up a sweep"), "<Alt>1", SWEEPS },
  { NULL, NULL, N_("What it has come to"), "<Alt>2", SWEEPS },
  { NULL, NULL, N_("Start the sweep"), "F5", SWEEPS },
  { NULL, NULL, N_("Stop the sweep"), "<Control>period", SWEEPS },
  { NULL, NULL, N_("Open the file of a sweep"), "<Control>o", SWEEPS },
  { NULL, NULL, N_("Save the file of the sweep"), "<Control>s", SWEEPS },
  { NULL, NULL, N_("Use the settings that are selected"), "<Control>Return", SWEEPS },
  { NULL, NULL, N_("Compare the runs of what is selected"), "<Control>b", SWEEPS },
  { "win.color-style", "system", N_("Follow System"), NULL, STYLE },
  { "win.color-style", "light", N_("Light"), NULL, STYLE },
  { "win.color-style", "dark", N_("Dark"), NULL, STYLE },
};

const IsoActionName *
iso_action_names (size_t *count)
{
  *count = G_N_ELEMENTS (names);
  return names;
}

const IsoActionName *
iso_action_name_find (const char *action, const char *target)
{
  for (size_t i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_strcmp0 (names[i].action, action) == 0 && g_strcmp0 (names[i].target, target) == 0)
      return &names[i];
  return NULL;
}

void
iso_action_names_bind (GtkWidgetClass *class)
{
  for (size_t i = 0; i < G_N_ELEMENTS (names); i++)
    {
      guint key;
      GdkModifierType modifiers;
      if (names[i].action == NULL || names[i].keys == NULL)
        continue;
      if (!gtk_accelerator_parse (names[i].keys, &key, &modifiers))
        g_error ("%s: no key", names[i].keys); /* a mistake of the programmer */
      if (names[i].target != NULL)
        gtk_widget_class_add_binding_action (class, key, modifiers, names[i].action, "s", names[i].target);
      else
        gtk_widget_class_add_binding_action (class, key, modifiers, names[i].action, NULL);
    }
}

GMenuItem *
iso_action_menu_item (const char *action, const char *target)
{
  const IsoActionName *name = iso_action_name_find (action, target);
  g_return_val_if_fail (name != NULL, NULL);
  GMenuItem *item = g_menu_item_new (_(name->title), NULL);
  if (target != NULL)
    g_menu_item_set_action_and_target (item, action, "s", target);
  else
    g_menu_item_set_detailed_action (item, action);
  if (name->keys != NULL)
    g_menu_item_set_attribute (item, "accel", "s", name->keys);
  return item;
}

void
iso_action_menu_append (GMenu *menu, const char *const *actions)
{
  for (size_t i = 0; actions[i] != NULL; i++)
    {
      g_auto (GStrv) parts = g_strsplit (actions[i], "::", 2);
      g_autoptr (GMenuItem) item = iso_action_menu_item (parts[0], parts[1]);
      g_menu_append_item (menu, item);
    }
}

/* Commands that ask for more end in an ellipsis in menus; a list of keys is no menu. */
static char *
title_of_key (const IsoActionName *name)
{
  const char *title = _(name->title);
  const char *ellipsis = "…";
  return g_str_has_suffix (title, ellipsis) ? g_strndup (title, strlen (title) - strlen (ellipsis)) : g_strdup (title);
}

static void
append_shortcuts (GString *text, const char *group)
{
  g_autofree char *heading = g_markup_escape_text (_(group), -1);
  g_string_append_printf (text, "<child><object class='GtkShortcutsGroup'><property name='title'>%s</property>", heading);
  for (size_t i = 0; i < G_N_ELEMENTS (names); i++)
    {
      if (names[i].keys == NULL || !g_str_equal (names[i].group, group))
        continue;
      g_autofree char *plain = title_of_key (&names[i]), *title = g_markup_escape_text (plain, -1);
      g_autofree char *keys = g_markup_escape_text (names[i].keys, -1);
      g_string_append_printf (text,
                              "<child><object class='GtkShortcutsShortcut'><property name='accelerator'>%s</property>"
                              "<property name='title'>%s</property></object></child>",
                              keys, title);
    }
  g_string_append (text, "</object></child>");
}

char *
iso_action_names_shortcuts (void)
{
  /* No more than fits a small screen in two columns: GTK warns of labels that it makes itself where a section has pages. */
  static const struct {
    const char *name, *title, *groups[5];
  } sections[] = {
    { "training", N_("Training"), { TRAINING, PAST, DATA, NULL } },
    { "program", N_("Program"), { WINDOW, PANEL, NULL } },
    { "arrangement", N_("Arrangement"), { VIEWS, MOVING, NULL } },
    { "export", N_("Batch and Export"), { BATCH, EXPORT, NULL } },
    { "other-windows", N_("Other Windows"), { SWEEPS, NULL } },
  };
  GString *text = g_string_new (NULL);
  for (size_t s = 0; s < G_N_ELEMENTS (sections); s++)
    {
      g_autofree char *title = g_markup_escape_text (_(sections[s].title), -1);
      g_string_append_printf (text,
                              "<child><object class='GtkShortcutsSection'><property name='section-name'>%s</property>"
                              "<property name='title'>%s</property><property name='max-height'>18</property>",
                              sections[s].name, title);
      for (size_t g = 0; sections[s].groups[g] != NULL; g++)
        append_shortcuts (text, sections[s].groups[g]);
      g_string_append (text, "</object></child>");
    }
  return g_string_free (text, FALSE);
}
