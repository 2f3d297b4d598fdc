/* The points as pixels, drawn where nothing that is still good can be taken over: while the map is dragged most of a picture is the one
 * before, moved by whole pixels, and only the strips that came into sight are drawn. */
#include <math.h>
#include <string.h>

#include "ui/figure/map-density.h"
#include "ui/plot/map-canvas-private.h"
#include "ui/plot/pixels.h"
#include "ui/plot/view-card.h"

#define MOST_THREADS 2
/* A frame this close to whole pixels from the one before is that. */
#define WHOLE 1e-3

static void
ensure_masks (IsoMapCanvas *canvas, double radius)
{
  /* Sixteenths of a pixel: while zooming not every frame wants masks of its own. */
  radius = round (radius * 16.0) / 16.0;
  if (canvas->masks != NULL && iso_point_masks_radius (canvas->masks) == radius)
    return;
  iso_point_masks_free (canvas->masks);
  canvas->masks = iso_point_masks_new (radius);
}

/* Returns the frame in device pixels. */
static IsoMapFrame
place_points (IsoMapCanvas *canvas)
{
  IsoMapFrame frame = iso_map_canvas_present_frame (canvas), fit = iso_map_canvas_fit_frame (canvas);
  double scale = canvas->scale;
  ensure_masks (canvas, scale * iso_map_point_radius (canvas->map->N, canvas->width, canvas->height, frame.scale / fit.scale));
  frame = (IsoMapFrame) { frame.x * scale, frame.y * scale, frame.scale * scale };
  iso_map_frame_place (canvas->placed, &frame, canvas->positions, canvas->map->N);
  canvas->is_placed = true;
  canvas->inside = iso_map_count_inside (canvas->placed, canvas->map->N, canvas->width * scale, canvas->height * scale);
  return frame;
}

static IsoMapPoints
points_of (IsoMapCanvas *canvas)
{
  IsoMapPoints points = iso_projected_map_points (canvas->map);
  points.tint = canvas->tint;
  points.selected = canvas->selected;
  return points;
}

static void
ensure_paint (IsoMapCanvas *canvas)
{
  if (canvas->colors != NULL)
    return;
  const IsoMapPoints points = points_of (canvas);
  canvas->colors = g_new (guint32, MAX (points.N, 1));
  canvas->order = g_new (guint32, MAX (points.N, 1));
  iso_map_points_paint (canvas->colors, canvas->order, &points, NULL, canvas->theme);
}

/* What was there before goes. points (count): those that may touch the box, in their order. */
static void
stamp (IsoMapCanvas *canvas, cairo_surface_t *pixels, int left, int top, int right, int bottom, const guint32 *points, size_t count)
{
  const IsoPixelBox box = { left, top, right, bottom };
  guint8 *data = cairo_image_surface_get_data (pixels);
  size_t stride = (size_t) cairo_image_surface_get_stride (pixels);
  if (left >= right || top >= bottom)
    return;
  for (int y = top; y < bottom; y++)
    memset (data + (size_t) y * stride + 4 * (size_t) left, 0, 4 * (size_t) (right - left));
  iso_points_stamp_within ((guint32 *) (void *) data, (int) (stride / 4), &box, canvas->masks, canvas->placed, canvas->colors, points,
                           count, canvas->pool);
}

static gboolean
tell_densest (gpointer data)
{
  IsoMapCanvas *canvas = data;
  canvas->densest_source = 0;
  g_signal_emit_by_name (canvas, "densest");
  return G_SOURCE_REMOVE;
}

/* Not from here: what is told of it changes labels, and this may be in the middle of drawing. */
static void
set_densest (IsoMapCanvas *canvas, double densest)
{
  if (densest != canvas->densest && canvas->densest_source == 0)
    canvas->densest_source = g_idle_add (tell_densest, canvas);
  canvas->densest = densest;
}

static void
draw_density (IsoMapCanvas *canvas, cairo_surface_t *pixels)
{
  const IsoMapPoints points = points_of (canvas);
  set_densest (canvas, iso_map_density_draw ((guint32 *) (void *) cairo_image_surface_get_data (pixels),
                                             cairo_image_surface_get_width (pixels), cairo_image_surface_get_height (pixels),
                                             cairo_image_surface_get_stride (pixels) / 4, &points, canvas->placed, canvas->scale,
                                             canvas->theme, canvas->pool));
}

