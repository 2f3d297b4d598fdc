/* What is done with the selected runs. */
#include <glib/gi18n.h>
#include <inttypes.h>
#include <string.h>

#include "ui/panel/run-words.h"
#include "ui/plot/compared-runs.h"
#include "ui/window/runs-window-private.h"

typedef struct {
  const char *action, *title, *keys;
  enum { ONE = 1, SOME = 2, COMPARABLE = 4, ALWAYS = 8, TRANSFER = 16 } wants; /* of the selected; no transfer under way */
  gboolean is_more;                                                           /* not about the selected */
} Action;

static const Action actions[] = {
  { "runs.open", N_("_Go On"), NULL, ONE, FALSE },
  { "runs.fork", N_("_Fork…"), "<Control>d", ONE, FALSE },
  { "runs.compare", N_("_Compare"), "<Control>Return", COMPARABLE, FALSE },
  { "runs.rename", N_("_Rename"), "F2", ONE, FALSE },
  { "runs.copy-id", N_("Copy _ID"), "<Control><Shift>c", SOME, FALSE },
  { "runs.export-archive", N_("_Export as Archive…"), "<Control>s", SOME | TRANSFER, FALSE },
  { "runs.export-files", N_("Export Fi_les…"), "<Control>e", ONE, FALSE },
  { "runs.delete", N_("_Delete…"), "Delete", SOME, FALSE },
  { "runs.import-archive", N_("_Import Archive…"), "<Control>o", ALWAYS | TRANSFER, TRUE },
  { "runs.search", N_("_Search"), "<Control>f", ALWAYS, TRUE },
  { "runs.tree", N_("_Tree of Forks"), "<Control>t", ALWAYS, TRUE },
  { "runs.details", N_("_Details"), "F9", ALWAYS, TRUE },
};

static gint64
single (IsoRunsWindow *window)
{
  g_autoptr (GArray) ids = iso_run_list_selected (window->list);
  return ids->len == 1 ? g_array_index (ids, gint64, 0) : 0;
}

/* ---- saying ---- */

AdwToast *
iso_runs_window_toast_new (const char *text)
{
  g_autofree char *markup = g_markup_escape_text (text, -1);
  return adw_toast_new (markup);
}

void
iso_runs_window_say (IsoRunsWindow *window, const char *text)
{
  adw_toast_overlay_add_toast (window->toasts, iso_runs_window_toast_new (text));
}

void
iso_runs_window_explain (IsoRunsWindow *window, const char *heading, const GPtrArray *problems)
{
  enum { MOST_LISTED = 8 };
  g_autoptr (GString) text = g_string_new (NULL);
  if (problems->len == 0)
    return;
  for (guint i = 0; i < MIN (problems->len, MOST_LISTED); i++)
    g_string_append_printf (text, "%s%s", i > 0 ? "\n\n" : "", (const char *) problems->pdata[i]);
  if (problems->len > MOST_LISTED)
    g_string_append_printf (text, _("\n\n… %u more"), problems->len - MOST_LISTED);
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (window), heading, NULL);
  adw_message_dialog_format_body (ADW_MESSAGE_DIALOG (dialog), "%s", text->str);
  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _("_Close"));
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "close");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "close");
  gtk_window_present (GTK_WINDOW (dialog));
}

/* ---- by the main window ---- */

/* The main window comes to the front for what it does. */
static void
ask_main (IsoRunsWindow *window, const char *action, GVariant *parameter, gboolean present)
{
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (window));
  g_autoptr (GVariant) held = g_variant_ref_sink (parameter);
  if (parent == NULL)
    return;
  if (!gtk_widget_activate_action_variant (GTK_WIDGET (parent), action, held))
    iso_runs_window_say (window, _("The main window cannot do that now."));
  else if (present)
    gtk_window_present (parent);
}

void
iso_runs_window_open (IsoRunsWindow *window, gint64 run)
{
  ask_main (window, "win.resume-run", g_variant_new_int64 (run), TRUE);
}

static void
open_selected (GtkWidget *widget, const char *action, GVariant *parameter)
{
  gint64 run = single (ISO_RUNS_WINDOW (widget));
  if (run != 0)
    iso_runs_window_open (ISO_RUNS_WINDOW (widget), run);
}

static void
fork_selected (GtkWidget *widget, const char *action, GVariant *parameter)
{
  gint64 run = single (ISO_RUNS_WINDOW (widget));
  if (run != 0)
    ask_main (ISO_RUNS_WINDOW (widget), "win.fork-run", g_variant_new ("(xi)", run, -1), TRUE);
}

static void
compare_selected (GtkWidget *widget, const char *action, GVariant *parameter)
{
  IsoRunsWindow *window = ISO_RUNS_WINDOW (widget);
  g_autoptr (GArray) ids = iso_run_list_selected (window->list);
  if (ids->len < 2 || ids->len > ISO_COMPARED_RUNS_MOST)
    return;
  ask_main (window, "win.compare-runs", g_variant_new_fixed_array (G_VARIANT_TYPE_INT64, ids->data, ids->len, sizeof (gint64)), FALSE);
}

static void
export_files (GtkWidget *widget, const char *action, GVariant *parameter)
{
  gint64 run = single (ISO_RUNS_WINDOW (widget));
  if (run != 0)
    ask_main (ISO_RUNS_WINDOW (widget), "win.export-run", g_variant_new_int64 (run), TRUE);
}

/* ---- the rest ---- */

