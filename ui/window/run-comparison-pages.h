/* The pages of the window that compares runs, in the order of their switcher: a line each in run-comparison-pages.c. */
#pragma once

#include <gtk/gtk.h>

#include "ui/plot/compared-runs.h"
#include "ui/session/run-library.h"

typedef struct {
  const char *name;  /* "curves": iso_run_comparison_window_show_page() */
  const char *title; /* N_("Curves") */
  GtkWidget *(*make) (IsoRunLibrary *library);
  /* Told once the runs are read, and each time that they are read anew; never NULL. Takes a reference of its own. */
  void (*set_runs) (GtkWidget *page, IsoComparedRuns *runs);
} IsoRunComparisonPage;

const IsoRunComparisonPage *iso_run_comparison_pages (size_t *count);
