/* The layer at a plot's cursor: a line, and a box beside it with what the curves say there. Cheap: what is below is not touched.
 *
 *   g_autoptr (IsoReadout) readout = iso_readout_new (title, x);
 *   iso_readout_add (readout, name, value, NULL, color);     // a line each
 *   iso_readout_place (readout, cairo, &plot, width, height, theme);
 *   iso_readout_draw_line (…); iso_readout_draw_dot (…); iso_readout_draw_box (…);
 */
#pragma once

#include "ui/figure/plot-box.h"
#include "ui/figure/theme.h"

#define ISO_READOUT_LINES 16

typedef struct {
  char *text;       /* of the line */
  char *value;      /* right of it; NULL: the text takes the line */
  char *average;    /* quiet, behind the value; NULL: none */
  char *spoken;     /* added to the sentence alone; NULL: nothing */
  IsoColor color;   /* of the swatch, or of the text where there is no value */
} IsoReadoutLine;

typedef struct {
  double x; /* of the cursor's line */
  double left, top, width, height; /* of the box, wholly within the figure */
  char *title; /* "step 148 · epoch 8" */
  size_t line_count;
  IsoReadoutLine lines[ISO_READOUT_LINES];
  double name_width, value_width, average_width, line_height;
} IsoReadout;

/* Takes the title over. */
IsoReadout *iso_readout_new (char *title, double x);
void iso_readout_free (IsoReadout *readout);

/* Takes the strings over. What is more than ISO_READOUT_LINES is dropped. */
void iso_readout_add (IsoReadout *readout, char *text, char *value, char *average, IsoColor color);

/* For those who listen, something more of the line added last: what is drawn beside its value may have had no room. Takes it over. */
void iso_readout_add_spoken (IsoReadout *readout, char *text);

/* A value with always so many decimals that a moving cursor does not make the box dance: 1.214, 0.037, 12.21. Free with g_free(). */
char *iso_readout_format (double value);

/* Where the box stands in a figure of that size; in a low one the last lines go: a box that is cut would be worse. */
void iso_readout_place (IsoReadout *readout, cairo_t *cairo, const IsoPlotBox *plot, double width, double height,
                        const IsoTheme *theme);

void iso_readout_draw_line (cairo_t *cairo, const IsoReadout *readout, const IsoPlotBox *plot, const IsoTheme *theme);
/* Where the cursor crosses a curve. */
void iso_readout_draw_dot (cairo_t *cairo, double x, double y, IsoColor color, const IsoTheme *theme);
void iso_readout_draw_box (cairo_t *cairo, const IsoReadout *readout, const IsoTheme *theme);

/* The same in a sentence, for those who listen: "step 148 · epoch 8: loss 1.214, KL 0.037". Free with g_free(). */
char *iso_readout_sentence (const IsoReadout *readout);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoReadout, iso_readout_free)
