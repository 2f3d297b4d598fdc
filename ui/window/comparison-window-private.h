/* What the files of the window side by side share: comparison-window.c holds it together, comparison-header.c is its upper part. */
#pragma once

#include "ui/panel/student-chart.h"
#include "ui/panel/student-columns.h"
#include "ui/window/comparison-window.h"

struct _IsoComparisonWindow {
  AdwWindow parent_instance;
  IsoSession *session;
  IsoStudents *students;
  IsoSampleChoice *choice;
  IsoSettings settings;    /* that the students follow */
  gboolean is_waiting;     /* for the session's data */
  gboolean is_stale;       /* settings or data have changed in a way that takes another comparison */
  gboolean has_paused;     /* the session's run */
  IsoWatch watch;
  guint prepare_source;

  AdwWindowTitle *heading;
  GtkToggleButton *toggles[ISO_COMPARISON_MOST]; /* by mode */
  GtkButton *start_button;
  AdwButtonContent *start_content;
  GtkWidget *dot, *watch_row;
  GtkInscription *state, *progress, *note;
  GtkStack *pages; /* "students", "wait", "empty" */
  GtkSpinner *spinner;
  GtkLabel *wait_text, *empty_text;
  IsoStudentChart *chart;
  IsoStudentColumns *columns;
};

/* comparison-window.c */
/* Prepares soon: several toggles are one change. */
void iso_comparison_window_prepare_soon (IsoComparisonWindow *window);
void iso_comparison_window_watch (IsoComparisonWindow *window, IsoWatch watch);

/* comparison-header.c */
GtkWidget *iso_comparison_window_header_new (IsoComparisonWindow *window);
GtkWidget *iso_comparison_window_strip_new (IsoComparisonWindow *window);
/* Those whose toggles are on, in the order of the columns; returns how many. */
size_t iso_comparison_window_modes (IsoComparisonWindow *window, IsoDistillMode *modes);
void iso_comparison_window_toggle (IsoComparisonWindow *window, IsoDistillMode mode);
/* Title, buttons, state, step and note. */
void iso_comparison_window_update_header (IsoComparisonWindow *window);
