#include "ui/figure/walk-figure.h"

#include <math.h>

#include "ui/figure/axis.h"
#include "ui/figure/batch-map-figure.h"
#include "ui/figure/colormap.h"
#include "ui/figure/matrix-range.h"
#include "ui/figure/points.h"
#include "ui/figure/text.h"

#define INSET 16.0
/* The part of inferno that stands out from a dark card, and from a light one. */
#define DARK_FIRST 70.0
#define DARK_LAST 245.0
#define LIGHT_FIRST 215.0
#define LIGHT_LAST 45.0
/* Flows are told apart down to this part of the strongest, in so many steps. */
#define FLOW_DECADES 3.0
#define FLOW_LEVELS 6
/* Drawn from cold to warm, in so many passes. */
#define HEAT_LEVELS 8
#define RING_GAP 3.0
#define KEY_WIDTH 72.0
#define KEY_HEIGHT 6.0

IsoHeatScale
iso_walk_scale (const IsoWalk *walk, size_t start, bool logarithmic)
{
  const double *limit = iso_walk_limit (walk);
  double low = INFINITY, high = 0.0, least = 0.0;
  for (size_t j = 0; j < iso_walk_batch_size (walk); j++)
    {
      least = fmin (least, limit[j]);
      if (j == start || !(limit[j] > 0.0))
        continue;
      high = fmax (high, limit[j]);
      low = fmin (low, limit[j]);
    }
  if (!(high > 0.0))
    low = high = fmax (limit[start], 1e-6);
  if (logarithmic)
    return iso_range_logarithmic (low, high);
  IsoHeatScale scale = iso_range_from_zero (0.0, high);
  /* Similarities, from which the symmetric kind walks, may be negative. */
  if (least < 0.0)
    scale.minimum = least;
  return scale;
}

double
iso_walk_flow_top (const IsoWalk *walk)
{
  size_t B = iso_walk_batch_size (walk);
  g_autofree double *mass = g_new (double, B);
  double top = 0.0;
  iso_walk_moved (mass, walk, 1);
  for (size_t i = 0; i < B; i++)
    for (size_t j = 0; mass[i] > 0.0 && j < B; j++)
      if (i != j)
        top = fmax (top, iso_walk_flow (walk, mass, i, j));
  return top;
}

IsoColor
iso_walk_heat_color (const IsoTheme *theme, double fraction)
{
  double from = theme->is_dark ? DARK_FIRST : LIGHT_FIRST, to = theme->is_dark ? DARK_LAST : LIGHT_LAST;
  double at = from + (to - from) * (isfinite (fraction) ? CLAMP (fraction, 0.0, 1.0) : 0.0);
  guint32 pixel = iso_colormap_table (ISO_COLORMAP_INFERNO, theme->is_dark)[(int) lround (at)];
  return (IsoColor) { (pixel >> 16 & 255) / 255.0, (pixel >> 8 & 255) / 255.0, (pixel & 255) / 255.0, 1.0 };
}

/* ---- the ground ---- */

static void
draw_quiet_edges (cairo_t *cairo, const IsoBatchGraph *graph, const float *placed, double scale, const IsoTheme *theme)
{
  for (size_t i = 0; i < graph->edge_count; i++)
    {
      const IsoBatchEdge *edge = &graph->edges[i];
      const float *from = placed + 2 * edge->from, *to = placed + 2 * edge->to;
      cairo_move_to (cairo, (double) from[0] * scale, (double) from[1] * scale);
      cairo_line_to (cairo, (double) to[0] * scale, (double) to[1] * scale);
      if (i + 1 < graph->edge_count && edge->level == edge[1].level)
        continue;
      IsoColor color = theme->quiet;
      color.alpha = 0.08 + 0.22 * (edge->level + 1.0) / ISO_BATCH_GRAPH_LEVELS;
      iso_set_color (cairo, color);
      cairo_set_line_width (cairo, 0.8 * scale);
      cairo_stroke (cairo);
    }
}

