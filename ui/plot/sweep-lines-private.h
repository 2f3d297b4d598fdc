/* What the files of the lines' canvas share: sweep-lines-canvas.c draws and says, sweep-lines-input.c listens. */
#pragma once

#include "ui/figure/sweep-lines.h"
#include "ui/plot/latest-job.h"
#include "ui/plot/sweep-lines-canvas.h"

struct _IsoSweepLinesCanvas {
  GtkWidget parent_instance;
  IsoSweepChoice *choice;
  IsoSweepLines *lines; /* for this size, of the choice's scores; or NULL */
  IsoLatestJob *job;    /* that paints the lines: hundreds take a tenth of a second */
  cairo_surface_t *pixels; /* painted last, at device pixels; or NULL */
  GskRenderNode *node;  /* of these, or NULL */
  size_t axis;          /* that the keys are on */
  double from;          /* where a drag along an axis began; NAN: there is none */
  size_t dragged;       /* that axis */
  gboolean by_keys;
  guint describe_source;
};

/* sweep-lines-canvas.c */
/* Whether there are lines, laid out for the present size. */
bool iso_sweep_lines_canvas_ensure (IsoSweepLinesCanvas *canvas);
/* Something above the lines is to be drawn otherwise. */
void iso_sweep_lines_canvas_remark (IsoSweepLinesCanvas *canvas);

/* sweep-lines-input.c */
void iso_sweep_lines_canvas_listen (IsoSweepLinesCanvas *canvas);
