/* The bands along a matrix that say which rows and columns are of which class. */
#pragma once

#include "ui/figure/theme.h"

/* Draws one rounded band for each run of equal labels (B) along the box: downward if it is taller than wide, else rightward. */
void iso_class_bands_draw (cairo_t *cairo, double x, double y, double width, double height, const gint32 *labels, size_t B,
                           const IsoTheme *theme);
