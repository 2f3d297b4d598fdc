/* The kNN lab's six small charts over k, in one drawing: k runs by ratio and is the same in all, so that one cursor goes through
 * them. */
#pragma once

#include "ui/figure/graph-lab-words.h"
#include "ui/figure/theme.h"

typedef struct {
  const IsoGraphSweep *sweep; /* count ≥ 1 */
  const IsoTheme *theme;
  size_t present;             /* place in sweep->at of the k in force */
  int cursor;                 /* place that is pointed at; −1: none */
} IsoGraphLabFigure;

/* Draws into (0, 0, width, height): what stays while the cursor and k move, and what moves, over it. */
void iso_graph_lab_figure_draw (cairo_t *cairo, double width, double height, const IsoGraphLabFigure *figure);
void iso_graph_lab_figure_draw_marks (cairo_t *cairo, double width, double height, const IsoGraphLabFigure *figure);

/* The chart at a point, its title and margins included; −1 between charts. */
int iso_graph_lab_figure_chart_at (double width, double height, double x, double y);
/* The place in sweep->at whose k is nearest to a point of a chart. */
size_t iso_graph_lab_figure_place_at (const IsoGraphLabFigure *figure, double width, double height, IsoLabChart chart, double x);
/* Where that place stands in a chart: for tests and pointers. */
double iso_graph_lab_figure_x (const IsoGraphLabFigure *figure, double width, double height, IsoLabChart chart, size_t place);
