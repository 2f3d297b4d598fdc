/* Which stretch of a plot is shown, and the way back: zoom, pan, box, fit, undo. One for curve plot and charts.
 *
 *   iso_plot_range_begin (range);                            // what follows is one step of undo
 *   iso_plot_range_zoom (range, 1.2, 1.2, 0.3, 0.5);         // about a place in the plot
 *   layout = …_layout_new (…, iso_plot_range_window (range), …);
 *   iso_plot_range_take_axes (range, &x, y, 4, whole, 1.0);  // what is drawn now, on which the next change builds
 *
 * A direction that was never zoomed is fitted to the data: x to all of them, y to what is in sight. A zoomed one stays as it is while
 * data come; but while the right end is in sight, the stretch moves along with it. All axes of y are zoomed together, each by its
 * own scale. Changes are given in fractions of the axes as they are drawn, from the left and from the bottom, so that a
 * logarithmic axis is zoomed as it looks. Zooming out ends where all is in sight: there the direction is fitted again. */
#pragma once

#include "ui/figure/axis.h"
#include "ui/figure/range.h"

#define ISO_PLOT_Y_AXES 4

/* What to show, for a layout. */
typedef struct {
  bool has_x, has_y; /* false: fitted to the data */
  IsoRange x, y[ISO_PLOT_Y_AXES];
} IsoPlotWindow;

typedef struct _IsoPlotRange IsoPlotRange;

IsoPlotRange *iso_plot_range_new (void);
void iso_plot_range_free (IsoPlotRange *range);

/* Belongs to the range, and changes with it. */
const IsoPlotWindow *iso_plot_range_window (const IsoPlotRange *range);

/* The axes as they are drawn; y (y_count at most ISO_PLOT_Y_AXES). whole: what x never leaves; least: the shortest stretch of x. */
void iso_plot_range_take_axes (IsoPlotRange *range, const IsoAxis *x, const IsoAxis *y, size_t y_count, IsoRange whole, double least);

/* The data reach over this now: where their end was in sight it stays in sight. */
void iso_plot_range_grow (IsoPlotRange *range, IsoRange whole);
bool iso_plot_range_is_following (const IsoPlotRange *range);

/* What changes from here on, up to the next call, is undone at once. */
void iso_plot_range_begin (IsoPlotRange *range);

/* Each returns whether anything changed. Factors above 1 enlarge; 1 leaves a direction alone. at_x and at_y (0 … 1) stay where they
 * are. A pan by (0.1, 0) brings a tenth more of what lies to the right. */
bool iso_plot_range_zoom (IsoPlotRange *range, double factor_x, double factor_y, double at_x, double at_y);
bool iso_plot_range_pan (IsoPlotRange *range, double x, double y);
/* Enlarges these fractions to the whole plot; NULL leaves a direction alone. */
bool iso_plot_range_show (IsoPlotRange *range, const IsoRange *x, const IsoRange *y);
/* Moves x, not more than needed, so that this value of x is in sight. */
bool iso_plot_range_reveal (IsoPlotRange *range, double value);
bool iso_plot_range_fit (IsoPlotRange *range);
/* Fits y alone, without a step of undo: for another scale, or other curves. */
void iso_plot_range_release_y (IsoPlotRange *range);

bool iso_plot_range_undo (IsoPlotRange *range);
bool iso_plot_range_can_undo (const IsoPlotRange *range);
bool iso_plot_range_is_zoomed (const IsoPlotRange *range);

/* Other data: everything in sight, nothing to undo. */
void iso_plot_range_reset (IsoPlotRange *range);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoPlotRange, iso_plot_range_free)
