#include <string.h>

#include "ui/plot/map-canvas-private.h"

#define GLIDE (G_USEC_PER_SEC / 4)

void
iso_map_canvas_stop (IsoMapCanvas *canvas)
{
  if (canvas->glide_tick != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (canvas), canvas->glide_tick);
  canvas->glide_tick = 0;
  g_clear_pointer (&canvas->start, g_free);
}

void
iso_map_canvas_arrive (IsoMapCanvas *canvas)
{
  iso_map_canvas_stop (canvas);
  memcpy (canvas->positions, canvas->map->positions, 2 * canvas->map->N * sizeof (float));
  canvas->box = canvas->target_box;
  iso_map_canvas_invalidate (canvas);
}

static gboolean
glide (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  IsoMapCanvas *canvas = ISO_MAP_CANVAS (widget);
  gint64 now = gdk_frame_clock_get_frame_time (clock);
  double progress = MAX (0.0, (double) (now - canvas->glide_started) / (double) GLIDE);
  if (progress >= 1.0)
    {
      canvas->glide_tick = 0;
      iso_map_canvas_arrive (canvas);
      return G_SOURCE_REMOVE;
    }
  /* Fast first, then softly into place. */
  double left = (1.0 - progress) * (1.0 - progress) * (1.0 - progress);
  for (size_t i = 0; i < 2 * canvas->map->N; i++)
    canvas->positions[i] = canvas->map->positions[i] + (float) left * (canvas->start[i] - canvas->map->positions[i]);
  canvas->box = iso_map_box_between (&canvas->target_box, &canvas->start_box, left);
  iso_map_canvas_invalidate (canvas);
  return G_SOURCE_CONTINUE;
}

void
iso_map_canvas_glide (IsoMapCanvas *canvas)
{
  g_free (canvas->start);
  canvas->start = g_memdup2 (canvas->positions, 2 * canvas->map->N * sizeof (float));
  canvas->start_box = canvas->box;
  /* From now and not from the next frame on: maps that come with every frame must not keep the points where they are. */
  canvas->glide_started = gdk_frame_clock_get_frame_time (gtk_widget_get_frame_clock (GTK_WIDGET (canvas)));
  if (canvas->glide_tick == 0)
    canvas->glide_tick = gtk_widget_add_tick_callback (GTK_WIDGET (canvas), glide, NULL, NULL);
}
