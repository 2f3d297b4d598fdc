/* What the files of the curves' surface share: curve-canvas.c draws and describes, curve-canvas-cursor.c hears pointer and keys. */
#pragma once

#include "ui/figure/curves-figure.h"
#include "ui/plot/curve-canvas.h"
#include "ui/plot/plot-input.h"

typedef enum { CURSOR_NONE, CURSOR_POINTER, CURSOR_KEYS, CURSOR_LINKED } CursorKind;

struct _IsoCurveCanvas {
  GtkWidget parent_instance;
  const IsoRunCurves *curves;
  IsoCurvesOptions options;
  IsoPlotRange *range;
  IsoPlotInput *input;

  /* The cached chart: what it was drawn for, and when. */
  GskRenderNode *node;
  IsoCurvesLayout *layout;
  const IsoTheme *theme;
  int width, height, scale;
  gint64 drawn_at, described_at;
  guint redraw_source, describe_source, tell_source;
  guint drawn_count;
  double drawn_ms;

  CursorKind cursor;
  double pointer_x;    /* where CURSOR_POINTER */
  guint64 cursor_step; /* where CURSOR_KEYS */
  guint64 linked_step; /* 0: none */
  guint64 told_step;   /* by the last "cursor-moved" */
};

/* What x can show: from nothing to the last step. */
IsoRange iso_curve_canvas_whole (IsoCurveCanvas *canvas);

void iso_curve_canvas_describe (IsoCurveCanvas *canvas);

/* Says "cursor-moved" where it has. */
void iso_curve_canvas_tell_cursor (IsoCurveCanvas *canvas);

void iso_curve_canvas_listen (IsoCurveCanvas *canvas);
