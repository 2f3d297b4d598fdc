/* Matrices as pixels: an own loop at device pixels, because stretching a small texture blurs it and cairo would take ten times as
 * long.
 *
 * A cell larger than a pixel is shown as it is (nearest); cells smaller than a pixel are averaged by area, before the colour map,
 * so that single large values do not vanish or appear with the size of the window. Any thread.
 */
#pragma once

#include <cairo.h>
#include <glib.h>

typedef enum {
  ISO_HEAT_LINEAR,                /* (v − minimum)/(maximum − minimum) */
  ISO_HEAT_LOGARITHMIC,           /* ln (v/minimum)/ln (maximum/minimum); 0 < minimum; values ≤ 0 count as minimum */
  ISO_HEAT_DIVERGING,             /* linear about the middle of minimum and maximum, in colours that part there */
  ISO_HEAT_DIVERGING_LOGARITHMIC, /* arsinh (w/u)/arsinh (r/u): w from the middle, r from there to an end,
                                     u = r/ISO_HEAT_LINEAR_PART */
} IsoHeatKind;

/* Within this part of the way from the middle to an end a diverging logarithmic scale is about linear. */
#define ISO_HEAT_LINEAR_PART 30.0

typedef struct {
  IsoHeatKind kind;
  double minimum, maximum; /* minimum < maximum */
} IsoHeatScale;

/* Where a value lies between the ends of the colour map, 0 … 1 (clamped; NaN stays NaN), and the value that lies there. */
double iso_heat_fraction (const IsoHeatScale *scale, double value);
double iso_heat_value (const IsoHeatScale *scale, double fraction);

/* pixels (height, width), rows `stride` pixels apart = values (rows, columns) through `table` (256, iso_colormap_table()); NaN is
 * shown as `missing`. width, height, rows, columns ≥ 1. */
void iso_heat_draw (guint32 *pixels, size_t stride, size_t width, size_t height, const float *values, size_t rows, size_t columns,
                    const IsoHeatScale *scale, const guint32 *table, guint32 missing);

/* A square surface (CAIRO_FORMAT_ARGB32) of `side` pixels showing values (B, B), its corners rounded with `radius` pixels.
 * The caller owns it; NULL when memory is not to be had. */
cairo_surface_t *iso_heat_surface_new (size_t side, double radius, const float *values, size_t B, const IsoHeatScale *scale,
                                       const guint32 *table, guint32 missing);

/* Rounds the corners of pixels (side, side), premultiplied. */
void iso_heat_round_corners (guint32 *pixels, size_t stride, size_t side, double radius);

/* The largest side ≤ room at which B cells come out evenly (whole pixels, halves or thirds of them), unless that would leave more
 * than 15 % unused; then, and for B > room, room itself. */
size_t iso_heat_snap (size_t room, size_t B);
