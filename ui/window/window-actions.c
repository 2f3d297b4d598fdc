#include <glib/gi18n.h>

#include "engine/train/parameters.h"
#include "isotherm-config.h"
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

/* The view that has the focus; the batch, which gains most by it, if none has. */
static void
fill_view (GtkWidget *widget, const char *action, GVariant *parameter)
{
  IsoWindow *window = ISO_WINDOW (widget);
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (window));
  GtkWidget *view = focus == NULL ? NULL : gtk_widget_get_ancestor (focus, ISO_TYPE_VIEW_CARD);
  iso_window_fill_view (window, window->filling != NULL ? NULL : view != NULL ? view : GTK_WIDGET (window->batch));
}

static void
show_all_views (GtkWidget *widget, const char *action, GVariant *parameter)
{
  iso_window_fill_view (ISO_WINDOW (widget), NULL);
}

/* One window of metrics at most. */
static void
show_metrics (GtkWidget *widget, const char *action, GVariant *parameter)
{
  IsoWindow *window = ISO_WINDOW (widget);
  if (window->metrics == NULL)
    {
      window->metrics = iso_metrics_window_new (GTK_WINDOW (window), window->session);
      g_object_add_weak_pointer (G_OBJECT (window->metrics), (gpointer *) &window->metrics);
    }
  gtk_window_present (window->metrics);
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
  g_autoptr (GList) windows = application == NULL ? NULL : g_list_copy (gtk_application_get_windows (application));
  if (application == NULL)
    gtk_window_close (GTK_WINDOW (widget));
  /* Each is asked to close, so that each writes down what it remembers. */
  for (GList *link = windows; link != NULL; link = link->next)
    gtk_window_close (GTK_WINDOW (link->data));
}

void
iso_window_fill_pace_menu (IsoWindow *window)
{
  const IsoParameter *pace = iso_parameter_find ("train.pace", iso_session_settings (window->session), NULL);
  for (guint i = 0; pace->choices[i] != NULL; i++)
    {
      g_autoptr (GMenuItem) item = g_menu_item_new (_(pace->titles[i]), NULL);
      g_menu_item_set_action_and_target (item, "win.pace", "s", pace->choices[i]);
      g_menu_append_item (window->pace_section, item);
    }
  gtk_menu_button_set_menu_model (window->pace_button, G_MENU_MODEL (window->pace_section));
}

void
iso_window_update_actions (IsoWindow *window)
{
  const IsoSettings *settings = iso_session_settings (window->session);
  const IsoParameter *pace = iso_parameter_find ("train.pace", settings, NULL);
  IsoSessionState state = iso_session_state (window->session);
  gboolean running = state == ISO_SESSION_RUNNING;
  GtkWidget *widget = GTK_WIDGET (window);
  g_autofree char *spoken_pace = g_strdup_printf (_("Pace: %s"), _(pace->titles[settings->train.pace]));
  gtk_widget_action_set_enabled (widget, "win.step", !running && state != ISO_SESSION_EMPTY && state != ISO_SESSION_LOADING);
  gtk_widget_action_set_enabled (widget, "win.save-checkpoint", iso_session_experiment (window->session) != NULL);
  gtk_widget_action_set_enabled (widget, "win.cancel-opening", state == ISO_SESSION_LOADING);
  gtk_widget_action_set_enabled (widget, "win.reset", state != ISO_SESSION_LOADING);
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
    guint key;
    GdkModifierType modifiers;
  } actions[] = {
    { "win.start", NULL, start_or_pause, GDK_KEY_F5, 0 },
    { "win.step", NULL, step, GDK_KEY_F10, 0 },
    { "win.reset", NULL, reset, GDK_KEY_r, GDK_CONTROL_MASK },
    { "win.fill-view", NULL, fill_view, GDK_KEY_F11, 0 },
    { "win.show-all-views", NULL, show_all_views, GDK_KEY_Escape, 0 },
    { "win.open-folder", NULL, iso_window_open_folder, GDK_KEY_o, GDK_CONTROL_MASK },
    { "win.open-file", NULL, iso_window_open_file, GDK_KEY_o, GDK_CONTROL_MASK | GDK_SHIFT_MASK },
    { "win.save-checkpoint", NULL, iso_window_save_checkpoint, GDK_KEY_s, GDK_CONTROL_MASK },
    { "win.resume-checkpoint", NULL, iso_window_resume_checkpoint, GDK_KEY_r, GDK_CONTROL_MASK | GDK_SHIFT_MASK },
    { "win.cancel-opening", NULL, iso_window_cancel_opening, GDK_KEY_period, GDK_CONTROL_MASK },
    { "win.open-source", "s", iso_window_open_source, 0, 0 },
    { "win.preset", "s", iso_window_choose_preset, 0, 0 },
    { "win.metrics", NULL, show_metrics, GDK_KEY_m, GDK_CONTROL_MASK },
    { "win.compare-students", NULL, compare_students, GDK_KEY_b, GDK_CONTROL_MASK },
    { "win.show-page", "s", iso_window_show_page, 0, 0 },
    { "win.show-page-here", NULL, iso_window_show_page_here, GDK_KEY_i, GDK_CONTROL_MASK },
    { "win.about", NULL, about, 0, 0 },
    { "win.quit", NULL, quit, GDK_KEY_q, GDK_CONTROL_MASK },
  };
  for (size_t i = 0; i < G_N_ELEMENTS (actions); i++)
    {
      gtk_widget_class_install_action (class, actions[i].name, actions[i].type, actions[i].activate);
      if (actions[i].key != 0)
        gtk_widget_class_add_binding_action (class, actions[i].key, actions[i].modifiers, actions[i].name, NULL);
    }
  gtk_widget_class_install_property_action (class, "win.show-panel", "show-panel");
  gtk_widget_class_install_property_action (class, "win.endless", "endless");
  gtk_widget_class_install_property_action (class, "win.pace", "pace");
  gtk_widget_class_install_property_action (class, "win.color-style", "color-style");
  gtk_widget_class_install_property_action (class, "win.batch-look", "batch-look");
  gtk_widget_class_add_binding_action (class, GDK_KEY_1, GDK_ALT_MASK, "win.batch-look", "s", "matrices");
  gtk_widget_class_add_binding_action (class, GDK_KEY_2, GDK_ALT_MASK, "win.batch-look", "s", "map");
  gtk_widget_class_add_binding_action (class, GDK_KEY_3, GDK_ALT_MASK, "win.batch-look", "s", "similarities");
  gtk_widget_class_add_binding_action (class, GDK_KEY_F9, 0, "win.show-panel", NULL);
  gtk_widget_class_add_binding_action (class, GDK_KEY_w, GDK_CONTROL_MASK, "window.close", NULL);
  gtk_widget_class_add_binding_action (class, GDK_KEY_question, GDK_CONTROL_MASK, "win.show-help-overlay", NULL);
  gtk_widget_class_add_binding_action (class, GDK_KEY_question, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "win.show-help-overlay", NULL);
}
