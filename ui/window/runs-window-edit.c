/* Names, notes and deleting: what changes the store, on a worker. */
#include <glib/gi18n.h>

#include "ui/panel/run-words.h"
#include "ui/window/runs-window-private.h"

/* ---- names and notes ---- */

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
  AdwToast *toast = iso_runs_window_toast_new (is_name ? said : _("Note written"));
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

void
iso_runs_window_undo (GtkWidget *widget, const char *action, GVariant *parameter)
{
  gint64 run;
  gboolean is_name;
  const char *text;
  g_variant_get (parameter, "(xb&s)", &run, &is_name, &text);
  set_text (ISO_RUNS_WINDOW (widget), is_name ? ISO_RUN_JOB_RENAME : ISO_RUN_JOB_NOTE, run, text);
}

void
iso_runs_window_rename_selected (GtkWidget *widget, const char *action, GVariant *parameter)
{
  IsoRunsWindow *window = ISO_RUNS_WINDOW (widget);
  if (!window->shows_details)
    gtk_widget_activate_action (widget, "runs.details", NULL);
  iso_run_details_edit_name (window->details);
}

/* ---- deleting ---- */

static gboolean
is_recorded (const IsoRun *run)
{
  return run->status == ISO_RUN_RUNNING || run->status == ISO_RUN_PAUSED;
}

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
  const gint64 *runs = (const gint64 *) (void *) ids->data;
  g_autoptr (IsoRunJob) job = iso_run_job_start (G_OBJECT (window), window->library, ISO_RUN_JOB_DELETE, runs, NULL, ids->len, NULL,
                                                 deleted);
}

static void
delete_response (AdwMessageDialog *dialog, const char *response, IsoRunsWindow *window)
{
  if (g_str_equal (response, "delete"))
    iso_runs_window_delete_selected (window);
}

void
iso_runs_window_ask_to_delete (GtkWidget *widget, const char *action, GVariant *parameter)
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
    g_string_append_printf (body, ngettext ("\n\n%u more is being recorded and stays.", "\n\n%u more are being recorded and stay.",
                                            recorded), recorded);
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