/* By how much the picture before has to be moved; false where it is of no use. */
static bool
is_moved (IsoMapCanvas *canvas, const IsoMapFrame *frame, int *dx, int *dy)
{
  double x = frame->x - canvas->drawn_frame.x, y = frame->y - canvas->drawn_frame.y;
  if (canvas->pixels == NULL || canvas->is_stale || canvas->is_density || frame->scale != canvas->drawn_frame.scale
      || iso_point_masks_radius (canvas->masks) != canvas->drawn_radius
      || !(fabs (x) < canvas->width * canvas->scale && fabs (y) < canvas->height * canvas->scale)
      || fabs (x - round (x)) > WHOLE || fabs (y - round (y)) > WHOLE)
    return false;
  *dx = (int) lround (x);
  *dy = (int) lround (y);
  return true;
}

/* Those that are not whole within the box, in their order: points (N), filled; returns how many. */
static size_t
find_exposed (guint32 *points, IsoMapCanvas *canvas, int left, int top, int right, int bottom)
{
  /* A disc may touch two pixels more than its radius says. */
  float reach = (float) iso_point_masks_radius (canvas->masks) + 2.0f;
  float least_x = (float) left + reach, most_x = (float) right - reach, least_y = (float) top + reach, most_y = (float) bottom - reach;
  size_t count = 0;
  for (size_t i = 0; i < canvas->map->N; i++)
    {
      guint32 point = canvas->order[i];
      float x = canvas->placed[2 * point], y = canvas->placed[2 * point + 1];
      points[count] = point;
      count += !((x > least_x) & (x < most_x) & (y > least_y) & (y < most_y));
    }
  return count;
}

/* A picture handed over is not written to any more, so what stays is copied. */
static void
move_pixels (IsoMapCanvas *canvas, cairo_surface_t *pixels, int dx, int dy)
{
  int width = cairo_image_surface_get_width (pixels), height = cairo_image_surface_get_height (pixels);
  size_t stride = (size_t) cairo_image_surface_get_stride (pixels);
  int left = MAX (dx, 0), right = MIN (width + dx, width), top = MAX (dy, 0), bottom = MIN (height + dy, height);
  guint8 *to = cairo_image_surface_get_data (pixels);
  const guint8 *from = cairo_image_surface_get_data (canvas->pixels);
  for (int y = top; y < bottom; y++)
    memcpy (to + (size_t) y * stride + 4 * (size_t) left, from + (size_t) (y - dy) * stride + 4 * (size_t) (left - dx),
            4 * (size_t) (right - left));
  g_autofree guint32 *points = g_new (guint32, MAX (canvas->map->N, 1));
  size_t count = find_exposed (points, canvas, left, top, right, bottom);
  stamp (canvas, pixels, 0, 0, width, top, points, count);
  stamp (canvas, pixels, 0, bottom, width, height, points, count);
  stamp (canvas, pixels, 0, top, left, bottom, points, count);
  stamp (canvas, pixels, right, top, width, bottom, points, count);
}

/* A surface of that size which nobody else holds, so that it may be written to. A frame's memory, new each time, costs as much as the
 * points in it. */
static cairo_surface_t *
surface_new (IsoMapCanvas *canvas, int width, int height)
{
  for (int i = 0; i < ISO_MAP_SPARE; i++)
    if (canvas->spare[i] != NULL && cairo_surface_get_reference_count (canvas->spare[i]) == 1
        && cairo_image_surface_get_width (canvas->spare[i]) == width && cairo_image_surface_get_height (canvas->spare[i]) == height)
      return g_steal_pointer (&canvas->spare[i]);
  return cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width, height);
}

static void
keep (IsoMapCanvas *canvas, cairo_surface_t *pixels)
{
  int oldest = 0;
  for (int i = 0; i < ISO_MAP_SPARE; i++)
    if (canvas->spare[i] == NULL)
      oldest = i;
  g_clear_pointer (&canvas->spare[oldest], cairo_surface_destroy);
  canvas->spare[oldest] = pixels;
}

void
iso_map_canvas_free_pixels (IsoMapCanvas *canvas)
{
  g_clear_pointer (&canvas->pixels, cairo_surface_destroy);
  g_clear_pointer (&canvas->share, gsk_render_node_unref);
  for (int i = 0; i < ISO_MAP_SPARE; i++)
    g_clear_pointer (&canvas->spare[i], cairo_surface_destroy);
}

