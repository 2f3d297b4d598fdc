/* The layer at the cursor: a line at one step and a box with what the curves say there. Cheap: the chart below is not touched. */
#pragma once

#include "ui/figure/curves-figure.h"

#define ISO_READOUT_LINES 10

typedef struct {
  char *text;       /* of the line */
  char *value;      /* right of it; NULL: the text takes the line */
  char *average;    /* quiet, behind the value; NULL: none */
  IsoColor color;   /* of the swatch, or of the text where there is no value */
} IsoReadoutLine;

typedef struct {
  guint64 step;
  double x; /* of the cursor's line */
  double left, top, width, height; /* of the box, wholly within the figure */
  char *title; /* "step 148 · epoch 8" */
  size_t line_count;
  IsoReadoutLine lines[ISO_READOUT_LINES];
  double name_width, value_width, average_width, line_height;
} IsoReadout;

IsoReadout *iso_readout_new (cairo_t *cairo, const IsoCurvesLayout *layout, const IsoRunCurves *curves,
                             const IsoCurvesOptions *options, const IsoTheme *theme, guint64 step);
void iso_readout_free (IsoReadout *readout);

void iso_readout_draw (cairo_t *cairo, const IsoReadout *readout, const IsoCurvesLayout *layout, const IsoRunCurves *curves,
                       const IsoCurvesOptions *options, const IsoTheme *theme);

/* The same in a sentence, for those who listen: "step 148, epoch 8: loss 1.214, KL 0.037". Free with g_free(). */
char *iso_readout_sentence (const IsoReadout *readout);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoReadout, iso_readout_free)
