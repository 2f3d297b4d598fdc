/* How far a sweep is: one bar for all of it with counts and the time left, and a small one for each run under way. */
#pragma once

#include <gtk/gtk.h>

#include "ui/session/sweeper.h"

#define ISO_TYPE_SWEEP_PROGRESS (iso_sweep_progress_get_type ())
G_DECLARE_FINAL_TYPE (IsoSweepProgress, iso_sweep_progress, ISO, SWEEP_PROGRESS, GtkBox)

/* Keeps a reference to the sweeper; hides itself while there is no sweep. */
GtkWidget *iso_sweep_progress_new (IsoSweeper *sweeper);

/* "12 of 24 runs · 1 failed · 2 running · about 35 s left", translated, newly allocated: also for whoever has one line. */
char *iso_sweep_progress_text (IsoSweeper *sweeper);
