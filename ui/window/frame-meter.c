#include "ui/window/frame-meter.h"

#include <math.h>

struct _IsoFrameMeter {
  GdkFrameClock *clock;
  gboolean counting, painted;
  gint64 begun, last, first;
  gint64 max_gap;
  GArray *durations; /* of double, milliseconds */
};

static void
before_paint (GdkFrameClock *clock, IsoFrameMeter *meter)
{
  meter->begun = g_get_monotonic_time ();
  meter->painted = FALSE;
}

/* Comes only where something asked to be drawn. */
static void
paint (GdkFrameClock *clock, IsoFrameMeter *meter)
{
  meter->painted = TRUE;
}

static void
after_paint (GdkFrameClock *clock, IsoFrameMeter *meter)
{
  gint64 now = g_get_monotonic_time ();
  double duration = (double) (now - meter->begun) / 1000.0;
  if (!meter->painted || meter->begun == 0)
    return;
  if (meter->first == 0)
    meter->first = now;
  if (!meter->counting)
    return;
  g_array_append_val (meter->durations, duration);
  meter->max_gap = MAX (meter->max_gap, now - meter->last);
  meter->last = now;
}

IsoFrameMeter *
iso_frame_meter_new (GdkFrameClock *clock)
{
  IsoFrameMeter *meter = g_new0 (IsoFrameMeter, 1);
  meter->clock = g_object_ref (clock);
  meter->durations = g_array_new (FALSE, FALSE, sizeof (double));
  g_signal_connect (clock, "before-paint", G_CALLBACK (before_paint), meter);
  g_signal_connect (clock, "paint", G_CALLBACK (paint), meter);
  g_signal_connect (clock, "after-paint", G_CALLBACK (after_paint), meter);
  return meter;
}

void
iso_frame_meter_free (IsoFrameMeter *meter)
{
  g_signal_handlers_disconnect_by_data (meter->clock, meter);
  g_object_unref (meter->clock);
  g_array_unref (meter->durations);
  g_free (meter);
}

void
iso_frame_meter_start (IsoFrameMeter *meter)
{
  g_array_set_size (meter->durations, 0);
  meter->max_gap = 0;
  meter->last = g_get_monotonic_time ();
  meter->counting = TRUE;
}

void
iso_frame_meter_stop (IsoFrameMeter *meter)
{
  if (meter->counting)
    meter->max_gap = MAX (meter->max_gap, g_get_monotonic_time () - meter->last);
  meter->counting = FALSE;
}

static int
compare_durations (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;
  return (x > y) - (x < y);
}

/* Nearest rank. */
static double
percentile (const double *sorted, guint count, double percent)
{
  guint rank = (guint) ceil (percent / 100.0 * count);
  return count == 0 ? 0.0 : sorted[CLAMP (rank, 1, count) - 1];
}

IsoFrameFigures
iso_frame_meter_figures (IsoFrameMeter *meter)
{
  guint count = meter->durations->len;
  g_autofree double *sorted = g_memdup2 (meter->durations->data, count * sizeof (double));
  if (count > 0)
    qsort (sorted, count, sizeof (double), compare_durations);
  return (IsoFrameFigures){
    .frames = count,
    .p50 = percentile (sorted, count, 50.0),
    .p95 = percentile (sorted, count, 95.0),
    .p99 = percentile (sorted, count, 99.0),
    .max_gap = (double) meter->max_gap / 1000.0,
  };
}

gint64
iso_frame_meter_first (IsoFrameMeter *meter)
{
  return meter->first;
}
