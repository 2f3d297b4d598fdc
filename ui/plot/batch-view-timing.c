/* How many batches reached the screen, and how long a change of settings took to get there: for tests and measurements. */
#include "engine/base/timing.h"
#include "ui/plot/batch-view-private.h"

void
iso_batch_view_release_clock (IsoBatchView *view)
{
  if (view->clock == NULL)
    return;
  g_signal_handler_disconnect (view->clock, view->after_paint);
  g_clear_object (&view->clock);
}

static void
painted (GdkFrameClock *clock, IsoBatchView *view)
{
  if (view->counts)
    view->drawn_count++;
  view->counts = FALSE;
  if (view->timed_shown)
    {
      view->latency_ms = 1e3 * (iso_seconds () - view->timed_from);
      view->timing = FALSE;
    }
  view->timed_shown = FALSE;
  iso_batch_view_release_clock (view);
}

void
iso_batch_view_await_paint (IsoBatchView *view)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (view));
  if (view->clock != NULL || clock == NULL || !gtk_widget_get_mapped (GTK_WIDGET (view)))
    return;
  view->clock = g_object_ref (clock);
  view->after_paint = g_signal_connect (clock, "after-paint", G_CALLBACK (painted), view);
}

void
iso_batch_view_set_settings (IsoBatchView *view, const IsoDistillSettings *settings)
{
  view->timing = settings != NULL && iso_xray_snapshot (view->xray) != NULL;
  view->timed_shown = FALSE;
  view->timed_from = iso_seconds ();
  if (settings != NULL)
    view->timed_settings = *settings;
  iso_xray_set_run_settings (view->xray, settings);
}

guint64
iso_batch_view_drawn_count (IsoBatchView *view)
{
  return view->drawn_count;
}

double
iso_batch_view_last_latency_ms (IsoBatchView *view)
{
  return view->latency_ms;
}
