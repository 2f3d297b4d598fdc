/* The window that puts kept runs side by side: their curves over one another, the settings in which they differ, what they scored and
 * whether that is more than chance. What is still trained is read anew while the window is in sight.
 *
 * Keys: Alt+1 … Alt+9 the pages, Ctrl+Page Down and Up the next and the one before, F5 reads anew, Ctrl+E exports the page's figure,
 * Ctrl+Shift+E its numbers, Escape and Ctrl+W close. Actions: runs.page (s), runs.next-page, runs.previous-page, runs.reload,
 * runs.export-figure, runs.export-numbers: of the page's card, or of the first card in it. */
#pragma once

#include <adwaita.h>

#include "ui/plot/compared-runs.h"
#include "ui/session/run-library.h"

#define ISO_TYPE_RUN_COMPARISON_WINDOW (iso_run_comparison_window_get_type ())
G_DECLARE_FINAL_TYPE (IsoRunComparisonWindow, iso_run_comparison_window, ISO, RUN_COMPARISON_WINDOW, AdwWindow)

/* runs (count): ids. The library need not be open yet. */
GtkWidget *iso_run_comparison_window_new (IsoRunLibrary *library, const gint64 *runs, size_t count);

/* Others from now on. */
void iso_run_comparison_window_compare (IsoRunComparisonWindow *window, const gint64 *runs, size_t count);

/* By its name; an unknown one is passed over. */
void iso_run_comparison_window_show_page (IsoRunComparisonWindow *window, const char *name);
const char *iso_run_comparison_window_page (IsoRunComparisonWindow *window);
/* The widget of a page, or NULL. Not owned. */
GtkWidget *iso_run_comparison_window_page_widget (IsoRunComparisonWindow *window, const char *name);

/* Not owned; NULL until they are read. */
IsoComparedRuns *iso_run_comparison_window_runs (IsoRunComparisonWindow *window);
