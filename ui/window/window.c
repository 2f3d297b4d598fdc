#include <glib/gi18n.h>

#include "engine/store/recorder.h"
#include "engine/train/parameters.h"
#include "isotherm-config.h"
#include "resources/isotherm-ui-resources.h"
#include "ui/window/window-private.h"

#define PANEL_WIDTH 266

/* Groups that are folded the first time: what is seldom changed makes room for what is. */
static const char *const folded_groups[] = { "data", "augment", "batch", "network", "memory", "schedule", "train", "evaluate", NULL };

G_DEFINE_FINAL_TYPE (IsoWindow, iso_window, ADW_TYPE_APPLICATION_WINDOW)

enum { PROPERTY_SHOW_PANEL = 1, PROPERTY_SHOW_INSPECTOR, PROPERTY_PRESENTING, PROPERTY_ENDLESS, PROPERTY_PACE, PROPERTY_COLOR_STYLE,
       PROPERTY_BATCH_LOOK, PROPERTY_COUNT };
static GParamSpec *properties[PROPERTY_COUNT];

/* While training runs, each batch shows the settings it was made with; while it stands still, those of the panel. */
static void
update_shown_settings (IsoWindow *window)
{
  gboolean running = iso_session_state (window->session) == ISO_SESSION_RUNNING;
  const IsoDistillSettings *settings = running ? NULL : &iso_session_settings (window->session)->distill;
  iso_xray_set_run_settings (window->xray, settings);
}

static void
settings_changed (IsoWindow *window)
{
  iso_window_note_source (window);
  update_shown_settings (window);
  iso_map_view_set_settings (window->map, &iso_session_settings (window->session)->projection);
  iso_window_tell_margin (window);
  iso_window_update_title (window);
  iso_window_update_actions (window);
  g_object_notify_by_pspec (G_OBJECT (window), properties[PROPERTY_PACE]);
}

static void
state_changed (IsoWindow *window)
{
  update_shown_settings (window);
  iso_window_update_actions (window);
  iso_window_update_opening (window);
  iso_curve_plot_update (window->curves);
}

static void
left_out (IsoSession *session, GPtrArray *lines, guint64 all, IsoWindow *window)
{
  iso_window_tell_left_out (window, lines, all);
}

static void
status_changed (IsoWindow *window)
{
  double recall, map;
  iso_session_raw_scores (window->session, &recall, &map);
  iso_curve_plot_set_raw (window->curves, recall, map);
  iso_curve_plot_update (window->curves);
}

static void
run_changed (IsoWindow *window)
{
  IsoExperiment *experiment = iso_session_experiment (window->session);
  IsoTrainerStatus status;
  iso_session_status (window->session, &status);
  iso_window_follow_run (window);
  /* What the run before has left is forgotten, on the same data too. */
  iso_xray_set_dataset (window->xray, NULL);
  iso_xray_set_dataset (window->xray, experiment == NULL ? NULL : experiment->dataset);
  iso_sample_choice_clear (window->choice);
  iso_window_tell_run (window);
  iso_map_view_set_epoch (window->map, NULL);
  iso_map_view_set_settings (window->map, &iso_session_settings (window->session)->projection);
  iso_curve_plot_set_history (window->curves, iso_session_history (window->session), status.steps_per_epoch);
  status_changed (window);
  iso_window_note_source (window);
  update_shown_settings (window);
  iso_window_update_title (window);
  iso_window_update_actions (window);
  iso_window_forget_branches (window);
}

static void
batch_arrived (IsoSession *session, IsoBatchSnapshot *batch, IsoWindow *window)
{
  iso_xray_set_snapshot (window->xray, batch);
}

static void
epoch_arrived (IsoSession *session, IsoEpochSnapshot *epoch, IsoWindow *window)
{
  iso_window_take_epoch (window, epoch);
  iso_curve_plot_update (window->curves);
}

static void
change_applied (IsoSession *session, const char *key, guint64 step, IsoWindow *window)
{
  iso_curve_plot_update (window->curves);
}

static void
batch_look_changed (IsoWindow *window)
{
  g_object_notify_by_pspec (G_OBJECT (window), properties[PROPERTY_BATCH_LOOK]);
}

