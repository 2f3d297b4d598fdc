/* Sweeps from the main window: the window of sweeps, the line that says how far one is while that window is closed, and what becomes of
 * a setting that the person wants. */
#include <glib/gi18n.h>

#include "ui/panel/sweep-progress.h"
#include "ui/window/sweep-window.h"
#include "ui/window/window-private.h"

struct _IsoWindowSweep {
  IsoSweeper *sweeper;
  GtkWindow *window; /* while it is open */
  GtkWidget *bar;    /* below the run's state, not owned */
  GtkLabel *text;
  GtkProgressBar *share;
  GtkWindow *question; /* whether the program may end while a sweep runs, while it is open */
  gboolean may_end;    /* it was answered so */
};

static void
say_end (IsoWindow *window)
{
  IsoSweeper *sweeper = window->sweep->sweeper;
  const IsoSweepPlan *plan = iso_sweeper_plan (sweeper);
  g_autofree char *progress = iso_sweep_progress_text (sweeper);
  g_autofree char *text = g_strdup_printf (_("Sweep “%s”: %s"), iso_sweep_plan_name (plan), progress);
  /* The window of sweeps says it itself while it is open. */
  if (window->sweep->window == NULL)
    iso_window_say (window, text);
}

static void
update_bar (IsoWindow *window)
{
  IsoWindowSweep *sweep = window->sweep;
  if (sweep == NULL || window->toasts == NULL || iso_sweeper_plan (sweep->sweeper) == NULL)
    return;
  g_autofree char *progress = iso_sweep_progress_text (sweep->sweeper);
  g_autofree char *text = g_strdup_printf (_("Sweep “%s”: %s"), iso_sweep_plan_name (iso_sweeper_plan (sweep->sweeper)), progress);
  gtk_widget_set_visible (sweep->bar, iso_sweeper_is_busy (sweep->sweeper));
  gtk_label_set_text (sweep->text, text);
  gtk_progress_bar_set_fraction (sweep->share, iso_sweeper_share (sweep->sweeper));
}

static void
state_changed (IsoWindow *window)
{
  if (window->sweep == NULL || window->toasts == NULL)
    return;
  update_bar (window);
  if (iso_sweeper_state (window->sweep->sweeper) == ISO_SWEEPER_ENDED)
    say_end (window);
}

static void
add_bar (IsoWindow *window)
{
  IsoWindowSweep *sweep = window->sweep;
  GtkWidget *show = gtk_button_new_with_label (_("Show"));
  sweep->bar = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
  sweep->text = GTK_LABEL (gtk_label_new (NULL));
  sweep->share = GTK_PROGRESS_BAR (gtk_progress_bar_new ());
  gtk_label_set_ellipsize (sweep->text, PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (GTK_WIDGET (sweep->text), "numeric");
  gtk_widget_set_hexpand (GTK_WIDGET (sweep->share), TRUE);
  gtk_widget_set_valign (GTK_WIDGET (sweep->share), GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (sweep->share), GTK_ACCESSIBLE_PROPERTY_LABEL, _("All runs of the sweep"), -1);
  gtk_widget_set_tooltip_text (show, _("The window of sweeps"));
  gtk_widget_add_css_class (show, "flat");
  gtk_widget_add_css_class (show, "header-link");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (show), "win.sweep");
  gtk_widget_add_css_class (sweep->bar, "sweep-bar");
  gtk_widget_set_visible (sweep->bar, FALSE);
  gtk_box_append (GTK_BOX (sweep->bar), GTK_WIDGET (sweep->text));
  gtk_box_append (GTK_BOX (sweep->bar), GTK_WIDGET (sweep->share));
  gtk_box_append (GTK_BOX (sweep->bar), show);
  gtk_box_append (window->frame, sweep->bar);
}

static IsoWindowSweep *
sweep_of (IsoWindow *window)
{
  if (window->sweep == NULL)
    {
      window->sweep = g_new0 (IsoWindowSweep, 1);
      window->sweep->sweeper = iso_sweeper_new ();
      add_bar (window);
      g_signal_connect_object (window->sweep->sweeper, "progress", G_CALLBACK (update_bar), window, G_CONNECT_SWAPPED);
      g_signal_connect_object (window->sweep->sweeper, "state-changed", G_CALLBACK (state_changed), window, G_CONNECT_SWAPPED);
    }
  return window->sweep;
}

/* ---- what the window of sweeps asks for ---- */

