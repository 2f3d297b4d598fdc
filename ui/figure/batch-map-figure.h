/* The map of a batch with its graph, drawn from plain data into any cairo context: the window's worker, export and command line
 * call the same. */
#pragma once

#include "ui/figure/batch-graph.h"

/* An edge within a class has the class's colour, one between classes is grey; the likelier, the stronger. placed (B, 2): the points,
 * in units of the context times `scale`. selected (B): edges that touch none of these samples fade; NULL: all alike. */
void iso_batch_map_draw_edges (cairo_t *cairo, const IsoBatchGraph *graph, const float *placed, double scale,
                               const bool *selected, const IsoTheme *theme);

/* The edges that lead from one sample, thick by their likelihood, and a ring about where each leads. placed as above, scale 1. */
void iso_batch_map_draw_neighbors (cairo_t *cairo, const IsoBatchGraph *graph, const float *placed, size_t sample, double radius,
                                   const IsoTheme *theme);

/* Edges and points as device pixels (width, height) times scale, for a widget; the caller owns them. placed (B, 2), filled: the points
 * in these pixels. */
cairo_surface_t *iso_batch_map_surface_new (float *placed, const IsoBatchGraph *graph, int width, int height, int scale,
                                            const bool *selected, const IsoTheme *theme);
/* Of the points in there, in units. */
double iso_batch_map_point_radius (const IsoBatchGraph *graph, int width, int height);

/* As iso_map_figure_draw(), with the edges below the points. title, subtitle: NULL for none. scale: device pixels in a unit; 0 for
 * SVG and PDF. */
void iso_batch_map_figure_draw (cairo_t *cairo, const IsoBatchGraph *graph, const char *title, const char *subtitle, double scale,
                                const IsoTheme *theme, double width, double height);