static void
add_panels (IsoWindow *window)
{
  window->panel = ISO_SETUP_PANEL (iso_setup_panel_new (window->session));
  iso_setup_panel_fold (window->panel, folded_groups);
  gtk_widget_set_size_request (GTK_WIDGET (window->panel), PANEL_WIDTH, -1);
  adw_flap_set_flap (window->flap, GTK_WIDGET (window->panel));
  window->status = ISO_RUN_STRIP (iso_run_strip_new (window->session));
  gtk_box_append (window->frame, GTK_WIDGET (window->status));
}

static void
connect_session (IsoWindow *window)
{
  IsoSession *session = window->session;
  g_signal_connect_object (session, "settings-changed", G_CALLBACK (settings_changed), window, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "state-changed", G_CALLBACK (state_changed), window, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "status", G_CALLBACK (status_changed), window, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "run-changed", G_CALLBACK (run_changed), window, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "batch", G_CALLBACK (batch_arrived), window, 0);
  g_signal_connect_object (session, "epoch", G_CALLBACK (epoch_arrived), window, 0);
  g_signal_connect_object (session, "applied", G_CALLBACK (change_applied), window, 0);
  g_signal_connect_object (session, "left-out", G_CALLBACK (left_out), window, 0);
  g_signal_connect_object (session, "message", G_CALLBACK (iso_window_say), window, G_CONNECT_SWAPPED);
  iso_window_watch_checkpoints (window);
  iso_window_watch_runs (window);
  iso_window_watch_compared (window);
  iso_window_watch_export_run (window);
  g_signal_connect_object (window->xray, "train-with", G_CALLBACK (iso_window_train_with), window, G_CONNECT_SWAPPED);
  g_signal_connect_object (window->batch, "look-changed", G_CALLBACK (batch_look_changed), window, G_CONNECT_SWAPPED);
}

/* The arrow of a split button has no name of its own. */
static void
name_open_menu (IsoWindow *window)
{
  GtkWidget *arrow = gtk_widget_get_last_child (GTK_WIDGET (window->open_button));
  if (GTK_IS_MENU_BUTTON (arrow))
    gtk_accessible_update_property (GTK_ACCESSIBLE (arrow), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Other data"), -1);
}

IsoWindow *
iso_window_new (GtkApplication *application, IsoSession *session, gboolean remembers)
{
  IsoWindow *window = g_object_new (ISO_TYPE_WINDOW, "application", application, NULL);
  window->session = g_object_ref (session);
  window->remembers = remembers;
  add_panels (window);
  iso_window_add_views (window);
  iso_window_add_opening_bar (window);
  iso_window_add_shortcuts (window);
  iso_window_fill_menus (window);
  name_open_menu (window);
  iso_window_fill_presets (window);
  connect_session (window);
  if (remembers)
    iso_window_recall (window);
  iso_session_attach (session, GTK_WIDGET (window));
  run_changed (window);
  iso_window_update_opening (window); /* what the command line asked for is being read already */
  return window;
}

IsoSession *
iso_window_session (IsoWindow *window)
{
  return window->session;
}

IsoBatchView *
iso_window_batch_view (IsoWindow *window)
{
  return window->batch;
}

IsoMapView *
iso_window_map_view (IsoWindow *window)
{
  return window->map;
}

void
iso_window_set_color_style (IsoWindow *window, const char *style)
{
  AdwColorScheme scheme = g_strcmp0 (style, "light") == 0  ? ADW_COLOR_SCHEME_FORCE_LIGHT
                          : g_strcmp0 (style, "dark") == 0 ? ADW_COLOR_SCHEME_FORCE_DARK
                                                           : ADW_COLOR_SCHEME_DEFAULT;
  g_free (window->color_style);
  window->color_style = g_strdup (scheme == ADW_COLOR_SCHEME_DEFAULT ? "system" : style);
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), scheme);
  g_object_notify_by_pspec (G_OBJECT (window), properties[PROPERTY_COLOR_STYLE]);
}