/* Shows these pixels, in their place from now on. */
static void
show (IsoMapCanvas *canvas, cairo_surface_t *pixels, const IsoMapFrame *frame, double radius)
{
  if (canvas->pixels != NULL)
    keep (canvas, g_steal_pointer (&canvas->pixels));
  canvas->pixels = pixels;
  canvas->drawn_frame = *frame;
  canvas->drawn_radius = radius;
}

void
iso_map_canvas_take_sketch (IsoMapCanvas *canvas, IsoMapSketch *sketch)
{
  bool fits = cairo_surface_status (sketch->pixels) == CAIRO_STATUS_SUCCESS && !canvas->is_stale && canvas->map != NULL
              && cairo_image_surface_get_width (sketch->pixels) == canvas->width * canvas->scale
              && cairo_image_surface_get_height (sketch->pixels) == canvas->height * canvas->scale;
  if (!fits)
    {
      cairo_surface_destroy (sketch->pixels);
      return;
    }
  show (canvas, sketch->pixels, &sketch->frame, sketch->radius);
  if (canvas->is_density)
    set_densest (canvas, sketch->densest);
  g_clear_pointer (&canvas->node, gsk_render_node_unref);
  gtk_widget_queue_draw (GTK_WIDGET (canvas));
}

static void
draw_pixels (IsoMapCanvas *canvas, const IsoMapFrame *frame)
{
  int width = canvas->width * canvas->scale, height = canvas->height * canvas->scale, dx, dy;
  cairo_surface_t *pixels = surface_new (canvas, width, height);
  if (canvas->pool == NULL)
    canvas->pool = iso_pool_new (MIN (iso_core_count (), MOST_THREADS));
  if (cairo_surface_status (pixels) == CAIRO_STATUS_SUCCESS)
    {
      cairo_surface_flush (pixels);
      if (canvas->is_density)
        draw_density (canvas, pixels);
      else if (is_moved (canvas, frame, &dx, &dy))
        move_pixels (canvas, pixels, dx, dy);
      else
        stamp (canvas, pixels, 0, 0, width, height, canvas->order, canvas->map->N);
      cairo_surface_mark_dirty (pixels);
    }
  show (canvas, pixels, frame, iso_point_masks_radius (canvas->masks));
  canvas->is_stale = false;
  if (canvas->sharpener != NULL)
    iso_latest_job_forget (canvas->sharpener);
}

/* What is drawn is what the frame wants, and at most moved by whole pixels; else a sketch where drawing would take too long. */
static void
draw_points (IsoMapCanvas *canvas)
{
  gint64 start = g_get_monotonic_time ();
  int dx, dy;
  IsoMapFrame frame = place_points (canvas);
  ensure_paint (canvas);
  bool is_there = canvas->pixels != NULL && !canvas->is_stale && memcmp (&frame, &canvas->drawn_frame, sizeof frame) == 0
                  && iso_point_masks_radius (canvas->masks) == canvas->drawn_radius;
  canvas->is_sketch = !is_there && !is_moved (canvas, &frame, &dx, &dy) && iso_map_canvas_may_sketch (canvas, &frame);
  if (canvas->is_sketch)
    iso_map_canvas_request_sharp (canvas, &frame);
  else if (!is_there)
    draw_pixels (canvas, &frame);
  canvas->node = canvas->is_sketch ? iso_map_canvas_sketch_node (canvas, &frame)
                                   : iso_pixels_node_new (GTK_WIDGET (canvas), canvas->pixels, 0.0, 0.0);
  canvas->drawn_count++;
  canvas->drawn_ms = (double) (g_get_monotonic_time () - start) / 1000.0;
}

void
iso_map_canvas_ensure_points (IsoMapCanvas *canvas)
{
  GtkWidget *widget = GTK_WIDGET (canvas);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  int scale = gtk_widget_get_scale_factor (widget);
  const IsoTheme *theme = iso_present_theme ();
  bool is_same = canvas->width == width && canvas->height == height && canvas->scale == scale && canvas->theme == theme;
  if (canvas->node != NULL && is_same)
    return;
  g_clear_pointer (&canvas->node, gsk_render_node_unref);
  if (!is_same)
    {
      canvas->is_stale = true;
      g_clear_pointer (&canvas->share, gsk_render_node_unref);
    }
  if (canvas->theme != theme)
    {
      g_clear_pointer (&canvas->colors, g_free);
      g_clear_pointer (&canvas->order, g_free);
    }
  canvas->width = width;
  canvas->height = height;
  canvas->scale = scale;
  canvas->theme = theme;
  draw_points (canvas);
}
