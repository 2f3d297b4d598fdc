/* Dash patterns that tell lines apart without colour. */
#pragma once

#include <cairo.h>

/* Different patterns: 0 is drawn through. Numbers from here on begin anew. */
#define ISO_DASHES 6

/* For what is stroked next; negative or 0: drawn through. */
void iso_dash_set (cairo_t *cairo, int dash);

/* A piece of such a line from (x, y) to the right, for legends. The context's colour is used, its dash is left drawn through. */
void iso_dash_draw_key (cairo_t *cairo, int dash, double x, double y, double width, double line_width);
