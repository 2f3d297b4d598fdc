/* Measures the frames that a frame clock really draws: how long each took, and how long the screen stood still between two. */
#pragma once

#include <gtk/gtk.h>

typedef struct _IsoFrameMeter IsoFrameMeter;

IsoFrameMeter *iso_frame_meter_new (GdkFrameClock *clock);
void iso_frame_meter_free (IsoFrameMeter *meter);

/* Counting begins, or begins again from nothing, with the next frame; and ends. */
void iso_frame_meter_start (IsoFrameMeter *meter);
void iso_frame_meter_stop (IsoFrameMeter *meter);

typedef struct {
  guint frames;            /* drawn: ticks of the clock in which nothing was painted do not count */
  double p50, p95, p99;    /* milliseconds from before-paint to after-paint; 0 without frames */
  double max_gap;          /* milliseconds between the ends of successive frames, the wait at the end included */
} IsoFrameFigures;

IsoFrameFigures iso_frame_meter_figures (IsoFrameMeter *meter);

/* When the first frame of all was finished, on g_get_monotonic_time()'s clock; 0 if none was. */
gint64 iso_frame_meter_first (IsoFrameMeter *meter);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoFrameMeter, iso_frame_meter_free)
