/* Looking back: what is looked at goes to all views, and what is new meanwhile waits in the session until now is looked at again. */
#include <glib/gi18n.h>

#include "ui/window/metrics-window.h"
#include "ui/window/window-private.h"

static gboolean
is_back (IsoWindow *window)
{
  return window->looking_at != ISO_LOOK_BACK_NOW;
}

void
iso_window_update_look_back (IsoWindow *window)
{
  guint kept = window->look_back != NULL ? iso_look_back_kept (window->look_back)->len : 0;
  gboolean is_asked = window->look_back != NULL && iso_look_back_asked (window->look_back) != ISO_LOOK_BACK_NOW;
  iso_window_enable (window, "win.look-back", kept > 0);
  iso_window_enable (window, "win.epoch-before", kept > 0);
  iso_window_enable (window, "win.epoch-after", is_asked);
  iso_window_enable (window, "win.play-film", kept > 1);
  iso_window_enable (window, "win.back-to-now", is_asked);
}

/* ---- the views ---- */

void
iso_window_show_epoch (IsoWindow *window, IsoEpochSnapshot *epoch)
{
  iso_map_view_set_epoch (window->map, epoch);
  iso_batch_view_set_epoch (window->batch, epoch);
  iso_neighbor_strip_set_epoch (window->neighbors, epoch);
}

void
iso_window_tell_metrics (IsoWindow *window)
{
  if (window->metrics != NULL)
    iso_metrics_window_look_back (ISO_METRICS_WINDOW (window->metrics), is_back (window) ? iso_look_back_snapshot (window->look_back) : NULL);
}

static void
shown (IsoLookBack *back, IsoWindow *window)
{
  window->looking_at = iso_look_back_shown (back);
  g_autofree char *title = is_back (window) ? g_strdup_printf (_("Map at epoch %d"), window->looking_at) : g_strdup (_("Map"));
  iso_view_card_set_title (ISO_VIEW_CARD (window->map), title);
  iso_xray_set_past (window->xray, iso_look_back_batch (back));
  iso_window_show_epoch (window, is_back (window) ? iso_look_back_snapshot (back) : iso_session_epoch (window->session));
  iso_curve_plot_set_cursor (window->curves, iso_look_back_step_count (back));
  iso_window_tell_metrics (window);
  iso_window_update_look_back (window);
}

void
iso_window_take_epoch (IsoWindow *window, IsoEpochSnapshot *epoch)
{
  if (window->look_back != NULL)
    iso_look_back_refresh (window->look_back);
  if (!is_back (window))
    iso_window_show_epoch (window, epoch);
}

/* ---- the run ---- */

void
iso_window_follow_run (IsoWindow *window)
{
  if (window->look_back == NULL)
    return;
  iso_look_back_set_run (window->look_back, iso_session_run (window->session), iso_session_experiment (window->session));
  iso_look_back_refresh (window->look_back);
}

/* What nothing in the window has taken. Of two bindings of one key only the first would be asked, and that is the view's which fills the
 * window; it comes first here, too. */
static gboolean
key_pressed (GtkEventControllerKey *keys, guint key, guint code, GdkModifierType state, IsoWindow *window)
{
  if (key != GDK_KEY_Escape || (state & gtk_accelerator_get_default_mod_mask ()) != 0 || iso_window_is_enabled (window, "win.show-all-views")
      || !iso_window_is_enabled (window, "win.back-to-now"))
    return GDK_EVENT_PROPAGATE;
  iso_look_back_go (window->look_back, ISO_LOOK_BACK_NOW);
  return GDK_EVENT_STOP;
}

void
iso_window_begin_look_back (IsoWindow *window)
{
  g_return_if_fail (window->look_back == NULL);
  GtkEventController *keys = gtk_event_controller_key_new ();
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed), window);
  gtk_widget_add_controller (GTK_WIDGET (window), keys);
  window->look_back = iso_look_back_new (window->library);
  g_signal_connect_object (window->look_back, "shown", G_CALLBACK (shown), window, 0);
  g_signal_connect_object (window->look_back, "asked", G_CALLBACK (iso_window_update_look_back), window, G_CONNECT_SWAPPED);
  g_signal_connect_object (window->look_back, "kept-changed", G_CALLBACK (iso_window_update_look_back), window, G_CONNECT_SWAPPED);
  g_signal_connect_object (window->look_back, "problem", G_CALLBACK (iso_window_say), window, G_CONNECT_SWAPPED);
  g_signal_connect_object (window->session, "recording", G_CALLBACK (iso_window_follow_run), window, G_CONNECT_SWAPPED);
  g_signal_connect_object (window->session, "state-changed", G_CALLBACK (iso_window_follow_run), window, G_CONNECT_SWAPPED);
  iso_run_strip_set_look_back (window->status, window->look_back);
  iso_window_follow_run (window);
  iso_window_update_look_back (window);
}

/* ---- actions ---- */

static void
look_back (GtkWidget *widget, const char *action, GVariant *parameter)
{
  IsoWindow *window = ISO_WINDOW (widget);
  if (window->look_back != NULL)
    iso_look_back_go (window->look_back, g_variant_get_int32 (parameter));
}

static void
go_to_now (GtkWidget *widget, const char *action, GVariant *parameter)
{
  iso_look_back_go (ISO_WINDOW (widget)->look_back, ISO_LOOK_BACK_NOW);
}

static void
go_on (GtkWidget *widget, const char *action, GVariant *parameter)
{
  iso_look_back_step (ISO_WINDOW (widget)->look_back, g_str_equal (action, "win.epoch-before") ? -1 : 1);
}

static void
play_film (GtkWidget *widget, const char *action, GVariant *parameter)
{
  IsoLookBack *back = ISO_WINDOW (widget)->look_back;
  iso_look_back_play (back, !iso_look_back_is_playing (back));
}

void
iso_window_install_look_back_actions (GtkWidgetClass *class)
{
  gtk_widget_class_install_action (class, "win.look-back", "i", look_back);
  gtk_widget_class_install_action (class, "win.back-to-now", NULL, go_to_now);
  gtk_widget_class_install_action (class, "win.epoch-before", NULL, go_on);
  gtk_widget_class_install_action (class, "win.epoch-after", NULL, go_on);
  gtk_widget_class_install_action (class, "win.play-film", NULL, play_film);
}
