/* A part of a square matrix as pixels, enlarged or reduced, its rows and columns in any order, some of them faded: what a view that
 * zooms and pans draws each frame.
 *
 * Where cells are at least a pixel wide each pixel shows the cell at its middle; with `whole` a multiple of B, cells are squares of
 * whole pixels, crisp at any zoom. Where they are smaller a pixel is the mean over its area, as iso_heat_draw() makes it. For large
 * matrices that reads far more than it shows: IsoHeatLevels keeps the means of 2 × 2, 4 × 4, … cells, and a reduced part is drawn
 * from the level just finer than its pixels. Any thread.
 */
#pragma once

#include "engine/base/references.h"
#include "ui/figure/heat.h"

#define ISO_HEAT_LEVELS_MAX 12

/* Means of a matrix at ever coarser levels, immutable, counted. */
typedef struct {
  IsoReferences references;
  size_t B;                           /* of the matrix */
  size_t count;                       /* levels */
  size_t sides[ISO_HEAT_LEVELS_MAX];  /* of level l: ⌈B/2^(l + 1)⌉ */
  float *values[ISO_HEAT_LEVELS_MAX]; /* (side, side): means of the numbers among 4 values of the level before; NaN without any */
} IsoHeatLevels;

/* Levels of values (B, B) as they stand in `order` (B; NULL: as they are), down to a side of 32. */
IsoHeatLevels *iso_heat_levels_new (const float *values, size_t B, const guint32 *order);
IsoHeatLevels *iso_heat_levels_ref (IsoHeatLevels *levels);
void iso_heat_levels_unref (IsoHeatLevels *levels);

typedef struct {
  const float *values;         /* (B, B) */
  size_t B;
  const guint32 *order;        /* (B) which row and column stands at each place; NULL: as they are */
  const IsoHeatLevels *levels; /* of values in that order, or NULL */
  size_t whole;                /* pixels a side that all B places would take */
  size_t x, y;                 /* how many of them lie left of and above what is drawn; with its width and height ≤ whole */
} IsoHeatWindow;

typedef struct {
  const IsoHeatScale *scale;
  const guint32 *table;          /* (256) */
  guint32 missing;
  const guint8 *faded;           /* (B) 1: that row and column does not count at the moment; NULL: all count */
  const guint32 *paler, *palest; /* (256) for cells of a faded row or column, and of both; not read without `faded` */
} IsoHeatPaint;

/* pixels (height, width), rows `stride` pixels apart. Where several rows share a pixel it is faded if all of them are. */
void iso_heat_window_draw (guint32 *pixels, size_t stride, size_t width, size_t height, const IsoHeatWindow *window,
                           const IsoHeatPaint *paint);

/* The place under pixel `at` of the whole, and the first pixel of a place (of B: whole). */
size_t iso_heat_place (size_t whole, size_t B, size_t at);
size_t iso_heat_edge (size_t whole, size_t B, size_t place);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoHeatLevels, iso_heat_levels_unref)
