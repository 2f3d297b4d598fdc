/* Trying other settings on the batch in sight, and what its gauges ask for. */
#include <glib/gi18n-lib.h>

#include "ui/plot/batch-view-private.h"

/* ---- hints ---- */

static const char *
try_label (IsoHealthHint hint)
{
  switch (hint)
    {
    case ISO_HINT_LOWER_TAU:
      return _("Lower τ");
    case ISO_HINT_LESS_DIFFUSION:
      return _("Diffuse less");
    case ISO_HINT_NONE:
    case ISO_HINT_COLLAPSED:
    default:
      return NULL;
    }
}

void
iso_batch_view_update_hint (IsoBatchView *view)
{
  IsoXrayStages *stages = view->xray != NULL ? iso_xray_stages (view->xray) : NULL;
  IsoDistillSettings better;
  g_autofree char *text = NULL;
  if (view->hint == NULL)
    return;
  if (stages == NULL || view->look != ISO_BATCH_LOOK_MATRICES)
    {
      iso_hint_bar_clear (view->hint);
      return;
    }
  IsoHealthHint hint = iso_health_hint (&text, &better, &stages->health, stages->matrices);
  gboolean is_flat = hint == ISO_HINT_LOWER_TAU || hint == ISO_HINT_LESS_DIFFUSION;
  iso_hint_bar_show (view->hint, text, is_flat && !view->logarithmic, try_label (hint));
}

static void
log_scale_wanted (IsoBatchView *view)
{
  iso_choice_row_set_active (view->scale_row, 1);
}

static void
better_wanted (IsoBatchView *view)
{
  IsoXrayStages *stages = iso_xray_stages (view->xray);
  IsoDistillSettings better;
  g_autofree char *text = NULL;
  if (stages == NULL || iso_health_hint (&text, &better, &stages->health, stages->matrices) == ISO_HINT_NONE)
    return;
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (view->trial_toggle), TRUE);
  iso_xray_set_trial (view->xray, &better);
}

/* ---- the row ---- */

static void
before_wanted (IsoTrialRow *row, gboolean before, IsoBatchView *view)
{
  if (view->shows_before == before)
    return;
  view->shows_before = before;
  iso_batch_view_show_stages (view);
}

/* It is computed with the stages, on their worker. */
static void
change_wanted (IsoTrialRow *row, gboolean change, IsoBatchView *view)
{
  if (view->shows_change == change)
    return;
  view->shows_change = change;
  if (change)
    iso_xray_draw_again (view->xray);
  else
    iso_batch_view_show_stages (view);
}

gboolean
iso_batch_view_toggle_change (IsoBatchView *view)
{
  g_return_val_if_fail (ISO_IS_BATCH_VIEW (view), FALSE);
  if (!iso_xray_has_trial (view->xray))
    return FALSE;
  iso_batch_view_set_look (view, ISO_BATCH_LOOK_MATRICES);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (view->trial_toggle), TRUE);
  iso_trial_row_set_change (view->trial, !iso_trial_row_change (view->trial));
  return TRUE;
}

/* Of pairs' similarities nothing is tried. */
void
iso_batch_view_open_trial (IsoBatchView *view, gboolean open)
{
  gtk_widget_set_visible (GTK_WIDGET (view->trial), open && view->look != ISO_BATCH_LOOK_SIMILARITIES);
  iso_health_strip_set_comparing (view->health, open);
}

gboolean
iso_batch_view_trial_key (IsoBatchView *view, guint key, gboolean pressed)
{
  GtkToggleButton *toggle = GTK_TOGGLE_BUTTON (view->trial_toggle);
  if (view->look == ISO_BATCH_LOOK_SIMILARITIES)
    return GDK_EVENT_PROPAGATE;
  if ((key == GDK_KEY_x || key == GDK_KEY_X) && pressed)
    {
      gboolean had_focus = gtk_widget_get_focus_child (GTK_WIDGET (view->trial)) != NULL;
      gtk_toggle_button_set_active (toggle, !gtk_toggle_button_get_active (toggle));
      if (gtk_toggle_button_get_active (toggle))
        gtk_widget_child_focus (GTK_WIDGET (view->trial), GTK_DIR_TAB_FORWARD);
      else if (had_focus)
        gtk_widget_grab_focus (view->trial_toggle);
      return GDK_EVENT_STOP;
    }
  if ((key == GDK_KEY_c || key == GDK_KEY_C) && pressed && view->look == ISO_BATCH_LOOK_MATRICES)
    return iso_batch_view_toggle_change (view) ? GDK_EVENT_STOP : GDK_EVENT_PROPAGATE;
  if (key != GDK_KEY_v && key != GDK_KEY_V)
    return GDK_EVENT_PROPAGATE;
  iso_trial_row_set_before (view->trial, pressed);
  return GDK_EVENT_STOP;
}

GtkWidget *
iso_batch_view_add_trial (IsoBatchView *view, GtkWidget *looks)
{
  GtkWidget *body = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), *row = iso_trial_row_new (), *hint = iso_hint_bar_new ();
  view->trial = ISO_TRIAL_ROW (row);
  view->hint = ISO_HINT_BAR (hint);
  gtk_widget_set_visible (row, FALSE);
  gtk_widget_set_vexpand (looks, TRUE);
  g_signal_connect (row, "before", G_CALLBACK (before_wanted), view);
  g_signal_connect (row, "change", G_CALLBACK (change_wanted), view);
  g_signal_connect_swapped (hint, "log-scale", G_CALLBACK (log_scale_wanted), view);
  g_signal_connect_swapped (hint, "try", G_CALLBACK (better_wanted), view);
  gtk_box_append (GTK_BOX (body), row);
  gtk_box_append (GTK_BOX (body), hint);
  gtk_box_append (GTK_BOX (body), looks);
  return body;
}
