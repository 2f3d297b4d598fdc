/* The figures of a sweep: two of its parameters as a table of coloured cells, each with its number, or all of them as parallel axes, each
 * setting a line that ends at its score. Colours say again what numbers and places say. As figures (figure.h) they go onto a screen
 * and into PNG, SVG and PDF files; their numbers into CSV. */
#pragma once

#include "ui/figure/figure.h"
#include "ui/figure/sweep-scores.h"

/* column, row: places of keys that differ; where settings differ in others too a cell shows the mean of them, and the heading says so.
 * Numbers: a row for each cell. */
IsoFigure *iso_figure_of_sweep_cells (const IsoSweepScores *scores, size_t column, size_t row, const char *title);
/* Numbers: a row for each setting; words as the places of their values, from 0. */
IsoFigure *iso_figure_of_sweep_lines (const IsoSweepScores *scores, const char *title);
/* What fits best: cells of a full grid of two parameters, otherwise lines. */
IsoFigure *iso_figure_of_sweep (const IsoSweepScores *scores, const char *title);

/* What both draw, into (0, 0, width, height) of the context. */
void iso_sweep_cells_draw (cairo_t *cairo, double width, double height, const IsoSweepScores *scores, size_t column, size_t row,
                           const IsoTheme *theme);
void iso_sweep_lines_draw (cairo_t *cairo, double width, double height, const IsoSweepScores *scores, const IsoTheme *theme);

/* Where the cells stand in a room of width × height: cell (row, column), rows from the bottom up, has its upper left corner at
 * (left + column · cell_width, top + (rows − 1 − row) · cell_height); between two is a small gap. */
typedef struct {
  double left, top, cell_width, cell_height;
} IsoSweepCellsPlace;
#define ISO_SWEEP_CELL_GAP 2.0

IsoSweepCellsPlace iso_sweep_cells_place (cairo_t *cairo, double width, double height, const IsoSweepScores *scores, size_t row,
                                          const IsoSweepLevels *columns, const IsoSweepLevels *rows, const IsoTheme *theme);
/* A frame around one of them, over its neighbours. */
void iso_sweep_cells_frame (cairo_t *cairo, const IsoSweepCellsPlace *place, size_t rows, size_t r, size_t c, IsoColor color,
                            double thickness);

/* means (rows, columns) over the settings that have a score and these two values: NAN without any; counts (rows, columns): how many. */
void iso_sweep_cell_means (double *means, size_t *counts, const IsoSweepScores *scores, const IsoSweepLevels *columns,
                           const IsoSweepLevels *rows);

/* Colour of a score, good ones bright on dark and dark on light cards; missing ones grey. */
guint32 iso_sweep_color (const IsoSweepScores *scores, double score, bool is_dark);
