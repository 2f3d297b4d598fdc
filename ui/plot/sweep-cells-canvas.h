/* Two parameters of a sweep as cells in the colour of their score, to point at and to choose from: a cell stands for all settings that
 * have these two values.
 *
 * Click selects them, with Ctrl too; double click: the settings of the best of them for the main window. Keys: arrows go from cell to
 * cell, Space selects, Enter takes the settings, Escape clears. */
#pragma once

#include <gtk/gtk.h>

#include "ui/plot/sweep-choice.h"

#define ISO_TYPE_SWEEP_CELLS_CANVAS (iso_sweep_cells_canvas_get_type ())
G_DECLARE_FINAL_TYPE (IsoSweepCellsCanvas, iso_sweep_cells_canvas, ISO, SWEEP_CELLS_CANVAS, GtkWidget)

/* Keeps a reference to the choice. */
GtkWidget *iso_sweep_cells_canvas_new (IsoSweepChoice *choice);

/* Two different keys of the sweep. */
void iso_sweep_cells_canvas_set_axes (IsoSweepCellsCanvas *canvas, size_t column, size_t row);
/* The middle of a cell, in units of the widget; false where it does not stand yet. */
bool iso_sweep_cells_canvas_middle (IsoSweepCellsCanvas *canvas, size_t column, size_t row, double *x, double *y);
