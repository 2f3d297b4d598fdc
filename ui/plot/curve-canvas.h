/* The surface on which the curves stand: the chart as cached pixels, drawn anew at most ten times a second, and above it the
 * cursor's layer, drawn alone when only the cursor moves.
 *
 * Focusable: arrows move the cursor by a pixel's worth of steps, with Ctrl or Page keys by an epoch, Home and End to the ends,
 * Escape takes it away. For those who listen its description holds the newest numbers, or the cursor's. */
#pragma once

#include <gtk/gtk.h>

#include "ui/figure/run-curves.h"

#define ISO_TYPE_CURVE_CANVAS (iso_curve_canvas_get_type ())
G_DECLARE_FINAL_TYPE (IsoCurveCanvas, iso_curve_canvas, ISO, CURVE_CANVAS, GtkWidget)

GtkWidget *iso_curve_canvas_new (void);

/* Borrowed: must live until it is replaced; NULL draws nothing. */
void iso_curve_canvas_set_curves (IsoCurveCanvas *canvas, const IsoRunCurves *curves);

/* The curves have grown: drawn anew soon, and the description follows within a second. */
void iso_curve_canvas_grown (IsoCurveCanvas *canvas);

void iso_curve_canvas_set_shown (IsoCurveCanvas *canvas, IsoRunSeries series, bool is_shown);
void iso_curve_canvas_set_logarithmic (IsoCurveCanvas *canvas, bool is_logarithmic);

/* The step under the cursor; 0: there is no cursor. */
guint64 iso_curve_canvas_cursor (IsoCurveCanvas *canvas);

/* How often the chart was drawn so far, and the milliseconds of the last time; for tests and measurements. */
guint iso_curve_canvas_drawn_count (IsoCurveCanvas *canvas);
double iso_curve_canvas_drawn_ms (IsoCurveCanvas *canvas);
