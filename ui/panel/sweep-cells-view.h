/* The card of two of a sweep's parameters as coloured cells, with lists to choose the two by. */
#pragma once

#include "ui/plot/sweep-choice.h"
#include "ui/plot/view-card.h"

#define ISO_TYPE_SWEEP_CELLS_VIEW (iso_sweep_cells_view_get_type ())
G_DECLARE_FINAL_TYPE (IsoSweepCellsView, iso_sweep_cells_view, ISO, SWEEP_CELLS_VIEW, IsoViewCard)

/* Keeps a reference to the choice. */
GtkWidget *iso_sweep_cells_view_new (IsoSweepChoice *choice);

/* The sweep's name, for the figure that is taken away. */
void iso_sweep_cells_view_set_name (IsoSweepCellsView *view, const char *name);

/* The two, by their place among the keys; where they are the same, the other one steps aside. */
void iso_sweep_cells_view_set_axes (IsoSweepCellsView *view, guint column, guint row);
void iso_sweep_cells_view_axes (IsoSweepCellsView *view, guint *column, guint *row);
