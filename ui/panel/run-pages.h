/* The pages of the window that compares runs on which two of them are held against each other: their maps, and the matrices of their probe
 * batches. Each with a pair of its own, read from the library's store; side by side in one stack, what is chosen on one page is chosen on
 * the other. */
#pragma once

#include <gtk/gtk.h>

#include "ui/plot/compared-runs.h"
#include "ui/session/run-library.h"

/* Take a reference of the library, which need not be open yet. */
GtkWidget *iso_maps_page_new (IsoRunLibrary *library);
GtkWidget *iso_matrices_page_new (IsoRunLibrary *library);

/* Takes a reference. */
void iso_maps_page_set_runs (GtkWidget *page, IsoComparedRuns *runs);
void iso_matrices_page_set_runs (GtkWidget *page, IsoComparedRuns *runs);
