/* The walk's steps: one by one, by themselves, back, and to either end. */
#include <glib/gi18n-lib.h>
#include <math.h>

#include "ui/plot/walk-view-private.h"

/* After a frame that took longer the walk goes on from where it was, rather than leaping. */
#define LONGEST_FRAME 0.1

void
iso_walk_view_freeze (IsoWalkView *view)
{
  if (view->xray == NULL || iso_xray_is_frozen (view->xray))
    return;
  view->has_frozen = view->is_freezing = TRUE;
  iso_xray_set_frozen (view->xray, TRUE);
}

/* ---- playing ---- */

static gboolean
play_on (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  IsoWalkView *view = data;
  gint64 now = gdk_frame_clock_get_frame_time (clock);
  double seconds = view->last_frame > 0 ? MIN ((double) (now - view->last_frame) / G_USEC_PER_SEC, LONGEST_FRAME) : 0.0;
  int end = iso_walk_view_end (view);
  view->last_frame = now;
  view->position = isinf (view->speed) ? end : fmin (view->position + seconds * view->speed, end);
  if ((int) view->position != view->scene.step)
    iso_walk_view_set_step (view, (int) view->position);
  if (view->scene.step < end)
    return G_SOURCE_CONTINUE;
  view->tick = 0;
  iso_walk_view_update_actions (view);
  iso_walk_view_describe (view);
  return G_SOURCE_REMOVE;
}

void
iso_walk_view_play (IsoWalkView *view, gboolean playing)
{
  if (playing == (view->tick != 0) || (playing && !iso_walk_view_has_walk (view)))
    return;
  if (!playing)
    {
      gtk_widget_remove_tick_callback (GTK_WIDGET (view), view->tick);
      view->tick = 0;
      if (iso_walk_view_has_walk (view))
        iso_walk_view_describe (view);
    }
  else
    {
      iso_walk_view_freeze (view);
      /* From the end it begins anew. */
      if (view->scene.step == iso_walk_view_end (view))
        iso_walk_view_set_step (view, 0);
      view->position = view->scene.step;
      view->last_frame = 0;
      view->tick = gtk_widget_add_tick_callback (GTK_WIDGET (view), play_on, view, NULL);
    }
  iso_walk_view_update_actions (view);
}

gboolean
iso_walk_view_is_playing (IsoWalkView *view)
{
  g_return_val_if_fail (ISO_IS_WALK_VIEW (view), FALSE);
  return view->tick != 0;
}

void
iso_walk_view_set_speed (IsoWalkView *view, double speed)
{
  g_return_if_fail (ISO_IS_WALK_VIEW (view) && speed > 0.0);
  view->speed = isinf (speed) ? speed : CLAMP (speed, 1.0, ISO_WALK_FASTEST);
  iso_walk_view_show_speed (view);
}

/* ---- actions ---- */

static void
play_wanted (GtkWidget *widget, const char *action, GVariant *parameter)
{
  IsoWalkView *view = ISO_WALK_VIEW (widget);
  iso_walk_view_play (view, view->tick == 0);
}

static void
step_wanted (GtkWidget *widget, const char *action, GVariant *parameter)
{
  IsoWalkView *view = ISO_WALK_VIEW (widget);
  int step = g_str_equal (action, "walk.step")   ? view->scene.step + 1
             : g_str_equal (action, "walk.back") ? view->scene.step - 1
             : g_str_equal (action, "walk.last") ? G_MAXINT
                                                 : 0;
  iso_walk_view_play (view, FALSE);
  iso_walk_view_freeze (view);
  iso_walk_view_set_step (view, step);
  iso_walk_view_describe (view);
}

static void
sample_wanted (GtkWidget *widget, const char *action, GVariant *parameter)
{
  iso_walk_view_change_sample (ISO_WALK_VIEW (widget), g_str_equal (action, "walk.next-sample") ? 1 : -1);
}

static void
freeze_wanted (GtkWidget *widget, const char *action, GVariant *parameter)
{
  IsoWalkView *view = ISO_WALK_VIEW (widget);
  view->has_frozen = FALSE;
  iso_xray_set_frozen (view->xray, !iso_xray_is_frozen (view->xray));
}

