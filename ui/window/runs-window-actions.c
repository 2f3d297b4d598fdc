/* What is done with the selected runs. */
#include <glib/gi18n.h>
#include <inttypes.h>
#include <string.h>

#include "ui/panel/run-words.h"
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

static gboolean
is_recorded (const IsoRun *run)
{
  return run->status == ISO_RUN_RUNNING || run->status == ISO_RUN_PAUSED;
}

static gint64
single (IsoRunsWindow *window)
{
  g_autoptr (GArray) ids = iso_run_list_selected (window->list);
  return ids->len == 1 ? g_array_index (ids, gint64, 0) : 0;
}

/* ---- saying ---- */

static AdwToast *
toast_new (const char *text)
{
  g_autofree char *markup = g_markup_escape_text (text, -1);
  return adw_toast_new (markup);
}

void
iso_runs_window_say (IsoRunsWindow *window, const char *text)
{
  adw_toast_overlay_add_toast (window->toasts, toast_new (text));
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
  if (ids->len < 2 || ids->len > ISO_RUNS_COMPARED_MOST)
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

/* ---- names and notes ---- */

/* Which it was before stands in the job's owner until it is done: one at a time is typed. */
static void
text_set (GObject *owner, const IsoRunJob *job)
{
  IsoRunsWindow *window = ISO_RUNS_WINDOW (owner);
  gboolean is_name = iso_run_job_kind (job) == ISO_RUN_JOB_RENAME;
  const char *heading = is_name ? _("The Run Could Not Be Renamed") : _("The Note Could Not Be Written");
  iso_runs_window_explain (window, heading, iso_run_job_problems (job));
}

static void
set_text (IsoRunsWindow *window, IsoRunJobKind kind, gint64 run, const char *text)
{
  if (iso_run_library_store (window->library) == NULL)
    return;
  g_autoptr (IsoRunJob) job = iso_run_job_start (G_OBJECT (window), window->library, kind, &run, &text, 1, NULL, text_set);
}

/* With a toast that takes it back. */
static void
set_text_undoably (IsoRunsWindow *window, IsoRunJobKind kind, gint64 run, const char *text)
{
  const IsoRun *before = iso_run_library_find (window->library, run);
  if (before == NULL)
    return;
  gboolean is_name = kind == ISO_RUN_JOB_RENAME;
  g_autofree char *line = iso_run_line (text), *said = is_name ? g_strdup_printf (_("Renamed to “%s”"), line) : NULL;
  AdwToast *toast = toast_new (is_name ? said : _("Note written"));
  adw_toast_set_button_label (toast, _("_Undo"));
  adw_toast_set_action_name (toast, "runs.undo");
  adw_toast_set_action_target (toast, "(xbs)", run, is_name, is_name ? before->name : before->note);
  adw_toast_overlay_add_toast (window->toasts, toast);
  set_text (window, kind, run, text);
}

void
iso_runs_window_rename (IsoRunsWindow *window, gint64 run, const char *name)
{
  set_text_undoably (window, ISO_RUN_JOB_RENAME, run, name);
}

void
iso_runs_window_note (IsoRunsWindow *window, gint64 run, const char *note)
{
  set_text_undoably (window, ISO_RUN_JOB_NOTE, run, note);
}

static void
undo (GtkWidget *widget, const char *action, GVariant *parameter)
{
  gint64 run;
  gboolean is_name;
  const char *text;
  g_variant_get (parameter, "(xb&s)", &run, &is_name, &text);
  set_text (ISO_RUNS_WINDOW (widget), is_name ? ISO_RUN_JOB_RENAME : ISO_RUN_JOB_NOTE, run, text);
}

static void
rename_selected (GtkWidget *widget, const char *action, GVariant *parameter)
{
  IsoRunsWindow *window = ISO_RUNS_WINDOW (widget);
  if (!window->shows_details)
    gtk_widget_activate_action (widget, "runs.details", NULL);
  iso_run_details_edit_name (window->details);
}

/* ---- deleting ---- */

static void
deleted (GObject *owner, const IsoRunJob *job)
{
  IsoRunsWindow *window = ISO_RUNS_WINDOW (owner);
  guint count = iso_run_job_runs (job)->len;
  g_autofree char *text = g_strdup_printf (ngettext ("%u run deleted", "%u runs deleted", count), count);
  if (count > 0)
    iso_runs_window_say (window, text);
  iso_runs_window_explain (window, _("Not All of Them Could Be Deleted"), iso_run_job_problems (job));
}

/* Those of the selected that may go; *bytes of their files, *recorded that stay. */
static GArray *
deletable (IsoRunsWindow *window, guint64 *bytes, guint *recorded)
{
  g_autoptr (GArray) selected = iso_run_list_selected (window->list);
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  *bytes = 0;
  *recorded = 0;
  for (guint i = 0; i < selected->len; i++)
    {
      gint64 id = g_array_index (selected, gint64, i);
      const IsoRun *run = iso_run_list_find (window->list, id);
      if (run == NULL || is_recorded (run))
        {
          *recorded += run != NULL;
          continue;
        }
      *bytes += run->bytes;
      g_array_append_val (ids, id);
    }
  return ids;
}

void
iso_runs_window_delete_selected (IsoRunsWindow *window)
{
  guint64 bytes;
  guint recorded;
  g_autoptr (GArray) ids = deletable (window, &bytes, &recorded);
  if (ids->len == 0 || iso_run_library_store (window->library) == NULL)
    return;
  g_autoptr (IsoRunJob) job = iso_run_job_start (G_OBJECT (window), window->library, ISO_RUN_JOB_DELETE, (const gint64 *) (void *) ids->data,
                                                 NULL, ids->len, NULL, deleted);
}

static void
delete_response (AdwMessageDialog *dialog, const char *response, IsoRunsWindow *window)
{
  if (g_str_equal (response, "delete"))
    iso_runs_window_delete_selected (window);
}

static void
delete_wanted (GtkWidget *widget, const char *action, GVariant *parameter)
{
  IsoRunsWindow *window = ISO_RUNS_WINDOW (widget);
  guint64 bytes;
  guint recorded;
  g_autoptr (GArray) ids = deletable (window, &bytes, &recorded);
  if (ids->len == 0)
    {
      iso_runs_window_say (window, _("A run that is being recorded can be deleted once it has ended."));
      return;
    }
  g_autofree char *size = g_format_size (bytes);
  g_autofree char *heading = g_strdup_printf (ngettext ("Delete %u Run?", "Delete %u Runs?", ids->len), ids->len);
  g_autoptr (GString) body = g_string_new (NULL);
  g_string_append_printf (body, _("Its numbers, checkpoints and %s of files go for good. Forks of it stay whole."), size);
  if (ids->len > 1)
    g_string_printf (body, _("Their numbers, checkpoints and %s of files go for good. Forks of them stay whole."), size);
  if (recorded > 0)
    g_string_append_printf (body, ngettext ("\n\n%u more is being recorded and stays.", "\n\n%u more are being recorded and stay.", recorded),
                            recorded);
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (window), heading, NULL);
  AdwMessageDialog *question = ADW_MESSAGE_DIALOG (dialog);
  adw_message_dialog_format_body (question, "%s", body->str);
  adw_message_dialog_add_responses (question, "cancel", _("_Cancel"), "delete", _("_Delete"), NULL);
  adw_message_dialog_set_response_appearance (question, "delete", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (question, "cancel");
  adw_message_dialog_set_close_response (question, "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (delete_response), window, 0);
  gtk_window_present (GTK_WINDOW (dialog));
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
                     || ((wants & COMPARABLE) != 0 && ids->len >= 2 && ids->len <= ISO_RUNS_COMPARED_MOST);
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
    { "runs.rename", NULL, rename_selected },
    { "runs.undo", "(xbs)", undo },
    { "runs.delete", NULL, delete_wanted },
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
