#include "ui/figure/batch-map-figure.h"

#include <math.h>

#define INSET 14.0

/* ---- edges ---- */

static bool
touches (const bool *selected, const IsoBatchEdge *edge)
{
  return selected == NULL || selected[edge->from] || selected[edge->to];
}

/* The colour of a class is for what stays in it. */
static IsoColor
edge_color (const IsoTheme *theme, const IsoBatchEdge *edge, bool is_faded)
{
  IsoColor color = edge->label >= 0 && !is_faded ? iso_class_color (theme, (guint32) edge->label) : theme->quiet;
  double part = (edge->level + 1.0) / ISO_BATCH_GRAPH_LEVELS;
  color.alpha = is_faded ? 0.06 : edge->label >= 0 ? 0.12 + 0.63 * part : 0.14 + 0.56 * part;
  return color;
}

static void
stroke_edges (cairo_t *cairo, const IsoBatchGraph *graph, const float *placed, double scale, const bool *selected, bool is_faded,
              const IsoTheme *theme)
{
  for (size_t i = 0; i < graph->edge_count; i++)
    {
      const IsoBatchEdge *edge = &graph->edges[i];
      const float *from = placed + 2 * edge->from, *to = placed + 2 * edge->to;
      if (touches (selected, edge) != is_faded)
        {
          cairo_move_to (cairo, (double) from[0], (double) from[1]);
          cairo_line_to (cairo, (double) to[0], (double) to[1]);
        }
      /* Those of one strength and class follow one another: one stroke. */
      if (i + 1 < graph->edge_count && edge->level == edge[1].level && edge->label == edge[1].label)
        continue;
      iso_set_color (cairo, edge_color (theme, edge, is_faded));
      cairo_set_line_width (cairo, scale * (0.6 + 1.2 * edge->level / (ISO_BATCH_GRAPH_LEVELS - 1.0)));
      cairo_stroke (cairo);
    }
}

void
iso_batch_map_draw_edges (cairo_t *cairo, const IsoBatchGraph *graph, const float *placed, double scale, const bool *selected,
                          const IsoTheme *theme)
{
  cairo_save (cairo);
  cairo_set_line_cap (cairo, CAIRO_LINE_CAP_ROUND);
  if (selected != NULL)
    stroke_edges (cairo, graph, placed, scale, selected, true, theme);
  stroke_edges (cairo, graph, placed, scale, selected, false, theme);
  cairo_restore (cairo);
}

void
iso_batch_map_draw_neighbors (cairo_t *cairo, const IsoBatchGraph *graph, const float *placed, size_t sample, double radius,
                              const IsoTheme *theme)
{
  const gint32 *labels = graph->snapshot->labels;
  const float *row = graph->transition + sample * graph->B, *from = placed + 2 * sample;
  double strongest = 0.0;
  if (graph->shown == NULL)
    return;
  const guint8 *shown = graph->shown + sample * graph->B;
  for (size_t j = 0; j < graph->B; j++)
    if (shown[j])
      strongest = fmax (strongest, (double) row[j]);
  cairo_save (cairo);
  cairo_set_line_cap (cairo, CAIRO_LINE_CAP_ROUND);
  for (size_t j = 0; j < graph->B; j++)
    {
      const float *to = placed + 2 * j;
      if (!shown[j])
        continue;
      iso_set_color (cairo, labels[j] == labels[sample] ? iso_class_color (theme, (guint32) labels[sample]) : theme->text);
      cairo_set_line_width (cairo, 1.0 + (strongest > 0.0 ? 2.5 * (double) row[j] / strongest : 0.0));
      cairo_move_to (cairo, (double) from[0], (double) from[1]);
      cairo_line_to (cairo, (double) to[0], (double) to[1]);
      cairo_stroke (cairo);
      cairo_arc (cairo, (double) to[0], (double) to[1], radius + 1.5, 0.0, 2.0 * G_PI);
      iso_set_color (cairo, theme->background);
      cairo_fill_preserve (cairo);
      iso_set_color (cairo, theme->text);
      cairo_set_line_width (cairo, 1.25);
      cairo_stroke (cairo);
      iso_set_color (cairo, iso_class_color (theme, (guint32) labels[j]));
      cairo_arc (cairo, (double) to[0], (double) to[1], radius - 0.25, 0.0, 2.0 * G_PI);
      cairo_fill (cairo);
    }
  cairo_restore (cairo);
}

/* ---- for a widget ---- */

double
iso_batch_map_point_radius (const IsoBatchGraph *graph, int width, int height)
{
  return iso_map_point_radius (graph->B, width, height, 1.0);
}

cairo_surface_t *
iso_batch_map_surface_new (float *placed, const IsoBatchGraph *graph, int width, int height, int scale, const bool *selected,
                           const IsoTheme *theme)
{
  IsoMapPoints points = iso_batch_graph_points (graph);
  double inset = fmin (INSET, 0.25 * MIN (width, height)) * scale;
  points.selected = selected;
  IsoMapFrame frame = iso_map_frame_fit (&graph->fit, inset, inset, width * scale - 2.0 * inset, height * scale - 2.0 * inset);
  g_autoptr (IsoPointMasks) masks = iso_point_masks_new (scale * iso_batch_map_point_radius (graph, width, height));
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width * scale, height * scale);
  iso_map_frame_place (placed, &frame, graph->positions, graph->B);
  if (cairo_surface_status (surface) != CAIRO_STATUS_SUCCESS)
    return surface;
  cairo_t *cairo = cairo_create (surface);
  iso_batch_map_draw_edges (cairo, graph, placed, scale, selected, theme);
  cairo_destroy (cairo);
  cairo_surface_flush (surface);
  iso_map_points_draw ((guint32 *) (void *) cairo_image_surface_get_data (surface), width * scale, height * scale,
                       cairo_image_surface_get_stride (surface) / 4, &points, placed, NULL, masks, theme);
  cairo_surface_mark_dirty (surface);
  return surface;
}

/* ---- the figure ---- */

typedef struct {
  const IsoBatchGraph *graph;
  const IsoTheme *theme;
} Underlay;

static void
draw_underlay (cairo_t *cairo, const float *placed, double scale, gconstpointer data)
{
  const Underlay *underlay = data;
  iso_batch_map_draw_edges (cairo, underlay->graph, placed, scale, NULL, underlay->theme);
}

void
iso_batch_map_figure_draw (cairo_t *cairo, const IsoBatchGraph *graph, const char *title, const char *subtitle, double scale,
                           const IsoTheme *theme, double width, double height)
{
  const Underlay underlay = { graph, theme };
  const IsoMapPoints points = iso_batch_graph_points (graph);
  const IsoMapFigureOptions options = { .title = title, .subtitle = subtitle, .has_legend = true, .scale = scale,
                                        .underlay = draw_underlay, .underlay_data = &underlay };
  iso_map_figure_draw (cairo, &points, &graph->fit, &options, theme, width, height);
}
