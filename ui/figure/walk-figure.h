/* One moment of a sample's walk, drawn from plain data into any cairo context: on the batch's map as heat that spreads along the edges,
 * and as the sample's row of F_t in bars beside its limit. */
#pragma once

#include "engine/distill/walk.h"
#include "ui/figure/batch-graph.h"
#include "ui/figure/heat.h"

/* Everything (B) in the order of the batch. Nothing is owned. */
typedef struct {
  const IsoBatchGraph *graph;
  const IsoWalk *walk;
  size_t start;
  int step;
  const double *row;  /* of F_t, iso_walk_row() */
  const double *mass; /* iso_walk_moved() */
  IsoHeatScale scale;
  double flow_top;    /* iso_walk_flow_top() */
  const bool *faded;  /* samples that are not selected; NULL: none */
  size_t pointed;     /* G_MAXSIZE: none */
} IsoWalkScene;

/* The scale for a whole walk, so that colours mean the same in each step: up to the largest of the limit, the start itself left out,
 * which would dwarf the rest; where only it is warm, up to that. */
IsoHeatScale iso_walk_scale (const IsoWalk *walk, size_t start, bool logarithmic);
/* What goes along the strongest edge in the first step; later flows are drawn by what part of it they are. 0 without edges. */
double iso_walk_flow_top (const IsoWalk *walk);

/* Of a fraction 0 … 1 of the scale: on dark cards from violet to yellow, on light ones from yellow to violet, so that what is warm
 * stands out. Lightness goes one way: it can be read without colours. */
IsoColor iso_walk_heat_color (const IsoTheme *theme, double fraction);

/* What does not change from step to step, as device pixels (width, height) times scale: the edges, grey by how likely they are, and the
 * samples as small quiet discs of their class. placed (B, 2), filled: in units. The caller owns the surface. */
cairo_surface_t *iso_walk_ground_new (float *placed, const IsoBatchGraph *graph, int width, int height, int scale,
                                      const IsoTheme *theme);

/* The same as shapes, into any context, at the places given (B, 2) in units. */
void iso_walk_draw_ground (cairo_t *cairo, const IsoBatchGraph *graph, const float *placed, double radius, const IsoTheme *theme);

/* Above it: what flows along the edges in this step, and the warm samples, large and bright by their heat, the start in a ring. placed
 * (B, 2) in units. */
void iso_walk_draw_heat (cairo_t *cairo, const IsoWalkScene *scene, const float *placed, double radius, const IsoTheme *theme);

/* The row as bars of their class's colour, the limit as an outline, bands of the classes below. Bars beyond the scale end in a gap. */
void iso_walk_draw_bars (cairo_t *cairo, const IsoWalkScene *scene, double width, double height, const IsoTheme *theme);
/* Where the bars are in there: the sample at x, G_MAXSIZE beside them. */
size_t iso_walk_bar_at (const IsoWalkScene *scene, double x, double width);

/* A strip of the heat's colours with the values of its ends, its right bottom corner there. */
void iso_walk_draw_key (cairo_t *cairo, const IsoWalkScene *scene, double right, double bottom, const IsoTheme *theme);
