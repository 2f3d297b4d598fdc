/* The what-if grid drawn: headings, thumbnails of P on one colour scale, a number and a bar below each, and one cell enlarged. */
#pragma once

#include "ui/figure/theme.h"
#include "ui/figure/what-if-words.h"

typedef struct {
  const IsoWhatIfGrid *grid;
  const IsoTheme *theme;
  bool logarithmic;
  int device_scale; /* pixels of the screen in one of the drawing */
  int present;      /* place of the settings in force; −1: none */
  int cursor;       /* place that is pointed at; −1: none */
  bool enlarged;    /* whether that one is shown large */
} IsoWhatIfFigure;

/* Draws into (0, 0, width, height): what stays while the cursor moves, and over it what moves. */
void iso_what_if_figure_draw (cairo_t *cairo, double width, double height, const IsoWhatIfFigure *figure);
void iso_what_if_figure_draw_cursor (cairo_t *cairo, double width, double height, const IsoWhatIfFigure *figure);

/* The place at a point; −1 between cells. */
int iso_what_if_figure_place_at (const IsoWhatIfGrid *grid, double width, double height, double x, double y);

typedef struct {
  double x, y, side; /* of the thumbnail */
} IsoWhatIfBox;
IsoWhatIfBox iso_what_if_figure_box (const IsoWhatIfGrid *grid, double width, double height, size_t place);
