/* Text in figures, by Pango, placed by an anchor point. */
#pragma once

#include "ui/figure/axis.h"
#include "ui/figure/theme.h"

typedef enum { ISO_TEXT_REGULAR, ISO_TEXT_BOLD } IsoTextWeight;

/* Draws one line of text (plain, UTF-8; tabular figures) so that the fraction (align_x, align_y) of its box lies at (x, y):
 * 0, 0.5, 1 = left/top, middle, right/bottom. size in pixels. Returns its width. */
double iso_text_draw (cairo_t *cairo, const char *text, double x, double y, double align_x, double align_y, double size,
                      IsoTextWeight weight, IsoColor color);

/* The same, shortened by an ellipsis where it would be wider than `width`. */
double iso_text_draw_within (cairo_t *cairo, const char *text, double x, double y, double align_x, double align_y, double width,
                             double size, IsoTextWeight weight, IsoColor color);

/* A rim around the letters that iso_text_draw() draws with the same arguments, so that they stand out from lines below them. */
void iso_text_rim (cairo_t *cairo, const char *text, double x, double y, double align_x, double align_y, double size,
                   IsoTextWeight weight, IsoColor color);

/* Width and height (either may be NULL) the text would take. */
void iso_text_measure (double *width, double *height, cairo_t *cairo, const char *text, double size, IsoTextWeight weight);

/* Width that the widest label of an axis takes, in whole pixels. */
double iso_text_widest_tick (cairo_t *cairo, const IsoAxis *axis, double size);
