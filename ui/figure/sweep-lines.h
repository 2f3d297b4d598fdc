/* Where the parallel axes of a sweep and the lines of its settings stand, for those who draw on them and point at them: the figure
 * (sweep-figure.h) is these, drawn once. */
#pragma once

#include "ui/figure/sweep-scores.h"
#include "ui/figure/theme.h"

typedef struct _IsoSweepLines IsoSweepLines;

/* In a room of width × height. The scores must stay, but for iso_sweep_lines_free(). */
IsoSweepLines *iso_sweep_lines_new (const IsoSweepScores *scores, double width, double height);
void iso_sweep_lines_free (IsoSweepLines *lines);

/* One for each key, in their order, and the score's last. */
size_t iso_sweep_lines_axis_count (const IsoSweepLines *lines);
double iso_sweep_lines_x (const IsoSweepLines *lines, size_t axis);
/* From where to where they all go, downwards. */
void iso_sweep_lines_span (double *top, double *bottom, const IsoSweepLines *lines);
/* Height of a setting on an axis; NAN on the score's where it has none. */
double iso_sweep_lines_y (const IsoSweepLines *lines, size_t setting, size_t axis);
/* Of a value there (of words: which of their levels, counted from 0), and back; beyond the axis it is that of its end. */
double iso_sweep_lines_place (const IsoSweepLines *lines, size_t axis, double value);
double iso_sweep_lines_value (const IsoSweepLines *lines, size_t axis, double y);
/* The axis whose x is no further than `reach` away and whose span holds y, within reach; −1: none. */
int iso_sweep_lines_axis_at (const IsoSweepLines *lines, double x, double y, double reach);
/* distances (settings): from (x, y) up or down to each line; INFINITY where it has none, or x is beside all of them. */
void iso_sweep_lines_distances (double *distances, const IsoSweepLines *lines, double x, double y);

/* Lines, axes, and the chosen setting above the others. is_quiet (settings), or NULL: those whose lines step back, colourless. */
void iso_sweep_lines_paint (cairo_t *cairo, const IsoSweepLines *lines, const bool *is_quiet, const IsoTheme *theme);
/* One line above the others, with a rim of a colour; nothing where the setting has no score. */
void iso_sweep_lines_paint_marked (cairo_t *cairo, const IsoSweepLines *lines, size_t setting, IsoColor rim, const IsoTheme *theme);
/* The axes once more, above lines that were marked; and the dots of a marked setting on them. */
void iso_sweep_lines_paint_axes (cairo_t *cairo, const IsoSweepLines *lines, const IsoTheme *theme);
void iso_sweep_lines_paint_dots (cairo_t *cairo, const IsoSweepLines *lines, size_t setting, IsoColor color, const IsoTheme *theme);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoSweepLines, iso_sweep_lines_free)
