/* The similarities of positive and negative pairs as two densities over [−1, 1], what they share hatched, their means marked: drawn
 * from plain data into any cairo context, for widgets, export and the command line.
 *
 *   IsoSimilarityFigure figure = { .histogram = histogram, .title = _("Similarities"), .theme = theme };
 *   iso_similarity_figure_draw (cairo, 640.0, 400.0, &figure);
 */
#pragma once

#include <cairo.h>

#include "engine/metrics/similarity-histogram.h"
#include "ui/figure/theme.h"

typedef struct {
  const IsoSimilarityHistogram *histogram;
  const char *title, *subtitle; /* either may be NULL */
  const IsoTheme *theme;
} IsoSimilarityFigure;

/* Into (0, 0, width, height); the background is left alone. Sensible from 320 × 160 on. */
void iso_similarity_figure_draw (cairo_t *cairo, double width, double height, const IsoSimilarityFigure *figure);

/* The cursor at a similarity, with what the histogram says there; over what was drawn above, at the same size. */
void iso_similarity_figure_draw_cursor (cairo_t *cairo, double width, double height, const IsoSimilarityFigure *figure,
                                        double similarity);

/* The similarity at a place across, and the other way; outside [−1, 1] beside the plot. */
double iso_similarity_figure_value (double width, double x);
double iso_similarity_figure_place (double width, double similarity);

/* Blue and orange: told apart without red and green. */
IsoColor iso_similarity_color (const IsoTheme *theme, IsoSimilarityKind kind);