static void
stamp_samples (cairo_surface_t *surface, const IsoBatchGraph *graph, const float *placed, double scale, double radius,
               const IsoTheme *theme)
{
  g_autoptr (IsoPointMasks) masks = iso_point_masks_new (radius * scale);
  g_autofree guint32 *colors = g_new (guint32, MAX (graph->B, 1));
  g_autofree float *pixels = g_new (float, MAX (2 * graph->B, 2));
  for (size_t i = 0; i < graph->B; i++)
    {
      IsoColor color = iso_class_color (theme, (guint32) graph->snapshot->labels[i]);
      color.alpha = 0.45;
      colors[i] = iso_color_pixel (color);
      pixels[2 * i] = placed[2 * i] * (float) scale;
      pixels[2 * i + 1] = placed[2 * i + 1] * (float) scale;
    }
  cairo_surface_flush (surface);
  iso_points_stamp ((guint32 *) (void *) cairo_image_surface_get_data (surface), cairo_image_surface_get_width (surface),
                    cairo_image_surface_get_height (surface), cairo_image_surface_get_stride (surface) / 4, masks, pixels, colors,
                    NULL, graph->B);
  cairo_surface_mark_dirty (surface);
}

cairo_surface_t *
iso_walk_ground_new (float *placed, const IsoBatchGraph *graph, int width, int height, int scale, const IsoTheme *theme)
{
  double inset = fmin (INSET, 0.12 * MIN (width, height));
  IsoMapFrame frame = iso_map_frame_fit (&graph->fit, inset, inset, width - 2.0 * inset, height - 2.0 * inset);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width * scale, height * scale);
  iso_map_frame_place (placed, &frame, graph->positions, graph->B);
  if (cairo_surface_status (surface) != CAIRO_STATUS_SUCCESS)
    return surface;
  cairo_t *cairo = cairo_create (surface);
  draw_quiet_edges (cairo, graph, placed, scale, theme);
  cairo_destroy (cairo);
  stamp_samples (surface, graph, placed, scale, 0.8 * iso_batch_map_point_radius (graph, width, height), theme);
  return surface;
}

void
iso_walk_draw_ground (cairo_t *cairo, const IsoBatchGraph *graph, const float *placed, double radius, const IsoTheme *theme)
{
  draw_quiet_edges (cairo, graph, placed, 1.0, theme);
  for (size_t i = 0; i < graph->B; i++)
    {
      IsoColor color = iso_class_color (theme, (guint32) graph->snapshot->labels[i]);
      color.alpha = 0.45;
      iso_set_color (cairo, color);
      cairo_arc (cairo, (double) placed[2 * i], (double) placed[2 * i + 1], 0.8 * radius, 0.0, 2.0 * G_PI);
      cairo_fill (cairo);
    }
}

/* ---- flows ---- */

/* 1 for the strongest edge of the first step, 0 for a thousandth of it. */
static double
flow_fraction (const IsoWalkScene *scene, double flow)
{
  return flow > 0.0 && scene->flow_top > 0.0 ? 1.0 + log10 (flow / scene->flow_top) / FLOW_DECADES : 0.0;
}

/* Broad where it comes from, narrow where it goes. All turn the same way round, so that where they cross nothing is left out. */
static void
add_wedge (cairo_t *cairo, const float *from, const float *to, double width)
{
  double x = (double) (to[0] - from[0]), y = (double) (to[1] - from[1]), length = hypot (x, y);
  if (!(length > 0.0))
    return;
  double nx = -0.5 * width * y / length, ny = 0.5 * width * x / length;
  cairo_move_to (cairo, (double) from[0] + nx, (double) from[1] + ny);
  cairo_line_to (cairo, (double) to[0] + 0.25 * nx, (double) to[1] + 0.25 * ny);
  cairo_line_to (cairo, (double) to[0] - 0.25 * nx, (double) to[1] - 0.25 * ny);
  cairo_line_to (cairo, (double) from[0] - nx, (double) from[1] - ny);
  cairo_close_path (cairo);
}

static void
draw_flows (cairo_t *cairo, const IsoWalkScene *scene, const float *placed, const IsoTheme *theme)
{
  const IsoBatchGraph *graph = scene->graph;
  g_autofree gint8 *levels = g_new (gint8, MAX (graph->edge_count, 1));
  for (size_t e = 0; e < graph->edge_count; e++)
    {
      const IsoBatchEdge *edge = &graph->edges[e];
      double there = iso_walk_flow (scene->walk, scene->mass, edge->from, edge->to);
      double back = iso_walk_flow (scene->walk, scene->mass, edge->to, edge->from);
      double fraction = flow_fraction (scene, fmax (there, back));
      int level = fraction > 0.0 ? (int) fmin (fraction * FLOW_LEVELS, FLOW_LEVELS - 1.0) + 1 : 0;
      levels[e] = (gint8) (back > there ? -level : level);
    }
  cairo_save (cairo);
  /* Hundreds of slim wedges a frame: coarse antialiasing takes half the time and cannot be told from fine. */
  cairo_set_antialias (cairo, CAIRO_ANTIALIAS_FAST);
  for (int level = 1; level <= FLOW_LEVELS; level++)
    {
      double part = (double) level / FLOW_LEVELS;
      for (size_t e = 0; e < graph->edge_count; e++)
        if (ABS (levels[e]) == level)
          {
            const IsoBatchEdge *edge = &graph->edges[e];
            bool is_back = levels[e] < 0;
            add_wedge (cairo, placed + 2 * (is_back ? edge->to : edge->from), placed + 2 * (is_back ? edge->from : edge->to),
                       1.0 + 4.5 * part * part);
          }
      IsoColor color = iso_walk_heat_color (theme, part);
      color.alpha = 0.25 + 0.55 * part;
      iso_set_color (cairo, color);
      cairo_fill (cairo);
    }
  cairo_restore (cairo);
}

