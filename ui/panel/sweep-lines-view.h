/* The card of a sweep's lines over parallel axes. */
#pragma once

#include "ui/plot/sweep-choice.h"
#include "ui/plot/view-card.h"

#define ISO_TYPE_SWEEP_LINES_VIEW (iso_sweep_lines_view_get_type ())
G_DECLARE_FINAL_TYPE (IsoSweepLinesView, iso_sweep_lines_view, ISO, SWEEP_LINES_VIEW, IsoViewCard)

/* Keeps a reference to the choice. */
GtkWidget *iso_sweep_lines_view_new (IsoSweepChoice *choice);

/* The sweep's name, for the figure that is taken away. */
void iso_sweep_lines_view_set_name (IsoSweepLinesView *view, const char *name);
