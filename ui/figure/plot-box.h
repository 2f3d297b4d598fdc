/* Where a plot stands in its figure, in the context's units, and which place a value has in it. */
#pragma once

#include "ui/figure/axis.h"

typedef struct {
  double left, top, right, bottom;
} IsoPlotBox;

/* Places of values; outside the box for values outside the axis. */
static inline double
iso_plot_box_x (const IsoPlotBox *box, const IsoAxis *axis, double value)
{
  return box->left + iso_axis_fraction (axis, value) * (box->right - box->left);
}

static inline double
iso_plot_box_y (const IsoPlotBox *box, const IsoAxis *axis, double value)
{
  return box->bottom - iso_axis_fraction (axis, value) * (box->bottom - box->top);
}