/* At the ends of the walk a key does nothing: it must not take the keyboard elsewhere, as arrows do that nobody wants. */
static gboolean
act_by_key (GtkWidget *widget, GVariant *action, gpointer data)
{
  gtk_widget_activate_action_variant (widget, g_variant_get_string (action, NULL), NULL);
  return iso_walk_view_has_walk (ISO_WALK_VIEW (widget));
}

void
iso_walk_view_install_actions (GtkWidgetClass *class)
{
  static const struct {
    guint key;
    const char *action;
  } keys[] = {
    { GDK_KEY_space, "walk.play" },     { GDK_KEY_Right, "walk.step" },          { GDK_KEY_KP_Right, "walk.step" },
    { GDK_KEY_period, "walk.step" },    { GDK_KEY_Left, "walk.back" },           { GDK_KEY_KP_Left, "walk.back" },
    { GDK_KEY_comma, "walk.back" },     { GDK_KEY_Home, "walk.first" },          { GDK_KEY_KP_Home, "walk.first" },
    { GDK_KEY_End, "walk.last" },       { GDK_KEY_KP_End, "walk.last" },         { GDK_KEY_Up, "walk.previous-sample" },
    { GDK_KEY_Down, "walk.next-sample" }, { GDK_KEY_KP_Up, "walk.previous-sample" }, { GDK_KEY_KP_Down, "walk.next-sample" },
    { GDK_KEY_f, "walk.freeze" },
  };
  gtk_widget_class_install_action (class, "walk.play", NULL, play_wanted);
  gtk_widget_class_install_action (class, "walk.step", NULL, step_wanted);
  gtk_widget_class_install_action (class, "walk.back", NULL, step_wanted);
  gtk_widget_class_install_action (class, "walk.first", NULL, step_wanted);
  gtk_widget_class_install_action (class, "walk.last", NULL, step_wanted);
  gtk_widget_class_install_action (class, "walk.previous-sample", NULL, sample_wanted);
  gtk_widget_class_install_action (class, "walk.next-sample", NULL, sample_wanted);
  gtk_widget_class_install_action (class, "walk.freeze", NULL, freeze_wanted);
  for (size_t i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_widget_class_add_binding (class, keys[i].key, 0, act_by_key, "s", keys[i].action);
}

/* What can be done, and how the buttons look. */
void
iso_walk_view_update_actions (IsoWalkView *view)
{
  GtkWidget *widget = GTK_WIDGET (view);
  gboolean has_walk = iso_walk_view_has_walk (view), is_playing = view->tick != 0;
  int step = view->scene.step, end = iso_walk_view_end (view);
  const char *name = is_playing ? _("Pause the walk") : _("Play the walk");
  const char *icon = is_playing ? "media-playback-pause-symbolic" : "media-playback-start-symbolic";
  gtk_widget_action_set_enabled (widget, "walk.play", has_walk && end > 0);
  gtk_widget_action_set_enabled (widget, "walk.step", has_walk && step < end);
  gtk_widget_action_set_enabled (widget, "walk.last", has_walk && step < end);
  gtk_widget_action_set_enabled (widget, "walk.back", has_walk && step > 0);
  gtk_widget_action_set_enabled (widget, "walk.first", has_walk && step > 0);
  gtk_widget_action_set_enabled (widget, "walk.previous-sample", has_walk);
  gtk_widget_action_set_enabled (widget, "walk.next-sample", has_walk);
  gtk_widget_action_set_enabled (widget, "walk.freeze", view->xray != NULL && iso_xray_snapshot (view->xray) != NULL);
  if (g_strcmp0 (gtk_button_get_icon_name (GTK_BUTTON (view->play_button)), icon) != 0)
    {
      gtk_button_set_icon_name (GTK_BUTTON (view->play_button), icon);
      gtk_widget_set_tooltip_text (view->play_button, is_playing ? _("Pause the walk (Space)") : _("Play the walk (Space)"));
      gtk_accessible_update_property (GTK_ACCESSIBLE (view->play_button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
    }
  view->is_choosing = TRUE;
  iso_choice_row_set_active (view->freezing, view->xray != NULL && iso_xray_is_frozen (view->xray) ? 1 : 0);
  gtk_widget_set_sensitive (view->freezing, view->xray != NULL && iso_xray_snapshot (view->xray) != NULL);
  view->is_choosing = FALSE;
}
