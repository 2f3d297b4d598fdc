/* The settings of a sweep as lines over parallel axes, to point at, to choose and to narrow down.
 *
 * Drag along an axis: only what passes there counts, the rest steps back; a click on the axis takes that away again. Click a line:
 * selects it, with Ctrl too; double click: its settings for the main window. Keys: Left and Right go from axis to axis, Up and Down
 * from setting to setting by the score, Shift with Up and Down moves the lower end of the axis's brush, Ctrl the upper one, Space
 * selects, Enter takes the settings, Escape clears. */
#pragma once

#include <gtk/gtk.h>

#include "ui/plot/sweep-choice.h"

#define ISO_TYPE_SWEEP_LINES_CANVAS (iso_sweep_lines_canvas_get_type ())
G_DECLARE_FINAL_TYPE (IsoSweepLinesCanvas, iso_sweep_lines_canvas, ISO, SWEEP_LINES_CANVAS, GtkWidget)

/* Keeps a reference to the choice. */
GtkWidget *iso_sweep_lines_canvas_new (IsoSweepChoice *choice);

/* What Drag does, for tests: along the axis from y to y, in units of the widget. */
void iso_sweep_lines_canvas_brush (IsoSweepLinesCanvas *canvas, size_t axis, double from, double to);
/* The axis that the keys are on. */
size_t iso_sweep_lines_canvas_axis (IsoSweepLinesCanvas *canvas);