static void
iso_window_set_property (GObject *object, guint id, const GValue *value, GParamSpec *spec)
{
  IsoWindow *window = ISO_WINDOW (object);
  g_autoptr (GError) error = NULL;
  switch (id)
    {
    case PROPERTY_SHOW_PANEL:
      window->show_panel = g_value_get_boolean (value);
      g_object_notify_by_pspec (object, spec);
      break;
    case PROPERTY_SHOW_INSPECTOR:
      window->show_inspector = g_value_get_boolean (value) && adw_flap_get_flap (window->inspector_flap) != NULL;
      adw_flap_set_reveal_flap (window->inspector_flap, window->show_inspector);
      g_object_notify_by_pspec (object, spec);
      break;
    case PROPERTY_PRESENTING:
      iso_window_set_presenting (window, g_value_get_boolean (value));
      g_object_notify_by_pspec (object, spec);
      break;
    case PROPERTY_ENDLESS:
      window->endless = g_value_get_boolean (value);
      iso_session_set_endless (window->session, window->endless);
      g_object_notify_by_pspec (object, spec);
      break;
    case PROPERTY_PACE:
      if (!iso_session_set (window->session, "train.pace", g_value_get_string (value), &error))
        iso_window_say (window, error->message);
      break;
    case PROPERTY_COLOR_STYLE:
      iso_window_set_color_style (window, g_value_get_string (value));
      break;
    case PROPERTY_BATCH_LOOK:
      iso_window_set_batch_look (window, g_value_get_string (value));
      iso_window_show_view (window, "batch");
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
    }
}

static void
iso_window_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  IsoWindow *window = ISO_WINDOW (object);
  switch (id)
    {
    case PROPERTY_SHOW_PANEL:
      g_value_set_boolean (value, window->show_panel);
      break;
    case PROPERTY_SHOW_INSPECTOR:
      g_value_set_boolean (value, window->show_inspector);
      break;
    case PROPERTY_PRESENTING:
      g_value_set_boolean (value, window->is_presenting);
      break;
    case PROPERTY_ENDLESS:
      g_value_set_boolean (value, window->endless);
      break;
    case PROPERTY_PACE:
      if (window->session != NULL)
        {
          const IsoSettings *settings = iso_session_settings (window->session);
          g_value_take_string (value, iso_settings_format (settings, iso_parameter_find ("train.pace", settings, NULL)));
        }
      break;
    case PROPERTY_COLOR_STYLE:
      g_value_set_string (value, window->color_style);
      break;
    case PROPERTY_BATCH_LOOK:
      g_value_set_static_string (value, iso_window_batch_look (window));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
    }
}

static gboolean
iso_window_close_request (GtkWindow *base)
{
  IsoWindow *window = ISO_WINDOW (base);
  if (iso_window_asks_for_sweep (window, "window.close"))
    return GDK_EVENT_STOP;
  if (window->remembers)
    iso_window_remember (window);
  return GTK_WINDOW_CLASS (iso_window_parent_class)->close_request (base);
}

static void
iso_window_dispose (GObject *object)
{
  IsoWindow *window = ISO_WINDOW (object);
  g_ptr_array_set_size (window->batch_watchers, 0);
  /* Other windows of the program have the usual type again. */
  if (window->is_presenting)
    iso_window_set_presenting (window, FALSE);
  if (window->chooser != NULL)
    gtk_native_dialog_destroy (GTK_NATIVE_DIALOG (window->chooser));
  g_clear_object (&window->chooser);
  iso_window_drop_export (window);
  iso_window_drop_compare (window);
  iso_window_drop_sweep (window);
  if (window->metrics != NULL)
    gtk_window_destroy (window->metrics);
  g_clear_weak_pointer (&window->metrics);
  if (window->pages != NULL)
    gtk_window_destroy (GTK_WINDOW (window->pages));
  gtk_widget_dispose_template (GTK_WIDGET (window), ISO_TYPE_WINDOW);
  G_OBJECT_CLASS (iso_window_parent_class)->dispose (object);
}