/* ---- samples ---- */

static void
disc (cairo_t *cairo, const float *at, double radius)
{
  cairo_new_sub_path (cairo);
  cairo_arc (cairo, (double) at[0], (double) at[1], radius, 0.0, 2.0 * G_PI);
}

static void
ring (cairo_t *cairo, const float *at, double radius, double thickness, const IsoTheme *theme)
{
  disc (cairo, at, radius);
  iso_set_color (cairo, theme->background);
  cairo_set_line_width (cairo, thickness + 2.5);
  cairo_stroke_preserve (cairo);
  iso_set_color (cairo, theme->text);
  cairo_set_line_width (cairo, thickness);
  cairo_stroke (cairo);
}

static double
heat_of (const IsoWalkScene *scene, size_t sample)
{
  return iso_heat_fraction (&scene->scale, scene->row[sample]);
}

static double
heat_radius (double fraction, double radius)
{
  return radius * (0.75 + 0.95 * fraction);
}

static void
draw_samples (cairo_t *cairo, const IsoWalkScene *scene, const float *placed, double radius, const IsoTheme *theme)
{
  for (int level = 0; level < HEAT_LEVELS; level++)
    for (size_t i = 0; i < scene->graph->B; i++)
      {
        double fraction = heat_of (scene, i);
        if (!(fraction > 0.0) || (int) fmin (fraction * HEAT_LEVELS, HEAT_LEVELS - 1.0) != level)
          continue;
        IsoColor color = iso_walk_heat_color (theme, fraction);
        color.alpha = scene->faded != NULL && scene->faded[i] ? 0.2 : 0.95;
        iso_set_color (cairo, color);
        disc (cairo, placed + 2 * i, heat_radius (fraction, radius));
        cairo_fill (cairo);
      }
}

void
iso_walk_draw_heat (cairo_t *cairo, const IsoWalkScene *scene, const float *placed, double radius, const IsoTheme *theme)
{
  draw_flows (cairo, scene, placed, theme);
  draw_samples (cairo, scene, placed, radius, theme);
  ring (cairo, placed + 2 * scene->start, heat_radius (1.0, radius) + RING_GAP, 2.0, theme);
  if (scene->pointed < scene->graph->B)
    ring (cairo, placed + 2 * scene->pointed, heat_radius (fmax (heat_of (scene, scene->pointed), 0.0), radius) + RING_GAP - 1.0, 1.25,
          theme);
}

void
iso_walk_draw_key (cairo_t *cairo, const IsoWalkScene *scene, double right, double bottom, const IsoTheme *theme)
{
  char low[32], high[32];
  double size = theme->text_size - 2.0;
  iso_number_format (low, sizeof low, scene->scale.minimum, 2);
  iso_number_format (high, sizeof high, scene->scale.maximum, 2);
  double x = right - iso_text_draw (cairo, high, right, bottom, 1.0, 1.0, size, ISO_TEXT_REGULAR, theme->quiet) - 6.0 - KEY_WIDTH;
  double y = bottom - 0.5 * size - 0.5 * KEY_HEIGHT - 1.0;
  cairo_pattern_t *colors = cairo_pattern_create_linear (x, 0.0, x + KEY_WIDTH, 0.0);
  for (int i = 0; i <= 8; i++)
    {
      IsoColor color = iso_walk_heat_color (theme, i / 8.0);
      cairo_pattern_add_color_stop_rgb (colors, i / 8.0, color.red, color.green, color.blue);
    }
  cairo_set_source (cairo, colors);
  cairo_rectangle (cairo, x, y, KEY_WIDTH, KEY_HEIGHT);
  cairo_fill (cairo);
  cairo_pattern_destroy (colors);
  iso_text_draw (cairo, low, x - 6.0, bottom, 1.0, 1.0, size, ISO_TEXT_REGULAR, theme->quiet);
}
