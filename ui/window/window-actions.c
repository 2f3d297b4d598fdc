#include <glib/gi18n.h>

#include "engine/train/parameters.h"
#include "isotherm-config.h"
#include "ui/window/action-table.h"
#include "ui/window/comparison-window.h"
#include "ui/window/metrics-window.h"
#include "ui/window/window-private.h"

static void
start_or_pause (GtkWidget *widget, const char *action, GVariant *parameter)
{
  IsoWindow *window = ISO_WINDOW (widget);
  if (iso_session_state (window->session) == ISO_SESSION_RUNNING)
    iso_session_pause (window->session);
  else
    iso_session_start (window->session);
}

static void
step (GtkWidget *widget, const char *action, GVariant *parameter)
{
  iso_session_single_step (ISO_WINDOW (widget)->session);
}

static void
reset (GtkWidget *widget, const char *action, GVariant *parameter)
{
  iso_session_reset (ISO_WINDOW (widget)->session);
}

/* One window of metrics at most. */
void
iso_window_open_metrics (IsoWindow *window, const IsoScoreKey *metric)
{
  if (window->metrics == NULL)
    {
      window->metrics = iso_metrics_window_new (GTK_WINDOW (window), window->session);
      g_object_add_weak_pointer (G_OBJECT (window->metrics), (gpointer *) &window->metrics);
    }
  if (metric != NULL)
    iso_metrics_window_choose (ISO_METRICS_WINDOW (window->metrics), *metric);
  iso_window_tell_metrics (window);
  gtk_window_present (window->metrics);
}

static void
show_metrics (GtkWidget *widget, const char *action, GVariant *parameter)
{
  iso_window_open_metrics (ISO_WINDOW (widget), NULL);
}

static void
compare_students (GtkWidget *widget, const char *action, GVariant *parameter)
{
  iso_comparison_window_present (GTK_WINDOW (widget), ISO_WINDOW (widget)->session, ISO_WINDOW (widget)->choice);
}

static void
about (GtkWidget *widget, const char *action, GVariant *parameter)
{
  const char *comments = _("Train a metric-learning model and see online batch diffusion self-distillation at work.\n\n"
                           "The method: Self-distillation with Online Diffusion on Batch Manifolds Improves Deep Metric "
                           "Learning, arXiv 2211.07566.");
  adw_show_about_window (GTK_WINDOW (widget), "application-name", "Isotherm", "application-icon", ISO_APPLICATION_ID,
                         "version", ISO_VERSION, "license-type", GTK_LICENSE_MIT_X11,
                         "developer-name", _("The Isotherm contributors"), "comments", comments, NULL);
}

static void
quit (GtkWidget *widget, const char *action, GVariant *parameter)
{
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (widget));
  if (iso_window_asks_for_sweep (ISO_WINDOW (widget), "win.quit"))
    return;
  g_autoptr (GList) windows = application == NULL ? NULL : g_list_copy (gtk_application_get_windows (application));
  if (application == NULL)
    gtk_window_close (GTK_WINDOW (widget));
  /* Each is asked to close, so that each writes down what it remembers. */
  for (GList *link = windows; link != NULL; link = link->next)
    gtk_window_close (GTK_WINDOW (link->data));
}

void
iso_window_enable (IsoWindow *window, const char *action, gboolean enabled)
{
  gtk_widget_action_set_enabled (GTK_WIDGET (window), action, enabled);
  if (enabled)
    g_hash_table_remove (window->disabled, action);
  else
    g_hash_table_add (window->disabled, (gpointer) g_intern_string (action));
}

gboolean
iso_window_is_enabled (IsoWindow *window, const char *action)
{
  return !g_hash_table_contains (window->disabled, action);
}

void
iso_window_update_actions (IsoWindow *window)
{
  const IsoSettings *settings = iso_session_settings (window->session);
  const IsoParameter *pace = iso_parameter_find ("train.pace", settings, NULL);
  IsoSessionState state = iso_session_state (window->session);
  gboolean running = state == ISO_SESSION_RUNNING;
  g_autofree char *spoken_pace = g_strdup_printf (_("Pace: %s"), _(pace->titles[settings->train.pace]));
  iso_window_enable (window, "win.step", !running && state != ISO_SESSION_EMPTY && state != ISO_SESSION_LOADING);
  iso_window_enable (window, "win.save-checkpoint", iso_session_experiment (window->session) != NULL);
  iso_window_enable (window, "win.cancel-opening", state == ISO_SESSION_LOADING);
  iso_window_enable (window, "win.reset", state != ISO_SESSION_LOADING);
  gtk_menu_button_set_label (window->pace_button, _(pace->titles[settings->train.pace]));
  gtk_accessible_update_property (GTK_ACCESSIBLE (window->pace_button), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken_pace, -1);
  adw_button_content_set_icon_name (window->start_content,
                                    running ? "media-playback-pause-symbolic" : "media-playback-start-symbolic");
  adw_button_content_set_label (window->start_content, running ? _("Pause") : _("Start"));
  gtk_widget_set_tooltip_text (GTK_WIDGET (window->start_button), running ? _("Pause training (F5)") : _("Start training (F5)"));
}

void
iso_window_install_actions (GtkWidgetClass *class)
{
  static const struct {
    const char *name, *type;
    GtkWidgetActionActivateFunc activate;
  } actions[] = {
    { "win.start", NULL, start_or_pause },
    { "win.step", NULL, step },
    { "win.reset", NULL, reset },
    { "win.open-folder", NULL, iso_window_open_folder },
    { "win.open-file", NULL, iso_window_open_file },
    { "win.save-checkpoint", NULL, iso_window_save_checkpoint },
    { "win.resume-checkpoint", NULL, iso_window_resume_checkpoint },
    { "win.cancel-opening", NULL, iso_window_cancel_opening },
    { "win.open-source", "s", iso_window_open_source },
    { "win.preset", "s", iso_window_choose_preset },
    { "win.metrics", NULL, show_metrics },
    { "win.compare-students", NULL, compare_students },
    { "win.show-page", "s", iso_window_show_page },
    { "win.show-page-here", NULL, iso_window_show_page_here },
    { "win.palette", NULL, iso_window_toggle_palette },
    { "win.about", NULL, about },
    { "win.quit", NULL, quit },
  };
  for (size_t i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (class, actions[i].name, actions[i].type, actions[i].activate);
  iso_window_install_view_actions (class);
  iso_window_install_export_actions (class);
  iso_window_install_look_back_actions (class);
  iso_window_install_compare_actions (class);
  iso_window_install_record_actions (class);
  iso_window_install_runs_actions (class);
  iso_window_install_sweep (class);
  iso_window_install_export_run_actions (class);
  gtk_widget_class_install_property_action (class, "win.show-panel", "show-panel");
  gtk_widget_class_install_property_action (class, "win.show-inspector", "show-inspector");
  gtk_widget_class_install_property_action (class, "win.present", "presenting");
  gtk_widget_class_install_property_action (class, "win.endless", "endless");
  gtk_widget_class_install_property_action (class, "win.pace", "pace");
  gtk_widget_class_install_property_action (class, "win.color-style", "color-style");
  gtk_widget_class_install_property_action (class, "win.batch-look", "batch-look");
  iso_action_names_bind (class);
  gtk_widget_class_add_binding_action (class, GDK_KEY_question, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "win.show-help-overlay", NULL);
}
