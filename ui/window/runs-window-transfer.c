/* Runs as archives: written and taken in on a worker, with a bar that says how far it is and lets it be cancelled. */
#include <glib/gi18n.h>

#include "ui/panel/run-words.h"
#include "ui/window/runs-window-private.h"

#define SUFFIX ".isotherm"
#define TICK_MS 100

/* ---- the bar ---- */

static gboolean
show_progress (gpointer data)
{
  IsoRunsWindow *window = data;
  /* Of one run nobody knows how far it is. */
  if (iso_run_job_count (window->transfer) > 1)
    gtk_progress_bar_set_fraction (window->progress_bar, iso_run_job_share (window->transfer));
  else
    gtk_progress_bar_pulse (window->progress_bar);
  return G_SOURCE_CONTINUE;
}

static void
begin (IsoRunsWindow *window, IsoRunJobKind kind, const gint64 *runs, const char *const *texts, size_t count, IsoRunJobDone done)
{
  const char *one = kind == ISO_RUN_JOB_EXPORT ? _("Writing an archive of the run") : _("Taking an archive in");
  const char *format = kind == ISO_RUN_JOB_EXPORT ? _("Writing archives of %zu runs") : _("Taking %zu archives in");
  g_autofree char *several = g_strdup_printf (format, count);
  window->cancellable = g_cancellable_new ();
  window->transfer = iso_run_job_start (G_OBJECT (window), window->library, kind, runs, texts, count, window->cancellable, done);
  gtk_label_set_text (window->progress_label, count == 1 ? one : several);
  gtk_progress_bar_set_fraction (window->progress_bar, 0.0);
  gtk_revealer_set_reveal_child (window->progress, TRUE);
  window->transfer_tick = g_timeout_add (TICK_MS, show_progress, window);
  iso_runs_window_update_actions (window);
}

void
iso_runs_window_drop_transfer (IsoRunsWindow *window)
{
  if (window->cancellable != NULL)
    g_cancellable_cancel (window->cancellable);
  g_clear_object (&window->cancellable);
  g_clear_handle_id (&window->transfer_tick, g_source_remove);
  g_clear_pointer (&window->transfer, iso_run_job_unref);
  if (window->chooser != NULL)
    gtk_native_dialog_destroy (GTK_NATIVE_DIALOG (window->chooser));
  g_clear_object (&window->chooser);
}

static void
end (IsoRunsWindow *window)
{
  g_clear_object (&window->cancellable);
  g_clear_handle_id (&window->transfer_tick, g_source_remove);
  g_clear_pointer (&window->transfer, iso_run_job_unref);
  gtk_revealer_set_reveal_child (window->progress, FALSE);
  iso_runs_window_update_actions (window);
}

void
iso_runs_window_cancel (GtkWidget *widget, const char *action, GVariant *parameter)
{
  IsoRunsWindow *window = ISO_RUNS_WINDOW (widget);
  if (window->cancellable != NULL)
    g_cancellable_cancel (window->cancellable);
}

GtkWidget *
iso_runs_window_progress_new (IsoRunsWindow *window)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12), *button = gtk_button_new_with_mnemonic (_("_Cancel"));
  GtkWidget *revealer = gtk_revealer_new (), *bar = gtk_progress_bar_new ();
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "accessible-role", GTK_ACCESSIBLE_ROLE_STATUS, NULL);
  window->progress = GTK_REVEALER (revealer);
  window->progress_label = GTK_LABEL (label);
  window->progress_bar = GTK_PROGRESS_BAR (bar);
  gtk_widget_set_hexpand (bar, TRUE);
  gtk_widget_set_valign (bar, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (bar), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Archives"), -1);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "runs.cancel");
  gtk_widget_set_tooltip_text (button, _("Stop; what is half done leaves nothing behind (Ctrl+.)"));
  gtk_widget_add_css_class (box, "opening");
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), bar);
  gtk_box_append (GTK_BOX (box), button);
  gtk_revealer_set_child (window->progress, box);
  return revealer;
}

