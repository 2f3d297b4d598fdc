/* What the files of the chart's widget share: chart-view.c draws and describes, chart-view-cursor.c hears pointer and keys. */
#pragma once

#include "ui/figure/chart-figure.h"
#include "ui/plot/chart-view.h"
#include "ui/plot/plot-input.h"

struct _IsoChartView {
  GtkWidget parent_instance;
  char *name, *empty_text;
  IsoChart *chart; /* NULL: none */
  IsoChartOptions options;
  IsoPlotRange *range;
  IsoPlotInput *input;
  GtkWidget *zoom_buttons;

  /* The cached chart: what it was drawn for. */
  GskRenderNode *node;
  IsoChartLayout *layout;
  const IsoTheme *theme;
  int width, height, scale;
  guint drawn_count;

  bool has_pointer, has_key; /* a key's cursor stays until it is taken away, a pointer's until it leaves */
  double pointer_x;          /* a place */
  double key_x, linked_x;    /* values of x; linked_x NAN: none */
  double told_x;             /* by the last "cursor-moved" */
  guint tell_source;
};

bool iso_chart_view_is_empty (IsoChartView *view);
/* Draws anew on the next frame. */
void iso_chart_view_redraw (IsoChartView *view);
void iso_chart_view_describe (IsoChartView *view);
/* Says "cursor-moved" where it has. */
void iso_chart_view_tell_cursor (IsoChartView *view);
void iso_chart_view_listen (IsoChartView *view);