static void
iso_window_finalize (GObject *object)
{
  IsoWindow *window = ISO_WINDOW (object);
  g_clear_object (&window->session);
  g_clear_object (&window->look_back);
  g_clear_object (&window->library);
  g_free (window->export_run.place);
  g_clear_object (&window->xray);
  g_clear_object (&window->choice);
  g_clear_pointer (&window->batch_watchers, g_ptr_array_unref);
  iso_window_drop_export (window);
  g_clear_object (&window->checkpoints);
  g_free (window->color_style);
  g_strfreev (window->recent);
  g_hash_table_unref (window->disabled);
  g_free (window->pending_source);
  g_free (window->told_source);
  G_OBJECT_CLASS (iso_window_parent_class)->finalize (object);
}

static void
bind_children (GtkWidgetClass *class)
{
#define BIND(name) gtk_widget_class_bind_template_child (class, IsoWindow, name)
  BIND (overlay);
  BIND (toasts);
  BIND (frame);
  BIND (header);
  BIND (window_title);
  BIND (open_button);
  BIND (presets_button);
  BIND (pace_button);
  BIND (menu_button);
  BIND (start_button);
  BIND (step_button);
  BIND (fork_button);
  BIND (reset_button);
  BIND (panel_button);
  BIND (inspector_button);
  BIND (start_content);
  BIND (flap);
  BIND (inspector_flap);
#undef BIND
}

static void
iso_window_class_init (IsoWindowClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;
  object_class->set_property = iso_window_set_property;
  object_class->get_property = iso_window_get_property;
  object_class->dispose = iso_window_dispose;
  object_class->finalize = iso_window_finalize;
  GTK_WINDOW_CLASS (class)->close_request = iso_window_close_request;

  /* Each stands behind an action of its own name: win.show-panel, …. */
  properties[PROPERTY_SHOW_PANEL] = g_param_spec_boolean ("show-panel", NULL, NULL, TRUE, flags);
  properties[PROPERTY_SHOW_INSPECTOR] = g_param_spec_boolean ("show-inspector", NULL, NULL, FALSE, flags);
  properties[PROPERTY_PRESENTING] = g_param_spec_boolean ("presenting", NULL, NULL, FALSE, flags);
  properties[PROPERTY_ENDLESS] = g_param_spec_boolean ("endless", NULL, NULL, FALSE, flags);
  properties[PROPERTY_PACE] = g_param_spec_string ("pace", NULL, NULL, NULL, flags);
  properties[PROPERTY_COLOR_STYLE] = g_param_spec_string ("color-style", NULL, NULL, "system", flags);
  properties[PROPERTY_BATCH_LOOK] = g_param_spec_string ("batch-look", NULL, NULL, "matrices", flags);
  g_object_class_install_properties (object_class, PROPERTY_COUNT, properties);

  /* The linker would leave out what nothing names. */
  g_resources_register (isotherm_ui_get_resource ());
  gtk_widget_class_set_template_from_resource (GTK_WIDGET_CLASS (class), "/org/isotherm/Isotherm/ui/window.ui");
  bind_children (GTK_WIDGET_CLASS (class));
  iso_window_install_actions (GTK_WIDGET_CLASS (class));
}

static void
iso_window_init (IsoWindow *window)
{
  window->xray = iso_xray_new ();
  window->choice = iso_sample_choice_new ();
  window->batch_watchers = g_ptr_array_new ();
  window->show_panel = TRUE;
  window->color_style = g_strdup ("system");
  window->disabled = g_hash_table_new (g_str_hash, g_str_equal);
  window->watch = ISO_WATCH_LIVE;
  window->looking_at = -1;
  window->keeping.keeps = TRUE;
  window->keeping.epochs = ISO_KEEP_EPOCHS;
  window->keeping.megabytes = (int) (ISO_KEEP_BYTES / 1000000);
  gtk_icon_theme_add_resource_path (gtk_icon_theme_get_for_display (gtk_widget_get_display (GTK_WIDGET (window))),
                                    "/org/isotherm/Isotherm/icons");
  gtk_widget_init_template (GTK_WIDGET (window));
  iso_window_enable (window, "win.show-inspector", FALSE);
  iso_window_update_look_back (window);
}
