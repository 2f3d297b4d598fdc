/* While the hand zooms a map of very many points, each frame shows the picture before, scaled, and a worker draws the sharp one, which
 * follows a few frames behind: the hand never waits for a hundred thousand discs. What the worker has drawn is to the byte what would
 * have been drawn here. */
#include <math.h>
#include <string.h>

#include "ui/figure/map-density.h"
#include "ui/plot/map-canvas-private.h"

/* Fewer points are drawn within a frame. */
#define WORTH_SKETCHING 20000
/* A picture scaled by more than this says nothing any more. */
#define MOST_SCALING 4.0

typedef struct {
  IsoProjectedMap *map;
  IsoMapPoints points;   /* selected and tint: copies of its own, or NULL */
  float *placed;         /* (N, 2) in device pixels */
  guint32 *colors, *order; /* (N) each; NULL of a density */
  bool *selected;
  float *tint;
  bool is_density;
  int width, height, scale;
  const IsoTheme *theme;
  IsoMapSketch drawn;
} Request;

static void
request_free (gpointer data)
{
  Request *request = data;
  iso_projected_map_unref (request->map);
  g_free (request->placed);
  g_free (request->colors);
  g_free (request->order);
  g_free (request->selected);
  g_free (request->tint);
  g_clear_pointer (&request->drawn.pixels, cairo_surface_destroy);
  g_free (request);
}

static void
sketch_free (gpointer data)
{
  IsoMapSketch *sketch = data;
  g_clear_pointer (&sketch->pixels, cairo_surface_destroy);
  g_free (sketch);
}

static void
draw_density (IsoMapSketch *sketch, const Request *request)
{
  sketch->densest = iso_map_density_draw ((guint32 *) (void *) cairo_image_surface_get_data (sketch->pixels), request->width,
                                          request->height, cairo_image_surface_get_stride (sketch->pixels) / 4, &request->points,
                                          request->placed, request->scale, request->theme, NULL);
}

static void
draw_discs (IsoMapSketch *sketch, const Request *request)
{
  g_autoptr (IsoPointMasks) masks = iso_point_masks_new (request->drawn.radius);
  iso_points_stamp ((guint32 *) (void *) cairo_image_surface_get_data (sketch->pixels), request->width, request->height,
                    cairo_image_surface_get_stride (sketch->pixels) / 4, masks, request->placed, request->colors, request->order,
                    request->map->N);
}

static gpointer
draw (gpointer data, GCancellable *cancellable, GError **error)
{
  const Request *request = data;
  IsoMapSketch *sketch = g_memdup2 (&request->drawn, sizeof request->drawn);
  sketch->pixels = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, request->width, request->height);
  if (cairo_surface_status (sketch->pixels) == CAIRO_STATUS_SUCCESS)
    {
      cairo_surface_flush (sketch->pixels);
      if (request->is_density)
        draw_density (sketch, request);
      else
        draw_discs (sketch, request);
      cairo_surface_mark_dirty (sketch->pixels);
    }
  return sketch;
}

static void
drawn (gpointer result, const GError *error, gpointer data)
{
  g_autofree IsoMapSketch *sketch = result;
  iso_map_canvas_take_sketch (data, sketch);
}

static gpointer
copy_of (gconstpointer values, size_t size, size_t N)
{
  return values != NULL ? g_memdup2 (values, size * MAX (N, 1)) : NULL;
}

void
iso_map_canvas_request_sharp (IsoMapCanvas *canvas, const IsoMapFrame *frame)
{
  size_t N = canvas->map->N;
  Request *request = g_new0 (Request, 1);
  request->map = iso_projected_map_ref (canvas->map);
  request->placed = copy_of (canvas->placed, 2 * sizeof (float), N);
  request->is_density = canvas->is_density;
  request->colors = canvas->is_density ? NULL : copy_of (canvas->colors, sizeof (guint32), N);
  request->order = canvas->is_density ? NULL : copy_of (canvas->order, sizeof (guint32), N);
  request->selected = canvas->is_density ? copy_of (canvas->selected, sizeof (bool), N) : NULL;
  request->tint = canvas->is_density ? copy_of (canvas->tint, sizeof (float), N) : NULL;
  request->points = iso_projected_map_points (request->map);
  request->points.selected = request->selected;
  request->points.tint = request->tint;
  request->width = canvas->width * canvas->scale;
  request->height = canvas->height * canvas->scale;
  request->scale = canvas->scale;
  request->theme = canvas->theme;
  request->drawn = (IsoMapSketch) { .frame = *frame, .radius = iso_point_masks_radius (canvas->masks) };
  if (canvas->sharpener == NULL)
    canvas->sharpener = iso_latest_job_new (draw, request_free, drawn, sketch_free, canvas);
  iso_latest_job_request (canvas->sharpener, request, TRUE);
}

bool
iso_map_canvas_may_sketch (IsoMapCanvas *canvas, const IsoMapFrame *frame)
{
  double ratio = frame->scale / canvas->drawn_frame.scale;
  return canvas->pixels != NULL && !canvas->is_stale && canvas->map->N > WORTH_SKETCHING && canvas->tick == 0
         && ratio < MOST_SCALING && ratio > 1.0 / MOST_SCALING;
}

GskRenderNode *
iso_map_canvas_sketch_node (IsoMapCanvas *canvas, const IsoMapFrame *frame)
{
  double ratio = frame->scale / canvas->drawn_frame.scale;
  return iso_pixels_scaled_node_new (GTK_WIDGET (canvas), canvas->pixels, (frame->x - ratio * canvas->drawn_frame.x) / canvas->scale,
                                     (frame->y - ratio * canvas->drawn_frame.y) / canvas->scale, ratio);
}
