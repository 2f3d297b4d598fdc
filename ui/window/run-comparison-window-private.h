/* What the files of the window that compares runs share: run-comparison-window.c (the window and what it reads),
 * run-comparison-window-actions.c (its keys and its menu). */
#pragma once

#include "ui/plot/latest-job.h"
#include "ui/window/card-export.h"
#include "ui/window/run-comparison-window.h"

/* Each has a key: Alt+1 … Alt+9. */
#define ISO_RUN_COMPARISON_MOST_PAGES 9

struct _IsoRunComparisonWindow {
  AdwWindow parent_instance;
  IsoRunLibrary *library;
  GArray *ids;            /* of gint64 */
  IsoComparedRuns *runs;  /* NULL: not read yet */
  IsoLatestJob *job;
  gboolean is_watching;
  gboolean is_stale;      /* changed while out of sight */

  IsoCardExport *export;
  AdwToastOverlay *toasts;
  AdwWindowTitle *heading;
  GtkWidget *switcher;
  AdwViewStack *views;
  GtkWidget *widgets[ISO_RUN_COMPARISON_MOST_PAGES];
  GtkStack *states; /* "views", "wait", "empty" */
  GtkSpinner *spinner;
  GtkLabel *empty_text, *note;
};

/* run-comparison-window.c */
/* Soon, or at once; what is shown stays until it is there. */
void iso_run_comparison_window_read (IsoRunComparisonWindow *window, gboolean at_once);

/* run-comparison-window-actions.c */
/* Moves the keyboard into the page in sight, so that its keys hold. */
void iso_run_comparison_window_focus_page (IsoRunComparisonWindow *window);
void iso_run_comparison_window_install_actions (GtkWidgetClass *class);
GtkWidget *iso_run_comparison_window_menu_button_new (void);
