/* A chart of any series over one axis: linear, logarithmic or whole numbers, with marks, for screen, export and command line.
 *
 *   IsoChart *chart = iso_chart_new ();
 *   iso_chart_set_x (chart, _("k"), ISO_CHART_INTEGERS);
 *   iso_chart_set_y (chart, _("same class"), ISO_CHART_LINEAR);
 *   iso_chart_add_points (chart, _("this batch"), ISO_CHART_ACCENT, ks, shares, 20);
 *   iso_chart_add_mark (chart, 10.0, _("k = 10"));
 *   iso_chart_view_set_chart (view, chart);                       // or draw it: chart-figure.h
 *   iso_chart_unref (chart);
 *
 * A series is points (copied) or an IsoCurve (held; a value each whole step, any number of them, its average in front). Values that are
 * no number are gaps, those that a logarithmic axis cannot show too. Once it is handed to a view, only its curves may grow. */
#pragma once

#include "ui/figure/curve.h"
#include "ui/figure/number-table.h"
#include "ui/figure/range.h"
#include "ui/figure/theme.h"

typedef enum { ISO_CHART_LINEAR, ISO_CHART_LOGARITHMIC, ISO_CHART_INTEGERS } IsoChartScale;

/* Colours by their meaning, so that a change of the theme changes them: these, or a class's number from 0 on. */
enum {
  ISO_CHART_ACCENT = -1,
  ISO_CHART_LOSS = -2,
  ISO_CHART_DIVERGENCE = -3,
  ISO_CHART_RECALL = -4,
  ISO_CHART_PRECISION = -5,
  ISO_CHART_QUIET = -6,
};

typedef struct _IsoChart IsoChart;

IsoChart *iso_chart_new (void);
IsoChart *iso_chart_ref (IsoChart *chart);
void iso_chart_unref (IsoChart *chart);

/* name (copied): what is counted along the axis; for y NULL where the surroundings say it. */
void iso_chart_set_x (IsoChart *chart, const char *name, IsoChartScale scale);
void iso_chart_set_y (IsoChart *chart, const char *name, IsoChartScale scale);
/* Values of y that are in sight at the least, as 0 and 1 of a share. */
void iso_chart_include_y (IsoChart *chart, double low, double high);

/* Each returns the series' index. x (count) ascending, y (count); both copied. Another holder of the curve, whose index 0 is at
 * `first`. Drawn over one another in this order, the last above. */
size_t iso_chart_add_points (IsoChart *chart, const char *name, int color, const double *x, const double *y, size_t count);
size_t iso_chart_add_curve (IsoChart *chart, const char *name, int color, IsoCurve *curve, double first);
/* Dashed, for what is only compared with. */
void iso_chart_set_dashed (IsoChart *chart, size_t series);
/* Of many lines, drawn with a pattern each (dash.h), which also tells their points apart. */
void iso_chart_set_dash (IsoChart *chart, size_t series, int dash);

/* Where values stand at each step their points say nothing. */
void iso_chart_hide_points (IsoChart *chart, size_t series);

/* What a line is the middle of. All arrays (count) as long as the line. */
typedef struct {
  double *low, *high;   /* ends; a gap where either is no number */
  double *least, *most; /* what y is fitted to, so that an end far out does not flatten everything; NULL: the line alone */
  double *counts;       /* how many values stand behind; NULL: not said */
  double count;         /* how many there are where none is missing */
} IsoChartBand;

/* Of a series of points; copied. */
void iso_chart_set_band (IsoChart *chart, size_t series, const IsoChartBand *band);
/* Lines may have their values at different x, as runs of different batches: each is read out where it had come to at the cursor. */
void iso_chart_read_before (IsoChart *chart);
/* The name of each line stands at its end, where there is room for all; else below, as a legend. */
void iso_chart_label_ends (IsoChart *chart);

/* A line across the plot at a value of x, or of y, with a name (NULL: none). */
void iso_chart_add_mark (IsoChart *chart, double x, const char *name);
void iso_chart_add_level (IsoChart *chart, double y, const char *name);

/* ---- what it holds ---- */

typedef struct {
  char *name;
  int color, dash;    /* dash −1: none of its own */
  bool is_dashed, has_no_points;
  double *x, *y; /* (count); NULL where it is a curve */
  size_t count;
  IsoChartBand *band; /* or NULL */
  IsoCurve *curve;
  double first;
} IsoChartSeries;

typedef struct {
  double at;
  char *name;
} IsoChartMark;

struct _IsoChart {
  int holders; /* atomic */
  char *x_name, *y_name;
  IsoChartScale x_scale, y_scale;
  IsoRange included;
  bool has_end_labels, reads_before;
  GArray *series; /* IsoChartSeries */
  GArray *marks, *levels; /* IsoChartMark */
};

const IsoChartSeries *iso_chart_series (const IsoChart *chart, size_t index);
IsoColor iso_chart_color (const IsoTheme *theme, int color);

/* Number of values of a series, and one of them; x counts from the series' own first. */
size_t iso_chart_series_count (const IsoChartSeries *series);
double iso_chart_series_x (const IsoChartSeries *series, size_t index);
double iso_chart_series_y (const IsoChartSeries *series, size_t index);
/* The values within x.low … x.high: indices first … end - 1. */
void iso_chart_series_in (const IsoChartSeries *series, IsoRange x, size_t *first, size_t *end);

/* From the first x of all series to the last; empty without values. */
IsoRange iso_chart_extent_x (const IsoChart *chart);
/* Of the values within these x and those that lines come from; what must be included is. */
IsoRange iso_chart_extent_y (const IsoChart *chart, IsoRange x);

/* The x of a value that is nearest; NAN without values in x.low … x.high. And the next or the one before (direction 1, -1), at
 * least `least` away; the end where there is none. */
double iso_chart_nearest (const IsoChart *chart, double x, IsoRange within);
double iso_chart_next (const IsoChart *chart, double x, int direction, double least);

/* The numbers within these x: a column of x, then one a series, each followed by those of its band. */
IsoNumberTable *iso_chart_table (const IsoChart *chart, IsoRange x);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoChart, iso_chart_unref)
