#include <math.h>
#include <string.h>

#include "ui/plot/map-canvas-private.h"

/* In which all but 1/e of the way left is covered: nine tenths in a fifth of a second. */
#define FOLLOWING_SECONDS 0.085
/* A box so close to where it is going is there: a third of a pixel in a picture a thousand wide. */
#define NEAR_ENOUGH 3e-4

void
iso_map_canvas_stop (IsoMapCanvas *canvas)
{
  if (canvas->tick != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (canvas), canvas->tick);
  canvas->tick = 0;
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

static bool
is_near (const IsoMapBox *a, const IsoMapBox *b)
{
  double unit = NEAR_ENOUGH * fmax (b->half_width, b->half_height);
  return fabs (a->x - b->x) <= unit && fabs (a->y - b->y) <= unit && fabs (a->half_width - b->half_width) <= unit
         && fabs (a->half_height - b->half_height) <= unit;
}

/* The box goes on towards where it should be. */
static void
move_box (IsoMapCanvas *canvas, double seconds)
{
  if (is_near (&canvas->box, &canvas->target_box))
    canvas->box = canvas->target_box;
  else
    canvas->box = iso_map_box_between (&canvas->target_box, &canvas->box, exp (-seconds / FOLLOWING_SECONDS));
}

/* Points between where they stood in the picture and where the map, which may change meanwhile, has them. */
static void
move_points (IsoMapCanvas *canvas, double progress)
{
  /* Fast first, then softly into place. */
  double left = (1.0 - progress) * (1.0 - progress) * (1.0 - progress);
  IsoMapFrame frame = iso_map_canvas_present_frame (canvas);
  const float *there = canvas->map->positions;
  for (size_t i = 0; i < canvas->map->N; i++)
    {
      double x = ((double) canvas->start[2 * i] - frame.x) / frame.scale;
      double y = (frame.y - (double) canvas->start[2 * i + 1]) / frame.scale;
      canvas->positions[2 * i] = (float) ((double) there[2 * i] + left * (x - (double) there[2 * i]));
      canvas->positions[2 * i + 1] = (float) ((double) there[2 * i + 1] + left * (y - (double) there[2 * i + 1]));
    }
}

static gboolean
tick (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  IsoMapCanvas *canvas = ISO_MAP_CANVAS (widget);
  gint64 now = gdk_frame_clock_get_frame_time (clock);
  double seconds = (double) MAX (now - canvas->last_tick, 0) / (double) G_USEC_PER_SEC;
  canvas->last_tick = now;
  move_box (canvas, seconds);
  if (canvas->start != NULL)
    {
      double progress = MAX (0.0, (double) (now - canvas->glide_started) / (double) canvas->glide_length);
      if (progress < 1.0)
        move_points (canvas, progress);
      else
        {
          memcpy (canvas->positions, canvas->map->positions, 2 * canvas->map->N * sizeof (float));
          g_clear_pointer (&canvas->start, g_free);
        }
    }
  iso_map_canvas_invalidate (canvas);
  if (canvas->start != NULL || memcmp (&canvas->box, &canvas->target_box, sizeof canvas->box) != 0)
    return G_SOURCE_CONTINUE;
  canvas->tick = 0;
  return G_SOURCE_REMOVE;
}

static void
start_ticking (IsoMapCanvas *canvas)
{
  if (canvas->tick != 0)
    return;
  canvas->last_tick = gdk_frame_clock_get_frame_time (gtk_widget_get_frame_clock (GTK_WIDGET (canvas)));
  canvas->tick = gtk_widget_add_tick_callback (GTK_WIDGET (canvas), tick, NULL, NULL);
}

void
iso_map_canvas_glide (IsoMapCanvas *canvas, gint64 microseconds)
{
  /* In pixels, for the maps may be of different units: what a box has been is not to be mixed with what it will be. */
  IsoMapFrame frame = iso_map_canvas_present_frame (canvas);
  if (canvas->start == NULL)
    canvas->start = g_new (float, MAX (2 * canvas->map->N, 1));
  iso_map_frame_place (canvas->start, &frame, canvas->positions, canvas->map->N);
  canvas->box = canvas->target_box;
  move_points (canvas, 0.0);
  iso_map_canvas_invalidate (canvas);
  /* From now and not from the next frame on: maps that come with every frame must not keep the points where they are. */
  canvas->glide_started = gdk_frame_clock_get_frame_time (gtk_widget_get_frame_clock (GTK_WIDGET (canvas)));
  canvas->glide_length = microseconds;
  start_ticking (canvas);
}

void
iso_map_canvas_follow (IsoMapCanvas *canvas)
{
  if (canvas->start == NULL)
    {
      memcpy (canvas->positions, canvas->map->positions, 2 * canvas->map->N * sizeof (float));
      iso_map_canvas_invalidate (canvas);
    }
  if (canvas->start != NULL || !is_near (&canvas->box, &canvas->target_box))
    start_ticking (canvas);
  else
    canvas->box = canvas->target_box;
}