/* ---- writing ---- */

static void
exported (GObject *owner, const IsoRunJob *job)
{
  IsoRunsWindow *window = ISO_RUNS_WINDOW (owner);
  g_autoptr (IsoRunJob) held = iso_run_job_ref (window->transfer);
  guint count = iso_run_job_runs (job)->len;
  g_autofree char *name = g_filename_display_basename (iso_run_job_text (job, 0));
  g_autofree char *one = g_strdup_printf (_("Saved %s"), name);
  g_autofree char *several = g_strdup_printf (ngettext ("%u archive written", "%u archives written", count), count);
  end (window);
  if (iso_run_job_is_cancelled (job))
    iso_runs_window_say (window, count > 0 ? several : _("Cancelled: nothing was written"));
  else if (count > 0)
    iso_runs_window_say (window, iso_run_job_count (job) == 1 ? one : several);
  iso_runs_window_explain (window, _("Not All Could Be Written"), iso_run_job_problems (job));
}

void
iso_runs_window_export_to (IsoRunsWindow *window, const char *path)
{
  g_return_if_fail (ISO_IS_RUNS_WINDOW (window));
  g_autoptr (GArray) ids = iso_run_list_selected (window->list);
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  if (ids->len == 0 || window->transfer != NULL || iso_run_library_store (window->library) == NULL)
    return;
  for (guint i = 0; i < ids->len; i++)
    {
      const IsoRun *run = iso_run_list_find (window->list, g_array_index (ids, gint64, i));
      g_autofree char *name = iso_run_file_name_of (run), *file = g_strconcat (name, SUFFIX, NULL);
      g_ptr_array_add (paths, ids->len == 1 ? g_strdup (path) : g_build_filename (path, file, NULL));
    }
  begin (window, ISO_RUN_JOB_EXPORT, (const gint64 *) (void *) ids->data, (const char *const *) paths->pdata, ids->len, exported);
}

static void
export_response (GtkNativeDialog *dialog, int response, IsoRunsWindow *window)
{
  g_autoptr (GFile) file = response == GTK_RESPONSE_ACCEPT ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog)) : NULL;
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;
  g_clear_object (&window->chooser);
  if (file != NULL && path == NULL)
    iso_runs_window_say (window, _("Only files on this machine can be written."));
  if (path != NULL)
    iso_runs_window_export_to (window, path);
}

static void
choose (IsoRunsWindow *window, const char *title, GtkFileChooserAction action, const char *accept, GCallback response)
{
  window->chooser = gtk_file_chooser_native_new (title, GTK_WINDOW (window), action, accept, _("_Cancel"));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (window->chooser), TRUE);
  g_signal_connect_object (window->chooser, "response", response, window, 0);
}

void
iso_runs_window_choose_export (GtkWidget *widget, const char *action, GVariant *parameter)
{
  IsoRunsWindow *window = ISO_RUNS_WINDOW (widget);
  g_autoptr (GArray) ids = iso_run_list_selected (window->list);
  if (ids->len == 0)
    return;
  if (window->chooser == NULL && ids->len > 1)
    choose (window, _("A Folder for the Archives"), GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER, _("_Save Here"), G_CALLBACK (export_response));
  else if (window->chooser == NULL)
    {
      g_autofree char *name = iso_run_file_name_of (iso_run_list_find (window->list, g_array_index (ids, gint64, 0)));
      g_autofree char *file = g_strconcat (name, SUFFIX, NULL);
      choose (window, _("Export the Run"), GTK_FILE_CHOOSER_ACTION_SAVE, _("_Save"), G_CALLBACK (export_response));
      gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (window->chooser), file);
    }
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (window->chooser));
}

/* ---- taking in ---- */

