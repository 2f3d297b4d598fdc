/* The window of all kept runs: a table of them, sorted, searched, filtered, flat or as a tree of forks; details of what is selected; and
 * what can be done with it: going on, forking, comparing, taking away, taking in, renaming, deleting.
 *
 * Going on, forking, comparing and exporting files are the main window's actions "win.resume-run" (x), "win.fork-run" ((xi)),
 * "win.compare-runs" (ax) and "win.export-run" (x): the window that this one is transient for is asked to do them.
 *
 * Keys: Enter goes on with the run, Ctrl+D forks it, Ctrl+Enter compares, Ctrl+S writes archives, Ctrl+O takes archives in, Ctrl+E exports
 * files, F2 renames, Delete deletes, Ctrl+Shift+C copies the id, Ctrl+F (or typing) searches, Ctrl+T turns list into tree, F9 shows and
 * hides the details, Esc, Ctrl+W and Ctrl+L close. Actions: runs.open, runs.fork, runs.compare, runs.export-archive,
 * runs.import-archive, runs.export-files, runs.rename, runs.delete, runs.copy-id, runs.search, runs.tree, runs.details, runs.cancel. */
#pragma once

#include <adwaita.h>

#include "ui/panel/run-details.h"
#include "ui/panel/run-list.h"

#define ISO_TYPE_RUNS_WINDOW (iso_runs_window_get_type ())
G_DECLARE_FINAL_TYPE (IsoRunsWindow, iso_runs_window, ISO, RUNS_WINDOW, AdwWindow)

/* Goes away with `parent`, which may be NULL in tests. */
GtkWindow *iso_runs_window_new (GtkWindow *parent, IsoRunLibrary *library);
/* Shows that of `parent`, which has one at most. */
void iso_runs_window_present (GtkWindow *parent, IsoRunLibrary *library);

/* Not owned. */
IsoRunList *iso_runs_window_list (IsoRunsWindow *window);
IsoRunDetails *iso_runs_window_details (IsoRunsWindow *window);

/* Writes the selected runs as archives, on a worker: one to the file of this path, several into the folder of this path. */
void iso_runs_window_export_to (IsoRunsWindow *window, const char *path);
/* Takes these archives in, on a worker. NULL-terminated. */
void iso_runs_window_import (IsoRunsWindow *window, const char *const *paths);
/* Deletes them without a question, all but those being recorded. */
void iso_runs_window_delete_selected (IsoRunsWindow *window);
