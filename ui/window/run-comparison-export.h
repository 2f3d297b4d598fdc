/* Taking away what a page of the window that compares runs shows. Actions: runs.export-figure (Ctrl+E) and runs.export-numbers
 * (Ctrl+Shift+E), of the page in sight. */
#pragma once

#include <gtk/gtk.h>

void iso_run_comparison_export_install (GtkWidgetClass *class);
/* A menu of both, for the header. */
GtkWidget *iso_run_comparison_export_button_new (void);
