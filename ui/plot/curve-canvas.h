/* The surface on which the curves stand: the chart as cached pixels, drawn anew at most ten times a second while steps come, at once
 * while it is moved or zoomed (plot-input.h says how), and above it the cursor's layer, drawn alone when only the cursor moves.
 *
 * Focusable: arrows move the cursor by a pixel's worth of steps, with Ctrl or Page keys by an epoch, Home and End to the ends,
 * Escape takes it away. For those who listen its description holds the newest numbers, or the cursor's.
 *
 * Signals: "cursor-moved" (guint64 step, 0: gone) by pointer or keys, not by iso_curve_canvas_set_cursor(); "range-changed" () what
 * is shown, or whether there is a way back. */
#pragma once

#include <gtk/gtk.h>

#include "ui/figure/plot-range.h"
#include "ui/figure/run-curves.h"

#define ISO_TYPE_CURVE_CANVAS (iso_curve_canvas_get_type ())
G_DECLARE_FINAL_TYPE (IsoCurveCanvas, iso_curve_canvas, ISO, CURVE_CANVAS, GtkWidget)

GtkWidget *iso_curve_canvas_new (void);

/* Borrowed: must live until it is replaced; NULL draws nothing. */
void iso_curve_canvas_set_curves (IsoCurveCanvas *canvas, const IsoRunCurves *curves);

/* The curves have grown: drawn anew soon, and the description follows within a second. */
void iso_curve_canvas_grown (IsoCurveCanvas *canvas);
/* They are others, as averages or scores are: drawn anew at once. */
void iso_curve_canvas_redraw (IsoCurveCanvas *canvas);

void iso_curve_canvas_set_shown (IsoCurveCanvas *canvas, IsoRunSeries series, bool is_shown);
void iso_curve_canvas_set_branches_shown (IsoCurveCanvas *canvas, bool are_shown);
void iso_curve_canvas_set_logarithmic (IsoCurveCanvas *canvas, bool is_logarithmic);

/* The step under the cursor; 0: there is no cursor. */
guint64 iso_curve_canvas_cursor (IsoCurveCanvas *canvas);
/* A cursor that another plot leads, 0: none; one of this plot's own goes before it. */
void iso_curve_canvas_set_cursor (IsoCurveCanvas *canvas, guint64 step);

/* What is shown, to look at. The first and last step in sight; FALSE: there are none. */
const IsoPlotRange *iso_curve_canvas_range (IsoCurveCanvas *canvas);
gboolean iso_curve_canvas_steps (IsoCurveCanvas *canvas, guint64 *first, guint64 *last);
void iso_curve_canvas_fit (IsoCurveCanvas *canvas);
void iso_curve_canvas_undo (IsoCurveCanvas *canvas);

/* How often the chart was drawn so far, and the milliseconds of the last time; for tests and measurements. */
guint iso_curve_canvas_drawn_count (IsoCurveCanvas *canvas);
double iso_curve_canvas_drawn_ms (IsoCurveCanvas *canvas);
