/* Runs that are kept: what is kept of them, going on with one, and forks. */
#include <glib/gi18n.h>
#include <inttypes.h>

#include "ui/panel/quantities.h"
#include "ui/window/fork-dialog.h"
#include "ui/window/preferences-window.h"
#include "ui/window/window-private.h"

#define BYTES_PER_MEGABYTE G_GUINT64_CONSTANT (1000000)

void
iso_window_update_keeping (IsoWindow *window)
{
  iso_session_limit_keeping (window->session, window->keeping.epochs, (guint64) window->keeping.megabytes * BYTES_PER_MEGABYTE);
  iso_session_set_library (window->session, window->keeping.keeps ? window->library : NULL);
  iso_window_update_record_actions (window);
}

void
iso_window_keep_runs (IsoWindow *window, const char *folder)
{
  g_return_if_fail (window->library == NULL);
  window->library = iso_run_library_new (folder);
  iso_window_begin_look_back (window);
  iso_window_update_keeping (window);
  iso_window_follow_library (window);
}

void
iso_window_update_record_actions (IsoWindow *window)
{
  gint64 run;
  int epoch;
  iso_session_fork_place (window->session, &run, &epoch);
  const char *tooltip = window->library == NULL ? _("A fork begins at a kept epoch: runs are not kept in this window")
                        : run > 0               ? _("A new run that begins at the last kept epoch, under other settings (Ctrl+D)")
                                                : _("A fork begins at a kept epoch: the first ends soon");
  /* Asked at each epoch's end, of which there may be many in a second. */
  if (g_strcmp0 (gtk_widget_get_tooltip_text (GTK_WIDGET (window->fork_button)), tooltip) == 0)
    return;
  iso_window_enable (window, "win.fork", window->library != NULL && run > 0);
  gtk_widget_set_tooltip_text (GTK_WIDGET (window->fork_button), tooltip);
}

/* ---- going on ---- */

static void
question_response (AdwMessageDialog *dialog, const char *response, IsoWindow *window)
{
  if (g_str_equal (response, "resume"))
    iso_session_resume_run (window->session, GPOINTER_TO_SIZE (g_object_get_data (G_OBJECT (dialog), "run")), -1);
}

/* Of a run that is kept little is lost: it is asked only where much would be. */
static void
ask_first (IsoWindow *window, gint64 run)
{
  IsoTrainerStatus status;
  iso_session_status (window->session, &status);
  g_autofree char *steps = iso_quantity_text (status.step);
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (window), _("Leave the present run?"), NULL);
  AdwMessageDialog *question = ADW_MESSAGE_DIALOG (dialog);
  adw_message_dialog_format_body (
      question, _("It has come to step %s; what it has learned since the last epoch that is kept would be lost (Ctrl+S saves a "
                  "checkpoint). Run %" PRId64 " would take its place."), steps, run);
  adw_message_dialog_add_responses (question, "cancel", _("_Cancel"), "resume", _("_Resume"), NULL);
  adw_message_dialog_set_response_appearance (question, "resume", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (question, "cancel");
  adw_message_dialog_set_close_response (question, "cancel");
  g_object_set_data (G_OBJECT (dialog), "run", GSIZE_TO_POINTER ((gsize) run));
  g_signal_connect_object (dialog, "response", G_CALLBACK (question_response), window, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
resume_run (GtkWidget *widget, const char *action, GVariant *parameter)
{
  IsoWindow *window = ISO_WINDOW (widget);
  gint64 run = g_variant_get_int64 (parameter);
  if (iso_session_has_unsaved_steps (window->session) && run != iso_session_run (window->session))
    ask_first (window, run);
  else
    iso_session_resume_run (window->session, run, -1);
}

static void
say_resumed (IsoSession *session, gint64 run, guint64 step, IsoWindow *window)
{
  g_autofree char *steps = iso_quantity_text (step);
  g_autofree char *text = g_strdup_printf (_("Run %" PRId64 " stands at step %s. Start goes on with it."), run, steps);
  iso_setup_panel_take_start (window->panel);
  iso_window_say (window, text);
}

/* ---- forks ---- */

static void
open_fork (IsoWindow *window, gint64 run, int epoch)
{
  if (window->library == NULL)
    {
      iso_window_say (window, _("Runs are not kept in this window."));
      return;
    }
  GtkWindow *dialog = iso_fork_dialog_new (GTK_WINDOW (window), window->session, iso_run_library_folder (window->library), run, epoch);
  gtk_window_present (dialog);
}

/* Of the run in place: at the epoch looked back at, else at the last that is kept. */
static void
fork_here (GtkWidget *widget, const char *action, GVariant *parameter)
{
  IsoWindow *window = ISO_WINDOW (widget);
  gint64 run;
  int epoch;
  iso_session_fork_place (window->session, &run, &epoch);
  if (window->looking_at >= 0 && iso_session_run (window->session) > 0)
    {
      run = iso_session_run (window->session);
      epoch = window->looking_at;
    }
  if (run > 0)
    open_fork (window, run, epoch);
}

static void
fork_run (GtkWidget *widget, const char *action, GVariant *parameter)
{
  gint64 run;
  int epoch;
  g_variant_get (parameter, "(xi)", &run, &epoch);
  open_fork (ISO_WINDOW (widget), run, epoch);
}

static void
say_forked (IsoSession *session, gint64 parent, int epoch, guint64 step, IsoWindow *window)
{
  g_autofree char *steps = iso_quantity_text (step);
  g_autofree char *text = g_strdup_printf (_("A fork of run %" PRId64 " stands where epoch %d ended, at step %s. Start trains it."), parent,
                                           epoch, steps);
  iso_setup_panel_take_start (window->panel);
  iso_window_say (window, text);
}

/* ---- what is kept ---- */

static void
show_preferences (GtkWidget *widget, const char *action, GVariant *parameter)
{
  gtk_window_present (iso_preferences_window_new (ISO_WINDOW (widget)));
}

void
iso_window_install_record_actions (GtkWidgetClass *class)
{
  gtk_widget_class_install_action (class, "win.resume-run", "x", resume_run);
  gtk_widget_class_install_action (class, "win.fork", NULL, fork_here);
  gtk_widget_class_install_action (class, "win.fork-run", "(xi)", fork_run);
  gtk_widget_class_install_action (class, "win.preferences", NULL, show_preferences);
}

void
iso_window_watch_runs (IsoWindow *window)
{
  g_signal_connect_object (window->session, "run-resumed", G_CALLBACK (say_resumed), window, 0);
  g_signal_connect_object (window->session, "forked", G_CALLBACK (say_forked), window, 0);
  g_signal_connect_object (window->session, "recording", G_CALLBACK (iso_window_update_record_actions), window, G_CONNECT_SWAPPED);
  g_signal_connect_object (window->session, "epoch", G_CALLBACK (iso_window_update_record_actions), window, G_CONNECT_SWAPPED);
  g_signal_connect_object (window->session, "run-changed", G_CALLBACK (iso_window_update_record_actions), window, G_CONNECT_SWAPPED);
}
