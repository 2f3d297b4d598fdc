/* Which part of a map is shown, and where its points stand in the picture. */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* A part of the map: its middle and half of its extent each way, in the map's own units; half extents > 0. */
typedef struct {
  double x, y;
  double half_width, half_height;
} IsoMapBox;

/* The box of the middle 99.5 % of positions (N, 2) along each axis, with a margin of 5 %; of all of them where that is hardly
 * more: a few outliers must not press the rest into a corner. Something to look at also for one point or none; NaN is left
 * out. */
IsoMapBox iso_map_box_fit (const float *positions, size_t N);

/* The box to show after `shown` when `fit` would be right for the newest map: `shown` itself as long as it holds all of `fit`
 * and is not much too large, so that the scale does not breathe from epoch to epoch. */
IsoMapBox iso_map_box_follow (const IsoMapBox *shown, const IsoMapBox *fit);

/* From one box to the other, progress 0 … 1. */
IsoMapBox iso_map_box_between (const IsoMapBox *from, const IsoMapBox *to, double progress);

/* picture_x = x + scale * map_x, picture_y = y − scale * map_y: one scale for both axes, the map's y points up. */
typedef struct {
  double x, y;
  double scale;
} IsoMapFrame;

/* The frame that shows the whole box in the middle of a rectangle (of at least 1 × 1). */
IsoMapFrame iso_map_frame_fit (const IsoMapBox *box, double left, double top, double width, double height);

/* Scaled by `factor` about a place of the picture that stays where it is. */
IsoMapFrame iso_map_frame_zoom (const IsoMapFrame *frame, double factor, double picture_x, double picture_y);

/* placed (N, 2) = positions (N, 2) in the picture. */
void iso_map_frame_place (float *placed, const IsoMapFrame *frame, const float *positions, size_t N);

/* How many of the placed points (N, 2) lie in 0 … width, 0 … height. */
size_t iso_map_count_inside (const float *placed, size_t N, double width, double height);

/* The placed point nearest to (x, y), within `reach`: of those shown (N); NULL: of all. G_MAXSIZE where there is none. */
size_t iso_map_nearest (const float *placed, const bool *shown, size_t N, double x, double y, double reach);

/* The placed point nearest to point `from` in direction (step_x, step_y), one of them 0, the other 1 or −1: within 45° of it,
 * and of those shown as above. `from` itself where there is none. Points in the same place come one after the other. */
size_t iso_map_neighbor (const float *placed, const bool *shown, size_t N, size_t from, int step_x, int step_y);

/* inside (N), filled: the placed points within an outline of straight lines, outline (corners, 2), closed from the last corner to
 * the first; where it crosses itself, every second part (even-odd). Returns how many there are. */
size_t iso_map_points_inside (guint32 *inside, const float *placed, size_t N, const float *outline, size_t corners);
