/* The bands along a matrix that say which rows and columns are of which class. */
#pragma once

#include "ui/figure/theme.h"

/* Draws one rounded band for each run of equal labels (B) along the box: downward if it is taller than wide, else rightward. */
void iso_class_bands_draw (cairo_t *cairo, double x, double y, double width, double height, const gint32 *labels, size_t B,
                           const IsoTheme *theme);

/* A part of them, in any order. */
typedef struct {
  const gint32 *labels; /* (B) by row */
  size_t B;
  const guint32 *order; /* (B) which row stands at each place; NULL: as they are */
  const guint8 *faded;  /* (B) by row: 1 does not count at the moment; NULL: all count */
  double first, count;  /* places at the beginning of the box and along all of it */
} IsoClassBands;

/* As above; bands that lie partly within are cut off at the box. */
void iso_class_bands_draw_part (cairo_t *cairo, double x, double y, double width, double height, const IsoClassBands *bands,
                                const IsoTheme *theme);