static void
copy_id (GtkWidget *widget, const char *action, GVariant *parameter)
{
  IsoRunsWindow *window = ISO_RUNS_WINDOW (widget);
  g_autoptr (GArray) ids = iso_run_list_selected (window->list);
  g_autoptr (GString) text = g_string_new (NULL);
  for (guint i = 0; i < ids->len; i++)
    g_string_append_printf (text, "%s%" PRId64, i > 0 ? " " : "", g_array_index (ids, gint64, i));
  if (ids->len == 0)
    return;
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text->str);
  iso_runs_window_say (window, ids->len == 1 ? _("ID copied") : _("IDs copied"));
}

static void
search (GtkWidget *widget, const char *action, GVariant *parameter)
{
  IsoRunsWindow *window = ISO_RUNS_WINDOW (widget);
  gtk_widget_grab_focus (GTK_WIDGET (window->search));
  gtk_editable_select_region (GTK_EDITABLE (window->search), 0, -1);
}

static void
toggle_tree (GtkWidget *widget, const char *action, GVariant *parameter)
{
  iso_runs_window_set_is_tree (ISO_RUNS_WINDOW (widget), !ISO_RUNS_WINDOW (widget)->is_tree);
}

static void
toggle_details (GtkWidget *widget, const char *action, GVariant *parameter)
{
  IsoRunsWindow *window = ISO_RUNS_WINDOW (widget);
  window->shows_details = !window->shows_details;
  iso_runs_window_update_details (window);
}

void
iso_runs_window_update_actions (IsoRunsWindow *window)
{
  g_autoptr (GArray) ids = iso_run_list_selected (window->list);
  gboolean has_store = iso_run_library_store (window->library) != NULL;
  for (size_t i = 0; i < G_N_ELEMENTS (actions); i++)
    {
      guint wants = actions[i].wants;
      gboolean can = (wants & ALWAYS) != 0 || ((wants & ONE) != 0 && ids->len == 1) || ((wants & SOME) != 0 && ids->len > 0)
                     || ((wants & COMPARABLE) != 0 && ids->len >= 2 && ids->len <= ISO_COMPARED_RUNS_MOST);
      if ((wants & TRANSFER) != 0)
        can = can && has_store && window->transfer == NULL;
      gtk_widget_action_set_enabled (GTK_WIDGET (window), actions[i].action, can);
    }
  gtk_widget_action_set_enabled (GTK_WIDGET (window), "runs.cancel", window->transfer != NULL);
}

GMenuModel *
iso_runs_window_menu_new (gboolean has_more)
{
  static const char *const last_of_section[] = { "runs.compare", "runs.copy-id", "runs.export-files", "runs.delete", "runs.import-archive",
                                                 NULL };
  GMenu *menu = g_menu_new ();
  g_autoptr (GMenu) section = g_menu_new ();
  for (size_t i = 0; i < G_N_ELEMENTS (actions); i++)
    {
      if (actions[i].is_more && !has_more)
        continue;
      g_autoptr (GMenuItem) item = g_menu_item_new (_(actions[i].title), actions[i].action);
      g_menu_item_set_attribute (item, "accel", "s", actions[i].keys != NULL ? actions[i].keys : "Return");
      g_menu_append_item (section, item);
      if (g_strv_contains (last_of_section, actions[i].action))
        {
          g_menu_append_section (menu, NULL, G_MENU_MODEL (section));
          g_object_unref (section);
          section = g_menu_new ();
        }
    }
  if (has_more)
    g_menu_append_section (menu, NULL, G_MENU_MODEL (section));
  return G_MENU_MODEL (menu);
}

void
iso_runs_window_install_actions (GtkWidgetClass *class)
{
  static const struct {
    const char *name, *type;
    GtkWidgetActionActivateFunc activate;
  } installed[] = {
    { "runs.open", NULL, open_selected },
    { "runs.fork", NULL, fork_selected },
    { "runs.compare", NULL, compare_selected },
    { "runs.export-archive", NULL, iso_runs_window_choose_export },
    { "runs.import-archive", NULL, iso_runs_window_choose_import },
    { "runs.export-files", NULL, export_files },
    { "runs.rename", NULL, iso_runs_window_rename_selected },
    { "runs.undo", "(xbs)", iso_runs_window_undo },
    { "runs.delete", NULL, iso_runs_window_ask_to_delete },
    { "runs.copy-id", NULL, copy_id },
    { "runs.search", NULL, search },
    { "runs.tree", NULL, toggle_tree },
    { "runs.details", NULL, toggle_details },
    { "runs.cancel", NULL, iso_runs_window_cancel },
  };
  for (size_t i = 0; i < G_N_ELEMENTS (installed); i++)
    gtk_widget_class_install_action (class, installed[i].name, installed[i].type, installed[i].activate);
  for (size_t i = 0; i < G_N_ELEMENTS (actions); i++)
    {
      guint key;
      GdkModifierType modifiers;
      if (actions[i].keys != NULL && gtk_accelerator_parse (actions[i].keys, &key, &modifiers))
        gtk_widget_class_add_binding_action (class, key, modifiers, actions[i].action, NULL);
    }
  gtk_widget_class_add_binding_action (class, GDK_KEY_KP_Enter, GDK_CONTROL_MASK, "runs.compare", NULL);
  gtk_widget_class_add_binding_action (class, GDK_KEY_KP_Delete, 0, "runs.delete", NULL);
  gtk_widget_class_add_binding_action (class, GDK_KEY_period, GDK_CONTROL_MASK, "runs.cancel", NULL);
  gtk_widget_class_add_binding_action (class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_add_binding_action (class, GDK_KEY_w, GDK_CONTROL_MASK, "window.close", NULL);
  gtk_widget_class_add_binding_action (class, GDK_KEY_l, GDK_CONTROL_MASK, "window.close", NULL);
}