static void
imported (GObject *owner, const IsoRunJob *job)
{
  IsoRunsWindow *window = ISO_RUNS_WINDOW (owner);
  g_autoptr (IsoRunJob) held = iso_run_job_ref (window->transfer);
  guint count = iso_run_job_runs (job)->len;
  size_t there = iso_run_job_was_there (job);
  g_autoptr (GString) text = g_string_new (NULL);
  end (window);
  if (count > 0)
    g_string_append_printf (text, ngettext ("%u run taken in", "%u runs taken in", count), count);
  if (there > 0)
    g_string_append_printf (text, ngettext ("%s%zu was there already", "%s%zu were there already", (gulong) there),
                            text->len > 0 ? " · " : "", there);
  if (text->len == 0 && iso_run_job_is_cancelled (job))
    g_string_append (text, _("Cancelled: nothing was taken in"));
  if (text->len > 0)
    iso_runs_window_say (window, text->str);
  iso_runs_window_explain (window, _("Not All Could Be Taken In"), iso_run_job_problems (job));
}

void
iso_runs_window_import (IsoRunsWindow *window, const char *const *paths)
{
  g_return_if_fail (ISO_IS_RUNS_WINDOW (window));
  size_t count = g_strv_length ((char **) paths);
  if (count == 0 || window->transfer != NULL || iso_run_library_store (window->library) == NULL)
    return;
  begin (window, ISO_RUN_JOB_IMPORT, NULL, paths, count, imported);
}

/* Takes in those of the files that are on this machine. */
static void
import_files (IsoRunsWindow *window, GPtrArray *paths, gboolean has_others)
{
  g_ptr_array_add (paths, NULL);
  if (has_others)
    iso_runs_window_say (window, _("Only files on this machine can be opened."));
  iso_runs_window_import (window, (const char *const *) paths->pdata);
}

static void
import_response (GtkNativeDialog *dialog, int response, IsoRunsWindow *window)
{
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GListModel) files = response == GTK_RESPONSE_ACCEPT ? gtk_file_chooser_get_files (GTK_FILE_CHOOSER (dialog)) : NULL;
  gboolean has_others = FALSE;
  for (guint i = 0; files != NULL && i < g_list_model_get_n_items (files); i++)
    {
      g_autoptr (GFile) file = g_list_model_get_item (files, i);
      char *path = g_file_get_path (file);
      if (path != NULL)
        g_ptr_array_add (paths, path);
      has_others = has_others || path == NULL;
    }
  g_clear_object (&window->chooser);
  import_files (window, paths, has_others);
}

void
iso_runs_window_choose_import (GtkWidget *widget, const char *action, GVariant *parameter)
{
  IsoRunsWindow *window = ISO_RUNS_WINDOW (widget);
  if (window->chooser == NULL)
    {
      g_autoptr (GtkFileFilter) archives = gtk_file_filter_new (), all = gtk_file_filter_new ();
      choose (window, _("Take Runs In"), GTK_FILE_CHOOSER_ACTION_OPEN, _("_Import"), G_CALLBACK (import_response));
      gtk_file_filter_set_name (archives, _("Archives of runs (.isotherm)"));
      gtk_file_filter_add_suffix (archives, SUFFIX + 1);
      gtk_file_filter_set_name (all, _("All files"));
      gtk_file_filter_add_pattern (all, "*");
      gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (window->chooser), archives);
      gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (window->chooser), all);
      gtk_file_chooser_set_select_multiple (GTK_FILE_CHOOSER (window->chooser), TRUE);
    }
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (window->chooser));
}

static gboolean
dropped (GtkDropTarget *target, const GValue *value, double x, double y, IsoRunsWindow *window)
{
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  gboolean has_others = FALSE;
  for (GSList *file = g_value_get_boxed (value); file != NULL; file = file->next)
    {
      char *path = g_file_get_path (G_FILE (file->data));
      if (path != NULL)
        g_ptr_array_add (paths, path);
      has_others = has_others || path == NULL;
    }
  import_files (window, paths, has_others);
  return TRUE;
}

void
iso_runs_window_accept_drops (IsoRunsWindow *window)
{
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);
  g_signal_connect (target, "drop", G_CALLBACK (dropped), window);
  gtk_widget_add_controller (GTK_WIDGET (window->list), GTK_EVENT_CONTROLLER (target));
}