static void
use (IsoSweepWindow *sweeps, char **assignments, IsoWindow *window)
{
  g_autoptr (GError) error = NULL;
  const char *text = _("The main window has these settings already.");
  if (assignments[0] != NULL && !iso_session_set_all (window->session, (const char *const *) assignments, &error))
    {
      iso_window_explain (window, _("The settings could not be taken over"), error->message, NULL);
      return;
    }
  if (assignments[0] != NULL)
    text = iso_session_needs_reset (window->session) ? _("These settings are in the main window: Reset begins a run with them.")
                                                     : _("These settings are in the main window.");
  iso_window_say (window, text);
  gtk_window_present (GTK_WINDOW (window));
}

static void
compare (IsoSweepWindow *sweeps, GVariant *runs, IsoWindow *window)
{
  gtk_widget_activate_action_variant (GTK_WIDGET (window), "win.compare-runs", runs);
}

static void
show_sweep (GtkWidget *widget, const char *action, GVariant *parameter)
{
  IsoWindow *window = ISO_WINDOW (widget);
  IsoWindowSweep *sweep = sweep_of (window);
  const char *folder = window->library != NULL ? iso_run_library_folder (window->library) : NULL;
  if (sweep->window == NULL)
    {
      g_set_weak_pointer (&sweep->window, iso_sweep_window_new (GTK_WINDOW (window), window->session, sweep->sweeper, folder));
      g_signal_connect_object (sweep->window, "use", G_CALLBACK (use), window, 0);
      g_signal_connect_object (sweep->window, "compare", G_CALLBACK (compare), window, 0);
    }
  gtk_window_present (sweep->window);
}

/* ---- the end of the program ---- */

static void
question_response (AdwMessageDialog *dialog, const char *response, IsoWindow *window)
{
  if (window->sweep == NULL || !g_str_equal (response, "quit"))
    return;
  window->sweep->may_end = TRUE;
  gtk_widget_activate_action (GTK_WIDGET (window), g_object_get_data (G_OBJECT (dialog), "action"), NULL);
}

gboolean
iso_window_asks_for_sweep (IsoWindow *window, const char *action)
{
  IsoWindowSweep *sweep = window->sweep;
  if (sweep == NULL || sweep->may_end || !iso_sweeper_is_busy (sweep->sweeper))
    return FALSE;
  if (sweep->question != NULL)
    {
      gtk_window_present (sweep->question);
      return TRUE;
    }
  IsoSweepQueueStatus status;
  iso_sweeper_status (sweep->sweeper, &status);
  g_autofree char *body = g_strdup_printf (ngettext ("%zu of %zu run is done. What is done is kept: the same sweep goes on with the rest.",
                                                     "%zu of %zu runs are done. What is done is kept: the same sweep goes on with the rest.",
                                                     (gulong) status.points),
                                           status.already + status.finished + status.failed, status.points);
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (window), _("A sweep is running"), body);
  AdwMessageDialog *question = ADW_MESSAGE_DIALOG (dialog);
  adw_message_dialog_add_responses (question, "quit", _("_Quit"), "keep", _("_Keep Running"), NULL);
  adw_message_dialog_set_response_appearance (question, "quit", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (question, "keep");
  adw_message_dialog_set_close_response (question, "keep");
  g_object_set_data (G_OBJECT (dialog), "action", (gpointer) action);
  g_signal_connect_object (dialog, "response", G_CALLBACK (question_response), window, 0);
  g_set_weak_pointer (&sweep->question, GTK_WINDOW (dialog));
  gtk_window_present (GTK_WINDOW (dialog));
  return TRUE;
}

GtkWindow *
iso_window_sweep_question (IsoWindow *window)
{
  return window->sweep != NULL ? window->sweep->question : NULL;
}

void
iso_window_install_sweep (GtkWidgetClass *class)
{
  gtk_widget_class_install_action (class, "win.sweep", NULL, show_sweep);
}

GtkWindow *
iso_window_sweeps (IsoWindow *window)
{
  return window->sweep != NULL ? window->sweep->window : NULL;
}

void
iso_window_drop_sweep (IsoWindow *window)
{
  IsoWindowSweep *sweep = g_steal_pointer (&window->sweep);
  if (sweep == NULL)
    return;
  if (sweep->window != NULL)
    gtk_window_destroy (sweep->window);
  g_clear_weak_pointer (&sweep->window);
  if (sweep->question != NULL)
    gtk_window_destroy (sweep->question);
  g_clear_weak_pointer (&sweep->question);
  /* The last reference: what is running ends, and leaves nothing half done. */
  g_object_unref (sweep->sweeper);
  g_free (sweep);
}
